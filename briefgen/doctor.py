"""`briefgen doctor`: everything around a site that can be in the way, a line each, with what to do."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Literal

from briefgen import paths
from briefgen.cache import Cache
from briefgen.config import configure
from briefgen.console import count, tally
from briefgen.data import Data
from briefgen.places import CONFIG, STATE, THEMES, in_the_way
from briefgen.publish.domain import github_base, mismatch
from briefgen.publish.errors import PublishError
from briefgen.publish.git import Git
from briefgen.publish.limits import GITHUB_PAGES, size_words
from briefgen.publish.source import remote_address
from briefgen.settings import Settings
from briefgen.stamp import stamp
from briefgen.version import __version__
from briefgen.walk import below, on_disk
from briefgen.workspace import Workspace

State = Literal["ok", "note", "bad"]

LIBRARIES = (
    "click", "jinja2", "markdown-it-py", "mdit-py-plugins", "msgspec", "pygments", "pyyaml",
    "starlette", "uvicorn", "watchdog",
)  # fmt: skip
INOTIFY = Path("/proc/sys/fs/inotify")
"""Where Linux tells its limits of watching (inotify(7))."""
NEAR = 0.8
"""Share of a limit from which one should know."""


class Line(Data, frozen=True):
    """One thing looked at: `advice` says what to do unless its state is ok."""

    name: str
    state: State
    value: str
    advice: str = ""


def examine(root: Path) -> tuple[Line, ...]:
    """Look at everything. Changes nothing and asks no network."""
    root = root.resolve()
    workspace = Workspace(root)
    made, problems = configure(workspace.config(), {})
    settings = made.settings
    return (
        *_versions(),
        _configuration(root, tally(problems)),
        *_git(root, settings),
        _output(root, settings),
        *_watching(root, settings),
        _cache(root),
    )


def table(lines: tuple[Line, ...]) -> str:
    """The lines as a table for people; advice stands below its line."""
    wide = max(len(line.name) for line in lines)
    shown = []
    for line in lines:
        shown.append(f"{line.name:<{wide}}  {line.state:<4}  {line.value}")
        if line.advice:
            shown.append(f"{'':<{wide}}        → {line.advice}")
    return "\n".join(shown)


# -- versions --------------------------------------------------------------------------------


def _versions() -> Iterator[Line]:
    yield Line("python", "ok", f"{platform.python_version()} on {platform.system()}")
    yield Line("briefgen", "ok", __version__)
    found = {name: _version(name) for name in LIBRARIES}
    missing = [name for name, version in found.items() if not version]
    shown = ", ".join(f"{name} {version}" for name, version in found.items() if version)
    if missing:
        yield Line("libraries", "bad", shown, f"install {', '.join(missing)}")
    else:
        yield Line("libraries", "ok", shown)
    for extra, needs in extras().items():
        lacking = [name for name in needs if not _version(name)]
        if lacking:
            advice = f'if you want it: pip install "briefgen[{extra}]"'
            yield Line(f"extra {extra}", "note", f"not installed ({', '.join(lacking)})", advice)
        else:
            yield Line(f"extra {extra}", "ok", ", ".join(f"{n} {_version(n)}" for n in needs))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def extras() -> dict[str, tuple[str, ...]]:
    """The optional powers of the installed briefgen, and the packages that each needs."""
    try:
        needs = metadata.requires("briefgen") or []
    except metadata.PackageNotFoundError:
        return {}  # run from a checkout: its extras are in pyproject.toml
    found: dict[str, list[str]] = {}
    for need in needs:
        parts = re.fullmatch(
            r"\s*([\w.-]+)(\[[^\]]*\])?.*\bextra\s*==\s*['\"]([\w-]+)['\"].*", need
        )
        if parts and not parts[2]:
            found.setdefault(parts[3], []).append(parts[1])
    return {extra: tuple(names) for extra, names in found.items()}


# -- the site ----------------------------------------------------------------------------------


def _configuration(root: Path, found: str) -> Line:
    if not (root / CONFIG).is_file():
        return Line("configuration", "note", f"no {CONFIG}", "fine; every setting has a default")
    if found:
        return Line("configuration", "bad", f"{CONFIG}: {found}", "run `briefgen check`")
    return Line("configuration", "ok", CONFIG)


def _git(root: Path, settings: Settings) -> Iterator[Line]:
    git, address = Git(root), ""
    try:
        version = git.run("--version").removeprefix("git version ")
        yield Line("git", "ok", version)
    except PublishError as wrong:
        yield Line("git", "note", wrong.message, f"{wrong.hint}; only publishing needs it")
        return
    if git.ask("rev-parse", "--git-dir") is None:
        yield Line(
            "repository", "note", "none here", "to publish: `git init`, commit, add a remote"
        )
    else:
        yield _repository(git)
        try:
            address = remote_address(git, "origin")
            yield Line("remote", "ok", f"origin → {_without_secrets(address)}")
        except PublishError as wrong:
            yield Line("remote", "note", wrong.message, f"to publish: {wrong.hint}")
    yield _base_address(settings.base_url, address)


def _repository(git: Git) -> Line:
    commit = git.ask("rev-parse", "--short", "--verify", "--quiet", "HEAD^{commit}")
    if commit is None:
        return Line(
            "repository", "note", "nothing committed", "to publish: `git add .`, `git commit`"
        )
    if git.ask("var", "GIT_COMMITTER_IDENT") is None:
        advice = "run `git config user.name NAME` and `git config user.email ADDRESS`"
        return Line("repository", "note", "git does not know who you are", advice)
    branch = git.ask("symbolic-ref", "--quiet", "--short", "HEAD") or "no branch"
    return Line("repository", "ok", f"{branch} at {commit}")


def _without_secrets(address: str) -> str:
    """An address without a password or token that somebody put into it."""
    return re.sub(r"(?<=://)[^/@]*@", "", address)


def _base_address(base_url: str, remote: str) -> Line:
    expected = github_base(remote)
    if not base_url:
        advice = f"to publish: put `base_url: {expected or 'https://example.org/'}` into {CONFIG}"
        return Line("base address", "note", "none", advice)
    odd = mismatch(base_url, remote)
    if odd:
        return Line("base address", "bad", base_url, odd)
    return Line("base address", "ok", f"{base_url} (path {paths.base_path(base_url)})")


def _output(root: Path, settings: Settings) -> Line:
    folder = on_disk(root, settings.output_dir)
    if in_the_way(folder):
        value = f"{settings.output_dir} is a file, where the site belongs"
        return Line("output", "bad", value, "move it away, or name another folder: `output_dir:`")
    sizes = [*_sizes(folder)]
    if not sizes:
        return Line("output", "note", "not built yet", "run `briefgen build`")
    total, largest = sum(sizes), max(sizes)
    value = (
        f"{count(len(sizes), 'file')}, {size_words(total)} of {size_words(GITHUB_PAGES.site)}; "
        f"the largest {size_words(largest)} of {size_words(GITHUB_PAGES.file)} (limits of GitHub Pages)"
    )
    share = max(total / GITHUB_PAGES.site, largest / GITHUB_PAGES.file)
    if share > 1:
        return Line(
            "output",
            "bad",
            value,
            "too large for GitHub Pages: make it smaller, or host it elsewhere",
        )
    if share > NEAR:
        return Line("output", "note", value, "soon too large for GitHub Pages")
    return Line("output", "ok", value)


def _sizes(folder: Path) -> Iterator[int]:
    """Bytes of every file below a folder."""
    return (file.stat().st_size for file in below(folder) if file.is_file(follow_symlinks=False))


# -- watching, cache -------------------------------------------------------------------------------


def _watching(root: Path, settings: Settings) -> Iterator[Line]:
    folders = [
        folder
        for name in (settings.content_dir, THEMES)
        if (folder := on_disk(root, name)).is_dir()
    ]
    inner = (item for folder in folders for item in below(folder))
    needed = len(folders) + sum(item.is_dir(follow_symlinks=False) for item in inner)
    watches = _limit("max_user_watches")
    if watches is None:
        yield Line("watching", "ok", f"{needed:,} folders (the system states no limit)")
    elif needed > watches * NEAR:
        advice = f"run `sudo sysctl fs.inotify.max_user_watches={max(524_288, needed * 4)}`, or use --poll"
        yield Line("watching", "bad", f"{needed:,} folders of {watches:,} watches", advice)
    else:
        yield Line("watching", "ok", f"{needed:,} folders of {watches:,} watches")


def _limit(name: str) -> int | None:
    file = INOTIFY / name
    return int(file.read_text(encoding="ascii")) if file.is_file() else None


def _cache(root: Path) -> Line:
    folder = root / STATE
    if what := in_the_way(folder, of_our_own=True):
        value = f"{STATE} is a {what}, where the cache belongs"
        return Line("cache", "bad", value, "move it away, or give it another name")
    size = sum(_sizes(folder))
    if not size:
        return Line("cache", "ok", "none yet")
    cache = Cache(folder, stamp)
    try:
        known = cache.state() is not None
    finally:
        cache.close()
    value = f"{size_words(size)} in {STATE}/"
    if known:
        return Line("cache", "ok", value)
    return Line(
        "cache", "note", f"{value}, of another version", "nothing to do: the next build renews it"
    )

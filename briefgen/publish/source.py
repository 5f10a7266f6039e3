"""The repository that the content lies in: its commit, its remote, what is not committed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from briefgen.model import Data
from briefgen.paths import nfc
from briefgen.publish.errors import PublishError
from briefgen.publish.git import Git

ABSENT = "this folder is in no git repository"


class Source(Data, frozen=True):
    """What will be published from: the commit, its branch ("" if none), and the remote's address."""

    commit: str
    branch: str
    remote: str
    shallow: bool


def source(git: Git, remote: str) -> Source:
    """The state of the source. Raises PublishError if there is no repository, commit or remote."""
    if git.ask("rev-parse", "--git-dir") is None:
        git.run("--version")  # no git at all says so itself
        hint = "run `git init`, commit your content, and add a remote"
        raise PublishError(ABSENT, hint)
    commit = git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if commit is None:
        raise PublishError("nothing is committed yet", "run `git add .` and `git commit`")
    return Source(
        commit,
        git.ask("symbolic-ref", "--quiet", "--short", "HEAD") or "",
        remote_address(git, remote),
        git.ask("rev-parse", "--is-shallow-repository") == "true",
    )


def remote_address(git: Git, remote: str) -> str:
    """Where pushes to a remote go. Raises PublishError for a name that is no remote."""
    found = git.ask("remote", "get-url", "--push", remote)
    if found:
        return found.splitlines()[0]
    if "/" in remote or ":" in remote or "\\" in remote:
        return remote  # an address instead of a name
    known = (git.ask("remote") or "").split()
    hint = f"name one of {', '.join(known)} with --remote" if known else ""
    add = f"run `git remote add {remote} ADDRESS`"
    raise PublishError(f"there is no remote `{remote}`", f"{add}, or {hint}" if hint else add)


def uncommitted(git: Git, places: Iterable[str], read: Collection[str]) -> tuple[str, ...]:
    """Paths from the site folder that the site is made of and that are not committed as they are.

    `places` are the folders and files to look at; `read` the content files that the
    build takes in (NFC): of files that git ignores, only these count.
    """
    top = Path(git.run("rev-parse", "--show-toplevel")).resolve()
    prefix = git.folder.resolve().relative_to(top).as_posix()
    prefix = "" if prefix == "." else f"{prefix}/"
    said = git.run(
        "status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignored=matching",
        "--no-renames", "--", *places,
    )  # fmt: skip
    found: set[str] = set()
    for entry in filter(None, said.split("\0")):
        path = nfc(entry[3:].removeprefix(prefix))
        found.update(_below(path, read) if entry.startswith("!!") else [path])
    return tuple(sorted(found))


def _below(path: str, read: Collection[str]) -> Iterator[str]:
    folder = path if path.endswith("/") else f"{path}/"
    return (name for name in read if name == path or name.startswith(folder))


def contains(git: Git, commit: str, ancestor: str) -> bool:
    """True if the history of a commit holds another one (or is it)."""
    if git.ask("cat-file", "-e", f"{ancestor}^{{commit}}") is None:
        return False
    return git.ask("merge-base", "--is-ancestor", ancestor, commit) is not None

"""The order of a publication: look before building, build, compare, commit, push.

Everything that speaks against it is collected and told at once, with remedies.
Nothing leaves this machine before the last step, and that step moves one branch
of the remote forward or does nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from briefgen import paths
from briefgen.builder import Builder, BuildResult, Options, Progress, quiet
from briefgen.config import configure
from briefgen.options import overrides, replaced
from briefgen.places import CONFIG, STATE, THEMES
from briefgen.publish import branch, limits, moves, report
from briefgen.publish.branch import Published
from briefgen.publish.changes import Changes, compare, lost, vanishing
from briefgen.publish.domain import github_base, mismatch
from briefgen.publish.errors import PublishError, Refused
from briefgen.publish.git import Git
from briefgen.publish.moves import Move
from briefgen.publish.outcome import Outcome, Publication
from briefgen.publish.source import Source, contains, source, uncommitted
from briefgen.publish.upcoming import Upcoming, sizes, store, upcoming
from briefgen.settings import Settings
from briefgen.walk import on_disk
from briefgen.workspace import Workspace

FOLDER = "briefgen"
"""Our folder inside git's own: the site as it will be published.

Not `output/`: that may hold drafts of the last build, or files of others.
"""
_TOLD = "told-that-markdown-is-public"
_LISTED = 5


class Publisher:
    """One publication: `prepare`, `build`, `publish`, in this order."""

    def __init__(
        self, root: Path, options: Options, wanted: Publication, progress: Progress = quiet
    ) -> None:
        self.root = root.resolve()
        self.wanted = wanted
        self.options = options
        self.git = Git(self.root)
        own = self.git.ask("rev-parse", "--absolute-git-dir")
        # Without a repository nothing is built: `prepare` refuses. The folder is then never made.
        self.own = (Path(own) if own else self.root / STATE) / FOLDER
        self.folder = self.own / "site"
        inside = msgspec.structs.replace(options, output=self.folder)
        self.builder = Builder(self.root, inside, progress=progress)
        self._source: Source | None = None

    # -- before the build ----------------------------------------------------------------------

    def prepare(self) -> None:
        """Look at everything that can be known without building. Raises Refused."""
        reasons = [*self._wrong_options()]
        try:
            self._source = source(self.git, self.wanted.remote)
            self.git.run("var", "GIT_COMMITTER_IDENT")
        except PublishError as wrong:
            reasons.append(wrong)
        if not self._settings().base_url:
            reasons.append(_no_base_address(self._source.remote if self._source else ""))
        _refuse(reasons)

    def _settings(self) -> Settings:
        config = Workspace(self.root).config()
        return configure(config, replaced(overrides(self.options)))[0].settings

    def _wrong_options(self) -> Iterator[PublishError]:
        if self.options.drafts:
            message = "--drafts would publish what is not public"
            yield PublishError(
                message, "leave it out; look at drafts with `briefgen serve --drafts`"
            )
        if self.options.lenient:
            yield PublishError(
                "--lenient would publish broken links", "leave it out, and mend them"
            )
        if self.git.ask("check-ref-format", f"refs/heads/{self.wanted.branch}") is None:
            yield PublishError(f"`{self.wanted.branch}` cannot be the name of a branch")

    @property
    def source(self) -> Source:
        """The content's repository. Raises Refused like `prepare`."""
        if self._source is None:
            self.prepare()
        assert self._source is not None
        return self._source

    # -- the build -------------------------------------------------------------------------------

    def build(self) -> BuildResult:
        """Build into our own folder. Raises OutputError if that cannot be written."""
        return self.builder.build()

    # -- what speaks against it afterwards ---------------------------------------------------------

    def _unfit(self) -> Iterator[PublishError]:
        if self.wanted.branch == self.source.branch:
            message = f"`{self.wanted.branch}` is the branch that holds your content"
            yield PublishError(message, "name another one with --branch")
        dirty = () if self.wanted.allow_dirty else self._uncommitted()
        if dirty:
            yield PublishError(
                f"not committed: {_few(dirty)}",
                "commit them, or publish them as they are with --allow-dirty",
            )
        yield from limits.over(sizes(self.folder), self.wanted.limits)

    def _uncommitted(self) -> tuple[str, ...]:
        engine = self.builder.look().engine
        content = self.builder.settings.content_dir
        names = (*engine.input("tree", ""), *engine.input("files", ""))
        read = {name if content == "." else f"{content}/{name}" for name in names}
        places = (content, CONFIG, THEMES)
        # git takes a name letter by letter: it must get the form that the disk has.
        there = [str(on_disk(self.root, place).relative_to(self.root)) for place in places]
        return uncommitted(self.git, there, read)

    def _against(self, published: Published, after: Upcoming) -> Iterator[PublishError]:
        """What the remote's present state says against a publication from here."""
        if self.wanted.force or not published.tip:
            return
        if not published.ours:
            message = (
                f"the branch {self.wanted.branch} holds something that briefgen did not publish"
            )
            hint = "name another branch with --branch, or replace what is there with --force"
            yield PublishError(message, hint)
            return
        if not contains(self.git, self.source.commit, published.source):
            message = (
                f"the site was last published from commit {published.source[:12]}, which is no part of "
                "your history: somebody else published something newer, or other"
            )
            fetch = "git fetch --unshallow" if self.source.shallow else "git pull"
            yield PublishError(message, f"run `{fetch}` first, or publish over it with --force")
        if undone := lost(published.made, published.files, after.files):
            message = (
                f"somebody changed the branch {self.wanted.branch} by hand, and that would be lost: "
                f"{_few(undone)}"
            )
            look = f"git diff {published.ours[:12]} {published.tip[:12]}"
            hint = f"look at it with `{look}` and bring it into your content, or publish over it with --force"
            yield PublishError(message, hint)

    # -- comparing and publishing ---------------------------------------------------------------------

    def publish(self) -> Outcome:
        """Compare with what is published and, unless it is a rehearsal, put the site there.

        Call it after a `build` without errors. Raises Refused with all reasons, or PublishError if
        git or the remote fails; the remote is then as it was.
        """
        _refuse(self._unfit())
        published = branch.fetch(self.git, self.wanted.remote, self.wanted.branch)
        base_url = self.builder.settings.base_url
        after = upcoming(self.git, self.folder, published, base_url)
        outcome = self._compared(after, published)
        if outcome.changes:
            _refuse(self._against(published, after))
        if self.wanted.dry_run or not outcome.changes:
            return outcome
        made = self._commit(after, published, outcome.changes)
        where = (self.wanted.remote, self.wanted.branch)
        branch.push(self.git, *where, made, published.tip, force=self.wanted.force)
        return msgspec.structs.replace(outcome, commit=made)

    def _compared(self, after: Upcoming, published: Published) -> Outcome:
        changes = compare(published.files, after.files)
        dark = vanishing(changes) if published.ours else ()
        base_url = self.builder.settings.base_url
        notes = (after.note, mismatch(base_url, self.source.remote))
        return Outcome(
            changes,
            dark,
            self._moves(dark, published),
            first=not published.tip,
            base_url=base_url,
            remote=self.source.remote,
            notes=tuple(filter(None, notes)),
        )

    def _moves(self, dark: tuple[str, ...], published: Published) -> tuple[Move, ...]:
        if not dark:
            return ()

        def old(url: str) -> moves.Page:
            return moves.page(branch.text(self.git, published.files[paths.output_path(url)]))

        def new(url: str) -> moves.Page:
            return moves.page((self.folder / paths.output_path(url)).read_text(encoding="utf-8"))

        fresh = {
            entry.url: entry.name
            for entry in self.builder.look().lookups.listing("all")
            if paths.output_path(entry.url) not in published.files
        }
        return moves.find_moves(dark, fresh, old, new)

    def _commit(self, after: Upcoming, published: Published, changes: Changes) -> str:
        store(self.git, self.folder, after, published, self.own / "beside")
        here = self.source
        dirty = bool(self._uncommitted())
        message = report.commit_message(changes, here.commit, here.branch, dirty=dirty)
        return branch.commit(self.git, after.files, self.own / "index", published.tip, message)

    # -- said once ---------------------------------------------------------------------------------------

    def has_been_told(self) -> bool:
        """True if the words about public Markdown have been said here before. They are from now on."""
        told = self.root / STATE / _TOLD
        if told.exists():
            return True
        told.parent.mkdir(parents=True, exist_ok=True)
        told.touch()
        return False


def _refuse(reasons: Iterable[PublishError]) -> None:
    found = tuple(reasons)
    if found:
        raise Refused(found)


def _few(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def _no_base_address(remote: str) -> PublishError:
    guess = github_base(remote) if remote else ""
    example = guess or "https://example.org/"
    where = (
        "GitHub Pages will serve this repository at"
        if guess
        else "write the address it will have, as in"
    )
    message = "the site has no base address, so feeds, canonical links and cards would lead nowhere"
    return PublishError(message, f"{where} {example}: put `base_url: {example}` into {CONFIG}")


def publish(
    root: Path, options: Options | None = None, wanted: Publication | None = None
) -> Outcome:
    """Build the site of a folder and publish it.

    Raises Refused with the reasons (errors of the content among them), PublishError if git
    fails, OutputError if the disk does.
    """
    publisher = Publisher(root, options or Options(), wanted or Publication())
    publisher.prepare()
    if publisher.build().fatal:
        raise Refused((PublishError("the content has errors", "run `briefgen check`"),))
    return publisher.publish()

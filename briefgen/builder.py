"""One pass: take in what changed, ask for every artifact, write the site.

`build`, `check`, `serve` and `publish` all come through here. They differ in
where changes come from and where the artifacts go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen import packaged
from briefgen.audience import NOBODY, Audience
from briefgen.cache import Cache
from briefgen.clock import instant
from briefgen.diagnostics import Diagnostic, is_fatal, ordered
from briefgen.memo import Key, Read
from briefgen.options import Options, Overrides, overrides, replaced
from briefgen.outputs import DiskOutput, NoOutput, Output
from briefgen.places import CONFIG, STATE, THEMES
from briefgen.processes import cores
from briefgen.result import BuildResult
from briefgen.settings import Settings
from briefgen.sight import Sight, look
from briefgen.spool import Spool
from briefgen.stamp import program, stamp, surroundings
from briefgen.state import State, digest_of
from briefgen.stopwatch import Stopwatch, no_collection, return_large_blocks
from briefgen.walk import on_disk
from briefgen.writer import (
    Content,
    MemoryOutput,
    OutputError,
    SourceFile,
    WriteResult,
    is_intact,
    refuse_foreign,
)

if TYPE_CHECKING:  # imported when there is work to do: half of the start-up time
    from briefgen.inputs import Material
    from briefgen.watch import Watched
    from briefgen.work import Work
    from briefgen.workspace import Snapshot, Workspace

Progress = Callable[[str, int, int], None]
"""Told of a stage, how many of its steps are done, and how many there are."""


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


class Builder:
    """One site kept alive: build it, change files, build it again. Not thread-safe."""

    def __init__(
        self,
        root: Path,
        options: Options,
        output: Output | None = None,
        progress: Progress = quiet,
    ) -> None:
        self.root = root.resolve()
        self.options = options
        self.settings = Settings()
        self._given_output = output
        self._progress = progress
        self._work: Work | None = None
        self._snapshot: Snapshot | None = None
        self._configured: tuple[bytes, Overrides] | None = None
        self._packaged: dict[str, bytes] = {}
        self._sight: Sight | None = None
        self._cache = Cache(self.state_folder, stamp)
        # What is written to the disk need not wait for it in memory.
        self._spool = Spool(self.state_folder) if self.writes else None
        self._result = BuildResult((), fatal=False)

    # -- where things are -----------------------------------------------------------------

    @property
    def output_folder(self) -> Path:
        """The folder that a build to disk writes."""
        chosen = self.options.output or on_disk(self.root, self.settings.output_dir)
        return Path(chosen).absolute()

    @property
    def state_folder(self) -> Path:
        """Our private folder in the site: the cache and the writer's notes."""
        return self.root / STATE

    @property
    def writes(self) -> bool:
        """True for a builder that writes its output folder."""
        return self._given_output is None

    @property
    def strict(self) -> bool:
        """True if warnings count as errors."""
        return self.settings.strict if self.options.strict is None else self.options.strict

    @property
    def ran(self) -> list[tuple[Key, Read | None]]:
        """What the last build computed, and what made it do so."""
        return self._work.ran if self._work else []

    def watched(self) -> Watched:
        """What a watcher has to look at."""
        from briefgen.watch import Watched

        return Watched(
            (
                self._workspace().content,
                self.root / "themes",
                packaged.packaged_folder(),
                self.root / CONFIG,
            ),
            never=(self.output_folder, self.state_folder, self.root / ".git"),
        )

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the files themselves, as of the last look at them."""
        return self._snapshot.diagnostics if self._snapshot else ()

    def sources(self, path: str) -> str | None:
        """The present text of a source path, for excerpts."""
        return self._workspace().text(path) or packaged.text(path)

    def _workspace(self, spool: Spool | None = None, memory: bytes = b"") -> Workspace:
        from briefgen.workspace import Workspace

        return Workspace(
            self.root,
            self.settings.content_dir,
            self.settings.ignore,
            (self.output_folder, self.state_folder),
            spool.put if spool else None,
            self._sight.recall(memory) if self._sight and memory else lambda _: None,
        )

    # -- one pass -----------------------------------------------------------------------------

    def build(
        self, hints: Collection[Path] | None = None, audience: Audience = NOBODY
    ) -> BuildResult:
        """Bring the site up to date. `hints` say what may have changed since the last build (None: all).

        An `audience` is shown the pages that it waits for before all is made, and may break off
        the build: Interrupted is raised then. Raises OutputError if the output cannot be
        written; the last good site is untouched then.
        """
        if self.writes:
            refuse_foreign(self.state_folder)
        self._sight = None
        watch = Stopwatch()
        with no_collection():
            last = self._last()
            if last and self._is_at_rest(last):
                self._result = self._nothing_to_do(last, watch)
                return self._result
            state = self._cache.state() if last else None
            snapshot = self._read(state, hints)
            material = self._material(snapshot, hints)
            now = instant(self.options.today, self.settings.timezone)
            watch.lap("read")
            if state and self._is_done(state, material, now):
                result = self._nothing_to_do(state, watch)
            else:
                work = self._begin(material, now, recall=state is not None)
                result = self._all(work, now, watch, audience)
        self._result = result
        return result

    def look(self) -> Work:
        """The content as it is now, to ask questions of: nothing is made or written."""
        material = self._material(self._read(None, None), None)
        now = instant(self.options.today, self.settings.timezone)
        return self._begin(material, now, recall=False)

    def _all(self, work: Work, now: str, watch: Stopwatch, audience: Audience) -> BuildResult:
        """Compute whatever changed, and write it unless something is fatally wrong."""
        jobs = self.options.jobs or cores()
        work.parse(jobs, self._progress, watch)
        try:
            if self.writes:
                self._cache.begin(work.engine, beside=jobs > 1)
            work.link(jobs, self._progress, watch, audience.pause)
            self._show(work, audience)
            try:
                work.make(jobs, self._progress, watch, audience.pause)
                found = self._found(work)
                fatal = is_fatal(found, strict=self.strict)
                plan, output = work.plan(self._attachment), self._output()
                build = plan.name() if self.writes else ""
                wrote = WriteResult() if fatal else output.write(plan, build=build)
            finally:
                work.clear_shelf()
            watch.lap("write")
            if self.writes:  # what the next process begins with
                state = self._state(work, now, found, "" if fatal else build)
                self._cache.save(work.engine, work.digests, state)
            else:
                work.engine.forget_unsaved()
        except BaseException:
            self._cache.abandon()
            raise
        output.settle()
        watch.lap("remember")
        changed = bool(wrote.written or wrote.removed or found != self._result.diagnostics)
        return BuildResult(
            found,
            fatal,
            wrote.written,
            wrote.removed,
            wrote.unchanged,
            len(plan.files),
            len(work.ran),
            watch.total(),
            watch.laps(),
            self._result.revision + changed,
            wrote.set_aside,
        )

    def _show(self, work: Work, audience: Audience) -> None:
        """What somebody waits for comes first, if nothing is known to be wrong."""
        pages = work.pages(audience.wanted())
        if pages and not is_fatal(self._found(work), strict=self.strict):
            audience.show(pages)

    def _found(self, work: Work) -> tuple[Diagnostic, ...]:
        """All that is known to be wrong."""
        return ordered([*self.faults, *work.diagnostics()])

    def _attachment(self, name: str) -> Content:
        return SourceFile(self._workspace().file(name))

    def _output(self) -> Output:
        folders = (self.output_folder, self.state_folder, self._workspace().content)
        return self._given_output or DiskOutput(*folders)

    # -- reading ----------------------------------------------------------------------------------

    def _read(self, state: State | None, hints: Collection[Path] | None) -> Snapshot:
        before = (self.settings.content_dir, self.settings.ignore, self.output_folder)
        config = self._workspace().config()
        chosen = overrides(self.options)
        digest = config.digest if config else b""
        if state and state.config == digest and state.options == chosen:
            self.settings = state.settings
        elif self._configured != (digest, chosen):
            from briefgen.config import configure  # brings YAML: not needed when nothing changed

            self.settings = configure(config, replaced(chosen))[0].settings
            self._sight = None
        self._configured = (digest, chosen)
        same = before == (self.settings.content_dir, self.settings.ignore, self.output_folder)
        if self._sight is None and self.writes and hints is None:
            self._sight = self._look()
        if hints is not None and self._snapshot and same:
            self._snapshot = self._workspace().look(self._snapshot, hints)
        else:
            is_first = state is None and self._work is None
            memory = state.texts if state else b""
            self._snapshot = self._workspace(self._spool if is_first else None, memory).scan()
        again = self._snapshot.config
        if digest != (again.digest if again else b""):
            self._sight = None  # what we looked at is not what the settings came from
        return self._snapshot

    def _look(self) -> Sight | None:
        """All that a build depends on, but the clock and the options, as it looks from outside."""
        tops: tuple[Path | str, ...] = (
            self.root / CONFIG,
            on_disk(self.root, self.settings.content_dir),
            self.root / THEMES,
            packaged.packaged_folder(),
            *program(),
        )
        return look(tops, (self.output_folder, self.state_folder), surroundings())

    def _material(self, snapshot: Snapshot, hints: Collection[Path] | None) -> Material:
        """Everything that the site is made from, but the clock."""
        from briefgen.inputs import Material

        top = packaged.packaged_folder()
        if hints is None or any(hint.is_relative_to(top) for hint in hints):
            self._packaged = packaged.packaged_files()
        return Material(snapshot, {**self._packaged, **snapshot.themes}, overrides(self.options))

    # -- across processes ---------------------------------------------------------------------------

    def _last(self) -> State | None:
        """What the last process left behind, if this one has done nothing yet and may use it."""
        may = self._work is None and self.writes and not self.options.clean
        return self._cache.last() if may else None

    def _is_at_rest(self, last: State) -> bool:
        """True if nothing even looks different: then there is no need to read anything."""
        if not last.sight or last.options != overrides(self.options):
            return False
        self.settings = last.settings
        self._sight = sight = self._look()
        now = instant(self.options.today, self.settings.timezone)
        return sight is not None and sight.digest == last.sight and self._stands(last, now)

    def _is_done(self, state: State, material: Material, now: str) -> bool:
        """True if the output already is what a build would make."""
        from briefgen.inputs import difference

        same = state.inputs == digest_of(difference(None, material).fresh)
        return same and self._stands(state, now)

    def _stands(self, state: State, now: str) -> bool:
        """True if what the last build made is still there, and still right at this time."""
        same_time = state.now == now if state.timed else state.now[:10] == now[:10]
        return (
            same_time
            and not is_fatal(state.diagnostics, strict=self.strict)
            and is_intact(self.output_folder, state=self.state_folder, build=state.build)
        )

    def _nothing_to_do(self, state: State, watch: Stopwatch) -> BuildResult:
        watch.lap("compare")
        return BuildResult(
            state.diagnostics,
            fatal=False,
            unchanged=state.addresses,
            pages=state.addresses,
            seconds=watch.total(),
            timings=watch.laps(),
            revision=self._result.revision + 1,
        )

    def _begin(self, material: Material, now: str, *, recall: bool) -> Work:
        """The work with this material: the one at hand, or a new one with the memory of the cache."""
        from briefgen.shelf import Shelf
        from briefgen.work import Work

        if self._work is None and not recall:
            return_large_blocks()
        work = self._work or (
            Work(self._spool.put, Shelf(self.state_folder / "ready")) if self._spool else Work()
        )
        work.take_in(material, now)
        if recall and self._work is None:
            work.recall(self._cache.restore(work.engine))
        self._work = work
        return work

    def _state(self, work: Work, now: str, found: tuple[Diagnostic, ...], build: str) -> State:
        """What this build is; `build` is the name of what it wrote, if anything."""
        seen, texts = self._sight, self._workspace().texts(self._snapshot)
        return State(
            inputs=digest_of(work.inputs),
            now=now,
            timed=work.is_timed(),
            build=build,
            addresses=len(work.jobs),
            diagnostics=found,
            config=work.inputs["config", ""][1],
            options=overrides(self.options),
            settings=self.settings,
            sight=seen.digest if seen and seen.is_settled else b"",
            texts=seen.memory(texts) if seen else b"",
        )

    def prepare(self, audience: Audience = NOBODY) -> None:
        """Nothing is to be done at the moment: do what makes the next build quicker."""
        if self._work and not self._result.fatal:
            self._work.prepare(audience.pause)

    def close(self) -> None:
        """Let go of the cache file."""
        self._cache.close()


def build(root: Path, options: Options | None = None) -> BuildResult:
    """Build the site in a folder to disk, once.

    Raises OutputError if the output cannot be written.
    """
    builder = Builder(root, options or Options())
    try:
        return builder.build()
    finally:
        builder.close()


__all__ = [
    "BuildResult",
    "Builder",
    "DiskOutput",
    "MemoryOutput",
    "NoOutput",
    "Options",
    "OutputError",
    "build",
]

"""One pass: take in what changed, ask for every artifact, write the site.

`build`, `check`, `serve` and `publish` all come through here. They differ in
where changes come from and where the artifacts go.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Protocol

import msgspec

from briefgen import outline, parallel, paths
from briefgen.clock import instant
from briefgen.config import configure
from briefgen.diagnostics import Diagnostic, is_fatal, ordered
from briefgen.engine import Key, Read, fingerprint
from briefgen.model import Job, Made
from briefgen.options import Options, overrides, replaced
from briefgen.packaged import packaged_files, packaged_folder
from briefgen.settings import Settings
from briefgen.site import Site
from briefgen.theme import Theme
from briefgen.workspace import CONFIG, STATE, Snapshot, Workspace
from briefgen.writer import (
    Content,
    MemoryOutput,
    OutputError,
    OutputPlan,
    SourceFile,
    WriteResult,
    write,
)

Progress = Callable[[str, int, int], None]
"""Told of a stage, how many of its steps are done, and how many there are."""


class Output(Protocol):
    """Where artifacts go."""

    def write(self, plan: OutputPlan, *, build: str) -> WriteResult:
        """Hold exactly the plan."""


class DiskOutput:
    """The output folder."""

    def __init__(self, folder: Path, state: Path) -> None:
        self.folder = folder
        self._state = state

    def write(self, plan: OutputPlan, *, build: str) -> WriteResult:
        """Write the site, whole (see `writer`)."""
        return write(self.folder, plan, state=self._state, build=build)


class NoOutput:
    """Nowhere: `check` only wants to know what is wrong."""

    def write(self, plan: OutputPlan, *, build: str) -> WriteResult:  # noqa: ARG002
        """Write nothing."""
        return WriteResult(unchanged=len(plan.files))


class BuildResult(msgspec.Struct, frozen=True):
    """What one build did and found.

    `pages` counts addresses, `ran` computed values. `timings` are seconds by
    stage. `revision` grows with every build that changed the site or its problems.
    """

    diagnostics: tuple[Diagnostic, ...]
    fatal: bool
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    pages: int = 0
    ran: int = 0
    seconds: float = 0.0
    timings: tuple[tuple[str, float], ...] = ()
    revision: int = 0


class Watched(msgspec.Struct, frozen=True):
    """Folders and files whose changes matter, and folders that must never be watched."""

    folders: tuple[Path, ...]
    files: tuple[Path, ...]
    never: tuple[Path, ...]


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
        self.site = Site()
        self.settings = Settings()
        self.ran: list[tuple[Key, Read | None]] = []
        """What the last build computed, and what made it do so."""
        self._given_output = output
        self._progress = progress
        self._files: dict[str, str] = {}
        self._jobs: Mapping[str, Job] = {}
        self._result = BuildResult((), fatal=False)

    # -- where things are -----------------------------------------------------------------

    @property
    def output_folder(self) -> Path:
        """The folder that a build to disk writes."""
        return (self.options.output or self.root / self.settings.output_dir).absolute()

    @property
    def state_folder(self) -> Path:
        """Our private folder in the site: the cache and the writer's notes."""
        return self.root / STATE

    def watched(self) -> Watched:
        """What a watcher has to look at."""
        content = self._workspace().content
        return Watched(
            (content, self.root / "themes", packaged_folder()),
            (self.root / CONFIG,),
            (self.output_folder, self.state_folder, self.root / ".git"),
        )

    def sources(self, path: str) -> str | None:
        """The present text of a source path, for excerpts."""
        return self._workspace().text(path)

    def _workspace(self) -> Workspace:
        return Workspace(self.root, self.settings.content_dir, self.settings.ignore)

    # -- one pass -----------------------------------------------------------------------------

    def build(self, hints: Collection[Path] | None = None) -> BuildResult:
        """Bring the site up to date. `hints` say where to look first; content decides.

        Raises OutputError if the output cannot be written; the last good site is untouched then.
        """
        started = time.perf_counter()
        clock = _Stopwatch()
        with _no_collection():
            snapshot = self._take_in(hints)
            clock.lap("read")
            self._compute(clock)
            found = ordered([*snapshot.diagnostics, *self.site.engine.diagnostics()])
            fatal = is_fatal(found, strict=self.strict)
            wrote = WriteResult() if fatal else self._write()
            clock.lap("write")
        changed = bool(wrote.written or wrote.removed or found != self._result.diagnostics)
        self._result = BuildResult(
            found,
            fatal,
            wrote.written,
            wrote.removed,
            wrote.unchanged,
            len(self._jobs),
            len(self.ran),
            time.perf_counter() - started,
            clock.laps(),
            self._result.revision + changed,
        )
        return self._result

    @property
    def writes(self) -> bool:
        """True for a builder that writes its output folder."""
        return self._given_output is None

    @property
    def strict(self) -> bool:
        """True if warnings count as errors."""
        return self.settings.strict if self.options.strict is None else self.options.strict

    # -- taking in what changed ---------------------------------------------------------------

    def _take_in(self, hints: Collection[Path] | None) -> Snapshot:  # noqa: ARG002
        engine = self.site.engine
        config = Workspace(self.root).config()
        self.settings = configure(config, replaced(overrides(self.options)))[0].settings
        snapshot = self._workspace().scan([self.output_folder, self.state_folder])
        engine.set("config", "", config, config.digest if config else b"")
        engine.set("options", "", overrides(self.options))
        engine.set("clock", "", instant(self.options.today, self.settings.timezone))
        self._set_all("text", {n: (s, s.digest) for n, s in snapshot.texts.items()})
        self._set_all("file", {n: (f, f.digest.encode()) for n, f in snapshot.files.items()})
        themes = {**packaged_files(), **snapshot.themes}
        self._set_all("theme-file", {n: (d, fingerprint(d)) for n, d in themes.items()})
        engine.set("tree", "", tuple(sorted(snapshot.texts)))
        engine.set("files", "", tuple(sorted(snapshot.files)))
        engine.set("themes", "", tuple(sorted(themes)))
        return snapshot

    def _set_all(self, name: str, values: Mapping[str, tuple[object, bytes]]) -> None:
        engine = self.site.engine
        for gone in set(engine.inputs(name)) - values.keys():
            engine.unset(name, gone)
        for arg, (value, mark) in values.items():
            engine.set(name, arg, value, mark)

    # -- asking for everything ------------------------------------------------------------------

    def _compute(self, clock: _Stopwatch) -> None:
        engine = self.site.engine
        engine.ran.clear()
        engine.peek("parsing")
        self._stage("parse", [("document", name) for name in engine.input("tree", "")])
        clock.lap("parse")
        self._jobs = engine.peek("plan")
        clock.lap("link")
        made = [("outline", url) for url in self._jobs]
        engine.retain([*made, ("links", "")])
        self._stage("render", made)
        engine.demand([*made, ("links", "")])
        clock.lap("render")
        self.ran = list(engine.ran)

    def _stage(self, name: str, keys: list[Key]) -> None:
        total, done = len(keys), 0

        def tell(count: int) -> None:
            nonlocal done
            done += count
            self._progress(name, done, total)

        parallel.compute(self.site.engine, keys, self.options.jobs or parallel.cores(), tell)

    # -- writing --------------------------------------------------------------------------------------

    def _write(self) -> WriteResult:
        output = self._given_output or DiskOutput(self.output_folder, self.state_folder)
        files = {
            str(paths.output_path(url)): self.site.engine.get("outline", url).digest
            for url in self._jobs
        }
        urls = {str(paths.output_path(url)): url for url in self._jobs}
        listing = "".join(f"{path}\0{files[path]}\n" for path in sorted(files))
        plan = OutputPlan(files, lambda path: self._content(urls[path]))
        return output.write(plan, build=fingerprint(listing.encode()).hex())

    def _content(self, url: str) -> Content:
        made: Made = self.site.engine.get("artifact", url)
        kind, _, name = made.copy_of.partition(":")
        if kind == "content":
            return SourceFile(self._workspace().content / name)
        if kind == "theme":
            return self._theme_file(name)
        return made.data

    def _theme_file(self, name: str) -> bytes:
        theme: Theme = self.site.engine.get("theme")
        data: bytes = self.site.engine.input("theme-file", theme.static[name])
        return data


class _Stopwatch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self._laps: list[tuple[str, float]] = []
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._laps.append((stage, now - self._last))
        self._last = now

    def laps(self) -> tuple[tuple[str, float], ...]:
        return tuple(self._laps)


class _no_collection:  # noqa: N801 - reads as a statement
    """No garbage collection while values pile up that will all be kept."""

    def __enter__(self) -> None:
        self._was = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._was:
            gc.enable()


def build(root: Path, options: Options | None = None) -> BuildResult:
    """Build the site in a folder to disk, once.

    Raises OutputError if the output cannot be written.
    """
    return Builder(root, options or Options()).build()


__all__ = [
    "BuildResult",
    "Builder",
    "DiskOutput",
    "MemoryOutput",
    "NoOutput",
    "Options",
    "OutputError",
    "Watched",
    "build",
    "outline",
]

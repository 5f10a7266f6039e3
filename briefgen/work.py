"""The work of one build: inputs into the engine, every artifact out of it, and the plan to write.

Imported only when there is something to compute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from briefgen import parallel, paths
from briefgen.diagnostics import Diagnostic
from briefgen.engine import Engine, Key, Read
from briefgen.lookups import Lookups
from briefgen.model import Job, Made
from briefgen.site import Site
from briefgen.theme import Theme
from briefgen.writer import Content, OutputPlan

Progress = Callable[[str, int, int], None]


class Watch(Protocol):
    """Something that notes when a stage ends."""

    def lap(self, stage: str) -> None:
        """A stage ends here."""


class Work:
    """A site with its engine, kept from build to build."""

    def __init__(self) -> None:
        self._site = Site()
        self.engine: Engine = self._site.engine
        self.lookups: Lookups = self._site.lookups
        """What one may ask of the content, once it is taken in."""
        self.jobs: Mapping[str, Job] = {}
        self.ran: list[tuple[Key, Read | None]] = []
        """What the last build computed, and what made it do so."""
        self._held: set[Key] = set()

    def take_in(self, inputs: Mapping[Key, tuple[object, bytes]], now: str) -> None:
        """Set the inputs to exactly these."""
        for key in self._held - inputs.keys():
            self.engine.drop(*key)
        for key, (value, mark) in inputs.items():
            self.engine.put(*key, value, mark)
        self.engine.put("clock", "", now)
        self._held = set(inputs)

    def compute(self, jobs: int, progress: Progress, watch: Watch) -> None:
        """Have every artifact: parse, link, render, look at the result."""
        engine, count = self.engine, jobs or parallel.cores()
        engine.ran.clear()
        engine.peek("parsing")
        self._stage(
            "parse", [("document", name) for name in engine.input("tree", "")], count, progress
        )
        watch.lap("parse")
        self.jobs = engine.peek("plan")
        watch.lap("link")
        made: list[Key] = [("outline", url) for url in self.jobs]
        roots: list[Key] = [*made, ("links", ""), ("plan", ""), ("clashes", "")]
        engine.retain(roots)
        self._stage("render", made, count, progress)
        engine.demand(roots)
        watch.lap("render")
        self.ran = list(engine.ran)

    def _stage(self, name: str, keys: list[Key], jobs: int, progress: Progress) -> None:
        total, done = len(keys), 0

        def tell(count: int) -> None:
            nonlocal done
            done += count
            progress(name, done, total)

        parallel.compute(self.engine, keys, jobs, tell)

    def diagnostics(self) -> Iterator[Diagnostic]:
        """All that is wrong with the site."""
        return self.engine.diagnostics()

    def is_timed(self) -> bool:
        """True if an hour of the day decides what is shown."""
        return any(name != "today" for name, _ in self.engine.readers("clock"))

    # -- what is to be written ------------------------------------------------------------------

    def plan(self, attachment: Callable[[str], Content]) -> OutputPlan:
        """Every file of the site with its digest; `attachment` gives a file of the content folder."""
        urls = {str(paths.output_path(url)): url for url in self.jobs}
        files = {path: self.engine.get("outline", url, "digest") for path, url in urls.items()}
        return OutputPlan(files, lambda path: self._content(urls[path], attachment))

    def _content(self, url: str, attachment: Callable[[str], Content]) -> Content:
        made: Made = self.engine.get("artifact", url)
        kind, _, name = made.copy_of.partition(":")
        if kind == "content":
            return attachment(name)
        if kind == "theme":
            theme: Theme = self.engine.get("theme")
            data: bytes = self.engine.input("theme-file", theme.static[name])
            return data
        return made.data

"""The work of one build: inputs into the engine, every artifact out of it, and the plan to write.

Imported only when there is something to compute.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Protocol

from briefgen import parallel, paths
from briefgen.bytecode import PackagedBytecode
from briefgen.diagnostics import Diagnostic
from briefgen.engine import Engine, Key, Pause, Read
from briefgen.inputs import Inputs, Material, difference
from briefgen.lookups import Lookups
from briefgen.memo import Deposit
from briefgen.model import Job, Made
from briefgen.shelf import Shelf
from briefgen.site import Site
from briefgen.stopwatch import keep_for_good, no_collection
from briefgen.theme import Theme
from briefgen.writer import Content, OutputPlan, ReadyFile

Progress = Callable[[str, int, int], None]

_PARTS = ("face", "mentioned")
"""What is known of a document by itself: when it is known, the text may rest until it is shown."""

_JUDGES: tuple[Key, ...] = (("links", ""), ("plan", ""), ("clashes", ""))
"""Values that are wanted for what they find wrong."""


class Watch(Protocol):
    """Something that notes when a stage ends."""

    def lap(self, stage: str) -> None:
        """A stage ends here."""


class Work:
    """A site with its engine, kept from build to build."""

    def __init__(self, spool: Deposit | None = None, shelf: Shelf | None = None) -> None:
        """`spool` and `shelf` take what need not wait in memory for being written."""
        self._spool, self._shelf = spool, shelf
        self._site = Site(bytecode=PackagedBytecode())
        self.engine: Engine = self._site.engine
        self.lookups: Lookups = self._site.lookups
        """What one may ask of the content, once it is taken in."""
        self.jobs: Mapping[str, Job] = {}
        self.ran: list[tuple[Key, Read | None]] = []
        """What the last build computed, and what made it do so."""
        self.inputs: Inputs = {}
        self._material: Material | None = None
        self._urls: dict[str, str] = {}
        self.digests: dict[str, str] = {}
        """Address → digest of its artifact, as of the last pass."""
        self._recalled: Mapping[str, str] = {}
        self._unrehearsed = [*self._site.types]
        self._is_prepared = False
        self._is_done = True

    def take_in(self, material: Material, now: str) -> None:
        """Set the inputs to exactly these."""
        changes = difference(self._material, material)
        for key in changes.gone:
            self.engine.drop(*key)
            del self.inputs[key]
        for key, (value, mark) in changes.fresh.items():
            self.engine.put(*key, value, mark)
        self.engine.put("clock", "", now)
        self.engine.put("today", "", now[:10])
        self.inputs |= changes.fresh
        self._material = material

    def recall(self, digests: Mapping[str, str]) -> None:
        """Go on with the digests of an earlier process, whose memos the engine has."""
        self._recalled = digests

    # -- one pass: parse, link, look at the pages that are waited for, make -----------------------

    def parse(self, jobs: int, progress: Progress, watch: Watch) -> None:
        """Have what is known of every document by itself, if nothing is known yet."""
        if self._is_done:
            self.engine.ran.clear()
        self._is_done = False
        self.engine.peek("parsing")
        if not self.digests:
            names = self.engine.input("tree", "")
            parts = [(part, name) for name in names for part in _PARTS]
            self._stage("parse", parts, jobs, progress, each=len(_PARTS))
        watch.lap("parse")

    def link(self, jobs: int, progress: Progress, watch: Watch, pause: Pause) -> None:
        """Have all that artifacts are made from: indexes, the plan.

        Raises whatever `pause` raises, between two steps; the next pass goes on from there.
        """
        engine = self.engine
        if not self.digests and not self._recalled:
            engine.peek("names")  # in which all look
            parts = ("stated", "terms") if self.lookups.settings().search else ("stated",)
            stated = [(part, name) for name in engine.input("tree", "") for part in parts]
            self._stage("link", stated, jobs, progress, each=len(parts))
        planned = engine.peek("plan")
        if planned is not self.jobs:
            self.jobs = planned
            self._urls = {paths.output_path(url): url for url in planned}
            engine.retain((*self._made(), *_JUDGES))
        if self.digests:
            engine.settle(below="artifact", pause=pause)
        watch.lap("link")

    def pages(self, wanted: Iterable[str]) -> dict[str, bytes]:
        """The pages at these output paths, as far as there are any; nothing else is made for them."""
        found = ((path, self._urls.get(path)) for path in wanted)
        made = {path: self.engine.get("artifact", url) for path, url in found if url}
        return {path: page.data for path, page in made.items() if page.data}

    def make(self, jobs: int, progress: Progress, watch: Watch, pause: Pause) -> None:
        """Have every artifact, look at the result. Raises what `pause` raises, as `link` does."""
        if not self.digests:
            if self._shelf and not self._recalled:  # else there is little to make
                self._shelf.open()
            self._stage("render", self._made(), jobs, progress)
        self.engine.complete(pause)
        self._note_digests()
        self._is_done = True
        watch.lap("render")

    def _made(self) -> list[Key]:
        return [("outline", url) for url in self.jobs]

    def _note_digests(self) -> None:
        """Know the digest of every artifact that may be another one."""
        self.ran = list(self.engine.ran)
        ran = {arg for (name, arg), _ in self.ran if name == "outline"}
        known = {**self._recalled, **self.digests}
        get = self.engine.get
        self.digests = {
            url: known[url] if url in known and url not in ran else get("outline", url, "digest")
            for url in self.jobs
        }
        self._recalled = {}

    def _stage(
        self, name: str, keys: list[Key], jobs: int, progress: Progress, each: int = 1
    ) -> None:
        """Compute values, `each` of which make one step of what the user is told."""
        done, known = 0, len(self.engine.ran)

        def tell(count: int) -> None:
            nonlocal done, known
            fresh = [key for key, _ in self.engine.ran[known:]]
            self._finish(fresh)
            if self._spool:
                self.engine.put_down(fresh, self._spool)
            known = len(self.engine.ran)
            done += count
            progress(name, done // each, len(keys) // each)

        parallel.compute(self.engine, keys, jobs, tell, self._finish)

    def _finish(self, keys: Collection[Key]) -> None:
        """Have what is ready to be written stand on the shelf, if there is one."""
        if self._shelf:
            self.engine.hand_over(keys, self._stand)

    def _stand(self, url: str, made: object) -> bool:
        if self._shelf is None or not isinstance(made, Made) or not made.data:
            return False
        return self._shelf.put(url, made.data)

    def clear_shelf(self) -> None:
        """All is written, or nothing will be."""
        if self._shelf:
            self._shelf.close()

    def prepare(self, pause: Pause) -> None:
        """Do what the next change would wait for. Raises what `pause` raises, between two steps."""
        while self._unrehearsed:
            pause()
            self._site.rehearse(self._unrehearsed[-1])
            self._unrehearsed.pop()
        with no_collection():
            self.engine.prepare(pause)
        if not self._is_prepared:
            keep_for_good()  # the knowledge of a whole site, which changes piece by piece
            self._is_prepared = True

    def diagnostics(self) -> Iterator[Diagnostic]:
        """All that is wrong with the site."""
        return self.engine.diagnostics()

    def is_timed(self) -> bool:
        """True if an hour of the day decides what is shown."""
        return self.engine.is_read("clock")

    # -- what is to be written ------------------------------------------------------------------

    def plan(self, attachment: Callable[[str], Content]) -> OutputPlan:
        """Every file of the site with its digest; `attachment` gives a file of the content folder."""
        files = {path: self.digests[url] for path, url in self._urls.items()}
        return OutputPlan(files, lambda path: self._content(self._urls[path], attachment))

    def _content(self, url: str, attachment: Callable[[str], Content]) -> Content:
        if self._shelf and (ready := self._shelf.find(url)):
            return ReadyFile(ready)
        made: Made = self.engine.read_once("artifact", url)
        kind, _, name = made.copy_of.partition(":")
        if kind == "content":
            return attachment(name)
        if kind == "theme":
            theme: Theme = self.engine.get("theme")
            data: bytes = self.engine.input("theme-file", theme.static[name])
            return data
        return made.data

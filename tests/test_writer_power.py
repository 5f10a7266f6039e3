"""A power cut in the middle of a write: one complete site is left, old or new, and the next write repairs the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from briefgen.writer import (
    MANIFEST,
    Content,
    OutputPlan,
    ReadyFile,
    SourceFile,
    digest,
    is_intact,
    manifest,
    second,
    staging,
    write,
)
from briefgen.writer.plan import parents
from briefgen.writer.tree import Name
from support.disk import Killed, folders_of, plan_of, snapshot
from support.power import Recorder

Site = dict[str, str]

OLD = {"index.html": "old", "gone/a.html": "gone", "z/b.html": "b"}
NEW = {"index.html": "new", "made/c.html": "made", "z/b.html": "b"}
OTHER = {"index.html": "other", "z/deep/d.html": "d"}
STRANGERS = {"z/mine.txt": "mine", ".git/HEAD": "main"}
OUTPUT = "public/output"
MANY = 20
"""So many different remains there are of every write."""


class Story:
    """What happens to one output folder; the power goes at any moment since `now`."""

    def __init__(self, disk: Recorder) -> None:
        self.disk, self.top = disk, disk.top
        self.now = 0
        self.strangers: Site = {}
        self.sites: list[Site] = [{}]

    def put(self, files: Site, folder: str = OUTPUT) -> None:
        """Somebody else makes files, and sees them safe."""
        for path, text in files.items():
            target = self.top / folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        self.disk.notice()
        self.disk.syncfs(self.top)

    def put_strangers(self) -> None:
        self.put(STRANGERS)
        self.strangers = STRANGERS

    def write(self, files: Site, plan: OutputPlan | None = None) -> None:
        self.now = len(self.disk.events)
        self.sites = [self.sites[-1], files]
        _write(self.top, plan or plan_of(files), self.disk)

    def check(self) -> None:
        """Every power cut leaves the last site or one before, and the next write repairs it."""
        last = self.sites[-1]
        assert snapshot(self.top / OUTPUT) == last | self.strangers
        remains = self.disk.remains(self.now)
        assert len(remains) > MANY
        for number, (left, end) in enumerate(remains.items()):
            top = self.top.parent / str(number)
            self.disk.lay_out(left, top)
            self._check_one(top, self.sites if end < len(self.disk.events) else [last])
            self._check_repair(top, (last, OTHER)[number % 2])

    def _check_one(self, top: Path, sites: list[Site]) -> None:
        seen = snapshot(top / OUTPUT)
        site = {path: text for path, text in seen.items() if path not in self.strangers}
        between = self.disk.lacks == "exchange" and not site
        assert site in sites or between, "without an exchange there is no site for a moment"
        assert (manifest.read(top / OUTPUT) or {}).keys() == site.keys()

    def _check_repair(self, top: Path, files: Site) -> None:
        _write(top, plan_of(files))
        assert snapshot(top / OUTPUT) == files | self.strangers
        assert folders_of(top / OUTPUT) == parents(files | self.strangers)
        assert is_intact(top / OUTPUT, state=top / "state")


def _write(top: Path, plan: OutputPlan, disk: Recorder | None = None) -> None:
    state, durable = top / "state", disk is not None
    write(top / OUTPUT, plan, state=state, build="1", durable=durable, syscalls=disk)


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder for thousands of small files, in memory where there is such a place."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder).resolve()


def test_a_first_build(room: Path) -> None:
    story = Story(Recorder(room))
    story.write(NEW)
    story.check()


def test_a_first_build_among_strangers(room: Path) -> None:
    story = Story(Recorder(room))
    story.put_strangers()
    story.write(NEW)
    story.check()


@pytest.mark.parametrize(("lacks", "few"), [("nothing", 100), ("nothing", 0), ("links", 100)])
def test_an_edit(room: Path, lacks: str, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of few files each is flushed, of many the whole disk."""
    monkeypatch.setattr(staging, "_FEW", few)
    story = Story(Recorder(room, lacks))
    story.put_strangers()
    for files in (OTHER, OLD, NEW):
        story.write(files)
    story.check()


def test_whatever_changes_in_a_folder_is_flushed(room: Path) -> None:
    """One folder for each reason, in which nothing else happens."""
    stays = dict.fromkeys(("came/s", "kept/s", "gone/s", "deep/s", "folder/s", "mine/s"), "stays")
    first = {"index.html": "1", "gone/it": "goes", "deep/er/it": "goes", **stays}
    second = {"index.html": "2", "kept/it": "was new a write before", **stays}
    story = Story(Recorder(room))
    story.write(first)
    story.write(second)
    story.put({"mine/it": "mine"})
    story.strangers = {"mine/it": "mine"}
    story.write({**second, "index.html": "3", "came/it": "new", "folder/new/it": "new"})
    story.now = story.disk.exchanged  # before that the site that is seen was only read
    story.check()


def test_files_that_are_moved_in_and_copied(room: Path) -> None:
    story = Story(Recorder(room))
    story.put({"data.csv": "a,b"}, "content")
    story.write(OLD)
    # What lies on the shelf was made a moment ago, and nobody waited for it.
    story.disk.makedirs(story.top / "shelf")
    story.disk.create(story.top / "shelf/1", [b"moved in"])
    content: dict[str, Content] = {
        "index.html": b"new",
        "data.csv": SourceFile(story.top / "content/data.csv"),
        "z/b.html": ReadyFile(str(story.top / "shelf/1")),
    }
    files = {"index.html": "new", "data.csv": "a,b", "z/b.html": "moved in"}
    digests = {path: digest(text.encode()) for path, text in files.items()}
    story.write(files, OutputPlan(digests, content.__getitem__))
    story.check()


@pytest.mark.parametrize("made", [[MANIFEST, *OLD], ["z/b.html"]])
def test_the_second_generation_that_another_program_made(room: Path, made: list[str]) -> None:
    """All of it or half: that program waits for nothing, so what is used of it must be waited for."""
    story = Story(Recorder(room))
    story.write(OLD)
    spare = story.top / "public/.output.briefgen/spare"
    second.double(str(story.top / OUTPUT), str(spare), made)
    story.disk.notice()
    story.write({**OLD, "index.html": "new"})
    story.check()


def test_the_list_of_our_files_is_another_one_since(room: Path) -> None:
    """Who replaces it does not make a generation one that was live, and waited for."""
    story = Story(Recorder(room))
    story.write(OLD)
    spare = story.top / "public/.output.briefgen/spare"
    second.double(str(story.top / OUTPUT), str(spare), [MANIFEST, *OLD])
    listing = story.top / OUTPUT / MANIFEST
    listed = listing.read_text()
    listing.unlink()
    listing.write_text(listed)  # as a checkout does, or a copy that comes back
    story.disk.notice()
    for path in (listing, listing.parent):
        story.disk.fsync(path)
    story.write(NEW)
    story.check()


def test_a_stranger_that_came_late(room: Path) -> None:
    story = Story(Recorder(room))
    story.write(OTHER)
    story.write(OLD)
    late = {"z/deep/late.txt": "from a shell that stood in the old output"}
    story.put(late, "public/.output.briefgen/spare")
    story.strangers = late
    story.write(NEW)
    story.check()


class Dying(Recorder):
    """A process that is killed when the new site is in its place, which takes nothing from the disk."""

    lives = True

    def exchange(self, one: Path, other: Path) -> bool:
        done = super().exchange(one, other)
        if done and not self.lives:
            raise Killed
        return done

    def rename(self, source: Name, target: Name) -> None:
        super().rename(source, target)
        if target == self.top / OUTPUT and not self.lives:
            raise Killed


@pytest.mark.parametrize("lacks", ["nothing", "exchange"])
def test_killed_in_the_write_before(room: Path, lacks: str) -> None:
    disk = Dying(room, lacks)
    story = Story(disk)
    story.put_strangers()
    story.write(OLD)
    disk.lives = False
    with pytest.raises(Killed):
        story.write(NEW)
    disk.lives = True
    story.write(OTHER)
    story.sites = [OLD, NEW, OTHER]
    story.check()

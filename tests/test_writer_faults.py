"""The writer on a bad day: killed, out of space, read by others meanwhile, all at random."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.writer import MANIFEST, OutputError, is_intact, write
from support.disk import Killed, NoExchange, NoLinks, Trip, full_disk, kill, plan_of, snapshot

OLD = {"index.html": "old", "same.html": "same", "gone/a.html": "gone", "z/deep/b.html": "b"}
NEW = {"index.html": "new", "same.html": "same", "made/c.html": "made", "z/deep/b.html": "b"}
OTHER = {"index.html": "other", "same.html": "same", "z/b.html": "b"}
FILES = {"CNAME": "example.org", "gone/mine.txt": "mine"}
FOLDER = {".git/objects/01": "blob"}
STRANGERS = FILES | FOLDER

Make = Callable[[int, Callable[[], None]], Trip]


def _write(top: Path, files: dict[str, str], disk: Trip | None = None, build: str = "1") -> None:
    plan = plan_of(files)
    durable = disk is not None  # so that every flush is among the points that can fail
    write(top / "output", plan, state=top / "state", build=build, durable=durable, syscalls=disk)


def _prepare(top: Path, generations: int) -> None:
    """A site with strangers, after so many writes (0: a first build)."""
    for number in range(generations):
        _write(top, {**OLD, "index.html": str(number)} if number + 1 < generations else OLD)
    for path, text in STRANGERS.items() if generations else ():
        (top / "output" / path).parent.mkdir(parents=True, exist_ok=True)
        (top / "output" / path).write_text(text)


def _points(make: type[Trip], generations: int, step: int = 1) -> Iterator[tuple[int, Path]]:
    """Every call of one write, each with a fresh site to fail it on."""
    with TemporaryDirectory() as spare:
        calls = make()
        _prepare(Path(spare), generations)
        _write(Path(spare), NEW, calls)
    for at in range(1, len(calls.log) + 1, step):
        with TemporaryDirectory() as folder:
            _prepare(Path(folder), generations)
            yield at, Path(folder)


def _without(seen: dict[str, str], others: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in seen.items() if path not in others}


def _check_one_whole_site(top: Path, generations: int, *, steps: int = 1) -> None:
    seen = snapshot(top / "output")
    old = OLD if generations else {}
    assert _without(seen, STRANGERS) in ([old, NEW] if steps == 1 else [old, NEW, {}])
    if generations and steps == 1:
        assert seen.keys() >= FILES.keys(), "strangers' files are never out of sight"


def _check_repair(top: Path, generations: int) -> None:
    strangers = STRANGERS if generations else {}
    for files in (OTHER, NEW):
        _write(top, files)
        assert snapshot(top / "output") == files | strangers
        assert is_intact(top / "output", state=top / "state")
    left = {path.name for path in (top / ".output.briefgen").iterdir()}
    assert left == {".gitignore", "lock", "spare"}


@pytest.mark.parametrize(
    ("make", "generations"), [(Trip, 0), (Trip, 1), (Trip, 3), (NoExchange, 2), (NoLinks, 3)]
)
def test_killed_anywhere_leaves_one_whole_site(make: type[Trip], generations: int) -> None:
    for at, top in _points(make, generations, 1 if make is Trip else 2):
        with pytest.raises(Killed):
            _write(top, NEW, make(at, kill))
        if make is Trip:
            _check_one_whole_site(top, generations)
        elif make is NoExchange:
            _check_one_whole_site(top, generations, steps=2)
        _check_repair(top, generations)


@pytest.mark.parametrize("make", [Trip, NoExchange, NoLinks])
def test_killed_again_while_repairing(make: type[Trip]) -> None:
    for at, top in _points(make, 2, step=4):
        with pytest.raises(Killed):
            _write(top, NEW, make(at, kill))
        for again in (1, 2, 3, 5, 8, 13, 21):
            try:
                _write(top, OTHER, make(again, kill))
            except Killed:
                continue
            break
        _check_repair(top, 2)


@pytest.mark.parametrize(
    ("make", "generations"), [(Trip, 0), (Trip, 1), (Trip, 3), (NoExchange, 2)]
)
def test_a_full_disk_anywhere_is_an_error_and_no_damage(make: type[Trip], generations: int) -> None:
    for at, top in _points(make, generations, 1 if make is Trip else 2):
        with pytest.raises(OutputError, match="full") as caught:
            _write(top, NEW, make(at, full_disk))
        _check_one_whole_site(top, generations)
        if "as it was" in caught.value.message:
            seen = _without(snapshot(top / "output"), STRANGERS)
            assert seen == (OLD if generations else {})
            swapping = (top / ".output.briefgen/journal").exists()
            scrap = (top / ".output.briefgen/next").exists()
            assert swapping or not scrap, "our scrap does not fill the disk"
        _check_repair(top, generations)


def _kill_at(top: Path, make: type[Trip], call: str, number: int = 1) -> None:
    """Die right after the n-th call of this name that succeeds."""

    class Dying(make):  # type: ignore[misc,valid-type]
        dies = False

        def trip(self, name: str) -> None:
            if self.dies:
                raise Killed
            super().trip(name)
            self.dies = name == call and self.log.count(call) == number

    with pytest.raises(Killed):
        _write(top, NEW, Dying())


def test_a_stranger_deleted_after_a_crash_does_not_come_back(tmp_path: Path) -> None:
    _prepare(tmp_path, 2)
    _kill_at(tmp_path, Trip, "exchange")
    (tmp_path / "output/CNAME").unlink()
    _write(tmp_path, OTHER)
    assert snapshot(tmp_path / "output") == OTHER | _without(STRANGERS, {"CNAME": ""})


def test_a_hand_made_output_between_the_two_steps(tmp_path: Path) -> None:
    _prepare(tmp_path, 1)
    live = tmp_path / "output"
    _kill_at(tmp_path, NoExchange, "rename", 2)  # of the journal; of the live folder
    assert not live.exists()
    live.mkdir()
    _write(tmp_path, OTHER)
    assert snapshot(live) == OTHER | STRANGERS


def test_kill_9(tmp_path: Path) -> None:
    for at in range(1, 40, 3):
        top = tmp_path / str(at)
        _prepare(top, 2)
        child = os.fork()
        if child == 0:
            _write(top, NEW, Trip(at, lambda: os.kill(os.getpid(), signal.SIGKILL)))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or at > 25
        _check_one_whole_site(top, 2)
        _check_repair(top, 2)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 1 MiB."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a file system")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_disk_that_is_really_full(tiny_disk: Path) -> None:
    _write(tiny_disk, OLD)
    big = {f"{number}.html": str(number) * 100_000 for number in range(20)}
    for _ in range(3):
        with pytest.raises(OutputError, match="full"):
            _write(tiny_disk, big)
        assert snapshot(tiny_disk / "output") == OLD
    _write(tiny_disk, NEW)
    assert snapshot(tiny_disk / "output") == NEW


STAMPED = ("a.html", "deep/er/b.html", "z.html")


def _site_of(version: int) -> dict[str, str]:
    extra = {f"page/{version % 3}.html": str(version)}
    return {**dict.fromkeys(STAMPED, str(version)), **extra}


class Reader(threading.Thread):
    """Opens the output folder again and again, and reads all stamps of what it opened."""

    def __init__(self, output: Path) -> None:
        super().__init__()
        self.output, self.rounds = output, 0
        self.mixed: list[tuple[str, ...]] = []
        self.halted = threading.Event()
        self.errors: list[str] = []

    def run(self) -> None:
        while not self.halted.is_set():
            folder = os.open(self.output, os.O_RDONLY)
            try:
                self._read(folder)
            except FileNotFoundError:
                # Two builds later an opened folder is empty; a live one never is.
                if os.fstat(folder).st_ino == self.output.stat().st_ino:
                    self.errors.append("a page was missing in the live site")
            finally:
                os.close(folder)

    def _read(self, folder: int) -> None:
        def opener(path: str, flags: int) -> int:
            return os.open(path, flags, dir_fd=folder)

        stamps = []
        for path in STAMPED:
            with open(path, opener=opener) as file:
                stamps.append(file.read())
        self.rounds += 1
        if len(set(stamps)) > 1:
            self.mixed.append(tuple(stamps))


def test_a_reader_sees_one_site_at_a_time(tmp_path: Path) -> None:
    _write(tmp_path, _site_of(0))
    reader = Reader(tmp_path / "output")
    reader.start()
    for version in range(1, 31):
        _write(tmp_path, _site_of(version))
    reader.halted.set()
    reader.join()
    assert (reader.mixed, reader.errors) == ([], [])
    assert reader.rounds > 5


def test_builds_at_once_end_with_one_of_them(tmp_path: Path) -> None:
    plans = [{**OLD, "index.html": str(number)} for number in range(6)]
    threads = [threading.Thread(target=_write, args=(tmp_path, plan)) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert snapshot(tmp_path / "output") in plans


PATHS = st.sampled_from(["index.html", "a/x.html", "a/y.html", "a/b/z.html", "c.html"])
TEXTS = st.sampled_from(["one", "two", ""])
SITES = st.dictionaries(PATHS, TEXTS, min_size=1, max_size=5)
MINE = st.sampled_from(["CNAME", "a/mine.txt", "a/b/mine.txt", ".git/HEAD", "own/deep/x"])
STEPS = st.one_of(
    st.tuples(st.just("write"), SITES),
    st.tuples(st.just("write"), SITES),
    st.tuples(st.just("crash"), SITES, st.integers(1, 40), st.sampled_from([kill, full_disk])),
    st.tuples(st.just("stranger"), MINE, TEXTS),
    st.tuples(st.just("take away"), MINE),
    st.tuples(st.just("edit"), PATHS, TEXTS),
    st.tuples(st.just("lose the list"), SITES),
    st.tuples(st.just("forget"), st.sampled_from(["state", ".output.briefgen"])),
)


class Life:
    """One output folder through everything that may happen to it."""

    def __init__(self, top: Path, make: Make) -> None:
        self.top, self.make, self.output = top, make, top / "output"
        self.strangers: dict[str, str] = {}

    def settle(self, files: dict[str, str]) -> None:
        _write(self.top, files)
        assert snapshot(self.output) == files | self.strangers
        assert is_intact(self.output, state=self.top / "state")

    def step(self, what: str, *how: object) -> None:
        getattr(self, "do_" + what.replace(" ", "_"))(*how)

    def do_write(self, files: dict[str, str]) -> None:
        self.settle(files)

    def do_crash(self, files: dict[str, str], at: int, act: Callable[[], None]) -> None:
        """Nobody repairs at once: what the user does next meets the damage."""
        with suppress(Killed, OutputError):
            _write(self.top, files, self.make(at, act))

    def do_stranger(self, path: str, text: str) -> None:
        (self.output / path).parent.mkdir(parents=True, exist_ok=True)
        (self.output / path).write_text(text)
        self.strangers[path] = text

    def do_take_away(self, path: str) -> None:
        if (self.output / path).exists():
            del self.strangers[path]
            (self.output / path).unlink()

    def do_edit(self, path: str, text: str) -> None:
        if (self.output / path).is_file():
            (self.output / path).write_text(text)

    def do_forget(self, name: str) -> None:
        if (self.top / ".output.briefgen/journal").exists():
            return  # a user who deletes this very moment's folder deletes what is in it
        shutil.rmtree(self.top / name, ignore_errors=True)

    def do_lose_the_list(self, files: dict[str, str]) -> None:
        if is_intact(self.output, state=self.top / "state"):
            (self.output / MANIFEST).unlink()
            self.settle(files)


@settings(max_examples=60)
@given(st.lists(STEPS, max_size=12), SITES, st.sampled_from([Trip, NoExchange, NoLinks]))
def test_any_history_ends_with_the_plan_and_the_strangers(
    steps: list[tuple[object, ...]], last: dict[str, str], make: type[Trip]
) -> None:
    with TemporaryDirectory() as folder:
        life = Life(Path(folder), make)
        for what, *how in steps:
            life.step(str(what), *how)
        life.settle(last)
        assert (life.output / MANIFEST).is_file()

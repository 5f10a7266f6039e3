"""The writer on a healthy disk: what is written, and what is refused."""

from __future__ import annotations

import errno
import os
import re
import signal
import stat
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.writer import (
    MANIFEST,
    MemoryOutput,
    OutputError,
    OutputPlan,
    ReadyFile,
    SourceFile,
    WriteResult,
    digest,
    manifest,
    plan,
    staging,
    write,
)
from briefgen.writer.lock import hold
from briefgen.writer.syscalls import Syscalls
from briefgen.writer.tree import Name
from support.disk import SITE, NoLinks, OutputSite, Trip, folders_of, plan_of, snapshot


@pytest.fixture
def site(tmp_path: Path) -> OutputSite:
    return OutputSite(tmp_path / "site")


def test_first_build_writes_everything_and_its_list(site: OutputSite) -> None:
    assert site.write(SITE) == WriteResult(written=tuple(sorted(SITE)))
    assert snapshot(site.output) == SITE
    assert manifest.read(site.output) == {path: digest(it.encode()) for path, it in SITE.items()}
    assert {path.name for path in site.output.parent.iterdir()} == {
        "output", ".briefgen", ".output.briefgen",
    }  # fmt: skip


def test_cost_follows_the_change(site: OutputSite) -> None:
    site.write(SITE)
    before = {path: (site.output / path).stat() for path in SITE}
    for number, text in enumerate(["A2", "A3", "A4"]):
        calls = Trip()
        result = site.write({**SITE, "briefs/a/index.html": text}, syscalls=calls)
        assert result == WriteResult(written=("briefs/a/index.html",), unchanged=2)
        assert site.asked == ["briefs/a/index.html"]
        assert snapshot(site.output) == {**SITE, "briefs/a/index.html": text}
        assert calls.log.count("create") == 4  # the page, the list, the signatures, the journal
        assert calls.log.count("link") <= (2 if number == 0 else 1)
    for path in ("index.html", "briefs/b/index.html"):
        after = (site.output / path).stat()
        assert (after.st_mtime_ns, after.st_ino) == (before[path].st_mtime_ns, before[path].st_ino)


def test_without_hard_links_the_cost_follows_the_change_too(site: OutputSite) -> None:
    site.write(SITE)
    times = {path: (site.output / path).stat().st_mtime_ns for path in SITE}
    for text, copied in (("A2", 2), ("A3", 0), ("A4", 0)):
        calls = NoLinks()
        site.write({**SITE, "briefs/a/index.html": text}, syscalls=calls)
        assert calls.log.count("create") == 4 + copied
        assert snapshot(site.output) == {**SITE, "briefs/a/index.html": text}
        assert site.is_intact()
    for path in ("index.html", "briefs/b/index.html"):
        assert (site.output / path).stat().st_mtime_ns == times[path]


def test_a_copy_that_only_looks_right_is_made_anew(site: OutputSite) -> None:
    """Two changes of one length within a tick of the clock look like one."""
    for text in ("1", "2"):
        site.write({"index.html": text, "other.html": text}, syscalls=NoLinks())
        os.utime(site.output / "index.html", ns=(1, 1))
    site.write({"index.html": "2", "other.html": "3"}, syscalls=NoLinks())
    assert snapshot(site.output) == {"index.html": "2", "other.html": "3"}


@pytest.mark.parametrize("made", [Path.mkdir, Path.touch])
def test_what_stands_where_a_folder_must_go(site: OutputSite, made: Callable[[Path], None]) -> None:
    """A folder that somebody made in this moment is a folder; a file is in the way."""

    class Hurried(Trip):
        def mkdir(self, path: Name) -> None:
            if str(path).endswith("next/new"):
                made(Path(path))
            super().mkdir(path)

    site.write(SITE)
    if made is Path.mkdir:
        site.write({"new/index.html": "new"}, syscalls=Hurried())
        assert snapshot(site.output) == {"new/index.html": "new"}
    else:
        with pytest.raises(OutputError, match="exists"):
            site.write({"new/index.html": "new"}, syscalls=Hurried())
        assert snapshot(site.output) == SITE


def test_nothing_changed_touches_nothing(site: OutputSite) -> None:
    site.write(SITE)
    inode = site.output.stat().st_ino
    assert site.write(SITE, build="2") == WriteResult(unchanged=3)
    assert site.asked == []
    assert site.output.stat().st_ino == inode
    assert site.is_intact("2")
    assert not site.is_intact("1")


@pytest.mark.parametrize("disk", [Trip, NoLinks])
def test_the_spare_generation_catches_up_with_two_changes(
    site: OutputSite, disk: type[Trip]
) -> None:
    for home, other in (("1", "x"), ("2", "x"), ("2", "y"), ("2", "y!"), ("1", "x"), ("1", "y")):
        site.write({"index.html": home, "other.html": other}, syscalls=disk())
        assert snapshot(site.output) == {"index.html": home, "other.html": other}


def test_pruned_folders_go(site: OutputSite) -> None:
    site.write(SITE)
    result = site.write({"index.html": "home"})
    assert result.removed == ("briefs/a/index.html", "briefs/b/index.html")
    assert folders_of(site.output) == set()


def test_a_file_becomes_a_folder_and_back(site: OutputSite) -> None:
    for files in ({"a": "file"}, {"a/b": "inside"}, {"a": "file again"}, {"a/b": "x", "c": "y"}):
        site.write(files)
        assert snapshot(site.output) == files


def test_broken_state_costs_time_only(site: OutputSite) -> None:
    site.write(SITE)
    (state,) = site.state.iterdir()
    state.write_bytes(b"\xc1 not ours")
    assert not site.is_intact()
    assert site.write(SITE) == WriteResult(unchanged=3)
    assert site.is_intact()


def _settle(site: OutputSite, *paths: str, ns: int = 1_000_000_001) -> None:
    """Have files be from another time, and remembered so."""
    for path in paths or (*SITE, MANIFEST):
        os.utime(site.output / path, ns=(ns, ns))
    site.write(SITE)


def test_what_is_remembered_is_written_down_until_nothing_can_hide(site: OutputSite) -> None:
    site.write(SITE)
    _settle(site)
    calm = Trip()
    site.write(SITE, syscalls=calm)
    assert calm.log == []
    _settle(site, "index.html", ns=time.time_ns() + 10**12)  # a change now would not show
    careful = Trip()
    site.write(SITE, syscalls=careful)
    assert careful.log.count("create") == 1


@pytest.mark.parametrize("text", ["HOME", "home, edited"])
def test_an_edit_of_a_file_from_long_ago_is_seen_from_outside(site: OutputSite, text: str) -> None:
    site.write(SITE)
    _settle(site)
    assert site.is_intact()
    site.put("index.html", text)
    assert not site.is_intact()


def test_a_touched_file_is_still_right(site: OutputSite) -> None:
    site.write(SITE)
    os.utime(site.output / "index.html", ns=(1, 1))
    assert site.write(SITE) == WriteResult(unchanged=3)
    assert site.is_intact()


def test_who_holds_an_opened_site_never_sees_two(site: OutputSite) -> None:
    site.write(SITE)
    folder = os.open(site.output, os.O_RDONLY)
    try:
        site.write({**SITE, "index.html": "2"})
        assert os.stat("index.html", dir_fd=folder).st_size == len("home")
        site.write({**SITE, "index.html": "3"})
        assert not os.listdir(folder)  # noqa: PTH208 - by its descriptor
    finally:
        os.close(folder)


def test_the_journal_is_on_the_disk_before_the_swap(site: OutputSite) -> None:
    """Else a power cut could make the old generation, with strangers in it, look like scrap."""
    site.write(SITE)
    for stranger, calls, moves in (
        ("", Trip(), False), ("CNAME", Trip(), False), ("CNAME", NoLinks(), True),
        (".git/HEAD", Trip(), True),
    ):  # fmt: skip
        if stranger:
            site.put(stranger, "mine")
        site.write({"index.html": f"{stranger} {moves}"}, syscalls=calls)
        assert ("fsync" in calls.log) == moves
        assert not moves or calls.log.index("fsync") < calls.log.index("exchange")


def test_a_signature_from_the_same_tick_proves_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_text("x")
    os.utime(page, ns=(1_000_000_001, 1_000_000_001))
    left = manifest.signature("00", page.stat())
    for later, known in ((0, ""), (11_000_000, ""), (11_000_001, "00")):
        clock = left[2] + later
        assert (
            manifest.Signatures(clock=clock, files={"p": left}).digest_of("p", page.stat()) == known
        )
    coarse = manifest.Signatures(clock=3_000_000_000, files={"p": ("00", 1, 1_000_000_000, 7)})
    assert not coarse.is_settled(coarse.files["p"])


@pytest.mark.parametrize(
    "files",
    [
        {"": "x"}, {"/etc/x": "x"}, {"../x": "x"}, {"a/../x": "x"}, {"a//b": "x"}, {"a/": "x"},
        {"a/./b": "x"}, {"a\\b": "x"}, {"C:/x": "x"}, {"a\0b": "x"}, {"a\nb": "x"},
        {"e\u0301": "x"}, {MANIFEST: "x"}, {".git/hooks/x": "x"}, {"a/NUL.html": "x"},
        {"a": "x", "a/b": "y"}, {"a/b": "x", "A/c": "y"}, {"x": "1", "X": "2"},
    ],
)  # fmt: skip
def test_impossible_paths_are_refused_before_anything_happens(
    site: OutputSite, files: dict[str, str]
) -> None:
    with pytest.raises(OutputError):
        site.write(files)
    with pytest.raises(OutputError):
        MemoryOutput().write(plan_of(files), build="1")
    assert not site.output.parent.exists()


PIECES = (
    "a",
    "b-1",
    "_",
    ".",
    "..",
    ".git",
    "x.html",
    "con",
    "NUL",
    "com1",
    "lpt9",
    "/",
    ":",
    "\\",
    "\n",
    "é",
    "e\u0301",
)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_a_path_that_is_fine_at_one_look_is_fine_at_all(path: str) -> None:
    at_one_look = bool(plan._PLAIN.fullmatch(path + "/"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "_PLAIN", re.compile("(?!)"))
        assert not (at_one_look and plan.fault(path))


def test_most_paths_are_known_at_one_look() -> None:
    for path in ("index.html", "briefs/a-b/index.html", "search/words/00.json", "console/x.html"):
        assert plan._PLAIN.fullmatch(path + "/")


def test_source_files_are_copied(site: OutputSite, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff" * 3_000_000)
    plan = OutputPlan({"photo.jpg": digest(photo.read_bytes())}, lambda _: SourceFile(photo))
    write(site.output, plan, state=site.state, build="1")
    assert (site.output / "photo.jpg").read_bytes() == photo.read_bytes()
    memory = MemoryOutput()
    memory.write(plan, build="1")
    assert memory.files["photo.jpg"] == photo.read_bytes()


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EIO])
def test_a_ready_file_on_another_disk_is_copied(
    site: OutputSite, tmp_path: Path, number: int
) -> None:
    ready = tmp_path / "ready"
    ready.write_text("new")

    class OtherDisk(Syscalls):
        def rename(self, source: Name, target: Name) -> None:
            if source == str(ready):
                raise OSError(number, os.strerror(number))
            super().rename(source, target)

    site.write(SITE)
    plan = OutputPlan({"index.html": digest(b"new")}, lambda _: ReadyFile(str(ready)))
    if number == errno.EXDEV:
        write(site.output, plan, state=site.state, build="2", syscalls=OtherDisk())
        assert snapshot(site.output) == {"index.html": "new"}
    else:
        with pytest.raises(OutputError, match="Input/output"):
            write(site.output, plan, state=site.state, build="2", syscalls=OtherDisk())
        assert snapshot(site.output) == SITE


def _changed(path: Path) -> None:
    path.write_text("changed")


def _made_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("happens", [_changed, Path.unlink, _made_a_pipe])
def test_a_source_that_changes_meanwhile(
    site: OutputSite, tmp_path: Path, happens: Callable[[Path], None]
) -> None:
    source = tmp_path / "data.csv"
    source.write_text("a,b")
    site.write(SITE)
    plan = OutputPlan({"data.csv": digest(b"a,b")}, lambda _: SourceFile(source))
    happens(source)
    with pytest.raises(OutputError):
        write(site.output, plan, state=site.state, build="2")
    with pytest.raises(OutputError):
        MemoryOutput().write(plan, build="2")
    assert snapshot(site.output) == SITE


def test_an_output_that_is_a_link_stays_one(site: OutputSite, tmp_path: Path) -> None:
    target = tmp_path / "www"
    target.mkdir()
    site.output.parent.mkdir()
    site.output.symlink_to(target)
    for files in (SITE, {"index.html": "2"}, SITE):
        site.write(files)
        assert snapshot(target) == files
    assert site.output.is_symlink()
    assert site.is_intact()


def test_folders_that_cannot_be_an_output(site: OutputSite, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    plan = plan_of(SITE)
    for output in (tmp_path / "file", site.output.parent, site.state / "x", Path.home(), Path("/")):
        with pytest.raises(OutputError):
            write(output, plan, state=site.state, build="1")


def test_a_planted_workshop_link_is_not_followed(site: OutputSite, tmp_path: Path) -> None:
    site.output.parent.mkdir()
    site.workshop.symlink_to(tmp_path)
    with pytest.raises(OutputError, match="not a folder"):
        site.write(SITE)
    assert not site.output.exists()


@pytest.fixture
def _umask() -> Iterator[None]:
    old = os.umask(0o027)
    yield
    os.umask(old)


@pytest.mark.usefixtures("_umask")
def test_modes_follow_the_umask(site: OutputSite) -> None:
    site.write(SITE)
    assert stat.S_IMODE((site.output / "index.html").stat().st_mode) == 0o640
    assert stat.S_IMODE((site.output / "briefs").stat().st_mode) == 0o750
    site.output.chmod(0o705)
    site.write({"index.html": "2"})
    assert stat.S_IMODE(site.output.stat().st_mode) == 0o705


def test_same_plan_same_bytes(tmp_path: Path) -> None:
    one, other = OutputSite(tmp_path / "one"), OutputSite(tmp_path / "other")
    one.write(SITE)
    other.write({"old.html": "x"})
    other.write(dict(reversed(SITE.items())))
    assert (one.output / MANIFEST).read_bytes() == (other.output / MANIFEST).read_bytes()


def test_two_builds_at_once_wait_and_then_say_who(site: OutputSite) -> None:
    site.write(SITE)
    with hold(site.workshop / "lock", wait=0, syscalls=Syscalls()):
        with pytest.raises(OutputError, match=rf"Another build .* \(process {os.getpid()} on"):
            site.write({"index.html": "2"}, wait=0.1)
        assert snapshot(site.output) == SITE
    site.write({"index.html": "2"})
    assert snapshot(site.output) == {"index.html": "2"}


def test_a_child_of_the_holder_does_not_go_on_holding(site: OutputSite) -> None:
    site.write(SITE)
    lock, (ends, end) = site.workshop / "lock", os.pipe()
    with hold(lock, wait=0, syscalls=Syscalls()):
        child = os.fork()
        if child == 0:
            os.close(end)
            os.read(ends, 1)
            os._exit(0)
    with hold(lock, wait=0, syscalls=Syscalls()):
        pass
    os.close(end)
    os.close(ends)
    os.waitpid(child, 0)


def test_the_lock_says_who_holds_it_and_no_more(site: OutputSite) -> None:
    site.write(SITE)
    lock = site.workshop / "lock"
    lock.write_text("process 12345678 on a computer with quite a long name, before it was renamed")
    with hold(lock, wait=0, syscalls=Syscalls()):
        assert lock.read_text() == f"process {os.getpid()} on {os.uname().nodename}\n"


def test_a_dead_process_holds_no_lock(site: OutputSite) -> None:
    site.write(SITE)
    child = os.fork()
    if child == 0:
        with hold(site.workshop / "lock", wait=0, syscalls=Syscalls()):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert (site.workshop / "lock").read_text().startswith(f"process {child} ")
    site.write({"index.html": "2"}, wait=0)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.EACCES, "Not allowed to write"), (errno.EROFS, "Not allowed to write"),
        (errno.ENOSPC, "is full"), (errno.EBUSY, "mount point"), (errno.EIO, "Input/output"),
    ],
)  # fmt: skip
def test_errors_in_plain_words(site: OutputSite, number: int, says: str) -> None:
    site.write(SITE)

    class Refusing(Syscalls):
        def exchange(self, one: Path, other: Path) -> bool:
            raise OSError(number, os.strerror(number), str(one), None, str(other))

    with pytest.raises(OutputError, match=says) as caught:
        site.write({"index.html": "2"}, syscalls=Refusing())
    assert "as it was" in caught.value.message
    assert snapshot(site.output) == SITE


def test_memory_does_as_the_disk_does(site: OutputSite) -> None:
    memory = MemoryOutput()
    kept: list[Mapping[str, bytes]] = []
    for files in (SITE, {**SITE, "index.html": ""}, {"x": "y"}, {}, SITE):
        assert memory.write(plan_of(files), build="1") == site.write(files)
        assert {path: it.decode() for path, it in memory.files.items()} == snapshot(site.output)
        kept.append(memory.files)
    assert kept[0] == {path: text.encode() for path, text in SITE.items()}


def test_files_and_folders_are_really_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: flushed.append(os.fstat(descriptor)))
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file"):
        Syscalls().fsync(path)
        assert os.path.samestat(flushed[-1], path.stat())


# -- many files at once ----------------------------------------------------------------------------

MANY = {f"{number}/index.html": "x" for number in range(20)}


class OneFault(Syscalls):
    """The first wait for the whole disk fails; the system tells of a lost write once."""

    def __init__(self) -> None:
        self.waits = 0

    def syncfs(self, path: Name) -> bool:
        self.waits += 1
        if self.waits == 1:
            raise OSError(errno.EIO, "a write was lost")
        return super().syncfs(path)


def test_a_write_that_the_disk_lost_is_told_though_only_the_first_wait_hears_of_it(
    site: OutputSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_MANY", 0)
    with pytest.raises(OutputError, match="a write was lost"):
        site.write(MANY, syscalls=OneFault(), durable=True)
    assert not site.output.exists()
    site.write(MANY, durable=True)
    assert snapshot(site.output) == MANY


def test_without_another_thread_the_disk_is_waited_for_at_the_end(
    site: OutputSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def none(thread: threading.Thread) -> None:
        asked.append(thread)
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(staging, "_MANY", 0)
    monkeypatch.setattr(threading.Thread, "start", none)
    site.write(MANY, durable=True)
    assert asked
    assert snapshot(site.output) == MANY

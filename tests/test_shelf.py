"""Finished artifacts wait for the end of a build as files, and are moved into the site."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from hashlib import blake2b
from pathlib import Path

import pytest

from briefgen import parallel, processes
from briefgen.builder import Builder, Options
from briefgen.shelf import Shelf
from briefgen.writer.syscalls import Syscalls
from support.fresh import DAY, ENVIRONMENT, SMALL, clean, in_a_process, on_disk, states, write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is a shelf on Linux only")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path / "ready")
    made.open()
    return made


def content(shelf: Shelf, name: str) -> bytes:
    return Path(shelf.find(name)).read_bytes()


def test_what_stands_there_is_found_by_its_name(shelf: Shelf, tmp_path: Path) -> None:
    assert shelf.put("/a/../..\0/", b"a")
    assert shelf.put("/b/", b"b" * 100_000)
    assert (content(shelf, "/b/"), content(shelf, "/a/../..\0/")) == (b"b" * 100_000, b"a")
    assert shelf.find("/c/") == ""
    shelf.close()
    assert list(tmp_path.iterdir()) == []
    assert (shelf.put("/a/", b""), shelf.find("/b/")) == (False, "")


def test_a_second_build_does_without(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("/a/", b"first")
    second = Shelf(tmp_path / "ready")
    second.open()
    assert (second.put("/b/", b"second"), second.find("/a/")) == (False, "")
    second.close()
    assert content(shelf, "/a/") == b"first"
    shelf.close()
    second.open()
    assert second.put("/b/", b"second")
    second.close()


def test_what_a_killed_build_left_goes(tmp_path: Path) -> None:
    killed = Shelf(tmp_path / "ready")
    killed.open()
    killed.put("/a/", b"old")
    assert killed._held is not None
    os.close(killed._held)  # what the system does
    shelf = Shelf(tmp_path / "ready")
    shelf.open()
    assert shelf.find("/a/") == ""
    shelf.close()


def test_what_somebody_put_there_before_is_not_taken_for_ours(tmp_path: Path) -> None:
    ready, name = tmp_path / "ready", blake2b(b"/a/", digest_size=16).hexdigest()
    for number in range(30):
        (ready / f"folder-{number}/more").mkdir(parents=True)
        (ready / f"folder-{number}" / name).write_text("planted")
    (ready / name).symlink_to(tmp_path)
    shelf = Shelf(ready)
    shelf.open()
    assert shelf.find("/a/") == ""
    assert shelf.put("/b/", b"ours")
    Path(shelf.find("/b/")).unlink()
    Path(shelf._path("/b/")).symlink_to(tmp_path)
    assert shelf.find("/b/") == ""  # no file any more
    shelf.close()
    assert not ready.exists()


def test_a_link_in_its_place_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/mine.txt").write_text("mine")
    (tmp_path / "ready").symlink_to(tmp_path / "elsewhere")
    shelf = Shelf(tmp_path / "ready")
    shelf.open()
    assert not shelf.put("/a/", b"a")
    shelf.close()
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["mine.txt"]


def test_without_room_it_stays_where_it_is(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int, data: bytes) -> int:
        if len(data) < 3:
            raise OSError(errno.ENOSPC, "no space left")
        return len(data) - 2

    monkeypatch.setattr(os, "write", full)
    assert not shelf.put("/a/", b"abcde")
    monkeypatch.undo()
    assert [path for path in (tmp_path / "ready").rglob("*") if path.is_file()] == []


# -- whole builds -----------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_page_is_moved_and_none_is_written_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(parallel, "WORTH_IT", 1)
    monkeypatch.setattr(parallel, "_SHARE", 2)
    root, created = write(tmp_path, SMALL), []
    create = Syscalls.create

    def counted(self: Syscalls, path: str | Path, chunks: object) -> None:
        created.append(Path(path).name)
        create(self, path, chunks)  # type: ignore[arg-type]

    monkeypatch.setattr(Syscalls, "create", counted)
    builder = Builder(root, Options(today=DAY, jobs=jobs))
    result = builder.build()
    builder.close()
    assert "index.html" in {Path(path).name for path in result.written}
    assert "index.html" not in created
    assert on_disk(root / "output") == clean(root)[0]
    assert not (root / ".briefgen/ready").exists()


def test_a_site_on_another_disk_gets_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path, SMALL)
    rename = Syscalls.rename

    def far(self: Syscalls, source: str | Path, target: str | Path) -> None:
        if Path(source).parent.name == "ready":
            raise OSError(errno.EXDEV, "another disk")
        rename(self, source, target)

    monkeypatch.setattr(Syscalls, "rename", far)
    builder = Builder(root, Options(today=DAY, jobs=1))
    assert builder.build().written
    builder.close()
    assert on_disk(root / "output") == clean(root)[0]


def test_a_build_that_fails_leaves_nothing_there(tmp_path: Path) -> None:
    root = write(tmp_path, {**SMALL, "content/notes/bad.md": "---\ntitle: Bad\n---\n[[nowhere]]\n"})
    builder = Builder(root, Options(today=DAY, jobs=1))
    assert builder.build().fatal
    assert not (root / ".briefgen/ready").exists()
    assert not (root / "output").exists()
    write(root, {"content/notes/bad.md": "---\ntitle: Good\n---\nGood.\n"})
    assert builder.build().written  # what stood there is made again
    builder.close()
    assert on_disk(root / "output") == clean(root)[0]


def test_a_write_that_fails_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefgen.builder import OutputError

    root, moved = write(tmp_path, SMALL), []
    rename = Syscalls.rename

    def full_after_two(self: Syscalls, source: str | Path, target: str | Path) -> None:
        moved.append(source)
        if len(moved) == 3:
            raise OSError(errno.ENOSPC, "no space left", str(target))
        rename(self, source, target)

    monkeypatch.setattr(Syscalls, "rename", full_after_two)
    builder = Builder(root, Options(today=DAY, jobs=1))
    with pytest.raises(OutputError, match="full"):
        builder.build()
    monkeypatch.undo()
    assert builder.build().written
    builder.close()
    assert on_disk(root / "output") == clean(root)[0]


def test_a_worker_that_dies_costs_time_only(tmp_path: Path) -> None:
    root = write(tmp_path, SMALL)
    code = (
        "from briefgen import parallel\n"
        "parallel.WORTH_IT, parallel._SHARE = 1, 2\n"
        "def dies(*given):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "parallel._share = dies\n"
    )
    done = in_a_process(root, "--jobs", "3", code=code)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert on_disk(root / "output") == clean(root)[0]
    before = states(root)
    assert in_a_process(root).returncode == 0
    assert states(root) == before


def test_without_more_processes_this_one_does_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def fork() -> int:
        asked.append("a process")
        raise BlockingIOError(errno.EAGAIN, "too many processes")

    monkeypatch.setattr(os, "fork", fork)
    monkeypatch.setattr(parallel, "WORTH_IT", 1)
    root, before = write(tmp_path, SMALL), len(list(Path("/proc/self/fd").iterdir()))
    builder = Builder(root, Options(today=DAY, jobs=3))
    builder.build()
    builder.close()
    del builder
    assert len(list(Path("/proc/self/fd").iterdir())) <= before
    monkeypatch.undo()
    assert asked or not processes.can_fork()  # a thread of another test may stand in the way
    assert on_disk(root / "output") == clean(root)[0]


def test_workers_end_when_nobody_waits_for_them_any_more(tmp_path: Path) -> None:
    root = write(tmp_path, SMALL)
    code = (
        "import time\n"
        "from briefgen import parallel\n"
        "parallel.WORTH_IT, parallel._SHARE = 1, 1\n"
        "parallel._encode = lambda _: bytes(1 << 23)\n"  # more than a pipe holds
        "parallel._Inbox.take = lambda *_, **__: time.sleep(1) or os.kill(os.getpid(), signal.SIGKILL)\n"
        "from briefgen.__main__ import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", f"import os, signal\n{code}", "build", "--jobs", "3"]
    killed = subprocess.Popen(command, cwd=root, env=ENVIRONMENT, start_new_session=True)
    assert killed.wait(30) == -signal.SIGKILL
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.killpg(killed.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(killed.pid, signal.SIGKILL)
    pytest.fail("workers are left")

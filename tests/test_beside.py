"""Half of the cache is stored by another process, beside the work: whatever becomes of that one, it is as if it had been us."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from briefgen import processes
from support.fresh import (
    DAY,
    ENVIRONMENT,
    SMALL,
    cache_of,
    clean,
    edit,
    fresh,
    in_a_process,
    on_disk,
    ran,
    write,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there are forks on Linux only")

BESIDE = """
from briefgen import cache as caching, processes
from briefgen.cache import Cache
from briefgen.work import Work
from briefgen.writer.syscalls import Syscalls
caching.WORTH_IT, us, start = 0, os.getpid(), processes.Beside.start
def counted(self, work):
    made = start(self, work)
    open('asked', 'a').write('x' if made else '-')
    return made
processes.Beside.start = counted
def elsewhere(harm):
    old = Cache._put_early
    def spoiled(self, *given):
        if os.getpid() != us:
            harm()
        return old(self, *given)
    Cache._put_early = spoiled
"""
JOBS = ("--jobs", "2")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, SMALL)


def asked(root: Path) -> str:
    """What came of each wish for a process beside: x, or - where there was none."""
    return (root / "asked").read_text()


def is_sound(root: Path) -> None:
    """The site is right, and the next processes have all the memory that there is to have."""
    assert on_disk(root / "output") == clean(root)[0]
    assert fresh(root)[1].ran == 0
    edit(root)
    builder, result = fresh(root)
    assert ran(builder, "document") == ["notes/three.md"]
    assert (on_disk(root / "output"), result.diagnostics, result.fatal) == clean(root)
    assert [path.name for path in cache_of(root).parent.glob("cache*")] == ["cache.db"]


def test_the_memory_is_the_same_as_if_nobody_had_helped(root: Path) -> None:
    done = in_a_process(root, *JOBS, code=BESIDE)
    assert (done.returncode, asked(root)) == (0, "x"), done.stderr
    is_sound(root)


def test_each_stores_its_own_part_over_its_own_connection(root: Path) -> None:
    code = f"""{BESIDE}
old = Cache._put_values
def noted(db, rows, gone):
    rows = list(rows)
    with open('stored', 'a') as file:
        file.write(''.join(f'{{os.getpid() == us}} {{row.name}}\\n' for row in rows))
    old(db, rows, gone)
Cache._put_values = staticmethod(noted)
early = Cache._put_early
def alone(self, *given):
    assert self._connection is None
    early(self, *given)
Cache._put_early = alone
"""
    done = in_a_process(root, *JOBS, code=code)
    assert (done.returncode, asked(root)) == (0, "x"), done.stderr
    stored = set((root / "stored").read_text().splitlines())
    assert {"False document", "True listings"} <= stored
    assert not {"True document", "False listings"} & stored
    is_sound(root)


def test_a_process_with_threads_starts_none() -> None:
    wait = threading.Event()
    other = threading.Thread(target=wait.wait)
    other.start()
    child = processes.Beside()
    try:
        assert not child.start(lambda: None)
    finally:
        wait.set()
        other.join()
    child.stop()


def test_one_process_alone_has_nobody_beside_it(root: Path) -> None:
    assert in_a_process(root, "--jobs", "1", code=BESIDE).returncode == 0
    assert not (root / "asked").exists()
    is_sound(root)


@pytest.mark.parametrize(
    "harm",
    ["lambda: os.kill(os.getpid(), signal.SIGKILL)", "lambda: sys.exit(0)", "lambda: 1 / 0"],
    ids=["killed", "ended", "failed"],
)
def test_what_it_does_not_do_is_done_here(root: Path, harm: str) -> None:
    done = in_a_process(root, *JOBS, code=f"{BESIDE}elsewhere({harm})\n")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert asked(root) == "x"
    is_sound(root)


def test_where_there_can_be_no_process_it_is_done_here(root: Path) -> None:
    code = f"{BESIDE}def none(): raise BlockingIOError('too many')\nos.fork = none\n"
    assert in_a_process(root, *JOBS, code=code).returncode == 0
    assert asked(root) == "-"
    is_sound(root)


SLOW = "import time\nelsewhere(lambda: time.sleep(30))\n"
FULL = "def full(*_): raise OSError(28, 'full')\nSyscalls.rename = full\n"
BROKEN = """
def broken(*_, **__): raise KeyboardInterrupt
def broken_once(real):
    def first(self):
        processes.Beside.done = real
        raise KeyboardInterrupt
    return first
"""


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        (f"{SLOW}{BROKEN}Work.link = broken\n", 130),
        (f"{SLOW}{BROKEN}Work.make = broken\n", 130),
        (f"{SLOW}{BROKEN}Syscalls.rename = broken\n", 130),
        (f"{SLOW}{BROKEN}Work.clear_shelf = broken\n", 130),
        (f"{SLOW}{BROKEN}processes.Beside.done = broken_once(processes.Beside.done)\n", 130),
        (f"{SLOW}{FULL}", 1),
    ],
    ids=["linking", "rendering", "writing", "tidying up", "waiting for it", "full disk"],
)
def test_what_came_to_nothing_leaves_nobody_and_nothing_behind(
    root: Path, code: str, ends: int
) -> None:
    start = f"import os, signal, sys\n{BESIDE}{code}from briefgen.__main__ import main\nmain()\n"
    command = [sys.executable, "-c", start, "build", "--today", DAY, *JOBS]
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=root, env=ENVIRONMENT, capture_output=True, text=True, timeout=25, check=False
    )  # which waits for whoever holds its output
    assert (done.returncode, "Traceback" in done.stderr) == (ends, False), done.stderr
    assert time.monotonic() - began < 25
    assert not list(cache_of(root).parent.glob("cache*"))
    fresh(root)
    is_sound(root)


@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM"])
def test_a_killed_build_takes_the_other_process_along(root: Path, how: str) -> None:
    built = in_a_process(root, code="")
    assert built.returncode == 0
    edit(root, "Before it is killed")
    code = f"{BESIDE}{SLOW}def dies(*_): os.kill(us, signal.{how})\nSyscalls.rename = dies\n"
    began = time.monotonic()  # what waits for the output of all of them
    assert in_a_process(root, *JOBS, "--clean", code=code).returncode == -signal.Signals[how]
    assert time.monotonic() - began < 25
    assert len(list(cache_of(root).parent.glob("cache.*.new"))) == 1
    assert fresh(root)[1].written  # which takes it away, though the cache is sound
    is_sound(root)


def test_what_may_change_yet_is_not_stored_early(root: Path) -> None:
    code = f"""{BESIDE}
from pathlib import Path
from briefgen.builder import Builder, Options, OutputError
real = Syscalls.rename
def full(*_): raise OSError(28, 'full')
builder = Builder(Path(), Options(today={DAY!r}, jobs=2))
Syscalls.rename = full
try:
    builder.build()
except OutputError:
    Syscalls.rename = real
config = Path('briefgen.yaml')
config.write_text(config.read_text() + 'description: Another\\n')
builder.build()
builder.close()
"""
    done = in_a_process(root, *JOBS, code=code)
    assert (done.returncode, asked(root)) == (0, "x"), done.stderr
    is_sound(root)


def test_who_goes_on_in_the_same_process_knows_what_was_stored(root: Path) -> None:
    code = f"""{BESIDE}
from pathlib import Path
from briefgen.builder import Builder, Options
builder = Builder(Path(), Options(today={DAY!r}, jobs=2))
builder.build()
made = os.stat('.briefgen/cache.db').st_ino
for text in ('Once', 'Twice'):
    Path('content/notes/three.md').write_text(f'---\\ntitle: Three\\n---\\n{{text}}. [[One]]\\n')
    assert len(builder.build().written) > 0
    assert os.stat('.briefgen/cache.db').st_ino == made  # gone on with, not made anew
builder.close()
"""
    done = in_a_process(root, *JOBS, code=code)
    assert (done.returncode, "Traceback" in done.stderr, asked(root)) == (0, False, "x"), (
        done.stderr
    )
    is_sound(root)

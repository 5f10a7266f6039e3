"""One build at a time in one output folder.

The operating system holds the lock and lets go of it when the process ends, however
it ends: a lock that is left over cannot exist. The file also says who holds it, for the
message; nobody decides anything by what it says.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefgen.writer.plan import OutputError
from briefgen.writer.syscalls import Syscalls

_STEP = 0.05
_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


@contextmanager
def hold(path: Path, *, wait: float, syscalls: Syscalls) -> Iterator[None]:
    """Hold the lock file for the length of the block.

    Waits at most `wait` seconds for another holder, then raises OutputError.
    """
    descriptor = os.open(path, _FLAGS, 0o644)
    try:
        _wait(descriptor, wait, syscalls)
        try:
            _sign(descriptor)
            yield
        finally:
            # Closing alone would not do: a child forked meanwhile shares the lock.
            _unlock(descriptor)
    finally:
        os.close(descriptor)


def _wait(descriptor: int, wait: float, syscalls: Syscalls) -> None:
    waited = 0.0
    while not _try_lock(descriptor):
        if waited >= wait:
            raise _busy(descriptor, wait)
        syscalls.sleep(_STEP)
        waited += _STEP


def _sign(descriptor: int) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, f"process {os.getpid()} on {os.uname().nodename}\n".encode())


def _busy(descriptor: int, wait: float) -> OutputError:
    os.lseek(descriptor, 0, os.SEEK_SET)
    holder = os.read(descriptor, 200).decode(errors="replace").strip() or "another process"
    return OutputError(
        f"Another build is writing this site ({holder}); it did not end within {wait:g} seconds.",
        "Wait for it to end, or end it, and build again.",
    )


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # locks are mandatory there: lock a byte that nobody reads

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in _BUSY:
                return False
            raise
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _BUSY:
                return False
            raise
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

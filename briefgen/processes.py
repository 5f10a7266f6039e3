"""Other processes: how many there may be, whether one can be forked, and work that one does beside us."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
from collections.abc import Callable
from typing import NoReturn


def can_fork() -> bool:
    """True where a forked child is a sound copy of this process."""
    return sys.platform == "linux" and threading.active_count() == 1


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Beside:
    """A child that does something with our memory as it was, and leaves the result on the disk."""

    def __init__(self, process: int) -> None:
        self._process = process

    def done(self) -> bool:
        """Wait for its end; True if it did all of it."""
        try:
            return os.waitpid(self._process, 0)[1] == 0
        except ChildProcessError:  # where the system buries them itself: nobody knows
            return False

    def stop(self) -> None:
        """Have it end now."""
        import signal

        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        self.done()


def beside(work: Callable[[], object]) -> Beside | None:
    """Have a child do some work; None where there can be no child, and nothing was done."""
    us = os.getpid()
    try:
        process = os.fork() if can_fork() else -1
        if process == 0:
            _do_and_end(work)
    except OSError:  # no more processes
        return None
    finally:
        if os.getpid() != us:  # Ctrl-C, before it had begun
            os._exit(1)
    return Beside(process) if process > 0 else None


def _do_and_end(work: Callable[[], object]) -> NoReturn:
    """The life of the child: whatever goes wrong, its parent finds out by the code, and does the work itself."""
    code = 1
    try:
        gc.disable()
        work()
        code = 0
    finally:
        os._exit(code)

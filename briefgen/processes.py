"""Other processes: how many there may be, whether one can be forked, and work that one does beside us."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
from collections.abc import Callable
from typing import NoReturn

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def can_fork() -> bool:
    """True where a forked child is a sound copy of this process."""
    return sys.platform == "linux" and threading.active_count() == 1


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Beside:
    """A child that does something with our memory as it was, and leaves the result on the disk.

    Whoever holds this knows the child before there is one: so it is never left alone.
    """

    def __init__(self) -> None:
        self._process = 0

    def start(self, work: Callable[[], object]) -> bool:
        """Have a child do some work; False where there can be no child: then nothing was done."""
        if not can_fork():
            return False
        import signal

        # Ctrl-C waits until we know the child. That one never hears of it: we see to its end.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            us = os.getpid()
            process = os.fork()
            if process == 0:
                _do_and_end(work, us)
            self._process = process
        except OSError:  # no more processes
            return False
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return True

    def done(self) -> bool:
        """Wait for its end; True if it did all of it. To be asked once."""
        try:
            done = os.waitpid(self._process, 0)[1] == 0
        except ChildProcessError:  # where the system buries them itself: nobody knows
            done = False
        self._process = 0
        return done

    def stop(self) -> None:
        """Have it end now, if it is still at work."""
        import signal

        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            self.done()


def _do_and_end(work: Callable[[], object], parent: int) -> NoReturn:
    """The life of the child: whatever goes wrong, its parent finds out by the code, and does the work itself."""
    code = 1
    try:
        gc.disable()
        _die_with(parent)
        work()
        code = 0
    finally:
        os._exit(code)


def _die_with(parent: int) -> None:
    """Have the system end this process when its parent ends, however that comes (prctl(2))."""
    import ctypes
    import signal

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended already
        os._exit(1)

"""What a build does about time and memory: laps by stage, no garbage collection meanwhile, no hoard."""

from __future__ import annotations

import gc
import sys
import time

_M_MMAP_THRESHOLD = -3  # malloc.h
_LARGE = 128 * 1024
"""Bytes: glibc's own threshold, before it moves it."""


class Stopwatch:
    """Seconds by stage, from its making on."""

    def __init__(self) -> None:
        self._laps: list[tuple[str, float]] = []
        self._start = self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """A stage ends here."""
        now = time.perf_counter()
        self._laps.append((stage, now - self._last))
        self._last = now

    def laps(self) -> tuple[tuple[str, float], ...]:
        """Stages so far, with their seconds."""
        return tuple(self._laps)

    def total(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._start


def return_large_blocks() -> None:
    """Have large blocks of memory go back to the system as soon as they are free.

    glibc stops doing so for blocks of a size once it has seen one come and go, unless it is told
    a size (mallopt(3)). A build packs indexes into blocks of megabytes, and each would stay.
    """
    if sys.platform != "linux":
        return
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other libraries have none
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE)


def keep_for_good() -> None:
    """No later garbage collection walks over what is there now; it still goes when nobody holds it."""
    gc.freeze()


class no_collection:  # noqa: N801 - reads as a statement
    """No garbage collection while values pile up that will all be kept."""

    def __enter__(self) -> None:
        self._was = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._was:
            gc.enable()

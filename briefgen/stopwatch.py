"""What a build does about time and memory: laps by stage, and no garbage collection meanwhile."""

from __future__ import annotations

import gc
import time


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


class no_collection:  # noqa: N801 - reads as a statement
    """No garbage collection while values pile up that will all be kept."""

    def __enter__(self) -> None:
        self._was = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._was:
            gc.enable()

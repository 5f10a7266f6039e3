"""When is a burst of events over? Pure arithmetic of moments, in seconds.

One save is several events within a millisecond or two; a folder move or a checkout is
hundreds. A batch is due after a short quiet time, or at the latest after a longer one, so
that an endless burst is not waited out.
"""

from __future__ import annotations

from collections.abc import Iterable


class Debounce:
    """The paths that were heard of since the last batch.

    quiet: seconds without an event after which a batch is due.
    patience: the same while a save looks unfinished (a file is gone or empty).
    cap: seconds after the first event at which it is due in any case.
    """

    def __init__(self, *, quiet: float, patience: float, cap: float) -> None:
        self.quiet, self.patience, self.cap = quiet, patience, cap
        self.paths: set[str] = set()
        self.everything = False
        self._first = self._last = 0.0

    def add(self, paths: Iterable[str], now: float) -> None:
        """Remember these paths; they push the batch back, but never beyond the cap."""
        fresh = set(paths)
        if fresh:
            self._first = self._first if self else now
            self._last = now
            self.paths |= fresh

    def add_everything(self, now: float) -> None:
        """Remember that anything may have changed."""
        self._first = self._first if self else now
        self._last, self.everything = now, True

    def __bool__(self) -> bool:
        return self.everything or bool(self.paths)

    def due(self, *, unfinished: bool = False) -> float | None:
        """The moment at which the batch is due; None if there is nothing to say."""
        if not self:
            return None
        wait = self.patience if unfinished else self.quiet
        return min(self._last + wait, self._first + self.cap)

    def take(self) -> set[str] | None:
        """The batch, which starts anew; None: everything."""
        taken = None if self.everything else self.paths
        self.paths, self.everything = set(), False
        return taken

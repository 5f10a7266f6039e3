"""When is a burst of events over? Pure arithmetic of moments, in seconds.

One save is several events within a millisecond or two; a folder move or a checkout is
hundreds. Where the system tells that the one file is written to its end, nothing is waited
for. Otherwise a batch is due after a short quiet time, or at the latest after a longer one,
so that an endless burst is not waited out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable


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
        self._taken = -cap
        self._is_whole = False

    def add(self, paths: Iterable[str], now: float, whole: Collection[str] = ()) -> None:
        """Remember these paths; they push the batch back, but never beyond the cap.

        whole: those of them that are known to be written to their end.
        """
        fresh = set(paths)
        if fresh:
            self._first = self._first if self else now
            self._last = now
            self.paths |= fresh
            self._is_whole = len(self.paths) == 1 and fresh.issubset(whole)

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
        if self._is_whole and not self.everything and not unfinished:
            # The first file of a burst starts a build; the others come together in the next.
            return max(self._last, self._taken + self.quiet)
        wait = self.patience if unfinished else self.quiet
        return min(self._last + wait, self._first + self.cap)

    def take(self, now: float) -> set[str] | None:
        """The batch, which starts anew; None: everything."""
        taken = None if self.everything else self.paths
        self.paths, self.everything, self._taken = set(), False, now
        return taken

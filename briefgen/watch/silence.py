"""Is the system silent about changes? Then events are no use here, and polling is due.

Network mounts, shared folders of virtual machines and exhausted limits raise no error:
events just do not come. A snapshot shows what changed; what nobody told of within a grace
period was missed.
"""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.watch.watched import is_inside


class Silence:
    """Compares what was seen with what was heard; moments and spans in seconds."""

    def __init__(self, grace: float) -> None:
        self._grace = grace
        self._heard: dict[str, float] = {}
        self._suspects: dict[str, float] = {}
        self._previous = 0.0

    def hear(self, paths: Iterable[str], now: float) -> None:
        """The system told of these files and folders."""
        told = set(paths)
        self._heard |= dict.fromkeys(told, now)
        self._suspects = {
            path: due for path, due in self._suspects.items() if not _is_told(path, told)
        }

    def see(self, changed: Iterable[str], now: float) -> None:
        """A look at this moment found these files changed."""
        told = {path for path, when in self._heard.items() if when >= self._previous}
        self._heard = dict.fromkeys(told, now)
        fresh = [path for path in changed if not _is_told(path, told)]
        self._suspects |= dict.fromkeys(fresh, now + self._grace)
        self._previous = now

    def excuse(self) -> None:
        """Nothing can be concluded: events were dropped, or the folders just changed."""
        self._suspects.clear()

    def due(self) -> float | None:
        """The moment at which the next suspect has waited long enough."""
        return min(self._suspects.values(), default=None)

    def is_certain(self, now: float) -> bool:
        """True if something changed and nobody told."""
        due = self.due()
        return due is not None and due <= now


def _is_told(path: str, told: set[str]) -> bool:
    return path in told or any(is_inside(path, folder) for folder in told)

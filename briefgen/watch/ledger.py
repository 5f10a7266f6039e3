"""What the last batch knew: the snapshot that the next look is compared with."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from briefgen.watch import snapshot
from briefgen.watch.snapshot import Snapshot
from briefgen.watch.watched import Watched, is_inside

MAX_PROBED = 50
"""A larger batch is no single save: whether it looks finished is not asked."""


class Ledger:
    """The last snapshot, and what has been told of it. One thread only."""

    def __init__(self, watched: Watched, site: Path) -> None:
        self.watched, self.site = watched, site
        self.seen = snapshot.empty()
        self.reshaped: frozenset[str] = frozenset()
        self._again: dict[str, float] = {}

    def look(self) -> set[str]:
        """Take a new snapshot; gives the paths that changed since the last one."""
        before, self.seen = self.seen, snapshot.take(self.watched, self.site)
        found = snapshot.changed(before.files, self.seen.files)
        self.reshaped = frozenset(
            path for path in found if snapshot.reshaped(path, before.files, self.seen.files)
        )
        return found

    def note(self, paths: Iterable[str]) -> set[str]:
        """Right before these paths are told: what is read from now on is later than this.

        Gives more paths to tell when one of them is a folder.
        """
        files = dict(self.seen.files)
        for path in paths:
            found = snapshot.signature(path)
            if found is not None:
                files[path] = found
            elif files.pop(path, None) is None and self._was_folder(path):
                return self.look()
        self.seen = Snapshot(files, self.seen.links)
        return set()

    def is_unfinished(self, paths: Collection[str]) -> bool:
        """True if one of a few paths looks like half a save: a file that is gone, or now empty."""
        return len(paths) <= MAX_PROBED and any(map(self._is_half_saved, paths))

    def once_more(self, found: Iterable[str], now: float, coarse: float) -> set[str]:
        """Paths to tell once more, since a second save within `coarse` seconds may look like one.

        (Disks whose clock ticks in seconds give the same time to both.)
        """
        ripe = {path for path, due in self._again.items() if due <= now}
        self._again = {path: due for path, due in self._again.items() if due > now}
        self._again |= dict.fromkeys(found, now + coarse)
        return ripe

    def next_repeat(self) -> float | None:
        """The moment at which `once_more` has something to tell."""
        return min(self._again.values(), default=None)

    def _is_half_saved(self, path: str) -> bool:
        before = self.seen.files.get(path)
        if before is None or before[0] == 0:
            return False
        now = snapshot.signature(path)
        return now is None or now[0] == 0

    def _was_folder(self, path: str) -> bool:
        return os.path.isdir(path) or any(is_inside(file, path) for file in self.seen.files)


def places(watched: Watched, links: Mapping[str, str]) -> dict[str, bool]:
    """The real folders from which events must come: path → with everything below it?

    Beside the roots and what links lead to, these are the folders that hold roots: there
    one sees a root come, go, or be replaced.
    """
    wanted = {os.path.realpath(_holder(str(root))): False for root in watched.roots}
    wanted |= {os.path.dirname(real): False for real in links.values() if os.path.isfile(real)}
    deep = sorted({real for real in links.values() if os.path.isdir(real)})
    outer = [real for real in deep if not any(_is_below(real, other) for other in deep)]
    covered = {path for path in wanted if any(is_inside(path, real) for real in outer)}
    return dict.fromkeys(wanted.keys() - covered, False) | dict.fromkeys(outer, True)


def views(watched: Watched, links: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Pairs of a real path and the path under which the site knows it."""
    holders = {_holder(str(root)) for root in watched.roots}
    return tuple(
        {(os.path.realpath(holder), holder) for holder in holders}
        | {(real, shown) for shown, real in links.items()}
    )


def _holder(root: str) -> str:
    """The nearest folder above a root that exists."""
    parent = os.path.dirname(root)
    with suppress(OSError):  # a folder without permission is as good as none
        if os.path.isdir(parent) or parent == root:
            return parent
    return _holder(parent)


def _is_below(path: str, folder: str) -> bool:
    return path != folder and is_inside(path, folder)

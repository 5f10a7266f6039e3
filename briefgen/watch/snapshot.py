"""A snapshot of the watched files: size, time and inode, which change with every save.

Symbolic links are followed as long as they stay inside the site and lead round in no
circle; where they lead is part of the snapshot, since events come from there.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeAlias

from briefgen.walk import is_dropping
from briefgen.watch.watched import Watched, is_inside

Signature: TypeAlias = tuple[int, int, int]
"""Size in bytes, time of change in nanoseconds, inode."""


class Snapshot(NamedTuple):
    """What was on the disk at one moment.

    files: path → signature. links: path of a link (or a root) → the real path behind it.
    """

    files: dict[str, Signature]
    links: dict[str, str]


def empty() -> Snapshot:
    """The snapshot of nothing."""
    return Snapshot({}, {})


def signature(path: str) -> Signature | None:
    """A file's signature; None for what is no file (any more)."""
    # Gone, or hidden behind a folder without permission: both mean "not there".
    with suppress(OSError):
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode):
            return _signature(status)
    return None


def take(watched: Watched, site: Path) -> Snapshot:
    """Look at everything that is watched; links that lead out of the site are left alone."""
    survey = _Survey(watched, os.path.realpath(site))
    for root in watched.roots:
        survey.visit_root(str(root))
    return Snapshot(survey.files, survey.links)


def changed(old: Mapping[str, Signature], new: Mapping[str, Signature]) -> set[str]:
    """The paths that came, went, or have another signature."""
    kept = {path for path, found in new.items() if old.get(path) != found}
    return kept | (old.keys() - new.keys())


def reshaped(path: str, old: Mapping[str, Signature], new: Mapping[str, Signature]) -> bool:
    """True if a path changed in more than its time (which `touch` sets without a write)."""
    before, after = old.get(path), new.get(path)
    return before is None or after is None or (before[0], before[2]) != (after[0], after[2])


def _signature(status: os.stat_result) -> Signature:
    return (status.st_size, status.st_mtime_ns, status.st_ino)


class _Survey:
    """One walk over all roots."""

    def __init__(self, watched: Watched, site: str) -> None:
        self.site = site
        self.never = frozenset(map(str, watched.never))
        self.really_never = tuple(map(os.path.realpath, watched.never))
        self.files: dict[str, Signature] = {}
        self.links: dict[str, str] = {}

    def visit_root(self, root: str) -> None:
        real = os.path.realpath(root)
        if os.path.isdir(real):
            self.links[root] = real
            self._walk(root, (real,))
        elif (found := signature(root)) is not None:
            self.links[root] = real
            self.files[root] = found

    def _walk(self, folder: str, behind: tuple[str, ...]) -> None:
        """behind: the real folders that lead here, innermost last."""
        waiting = [folder]
        while waiting:
            for entry in _entries(waiting.pop()):
                if is_dropping(entry.name) or entry.path in self.never:
                    continue
                if entry.is_symlink():
                    self._follow(entry.path, behind)
                elif entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    self._note(entry)

    def _note(self, entry: os.DirEntry[str]) -> None:
        with suppress(OSError):  # gone since the folder was listed, or none of ours to look at
            status = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(status.st_mode):
                self.files[entry.path] = _signature(status)

    def _follow(self, link: str, behind: tuple[str, ...]) -> None:
        real = os.path.realpath(link)
        here = os.path.realpath(os.path.dirname(link))
        circle = any(is_inside(place, real) for place in (*behind, here))
        if circle or not is_inside(real, self.site) or self._is_off_limits(real):
            return
        if os.path.isdir(real):
            self.links[link] = real
            self._walk(link, (*behind, here, real))
        elif (found := signature(link)) is not None:
            self.links[link] = real
            self.files[link] = found

    def _is_off_limits(self, real: str) -> bool:
        return any(is_inside(real, place) or is_inside(place, real) for place in self.really_never)


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    # A folder that vanished or may not be read holds nothing; the build says so, if it matters.
    with suppress(OSError), os.scandir(folder) as entries:
        yield from entries

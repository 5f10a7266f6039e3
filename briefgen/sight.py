"""What everything that a build depends on looks like from outside: names, sizes, times, inodes.

As in git's index, what looks as it did is as it was, and need not be read. That holds
only for files that had settled when they were looked at: two changes within one tick
of the file system's clock leave the same time behind. And it is only ever a short cut:
what looks different is read, and its content decides.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection, Iterable
from hashlib import blake2b
from pathlib import Path

import msgspec

from briefgen.walk import is_dropping

_TICK_NS = 20_000_000
"""Longer than the longest tick of a file system's clock that counts in fractions of seconds."""
_COARSE_NS = 3_000_000_000
"""The same for those that keep whole seconds (FAT: even ones)."""


class Sight(msgspec.Struct, frozen=True):
    """One look. `digest` is of all names and signatures; `newest` the latest change, `at` now, in ns."""

    digest: bytes
    newest: int
    at: int

    @property
    def is_settled(self) -> bool:
        """True if whatever changes after this look will look different."""
        tick = _TICK_NS if self.newest % 1_000_000_000 else _COARSE_NS
        return self.newest + tick < self.at


def look(
    tops: Iterable[Path | str], never: Collection[Path], names: Iterable[str] = ()
) -> Sight | None:
    """Look at files, and at folders with all that is in them; None where a link is met.

    never: folders that are left alone. names: what belongs to the look beside the files.
    Where a link leads, what is there may change without a trace on the way.
    """
    survey = _Survey(frozenset(map(str, never)))
    now = time.time_ns()
    for top in tops:
        if not survey.take(str(top)):
            return None
    listing = "\0".join([*names, *sorted(survey.lines)])
    total = blake2b(listing.encode(errors="surrogateescape"), digest_size=16)
    return Sight(total.digest(), survey.newest, now)


class _Survey:
    """The files met so far, a line for each, and the time of the latest change among them."""

    def __init__(self, never: frozenset[str]) -> None:
        self._never = never
        self.lines: list[str] = []
        self.newest = 0

    def take(self, top: str) -> bool:
        """A file, a folder, or what is not there; False for what cannot be judged from outside."""
        try:
            status = os.lstat(top)
        except FileNotFoundError:
            self.lines.append(top)
            return True
        except OSError:
            return False
        if stat.S_ISDIR(status.st_mode):
            return self._below(top)
        return self._note(top, status)

    def _below(self, top: str) -> bool:
        waiting = [top]
        while waiting:
            try:
                with os.scandir(waiting.pop()) as found:
                    entries = [(entry, entry.stat(follow_symlinks=False)) for entry in found]
            except OSError:  # gone meanwhile, or not to be read: let the content decide
                return False
            for entry, status in entries:
                if is_dropping(entry.name) or entry.path in self._never:
                    continue
                if stat.S_ISDIR(status.st_mode):
                    waiting.append(entry.path)
                    self.lines.append(entry.path)
                elif not self._note(entry.path, status):
                    return False
        return True

    def _note(self, path: str, status: os.stat_result) -> bool:
        if not stat.S_ISREG(status.st_mode):
            return False
        self.newest = max(self.newest, status.st_mtime_ns, status.st_ctime_ns)
        self.lines.append(
            f"{path}\t{status.st_size}\t{status.st_mtime_ns}\t{status.st_ctime_ns}\t"
            f"{status.st_ino}\t{status.st_mode}"
        )
        return True

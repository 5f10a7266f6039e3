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
from collections.abc import Callable, Collection, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from briefgen.walk import is_dropping

_TICK_NS = 20_000_000
"""Longer than the longest tick of a file system's clock that counts in fractions of seconds."""
_COARSE_NS = 3_000_000_000
"""The same for those that keep whole seconds (FAT: even ones)."""
_MARK = 16
"""Bytes of a digest, of a file's looks as well as of its content."""


class Sight(msgspec.Struct, frozen=True):
    """One look. `digest` is of all names and signatures; `newest` the latest change, `at` now, in ns.

    `files` has the line of each file (its path and signature) by its path.
    """

    digest: bytes
    newest: int
    at: int
    files: Mapping[str, str] = {}

    @property
    def is_settled(self) -> bool:
        """True if whatever changes after this look will look different."""
        return _is_settled(self.newest, self.at)

    def memory(self, digests: Iterable[tuple[str, bytes]]) -> bytes:
        """What files look like that have these digests, for `recall`.

        Paths with digests of 16 bytes. Files that have not settled are left out.
        """
        kept = []
        for path, digest in digests:
            line = self.files.get(path)
            if line and _is_settled(_changed(line), self.at):
                kept.append(_mark(line) + digest)
        return b"".join(sorted(kept))

    def recall(self, memory: bytes) -> Callable[[str], bytes | None]:
        """What gives the digest of a file that looks as it did then, by its path."""
        pairs = range(0, len(memory), 2 * _MARK)
        known = {memory[at : at + _MARK]: memory[at + _MARK : at + 2 * _MARK] for at in pairs}

        def digest(path: str) -> bytes | None:
            line = self.files.get(path)
            return known.get(_mark(line)) if line else None

        return digest


def _is_settled(newest: int, at: int) -> bool:
    tick = _TICK_NS if newest % 1_000_000_000 else _COARSE_NS
    return newest + tick < at


def _changed(line: str) -> int:
    return max(map(int, line.rsplit("\t", 5)[2:4]))


def _mark(line: str) -> bytes:
    return blake2b(line.encode(errors="surrogateescape"), digest_size=_MARK).digest()


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
    listing = "\0".join([*names, *sorted([*survey.others, *survey.files.values()])])
    total = blake2b(listing.encode(errors="surrogateescape"), digest_size=16)
    return Sight(total.digest(), survey.newest, now, survey.files)


class _Survey:
    """The files met so far, what else was (and was not) there, and the time of the latest change."""

    def __init__(self, never: frozenset[str]) -> None:
        self._never = never
        self.files: dict[str, str] = {}
        self.others: list[str] = []
        self.newest = 0

    def take(self, top: str) -> bool:
        """A file, a folder, or what is not there; False for what cannot be judged from outside."""
        try:
            status = os.lstat(top)
        except FileNotFoundError:
            self.others.append(top)
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
                    self.others.append(entry.path)
                elif not self._note(entry.path, status):
                    return False
        return True

    def _note(self, path: str, status: os.stat_result) -> bool:
        if not stat.S_ISREG(status.st_mode):
            return False
        self.newest = max(self.newest, status.st_mtime_ns, status.st_ctime_ns)
        self.files[path] = (
            f"{path}\t{status.st_size}\t{status.st_mtime_ns}\t{status.st_ctime_ns}\t"
            f"{status.st_ino}\t{status.st_mode}"
        )
        return True

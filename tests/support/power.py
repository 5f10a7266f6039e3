"""A disk of which a power cut takes what nobody waited for.

`Recorder` notes what the writer does; `remains` gives what a power cut may leave at every moment of it.
The rules are those of a journalling file system that promises no order:

* The bytes of a file are safe once the file was flushed, a name once the folder was in which it stands.
* A change of names is there or not, never by halves (a rename, an exchange of two folders).
* Changes of one name come in their order, and a folder is not removed before it is empty.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from briefgen.writer.syscalls import Syscalls
from briefgen.writer.tree import Name

TOP = 0


class Change(NamedTuple):
    """Names that get another meaning (folder, name → number of a file or folder, 0 for none), in one step.

    waits: the folders that must be flushed until it is safe; emptied: the folder that goes.
    Without names it is the bytes of the file that it waits for.
    """

    names: dict[tuple[int, str], int]
    waits: frozenset[int]
    emptied: int = -1

    def builds_on(self, earlier: Change) -> bool:
        return not self.names.keys().isdisjoint(earlier.names) or any(
            folder == self.emptied for folder, _ in earlier.names
        )


class Flush(NamedTuple):
    """What is waited for; None: all there is."""

    number: int | None


class Left(NamedTuple):
    """What a power cut leaves: names, and files whose bytes are gone."""

    names: frozenset[tuple[int, str, int]]
    empty: frozenset[int]


class Recorder(Syscalls):
    """A site's folder, and everything that happens to it; nothing really waits for a disk.

    lacks: "exchange" (of two folders in one step), or "links".
    """

    def __init__(self, room: Path, lacks: str = "") -> None:
        self.top = room / "site"
        self.top.mkdir()
        self.lacks = lacks
        self.events: list[Change | Flush] = []
        self.names: dict[tuple[int, str], int] = {}
        self.folders = {TOP}
        self.bytes: dict[int, bytes] = {}
        self.inodes: dict[int, int] = {}
        self.exchanged = 0

    def notice(self) -> None:
        """Record, unflushed, what was made by others since."""
        for path in sorted(self.top.rglob("*")):
            if self._at(path) in self.names:
                continue
            inodes = {self.inodes[number]: number for number in sorted(self.bytes)}
            known = inodes.get(path.stat().st_ino) if path.stat().st_nlink > 1 else None
            if path.is_file() and known:
                self._named(path, known)
            else:
                self._new(path)

    def _at(self, path: Name) -> tuple[int, str]:
        folder, (*above, name) = TOP, Path(path).relative_to(self.top).parts
        for part in above:
            folder = self.names[folder, part]
        return folder, name

    def _number(self, path: Name) -> int:
        return self.names[self._at(path)] if Path(path) != self.top else TOP

    def _change(self, names: dict[tuple[int, str], int], *waits: int, emptied: int = -1) -> None:
        self.events.append(Change(names, frozenset(waits), emptied))
        self.names |= names

    def _named(self, path: Name, number: int) -> None:
        at = self._at(path)
        self._change({at: number}, at[0])

    def _new(self, path: Name) -> None:
        number = len(self.inodes) + 1
        self.inodes[number] = os.lstat(path).st_ino
        if Path(path).is_dir():
            self.folders.add(number)
            self._named(path, number)
        else:
            self.bytes[number] = Path(path).read_bytes()
            self._named(path, number)
            self._change({}, number)

    def _gone(self, path: Name, *, folder: bool = False) -> None:
        at = self._at(path)
        self._change({at: 0}, at[0], emptied=self._number(path) if folder else -1)

    # What the writer calls: it happens, and is noted.

    def mkdir(self, path: Name) -> None:
        super().mkdir(path)
        self._new(path)

    def makedirs(self, path: Path) -> None:
        missing = [it for it in (path, *path.parents) if not it.exists()]
        for folder in reversed(missing):
            self.mkdir(folder)

    def create(self, path: Name, chunks: Iterable[bytes]) -> None:
        super().create(path, chunks)
        self._new(path)

    def link(self, source: Name, target: Name) -> None:
        if self.lacks == "links":
            raise PermissionError(1, "no hard links here")
        super().link(source, target)
        self._named(target, self._number(source))

    def unlink(self, path: Name) -> None:
        super().unlink(path)
        self._gone(path)

    def rmdir(self, path: Name) -> None:
        super().rmdir(path)
        self._gone(path, folder=True)

    def rmtree(self, path: Path) -> None:
        for found in sorted(path.rglob("*"), reverse=True):
            self.rmdir(found) if found.is_dir() else self.unlink(found)
        self.rmdir(path)

    def rename(self, source: Name, target: Name) -> None:
        super().rename(source, target)
        old, new = self._at(source), self._at(target)
        self._change({old: 0, new: self.names[old]}, new[0])

    def exchange(self, one: Path, other: Path) -> bool:
        if self.lacks == "exchange":
            return False
        super().exchange(one, other)
        self.exchanged = len(self.events)
        a, b = self._at(one), self._at(other)
        self._change({a: self.names[b], b: self.names[a]}, a[0], b[0])
        return True

    def fsync(self, path: Name) -> None:
        self.events.append(Flush(self._number(path)))

    def syncfs(self, path: Name) -> bool:  # noqa: ARG002 - the real one's name
        self.events.append(Flush(None))
        return True

    # The power cut.

    def remains(self, start: int) -> dict[Left, int]:
        """What may be left after the `start`th event or a later one, and after which at the latest."""
        return {
            self._left(end, lost): end
            for end in range(start, len(self.events) + 1)
            for lost in _losses(self.events[:end])
        }

    def _left(self, end: int, lost: set[int]) -> Left:
        names: dict[tuple[int, str], int] = {}
        empty: set[int] = set()
        for at, event in enumerate(self.events[:end]):
            if isinstance(event, Flush):
                continue
            if at not in lost:
                names |= event.names
            elif not event.names:
                empty |= event.waits
        there = {(folder, name, number) for (folder, name), number in names.items() if number}
        return Left(frozenset(there), frozenset(empty))

    def lay_out(self, left: Left, top: Path) -> None:
        """Make a folder as the power cut left it: a file that lost its bytes has zeros."""
        inside: dict[int, dict[str, int]] = defaultdict(dict)
        for folder, name, number in left.names:
            inside[folder][name] = number
        at: dict[int, str] = {}
        waiting = [(TOP, str(top))]
        while waiting:
            folder, path = waiting.pop()
            Path(path).mkdir()
            at[folder] = path
            for name, number in inside[folder].items():
                there = f"{path}/{name}"
                if number in self.folders:
                    waiting.append((number, there))
                elif number in at:
                    os.link(at[number], there)
                else:
                    data = self.bytes[number]
                    Path(there).write_bytes(bytes(len(data)) if number in left.empty else data)
                    at[number] = there
        here = {self.inodes[it]: os.lstat(at[it]).st_ino for it in sorted(at.keys() - {TOP})}
        for path in at.values():
            if path.endswith(("/journal", "/journal.new")):
                _tell_inodes(Path(path), here)


def _tell_inodes(path: Path, here: dict[int, int]) -> None:
    """The journal names inodes, which are others where all is laid out."""
    if text := path.read_bytes().strip(b"\0"):
        journal = json.loads(text)
        for name in ("inode", "old"):
            journal[name] = here.get(journal[name], 0)
        journal["linked"] = {it: here.get(old, 0) for it, old in journal["linked"].items()}
        path.write_text(json.dumps(journal))


def _losses(events: list[Change | Flush]) -> Iterator[set[int]]:
    """All that is not safe; each change alone, with what builds on it; all but each."""
    waiting = _waiting(events)
    yield set(waiting)
    for at in waiting:
        lost, kept = {at}, {at}
        for later, other in waiting.items():
            if later > at and any(other.builds_on(waiting[it]) for it in lost):
                lost.add(later)
        for earlier in reversed(waiting):
            if earlier < at and any(waiting[it].builds_on(waiting[earlier]) for it in kept):
                kept.add(earlier)
        yield lost
        yield waiting.keys() - kept


def _waiting(events: list[Change | Flush]) -> dict[int, Change]:
    """The changes that may be lost; what something safe builds on is safe as well."""
    flushed: set[int | None] = set()
    safe: list[Change] = []
    waiting: dict[int, Change] = {}
    for at, event in reversed([*enumerate(events)]):
        if isinstance(event, Flush):
            flushed.add(event.number)
        elif None in flushed or event.waits <= flushed or any(it.builds_on(event) for it in safe):
            safe.append(event)
        else:
            waiting[at] = event
    return dict(sorted(waiting.items()))

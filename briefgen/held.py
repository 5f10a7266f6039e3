"""The memos that are held, who read them, and which of them nobody needs any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain

from briefgen.diagnostics import Diagnostic
from briefgen.graph import Past
from briefgen.memo import Key, Memo, Read
from briefgen.readers import Readers


class Held:
    """All memos: those at hand, and those that still lie in the past until somebody asks for them.

    Who reads whom is found out when that is first asked: a build from nothing never asks.
    """

    def __init__(self) -> None:
        self._memos: dict[Key, Memo] = {}
        self._readers = Readers()
        self._knows_readers = False
        self._past: Past | None = None
        self._roots: set[Key] = set()
        self._orphans: set[Key] = set()
        self._stale: dict[Key, Read | None] = {}
        self._moved: dict[Key, dict[Key, Memo | None]] = {}
        """Below which gathered memos what has moved since they were made, with what it was then."""
        self._complaints: dict[Key, tuple[Diagnostic, ...]] = {}
        self._unsaved: set[Key] = set()
        self._gates: dict[Read, Read] = {}
        self._notes = True

    def _memo(self, key: Key) -> Memo | None:
        """The memo of a node, if there is one."""
        found = self._memos.get(key)
        if found is None and self._past is not None:
            found = self._past.take(key)
            if found is not None:
                self._memos[key] = found
        return found

    def _has(self, key: Key) -> bool:
        return key in self._memos or (self._past is not None and self._past.has(key))

    def is_read(self, name: str) -> bool:
        """True if anybody reads an input without argument."""
        if self._knows_readers:
            return any(self._readers.of((name, ""), None))
        return (name, "", None) in self._all_gates()

    def note_nothing(self) -> None:
        """Work for another process from now on, which notes itself what is read."""
        self._notes = False

    def _noted(self, reads: Collection[Read]) -> Collection[Read]:
        """What a memo reads that is to be held, with one object for each read: thousands read the same.

        As long as it is not known who reads what, it is at least known what is read at all.
        """
        if self._knows_readers or not self._notes:
            return reads
        return tuple(map(self._gates.setdefault, reads, reads))

    def _all_gates(self) -> Collection[Read]:
        """All that is read."""
        if not self._knows_readers:
            return self._gates.keys()
        return set(chain.from_iterable(memo.reads for memo in self._memos.values()))

    def _find_readers(self) -> None:
        if not self._knows_readers:
            self._knows_readers = True
            self._gates.clear()
            for key, memo in self._memos.items():
                self._readers.add(key, memo.reads)

    def _bring_all(self) -> None:
        """Take everything out of the past."""
        if self._past is not None:
            self._memos.update(self._past.rest())

    def _install(self, key: Key, memo: Memo) -> None:
        before = self._memo(key)
        self._memos[key] = memo
        self._moved.pop(key, None)
        if memo.diagnostics:
            self._complaints[key] = memo.diagnostics
        else:
            self._complaints.pop(key, None)
        if self._knows_readers:
            if before is None:
                self._orphans.add(key)  # unless somebody reads it by the time that is asked
                self._readers.add(key, memo.reads)
            elif before.reads is not memo.reads:
                old, new = set(before.reads), set(memo.reads)
                self._release(key, old - new)
                self._readers.add(key, new - old)

    def _release(self, reader: Key, reads: Iterable[Read]) -> None:
        """Somebody reads these no longer."""
        for read in reads:
            if self._readers.discard(reader, read):
                self._orphans.add(read[:2])

    def _collect(self) -> None:
        """Drop the memos that nobody reads and nobody asked for."""
        if not self._knows_readers:
            read = {gate[:2] for gate in self._all_gates()}
            self._orphans |= self._memos.keys() - read - self._roots
            if self._orphans:
                self._find_readers()
        while self._orphans:
            key = self._orphans.pop()
            if key not in self._roots and not self._readers.has(key):
                self._forget(key)

    def _forget(self, key: Key) -> None:
        self._stale.pop(key, None)
        self._moved.pop(key, None)
        self._complaints.pop(key, None)
        memo = self._memo(key)
        if memo is not None:
            del self._memos[key]
            self._unsaved.add(key)
            self._release(key, memo.reads)

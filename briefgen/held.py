"""The memos that are held, who read them, and which of them nobody needs any more."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from briefgen.diagnostics import Diagnostic
from briefgen.graph import Past
from briefgen.memo import Key, Memo, Read


class Held:
    """All memos: those at hand, and those that still lie in the past until somebody asks for them.

    Who reads whom is found out when that is first asked: a build from nothing never asks.
    """

    def __init__(self) -> None:
        self._memos: dict[Key, Memo] = {}
        self._readers: dict[Key, dict[str | None, set[Key]]] = {}
        self._knows_readers = False
        self._past: Past | None = None
        self._roots: set[Key] = set()
        self._orphans: set[Key] = set()
        self._stale: dict[Key, Read | None] = {}
        self._complaints: dict[Key, tuple[Diagnostic, ...]] = {}
        self._unsaved: set[Key] = set()

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

    def _readers_of(self, key: Key) -> dict[str | None, set[Key]]:
        """Who reads a node or an input, by the item that is read (None: all of it)."""
        if not self._knows_readers:
            self._find_readers()
        found = self._readers.get(key)
        if found is None:
            found = {}
            if self._past is not None:
                # Kept, even if nobody is left: the past is asked once, and then no longer true.
                found = self._readers[key] = self._past.readers(key)
        return found

    def readers(self, name: str) -> set[Key]:
        """The nodes that read an input without argument."""
        if self._knows_readers:
            return self._readers_of((name, "")).get(None, set())
        read = (name, "", None)
        return {key for key, memo in self._memos.items() if read in memo.reads}

    def _find_readers(self) -> None:
        self._knows_readers = True
        for key, memo in self._memos.items():
            self._note_reads(key, memo.reads)

    def _note_reads(self, key: Key, reads: Iterable[Read]) -> None:
        for name, arg, item in reads:
            items = self._readers_of((name, arg))
            if not items:
                self._readers[name, arg] = items
            items.setdefault(item, set()).add(key)

    def _bring_all(self) -> None:
        """Take everything out of the past."""
        if self._past is not None:
            self._memos.update(self._past.rest())

    def _install(self, key: Key, memo: Memo) -> None:
        before = self._memo(key)
        self._memos[key] = memo
        if memo.diagnostics:
            self._complaints[key] = memo.diagnostics
        else:
            self._complaints.pop(key, None)
        if self._knows_readers:
            if not self._readers_of(key):
                self._orphans.add(key)  # unless somebody reads it by the time that is asked
            if before is None or before.reads is not memo.reads:
                old = set(before.reads) if before else set()
                for name, arg, item in old.difference(memo.reads):
                    self._forget_reader((name, arg), item, key)
                self._note_reads(key, memo.reads)

    def _forget_reader(self, key: Key, item: str | None, reader: Key) -> None:
        items = self._readers_of(key)
        items[item].discard(reader)
        if not items[item]:
            del items[item]
        if not items:
            self._orphans.add(key)
            if self._past is None:
                del self._readers[key]

    def _collect(self) -> None:
        """Drop the memos that nobody reads and nobody asked for."""
        if not self._knows_readers:
            reads = set(chain.from_iterable(memo.reads for memo in self._memos.values()))
            self._orphans |= self._memos.keys() - {read[:2] for read in reads} - self._roots
        while self._orphans:
            key = self._orphans.pop()
            if key not in self._roots and not self._readers_of(key):
                self._forget(key)

    def _forget(self, key: Key) -> None:
        self._stale.pop(key, None)
        self._complaints.pop(key, None)
        memo = self._memo(key)
        if memo is not None:
            del self._memos[key]
            self._unsaved.add(key)
            for name, arg, item in memo.reads:
                self._forget_reader((name, arg), item, key)

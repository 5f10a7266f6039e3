"""Who reads what: for every node and input, and every item of a keyed one."""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.graph import Past
from briefgen.memo import Key, Read


class Readers:
    """The readers by what they read; those of an earlier process are fetched when they matter."""

    def __init__(self) -> None:
        self._by: dict[Key, dict[str | None, set[Key]]] = {}
        self._past: Past | None = None

    def go_on_from(self, past: Past) -> None:
        """Begin with the readers of an earlier process."""
        self._by.clear()
        self._past = past

    def of(self, key: Key, item: str | None) -> Iterable[Key]:
        """Who reads this item of a node (None: all of it)."""
        if self._past is not None:
            return self._at(key, item)
        return self._by.get(key, {}).get(item, ())

    def items(self, key: Key) -> set[str | None]:
        """The items of a node that somebody reads."""
        kept = self._by.get(key, {})
        before = self._past.items(key) if self._past else ()
        return {item for item, readers in kept.items() if readers} | (set(before) - kept.keys())

    def has(self, key: Key) -> bool:
        """True if anybody reads anything of a node."""
        kept = self._by.get(key, {})
        if any(kept.values()):
            return True
        return self._past is not None and any(item not in kept for item in self._past.items(key))

    def add(self, reader: Key, reads: Iterable[Read]) -> None:
        """Note what somebody reads."""
        for name, arg, item in reads:
            self._at((name, arg), item).add(reader)

    def discard(self, reader: Key, read: Read) -> bool:
        """Note that somebody reads this no longer; True if nobody reads anything of the node now."""
        key, item = read[:2], read[2]
        readers = self._at(key, item)
        readers.discard(reader)
        if not readers and self._past is None:  # else the past would be asked again
            del self._by[key][item]
            if not self._by[key]:
                del self._by[key]
        return not readers and not self.has(key)

    def _at(self, key: Key, item: str | None) -> set[Key]:
        items = self._by.get(key)
        if items is None:
            items = self._by[key] = {}
        found = items.get(item)
        if found is None:
            found = items[item] = self._past.readers(key, item) if self._past else set()
        return found

"""A gathered mapping put right with the help of those members alone that have moved.

A process that has the mapping of an earlier one does not know who had added what to it. But
it knows what the parts of those who have moved since were before: these tell what they had
added, and the items tell the rest (see `joins`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from briefgen.gather import Ask, Gather, Shares, by_key
from briefgen.joins import Mendable, Unsure
from briefgen.memo import ABSENT, Forms, Key, Memo

Moved = Mapping[Key, Memo | None]
"""What is another now, each with the memo that it had when the mapping was made (None: not known)."""


class Mending:
    """What becomes of a mapping, whose memo `before` is, now that something it reads has moved."""

    def __init__(self, gather: Gather, before: Memo, moved: Moved, ask: Ask, forms: Forms) -> None:
        self._gather, self._before, self._moved = gather, before, moved
        self._ask, self._forms = ask, forms

    def items(self, name: str) -> dict[str, Any]:
        """The items that may be others than before (None: there is no such item).

        `name` is that of the query. Raises Unsure where everybody has to be asked.
        """
        old, new = defaultdict[str, list[Any]](list), defaultdict[str, list[Any]](list)
        touched: set[str] = set()
        for was, now in self._moves():
            touched.update(key for key in was.keys() | now.keys() if was.get(key) != now.get(key))
            for added, shares in (old, was), (new, now):
                for key, values in shares.items():
                    added[key] += values
        if not touched:
            return {}
        join = self._gather.join
        self._forms.fetch(self._before)
        if self._before.value is ABSENT or not isinstance(join, Mendable):
            raise Unsure
        items = ((key, self._forms.item(name, self._before, key)) for key in sorted(touched))
        return {key: join.mended(item, old[key], new[key]) for key, item in items}

    def _moves(self) -> Iterator[tuple[Shares, Shares]]:
        """What each member had added that may add something else now, and what it adds now."""
        gather, given = self._gather, self._gather.all_given(self._ask)
        members = set(self._ask(gather.members, ""))
        earlier = self._earlier_members() if (gather.members, "") in self._moved else members
        moved = {arg for name, arg in self._moved if name in gather.parts}
        for member in sorted(moved | (members ^ earlier)):
            was = gather.share_of(member, self._earlier, given) if member in earlier else ()
            now = gather.share_of(member, self._ask, given) if member in members else ()
            yield by_key(was), by_key(now)

    def _earlier_members(self) -> set[str]:
        part = self._gather.parts[0]
        return {arg for name, arg, _ in self._before.reads if name == part}

    def _earlier(self, part: str, member: str) -> Any:
        """What a part of a member was when the mapping was made."""
        if (part, member) not in self._moved:
            return self._ask(part, member)
        memo = self._moved[part, member]
        found = ABSENT if memo is None else self._forms.decoded(part, memo)
        if found is ABSENT:
            raise Unsure
        return found

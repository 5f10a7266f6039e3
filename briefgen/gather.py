"""Keyed values that are gathered from many members, and brought up to date member by member.

What each of a thousand documents states goes into one index; when one of them
changes, only the items in which it has a share are put together anew. A `Gather`
is the plain, pure function, which an engine can run as it runs any other; what
is remembered in order to do less the next time is a `Gathered`.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from briefgen.joins import All, Join
from briefgen.memo import Read, Reader, with_items

Share = tuple[str, Any]
"""What a member adds: the item's key, and the value."""

Shares = Mapping[str, list[Any]]
"""All that a member adds, by the item's key."""

Ask = Callable[[str, str], Any]
"""Gives the value of a query or an input, by its name and argument."""


class Gather(msgspec.Struct, frozen=True):
    """How a mapping is made of what every member adds to it.

    `members` is the query or input whose value lists them. Each member is asked all
    `parts`; `share` is given its name, their values, and those of `given` (which are
    asked once), and tells what it adds. `join` makes an item of all that was added
    under its key, in the order of the members' names.
    """

    members: str
    parts: tuple[str, ...]
    share: Callable[..., Iterable[Share]]
    join: Join = All()
    given: tuple[str, ...] = ()

    def __call__(self, reader: Reader, _: str) -> dict[str, Any]:
        """The mapping, from nothing."""
        added = defaultdict[str, list[Any]](list)
        given = self.all_given(reader.get)
        members = sorted(reader.get(self.members, ""))
        for row in zip(members, *(reader.each(part, members) for part in self.parts), strict=True):
            for key, value in self.share(*row, *given):
                added[key].append(value)
        made = ((key, self.join(added[key])) for key in sorted(added))
        return {key: item for key, item in made if item is not None}

    def all_given(self, ask: Ask) -> list[Any]:
        """The values of `given`."""
        return [ask(name, "") for name in self.given]

    def share_of(self, member: str, ask: Ask, given: list[Any]) -> Iterable[Share]:
        """What a member adds."""
        return self.share(member, *[ask(part, member) for part in self.parts], *given)

    def reads(self, members: Iterable[str]) -> Iterator[Read]:
        """All that is asked where these are the members, in the order of asking."""
        yield from ((name, "", None) for name in (*self.given, self.members))
        listed = sorted(members)
        yield from ((part, member, None) for part in self.parts for member in listed)


class Gathered:
    """Who has added what to a gathered mapping, so that a change re-does its own items only.

    `value` is the mapping, another object after each change. `concerned` are the keys
    that the last change can have touched.
    """

    def __init__(self, gather: Gather, ask: Ask, value: dict[str, Any]) -> None:
        """Ask every member; `value` is what comes of that."""
        self._gather = gather
        self._shares: dict[str, Shares] = {}
        self._adders: dict[str, list[str]] = {}
        self.value = value
        self.concerned: Collection[str] = self._renew(ask(gather.members, ""), (), ask)

    def change(self, members: Iterable[str], moved: Iterable[str], ask: Ask) -> None:
        """These are the members now, and the moved ones may add something else than before."""
        self.concerned = self._renew(members, moved, ask)
        self.value = self._redone(self.concerned)

    def _renew(self, members: Iterable[str], moved: Iterable[str], ask: Ask) -> set[str]:
        """Ask whoever is new or has moved; gives the keys of the items that may be others."""
        wanted, given = set(members), self._gather.all_given(ask)
        asked = sorted(wanted.intersection(moved) | (wanted - self._shares.keys()))
        fresh = {member: by_key(self._gather.share_of(member, ask, given)) for member in asked}
        gone = self._shares.keys() - wanted
        touched: set[str] = set()
        for member, shares in [*fresh.items(), *((member, _NOTHING) for member in gone)]:
            touched.update(self._note(member, shares))
        self._shares |= fresh
        for member in gone:
            del self._shares[member]
        return touched

    def _note(self, member: str, new: Shares) -> list[str]:
        """Keep the lists of adders true; gives the keys under which the member adds something else."""
        old = self._shares.get(member, _NOTHING)
        for key in old.keys() - new.keys():
            self._adders[key].remove(member)
            if not self._adders[key]:
                del self._adders[key]
        for key in new.keys() - old.keys():
            insort(self._adders.setdefault(key, []), member)
        return [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]

    def _redone(self, keys: Iterable[str]) -> dict[str, Any]:
        """The mapping with these items put together anew."""
        return with_items(self.value, {key: self._item(key) for key in keys})

    def _item(self, key: str) -> Any:
        adders = self._adders.get(key, ())
        added = [value for member in adders for value in self._shares[member][key]]
        return self._gather.join(added) if added else None


_NOTHING: Shares = {}


def by_key(shares: Iterable[Share]) -> Shares:
    """What a member adds, by the item's key."""
    found: dict[str, list[Any]] = {}
    for key, value in shares:
        found.setdefault(key, []).append(value)
    return found

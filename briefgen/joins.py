"""How an item of a gathered mapping is made of what was added under its key, and how it is mended.

Most items tell what was added to them. Such an item is put right where some members add
something else now, and nobody else is asked: what they had added is taken out, what they
add is put in. What comes of that is what joining everything anew would give; where an item
does not tell enough, that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, runtime_checkable

import msgspec


class Unsure(Exception):  # noqa: N818 - an answer, not a fault
    """What is known does not tell what the value is now: everybody has to be asked."""


class Join(Protocol):
    """Makes an item of all that was added under its key; None: there is no such item."""

    def __call__(self, added: list[Any], /) -> Any:
        """The item; `added` is in the order of the members' names, and not empty."""


@runtime_checkable
class Mendable(Join, Protocol):
    """A join that is never None, whose items can be mended."""

    def mended(self, item: Any, old: list[Any], new: list[Any]) -> Any:
        """The item (None: there was none, there is none) after some members have moved.

        `old` is all that these had added to it, `new` all that they add now, in the order of
        their names. Raises Unsure where the item does not tell what the others add.
        """


def _nobody(_: object) -> None:
    """The same owner for all: then an item can be mended as long as one member makes it."""


class All(msgspec.Struct, frozen=True):
    """An item is all that was added, `put` in an order.

    `whose` gives the owner of a value: commonly no two members add values of one owner. The
    order in which `put` brings values of several owners must follow from the values alone.
    """

    whose: Callable[[Any], Any] = _nobody
    put: Callable[[Iterable[Any]], tuple[Any, ...]] = tuple

    def __call__(self, added: list[Any]) -> tuple[Any, ...]:
        """All values in their order."""
        return self.put(added)

    def mended(self, item: Any, old: list[Any], new: list[Any]) -> Any:
        """The item with the new values for the old ones, where nobody else adds any of their owners."""
        concerned = set(map(self.whose, (*old, *new)))
        own: list[Any] = []
        others: list[Any] = []
        for value in item or ():
            (own if self.whose(value) in concerned else others).append(value)
        if own != list(self.put(old)):
            raise Unsure
        return self.put([*others, *new]) if others or new else None


def by(whose: Callable[[Any], Any]) -> All:
    """All that was added, in the order of the owners, and of each in the order in which it came."""
    return All(whose, lambda added: tuple(sorted(added, key=whose)))


class Last(msgspec.Struct, frozen=True):
    """An item is what was added last; `whose` gives what no two members have in common."""

    whose: Callable[[Any], Any]

    def __call__(self, added: list[Any]) -> Any:
        """The last value."""
        return added[-1]

    def mended(self, item: Any, old: list[Any], new: list[Any]) -> Any:
        """The new value, if the old one was what counted, or there was none."""
        if len(new) != 1 or [item] != (old or [None]):
            raise Unsure  # others may have added something that counts now
        if old and self.whose(old[0]) != self.whose(new[0]):
            raise Unsure
        return new[0]


class Own(msgspec.Struct, frozen=True):
    """An item is what one member adds: its key is that member's name."""

    def __call__(self, added: list[Any]) -> Any:
        """The only value."""
        return added[-1]

    def mended(self, _: Any, __: list[Any], new: list[Any]) -> Any:
        """What the member adds now."""
        return new[-1] if new else None

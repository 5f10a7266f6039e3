"""Mappings whose items are tuples with members in common, as plain data: each member is packed once.

An index lists the same entry under a dozen keys. Written out, that would be most of the cache.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

_NUMBERS: Final = "I"
Members = tuple[list[Any], dict[str, bytes]]
"""The members, and for each item their numbers, in the machine's own byte order."""

_slices = msgspec.msgpack.Decoder(tuple[list[msgspec.Raw], dict[str, bytes]])


def packed(value: Mapping[str, Sequence[object]], encode: Callable[[object], bytes]) -> bytes:
    """A mapping as plain data: that of equal mappings is equal."""
    at: dict[int, int] = {}  # by identity, which is asked first
    numbers: dict[bytes, int] = {}
    rows: dict[str, bytes] = {}
    for key, members in value.items():
        row = array(_NUMBERS)
        for member in members:
            number = at.get(id(member))
            if number is None:
                number = at[id(member)] = numbers.setdefault(encode(member), len(numbers))
            row.append(number)
        rows[key] = row.tobytes()
    return encode(([msgspec.Raw(member) for member in numbers], rows))


def joined(found: Members) -> dict[str, tuple[Any, ...]]:
    """The mapping, of its members and their numbers."""
    table, rows = found
    return {key: tuple(map(table.__getitem__, _numbers(row))) for key, row in rows.items()}


class Slices:
    """A mapping as it is packed, of which items are taken one by one."""

    def __init__(self, data: bytes, decode: Callable[[msgspec.Raw], Any]) -> None:
        self._table, self._rows = _slices.decode(data)
        self._decode = decode
        self._known: dict[int, Any] = {}

    def get(self, item: str) -> tuple[Any, ...] | None:
        """An item; None if there is none."""
        row = self._rows.get(item)
        return None if row is None else tuple(map(self._member, _numbers(row)))

    def _member(self, number: int) -> Any:
        if number not in self._known:
            self._known[number] = self._decode(self._table[number])
        return self._known[number]


def _numbers(row: bytes) -> memoryview[int]:
    return memoryview(row).cast(_NUMBERS)

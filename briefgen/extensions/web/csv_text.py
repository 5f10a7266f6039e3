"""Records as CSV (RFC 4180, UTF-8), flat and safe to open in a spreadsheet.

A date becomes five columns (as written; earliest and latest day; what its
sides are). A list becomes one cell with `; ` between its items: of evidence
the ids of the sources, of other objects their JSON. A cell that a spreadsheet
would run as a formula (it begins with = + - @, a tab or a return) gets an
apostrophe in front, as OWASP advises; a plain number does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, get_type_hints

import msgspec

from briefgen.extensions.web.records import Backing, Day, Record

_DAY_PARTS = ("", "_earliest", "_latest", "_start", "_end")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Lines:
    """What the writer of the standard library writes to."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, text: str) -> None:
        self.parts.append(text)


def table(row: type[Record], rows: Iterable[Record]) -> bytes:
    """A table with its heading; lines end with CR LF."""
    import csv

    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(heading(row))
    writer.writerows([*cells(record)] for record in rows)
    return "".join(lines.parts).encode()


@cache
def columns(row: type[Record]) -> tuple[tuple[str, bool], ...]:
    """(field, whether it is a date) of a type of rows, in order."""
    hints = get_type_hints(row)
    return tuple((field, _is_day(hints[field])) for field in row.__struct_fields__)


def heading(row: type[Record]) -> list[str]:
    """The names of the columns."""
    parts = ((field, _DAY_PARTS if is_day else ("",)) for field, is_day in columns(row))
    return [field + part for field, found in parts for part in found]


def _is_day(hint: Any) -> bool:
    return hint is Day or Day in getattr(hint, "__args__", ())


def cells(record: Record) -> Iterator[str]:
    """The cells of a record, in the order of the columns."""
    for field, is_day in columns(type(record)):
        value = getattr(record, field)
        if is_day:
            yield from _day(value)
        else:
            yield safe(_cell(value))


def _day(value: Day | None) -> tuple[str, ...]:
    if value is None:
        return ("",) * len(_DAY_PARTS)
    days = (value.text, value.earliest or "", value.latest or "")
    return (*map(safe, days), value.start, value.end)


def _cell(value: object) -> str:
    if value is None or value == {}:
        return ""
    if isinstance(value, tuple):
        return "; ".join(_item(item) for item in value)
    return value if isinstance(value, str) else _json(value)


def _item(value: object) -> str:
    if isinstance(value, Backing):
        return value.source
    return value if isinstance(value, str) else _json(value)


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="sorted").decode()


def safe(text: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text

"""Records as CSV (RFC 4180, UTF-8), flat and safe to open in a spreadsheet.

A date becomes five columns (as written; earliest and latest day; what its
sides are). A list becomes one cell with `; ` between its items: of evidence
the ids of the sources, of other objects their JSON. A cell that a spreadsheet
would run as a formula (it begins with = + - @, a tab or a return) gets an
apostrophe in front, as OWASP advises; a plain number does not.
"""

from __future__ import annotations

import csv
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
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([name for name, _ in columns(row)])
    writer.writerows([*cells(record)] for record in rows)
    return "".join(lines.parts).encode()


def columns(row: type[Record]) -> list[tuple[str, str]]:
    """(name of the column, field it comes from), in order."""
    found: list[tuple[str, str]] = []
    for field, is_day in _fields(row):
        parts = _DAY_PARTS if is_day else ("",)
        found += [(field + part, field) for part in parts]
    return found


@cache  # reading annotations costs more than writing a row
def _fields(row: type[Record]) -> tuple[tuple[str, bool], ...]:
    """Every field, and whether it holds a date."""
    hints = get_type_hints(row)
    return tuple((field, _is_day(hints[field])) for field in row.__struct_fields__)


def _is_day(hint: Any) -> bool:
    return hint is Day or Day in getattr(hint, "__args__", ())


def cells(record: Record) -> Iterator[str]:
    """The cells of a record, in the order of the columns."""
    for field, is_day in _fields(type(record)):
        value = getattr(record, field)
        if is_day:
            yield from map(safe, _day(value))
        else:
            yield safe(_cell(value))


def _day(value: Day | None) -> tuple[str, ...]:
    if value is None:
        return ("",) * len(_DAY_PARTS)
    return value.text, value.earliest or "", value.latest or "", value.start, value.end


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

"""The text of iCalendar (RFC 5545): lines folded, values escaped, in its own line ends."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LINE = 75  # octets, without the line end: section 3.1
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")

Property = tuple[str, str]
"""A name with its parameters (`DTSTART;VALUE=DATE`), and a value that is escaped already."""


def text(value: str) -> str:
    """A value of type TEXT, escaped (section 3.3.11); control characters cannot stand in one."""
    lines = "\n".join(value.splitlines())
    return _CONTROLS.sub("", lines).translate(_ESCAPES)


def component(name: str, properties: Iterable[Property], inner: Iterable[str] = ()) -> str:
    """A component with its properties, then the components in it; empty values are left out."""
    lines = [fold(f"{key}:{value}") for key, value in properties if value]
    return "".join((f"BEGIN:{name}\r\n", *lines, *inner, f"END:{name}\r\n"))


def fold(line: str) -> str:
    """A content line with its line end, in pieces of at most 75 octets that split no character."""
    if len(line.encode()) <= _LINE:
        return f"{line}\r\n"
    pieces: list[str] = []
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    return "\r\n".join((*pieces, piece)) + "\r\n"

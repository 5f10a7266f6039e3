"""What looks like front matter and is not read as such. It may have said that the page is a draft."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from briefgen.frontmatter.advice import ADVICE
from briefgen.frontmatter.tables import schema
from briefgen.model import TYPES

_FENCE = re.compile(r"([ \t]*)(-{2,}|\+{3,}|-*[\u2013\u2014][-\u2013\u2014]*)[ \t]*$")
"""Three hyphens, or what somebody or a word processor made of them; three plus signs are TOML's."""
_KEY = re.compile(r"[ \t]*([A-Za-z_]+)[ \t]*[:=]")
_FAR = 200
"""Lines that are looked at: no front matter is longer that somebody wrote by hand."""


class Unread(NamedTuple):
    """The line that was to begin front matter: where it stands, what is wrong with it, and the remedy."""

    line: int
    column: int
    length: int
    message: str
    hint: str


def unread(text: str) -> Unread | None:
    """The front matter that a text without any seems to have; the text has line feeds."""
    lines = text.split("\n", _FAR)[:_FAR]
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    fence = _FENCE.match(lines[first])
    if fence is None or not _keyed(lines[first + 1 :]):
        return None
    told = _told(fence[2], first, fence[1])
    return Unread(first + 1, len(fence[1]) + 1, len(fence[2]), *told) if told else None


def _keyed(lines: list[str]) -> bool:
    """True if a line says something under a key that we know, and a line like the first ends that."""
    found = (line for line in lines if line.strip())
    key = _KEY.match(next(found, ""))
    return key is not None and key[1].casefold() in _known() and any(map(_FENCE.match, lines))


@cache
def _known() -> frozenset[str]:
    keys = {key for type in TYPES for key in schema(type).table}
    return frozenset(keys | ADVICE.keys())


def _told(fence: str, first: int, indent: str) -> tuple[str, str] | None:
    if fence.startswith("+"):
        hint = "write it in YAML between lines `---`, as in `title: Talks resume`"
        return "this is TOML, and read as text: front matter is YAML", hint
    if fence != "---":
        hint = "write `---` above it and below it"
        return "front matter stands between lines of three hyphens: this is read as text", hint
    if indent:
        hint = "delete the blanks before `---`"
        return "front matter begins at the start of a line: this is read as text", hint
    if first:
        hint = "delete the empty lines above it"
        return "front matter begins on the first line of a file: this is read as text", hint
    return None

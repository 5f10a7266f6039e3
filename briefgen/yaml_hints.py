"""What YAML's error messages mean to somebody who wanted to write a title."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

_QUOTE = "put the text in quotes"


class _Known(NamedTuple):
    part: str
    """Part of libyaml's or PyYAML's words."""
    message: str
    hint: str
    opened: bool = False
    """Whether the place that helps is where the thing began, not where reading gave up."""


_KNOWN = (
    _Known(
        "mapping values are not allowed",
        "a colon and a space stand in a text without quotes",
        _QUOTE,
    ),
    _Known("found a tab character", "a tab stands where YAML wants spaces", "indent with spaces"),
    _Known("cannot start any token", "this character cannot begin a text without quotes", _QUOTE),
    _Known("expected alphabetic", "`*` and `&` cannot begin a text without quotes", _QUOTE),
    _Known(
        "find expected ':'",
        "this line is no `key: value`",
        "add the colon, or indent the line",
        opened=True,
    ),
    _Known(
        "scanning a quoted scalar",
        "a quotation mark is opened and never closed",
        "close it",
        opened=True,
    ),
    _Known(
        "parsing a flow sequence",
        "this [ is not closed, or a comma is missing",
        _QUOTE,
        opened=True,
    ),
    _Known(
        "parsing a flow mapping", "this { is not closed, or a comma is missing", _QUOTE, opened=True
    ),
    _Known("expected key", "this line is not indented like its neighbours", "align it with them"),
    _Known("expected '-'", "this line is not indented like its neighbours", "align it with them"),
    _Known(
        "entries are not allowed", "a list cannot start here", "put the `-` on a line of its own"
    ),
)
"""The likeliest first."""

_INSIDE = re.compile(r"^while (?:scanning|parsing) ")


def explain(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str, str]:
    """Offset, message and hint for an error of the parser in a text."""
    words = f"{error.problem or ''}; {error.context or ''}"
    offset = _offset(error.problem_mark or error.context_mark, text)
    if text[offset : offset + 1] == "\t":
        words = "found a tab character"
    if "expected key" in words and _before(text, offset).strip():
        return offset, "the value is complete before this", _QUOTE
    for known in _KNOWN:
        if known.part in words:
            start = (
                _offset(error.context_mark, text) if known.opened and error.context_mark else offset
            )
            return start, known.message, known.hint
    near = text[offset : offset + 1].strip()
    told = error.problem or _INSIDE.sub("unfinished ", error.context or "this is not YAML")
    return offset, (f"{told} at `{near}`" if near else told), ""


def _offset(mark: yaml.Mark | None, text: str) -> int:
    return min(mark.index if mark else 0, len(text))


def _before(text: str, offset: int) -> str:
    """The part of the line before an offset."""
    return text[text.rfind("\n", 0, offset) + 1 : offset]

"""What YAML's error messages mean to somebody who wanted to write a title."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from briefgen.conflicts import HINT, MESSAGE

_QUOTE = "put the text in quotes"


class _Known(NamedTuple):
    part: str
    """Part of libyaml's or PyYAML's words."""
    message: str
    hint: str
    opened: bool = False
    """Whether the place that helps is where the thing began, not where reading gave up."""


_KNOWN = (
    _Known("found a tab character", "a tab stands where YAML wants spaces", "indent with spaces"),
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
        "write a comma between two items, `]` behind the last one, and quotes around a text with a colon",
        opened=True,
    ),
    _Known(
        "parsing a flow mapping",
        "this { is not closed, or a comma is missing",
        "write a comma between two keys, `}` behind the last one, and quotes around a text with a colon",
        opened=True,
    ),
    _Known("expected key", "this line is not indented like its neighbours", "align it with them"),
    _Known("expected '-'", "this line is not indented like its neighbours", "align it with them"),
    _Known(
        "entries are not allowed", "a list cannot start here", "put the `-` on a line of its own"
    ),
)
"""The likeliest first."""

_INSIDE = re.compile(r"^while (?:scanning|parsing) ")
_MERGED = re.compile(r"^<{7}(?: |$)", re.MULTILINE)
_CURLY = re.compile(r"\s*(?:- +)?[\w-]+:\s+[\u2018-\u201f\u00ab]")
_BARE_KEY = re.compile(r"\s+(?:- +)?[\w-]+$")
_VALUE = re.compile(r"\s*(?:- +)?[\w-]+: +([^\[\]{},#]*\S)\s*$")
_REST = re.compile(r"([^\[\]{},#\n]*[^\s\[\]{},#])\s*$", re.MULTILINE)
_SHOWN = 60
"""Characters of a value that a hint repeats."""
_QUOTED = re.compile(r".*?:\s+(([\"']).*?)\s*$")


def explain(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str, str]:
    """Offset, message and hint for an error of the parser in a text."""
    words = f"{error.problem or ''}; {error.context or ''}"
    offset = _offset(error.problem_mark or error.context_mark, text)
    if merged := _MERGED.search(text):
        return merged.start(), MESSAGE, HINT
    if text[offset : offset + 1] == "\t":
        words = "found a tab character"
    if "mapping values" in words:
        return _colon(text, offset)
    if "cannot start any token" in words:
        message = "this character cannot begin a text without quotes"
        rest = _REST.match(text, offset)
        return offset, message, quoted(rest[1] if rest else "")
    if "expected key" in words and _before(text, offset).strip():
        return offset, "the value is complete before this", _requoted(text, offset)
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


def _colon(text: str, offset: int) -> tuple[int, str, str]:
    """What a colon comes from that stands in a value: mostly it is one too many, sometimes blanks are."""
    before = _before(text, offset)
    start, lead = offset - len(before), before[: len(before) - len(before.lstrip())]
    if strange := re.search(r"[^ \t]", lead):
        hint = "write ordinary blanks before the text"
        return (
            start + strange.start(),
            "a blank of another kind stands where YAML wants spaces",
            hint,
        )
    if _CURLY.match(before):
        hint = 'curly quotation marks are letters in YAML: put straight ones around the text, "…"'
        return offset, "a colon and a space stand in a text without quotes", hint
    above = text[:start].rstrip()
    if _BARE_KEY.match(before) and ": " in _before(above, len(above)):
        hint = "align it with the key above it"
        return start + len(lead), "this line is indented deeper than the one above it", hint
    value = _VALUE.match(_line(text, offset))
    message = "a colon and a space stand in a text without quotes"
    return offset, message, quoted(value[1] if value else "")


def _requoted(text: str, offset: int) -> str:
    """A hint with the value in quotation marks that do not stand in it."""
    found = _QUOTED.match(_line(text, offset))
    if not found:
        return _QUOTE
    value, mark = found[1], found[2]
    inner = value[1:-1] if value.endswith(mark) else value
    other = "'" if mark == '"' else '"'
    return _QUOTE if other in inner else f"write {other}{inner}{other}"


def quoted(value: str) -> str:
    """A hint with a value as it should be written, if it is short and has no quotation marks."""
    value = value.strip()
    is_short = 0 < len(value) <= _SHOWN and '"' not in value and "\\" not in value
    return f'write "{value}"' if is_short else _QUOTE


def _line(text: str, offset: int) -> str:
    """The whole line around an offset."""
    return text[text.rfind("\n", 0, offset) + 1 :].partition("\n")[0]


def _before(text: str, offset: int) -> str:
    """The part of the line before an offset."""
    return text[text.rfind("\n", 0, offset) + 1 : offset]

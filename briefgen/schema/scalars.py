"""Readers of single values: text, choice, date, number, time, duration, language.

Each gives None after it has reported what is wrong, at the column of the part
that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from briefgen import dates, paths
from briefgen.dates import DateError, EdtfDate
from briefgen.nodes import Node, Scalar, plain
from briefgen.schema.fields import Reader, did_you_mean, texts
from briefgen.schema.scope import Scope, listed
from briefgen.vocabulary import Term

_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)([T ]\d\d:\d\d(?::\d\d)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_ISO_DURATION = re.compile(r"P\d{1,4}[DWMY]", re.ASCII)
_DURATION = re.compile(r"(\d{1,4}) (day|week|month|year)s?", re.ASCII)
_SHOWN = 60
"""Characters of a wrong value that a message repeats."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", re.ASCII)

Words = tuple[str, ...] | str
"""A closed list of words, or the name of one in `Scope.choices`."""


def scalar(scope: Scope, node: Node, wanted: str = "a text") -> Scalar | None:
    """The value as a scalar; a list or a mapping is reported."""
    if isinstance(node, Scalar):
        return node
    scope.wrong(node, wanted, "put it in quotes if it is meant as text")
    return None


def text(scope: Scope, node: Node) -> str | None:
    """A text, without blanks around it."""
    found = scalar(scope, node)
    return found.text.strip() if found else None


def line(scope: Scope, node: Node) -> str | None:
    """A text on one line, with single blanks: what titles are."""
    found = text(scope, node)
    return " ".join(found.split()) if found else None


def tag(scope: Scope, node: Node) -> str | None:
    """A tag, without the `#` that some write before it."""
    found = text(scope, node)
    return found.lstrip("#").strip() or None if found else None


_tag_list = texts(tag)


def tags(scope: Scope, node: Node) -> tuple[str, ...]:
    """A list of tags, or one text with commas between them."""
    if isinstance(node, Scalar):
        parts = (part.strip().lstrip("#").strip() for part in node.text.split(","))
        return tuple(dict.fromkeys(part for part in parts if part))
    found: tuple[str, ...] = _tag_list(scope, node)
    return found


def plain_mapping(scope: Scope, node: Node) -> dict[str, object] | None:
    """A mapping of the author's own, untyped."""
    found = plain(node)
    if isinstance(found, dict):
        return found
    scope.wrong(node, "a mapping")
    return None


def names(terms: Iterable[Term]) -> tuple[str, ...]:
    """The words of a closed list."""
    return tuple(term.name for term in terms)


def choice(
    words: Words,
    *,
    otherwise: str | None = None,
    advice: Mapping[str, str] | None = None,
    tidy: Callable[[str], str] = str.strip,
) -> Reader:
    """The reader of a word of a closed list; `otherwise` stands for a wrong one.

    `advice` maps words of other tools to the ones meant.
    """

    def read(scope: Scope, node: Node) -> str | None:
        known = scope.choices.get(words, ()) if isinstance(words, str) else words
        found = scalar(scope, node, f"one of {listed(known)}")
        if found is None:
            return otherwise
        word = tidy(found.text)
        if word in known:
            return word
        _report_unknown_value(scope, found, known, advice or {})
        return otherwise

    return read


def _report_unknown_value(
    scope: Scope, found: Scalar, known: tuple[str, ...], advice: Mapping[str, str]
) -> None:
    word = found.text.strip()
    advised = advice.get(word.casefold(), "")
    near = (
        f"did you mean `{advised}`?" if advised in known else advised or did_you_mean(word, known)
    )
    hint = near or f"one of {listed(known)}"
    shown = word if len(word) <= _SHOWN else word[:_SHOWN] + "…"
    scope.report("unknown-value", f"`{scope.key}` cannot be `{shown}`", found.inner, hint)


_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def is_flag(node: Scalar) -> bool:
    """True for what says yes or no."""
    return node.text.strip().casefold() in _FLAGS


def flag(scope: Scope, node: Node) -> bool | None:
    """Yes or no, in any of YAML's spellings."""
    found = scalar(scope, node, "`true` or `false`")
    if found is None:
        return None
    if is_flag(found):
        return _FLAGS[found.text.strip().casefold()]
    message = f"`{scope.key}` takes `true` or `false`"
    scope.report("unknown-value", message, found.inner)
    return None


def date(scope: Scope, node: Node) -> EdtfDate | None:
    """An EDTF date."""
    found = scalar(scope, node, "a date")
    if found is None:
        return None
    try:
        return dates.parse(found.text)
    except DateError as error:
        report_date(scope, found, error)
        return None


def report_date(scope: Scope, found: Scalar, error: DateError) -> None:
    """Report what is wrong with a date, at the part that is wrong."""
    span = found.at(error.offset, error.length)
    scope.report("bad-date", error.message, span, error.hint)


def boundary(scope: Scope, node: Node) -> EdtfDate | None:
    """One end of a time: a date, or `..` for open. An interval is none."""
    found = scalar(scope, node, "a date")
    if found is None:
        return None
    if found.text.strip() == "..":
        return OPEN
    read = date(scope, node)
    if read and read.precision == "interval":
        message = f"`{scope.key}` takes one end, not an interval"
        scope.report("bad-date", message, found.inner, "write the other end under its own key")
        return None
    return read


OPEN = EdtfDate("..", None, None, None, None, "interval", "open", "open")
"""The end of what goes on; its text composes: `dates.interval("2014", OPEN.text)`."""


def decimal(scope: Scope, node: Node) -> str | None:
    """A decimal number, kept as written (`125e9`, `41.8`)."""
    found = scalar(scope, node, "a number")
    if found is None:
        return None
    word = found.text.strip()
    if _DECIMAL.fullmatch(word):
        return word
    start = _DECIMAL.match(word.replace(",", ""))
    plainly = start.group() if start else "125e9"
    hint = f"write the number alone, as {plainly}; words go under `display:` and `unit:`"
    scope.report("bad-number", f"`{scope.key}` is not a decimal number", found.inner, hint)
    return None


def whole(low: int, high: int) -> Reader:
    """The reader of a whole number from `low` to `high`, both included."""

    def read(scope: Scope, node: Node) -> int | None:
        found = scalar(scope, node, "a whole number")
        if found is None:
            return None
        word = found.text.strip()
        if _WHOLE.fullmatch(word) and low <= int(word) <= high:
            return int(word)
        message = f"`{scope.key}` is a whole number from {low} to {high}"
        scope.report("bad-number", message, found.inner)
        return None

    return read


def moment(otherwise: str) -> Reader:
    """The reader of an instant in ISO 8601 with its zone; `otherwise` stands for a wrong one."""

    def read(scope: Scope, node: Node) -> str:
        found = scalar(scope, node, "a time with its zone")
        return (found and _moment(scope, found)) or otherwise

    return read


def _moment(scope: Scope, found: Scalar) -> str | None:
    word = found.text.strip()
    parts = _TIME.fullmatch(word)
    if not parts:
        hint = "write it as 2025-04-21T09:00+05:30"
        scope.report("bad-time", "this is not a time of ISO 8601", found.inner, hint)
        return None
    day, time, zone = parts.groups()
    if not (time and zone):
        lacks = "its zone" if time else "a time of day and its zone"
        hint = f"write {day}T{time[1:] if time else '00:00'}Z for UTC"
        point = found.at(found.text.find(word) + len(word), 0)
        scope.report("bad-time", f"`{scope.key}` lacks {lacks}", point, hint)
        return None
    try:
        return datetime.fromisoformat(word).isoformat()
    except ValueError as error:
        scope.report("bad-time", str(error), found.inner)
        return None


def duration(scope: Scope, node: Node) -> str | None:
    """A length of time, given in ISO 8601: `6 months` is `P6M`."""
    found = scalar(scope, node, "a length of time")
    if found is None:
        return None
    word = found.text.strip()
    if _ISO_DURATION.fullmatch(word.upper()):
        return word.upper()
    if parts := _DURATION.fullmatch(word.casefold()):
        return f"P{int(parts[1])}{parts[2][0].upper()}"
    hint = "write it as `6 months` or `90 days`"
    scope.report("wrong-type", f"`{scope.key}` takes a length of time", found.inner, hint)
    return None


def language(scope: Scope, node: Node) -> str | None:
    """A language tag of BCP 47 (`en`, `pt-BR`), by its form: no language has a longer code than three letters."""
    found = scalar(scope, node, "a language tag")
    if found is None:
        return None
    if _LANGUAGE.fullmatch(found.text.strip()):
        return found.text.strip()
    message = f"`{scope.key}` is not a language tag"
    scope.report("unknown-value", message, found.inner, "write `en`, `hi` or `pt-BR`")
    return None


def slug(scope: Scope, node: Node) -> str | None:
    """A slug; a text that is none is reported, and what it would be is used."""
    found = scalar(scope, node, "a slug")
    if found is None:
        return None
    word = found.text.strip()
    if paths.is_slug(word):
        return word
    meant = paths.slug(word)
    hint = f"write `{meant}`" if meant else "use small letters, digits and hyphens"
    message = f"`{scope.key}` takes small letters, digits and hyphens"
    scope.report("bad-id", message, found.inner, hint)
    return meant or None

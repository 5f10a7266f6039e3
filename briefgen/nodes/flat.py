"""The plainest YAML, which most front matter is: `key: text` and `key: [text, text]`.

Read here in a fraction of the time that the parser takes, and to the same tree.
Whatever is not surely plain (a colon or a tab too many, a comment, an indented line,
a key that comes twice) is left to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.diagnostics import Span
from briefgen.nodes.tree import Mapping, Node, Scalar, Sequence

_LONGEST = 10_000
"""Characters: fewer than could exceed any limit of the parser's reader."""

# What ends a line or may not stand in a text, and, where no quotes are, what may mean something:
# a colon and a number sign mean nothing if no blank stands behind the one, before the other.
_NOT = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_PLAIN = rf"[^\W_][^:#{_NOT}]*(?:(?::(?=[^ \n])|(?<! )#)[^:#{_NOT}]*)*"
_ITEM = rf" *[^\W_][^]:#?,[{{}}{_NOT}]*"
_LINE = re.compile(
    r"(?P<key>[^\W_][\w-]*):"
    rf"(?: +(?P<plain>{_PLAIN})"
    rf"| +(?P<quoted>\"[^\"\\{_NOT}]*\"|'[^'{_NOT}]*') *"
    rf"| +(?P<list>\[(?:{_ITEM}(?:,{_ITEM})*)?\]) *"
    r"| *)(?:\n|\Z)"
)


def read_flat(text: str, first_line: int) -> Mapping | None:
    """The mapping that a text with line feeds states; None if it is not surely plain."""
    items: dict[str, tuple[Scalar, Node]] = {}
    at, line = 0, first_line
    while at < len(text) <= _LONGEST:
        found = _LINE.match(text, at)
        if found is None or found["key"] in items:
            return None
        key = found["key"]
        items[key] = (Scalar(key, Span(line, 1, len(key)), literal=0), _value(found, line))
        at, line = found.end(), line + 1
    if not items:
        return None
    # Of a place that spans lines, the first line is shown.
    return Mapping(tuple(items.values()), Span(first_line, 1, len(text.partition("\n")[0])))


def _value(found: re.Match[str], line: int) -> Node:
    kind = found.lastgroup or "key"
    raw = found[kind].rstrip(" ")
    span = Span(line, found.start(kind) - found.start() + 1, len(raw))
    if kind == "list":
        return Sequence(tuple(_items(raw, span)), span, raw)
    if kind == "quoted":
        return Scalar(raw[1:-1], span, quoted=True, literal=1)
    if kind == "plain":
        return Scalar(raw, span, literal=0)
    return Scalar("", Span(line, len(raw) + 2), literal=0)  # behind the colon


def _items(raw: str, span: Span) -> Iterator[Scalar]:
    column = span.column + 1
    for part in raw[1:-1].split(","):
        text = part.strip(" ")
        if text:  # an empty list has one part, which is blank
            before = len(part) - len(part.lstrip(" "))
            yield Scalar(text, Span(span.line, column + before, len(text)), literal=0)
        column += len(part) + 1

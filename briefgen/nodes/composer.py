"""YAML from the parser's events, not its nodes: the limits hold while the text is read.

So neither depth nor aliases can exhaust memory or stack.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import yaml

from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Related, Span
from briefgen.nodes.tree import MAX_CHARACTERS, Mapping, Node, Scalar, Sequence, is_empty
from briefgen.yaml_hints import explain, quoted

MAX_DEPTH = 50
MAX_NODES = 10_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What YAML does not allow, and the byte order mark, which the parser would not count."""
_COMMENT = re.compile(r"[ \t]+(#\w[^\n]*)")
"""A comment in which a number or a tag stands, and no remark."""


def compose(text: str, path: str, first_line: int) -> tuple[Mapping | None, tuple[Diagnostic, ...]]:
    """The mapping that a text with line feeds states, and what is wrong with it."""
    reader = _Reader(text, path, first_line)
    try:
        root = reader.document()
    except _Stop:
        root = None
    if root is not None and not isinstance(root, Mapping) and not is_empty(root):
        message = "expected lines of the form `key: value`"
        reader.report("wrong-type", message, root.span)
    return root if isinstance(root, Mapping) else None, tuple(reader.diagnostics)


def _literal(raw: str, value: str) -> int | None:
    """How far inside what is written the text begins; None if it does not stand there as it is."""
    if "\n" in raw:
        return None
    if raw == value:
        return 0
    return 1 if raw[:1] in ("'", '"') and raw[1:-1] == value else None


def _range(begin: Any, end: Any) -> tuple[int, int]:
    """Offsets from the start of one event to the end of another."""
    return begin.start_mark.index, end.end_mark.index


class _Stop(Exception):  # noqa: N818 - no error: the reader has reported already
    """Reading cannot go on."""


class _Places:
    """Offsets to lines and columns. Only a line feed ends a line, as in editors."""

    def __init__(self, text: str, first_line: int) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._text = text
        self._first_line = first_line

    def span(self, start: int, stop: int) -> Span:
        start = min(start, len(self._text))
        line = bisect_right(self._starts, start) - 1
        end_of_line = self._text.find("\n", start)
        last = min(stop, end_of_line if end_of_line >= 0 else len(self._text))
        column = start - self._starts[line] + 1
        return Span(self._first_line + line, column, max(last - start, 0))


class _Reader:
    """Builds the tree of one text from the parser's events."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text = text
        self.path = path
        self.places = _Places(text, first_line)
        self.diagnostics: list[Diagnostic] = []
        self._nodes = 0
        self._events = self._stream()

    def report(self, code: str, message: str, span: Span, hint: str = "") -> None:
        self.diagnostics.append(diagnose(code, message, self.path, span, hint=hint))

    def document(self) -> Node | None:
        """The node of the only document; None when there is none."""
        self._check_text()
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        node = self._node(next(self._events), 0)
        next(self._events)
        extra = next(self._events)
        if not isinstance(extra, yaml.StreamEndEvent):
            message = "a second YAML document starts here"
            self._stop("yaml-syntax", message, self._span(extra), "remove the line `---`")
        return node

    def _check_text(self) -> None:
        if len(self.text) > MAX_CHARACTERS:
            message = f"longer than {MAX_CHARACTERS // 1024} thousand characters"
            self._stop("front-matter-too-large", message, self.places.span(0, 0))
        if bad := _FORBIDDEN.search(self.text):
            message = f"the character U+{ord(bad.group()):04X} is not allowed here"
            self._stop("yaml-syntax", message, self.places.span(*bad.span()), "remove it")

    def _stream(self) -> Iterator[Any]:
        try:
            events = yaml.parse(self.text, Loader=_LOADER)
            next(events)  # the stream starts
            yield from events
        except yaml.MarkedYAMLError as error:
            offset, message, hint = explain(error, self.text)
            self._stop("yaml-syntax", message, self.places.span(offset, offset + 1), hint)

    def _stop(self, code: str, message: str, span: Span, hint: str = "") -> None:
        self.report(code, message, span, hint)
        raise _Stop

    def _span(self, event: Any) -> Span:
        return self.places.span(*_range(event, event))

    def _node(self, event: Any, depth: int) -> Node:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            what = f"{MAX_DEPTH} levels" if depth > MAX_DEPTH else f"{MAX_NODES} values"
            self._stop("front-matter-too-large", f"more than {what}", self._span(event))
        if event.anchor or getattr(event, "tag", None):
            self._refuse_marks(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        return Scalar("", self._span(event))

    def _refuse_marks(self, event: Any) -> None:
        hint = "put the text in quotes"
        if event.anchor:
            message = "anchors and aliases (`&`, `*`) are not read"
            self.report("yaml-alias", message, self._span(event), hint)
        if getattr(event, "tag", None):
            self.report("yaml-tag", "tags (`!`) are not read", self._span(event), hint)

    def _scalar(self, event: Any) -> Scalar:
        start, stop = _range(event, event)
        span, value = self.places.span(start, stop), event.value
        if not event.style and (lost := _COMMENT.match(self.text, stop)):
            message = "a blank and a # begin a comment: this is not part of the value"
            hint = (
                f"{quoted(self.text[start : lost.end()])}; behind the # of a comment stands a blank"
            )
            self.report("yaml-comment", message, self.places.span(*lost.span(1)), hint)
        literal = _literal(self.text[start:stop], value)
        if literal is None:
            value = self._clean(value, span)
        return Scalar(value, span, bool(event.style), literal)

    def _clean(self, value: str, span: Span) -> str:
        """The text without what only escapes can smuggle in: control characters."""
        if bad := _FORBIDDEN.search(value):
            message = f"the character U+{ord(bad.group()):04X} is not allowed here"
            self.report("yaml-syntax", message, span, "remove it")
            return _FORBIDDEN.sub("", value)
        return value

    def _sequence(self, begin: Any, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        start, stop = _range(begin, event)
        raw = self.text[start:stop] if begin.flow_style else ""
        return Sequence(tuple(items), self.places.span(start, stop), "" if "\n" in raw else raw)

    def _mapping(self, begin: Any, depth: int) -> Mapping:
        items: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Scalar):
                hint = "put the text in quotes"
                self.report("wrong-type", "a key must be a plain word", key.span, hint)
            elif key.text in items:
                self._duplicate(key, items[key.text][0])
            else:
                items[key.text] = (key, value)
        span = self.places.span(*_range(begin, event))
        return Mapping(tuple(items.values()), span)

    def _duplicate(self, key: Scalar, first: Scalar) -> None:
        related = (Related(self.path, first.span, "first written here"),)
        message = f"the key `{key.text}` is written twice"
        self.diagnostics.append(
            diagnose(
                "duplicate-key", message, self.path, key.span, hint="keep one", related=related
            )
        )

"""The tree: texts, lists and mappings, each with its place."""

from __future__ import annotations

from typing import Any

import msgspec

from briefgen.diagnostics import Span

MAX_CHARACTERS = 256 * 1024
"""Longest text that is read as YAML."""


class Scalar(msgspec.Struct, frozen=True):
    """A text as YAML means it, and the place of it with its quotes.

    `literal` is the number of characters between the start of the span and the
    text when the text stands in the file as it is; None when it is escaped,
    folded or in a block, so that places inside it are not known.
    """

    text: str
    span: Span
    quoted: bool = False
    literal: int | None = None

    def at(self, offset: int, length: int) -> Span:
        """The place of a part of the text (both in characters); of the whole when it is not known."""
        if self.literal is None:
            return self.span
        return Span(self.span.line, self.span.column + self.literal + offset, length)

    @property
    def inner(self) -> Span:
        """The place of the text without its quotes."""
        return self.at(0, len(self.text))

    @property
    def empty(self) -> bool:
        """True where nothing is written: `key:`, `key: ""` or `key: ~`."""
        return not self.text.strip() or (self.text == "~" and not self.quoted)


class Sequence(msgspec.Struct, frozen=True):
    """A list. `raw` is its text when it is in flow style on one line."""

    items: tuple[Node, ...]
    span: Span
    raw: str = ""


class Mapping(msgspec.Struct, frozen=True):
    """Keys and values in the order in which they are written; no key twice."""

    items: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, *keys: str) -> Node | None:
        """The value of the first of the keys that is there."""
        found = {key.text: value for key, value in self.items}
        return next((found[key] for key in keys if key in found), None)

    def text(self, *keys: str) -> str:
        """The text of the first of the keys that has one, else ""."""
        found = {key.text: value.text for key, value in self.items if isinstance(value, Scalar)}
        return next((found[key].strip() for key in keys if found.get(key, "").strip()), "")


Node = Scalar | Sequence | Mapping


def is_empty(node: Node) -> bool:
    """True for a value that says nothing: blank text, an empty list or mapping."""
    return node.empty if isinstance(node, Scalar) else not node.items


def as_link(node: Node) -> Scalar | None:
    """An unquoted `[[id]]` as the text it was meant to be; None for any other node.

    YAML reads it as a list in a list, and its commas as separators.
    """
    if not isinstance(node, Sequence) or len(node.items) != 1 or not node.raw.startswith("[["):
        return None
    inner = node.items[0]
    whole = (
        isinstance(inner, Sequence)
        and inner.raw == node.raw[1:-1]
        and not inner.raw.startswith("[[")
    )
    return Scalar(node.raw, node.span, literal=0) if whole else None


def plain(node: Node) -> Any:
    """A value as texts, lists and dicts (by key): what templates get of `extra:`.

    The order in which keys are written is lost on purpose: values that are
    equal must read alike, whether they were just parsed or come from the cache.
    """
    if isinstance(node, Scalar):
        return "" if node.empty else node.text
    if isinstance(node, Sequence):
        link = as_link(node)
        return link.text if link else [plain(item) for item in node.items]
    found = {key.text: plain(value) for key, value in node.items}
    return dict(sorted(found.items(), key=lambda item: item[0]))

"""Finished HTML as a small tree, for turning it into something else.

The HTML is our own (of linking and of templates), so it is well formed and read by
one expression, five times as fast as by the parser of the standard library. What
that expression does not know is left to the parser, which reads anything to its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)

_DEEPEST = 100
"""Elements within each other; what is in a deeper one stands beside it. Nothing is lost but the nesting."""
_TAG = re.compile(
    r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9:_-]*(?:="[^"<>]*")?)*)\s*(/?)>', re.ASCII
)
_ATTRIBUTE = re.compile(r'([a-z][a-z0-9:_-]*)(?:="([^"]*)")?', re.ASCII)
_NOT_HTML_INSIDE = frozenset(
    "iframe noembed noframes noscript plaintext script style textarea title xmp".split()
)


class Element:
    """An element with its attributes and what is in it: elements and texts."""

    __slots__ = ("attributes", "inner", "tag")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.inner: list[Element | str] = []

    def get(self, name: str) -> str:
        """An attribute, empty where there is none."""
        return self.attributes.get(name, "")

    def has_class(self, name: str) -> bool:
        """True if the element is of a class."""
        written = self.attributes.get("class")
        return written is not None and name in written and name in written.split()

    def elements(self) -> Iterator[Element]:
        """The elements directly inside."""
        return (part for part in self.inner if isinstance(part, Element))

    def find(self, *tags: str) -> Iterator[Element]:
        """All elements of the tags at any depth, in order."""
        for part in self.elements():
            if part.tag in tags:
                yield part
            yield from part.find(*tags)

    def text(self) -> str:
        """All text inside."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.inner)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inner.append(made)
        if tag not in VOID:
            self.open.append(made if len(self.open) < _DEEPEST else _flat_copy(self.open[-1], tag))

    def handle_endtag(self, tag: str) -> None:
        _close(self.open, tag)

    def handle_data(self, data: str) -> None:
        self.open[-1].inner.append(data)


def tree(html: str) -> Element:
    """A piece of HTML under a root without a tag."""
    return plain_tree(html) or parsed_tree(html)


def parsed_tree(html: str) -> Element:
    """The tree of any HTML, however odd."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


def plain_tree(html: str) -> Element | None:
    """The tree of HTML in its plainest form, as we write it; None for any other."""
    pieces = _TAG.split(html)
    texts, tags = pieces[::5], pieces[2::5]
    if any("<" in text for text in texts) or not _NOT_HTML_INSIDE.isdisjoint(tags):
        return None
    root = Element("", {})
    if texts[0]:
        root.inner.append(_plain(texts[0]))
    opened = [root]
    for closing, tag, written, empty, text in zip(
        pieces[1::5], tags, pieces[3::5], pieces[4::5], texts[1:], strict=True
    ):
        if closing:
            _close(opened, tag)
        else:
            made = Element(tag, _attributes(written) if written else {})
            opened[-1].inner.append(made)
            if not empty and tag not in VOID:
                opened.append(made if len(opened) < _DEEPEST else _flat_copy(opened[-1], tag))
        if text:
            opened[-1].inner.append(_plain(text))
    return root


def _flat_copy(inside: Element, tag: str) -> Element:
    """An element to be open, whose content goes where that of another one goes."""
    copy = Element(tag, {})
    copy.inner = inside.inner
    return copy


def _close(opened: list[Element], tag: str) -> None:
    """Close the innermost element of a tag, and all that are open inside it; nothing if there is none."""
    if opened[-1].tag == tag:
        opened.pop()
        return
    depth = next((n for n in range(len(opened) - 1, 0, -1) if opened[n].tag == tag), 0)
    if depth:
        del opened[depth:]


def _plain(text: str) -> str:
    return unescape(text) if "&" in text else text


def _attributes(written: str) -> dict[str, str]:
    return {name: _plain(value) for name, value in _ATTRIBUTE.findall(written)}

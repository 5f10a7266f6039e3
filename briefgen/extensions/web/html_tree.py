"""Finished HTML as a small tree, for turning it into something else.

The HTML is our own (of linking and of templates), so it is well formed; what
is not is still read to its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
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
        return name in self.get("class").split()

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
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        depth = next((n for n in range(len(self.open) - 1, 0, -1) if self.open[n].tag == tag), 0)
        if depth:
            del self.open[depth:]

    def handle_data(self, data: str) -> None:
        self.open[-1].inner.append(data)


def tree(html: str) -> Element:
    """A piece of HTML under a root without a tag."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root

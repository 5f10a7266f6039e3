"""What the parser produces: tokens with the fields of the library's, made in a fraction of the time.

A document makes hundreds. The library's rules get theirs from the states that they
work on, and ours (`lines.Lines`, `spans.Spans`) hand these out; the tokens
of footnotes are the library's own. Both read alike.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Nesting = Literal[-1, 0, 1]
"""An end tag, a whole element, a start tag."""


class Token(msgspec.Struct, gc=False):
    """A piece of a document: an element's start or end, a text, or one of our own forms."""

    type: str
    tag: str
    nesting: Nesting
    attrs: dict[str, str | int | float] = {}
    map: list[int] | None = None
    level: int = 0
    children: list[Token] | None = None
    content: str = ""
    markup: str = ""
    info: str = ""
    meta: dict[Any, Any] = {}
    block: bool = False
    hidden: bool = False

    def attrSet(self, name: str, value: str | float) -> None:  # noqa: N802 - the library's name
        """Sets an attribute."""
        self.attrs[name] = value

    def attrJoin(self, name: str, value: str) -> None:  # noqa: N802 - the library's name
        """Adds a word to an attribute."""
        self.attrs[name] = f"{self.attrs[name]} {value}" if name in self.attrs else value

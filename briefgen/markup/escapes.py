"""Text into HTML: the only ways in which authors' text becomes part of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping

ATTRIBUTES = ("id", "class", "lang")
"""What `{#id .class lang=fr}` may set; anything else could be script or style."""

_CLASSES = {"text-align:left": "left", "text-align:center": "center", "text-align:right": "right"}
_NO_ID = re.compile(r"\s")


def escape(text: str) -> str:
    """Text for an element or a double-quoted attribute."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace('"', "&quot;") if '"' in text else text


def attributes(attrs: Mapping[str, str | int | float]) -> str:
    """Attributes as they stand in a tag, with the space before the first.

    The parser states the alignment of columns as inline style, which a strict
    content security policy forbids: it becomes a class.
    """
    written = ""
    for key, value in attrs.items():
        if key == "style":
            side = _CLASSES.get(str(value))
            written += f' class="align-{side}"' if side else ""
        else:
            written += f' {key}="{escape(str(value))}"'
    return written


def is_id(text: str) -> bool:
    """True for text that can be an element's id."""
    return bool(text) and not _NO_ID.search(text)

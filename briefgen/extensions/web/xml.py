"""XML as it is written: nothing gets into a document but through `leaf` and `branch`, and so escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NewType

from markupsafe import escape

Xml = NewType("Xml", str)
"""An element as it is written."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, section 2.2: most control characters, in no notation at all."""
_BLANKS = {ord(blank): f"&#{ord(blank)};" for blank in "\t\n\r"}
"""What a reader would take for blanks in the value of an attribute, section 3.3.3."""
_HEAD = "<?xml version='1.0' encoding='utf-8'?>\n"


def leaf(tag: str, text: str = "", /, **attributes: str) -> Xml:
    """An element that holds text, or nothing."""
    opening = f"<{tag}{_written(attributes)}"
    return Xml(f"{opening}>{escape(clean(text))}</{tag}>" if text else f"{opening} />")


def branch(
    tag: str, children: Iterable[Xml], attributes: Mapping[str, str] | None = None, level: int = 0
) -> Xml:
    """An element that holds others, each on a line of its own; it stands `level` deep itself."""
    line = "\n" + " " * level
    inside = "".join([f"{line} {child}" for child in children])
    return Xml(f"<{tag}{_written(attributes or {})}>{inside}{line}</{tag}>")


def document(root: Xml) -> bytes:
    """A whole document in UTF-8, with its declaration."""
    return f"{_HEAD}{root}\n".encode()


def clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return text if text.isprintable() else _NOT_XML.sub("", text)


def _written(attributes: Mapping[str, str]) -> str:
    return "".join([f' {name}="{_value(value)}"' for name, value in attributes.items()])


def _value(text: str) -> str:
    return escape(text) if text.isprintable() else escape(clean(text)).translate(_BLANKS)

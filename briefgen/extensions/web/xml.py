"""XML through the standard library's tree, so that no text is ever put in unescaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # imported where XML is written: few edits change a feed
    from xml.etree.ElementTree import Element

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, section 2.2: most control characters, in no notation at all."""


def element(tag: str, text: str = "", /, **attributes: str) -> Element:
    """An element with its text and attributes."""
    from xml.etree.ElementTree import Element

    made = Element(tag, {name: clean(value) for name, value in attributes.items()})
    made.text = clean(text) or None
    return made


def clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def document(root: Element, namespace: str, last: Iterable[str] = ()) -> bytes:
    """A whole XML document in UTF-8, indented, with its declaration, all in one namespace.

    `last` are further children of the root, as `child` writes them; a root that has them has others, too.
    """
    from xml.etree.ElementTree import indent, tostring

    root.set("xmlns", namespace)
    indent(root, " ")
    written: bytes = tostring(root, "utf-8", xml_declaration=True)
    head, end, name = written.rpartition(b"</")
    return b"".join([head, "".join(last).encode(), end, name, b"\n"])


def child(element: Element) -> str:
    """An element as it stands below the root of a document: indented, with its line's end."""
    from xml.etree.ElementTree import indent, tostring

    indent(element, " ", level=1)
    return f" {tostring(element, 'unicode')}\n"

"""XML through the standard library's tree, so that no text is ever put in unescaped."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

Element = ET.Element

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, section 2.2: most control characters, in no notation at all."""


def element(tag: str, text: str = "", /, **attributes: str) -> Element:
    """An element with its text and attributes."""
    made = ET.Element(tag, {name: clean(value) for name, value in attributes.items()})
    made.text = clean(text) or None
    return made


def clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def document(root: Element, namespace: str) -> bytes:
    """A whole XML document in UTF-8, indented, with its declaration, all in one namespace."""
    root.set("xmlns", namespace)
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"

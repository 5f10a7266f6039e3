"""What the independent link check sees in one page: addresses, ids, and pointers to ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

# (tag, attribute): True when showing the page fetches the address, False when a reader follows it.
_ADDRESSES: dict[tuple[str, str], bool] = {
    ("a", "href"): False,
    ("area", "href"): False,
    ("audio", "src"): True,
    ("blockquote", "cite"): False,
    ("del", "cite"): False,
    ("embed", "src"): True,
    ("form", "action"): False,
    ("iframe", "src"): True,
    ("image", "href"): True,
    ("img", "src"): True,
    ("input", "src"): True,
    ("ins", "cite"): False,
    ("object", "data"): True,
    ("q", "cite"): False,
    ("script", "src"): True,
    ("source", "src"): True,
    ("track", "src"): True,
    ("use", "href"): True,
    ("video", "poster"): True,
    ("video", "src"): True,
}
_ARIA = "activedescendant controls describedby details errormessage flowto labelledby owns"
_POINTERS = {"for", "headers", "list", "form", "popovertarget"} | {
    f"aria-{name}" for name in _ARIA.split()
}
_FETCHED_RELS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}
_META_ADDRESSES = {"og:url", "og:image", "twitter:image"}


class Reference(NamedTuple):
    """An address, the line it stands in, and whether showing the page fetches it."""

    address: str
    line: int
    loaded: bool


class Scan:
    """The addresses, ids and pointers of one page, each with its line."""

    def __init__(self) -> None:
        self.references: list[Reference] = []
        self.ids: set[str] = set()
        self.doubled: list[tuple[int, str]] = []
        self.pointers: list[tuple[int, str]] = []


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scan = Scan()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        values = {name.removeprefix("xlink:"): value or "" for name, value in attrs}
        for address, loaded in _addresses(tag, values):
            self.scan.references.append(Reference(address, line, loaded))
        self._note_ids(tag, values, line)

    def _note_ids(self, tag: str, values: dict[str, str], line: int) -> None:
        scan = self.scan
        if "id" in values:
            if values["id"] in scan.ids:
                scan.doubled.append((line, values["id"]))
            scan.ids.add(values["id"])
        if tag == "a" and "name" in values:
            scan.ids.add(values["name"])
        for name in _POINTERS & values.keys():
            scan.pointers += [(line, identifier) for identifier in values[name].split()]


def scan(text: str) -> Scan:
    """Read one page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.scan


def _addresses(tag: str, values: dict[str, str]) -> Iterator[tuple[str, bool]]:
    for name, value in values.items():
        if (tag, name) in _ADDRESSES:
            yield value, _ADDRESSES[tag, name]
        elif name in {"srcset", "imagesrcset"}:
            yield from ((address, True) for address in _srcset(value))
    if tag == "link" and "href" in values:
        yield values["href"], bool(_FETCHED_RELS & set(values.get("rel", "").lower().split()))
    if tag == "meta":
        yield from _meta(values)
    if tag == "base":
        yield "base:unsupported", False


def _srcset(value: str) -> list[str]:
    """The addresses of a srcset: each may be followed by a width or density and a comma."""
    return [part.split()[0] for part in re.split(r",\s+|,$", value) if part.split()]


def _meta(values: dict[str, str]) -> Iterator[tuple[str, bool]]:
    content = values.get("content", "")
    if values.get("property", values.get("name", "")) in _META_ADDRESSES:
        yield content, False
    if values.get("http-equiv", "").lower() == "refresh":
        yield content.partition("=")[2].strip("'\" "), False

"""Whether two tools have made the same site: the same pages and feeds, with the same links in every part.

Only then are their times comparable. The order of links is not compared: where dates are
the same, tools differ in what comes first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree as ET

_ATOM = "{http://www.w3.org/2005/Atom}"
_PARTS = ("masthead", "crumbs", "toc", "prose", "tags", "turn", "foot")
"""Classes that begin a part of a page; so does a heading of one of these:"""
_HEADINGS = ("section-label", "side-label")
_CHOSEN = (("index.html", "Who is who"), ("index.html", "New and changed"), (".", "feed"))
"""Where a few of many are shown that are worth the same or as new: not the same ones, but as many."""

Parts = Mapping[str, Counter[str]]
"""The links of a page, by the part in which they stand."""


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._part, self._heading = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        self._part = next((part for part in _PARTS if part in classes), self._part)
        if tag == "main":
            self._part = "main"
        if tag == "h2" and any(heading in classes for heading in _HEADINGS):
            self._part, self._heading = "", True
        if tag == "a" and given.get("href"):
            self.parts[self._part][given["href"] or ""] += 1

    def handle_endtag(self, tag: str) -> None:
        self._heading = self._heading and tag != "h2"

    def handle_data(self, data: str) -> None:
        if self._heading:
            self._part += data.strip()


def parts(html: str) -> Parts:
    """The links of a page by part: its masthead, its text, what stands under each heading."""
    page = _Page()
    page.feed(html)
    page.close()
    return page.parts


def differences(ours: Path, theirs: Path) -> Iterator[str]:
    """In words, what differs between two folders of finished sites."""
    mine, others = (dict(chain(_pages(root), _feeds(root))) for root in (ours, theirs))
    for name in sorted(mine.keys() | others.keys()):
        if name not in mine or name not in others:
            yield f"{name}: made by one of them only"
            continue
        for part in sorted(mine[name].keys() | others[name].keys()):
            here, there = (found[name].get(part, Counter()) for found in (mine, others))
            if (name, part) in _CHOSEN and here.total() == there.total():
                continue
            if here != there:
                yield f"{name}, {part}: {_told(here - there)} here, {_told(there - here)} there"


def _pages(root: Path) -> Iterator[tuple[str, Parts]]:
    for page in root.rglob("*.html"):
        yield page.relative_to(root).as_posix(), parts(page.read_text("utf-8"))


def _feeds(root: Path) -> Iterator[tuple[str, Parts]]:
    """The entries of every feed, by the folder in which it stands: each tool has its own file name and format."""
    for path in root.rglob("*.xml"):
        top = ET.parse(path).getroot()
        atom = [link.get("href", "") for link in top.iterfind(f"{_ATOM}entry/{_ATOM}link")]
        rss = [link.text or "" for link in top.iterfind("channel/item/link")]
        if top.tag in (f"{_ATOM}feed", "rss"):
            yield path.parent.relative_to(root).as_posix(), {"feed": Counter(atom or rss)}


def _told(links: Counter[str]) -> str:
    return " ".join(sorted(links)[:3]) or "nothing more"

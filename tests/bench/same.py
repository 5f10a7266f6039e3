"""Whether two tools have made the same site: the same pages, and on each, in every part, the same links.

Only then are their times comparable. The order of links is not compared: where dates are
the same, tools differ in what comes first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

_PARTS = ("masthead", "crumbs", "toc", "prose", "tags", "turn", "foot")
"""Classes that begin a part of a page; so does a heading of one of these:"""
_HEADINGS = ("section-label", "side-label")
_CHOSEN = (("index.html", "Who is who"), ("index.html", "New and changed"))
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
    """In words, what differs between two folders of finished pages."""
    pages = {path.relative_to(root) for root in (ours, theirs) for path in root.rglob("*.html")}
    for page in sorted(pages):
        found = [parts(path.read_text("utf-8")) for path in _both(ours, theirs, page)]
        if len(found) < 2:
            yield f"{page}: made by one of them only"
            continue
        for part in sorted(found[0].keys() | found[1].keys()):
            mine, other = (links.get(part, Counter()) for links in found)
            if (page.as_posix(), part) in _CHOSEN and mine.total() == other.total():
                continue
            if mine != other:
                yield f"{page}, {part}: {_told(mine - other)} here, {_told(other - mine)} there"


def _both(ours: Path, theirs: Path, page: Path) -> Iterator[Path]:
    return (root / page for root in (ours, theirs) if (root / page).is_file())


def _told(links: Counter[str]) -> str:
    return " ".join(sorted(links)[:3]) or "nothing more"

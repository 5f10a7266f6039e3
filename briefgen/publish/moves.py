"""Where did a vanished page go? A guess good enough to offer, never to act upon."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape

from briefgen.model import Data

ALIKE = 0.5
"""Share of common word triples from which two texts count as one text, revised (Jaccard)."""

_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class Page(Data, frozen=True):
    """A finished page as its readers see it: its first heading, and its words."""

    title: str
    words: tuple[str, ...]


class Move(Data, frozen=True):
    """An address that vanishes and the page that seems to be its new home."""

    old: str
    new: str
    name: str
    """The content file of the new page, from the content folder."""


def page(html: str) -> Page:
    """Read a finished page."""
    title = _TITLE.search(html)
    main = _MAIN.search(html)
    words = _plain(main[0] if main else html).casefold().split()
    return Page(_plain(title[1]).strip() if title else "", tuple(words))


def _plain(html: str) -> str:
    return unescape(_TAG.sub(" ", html))


def find_moves(
    vanished: Iterable[str],
    candidates: Mapping[str, str],
    old: Callable[[str], Page],
    new: Callable[[str], Page],
) -> tuple[Move, ...]:
    """For each vanished address the new page that is most like it, if one is.

    `candidates` are the addresses of documents that were not there before, with
    their names. Same last part of the address, same title, or much the same text
    make two pages one; each new page is the home of one old address only.
    """
    free = dict(candidates)
    fresh = {url: new(url) for url in candidates}
    found: list[Move] = []
    for address in vanished:
        if not address.endswith(("/", ".html")):
            continue
        scores = {url: _likeness(address, url, old(address), fresh[url]) for url in free}
        best = max(scores, key=lambda url: (scores[url], url), default="")
        if best and scores[best] >= ALIKE:
            found.append(Move(address, best, free.pop(best)))
    return tuple(found)


def _likeness(old: str, new: str, before: Page, after: Page) -> float:
    same_name = _last(old) == _last(new)
    same_title = bool(before.title) and before.title.casefold() == after.title.casefold()
    return same_name + same_title + _overlap(_triples(before.words), _triples(after.words))


def _last(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def _triples(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _overlap(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    together = len(one | other)
    return len(one & other) / together if together else 0.0

"""The sentence that a reference stands in: the snippet that backlinks show."""

from __future__ import annotations

import re
from bisect import bisect_right

LIMIT = 300
"""Longest snippet, in characters."""

# It begins with one character of a set, so that the search passes over all the others at once.
_END = re.compile(
    r"[.!?…。！？](?:"
    r"(?<=[.!?…])[.!?…]*[\"”’'»)\]]*\s+(?=[\"“‘'«(\[]*([^\W_a-z]\w*))"
    r"|(?<=[。！？])[。！？]*[”’」』]*)"
)
_WORD_BEFORE = re.compile(r"[\w.]+$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")

ABBREVIATIONS = frozenset(
    "adm al apr approx art aug brig capt cf ch co col corp dec dept dr e.g ed est etc feb fig gen"
    " gov hon i.e inc jan jr jul jun lt ltd maj mar messrs mr mrs ms mt nov no nos oct p para pp"
    " pres prof ref rep rev sec sen sep sept sgt sr st u.n vol vs".split()
)
"""Words whose full stop ends no sentence."""
_LONG = 1 + max(map(len, ABBREVIATIONS))

STARTERS = frozenset(
    "A After All Also An And As At Before Both But By During Each For From He Her His How However"
    " If In It Its Many Most No Nor Not On One Only Our Over She Since So Some Still Such That The"
    " Their Then There These They This Those Though Through To Under Until We What When Where"
    " While Who Why With Yet You".split()
)
"""Words that begin a sentence even after "U.S."."""


def boundaries(text: str, beyond: int | None = None) -> list[int]:
    """Offsets at which a new sentence begins; none after the first one behind `beyond`."""
    starts: list[int] = []
    for found in _END.finditer(text):
        if _ends(text, found):
            starts.append(found.end())
            if beyond is not None and starts[-1] > beyond:
                break
    return starts


def _ends(text: str, found: re.Match[str]) -> bool:
    stop = found.start()
    if text[stop] != "." or found.group(1) is None:
        return True
    if stop >= _LONG and text[stop - _LONG : stop].isalpha():  # longer than any abbreviation
        return True
    word = text[max(0, stop - 24) : stop].rpartition(" ")[2]
    if not word.isalnum():
        before = _WORD_BEFORE.search(word)
        if before is None:
            return True
        word = before.group()
    if (len(word) == 1 or "." in word) and _DOTTED.fullmatch(word):
        return found.group(1) in STARTERS
    return word.lower() not in ABBREVIATIONS


def sentence(text: str, starts: list[int], at: int) -> str:
    """The sentence around an offset, with single spaces, cut to `LIMIT` around the offset."""
    number = bisect_right(starts, at)
    begin = starts[number - 1] if number else 0
    stop = starts[number] if number < len(starts) else len(text)
    if stop - begin <= LIMIT:
        return " ".join(text[begin:stop].split())
    return _window(text, begin, stop, at)


def _window(text: str, begin: int, stop: int, at: int) -> str:
    """Whole words around the offset, with an ellipsis where something is left out."""
    left = max(begin, min(at - LIMIT // 2, stop - LIMIT + 2))
    right = min(stop, left + LIMIT - 2)
    if left > begin and (space := text.find(" ", left, at)) >= 0:
        left = space
    if right < stop and (space := text.rfind(" ", at, right)) > at:
        right = space
    words = " ".join(text[left:right].split())
    return ("…" if left > begin else "") + words + ("…" if right < stop else "")

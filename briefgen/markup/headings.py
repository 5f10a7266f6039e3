"""Ids of headings, and which segments make a section.

Ids follow GitHub: lower case, no punctuation, spaces become hyphens, and `-1`,
`-2` … tell repeated ones apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefgen.model import Data, Heading
from briefgen.paths import nfc

_NOT_IN_ID = re.compile(r"[^\w\- ]")
FALLBACK = "section"


def anchor(title: str) -> str:
    """The id that GitHub gives to a heading, without a number."""
    words = _NOT_IN_ID.sub("", nfc(" ".join(title.split())).lower())
    return words.replace(" ", "-") or FALLBACK


class Ids:
    """The ids of one document: each is given once."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def claim(self, wanted: str) -> bool:
        """Takes an id as it is; False if it is taken."""
        if wanted in self._next:
            return False
        self._next[wanted] = 1
        return True

    def unique(self, wanted: str) -> str:
        """Takes the id or the first free numbered one."""
        found = wanted
        while not self.claim(found):
            found = f"{wanted}-{self._next[wanted]}"
            self._next[wanted] += 1
        return found


class Mark(Data, frozen=True):
    """A heading as it was met: the segment it starts, and whether it may start a section."""

    heading: Heading
    top: bool


def sections(marks: Iterable[Mark], stop: int) -> tuple[Heading, ...]:
    """The headings with the segments of their sections.

    A section ends before the next heading of its level or a higher one, at the
    latest at `stop`. Headings inside lists, quotes and other blocks can be linked to
    but are no sections: their HTML would not be balanced; `start` equals `stop`.
    """
    found: list[Heading] = []
    open_ends: list[tuple[int, int]] = []  # (level, stop) of later headings, nearest last
    for mark in reversed(list(marks)):
        heading = mark.heading
        end = heading.start
        if mark.top:
            while open_ends and open_ends[-1][0] > heading.level:
                open_ends.pop()
            end = open_ends[-1][1] if open_ends else stop
            open_ends.append((heading.level, heading.start))
        found.append(_with_stop(heading, end))
    return tuple(reversed(found))


def _with_stop(heading: Heading, stop: int) -> Heading:
    return Heading(heading.level, heading.id, heading.title, heading.start, stop, heading.span)

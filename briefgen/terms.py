"""Terms: what a search compares. The theme's `js/search/terms.js` does the same, and a test holds both together.

A term is a word without case and accents: `É` is `e`, `ß` is `ss`. Case goes by way of capitals,
since a browser knows no case folding. Scripts that set no spaces between words (Chinese, Japanese,
Thai …) are cut into pairs of letters, as search engines cut them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST = 40
"""Letters of a term that count."""
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u00ad\u200c\u200d]")
"""Combining diacritical marks, the points of Hebrew and Arabic, and what only joins or parts letters."""
_PIECES = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_HYPHENS = "-\u2010"
_SPREAD = 131


class _Letters(dict[int, int]):
    """What becomes of each character: letters, digits and marks stay, hyphens are one, the rest is space."""

    def __missing__(self, point: int) -> int:
        letter = chr(point)
        stays = unicodedata.category(letter)[0] in "LNM"
        self[point] = point if stays else ord("-") if letter in _HYPHENS else ord(" ")
        return self[point]


_letters = _Letters()


def fold(text: str) -> str:
    """The text in the form in which terms are compared; what is no letter or digit is a space."""
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return text.translate(_letters).lower().upper().lower().replace("ς", "σ")


def terms(text: str) -> set[str]:
    """The terms of a text, without single letters of ASCII, which say nothing.

    A compound stands with its parts: `e-commerce` is found as `commerce` and as `ecommerce`.
    """
    found: set[str] = set()
    for word in set(fold(text).split()):
        if "-" in word:
            parts = [part for part in word.split("-") if part]
            for part in (*parts, "".join(parts)):
                found.update(_pieces(part))
        elif word.isascii():
            found.add(word[:LONGEST])
        else:
            found.update(_pieces(word))
    return {term for term in found if len(term) > 1 or not term.isascii()}


def _pieces(word: str) -> Iterator[str]:
    """The parts of a word in scripts of one kind; letters without spaces in pairs, and the last one alone."""
    for piece in _PIECES.findall(word):
        if is_unspaced(piece):
            yield from (piece[start : start + 2] for start in range(len(piece)))
        else:
            yield piece[:LONGEST]


def is_unspaced(text: str) -> bool:
    """True for a text that begins in a script without spaces between words."""
    return re.match(f"[{_UNSPACED}]", text) is not None


@lru_cache(1 << 16)
def shard(term: str, letters: int, files: int) -> int:
    """The number, below `files`, of the file in which a term is looked up.

    All that begin with the same letters are in the same one, so that the beginning of a word is
    enough to look for it.
    """
    number = 0
    for letter in term[: 1 if is_unspaced(term) else letters]:
        number = (number * _SPREAD + ord(letter)) % files
    return number

"""What was meant, perhaps: the known words that look most like a mistaken one."""

from __future__ import annotations

from collections.abc import Iterable


def close(word: str, known: Iterable[str], most: int = 1, cutoff: float = 0.6) -> list[str]:
    """The known words that look like this one, the nearest first.

    `cutoff`: how much alike two words are at least, from 0 to 1.
    """
    import difflib  # here: a build without mistakes does without it

    return difflib.get_close_matches(word, list(known), most, cutoff)


def either(names: Iterable[str]) -> str:
    """Names as alternatives in a sentence; "" for none."""
    return " or ".join(f"`{name}`" for name in names)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "", cutoff: float = 0.6) -> str:
    """A hint that names the nearest known word; `otherwise` if none is near."""
    found = close(word, known, cutoff=cutoff)
    return f"did you mean `{found[0]}`?" if found else otherwise

"""The way in: a text to a date, or to an error its author understands."""

from functools import lru_cache

from .building import build
from .model import DateError, EdtfDate


@lru_cache(maxsize=8192)
def parse(text: str) -> EdtfDate:
    """The date a text states, blanks around it dropped.

    EDTF levels 0 and 1, and of level 2 the sub-year groupings and the qualified parts. Raises
    ``DateError``, and nothing else, for every other text; its offset counts from the start of
    ``text`` as given.
    """
    stripped = text.strip()
    try:
        return build(stripped)
    except DateError as error:
        from .lookalikes import explain  # most sites never need it

        found = explain(stripped, error)
    indent = len(text) - len(text.lstrip()) if stripped else 0
    raise DateError(found.message, found.offset + indent, found.length, found.hint)


def interval(start: str, end: str) -> EdtfDate:
    """The interval between two EDTF dates given apart.

    A side is open if it is ``..`` and unknown if it is empty. Raises ``DateError``; its offset
    counts in ``start/end``.
    """
    return parse(f"{start.strip()}/{end.strip()}")


def from_iso_day(day: str) -> EdtfDate:
    """The date of one exact ISO 8601 calendar day; raises ``DateError`` for anything less exact."""
    date = parse(day)
    if date.precision != "day" or date.approximate or date.uncertain or date.unspecified:
        raise DateError(f"“{date.text}” is not one day", 0, len(day), "write a day as 2025-04-21")
    return date

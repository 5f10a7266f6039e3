"""Dates in plain English, long (“around 21 April 2025”) and short (“c. 21 Apr 2025”), and for HTML."""

from functools import lru_cache

from .model import EdtfDate, Point
from .pieces import pieces
from .reader import read

_COMPONENTS = ("year", "month", "day")
_ENDS = {"open": "ongoing", "unknown": "end not known"}
_MANY = 4096
"""Dates whose words are remembered: the same ones stand on many pages."""


@lru_cache(_MANY)
def words(date: EdtfDate) -> str:
    """The date for running text: “around April 2025”, “from July 2025, end not known”."""
    reading = read(date.text)
    first, last = reading.first, reading.last
    if first and last:
        return _span(first, last) if reading.interval else _sentence(first, _plain(first))
    if first:
        return f"from {_clause(first)}, {_ENDS[reading.end]}"
    if last:
        unknown = reading.start == "unknown"
        return f"until {_clause(last)}{', start not known' if unknown else ''}"
    return f"{reading.start} start, {reading.end} end"


@lru_cache(_MANY)
def short_words(date: EdtfDate) -> str:
    """The date for narrow places: “21 Apr 2025”, “c. Apr 2025”, “2025?”, “from Jul 2025 to ?”."""
    reading = read(date.text)
    first, last = reading.first, reading.last
    if first and last:
        return _short_span(first, last) if reading.interval else _short(first)
    if first:
        return f"from {_short(first)}{'' if reading.end == 'open' else ' to ?'}"
    if last:
        return f"{'until' if reading.start == 'open' else '? to'} {_short(last)}"
    return f"{reading.start} start, {reading.end} end"


def html_datetime(date: EdtfDate) -> str | None:
    """A valid value for ``<time datetime>``, or ``None`` if the date is not exact enough for one.

    Exact are a year, a month, a day, and a day with a time. HTML knows only years from 1 on, and
    writes a zone with its minutes.
    """
    inexact = date.approximate or date.uncertain or date.unspecified
    if inexact or date.precision not in ("time", "day", "month", "year"):
        return None
    if not "0001" <= date.text[:4] <= "9999":  # nor a year with a sign or a letter before it
        return None
    zone_is_hours = date.time is not None and date.time[-3:-2] in ("+", "-")
    return f"{date.text}:00" if zone_is_hours else date.text


def _plain(point: Point) -> str:
    return " ".join(pieces(point, short=False))


def _sentence(point: Point, text: str) -> str:
    notes = _notes(point)
    return f"{_about(point, 'around ')}{text}{f', {notes}' if notes else ''}"


def _clause(point: Point) -> str:
    """As ``_sentence``, but for the middle of one: its notes in brackets."""
    notes = _notes(point)
    return f"{_about(point, 'around ')}{_plain(point)}{f' ({notes})' if notes else ''}"


def _short(point: Point, text: str | None = None) -> str:
    text = " ".join(pieces(point, short=True)) if text is None else text
    doubt = any(point.uncertain) or (any(point.approximate) and not all(point.approximate))
    return f"{_about(point, 'c. ')}{text}{'?' if doubt else ''}"


def _about(point: Point, word: str) -> str:
    return word if all(point.approximate) else ""


def _notes(point: Point) -> str:
    """What is uncertain, and which parts are approximate if not the whole is."""
    approximate = "" if all(point.approximate) else _note(point.approximate, "approximate")
    uncertain = "uncertain" if all(point.uncertain) else _note(point.uncertain, "uncertain")
    return ", ".join(note for note in (approximate, uncertain) if note)


def _note(flags: tuple[bool, ...], word: str) -> str:
    parts = [name for name, flag in zip(_COMPONENTS, flags, strict=False) if flag]
    return f"{' and '.join(parts)} {word}" if parts else ""


def _alike(first: Point, last: Point) -> bool:
    """Whether both ends are qualified as a whole and in the same way, so that it is said once."""
    for ours, theirs in zip(_flags(first), _flags(last), strict=True):
        if any(ours) != all(ours) or any(theirs) != all(theirs) or all(ours) != all(theirs):
            return False
    return True


def _flags(point: Point) -> tuple[tuple[bool, ...], tuple[bool, ...]]:
    return point.approximate, point.uncertain


def _span(first: Point, last: Point) -> str:
    start, end = pieces(first, short=False), pieces(last, short=False)
    if start == end and _alike(first, last):
        return _sentence(last, " ".join(end))
    kept = _kept(start, end)
    if kept and _alike(first, last):
        return _sentence(last, f"{' '.join(kept)} to {' '.join(end)}")
    return f"from {_clause(first)} to {_clause(last)}"


def _short_span(first: Point, last: Point) -> str:
    start, end = pieces(first, short=True), pieces(last, short=True)
    if start == end and _alike(first, last):
        return _short(last)
    kept = _kept(start, end)
    if not kept or not _alike(first, last):
        return f"from {_short(first)} to {_short(last)}"
    tight = len(kept) == 1 and " " not in kept[0] and " " not in end[0]
    return _short(last, f"{' '.join(kept)}{'–' if tight else ' – '}{' '.join(end)}")


def _kept(start: tuple[str, ...], end: tuple[str, ...]) -> tuple[str, ...]:
    """What to say of the start when the end is said in full; nothing if that would mislead."""
    if len(start) != len(end):  # “April to 3 May 2025” would be read as of one month
        return ()
    shared = 0
    while shared < len(end) and start[-1 - shared] == end[-1 - shared]:
        shared += 1
    return start[: len(start) - shared]

"""Dates on a timeline: their order, their group, past and upcoming, and time counted from one."""

from functools import lru_cache

from .civil import LAST_PLAIN_YEAR, MONTHS_IN_YEAR, civil, day_number, days_in_month, iso_day
from .clock import instant
from .model import UNSPECIFIED, EdtfDate
from .names import MONTHS, year_words
from .parsing import from_iso_day, parse
from .reader import read
from .subyear import GROUPINGS

SortKey = tuple[int, int, int, int, int, int, str]
_MANY = 4096
"""Dates whose groups are remembered: the same ones stand on many pages."""


def sort_key(date: EdtfDate) -> SortKey:
    """A key that orders by earliest, then latest possible day, then instant, then text.

    A start that is open or unknown comes before every day, an end that is open or unknown after every day. Within
    one day, as it is written, what has no time comes first; a time without a zone counts as one of UTC.
    """
    first, last = date.first_day, date.last_day
    time = (0, 0) if date.time is None else (1, instant(date.time))
    return (first is not None, first or 0, last is None, last or 0, *time, date.text)


def is_past(date: EdtfDate, today: str) -> bool:
    """Whether the latest possible day is before ``today`` (an ISO 8601 day).

    A date whose end is open or unknown is never past. Raises ``DateError`` if ``today`` is not one exact day.
    """
    return date.last_day is not None and date.last_day < _number(today)


def is_upcoming(date: EdtfDate, today: str) -> bool:
    """Whether the earliest possible day is after ``today``; never so if the start is open or unknown.

    Raises ``DateError`` if ``today`` is not one exact day.
    """
    return date.first_day is not None and date.first_day > _number(today)


def is_ongoing(date: EdtfDate, today: str) -> bool:
    """Whether the date is neither past nor upcoming: ``today`` is one of the days it can cover.

    Exactly one of ``is_past``, ``is_upcoming`` and ``is_ongoing`` holds. Raises ``DateError`` if ``today`` is not
    one exact day.
    """
    return not is_past(date, today) and not is_upcoming(date, today)


def _number(today: str) -> int:
    number = from_iso_day(today).first_day
    assert number is not None, "an exact day has bounds"
    return number


def is_soft(date: EdtfDate) -> bool:
    """Whether to draw the date with a soft edge.

    So it is if it is approximate or uncertain in any part, has an unspecified digit, or has an open or unknown end.
    """
    bounded = date.start == date.end == "known"
    return date.approximate or date.uncertain or date.unspecified or not bounded


@lru_cache(_MANY)
def year_of(date: EdtfDate) -> str:
    """The group of years a timeline files the date under, as its label: the year of the earliest possible day.

    A date without a start, which sorts first, has a group of its own: ``until 2025``, or ``undated`` if it has
    no end either. Dates in the order of ``sort_key`` have their groups in one run each.
    """
    if date.first_day is not None:
        return year_words(civil(date.first_day)[0])
    return "undated" if date.last_day is None else f"until {year_words(civil(date.last_day)[0])}"


@lru_cache(_MANY)
def month_of(date: EdtfDate) -> str | None:
    """The month a timeline files the date under (``April 2025``), or ``None`` if it does not begin in a stated one."""
    point = read(date.text).first
    if point is None or point.month in (None, UNSPECIFIED) or point.month in GROUPINGS:
        return None
    return f"{MONTHS[point.month - 1]} {year_words(point.years[0])}"


def relative(base: EdtfDate, days: int) -> EdtfDate:
    """The date ``days`` days after ``base`` (before it, if negative).

    For a base that is one day, that day moved, with the qualifiers of the base and without its time. For any
    other, an interval from the earliest to the latest day it can be, marked approximate because it is
    some day in it; sides that are open or unknown stay so. EDTF has no days before the year -9999 or after 9999:
    there whole years stand for them, marked in the same way. Raises ``DateError`` beyond years of twelve digits.
    """
    first, last = base.first_day, base.last_day
    start = _SIDES.get(base.start, "") if first is None else _day_text(first + days)
    end = _SIDES.get(base.end, "") if last is None else _day_text(last + days)
    one_day = first is not None and first == last and not start.startswith("Y")
    mark = _MARKS[base.approximate or not one_day, base.uncertain]
    if first is not None and start == end:
        return parse(f"{start}{mark}")
    marked_start = start if first is None else start + mark
    return parse(f"{marked_start}/{end if last is None else end + mark}")


def later(base: EdtfDate, duration: str) -> EdtfDate | None:
    """The day an ISO 8601 duration in one unit (``P90D``, ``P2W``, ``P6M``, ``P1Y``) after the latest possible day of ``base``.

    A month later is the same day of the month, or its last one. ``None`` if ``base`` has no end. Raises
    ``DateError`` beyond years of twelve digits.
    """
    if base.last_day is None:
        return None
    count, unit = int(duration[1:-1]), duration[-1]
    if unit in "DW":
        return parse(_day_text(base.last_day + count * (7 if unit == "W" else 1)))
    year, month, day = civil(base.last_day)
    months = month - 1 + count * (MONTHS_IN_YEAR if unit == "Y" else 1)
    year, month = year + months // MONTHS_IN_YEAR, months % MONTHS_IN_YEAR + 1
    return parse(_day_text(day_number(year, month, min(day, days_in_month(year, month)))))


_SIDES = {"open": "..", "unknown": ""}
_MARKS = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}


def _day_text(number: int) -> str:
    year = civil(number)[0]
    return f"Y{year}" if abs(year) > LAST_PLAIN_YEAR else iso_day(number)

"""One point in time as English pieces, from the smallest to the year, without its qualifiers.

Pieces, not a sentence, so that an interval can say once what its two ends share.
"""

from .civil import LAST_PLAIN_YEAR
from .model import UNSPECIFIED, Point
from .names import MONTHS, ordinal, year_words
from .subyear import GROUPINGS, Grouping

_ABBREVIATED = 3  # letters of a month
_CENTURY = 100


def pieces(point: Point, *, short: bool) -> tuple[str, ...]:
    """Such as ``("21", "April", "2025")`` or ``("first quarter", "of 2025")``."""
    year = _year(point.years[0])
    if point.hidden:
        return (_hidden_year(point),)
    if point.month is None:
        return (year,)
    if point.month == UNSPECIFIED:
        return (f"some {'month' if point.day is None else 'day'} in {year}",)
    if point.month in GROUPINGS:
        return _grouped(GROUPINGS[point.month], point.years[0], short=short)
    return _in_month(point, MONTHS[point.month - 1][: _ABBREVIATED if short else None], year)


def _in_month(point: Point, month: str, year: str) -> tuple[str, ...]:
    if point.day is None:
        return month, year
    if point.day == UNSPECIFIED:
        return (f"some day in {month} {year}",)
    return str(point.day), month, f"{year}, {_time(point.time)}" if point.time else year


def _year(year: int) -> str:
    return f"year {year_words(year)}" if year > LAST_PLAIN_YEAR else year_words(year)


def _hidden_year(point: Point) -> str:
    low, high = point.years
    decade = point.hidden == 1
    # The first decades, and the centuries before year 1, have no names that people use.
    if low < (_CENTURY if decade else 0):
        return f"some year from {year_words(low)} to {year_words(high)}"
    return f"the {low}s" if decade else f"the {ordinal(low // _CENTURY + 1)} century"


def _grouped(grouping: Grouping, year: int, *, short: bool) -> tuple[str, ...]:
    when = _year(year)
    if grouping.crosses_new_year:
        when = _two_years(year)
    if grouping.hemisphere:
        initials = f"{grouping.hemisphere[0].upper()}H"
        when = f"{when} ({initials if short else f'{grouping.hemisphere} hemisphere'})"
    if short:
        return grouping.short, f"{grouping.short_link}{when}"
    return grouping.name, f"{grouping.link}{when}"


def _two_years(year: int) -> str:
    """Winter of 2025 ends in 2026: “2025–26”, and in full where two digits would mislead."""
    following = year + 1
    if year >= 1000 and following % _CENTURY:  # noqa: PLR2004 - the first year of four digits
        return f"{_year(year)}–{following % _CENTURY:02d}"
    return f"{_year(year)}–{_year(following)}"


def _time(time: str) -> str:
    """``09:00-04:00`` as “09:00 (UTC−4)”, with the proper minus."""
    if time.endswith("Z"):
        return f"{time[:-1]} (UTC)"
    for sign, shown in (("+", "+"), ("-", "−")):
        clock, found, zone = time.partition(sign)
        if found:
            return f"{clock} (UTC{_zone(shown, zone)})"
    return time


def _zone(sign: str, zone: str) -> str:
    hours, _, minutes = zone.partition(":")
    rest = f":{minutes}" if minutes.strip("0") else ""
    return f"{sign}{int(hours)}{rest}" if int(hours) or rest else ""

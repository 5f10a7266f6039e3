"""From what was read to an ``EdtfDate``: the days it can cover and what is known of them."""

from .civil import MONTHS_IN_YEAR, day_number, days_in_month, iso_day
from .model import UNSPECIFIED, DateError, EdtfDate, Point, Precision, Reading
from .reader import read
from .subyear import GROUPINGS


def build(text: str) -> EdtfDate:
    """The date of a text without surrounding blanks. Raises ``DateError`` with offsets into it."""
    reading = read(text)
    first = _bounds(reading.first)[0] if reading.first else None
    last = _bounds(reading.last)[1] if reading.last else None
    if first is not None and last is not None and first > last:
        start, _, end = text.partition("/")
        hint = f"write {end}/{start}"
        raise DateError("the interval ends before it begins", 0, len(text), hint)
    return _dated(text, reading, first, last)


def _dated(text: str, reading: Reading, first: int | None, last: int | None) -> EdtfDate:
    points = [point for point in (reading.first, reading.last) if point]
    return EdtfDate(
        text=text,
        earliest=None if first is None else iso_day(first),
        latest=None if last is None else iso_day(last),
        first_day=first,
        last_day=last,
        precision="interval" if reading.interval else _precision(points[0]),
        start=reading.start,
        end=reading.end,
        approximate=any(any(point.approximate) for point in points),
        uncertain=any(any(point.uncertain) for point in points),
        unspecified=any(point.unspecified for point in points),
        time=None if reading.interval else points[0].time,
    )


def _precision(point: Point) -> Precision:
    if point.time:
        return "time"
    if point.day is not None:
        return "day"
    if point.month in GROUPINGS:
        return GROUPINGS[point.month].precision
    if point.month is not None:
        return "month"
    return ("year", "decade", "century")[point.hidden]


def _bounds(point: Point) -> tuple[int, int]:
    """The first and the last day the point can be, as day numbers."""
    year, last_year = point.years
    if point.month in (None, UNSPECIFIED):
        return day_number(year, 1, 1), day_number(last_year, 12, 31)
    if point.month in GROUPINGS:
        grouping = GROUPINGS[point.month]
        return _months(year, grouping.month, grouping.months)
    if point.day in (None, UNSPECIFIED):
        return _months(year, point.month, 1)
    number = day_number(year, point.month, point.day)
    return number, number


def _months(year: int, month: int, count: int) -> tuple[int, int]:
    years_on, index = divmod(month - 1 + count - 1, MONTHS_IN_YEAR)
    last_year, last = year + years_on, index + 1
    last_day = day_number(last_year, last, days_in_month(last_year, last))
    return day_number(year, month, 1), last_day

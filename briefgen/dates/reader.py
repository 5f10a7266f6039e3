"""The reader of EDTF: levels 0 and 1, and of level 2 the sub-year groupings and the qualified parts.

By hand, one pass, so that each error knows its place:

    text      = point | side "/" side
    side      = point without a time | ".." | nothing
    point     = [q] year [q] ["-" [q] month [q] ["-" [q] day [q]]] | day "T" time | "Y" ["-"] digits [q]
    q         = "?" | "~" | "%"
"""

from functools import lru_cache

from .civil import FEBRUARY, MONTHS_IN_YEAR, days_in_month, is_leap
from .clock import read_time
from .cursor import Cursor
from .model import UNSPECIFIED, BoundKind, DateError, Point, Reading
from .names import MONTHS, year_words
from .subyear import GROUPINGS

_DIGITS = "0123456789"
_QUALIFIERS = "?~%"
_YEAR_DIGITS = 4
_MOST_HIDDEN = 2
_LONGEST_YEAR = 12  # digits; older than the universe, and its day numbers stay exact in JSON
_USUAL = "write a date as 2025-04-21, 2025-04 or 2025"
_BEYOND = "unspecified digits may only be the last ones of a date (other places are EDTF level 2)"


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """Read a text without surrounding blanks. Raises ``DateError`` with offsets into ``text``."""
    slash = text.find("/")
    if slash < 0:
        point = _alone(text)
        return Reading(point, point)
    if (second := text.find("/", slash + 1)) >= 0:
        raise DateError(
            "an interval has one slash", second, 1, "write an interval as 2025-04-21/2025-04-23"
        )
    first, start = _side(Cursor(text, 0, slash))
    last, end = _side(Cursor(text, slash + 1))
    if start == end == "unknown":
        raise DateError("an interval needs a date or .. on at least one side", 0, len(text), _USUAL)
    return Reading(first, last, start, end, interval=True)


def _alone(text: str) -> Point:
    if not text:
        raise DateError("there is no date here", 0, 0, _USUAL)
    if text == "..":
        raise DateError(
            "an open end needs a date before or after it", 0, 2, "write 2025-04/.. or ../2025-04"
        )
    return _point(Cursor(text))


def _side(cursor: Cursor) -> tuple[Point | None, BoundKind]:
    begin = cursor.position
    side = cursor.text[begin : cursor.stop]
    if not side:
        return None, "unknown"
    if side == "..":
        return None, "open"
    point = _point(cursor)
    if point.time:
        cursor.fail("an interval takes no time of day", "write the two days alone", begin)
    return point, "known"


def _point(cursor: Cursor) -> Point:
    point = _long_year(cursor) if cursor.peek() == "Y" else _calendar_date(cursor)
    if cursor.peek():
        _fail_on_rest(cursor)
    return point


def _fail_on_rest(cursor: Cursor) -> None:
    rest = cursor.peek()
    if rest in _QUALIFIERS and "T" in cursor.text:
        cursor.fail(
            "a date with a time of day takes no qualifier", "leave out the time or the mark"
        )
    if rest in _QUALIFIERS:
        cursor.fail("a part of a date takes one qualifier", "write % for both ? and ~")
    if rest == "T":
        cursor.fail(
            "a time of day needs a whole day before it, without qualifiers",
            "write 2025-04-21T09:00",
        )
    if rest in "SE":
        cursor.fail(
            "significant digits and exponents are EDTF level 2, which is not supported", _USUAL
        )
    cursor.fail(f"“{rest}” does not belong here", _USUAL)


def _calendar_date(cursor: Cursor) -> Point:
    marks: list[tuple[str, str]] = []
    years, hidden = _qualified_year(cursor, marks)
    month = day = time = None
    if cursor.take("-"):
        month = _qualified_month(cursor, hidden, marks)
        if cursor.take("-"):
            day = _qualified_day(cursor, years[0], month, marks)
            time = _time(cursor, day, marks)
    return Point(years, hidden, month, day, time, _flags(marks, "~%"), _flags(marks, "?%"))


def _flags(marks: list[tuple[str, str]], wanted: str) -> tuple[bool, ...]:
    # A mark on the left counts for its own part; one on the right also for every part before it.
    right = [bool(after) and after in wanted for _, after in marks]
    own = [bool(before) and before in wanted for before, _ in marks]
    return tuple(own[index] or any(right[index:]) for index in range(len(marks)))


def _qualified_year(cursor: Cursor, marks: list[tuple[str, str]]) -> tuple[tuple[int, int], int]:
    before = cursor.take(_QUALIFIERS)
    year = _year(cursor)
    marks.append((before, cursor.take(_QUALIFIERS)))
    return year


def _qualified_month(cursor: Cursor, hidden: int, marks: list[tuple[str, str]]) -> int:
    before = cursor.take(_QUALIFIERS)
    month = _month(cursor, hidden)
    marks.append((before, cursor.take(_QUALIFIERS)))
    return month


def _qualified_day(cursor: Cursor, year: int, month: int, marks: list[tuple[str, str]]) -> int:
    before = cursor.take(_QUALIFIERS)
    day = _day(cursor, year, month)
    marks.append((before, cursor.take(_QUALIFIERS)))
    return day


def _year(cursor: Cursor) -> tuple[tuple[int, int], int]:
    begin = cursor.position
    sign = cursor.take("-")
    written = cursor.run(_DIGITS + "X")
    digits = written.rstrip("X")
    hidden = len(written) - len(digits)
    _check_year(cursor, begin, sign, written)
    low = int(digits) * 10**hidden
    high = low + 10**hidden - 1
    if not sign:
        return (low, high), hidden
    if high == 0:
        cursor.fail("there is no year -0000", "write 0000 for the year 1 BC", begin)
    return (-high, min(-low, -1)), hidden


def _check_year(cursor: Cursor, begin: int, sign: str, written: str) -> None:
    if not written:
        cursor.fail("a date begins with its year", _USUAL)
    too_long = _YEAR_DIGITS < len(written) <= _LONGEST_YEAR and "X" not in written
    if too_long and not cursor.peek():
        hint = _year_hint(sign, written)
        cursor.fail("a year of more than four digits begins with Y", hint, begin)
    if len(written) != _YEAR_DIGITS:
        cursor.fail("a year has four digits", _USUAL, begin)
    if "X" in written.rstrip("X") or written.count("X") > _MOST_HIDDEN:
        cursor.fail("of a year, the last one or two digits may be X", "write 202X or 20XX", begin)


def _year_hint(sign: str, digits: str) -> str:
    plain = digits.lstrip("0").zfill(_YEAR_DIGITS)
    if not plain.strip("0"):
        return "write a long year as Y170000002"
    return f"write {sign}{plain}" if len(plain) == _YEAR_DIGITS else f"write Y{sign}{plain}"


def _long_year(cursor: Cursor) -> Point:
    begin = cursor.position
    cursor.take("Y")
    sign = cursor.take("-")
    digits = cursor.run(_DIGITS)
    if cursor.peek() in ("S", "E"):
        _fail_on_rest(cursor)
    if len(digits) > _LONGEST_YEAR:
        cursor.fail(f"a year has at most {_LONGEST_YEAR} digits", "", begin)
    if len(digits) <= _YEAR_DIGITS or digits.startswith("0"):
        hint = _year_hint(sign, digits)
        cursor.fail("after Y come five digits or more, the first not zero", hint, begin)
    year = -int(digits) if sign else int(digits)
    mark = cursor.take(_QUALIFIERS)
    return Point(
        (year, year), approximate=_flags([("", mark)], "~%"), uncertain=_flags([("", mark)], "?%")
    )


def _pair(cursor: Cursor, name: str, example: str) -> int:
    begin = cursor.position
    written = cursor.run(_DIGITS + "X")
    if len(written) != len("XX"):
        cursor.fail(f"a {name} has two digits", f"as in {example}", begin)
    if "X" in written and written != "XX":
        cursor.fail(
            f"of a {name}, both digits are X or none (one X is EDTF level 2)", "write XX", begin
        )
    return UNSPECIFIED if written == "XX" else _not_zero(cursor, int(written), name, begin)


def _not_zero(cursor: Cursor, value: int, name: str, begin: int) -> int:
    if value == 0:
        cursor.fail(f"there is no {name} 00", f"write XX for a {name} that is not specified", begin)
    return value


def _month(cursor: Cursor, hidden: int) -> int:
    begin = cursor.position
    month = _pair(cursor, "month", "2025-04")
    if hidden:
        cursor.fail(_BEYOND, "write the year alone, such as 202X", begin)
    if month > MONTHS_IN_YEAR and month not in GROUPINGS:
        hint = "months run from 01 to 12; seasons are 21 to 24, quarters 33 to 36"
        cursor.fail(f"there is no month {month}", hint, begin)
    return month


def _day(cursor: Cursor, year: int, month: int) -> int:
    begin = cursor.position
    day = _pair(cursor, "day", "2025-04-01")
    if month in GROUPINGS:
        message = f"{month} stands for “{GROUPINGS[month].name}”, which has no days; months run from 01 to 12"
        cursor.fail(message, "", begin)
    if month == UNSPECIFIED and day != UNSPECIFIED:
        cursor.fail(_BEYOND, "write XX for the day as well", begin)
    if month != UNSPECIFIED and day > days_in_month(year, month):
        cursor.fail(
            _too_late(year, month, day),
            f"write a day from 01 to {days_in_month(year, month)}",
            begin,
        )
    return day


def _too_late(year: int, month: int, day: int) -> str:
    name = MONTHS[month - 1]
    reason = f"{name} {year_words(year)} has {days_in_month(year, month)} days"
    common = month == FEBRUARY and day == days_in_month(year, month) + 1 and not is_leap(year)
    return f"there is no {day} {name}: {reason}{', for it is not a leap year' if common else ''}"


def _time(cursor: Cursor, day: int, marks: list[tuple[str, str]]) -> str | None:
    marked = any(before or after for before, after in marks)
    if cursor.peek() != "T" or day == UNSPECIFIED or marked:
        return None  # a T that is left over is reported by the caller
    cursor.take("T")
    return read_time(cursor)

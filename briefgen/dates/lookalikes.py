"""Dates in other notations, recognised only to tell an author how to write them here.

Nothing is accepted that EDTF does not have: ``04/05/2025`` means two days in two countries, and a guess that
is silently wrong is worse than an error with both spellings in it.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from .building import build
from .civil import MONTHS_IN_YEAR
from .model import DateError
from .names import MONTHS

Respell = Callable[..., Iterator[str]]
_LONGEST = 60  # no date in another notation is longer, and nested words must not nest without end
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_PARTS = {"q": 33, "h": 40}
_NUMBERS = {"q": "1234", "h": "12"}
_ALMOST = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?", re.ASCII)  # here the first error is exact enough
_OPEN = ("..", "present", "now", "ongoing", "today", "open")
_SEPARATORS = re.compile(
    r"\s*(?:–|—|\s-\s|\.\.\.?|\bto\b|\buntil\b|/)\s*|-(?=\d{4}$|present$|now$|today$)"
)
_OLD_SPELLING = str.maketrans(
    {"u": "X", "x": "X", "y": "Y", "t": "T", "z": "Z", "–": "-", "−": "-", "‑": "-"}
)


def explain(text: str, error: DateError) -> DateError:
    """The error to show for ``text``: ``error``, or a better one where the text is a date written another way."""
    if len(text) > _LONGEST:
        return error
    faults = {spelling: _fault(spelling) for spelling in _spellings(text) if spelling != text}
    readable = [spelling for spelling, fault in faults.items() if fault is None]
    if readable:
        return _respell(text, error, f"write {' or '.join(readable)}")
    found = next((fault for fault in faults.values() if fault), None)
    return DateError(found.message, 0, len(text), found.hint) if found else error


def _respell(text: str, error: DateError, hint: str) -> DateError:
    if _ALMOST.fullmatch(text):
        return DateError(error.message, error.offset, error.length, hint)
    return DateError("this date is in another notation", 0, len(text), hint)


def _fault(spelling: str) -> DateError | None:
    try:
        build(spelling)
    except DateError as error:
        return error
    return None


def _spellings(text: str) -> Iterator[str]:
    """Every way the text might be meant, the likeliest first; not all of them are dates."""
    lower = text.lower().strip()
    for pattern, respell in _NOTATIONS:
        if found := pattern.fullmatch(lower):
            yield from respell(*found.groups(default=""))
    yield from _respelled(text)
    yield from _as_interval(lower)


def _respelled(text: str) -> Iterator[str]:
    tidy = text.translate(_OLD_SPELLING).replace("?~", "%").replace("~?", "%").replace(" ", "")
    if tidy != text and _fault(tidy) is None:
        yield tidy


def _as_interval(lower: str) -> Iterator[str]:
    match _SEPARATORS.split(lower.removeprefix("from "), maxsplit=1):
        case [first, last] if first and last:
            start, end = _meant(first), _meant(last)
            if start and end and ".." != start != end:
                yield f"{start}/{end}"


@lru_cache(maxsize=512)  # also what keeps nested words from being tried again and again
def _meant(side: str) -> str:
    """The EDTF for one side of an interval written in words, or nothing."""
    if side in _OPEN:
        return ".."
    if _fault(side) is None and "/" not in side:
        return side
    return next(
        (
            spelling
            for spelling in _spellings(side)
            if "/" not in spelling and _fault(spelling) is None
        ),
        "",
    )


def _day(year: str, month: str, day: str) -> str:
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _day_first(first: str, second: str, year: str) -> Iterator[str]:
    if int(second) <= MONTHS_IN_YEAR:
        yield _day(year, second, first)
    if int(first) <= MONTHS_IN_YEAR:
        yield _day(year, first, second)


def _year_first(year: str, month: str, day: str) -> Iterator[str]:
    if int(month) <= MONTHS_IN_YEAR:
        yield _day(year, month, day)
    elif int(day) <= MONTHS_IN_YEAR:
        yield _day(year, day, month)


def _year_month(year: str, month: str) -> Iterator[str]:
    if 1 <= int(month) <= MONTHS_IN_YEAR:
        yield f"{year}-{int(month):02d}"


def _year_slash(year: str, number: str) -> Iterator[str]:
    yield from _year_month(year, number)
    if len(number) == len("26") and int(number) > int(year[2:]):
        yield f"{year}/{year[:2]}{number}"


def _named(day: str, name: str, year: str) -> Iterator[str]:
    month = next((index for index, full in enumerate(MONTHS, 1) if _abbreviates(name, full)), 0)
    if month and day:
        yield _day(year, str(month), day)
    elif month or name in _SEASONS:
        yield f"{year}-{month or _SEASONS[name]:02d}"


def _abbreviates(name: str, month: str) -> bool:
    return len(name) >= len("jan") and month.lower().startswith(name)


def _numbered_part(sort: str, number: str, year: str) -> Iterator[str]:
    if number in _NUMBERS[sort]:
        yield f"{year}-{_PARTS[sort] + int(number) - 1}"


def _century(number: str) -> Iterator[str]:
    yield f"{int(number) - 1:02d}XX"


def _before_christ(number: str) -> Iterator[str]:
    yield f"-{int(number) - 1:04d}" if int(number) > 1 else "0000"


def _qualified(mark: str) -> Callable[[str], Iterator[str]]:
    def respell(rest: str) -> Iterator[str]:
        if (inner := _meant(rest)) and not inner.endswith(("~", "?", "%", "..")):
            yield f"{inner}{mark}"

    return respell


def _spanning(form: str) -> Callable[[str], Iterator[str]]:
    def respell(rest: str) -> Iterator[str]:
        if (inner := _meant(rest)) and inner != "..":
            yield form.format(inner)

    return respell


def _notation(pattern: str, respell: Respell) -> tuple[re.Pattern[str], Respell]:
    return re.compile(pattern, re.ASCII), respell


_NOTATIONS = (
    _notation(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", _day_first),
    _notation(r"(?!\d{4}-\d\d-\d\d$)(\d{4})[/. -](\d{1,2})[/. -](\d{1,2})", _year_first),
    _notation(r"(\d{4})(\d\d)(\d\d)", _year_first),
    _notation(r"(\d{4})(0[1-9]|1[0-2])", _year_month),
    _notation(r"(\d{4})-(1[3-9]|2\d|3[01])-(0\d|1[0-2])", _year_first),
    _notation(r"(\d{1,2})[/. -](\d{4})", lambda month, year: _year_month(year, month)),
    _notation(r"(\d{4})[. ](\d{1,2})|(\d{4})-(\d)", lambda a, b, c, d: _year_month(a or c, b or d)),
    _notation(r"(\d{4})/(\d{1,2})", _year_slash),
    _notation(r"(?:(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?)?([a-z]+)\.?,?[ -](\d{4})", _named),
    _notation(
        r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})",
        lambda name, day, year: _named(day, name, year),
    ),
    _notation(r"(\d{4})[ -]([a-z]+)", lambda year, name: _named("", name, year)),
    _notation(r"([qh])([1-4])[ /-]?(\d{4})", _numbered_part),
    _notation(
        r"(\d{4})[ /-]?([qh])([1-4])", lambda year, sort, number: _numbered_part(sort, number, year)
    ),
    _notation(r"(?:the )?(\d{3})0'?s", lambda decade: iter((f"{decade}X",))),
    _notation(r"(?:the )?(\d{1,2})(?:st|nd|rd|th) century", _century),
    _notation(r"(\d{1,4}) ?bce?", _before_christ),
    _notation(
        r"(\d{4}-\d\d-\d\d) (\d\d:\d\d\S*)", lambda day, time: iter((f"{day}T{time.upper()}",))
    ),
    _notation(r"(?:circa|ca?\.?|about|around|approx\.?|approximately) ?(\S.*)", _qualified("~")),
    _notation(r"(?:probably|perhaps|maybe|possibly) (.+)", _qualified("?")),
    _notation(r"(?:since|from) (.+)", _spanning("{}/..")),
    _notation(r"(?:until|till|up to) (.+)", _spanning("../{}")),
    _notation(r"(.+?)[/-]unknown", _spanning("{}/")),
    _notation(r"unknown[/-](.+)", _spanning("/{}")),
)

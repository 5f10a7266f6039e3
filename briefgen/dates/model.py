"""The values of the date engine: a date as others see it, its parts as read, and the error.

Dates follow EDTF as the Library of Congress specification of 4 February 2019 and ISO 8601-2:2019 have it.
"""

from typing import Literal

import msgspec

BoundKind = Literal["known", "open", "unknown"]
Precision = Literal[
    "time",
    "day",
    "month",
    "season",
    "quarter",
    "quadrimester",
    "semester",
    "year",
    "decade",
    "century",
    "interval",
]

UNSPECIFIED = 0
"""The value of a month or a day written ``XX``; no real month or day is zero."""


class DateError(ValueError):
    """A text that is not a date of the supported levels, told to its author.

    ``offset`` (0-based) and ``length`` count characters of the text given to the parser; ``hint`` says
    what to write instead and may be empty.
    """

    def __init__(self, message: str, offset: int = 0, length: int = 0, hint: str = "") -> None:
        super().__init__(
            message, offset, length, hint
        )  # all four, so that the error can be pickled
        self.message = message
        self.offset = offset
        self.length = length
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class EdtfDate(msgspec.Struct, frozen=True):
    """One EDTF date, instant or interval, with the days it can cover.

    ``earliest`` and ``latest`` are the first and the last possible day in ISO 8601 (proleptic Gregorian;
    ``-0043-03-15`` before year 0, ``+12025-01-01`` after 9999), ``first_day`` and ``last_day`` the same as days
    since 1970-01-01. All four are ``None`` on a side that is open or unknown; ``start`` and ``end`` say which of
    the two it is. ``?``, ``~`` and ``%`` do not move the bounds: they say how far to trust them. A day is the day
    as written, in its own time zone. ``time`` is the time of day as written (``09:00-04:00``).
    """

    text: str
    earliest: str | None
    latest: str | None
    first_day: int | None
    last_day: int | None
    precision: Precision
    start: BoundKind = "known"
    end: BoundKind = "known"
    approximate: bool = False
    uncertain: bool = False
    unspecified: bool = False
    time: str | None = None


class Point(msgspec.Struct, frozen=True):
    """One date without its partner in an interval: its components as read.

    ``years`` is the first and last year its digits allow, ``hidden`` how many of them are ``X``. ``month`` is
    1 to 12, a sub-year grouping 21 to 41, or ``UNSPECIFIED``. ``approximate`` and ``uncertain`` have one flag for
    each component present: year, month, day.
    """

    years: tuple[int, int]
    hidden: int = 0
    month: int | None = None
    day: int | None = None
    time: str | None = None
    approximate: tuple[bool, ...] = (False,)
    uncertain: tuple[bool, ...] = (False,)

    @property
    def unspecified(self) -> bool:
        """Whether any digit is ``X``."""
        return bool(self.hidden) or UNSPECIFIED in (self.month, self.day)


class Reading(msgspec.Struct, frozen=True):
    """A whole text as read: one point, or an interval with a point on each side that is known."""

    first: Point | None
    last: Point | None
    start: BoundKind = "known"
    end: BoundKind = "known"
    interval: bool = False

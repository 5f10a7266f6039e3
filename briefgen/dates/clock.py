"""The time of day in a date: ``hh:mm[:ss]`` and its zone, ISO 8601-1:2019, extended format.

EDTF level 0 writes seconds; a reduced ``hh:mm`` is accepted as well, for that is how times are announced.
"""

import re

from .cursor import Cursor

_PARTS = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?(?:([+-])(\d\d)(?::(\d\d))?|Z)?")
_DIGITS = "0123456789"
_FURTHEST_ZONE = 14  # no zone on Earth is further from UTC than +14:00


def read_time(cursor: Cursor) -> str:
    """Read from just after the ``T``; give the time as written. Raises ``DateError``."""
    begin = cursor.position
    _pair(cursor, "hour", 23)
    _colon(cursor, "minutes")
    _pair(cursor, "minute", 59)
    if cursor.take(":"):
        _pair(cursor, "second", 59)
    if cursor.peek() in (".", ","):
        cursor.fail("a fraction of a second is not part of EDTF", "leave the fraction out")
    _zone(cursor)
    return cursor.text[begin : cursor.position]


def instant(time: str) -> int:
    """Seconds from midnight UTC of the day as written to a time that was read; without a zone it is one of UTC."""
    found = _PARTS.fullmatch(time)
    assert found, "a time that was read"
    hour, minute, second, sign, zone_hour, zone_minute = found.groups(default="0")
    offset = (int(zone_hour) * 60 + int(zone_minute)) * (-1 if sign == "-" else 1)
    return (int(hour) * 60 + int(minute) - offset) * 60 + int(second)


def _pair(cursor: Cursor, name: str, largest: int) -> int:
    begin = cursor.position
    digits = cursor.run(_DIGITS)
    if len(digits) != len("hh"):
        cursor.fail(f"the {name} needs two digits", "write a time as T09:00 or T09:00-04:00", begin)
    if int(digits) > largest:
        hint = "write 00:00 of the next day" if digits == "24" and name == "hour" else ""
        cursor.fail(f"there is no {name} {digits}; it runs from 00 to {largest}", hint, begin)
    return int(digits)


def _colon(cursor: Cursor, what: str) -> None:
    if not cursor.take(":"):
        cursor.fail(f"a time of day needs its {what}", "write a time as T09:00 or T09:00-04:00")


def _zone(cursor: Cursor) -> None:
    if cursor.take("Z"):
        return
    begin = cursor.position
    sign = cursor.take("+-")
    if not sign:
        return
    hours = _pair(cursor, "zone hour", _FURTHEST_ZONE)
    minutes = _pair(cursor, "zone minute", 59) if cursor.take(":") else 0
    if hours == _FURTHEST_ZONE and minutes:
        cursor.fail("no time zone is more than 14 hours from UTC", "", begin)
    if sign == "-" and not hours and not minutes:
        cursor.fail("UTC has no minus sign", "write Z for UTC", begin)

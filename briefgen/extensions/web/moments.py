"""Instants for machines, from the dates in the content and never from the clock.

A day without a time stands for its noon in UTC, so that it is shown as that
day nearly everywhere. A date that is no exact day stands for its first one. A
time without a zone counts as UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from briefgen.dates import EdtfDate
from briefgen.model import Header

NEWS = ("brief", "topic", "stakeholder", "figure", "page")
"""Types whose `date` says when the page was made; that of an event or a source is its own."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands where the content says nothing."""

_ISO_DAY = 10  # characters of a day in the years 0 to 9999
_MANY = 4096
"""Moments that are remembered: every feed tells of the same ones again."""


def instant(date: EdtfDate | None) -> datetime | None:
    """The instant a date stands for, None without a first day in the years 1 to 9999."""
    day = date.earliest if date else None
    if date is None or day is None or len(day) != _ISO_DAY or day < "0001":
        return None
    if date.time:
        return _with_time(date.text, day)
    return _noon(day)


@lru_cache(_MANY)
def _noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def _with_time(text: str, day: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # 24:00, a leap second, the edges of the calendar
        return _noon(day)


def published(header: Header) -> datetime | None:
    """When a page was made public, as its author says."""
    return instant(header.date) if header.type in NEWS else None


def changed(header: Header) -> datetime | None:
    """When a page last changed, as its author says: the latest of `date`, `updated` and its updates."""
    dates = (header.updated, *(update.date for update in header.updates))
    found = [moment for date in dates if (moment := instant(date))]
    first = published(header)
    return max([*found, first] if first else found, default=None)


@lru_cache(_MANY)
def rfc3339(moment: datetime) -> str:
    """An instant as Atom and JSON Feed write it: `2025-04-22T12:00:00Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def exact_day(date: EdtfDate | None) -> str:
    """The one day that a date states without any doubt, ISO 8601; else empty."""
    if (
        date is None
        or date.precision not in ("day", "time")
        or len(date.earliest or "") != _ISO_DAY
    ):
        return ""
    doubtful = date.approximate or date.uncertain or date.unspecified
    return "" if doubtful or date.earliest != date.latest else date.earliest or ""

"""When a page is to be looked at again: `review_in` after it was last looked at."""

from __future__ import annotations

from briefgen.dates import DateError, EdtfDate, is_past, later
from briefgen.lookups import Lookups
from briefgen.model import Data, Header


class Review(Data, frozen=True):
    """The day of the next review, and whether it has gone by on the day of the build."""

    due: EdtfDate
    overdue: bool


def next_review(header: Header, lookups: Lookups) -> Review | None:
    """The next review of a page; None unless it says in what time, and was ever dated."""
    since = header.last_reviewed or header.updated or header.date
    due = _later(since, header.review_in) if since and header.review_in else None
    return Review(due, is_past(due, lookups.today())) if due else None


def _later(since: EdtfDate, duration: str) -> EdtfDate | None:
    try:
        return later(since, duration)
    except DateError:  # beyond the last year that can be written
        return None

"""Timelines as templates show them: grouped by year and month, past and upcoming parted.

What goes on today belongs to the past part, in its place by date; only what
cannot have begun is upcoming.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from briefgen.dates import EdtfDate, is_past, is_upcoming, month_of, parse, year_of
from briefgen.extensions.evidence import EvidenceView, evidence_views
from briefgen.extensions.ordering import known_entries, marks
from briefgen.lookups import Lookups
from briefgen.model import Data, Entry, Occurrence


class TimelineItem(Data, frozen=True):
    """One event: past, ongoing or upcoming. `origin` is the page that states it, None if that is its own."""

    occurrence: Occurrence
    state: str
    stakeholders: tuple[Entry, ...]
    topics: tuple[Entry, ...]
    sources: tuple[EvidenceView, ...]
    origin: Entry | None
    marks: tuple[str, ...] = ()
    """Why a public build would not show it: for its own sake, or its page's."""


class TimelineMonth(Data, frozen=True):
    """The events filed under one month; the label is empty if only the year is known."""

    label: str
    items: tuple[TimelineItem, ...]


class TimelineYear(Data, frozen=True):
    """The events filed under one year."""

    label: str
    months: tuple[TimelineMonth, ...]


class TimelineView(Data, frozen=True):
    """A whole timeline; `today` parts its two halves (None where there is nothing to part).

    `newest_first`: what is upcoming stands above today, the furthest first.
    """

    past: tuple[TimelineYear, ...]
    upcoming: tuple[TimelineYear, ...]
    count: int
    today: EdtfDate | None
    newest_first: bool = False


def timeline_view(
    occurrences: Iterable[Occurrence], lookups: Lookups, *, newest_first: bool = False
) -> TimelineView:
    """A timeline of occurrences that come in order of date."""
    kept = tuple(occurrences)
    items = [item(found, lookups) for found in (reversed(kept) if newest_first else kept)]
    past = _years(item for item in items if item.state != "upcoming")
    upcoming = _years(item for item in items if item.state == "upcoming")
    # Asked only where it shows: a new day must not touch the pages without events.
    today = parse(lookups.today()) if items else None
    return TimelineView(past, upcoming, len(items), today, newest_first)


def item(occurrence: Occurrence, lookups: Lookups) -> TimelineItem:
    """One event with the pages of those who took part, its topics and sources."""
    own_page = "#" not in occurrence.url
    return TimelineItem(
        occurrence,
        state(occurrence, lookups.today()),
        known_entries(occurrence.stakeholders, lookups),
        known_entries(occurrence.topics, lookups),
        evidence_views(occurrence.evidence, lookups),
        None if own_page else lookups.entry(occurrence.origin),
        marks(occurrence.origin, occurrence.url, lookups),
    )


def state(occurrence: Occurrence, today: str) -> str:
    """`past`, `ongoing` (it may be today) or `upcoming`, as seen from an ISO 8601 day."""
    if is_past(occurrence.date, today):
        return "past"
    return "upcoming" if is_upcoming(occurrence.date, today) else "ongoing"


def _years(items: Iterable[TimelineItem]) -> tuple[TimelineYear, ...]:
    runs = groupby(items, key=lambda item: year_of(item.occurrence.date))
    return tuple(TimelineYear(label, _months(run)) for label, run in runs)


def _months(items: Iterable[TimelineItem]) -> tuple[TimelineMonth, ...]:
    runs = groupby(items, key=lambda item: month_of(item.occurrence.date) or "")
    return tuple(TimelineMonth(label, tuple(run)) for label, run in runs)

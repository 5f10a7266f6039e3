"""iCalendar (RFC 5545) for the site, each topic and each stakeholder.

What is stated as a day is a whole day, with the exclusive end that the
standard wants; what has a time is that instant. A date that is less than
exact ("around April 2025") is a tentative span of all the days it can be, and
says in words what is known. Of a time whose end is open or not known only the
known side stands in the calendar, as a beginning or an end. Nothing blocks
anybody's time, and nothing asks the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from briefgen import paths
from briefgen.dates import EdtfDate, parse, words
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.ordering import entries
from briefgen.extensions.places import HOME
from briefgen.extensions.web.ical import Property, component, text
from briefgen.extensions.web.identity import event_identity
from briefgen.extensions.web.moments import EPOCH, changed, instant
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Data, Entry, Header, Made, Occurrence

FILE = "calendar.ics"
_EXACT = re.compile(r"\d{4}-\d\d-\d\d(T.*)?", re.ASCII)
_YEARS = ("0001", "9998")


class Span(Data, frozen=True):
    """Where an event stands in a calendar: DTSTART and DTEND, how sure, and which side of it this is."""

    start: Property
    end: Property | None
    exact: bool
    side: str = ""
    """"begins" or "ends" if the other side is open or not known."""


# -- dates ------------------------------------------------------------------------------


def span(date: EdtfDate) -> Span | None:
    """The place of a date in a calendar, None for what no calendar can hold."""
    side, known = _known_side(date)
    if known is None or not _in_range(known):
        return None
    exact = all(_EXACT.fullmatch(part) for part in known.text.split("/"))
    if known.time and exact:
        return Span(("DTSTART", _moment(known)), None, exact, side)
    first, last = (datetime.fromisoformat(day or "") for day in (known.earliest, known.latest))
    start = ("DTSTART;VALUE=DATE", _day(first))
    return Span(start, ("DTEND;VALUE=DATE", _day(last + timedelta(days=1))), exact, side)


def _known_side(date: EdtfDate) -> tuple[str, EdtfDate | None]:
    """The part of a date that has days, and whether that is only one of its sides."""
    first, _, last = date.text.partition("/")
    if date.start == date.end == "known":
        return "", date
    if date.start == "known":
        return "begins", parse(first)
    return ("ends", parse(last)) if date.end == "known" else ("", None)


def _in_range(date: EdtfDate) -> bool:
    days = (date.earliest or "", date.latest or "")
    return all(len(day) == len("2025-04-21") and _YEARS[0] <= day[:4] <= _YEARS[1] for day in days)


def _moment(date: EdtfDate) -> str:
    """A date with a time: in UTC, or as local time if it names no zone."""
    stamp = _stamp(instant(date) or EPOCH)
    return stamp if re.search(r"[Z+-]", date.time or "") else stamp.removesuffix("Z")


def _day(day: datetime) -> str:
    return day.date().isoformat().replace("-", "")


def _stamp(moment: datetime) -> str:
    return re.sub("[-:]", "", moment.isoformat(timespec="seconds")[:19]) + "Z"


# -- events -----------------------------------------------------------------------------


def event(occurrence: Occurrence, lookups: Lookups) -> str:
    """One VEVENT, empty for an event that no calendar can hold."""
    place = span(occurrence.date)
    if place is None:
        return ""
    settings = lookups.settings()
    title = f"{occurrence.title} ({place.side})" if place.side else occurrence.title
    topics = [topic.title for topic in entries(occurrence.topics, lookups, "topic")]
    return component(
        "VEVENT",
        (
            ("UID", event_identity(occurrence, lookups)),
            ("DTSTAMP", _stamp(_written(occurrence, lookups))),
            place.start,
            *([place.end] if place.end else []),
            ("SUMMARY", text(title)),
            ("DESCRIPTION", text(_description(occurrence, place))),
            ("LOCATION", text(occurrence.place)),
            ("URL", paths.absolute(settings.base_url, occurrence.url) if settings.base_url else ""),
            ("CATEGORIES", ",".join(map(text, dict.fromkeys((*topics, *occurrence.tags))))),
            ("STATUS", "CONFIRMED" if place.exact else "TENTATIVE"),
            ("TRANSP", "TRANSPARENT"),
        ),
    )


def _description(occurrence: Occurrence, place: Span) -> str:
    said = (
        ""
        if place.exact and not place.side
        else f"Date as stated: {words(occurrence.date)} ({occurrence.date.text})"
    )
    counted = f"That is {occurrence.relative}." if occurrence.relative else ""
    return "\n\n".join(part for part in (occurrence.summary, said, counted) if part)


def _written(occurrence: Occurrence, lookups: Lookups) -> datetime:
    """When the event was written down, by its page; else its own first day."""
    owner = lookups.header(occurrence.origin)
    return (changed(owner) if owner else None) or instant(occurrence.date) or EPOCH


def calendar(scope: str, lookups: Lookups) -> bytes:
    """The calendar of a timeline: `site`, `topic:ID` or `stakeholder:ID`."""
    settings = lookups.settings()
    about = lookups.entry(scope.partition(":")[2]) if scope != "site" else None
    site = settings.title or "Timeline"
    title = f"{about.title} · {site}" if about else site
    events = (event(occurrence, lookups) for occurrence in lookups.timeline(scope))
    head = (
        ("VERSION", "2.0"),
        ("PRODID", "-//briefgen//Calendar//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("NAME", text(title)),
        ("X-WR-CALNAME", text(title)),
    )
    return component("VCALENDAR", head, events).encode()


# -- the door ---------------------------------------------------------------------------


def has_calendar(scope: str, lookups: Lookups) -> bool:
    """True for a timeline with an event that a calendar can hold (an empty calendar is not valid)."""
    wanted = lookups.settings().calendar
    return wanted and any(span(occurrence.date) for occurrence in lookups.timeline(scope))


def scope_of(page: Header | Entry) -> str:
    """The timeline whose calendar stands beside a page: its own, else empty."""
    return (
        f"{page.type}:{page.id}"
        if page.type in ("topic", "stakeholder") and page.url != HOME
        else ""
    )


def plan(lookups: Lookups) -> Iterator[Planned]:
    """A calendar for the site and for every topic and stakeholder with dated events."""
    if has_calendar("site", lookups):
        yield Planned(HOME + FILE, "site")
    for type in ("topic", "stakeholder"):
        for page in lookups.listing(f"type:{type}"):
            scope = scope_of(page)
            if scope and has_calendar(scope, lookups):
                yield Planned(page.url + FILE, scope, page.name)


def make(scope: str, lookups: Lookups, _: Renderer) -> Made:
    """One calendar."""
    return Made(calendar(scope, lookups))


EXTENSION = Extension("calendar", producers=(Producer("calendar", plan, make),))

"""Calendars, read by the icalendar package."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from briefgen.extensions.web.ical import fold, text
from support.virtual import VirtualSite, document

BASE = "https://example.org/repo/"
TOPIC = {"topics/trade.md": document(title="Trade, and more")}


def site(files: dict[str, str], **settings: Any) -> VirtualSite:
    return VirtualSite({**TOPIC, **files}, **{"title": "The desk", "base_url": BASE, **settings})


def events(data: bytes) -> list[Any]:
    calendar = Calendar.from_ical(data)
    assert (calendar["VERSION"], calendar["PRODID"]) == ("2.0", "-//briefgen//Calendar//EN")
    found = calendar.walk("VEVENT")
    assert not [error for event in found for error in event.errors]
    return found


def one(day: str, **front: Any) -> Any:
    (event,) = events(
        site({"events/e.md": document(title="E", date=f'"{day}"', **front)}).made("/calendar.ics")
    )
    return event


@pytest.mark.parametrize(
    ("written", "start", "end", "status"),
    [
        ("2025-04-21", date(2025, 4, 21), date(2025, 4, 22), "CONFIRMED"),
        ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1), "CONFIRMED"),
        ("2025-04-21/2025-04-23", date(2025, 4, 21), date(2025, 4, 24), "CONFIRMED"),
        ("2025-04", date(2025, 4, 1), date(2025, 5, 1), "TENTATIVE"),
        ("2025", date(2025, 1, 1), date(2026, 1, 1), "TENTATIVE"),
        ("2025-04-21~", date(2025, 4, 21), date(2025, 4, 22), "TENTATIVE"),
        ("2025-04-XX", date(2025, 4, 1), date(2025, 5, 1), "TENTATIVE"),
        ("2025-33", date(2025, 1, 1), date(2025, 4, 1), "TENTATIVE"),
        ("2025-04/2025-07", date(2025, 4, 1), date(2025, 8, 1), "TENTATIVE"),
        ("2025-04-21/..", date(2025, 4, 21), date(2025, 4, 22), "CONFIRMED"),
        ("2025-04/", date(2025, 4, 1), date(2025, 5, 1), "TENTATIVE"),
        ("../2025-07-01", date(2025, 7, 1), date(2025, 7, 2), "CONFIRMED"),
    ],
)
def test_a_date_becomes_whole_days_with_an_exclusive_end(
    written: str, start: date, end: date, status: str
) -> None:
    event = one(written)
    assert (event["DTSTART"].dt, event["DTEND"].dt, event["STATUS"]) == (start, end, status)


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("2025-04-21T09:00-04:00", datetime(2025, 4, 21, 13, tzinfo=UTC)),
        ("2025-04-21T23:30:10Z", datetime(2025, 4, 21, 23, 30, 10, tzinfo=UTC)),
        ("2025-04-21T01:00+05:30", datetime(2025, 4, 20, 19, 30, tzinfo=UTC)),
        ("2025-04-21T09:00", datetime(2025, 4, 21, 9)),  # noqa: DTZ001 - no zone is stated, so none is made up
    ],
)
def test_a_time_is_that_instant(written: str, start: datetime) -> None:
    event = one(written)
    assert event["DTSTART"].dt == start
    assert "DTEND" not in event


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2025-04~", "around April 2025 (2025-04~)"),
        ("2025-04/..", "from April 2025, ongoing (2025-04/..)"),
        ("2025-04/", "from April 2025, end not known (2025-04/)"),
    ],
)
def test_a_date_that_is_not_exact_keeps_its_words(written: str, words: str) -> None:
    assert words in one(written, summary="What happened.")["DESCRIPTION"]


def test_an_open_side_is_named_in_the_title() -> None:
    assert one("2025-04-21/..")["SUMMARY"] == "E (begins)"
    assert one("../2025-04-21")["SUMMARY"] == "E (ends)"
    assert one("2025-04-21")["SUMMARY"] == "E"


def test_an_exact_day_needs_no_words() -> None:
    assert "DESCRIPTION" not in one("2025-04-21")


@pytest.mark.parametrize("written", ["-0044-03-15", "0000", "Y20250", "9999"])
def test_a_year_no_calendar_can_hold_is_left_out(written: str) -> None:
    files = {"events/e.md": document(title="E", date=f'"{written}"')}
    assert "/calendar.ics" not in site(files).addresses()


INLINE = document(
    title="Brief",
    date="2025-04-20",
    updated="2025-04-30",
    topics="[trade]",
    events="[{date: 2025-05-02, title: Said once}, {id: named, date: 2025-05-01, title: Named, place: Delhi; India}]",
)


def test_an_event_has_what_is_known_of_it() -> None:
    named, once = events(site({"briefs/b.md": INLINE}).made("/calendar.ics"))
    assert (named["SUMMARY"], named["LOCATION"]) == ("Named", "Delhi; India")
    assert named["URL"] == f"{BASE}briefs/b/#event-named"
    assert named["CATEGORIES"].cats == ["Trade, and more"]
    assert named["DTSTAMP"].dt == datetime(2025, 4, 30, 12, tzinfo=UTC)
    assert named["TRANSP"] == once["TRANSP"] == "TRANSPARENT"
    assert named["UID"] != once["UID"]


def test_topics_and_stakeholders_have_calendars_of_what_concerns_them() -> None:
    files = {
        "briefs/b.md": INLINE,
        "stakeholders/acme.md": document(title="Acme"),
        "stakeholders/idle.md": document(title="Idle"),
        "events/e.md": document(title="E", date="2025-04-21", stakeholders="[acme]"),
    }
    virtual = site(files)
    assert [e["SUMMARY"] for e in events(virtual.made("/topics/trade/calendar.ics"))] == [
        "Named",
        "Said once",
    ]
    assert [e["SUMMARY"] for e in events(virtual.made("/stakeholders/acme/calendar.ics"))] == ["E"]
    assert "/stakeholders/idle/calendar.ics" not in virtual.addresses()


def uid(files: dict[str, str], title: str) -> str:
    found = events(site(files).made("/calendar.ics"))
    return next(str(event["UID"]) for event in found if event["SUMMARY"] == title)


def test_an_event_keeps_its_uid_wherever_it_is_written_down() -> None:
    inside = uid({"briefs/b.md": INLINE}, "Named")
    own = document(title="Named", date="2025-05-01")
    assert uid({"briefs/other.md": INLINE}, "Named") == inside
    assert uid({"events/named.md": own}, "Named") == inside
    moved = document(title="Named", date="2025-05-01", redirect_from="[/events/named/]")
    assert uid({"events/renamed.md": moved}, "Named") == inside


def test_an_unnamed_event_keeps_its_uid_when_its_page_moves() -> None:
    moved = INLINE.replace("title: Brief", "title: Brief\nredirect_from: [/briefs/b/]")
    assert uid({"briefs/b.md": INLINE}, "Said once") == uid({"briefs/c.md": moved}, "Said once")


def test_the_clock_changes_no_calendar() -> None:
    one, other = (
        VirtualSite({"briefs/b.md": INLINE}, clock=f"{year}-06-01T12:00:00+00:00")
        for year in (2025, 2031)
    )
    assert one.made("/calendar.ics") == other.made("/calendar.ics")


def test_one_line_turns_calendars_off() -> None:
    assert not site({"briefs/b.md": INLINE}, calendar=False).addresses("calendar")


def test_lines_end_as_they_must_and_none_is_too_long() -> None:
    long = document(title="Ü" * 200, date="2025-04-21", summary="word, " * 60)
    lines = site({"events/e.md": long}).made("/calendar.ics").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not [line for line in lines if b"\n" in line or b"\r" in line]


@given(st.text(max_size=300))
def test_folding_loses_nothing_and_splits_no_character(line: str) -> None:
    plain = "".join(letter for letter in line if letter not in "\r\n")
    folded = fold(plain)
    assert folded.removesuffix("\r\n").replace("\r\n ", "") == plain
    assert all(len(piece.encode()) <= 75 for piece in folded.split("\r\n"))


@given(
    st.text(
        alphabet=st.characters(exclude_categories=("C", "Z")) | st.sampled_from(' \n,;\\"'),
        max_size=80,
    )
)
def test_escaped_text_comes_back_as_it_was(value: str) -> None:
    lines = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
        + fold(f"SUMMARY:{text(value)}")
        + "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    (event,) = Calendar.from_ical(lines).walk("VEVENT")
    assert event["SUMMARY"] == "\n".join(value.splitlines())

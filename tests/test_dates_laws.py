"""Laws that hold for every date, and for every text."""

from datetime import UTC, datetime, timedelta
from datetime import date as day_of_stdlib

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefgen.dates import (
    DateError,
    EdtfDate,
    is_ongoing,
    is_past,
    is_upcoming,
    parse,
    relative,
    short_words,
    sort_key,
    words,
    year_of,
)
from briefgen.dates.civil import civil, day_number, days_in_month

YEARS = st.integers(-9999, 9999).map(lambda year: f"-{-year:04d}" if year < 0 else f"{year:04d}")
MARKS = st.sampled_from(["", "", "?", "~", "%"])
SUB_YEARS = st.sampled_from([*range(1, 13), *range(21, 42)]).map("{:02d}".format)


@st.composite
def days(draw: st.DrawFn) -> str:
    year, month = draw(YEARS), draw(st.integers(1, 12))
    day = draw(st.integers(1, days_in_month(int(year), month)))
    marks = [draw(MARKS) for _ in range(4)]
    return f"{marks[0]}{year}-{marks[1]}{month:02d}{marks[2]}-{day:02d}{marks[3]}"


POINTS = st.one_of(
    days(),
    st.builds("{}-{}{}".format, YEARS, SUB_YEARS, MARKS),
    st.builds("{}{}".format, YEARS, MARKS),
    st.builds("{:03d}X{}".format, st.integers(0, 999), MARKS),
    st.builds("{:02d}XX".format, st.integers(0, 99)),
    st.builds("{}-XX".format, YEARS),
    st.builds("{}-{:02d}-XX".format, YEARS, st.integers(1, 12)),
    st.builds("Y{}".format, st.integers(10_000, 10**12 - 1)),
    st.builds("Y-{}".format, st.integers(10_000, 10**12 - 1)),
)
TIMES = st.builds(
    "2025-04-21T{:02d}:{:02d}{}".format,
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["", ":30", "Z", "+05:30", "-04", ":59-11:00"]),
)


@st.composite
def intervals(draw: st.DrawFn) -> str:
    start, end = draw(st.one_of(POINTS, st.sampled_from(["..", ""]))), draw(POINTS)
    if start not in ("..", "") and sort_key(parse(start)) > sort_key(parse(end)):
        start, end = end, start
    return f"{start}/{end}" if draw(st.booleans()) else f"{end}/.."


TEXTS = st.one_of(POINTS, TIMES, intervals())
DATES = TEXTS.map(parse)
NEARLY = st.text("0123456789-/.XY~?%T:Z", max_size=25)
FRAGMENTS = [
    "from",
    "since",
    "until",
    "to",
    "unknown",
    "present",
    "-",
    "/",
    "–",
    "..",
    ",",
    ".",
    "2014",
    "2025",
    "04",
    "4",
    "21st",
    "30",
    "april",
    "spring",
    "the",
    "2020s",
    "c.",
    "about",
    "probably",
    "q1",
    "h2",
    "century",
    "bc",
    "2025-02-30",
    "09:00",
    "u",
    "?",
    "~",
]
SPOKEN = st.lists(
    st.builds("{}{}".format, st.sampled_from(FRAGMENTS), st.sampled_from(["", " "])), max_size=8
).map("".join)
few = settings(max_examples=60)


@given(DATES)
@few
def test_law_a_date_is_its_text(date: EdtfDate) -> None:
    assert parse(date.text) == date
    assert parse(f" {date.text}\n") == date
    assert msgspec.json.decode(msgspec.json.encode(date), type=EdtfDate) == date
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(date), type=EdtfDate) == date


@given(DATES)
@few
def test_law_earliest_is_not_after_latest(date: EdtfDate) -> None:
    if date.first_day is not None and date.last_day is not None:
        assert date.first_day <= date.last_day
    assert (date.earliest is None) == (date.first_day is None) == (date.start != "known")
    assert (date.latest is None) == (date.last_day is None) == (date.end != "known")


@given(DATES)
@few
def test_law_there_are_always_words(date: EdtfDate) -> None:
    for said in (words(date), short_words(date), year_of(date)):
        assert said == said.strip() != ""
        assert not set("XY~%") & set(said)


@given(st.lists(DATES, max_size=6))
@few
def test_law_the_order_is_total_and_keeps_groups_together(dates: list[EdtfDate]) -> None:
    ordered = sorted(dates, key=sort_key)
    backwards = dates[::-1]
    backwards.sort(key=sort_key)
    assert backwards == ordered
    for one in dates:
        for other in dates:
            assert (sort_key(one) == sort_key(other)) == (one == other)
    years = [year_of(date) for date in ordered]
    runs = [year for index, year in enumerate(years) if years[index - 1 : index] != [year]]
    assert len(runs) == len(set(runs))


@given(st.lists(TIMES, max_size=6))
@few
def test_law_times_of_one_day_are_in_the_order_of_their_instants(texts: list[str]) -> None:
    ordered = [_instant(date.text) for date in sorted(map(parse, texts), key=sort_key)]
    assert ordered == sorted(ordered)


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@given(DATES, st.integers(-1000, 1000), st.integers(-1000, 1000))
@few
def test_law_days_add_up(date: EdtfDate, one: int, other: int) -> None:
    between = relative(date, one)
    once, twice = relative(date, one + other), relative(between, other)
    assert parse(once.text) == once
    assert (once.start, once.end) == (date.start, date.end)
    if all(
        side is None or not side.startswith("Y") for side in _days_of(date, between, once, twice)
    ):
        assert (once.first_day, once.last_day) == (twice.first_day, twice.last_day)
        assert date.first_day is None or once.first_day == date.first_day + one + other
        assert date.last_day is None or once.last_day == date.last_day + one + other


def _days_of(*dates: EdtfDate) -> list[str | None]:
    return [part for date in dates for part in _sides(date)]


def _sides(date: EdtfDate) -> list[str | None]:
    return [part if part not in ("", "..") else None for part in date.text.split("/")]


@given(DATES, st.integers(0, 5000).map(lambda number: f"{2015 + number // 365}-06-15"))
@few
def test_law_one_tense_holds(date: EdtfDate, today: str) -> None:
    assert [is_past(date, today), is_upcoming(date, today), is_ongoing(date, today)].count(
        True
    ) == 1


@given(st.one_of(st.text(max_size=40), NEARLY, SPOKEN, TEXTS))
@settings(max_examples=300)
@example("c. " * 19 + "2")
@example("unknown-" * 7 + "1")
@example("from " * 12)
@example("9" * 5000)
@example("Y" + "9" * 5000)
@example("since from to since from to 1 to 2 - 3 to from")
def test_law_any_text_is_a_date_or_a_date_error(text: str) -> None:
    outcome = _outcome(text)
    if isinstance(outcome, EdtfDate):
        assert outcome.text == text.strip()
    else:
        assert outcome.message
        assert 0 <= outcome.offset <= outcome.offset + outcome.length <= len(text)


def _outcome(text: str) -> EdtfDate | DateError:
    try:
        return parse(text)
    except DateError as error:
        return error


@given(st.dates(), st.integers(-(10**9), 10**9))
@few
def test_law_day_numbers_agree_with_the_standard_library(day: day_of_stdlib, number: int) -> None:
    assert day_number(day.year, day.month, day.day) == (day - day_of_stdlib(1970, 1, 1)).days
    assert civil(day_number(day.year, day.month, day.day)) == (day.year, day.month, day.day)
    assert day_number(*civil(number)) == number


@given(st.dates(day_of_stdlib(1000, 1, 1), day_of_stdlib(9000, 1, 1)), st.integers(-10_000, 10_000))
@few
def test_law_relative_agrees_with_the_standard_library(day: day_of_stdlib, count: int) -> None:
    assert relative(parse(day.isoformat()), count).text == (day + timedelta(count)).isoformat()

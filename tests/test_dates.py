"""EDTF dates: open ends, softness, words, order, groups, counting days."""

import subprocess
import sys

import pytest

from briefgen.dates import (
    DateError,
    from_iso_day,
    html_datetime,
    interval,
    is_ongoing,
    is_past,
    is_soft,
    is_upcoming,
    month_of,
    parse,
    relative,
    short_words,
    sort_key,
    words,
    year_of,
)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025", "known", "known"),
        ("2024/2025", "known", "known"),
        ("2025-04/..", "known", "open"),
        ("2025-04/", "known", "unknown"),
        ("../2025", "open", "known"),
        ("/2025", "unknown", "known"),
        ("../..", "open", "open"),
        ("/..", "unknown", "open"),
        ("../", "open", "unknown"),
    ],
)
def test_open_and_unknown_ends_are_kept_apart(text: str, start: str, end: str) -> None:
    date = parse(text)
    assert (date.start, date.end) == (start, end)
    assert (date.earliest is None, date.latest is None) == (start != "known", end != "known")


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain", "unspecified", "soft"),
    [
        ("2025-04-21", False, False, False, False),
        ("2025-21", False, False, False, False),
        ("2025-04/2025-07", False, False, False, False),
        ("2025-04~", True, False, False, True),
        ("2025?", False, True, False, True),
        ("2025%", True, True, False, True),
        ("2025-06-~11", True, False, False, True),
        ("?2025-06-~11", True, True, False, True),
        ("2024/2025?", False, True, False, True),
        ("202X", False, False, True, True),
        ("2025-XX", False, False, True, True),
        ("2025-04-XX/2025-06", False, False, True, True),
        ("2025/..", False, False, False, True),
        ("/2025", False, False, False, True),
    ],
)
def test_what_is_soft(
    text: str, approximate: bool, uncertain: bool, unspecified: bool, soft: bool
) -> None:
    date = parse(text)
    found = (date.approximate, date.uncertain, date.unspecified, is_soft(date))
    assert found == (approximate, uncertain, unspecified, soft)


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("2025-04-21", "21 April 2025", "21 Apr 2025"),
        ("2025-04", "April 2025", "Apr 2025"),
        ("2025", "2025", "2025"),
        ("2025-04~", "around April 2025", "c. Apr 2025"),
        ("2025?", "2025, uncertain", "2025?"),
        ("2025%", "around 2025, uncertain", "c. 2025?"),
        ("202X", "the 2020s", "the 2020s"),
        ("19XX", "the 20th century", "the 20th century"),
        ("2025-XX", "some month in 2025", "some month in 2025"),
        ("2025-XX-XX", "some day in 2025", "some day in 2025"),
        ("2025-04-XX", "some day in April 2025", "some day in Apr 2025"),
        ("2025-21", "spring 2025", "spring 2025"),
        ("2025-24", "winter 2025–26", "winter 2025–26"),
        ("1999-24", "winter 1999–2000", "winter 1999–2000"),
        ("1000-24", "winter 1000–01", "winter 1000–01"),
        ("0998-24", "winter AD 998–AD 999", "winter AD 998–AD 999"),
        ("0999-24", "winter AD 999–1000", "winter AD 999–1000"),
        ("2025-29", "spring 2025 (southern hemisphere)", "spring 2025 (SH)"),
        ("2025-33", "first quarter of 2025", "Q1 2025"),
        ("2025-38", "middle four months of 2025", "middle 4 months of 2025"),
        ("2025-41", "second half of 2025", "H2 2025"),
        ("2025-04/2025-07", "April to July 2025", "Apr–Jul 2025"),
        ("2025-04-21/2025-04-23", "21 to 23 April 2025", "21–23 Apr 2025"),
        ("2025-04-21/2025-05-03", "21 April to 3 May 2025", "21 Apr – 3 May 2025"),
        ("2024-12/2025-01", "December 2024 to January 2025", "Dec 2024 – Jan 2025"),
        ("2025-04-21/2025-04-21", "21 April 2025", "21 Apr 2025"),
        ("2025-04-21/2025-04", "from 21 April 2025 to April 2025", "from 21 Apr 2025 to Apr 2025"),
        ("2024/2026", "2024 to 2026", "2024–2026"),
        ("2025-33/2025-35", "first quarter to third quarter of 2025", "Q1–Q3 2025"),
        ("2025-04~/2025-07~", "around April to July 2025", "c. Apr–Jul 2025"),
        ("2025-04~/2025-07", "from around April 2025 to July 2025", "from c. Apr 2025 to Jul 2025"),
        (
            "2025?/2026%",
            "from 2025 (uncertain) to around 2026 (uncertain)",
            "from 2025? to c. 2026?",
        ),
        ("2025-04/..", "from April 2025, ongoing", "from Apr 2025"),
        ("2025-07/", "from July 2025, end not known", "from Jul 2025 to ?"),
        ("../2025", "until 2025", "until 2025"),
        ("/2025", "until 2025, start not known", "? to 2025"),
        ("/..", "unknown start, open end", "unknown start, open end"),
        ("2025-04-21T09:00-04:00", "21 April 2025, 09:00 (UTC−4)", "21 Apr 2025, 09:00 (UTC−4)"),
        (
            "2025-04-21T09:00+05:30",
            "21 April 2025, 09:00 (UTC+5:30)",
            "21 Apr 2025, 09:00 (UTC+5:30)",
        ),
        ("2025-04-21T09:00Z", "21 April 2025, 09:00 (UTC)", "21 Apr 2025, 09:00 (UTC)"),
        ("2025-04-21T23:20:30", "21 April 2025, 23:20:30", "21 Apr 2025, 23:20:30"),
        ("2004-06~-11", "11 June 2004, year and month approximate", "11 Jun 2004?"),
        ("2004-?06-~11", "11 June 2004, day approximate, month uncertain", "11 Jun 2004?"),
        ("?2004-06-11~", "around 11 June 2004, year uncertain", "c. 11 Jun 2004?"),
        ("-0043-03-15", "15 March 44 BC", "15 Mar 44 BC"),
        ("0033-04", "April AD 33", "Apr AD 33"),
        ("000X", "some year from 1 BC to AD 9", "some year from 1 BC to AD 9"),
        ("Y170000002", "year 170,000,002", "year 170,000,002"),
        ("Y-170000002", "170,000,003 BC", "170,000,003 BC"),
    ],
)
def test_words(text: str, long: str, short: str) -> None:
    assert (words(parse(text)), short_words(parse(text))) == (long, short)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025-04-21", "2025-04-21"),
        ("2025-04", "2025-04"),
        ("2025", "2025"),
        ("0033", "0033"),
        ("2025-04-21T09:00", "2025-04-21T09:00"),
        ("2025-04-21T09:00-04:00", "2025-04-21T09:00-04:00"),
        ("2025-04-21T23:20:30-04", "2025-04-21T23:20:30-04:00"),
        ("2025-04-21T23:20:30Z", "2025-04-21T23:20:30Z"),
        ("0000", None),
        ("-0043", None),
        ("Y12025", None),
        ("2025~", None),
        ("2025-XX", None),
        ("202X", None),
        ("2025-21", None),
        ("2025/2026", None),
        ("2025/..", None),
    ],
)
def test_html_datetime(text: str, value: str | None) -> None:
    assert html_datetime(parse(text)) == value


@pytest.mark.parametrize(
    ("base", "days", "text"),
    [
        ("2025-04-21", 90, "2025-07-20"),
        ("2025-04-21", -21, "2025-03-31"),
        ("2024-02-28", 1, "2024-02-29"),
        ("2025-04-21T09:00-04:00", 1, "2025-04-22"),
        ("2025-04-21?", 1, "2025-04-22?"),
        ("2025-04", 90, "2025-06-30~/2025-07-29~"),
        ("2025?", 1, "2025-01-02%/2026-01-01%"),
        ("2025-04/..", 5, "2025-04-06~/.."),
        ("2025-04/", 5, "2025-04-06~/"),
        ("../2025-04", 5, "../2025-05-05~"),
        ("/2025-04", 5, "/2025-05-05~"),
        ("../..", 5, "../.."),
        ("9999-12-31", 1, "Y10000~"),
        ("-9999-01-01", -1, "Y-10000~"),
    ],
)
def test_relative(base: str, days: int, text: str) -> None:
    assert relative(parse(base), days).text == text


def test_relative_has_an_end() -> None:
    with pytest.raises(DateError, match="12 digits"):
        relative(parse("2025-04-21"), 10**16)


@pytest.mark.parametrize(
    ("text", "today", "tense"),
    [
        ("2025-04-21", "2025-04-20", "upcoming"),
        ("2025-04-21", "2025-04-21", "ongoing"),
        ("2025-04-21", "2025-04-22", "past"),
        ("2025-04", "2025-04-30", "ongoing"),
        ("2025-04~", "2025-05-01", "past"),
        ("2025-04/..", "2025-03-31", "upcoming"),
        ("2025-04/..", "2999-01-01", "ongoing"),
        ("2025-04/", "2999-01-01", "ongoing"),
        ("../2025", "0001-01-01", "ongoing"),
        ("/2025", "2026-01-01", "past"),
        ("-0043", "2025-04-21", "past"),
        ("Y12025", "2025-04-21", "upcoming"),
    ],
)
def test_past_and_upcoming(text: str, today: str, tense: str) -> None:
    date = parse(text)
    found = {
        "past": is_past(date, today),
        "upcoming": is_upcoming(date, today),
        "ongoing": is_ongoing(date, today),
    }
    assert [name for name, holds in found.items() if holds] == [tense]


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("2025-04-21", "2025", "April 2025"),
        ("2025-04~", "2025", "April 2025"),
        ("2025-04-XX", "2025", "April 2025"),
        ("2025-12-30/2026-01-02", "2025", "December 2025"),
        ("2025-04/..", "2025", "April 2025"),
        ("2025", "2025", None),
        ("2025-XX", "2025", None),
        ("2025-21", "2025", None),
        ("202X", "2020", None),
        ("../2025-04", "until 2025", None),
        ("/..", "undated", None),
        ("-0043-03", "44 BC", "March 44 BC"),
    ],
)
def test_groups(text: str, year: str, month: str | None) -> None:
    assert (year_of(parse(text)), month_of(parse(text))) == (year, month)


def test_order() -> None:
    texts = [
        "../1990",
        "/1990",
        "../..",
        "Y-12025",
        "-0043",
        "0000",
        "1999",
        "2025-04-21",
        "2025-04-21T00:30+14:00",
        "2025-04-21T13:00+05:30",
        "2025-04-21T09:00",
        "2025-04-21T09:00Z",
        "2025-04-21T05:00:01-04",
        "2025-04-21T14:00",
        "2025-04-21/2025-04-23",
        "2025-04-21/",
        "2025-04-21/..",
        "2025-04-22",
        "Y12025",
    ]
    assert sorted(map(parse, texts[::-1]), key=sort_key) == list(map(parse, texts))


def test_an_interval_from_two_texts() -> None:
    assert interval("2014", "..").text == "2014/.."
    assert interval("", "2025-04").text == "/2025-04"
    with pytest.raises(DateError, match="ends before"):
        interval("2025", "2014")


def test_from_iso_day() -> None:
    assert from_iso_day("2025-04-21").earliest == "2025-04-21"
    for text in (
        "2025-04",
        "2025-04-XX",
        "2025-04-21~",
        "2025-04-21T09:00",
        "2025-04-21/2025-04-21",
    ):
        with pytest.raises(DateError, match="not one day"):
            from_iso_day(text)


def test_importing_costs_little() -> None:
    code = "import sys, briefgen.dates; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    ours = {name for name in loaded if name.startswith("briefgen.")}
    assert all(name.startswith(("briefgen.dates", "briefgen.version")) for name in ours)
    assert not loaded & {"asyncio", "jinja2", "yaml", "markdown_it", "pyparsing", "edtf", "click"}

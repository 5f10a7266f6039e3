"""What an author is told about a date that is wrong, and where."""

import pickle

import pytest

from briefgen.dates import (
    DateError,
    parse,
)


@pytest.mark.parametrize(
    ("text", "message", "offset", "length", "hint"),
    [
        ("2025-02-30", "February 2025 has 28 days", 8, 2, "01 to 28"),
        ("2024-02-30", "February 2024 has 29 days", 8, 2, "01 to 29"),
        ("2025-02-29", "not a leap year", 8, 2, "01 to 28"),
        ("1900-02-29", "not a leap year", 8, 2, "01 to 28"),
        ("2025-04-31", "April 2025 has 30 days", 8, 2, "01 to 30"),
        ("  2025-04-31 ", "there is no 31 April", 10, 2, "01 to 30"),
        ("2025-13", "there is no month 13", 5, 2, "01 to 12"),
        ("2025-42", "there is no month 42", 5, 2, "01 to 12"),
        ("2025-13-04", "there is no month 13", 5, 2, "write 2025-04-13"),
        ("2025-00", "there is no month 00", 5, 2, "XX"),
        ("2025-04-00", "there is no day 00", 8, 2, "XX"),
        ("2025-21-04", "spring", 8, 2, "write 2025-04-21"),
        ("2025-07/2025-04", "ends before it begins", 0, 15, "write 2025-04/2025-07"),
        ("2025/2024-12", "ends before it begins", 0, 12, "write 2024-12/2025"),
        ("2025-04/2025-02-30", "February 2025 has 28 days", 16, 2, "01 to 28"),
        ("2024/2025/2026", "one slash", 9, 1, "2025-04-21/2025-04-23"),
        ("/", "at least one side", 0, 1, "2025"),
        ("", "no date", 0, 0, "2025-04-21"),
        ("   ", "no date", 0, 0, "2025-04-21"),
        ("..", "open end", 0, 2, "2025-04/.."),
        ("-0000", "no year -0000", 0, 5, "write 0000"),
        ("202", "four digits", 0, 3, "2025"),
        ("12345", "begins with Y", 0, 5, "write Y12345"),
        ("-12345", "begins with Y", 0, 6, "write Y-12345"),
        ("002025", "begins with Y", 0, 6, "write 2025"),
        ("9" * 5000, "four digits", 0, 5000, "write a date as 2025-04-21, 2025-04 or 2025"),
        ("Y-44", "five digits", 0, 4, "write -0044"),
        ("Y2025", "five digits", 0, 5, "write 2025"),
        ("Y012345", "five digits", 0, 7, "write Y12345"),
        ("Y1234567890123", "at most 12 digits", 0, 14, ""),
        ("2XXX", "last one or two", 0, 4, "202X"),
        ("20X5", "last one or two", 0, 4, "202X"),
        ("202X-04", "unspecified", 5, 2, "202X"),
        ("2025-XX-04", "unspecified", 8, 2, "XX"),
        ("2025-1X", "both digits", 5, 2, "XX"),
        ("2025~~-04", "one qualifier", 5, 1, "%"),
        ("1950S2", "level 2", 4, 1, ""),
        ("Y-17E7", "level 2", 4, 1, ""),
        ("[2025,2026]", "begins with its year", 0, 1, ""),
        ("2025-04T09:00", "whole day", 7, 1, "T09:00"),
        ("2025-04-21~T09:00", "whole day", 11, 1, "T09:00"),
        ("2025-04-21T09:00~", "no qualifier", 16, 1, ""),
        ("2025-04-21T9:00", "hour needs two digits", 11, 1, "T09:00"),
        ("2025-04-21T09", "minutes", 13, 0, "T09:00"),
        ("2025-04-21T24:00", "no hour 24", 11, 2, "next day"),
        ("2025-04-21T09:60", "no minute 60", 14, 2, ""),
        ("2025-04-21T09:00:60", "no second 60", 17, 2, ""),
        ("2025-04-21T09:00:00.5", "fraction", 19, 1, "leave"),
        ("2025-04-21T09:00+15:00", "zone hour 15", 17, 2, ""),
        ("2025-04-21T09:00+14:30", "14 hours", 16, 6, ""),
        ("2025-04-21T09:00-00:00", "no minus", 16, 6, "Z"),
        ("2025-04-21T09:00/2025-04-22", "no time of day", 0, 16, "days alone"),
        ("٢٠٢٥", "begins with its year", 0, 1, "2025"),
    ],
)
def test_errors_say_what_where_and_what_instead(
    text: str, message: str, offset: int, length: int, hint: str
) -> None:
    with pytest.raises(DateError) as caught:
        parse(text)
    error = caught.value
    assert message in error.message
    assert (error.offset, error.length) == (offset, length)
    assert hint in error.hint
    assert str(error) == error.message


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("21/04/2025", "write 2025-04-21"),
        ("04/21/2025", "write 2025-04-21"),
        ("04/05/2025", "write 2025-05-04 or 2025-04-05"),
        ("21.04.2025", "write 2025-04-21"),
        ("2025/04/21", "write 2025-04-21"),
        ("2025-4-1", "write 2025-04-01"),
        ("20250421", "write 2025-04-21"),
        ("202504", "write 2025-04"),
        ("04-2025", "write 2025-04"),
        ("2025/04", "write 2025-04"),
        ("2025/26", "write 2025/2026"),
        ("April 2025", "write 2025-04"),
        ("Sept. 2025", "write 2025-09"),
        ("21 April 2025", "write 2025-04-21"),
        ("21st of April 2025", "write 2025-04-21"),
        ("April 21, 2025", "write 2025-04-21"),
        ("spring 2025", "write 2025-21"),
        ("Q1 2025", "write 2025-33"),
        ("2025-Q4", "write 2025-36"),
        ("H2 2025", "write 2025-41"),
        ("the 2020s", "write 202X"),
        ("20th century", "write 19XX"),
        ("44 BC", "write -0043"),
        ("1 BC", "write 0000"),
        ("c. 2025", "write 2025~"),
        ("about April 2025", "write 2025-04~"),
        ("probably 2025", "write 2025?"),
        ("since 2014", "write 2014/.."),
        ("until May 2014", "write ../2014-05"),
        ("2014-present", "write 2014/.."),
        ("2014-2016", "write 2014/2016"),
        ("2014–2016", "write 2014/2016"),
        ("from 2014 to 2016", "write 2014/2016"),
        ("2025-04-21..2025-04-23", "write 2025-04-21/2025-04-23"),
        ("2025-04-21 09:00", "write 2025-04-21T09:00"),
        # the draft of 2012
        ("199u", "write 199X"),
        ("2025-04-uu", "write 2025-04-XX"),
        ("2025?~", "write 2025%"),
        ("2025/open", "write 2025/.."),
        ("2025/unknown", "write 2025/"),
        ("unknown/2025", "write /2025"),
        ("y12025", "write Y12025"),
    ],
)
def test_other_notations_are_refused_with_the_right_spelling(text: str, hint: str) -> None:
    with pytest.raises(DateError) as caught:
        parse(text)
    assert caught.value.hint == hint
    for spelling in hint.removeprefix("write ").split(" or "):
        assert parse(spelling).text == spelling


def test_another_notation_of_an_impossible_date_names_the_real_fault() -> None:
    with pytest.raises(DateError, match="February 2025 has 28 days"):
        parse("31/02/2025")
    with pytest.raises(DateError, match="ends before it begins") as caught:
        parse("2016-2014")
    assert caught.value.hint == "write 2014/2016"


def test_an_error_survives_a_worker_process() -> None:
    error = pickle.loads(pickle.dumps(DateError("no", 3, 2, "yes")))
    assert (error.message, error.offset, error.length, error.hint) == ("no", 3, 2, "yes")

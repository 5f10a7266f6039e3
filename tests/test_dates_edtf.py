"""The examples of the EDTF specification, and two other implementations as witnesses."""

import pytest

from briefgen.dates import (
    DateError,
    parse,
)
from briefgen.dates.civil import civil

# The examples of the Library of Congress specification (4 February 2019), and the bounds they imply.
SPECIFICATION = [
    # Level 0
    ("1985-04-12", "1985-04-12", "1985-04-12", "day"),
    ("1985-04", "1985-04-01", "1985-04-30", "month"),
    ("1985", "1985-01-01", "1985-12-31", "year"),
    ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12", "time"),
    ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12", "time"),
    ("1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12", "time"),
    ("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12", "time"),
    ("1964/2008", "1964-01-01", "2008-12-31", "interval"),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31", "interval"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", "interval"),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28", "interval"),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31", "interval"),
    ("2005/2006-02", "2005-01-01", "2006-02-28", "interval"),
    # Level 1
    ("Y170000002", "+170000002-01-01", "+170000002-12-31", "year"),
    ("Y-170000002", "-170000002-01-01", "-170000002-12-31", "year"),
    ("2001-21", "2001-03-01", "2001-05-31", "season"),
    ("2001-22", "2001-06-01", "2001-08-31", "season"),
    ("2001-23", "2001-09-01", "2001-11-30", "season"),
    ("2001-24", "2001-12-01", "2002-02-28", "season"),
    ("1984?", "1984-01-01", "1984-12-31", "year"),
    ("2004-06~", "2004-06-01", "2004-06-30", "month"),
    ("2004-06-11%", "2004-06-11", "2004-06-11", "day"),
    ("201X", "2010-01-01", "2019-12-31", "decade"),
    ("20XX", "2000-01-01", "2099-12-31", "century"),
    ("2004-XX", "2004-01-01", "2004-12-31", "month"),
    ("1985-04-XX", "1985-04-01", "1985-04-30", "day"),
    ("1985-XX-XX", "1985-01-01", "1985-12-31", "day"),
    ("1985-04-12/..", "1985-04-12", None, "interval"),
    ("1985-04/..", "1985-04-01", None, "interval"),
    ("1985/..", "1985-01-01", None, "interval"),
    ("../1985-04-12", None, "1985-04-12", "interval"),
    ("../1985-04", None, "1985-04-30", "interval"),
    ("../1985", None, "1985-12-31", "interval"),
    ("1985-04-12/", "1985-04-12", None, "interval"),
    ("1985-04/", "1985-04-01", None, "interval"),
    ("1985/", "1985-01-01", None, "interval"),
    ("/1985-04-12", None, "1985-04-12", "interval"),
    ("/1985-04", None, "1985-04-30", "interval"),
    ("/1985", None, "1985-12-31", "interval"),
    ("1984~/2004-06", "1984-01-01", "2004-06-30", "interval"),
    ("1984/2004-06~", "1984-01-01", "2004-06-30", "interval"),
    ("1984?/2004%", "1984-01-01", "2004-12-31", "interval"),
    ("1984-06-02?/2004-08-08~", "1984-06-02", "2004-08-08", "interval"),
    ("-1985", "-1985-01-01", "-1985-12-31", "year"),
    # Level 2, the sub-year groupings and the qualified parts
    ("2001-25", "2001-03-01", "2001-05-31", "season"),
    ("2001-28", "2001-12-01", "2002-02-28", "season"),
    ("2001-29", "2001-09-01", "2001-11-30", "season"),
    ("2001-30", "2001-12-01", "2002-02-28", "season"),
    ("2001-31", "2001-03-01", "2001-05-31", "season"),
    ("2001-32", "2001-06-01", "2001-08-31", "season"),
    ("2001-33", "2001-01-01", "2001-03-31", "quarter"),
    ("2001-34", "2001-04-01", "2001-06-30", "quarter"),
    ("2001-35", "2001-07-01", "2001-09-30", "quarter"),
    ("2001-36", "2001-10-01", "2001-12-31", "quarter"),
    ("2001-37", "2001-01-01", "2001-04-30", "quadrimester"),
    ("2001-38", "2001-05-01", "2001-08-31", "quadrimester"),
    ("2001-39", "2001-09-01", "2001-12-31", "quadrimester"),
    ("2001-40", "2001-01-01", "2001-06-30", "semester"),
    ("2001-41", "2001-07-01", "2001-12-31", "semester"),
    ("2004-06~-11", "2004-06-11", "2004-06-11", "day"),
    ("2004?-06-11", "2004-06-11", "2004-06-11", "day"),
    ("?2004-06-~11", "2004-06-11", "2004-06-11", "day"),
    ("2004-%06-11", "2004-06-11", "2004-06-11", "day"),
    ("2004-06-~01/2004-06-~20", "2004-06-01", "2004-06-20", "interval"),
    ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03", "interval"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), SPECIFICATION)
def test_the_specifications_examples(
    text: str, earliest: str | None, latest: str | None, precision: str
) -> None:
    date = parse(text)
    found = (date.text, date.earliest, date.latest, date.precision)
    assert found == (text, earliest, latest, precision)


# Witnesses: two other implementations, on dates they are known to read well.


@pytest.mark.parametrize(
    "text",
    [
        "1985-04-12",
        "2024-02",
        "1985",
        "201X",
        "20XX",
        "1985-04-XX",
        "2004-06~",
        "2001-21",
        "2001-34",
        "2001-38",
        "2001-41",
        "1964/2008",
        "2004-02-01/2005-02",
        "Y170000002",
        "-1985",
        "1984~/2004-06",
    ],
)
def test_the_bounds_agree_with_the_edtf_package(text: str) -> None:
    edtf = pytest.importorskip("edtf")
    witness = edtf.parse_edtf(text)
    date = parse(text)
    assert date.first_day is not None
    assert date.last_day is not None
    assert civil(date.first_day) == tuple(witness.lower_strict()[:3])
    assert civil(date.last_day) == tuple(witness.upper_strict()[:3])


@pytest.mark.parametrize("text", sorted({text for text, *_ in SPECIFICATION} | {"/..", "../.."}))
def test_edtf_validate_accepts_what_we_accept(text: str) -> None:
    witness = pytest.importorskip("edtf_validate.valid_edtf")
    assert witness.is_valid(text)


@pytest.mark.parametrize(
    "text",
    [
        "2025-13",
        "2025-02-30",
        "2025-42",
        "-0000",
        "/",
        "2025~?",
        "2025-1",
        "21/04/2025",
        "2025/2024",
    ],
)
def test_edtf_validate_refuses_what_we_refuse(text: str) -> None:
    witness = pytest.importorskip("edtf_validate.valid_edtf")
    assert not witness.is_valid(text)
    with pytest.raises(DateError):
        parse(text)

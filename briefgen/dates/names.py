"""English names of months and years."""

from .civil import LAST_PLAIN_YEAR

_LAST_OF_THREE_DIGITS = 999  # up to here a bare number is not taken for a year

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def year_words(year: int) -> str:
    """An astronomical year as people write it: ``2025``, ``AD 33``, ``44 BC``, ``170,000,002``."""
    if year > LAST_PLAIN_YEAR:
        return f"{year:,}"
    if year > _LAST_OF_THREE_DIGITS:
        return str(year)
    if year > 0:
        return f"AD {year}"
    before = 1 - year  # there is no year 0 in this count
    return f"{before:,} BC" if before > LAST_PLAIN_YEAR else f"{before} BC"


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``3rd``, ``4th``, ``11th``, ``21st``."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}" + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")

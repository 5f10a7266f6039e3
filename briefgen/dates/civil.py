"""Days of the proleptic Gregorian calendar as whole numbers, for every year.

``datetime`` ends at the years 1 and 9999; EDTF does not. Day 0 is 1970-01-01. Years are astronomical: year 0 is
1 BC. The method is the usual one of counting 400-year eras from 1 March of year 0.
"""

MONTHS_IN_YEAR = 12
FEBRUARY = 2
LAST_PLAIN_YEAR = 9999  # the last that ISO 8601 writes without a sign or a letter
_DAYS_OF_ERA = 146_097  # 400 years
_EPOCH = 719_468  # days from 0000-03-01 to 1970-01-01
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Whether ``year`` has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """How many days the month (1 to 12) of ``year`` has."""
    return 29 if month == FEBRUARY and is_leap(year) else _LENGTHS[month - 1]


def day_number(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 to a day that exists."""
    shifted = year - (month <= FEBRUARY)
    era, year_of_era = divmod(shifted, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * _DAYS_OF_ERA + day_of_era - _EPOCH


def civil(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day number: the inverse of ``day_number``."""
    era, day_of_era = divmod(number + _EPOCH, _DAYS_OF_ERA)
    leap_days = day_of_era // 1460 - day_of_era // 36_524 + day_of_era // 146_096
    year_of_era = (day_of_era - leap_days) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153  # months since March
    month = (shifted + 2) % MONTHS_IN_YEAR + 1
    day = day_of_year - (153 * shifted + 2) // 5 + 1
    return era * 400 + year_of_era + (month <= FEBRUARY), month, day


def iso_year(year: int) -> str:
    """A year in ISO 8601: four digits at least, a sign only where the year needs one."""
    if year > LAST_PLAIN_YEAR:
        return f"+{year}"
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def iso_day(number: int) -> str:
    """A day number in ISO 8601, ``YYYY-MM-DD``."""
    year, month, day = civil(number)
    return f"{iso_year(year)}-{month:02d}-{day:02d}"

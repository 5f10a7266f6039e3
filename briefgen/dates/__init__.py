"""Dates: EDTF in, bounds, order, plain words and groups out.

Supported: EDTF levels 0 and 1 (Library of Congress, 4 February 2019; ISO 8601-2:2019) and, of level 2, the sub-year
groupings and the qualified parts; times of day also without seconds. Not supported: sets, significant digits,
exponents, unspecified digits elsewhere than at the end.
"""

from .model import BoundKind, DateError, EdtfDate, Precision
from .parsing import from_iso_day, interval, parse
from .timeline import (
    SortKey,
    is_ongoing,
    is_past,
    is_soft,
    is_upcoming,
    later,
    month_of,
    relative,
    sort_key,
    year_of,
)
from .wording import html_datetime, short_words, words

__all__ = [
    "BoundKind",
    "DateError",
    "EdtfDate",
    "Precision",
    "SortKey",
    "from_iso_day",
    "html_datetime",
    "interval",
    "is_ongoing",
    "is_past",
    "is_soft",
    "is_upcoming",
    "later",
    "month_of",
    "parse",
    "relative",
    "short_words",
    "sort_key",
    "words",
    "year_of",
]

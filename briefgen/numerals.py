"""Numbers in words that readers know.

What an author writes under `display` stands; else the decimal is grouped by
thousands or counted in millions and more, exactly: no digit is ever rounded away.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_SCALES = ((12, "trillion"), (9, "billion"), (6, "million"))
_MOST_DIGITS = 40
"""Digits of the longest number that is written out; a longer one stays as its author wrote it."""


def display(given: str, value: str, unit: str) -> str:
    """A value as readers see it: the author's words, or the number with its unit."""
    if given:
        return given
    number = readable(value)
    if unit in ("%", "percent", "per cent"):
        return f"{number}%" if unit == "%" else f"{number} {unit}"
    return f"{number} {unit}".strip()


def readable(value: str) -> str:
    """A decimal number grouped (`43,000`) or scaled (`125 billion`), without rounding."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return value
    for power, word in _SCALES:
        scaled = number.scaleb(-power)
        if abs(scaled) >= 1 and scaled == round(scaled, 3):
            return f"{scaled.normalize():,f} {word}"
    return f"{number:,f}"

"""Figures as templates show them: a readable value, its history, its sources.

What an author writes under `display` stands; else the decimal is grouped by
thousands or counted in millions and more, exactly: no digit is ever rounded away.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import msgspec

from briefgen.dates import EdtfDate
from briefgen.extensions.evidence import EvidenceView, evidence_views
from briefgen.extensions.ordering import newest_first
from briefgen.lookups import Lookups
from briefgen.model import Data, Figure, Measure, Target


class FigureView(Data, frozen=True):
    """A figure, where it lives, its sources, and its value in words that are never empty."""

    figure: Figure
    target: Target
    sources: tuple[EvidenceView, ...]
    display: str


class MeasureView(Data, frozen=True):
    """An older value of a figure."""

    measure: Measure
    display: str
    sources: tuple[EvidenceView, ...]


_SCALES = ((12, "trillion"), (9, "billion"), (6, "million"))
_MOST_DIGITS = 40
"""Digits of the longest number that is written out; a longer one stays as its author wrote it."""


def figure_views(
    figures: Iterable[tuple[Figure, Target]], lookups: Lookups
) -> tuple[FigureView, ...]:
    """Figures with their values and sources, in the order given."""
    return tuple(figure_view(figure, target, lookups) for figure, target in figures)


def figure_view(figure: Figure, target: Target, lookups: Lookups) -> FigureView:
    """One figure with its value and sources; without a title of its own it has its page's."""
    sources = evidence_views(figure.evidence, lookups)
    named = figure if figure.title else msgspec.structs.replace(figure, title=target.title)
    return FigureView(named, target, sources, display(figure.display, figure.value, figure.unit))


def history(figure: Figure, lookups: Lookups) -> tuple[MeasureView, ...]:
    """The older values, newest first; undated ones last."""
    ordered = newest_first(figure.history, _as_of)
    return tuple(
        MeasureView(
            measure,
            display(measure.display, measure.value, figure.unit),
            evidence_views(measure.evidence, lookups),
        )
        for measure in ordered
    )


def _as_of(measure: Measure) -> EdtfDate | None:
    return measure.as_of


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

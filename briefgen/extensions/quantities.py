"""Figures as templates show them: a readable value, its history, its sources."""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.dates import EdtfDate
from briefgen.extensions.evidence import EvidenceView, evidence_views
from briefgen.extensions.ordering import marks, newest_first
from briefgen.lookups import Lookups
from briefgen.model import Data, Figure, Measure, Target
from briefgen.numerals import display


class FigureView(Data, frozen=True):
    """A figure, where it lives, its sources, and its value in words that are never empty."""

    figure: Figure
    target: Target
    sources: tuple[EvidenceView, ...]
    display: str
    marks: tuple[str, ...] = ()
    """Why a public build would not show it: for its own sake, or its page's."""


class MeasureView(Data, frozen=True):
    """An older value of a figure."""

    measure: Measure
    display: str
    sources: tuple[EvidenceView, ...]


def figure_views(
    figures: Iterable[tuple[Figure, Target]], lookups: Lookups
) -> tuple[FigureView, ...]:
    """Figures with their values and sources, in the order given."""
    return tuple(figure_view(figure, target, lookups) for figure, target in figures)


def figure_view(figure: Figure, target: Target, lookups: Lookups) -> FigureView:
    """One figure with its value and sources."""
    sources = evidence_views(figure.evidence, lookups)
    value = display(figure.display, figure.value, figure.unit)
    return FigureView(figure, target, sources, value, marks(target.name, target.url, lookups))


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

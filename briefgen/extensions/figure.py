"""Figures: a number with its unit, its date, its evidence, and what it was before."""

from __future__ import annotations

from typing import Any

from briefgen.extensions.base import Extension, Kind
from briefgen.extensions.cards import figure_card
from briefgen.extensions.common import document_context
from briefgen.extensions.evidence import evidence_views
from briefgen.extensions.quantities import history
from briefgen.lookups import Lookups
from briefgen.model import Figure, Header, Page
from briefgen.numerals import display


def context(header: Header, page: Page, lookups: Lookups) -> dict[str, Any]:
    """What `figure.html` gets."""
    figure = header.figure or Figure(header.id, header.title, "")
    return {
        **document_context(header, page, lookups),
        "figure": figure,
        "display": display(figure.display, figure.value, figure.unit),
        "evidence": evidence_views(header.evidence, lookups),
        "history": history(figure, lookups),
    }


EXTENSION = Extension(
    "figure",
    kinds=(
        Kind("figure", "figure.html", context, card_template="cards/figure.html", card=figure_card),
    ),
)

"""Small pieces: a page, an event, a figure or a section shown inside another text.

Each function gives what its template under `cards/` needs, or None if there is
nothing to show under that id.
"""

from __future__ import annotations

from typing import Any

from briefgen.extensions.chronology import item
from briefgen.extensions.quantities import figure_view
from briefgen.lookups import Lookups


def document_card(id: str, lookups: Lookups) -> dict[str, Any] | None:
    """A page with its title, date and summary: for `cards/document.html`, `cards/stakeholder.html`."""
    entry = lookups.entry(id)
    return {"entry": entry} if entry else None


def event_card(id: str, lookups: Lookups) -> dict[str, Any] | None:
    """A dated event as timelines show it: for `cards/event.html`."""
    occurrence = lookups.occurrence(id)
    return {"item": item(occurrence, lookups)} if occurrence else None


def figure_card(id: str, lookups: Lookups) -> dict[str, Any] | None:
    """A figure's value with its date and sources, to stand in a sentence: for `cards/figure.html`."""
    found = lookups.figure(id)
    return {"item": figure_view(*found, lookups)} if found else None

"""Events: the one page of something that happened or will, between what came before and after it."""

from __future__ import annotations

from typing import Any

from briefgen.extensions.base import Extension, Kind
from briefgen.extensions.cards import event_card
from briefgen.extensions.chronology import state
from briefgen.extensions.common import document_context
from briefgen.extensions.evidence import evidence_views
from briefgen.lookups import Lookups
from briefgen.model import Header, Page


def context(header: Header, page: Page, lookups: Lookups) -> dict[str, Any]:
    """What `event.html` gets; an event without a date has neither occurrence nor neighbours."""
    occurrence = lookups.occurrence(header.id)
    before, after = lookups.adjacent(header.id) if occurrence else (None, None)
    return {
        **document_context(header, page, lookups),
        "occurrence": occurrence,
        "state": state(occurrence, lookups.today()) if occurrence else "",
        "evidence": evidence_views(header.evidence, lookups),
        "previous_event": before,
        "next_event": after,
    }


EXTENSION = Extension(
    "event",
    kinds=(
        Kind("event", "event.html", context, card_template="cards/event.html", card=event_card),
    ),
)

"""Topics: everything under them, and, where they ask a question, who answers how."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from briefgen.extensions.base import Extension, Kind
from briefgen.extensions.cards import document_card
from briefgen.extensions.common import document_context, own_timeline
from briefgen.extensions.ordering import Groups, by_title, by_type, entries
from briefgen.extensions.stances import Position, positions
from briefgen.extensions.wording import type_label
from briefgen.lookups import Lookups
from briefgen.model import Entry, Header, Page

_SHOWN_APART = ("brief", "event", "stakeholder", "figure")


def context(header: Header, page: Page, lookups: Lookups) -> dict[str, Any]:
    """What `topic.html` gets."""
    under = by_type(page for page in lookups.listing(f"topic:{header.id}") if page.id != header.id)
    held = positions(header.id, lookups)
    return {
        **document_context(header, page, lookups),
        "question": header.topic.question if header.topic else "",
        "briefs": under.get("brief", ()),
        "groups": _others(under),
        "positions": held,
        "stakeholders": _concerned(header, under.get("stakeholder", ()), held, lookups),
    }


def _others(under: dict[str, tuple[Entry, ...]]) -> Groups[Entry]:
    return tuple(
        (type_label(type), found) for type, found in under.items() if type not in _SHOWN_APART
    )


def _concerned(
    header: Header, filed: tuple[Entry, ...], held: Iterable[Position], lookups: Lookups
) -> tuple[Entry, ...]:
    """Who has to do with a topic: named by it, filed under it, with a stance on it, or in its events."""
    acting = (id for event in own_timeline(header, lookups) for id in event.stakeholders)
    named = entries((*header.stakeholders, *acting), lookups, "stakeholder")
    everybody = (*named, *filed, *(position.entry for position in held))
    return by_title({page.id: page for page in everybody}.values())


EXTENSION = Extension("topic", kinds=(Kind("topic", "topic.html", context, card=document_card),))

"""Which stakeholders a view shows: those it names, or those of its page, or all; then its filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefgen.extensions import selection
from briefgen.extensions.ordering import by_title, entries
from briefgen.extensions.selection import Selection
from briefgen.extensions.stances import positions
from briefgen.lookups import Lookups
from briefgen.model import Entry, Header, Influence

SORTS = ("title", "-title", "kind", "power", "interest")
OPTIONS = selection.options(SORTS, selection.STAKEHOLDER_TYPES)


def cast(chosen: Selection, header: Header, lookups: Lookups) -> tuple[Entry, ...]:
    """The stakeholders of a view, filtered, sorted and counted off."""
    found = (page for page in _candidates(chosen, header, lookups) if _fits(page, chosen, lookups))
    return selection.limited(_sorted(found, chosen.sort, lookups), chosen)


def _candidates(chosen: Selection, header: Header, lookups: Lookups) -> tuple[Entry, ...]:
    if chosen.stakeholders:
        return entries(chosen.stakeholders, lookups, "stakeholder")
    if chosen.is_open and (own := _of_page(header, lookups)):
        return own
    everybody = by_title(lookups.listing("type:stakeholder"))
    if not chosen.topics:
        return everybody
    concerned = {id for topic in chosen.topics for id in concerned_with(topic, lookups)}
    return tuple(page for page in everybody if page.id in concerned)


def _of_page(header: Header, lookups: Lookups) -> tuple[Entry, ...]:
    """Whom a page is about: itself, whom it lists, and, for a topic, whom it concerns."""
    own = (header.id,) if header.type == "stakeholder" else ()
    ids = concerned_with(header.id, lookups) if header.type == "topic" else ()
    return entries((*own, *header.stakeholders, *ids), lookups, "stakeholder")


def concerned_with(topic: str, lookups: Lookups) -> tuple[str, ...]:
    """Ids of who is filed under a topic, has a stance on it, or acts in its events."""
    filed = (page.id for page in lookups.listing(f"topic:{topic}") if page.type == "stakeholder")
    holding = (position.entry.id for position in positions(topic, lookups))
    acting = (id for event in lookups.timeline(f"topic:{topic}") for id in event.stakeholders)
    return tuple(dict.fromkeys((*filed, *holding, *acting)))


def _fits(page: Entry, chosen: Selection, lookups: Lookups) -> bool:
    """Kind and tags by the profile, dates by the events that the stakeholder takes part in."""
    if chosen.types and page.kind not in chosen.types:
        return False
    if chosen.tags and not any(_has_tag(page, tag, lookups) for tag in chosen.tags):
        return False
    if chosen.start is None and chosen.end is None:
        return True
    events = lookups.timeline(f"stakeholder:{page.id}")
    return any(selection.within(event.date, chosen) for event in events)


def _has_tag(page: Entry, tag: str, lookups: Lookups) -> bool:
    return any(found.id == page.id for found in lookups.listing(f"tag:{tag}"))


def _sorted(found: Any, sort: str, lookups: Lookups) -> tuple[Entry, ...]:
    kept: tuple[Entry, ...] = tuple(found)
    if sort == "kind":
        place = {kind: number for number, kind in enumerate(selection.STAKEHOLDER_TYPES)}
        return tuple(sorted(kept, key=lambda page: place.get(page.kind, len(place))))
    if sort in ("power", "interest"):
        return tuple(sorted(kept, key=lambda page: -_level(page, sort, lookups)))
    return selection.by_sort(kept, sort)


def _level(page: Entry, name: str, lookups: Lookups) -> int:
    found = influence(page.id, lookups)
    return int(getattr(found, name)) if found else 0


def influence(id: str, lookups: Lookups) -> Influence | None:
    """What is said of a stakeholder's power and interest, None for nothing."""
    header = lookups.header(id)
    return header.stakeholder.influence if header and header.stakeholder else None


def read(
    given: Mapping[str, Any], header: Header, lookups: Lookups
) -> tuple[Selection, tuple[Entry, ...]]:
    """The options of a view of stakeholders, and whom they select."""
    chosen = selection.read(given, lookups)
    return chosen, cast(chosen, header, lookups)

"""Relationships as one end shows them, and as a map lists them: each once, with dates and sources."""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.dates import EdtfDate, sort_key
from briefgen.extensions.evidence import EvidenceView, evidence_views
from briefgen.extensions.ordering import Groups
from briefgen.lookups import Lookups
from briefgen.model import Data, Entry, Relationship, Tie
from briefgen.paths import fold


class TieView(Data, frozen=True):
    """A tie with the page of its other end."""

    tie: Tie
    entry: Entry
    sources: tuple[EvidenceView, ...]


class MapTie(Data, frozen=True):
    """A tie with both its ends, read from the one that states it."""

    origin: Entry
    tie: Tie
    entry: Entry
    sources: tuple[EvidenceView, ...]


def tie_views(id: str, lookups: Lookups) -> tuple[TieView, ...]:
    """All ties of a stakeholder, in the order of the site's kinds, then by name, new before old."""
    found = ((lookups.entry(tie.other), tie) for tie in lookups.ties(id))
    views = [
        TieView(tie, page, evidence_views(tie.relationship.evidence, lookups))
        for tie, page in ((tie, page) for page, tie in found if page)
    ]
    return tuple(_ordered(views, lookups))


def tie_groups(id: str, lookups: Lookups) -> Groups[TieView]:
    """The ties of a stakeholder under what they are, such as "owns", "owned by", "lobbied by"."""
    groups: dict[str, list[TieView]] = {}
    for view in tie_views(id, lookups):
        groups.setdefault(view.tie.label, []).append(view)
    return tuple((label, tuple(views)) for label, views in groups.items())


def map_ties(ids: Iterable[str], lookups: Lookups, *, outward: bool) -> tuple[MapTie, ...]:
    """The ties among some stakeholders; with `outward` also those that lead out of them. Each once."""
    chosen = tuple(dict.fromkeys(ids))
    found: list[MapTie] = []
    for id in chosen:
        for view in tie_views(id, lookups):
            among = view.entry.id in chosen
            origin = lookups.entry(id)
            if origin and (view.tie.outgoing if among else outward):
                found.append(MapTie(origin, view.tie, view.entry, view.sources))
    return tuple(found)


def when(relationship: Relationship) -> tuple[EdtfDate, ...]:
    """Every date a relationship has."""
    dates = (relationship.start, relationship.date, relationship.end)
    return tuple(date for date in dates if date)


def _ordered(views: Iterable[TieView], lookups: Lookups) -> list[TieView]:
    kinds = {kind.name: place for place, kind in enumerate(lookups.settings().relationship_kinds)}
    recent = sorted(
        views,
        key=lambda view: max(map(sort_key, when(view.tie.relationship)), default=()),
        reverse=True,
    )
    return sorted(
        recent,
        key=lambda view: (
            kinds.get(view.tie.kind, len(kinds)),
            not view.tie.outgoing,
            view.tie.relationship.rank == "deprecated",
            fold(view.entry.title),
            view.entry.id,
        ),
    )

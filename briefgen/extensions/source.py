"""Sources: what rests on them, what they only pass on, and who passes them on."""

from __future__ import annotations

from typing import Any

from briefgen.extensions.base import Extension, Kind
from briefgen.extensions.cards import document_card
from briefgen.extensions.common import document_context
from briefgen.extensions.evidence import credit
from briefgen.extensions.ordering import entry, target
from briefgen.index import listed
from briefgen.lookups import Lookups
from briefgen.model import Claim, Data, Entry, Header, Page, Relay, SourceData


class ClaimGroup(Data, frozen=True):
    """All that one page rests on a source."""

    entry: Entry
    claims: tuple[Claim, ...]


class RelayView(Data, frozen=True):
    """Something passed on: its title and address ("" if it has none), and the source at the other end."""

    title: str
    url: str
    entry: Entry | None


def claim_groups(source_id: str, lookups: Lookups) -> tuple[ClaimGroup, ...]:
    """What rests on a source, by page, pages in the order of listings; each statement once."""
    by_origin: dict[str, dict[object, Claim]] = {}
    for claim in lookups.claims(source_id):
        said = (claim.text, claim.url, claim.evidence)
        by_origin.setdefault(claim.origin, {}).setdefault(said, claim)
    found = (lookups.entry(origin) for origin in by_origin)
    pages = listed(page for page in found if page)
    return tuple(ClaimGroup(page, tuple(by_origin[page.id].values())) for page in pages)


def relays(header: Header, lookups: Lookups) -> tuple[RelayView, ...]:
    """What a source passes on, each with the source it comes from."""
    given = header.source.relays if header.source else ()
    return tuple(_relay(relay, entry(relay.origin, lookups, "source"), lookups) for relay in given)


def relayed_by(header: Header, lookups: Lookups) -> tuple[RelayView, ...]:
    """What of this source others pass on, each with the source that does."""
    origins = dict.fromkeys(e.origin for e in lookups.mentions(header.id) if e.role == "origin")
    found: list[RelayView] = []
    for id in origins:
        other = lookups.header(id)
        mine = (
            relay
            for relay in (other.source.relays if other and other.source else ())
            if (source := target(relay.origin, lookups, "source")) and source.id == header.id
        )
        found += [_relay(relay, lookups.entry(id), lookups) for relay in mine]
    return tuple(found)


def _relay(relay: Relay, other: Entry | None, lookups: Lookups) -> RelayView:
    statement = target(relay.statement, lookups)
    if statement:
        return RelayView(statement.title, statement.url, other)
    return RelayView(relay.statement, "", other)


def context(header: Header, page: Page, lookups: Lookups) -> dict[str, Any]:
    """What `source.html` gets; the data of the source itself is `header.source`."""
    data = header.source or SourceData()
    return {
        **document_context(header, page, lookups),
        "publisher": credit(data.publisher, lookups) if data.publisher else None,
        "authors": tuple(credit(author, lookups) for author in data.authors),
        "claims": claim_groups(header.id, lookups),
        "relays": relays(header, lookups),
        "relayed_by": relayed_by(header, lookups),
    }


EXTENSION = Extension("source", kinds=(Kind("source", "source.html", context, card=document_card),))

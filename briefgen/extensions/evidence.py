"""Sources: behind one statement, and all those of a page with their numbers.

Numbers follow the order of citation in the text, since citations show them;
sources that only the front matter names come after, in its order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from briefgen.extensions.ordering import entry, target
from briefgen.lookups import Lookups
from briefgen.model import Data, Entry, Event, Evidence, Figure, Header, Page, SourceData


class EvidenceView(Data, frozen=True):
    """One source of one statement, with its page."""

    entry: Entry
    evidence: Evidence


class Credit(Data, frozen=True):
    """Who published or wrote a source: the title and address of their page, else the words as written and ""."""

    title: str
    url: str = ""


class SourceCard(Data, frozen=True):
    """A source as a page lists it under its number; the card's anchor is `source-<id>`.

    In its `source`, who published and who wrote it are called as their pages are.
    """

    entry: Entry
    source: SourceData
    number: int


def evidence_views(evidence: Iterable[Evidence], lookups: Lookups) -> tuple[EvidenceView, ...]:
    """The sources of a statement, in the author's order, without those that are not to be seen."""
    found = ((entry(item.source, lookups, "source"), item) for item in evidence)
    return tuple(EvidenceView(page, item) for page, item in found if page)


def telling_evidence(evidence: Iterable[Evidence], lookups: Lookups) -> tuple[EvidenceView, ...]:
    """The sources of a statement, if there is more to say of any of them than that it backs it."""
    found = evidence_views(evidence, lookups)
    return found if any(view.evidence != Evidence(view.evidence.source) for view in found) else ()


def independent(views: Iterable[EvidenceView], lookups: Lookups, about: str = "") -> int:
    """How many independent origins the sources have that support a statement; `about` is its id, if it has one."""
    ids = tuple(view.entry.id for view in views if view.evidence.relation == "supports")
    return len(lookups.origins(ids, (about,) if about else ()))


def plain_evidence(ids: Iterable[str], lookups: Lookups) -> tuple[EvidenceView, ...]:
    """Sources of which no more is known than that they back the statement."""
    return evidence_views((Evidence(id) for id in ids), lookups)


def page_source_ids(header: Header, page: Page, lookups: Lookups) -> tuple[str, ...]:
    """Ids of all sources of a page: first those cited in the text, in order, then the front matter's."""
    names = (*page.cited, *(item.source for item in stated_evidence(header)))
    found = (target(name, lookups, "source") for name in names)
    return tuple(dict.fromkeys(source.id for source in found if source))


def source_cards(ids: Iterable[str], lookups: Lookups) -> tuple[SourceCard, ...]:
    """Sources with their numbers from 1, in the order given."""
    cards: list[SourceCard] = []
    for id in ids:
        page, header = lookups.entry(id), lookups.header(id)
        if page and header and header.source:
            cards.append(SourceCard(page, _credited(header.source, lookups), len(cards) + 1))
    return tuple(cards)


def credit(name: str, lookups: Lookups) -> Credit:
    """Whom words of `publisher:` or `author:` mean, if anybody who has a page here."""
    found = target(name, lookups, "stakeholder")
    return Credit(found.title, found.url) if found else Credit(name)


def _credited(source: SourceData, lookups: Lookups) -> SourceData:
    publisher = credit(source.publisher, lookups).title
    authors = tuple(credit(author, lookups).title for author in source.authors)
    return replace(source, publisher=publisher, authors=authors)


def stated_evidence(header: Header) -> Iterator[Evidence]:
    """All evidence in a page's front matter, in the order in which the page shows it."""
    yield from header.evidence
    for judgement in header.judgements:
        yield from map(Evidence, judgement.basis)
    for event in _events(header):
        yield from event.evidence
    for figure in _figures(header):
        yield from figure.evidence
        for measure in figure.history:
            yield from measure.evidence
    yield from _of_stakeholder(header)


def _events(header: Header) -> tuple[Event, ...]:
    return (header.event, *header.events) if header.event else header.events


def _figures(header: Header) -> tuple[Figure, ...]:
    return (header.figure, *header.figures) if header.figure else header.figures


def _of_stakeholder(header: Header) -> Iterator[Evidence]:
    data = header.stakeholder
    if data is None:
        return
    for post in data.posts:
        yield from post.evidence
    for relationship in data.relationships:
        yield from relationship.evidence
    for stance in data.stances:
        yield from stance.evidence
    if data.influence:
        yield from data.influence.evidence

"""What one document states about others, with its names resolved to ids.

Names that resolve to nothing are left out here; linking reports them where
they stand. The values carry no positions, so moving a paragraph changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from briefgen.catalog import inline_id
from briefgen.dates import EdtfDate
from briefgen.model import (
    Claim,
    Data,
    Document,
    Edge,
    Event,
    Evidence,
    Figure,
    Header,
    Measure,
    Mention,
    Occurrence,
    Relationship,
    Relative,
    Target,
)
from briefgen.numerals import display
from briefgen.standins import filled

Resolve = Callable[[str], tuple[Target, ...]]


class Happening(Data, frozen=True):
    """An event before its relative date is worked out; `occurrence` lacks a date then."""

    id: str
    title: str
    url: str
    origin: str
    date: EdtfDate | None
    after: Relative | None
    summary: str
    place: str
    stakeholders: tuple[str, ...]
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Bond(Data, frozen=True):
    """A relationship with both ends known."""

    origin: str
    other: str
    relationship: Relationship


class Number(Data, frozen=True):
    """A figure, where it lives, and whom and what it concerns."""

    figure: Figure
    target: Target
    origin: str
    stakeholders: tuple[str, ...]
    topics: tuple[str, ...]


class Stated(Data, frozen=True):
    """Everything one document states, by kind."""

    happenings: tuple[Happening, ...] = ()
    listed_events: tuple[str, ...] = ()
    bonds: tuple[Bond, ...] = ()
    claims: tuple[tuple[str, Claim], ...] = ()
    numbers: tuple[Number, ...] = ()
    listed_figures: tuple[str, ...] = ()
    relays: tuple[tuple[str, str], ...] = ()
    """(statement, id of the origin) for a source that passes on what others found."""
    topics: tuple[str, ...] = ()
    stakeholders: tuple[str, ...] = ()


def choose(found: tuple[Target, ...], expects: tuple[str, ...]) -> tuple[Target, ...]:
    """The answers of an expected type, or all of them if none is."""
    if not expects:
        return found
    return tuple([target for target in found if target.type in expects]) or found


def one(resolve: Resolve, name: str, *expects: str) -> Target | None:
    """The one public thing of an expected type that answers to a name, else None."""
    found = [t for t in resolve(name) if not t.hidden and (not expects or t.type in expects)]
    return found[0] if len(found) == 1 else None


def ids(resolve: Resolve, names: Iterable[str], *expects: str) -> tuple[str, ...]:
    """The ids of those names that resolve, in order, each once."""
    found = (one(resolve, name, *expects) for name in names)
    return tuple(dict.fromkeys(target.id for target in found if target))


def mentions(document: Document, hidden_parts: tuple[str, ...]) -> tuple[Mention, ...]:
    """The references of a document without their places; not those of hidden parts."""
    return tuple(
        Mention(ref.name, ref.fragment, ref.role, ref.relation, ref.expects, ref.context)
        for ref in document.references
        if not ref.part or ref.part not in hidden_parts
    )


def edges(origin: str, mentions: Iterable[Mention], resolve: Resolve) -> tuple[Edge, ...]:
    """The mentions of a document that resolve, as edges; not those of itself."""
    found: dict[Edge, None] = {}

    def title(name: str) -> str:
        answer = one(resolve, name)
        return (answer.label or answer.title) if answer else ""

    for mention in mentions:
        target = one(resolve, mention.name, *mention.expects) if mention.name else None
        if target and target.id != origin:
            found[
                Edge(
                    origin,
                    target.id,
                    mention.role,
                    mention.relation,
                    filled(mention.context, title),
                    mention.fragment,
                    target.type,
                )
            ] = None
    return tuple(found)


def stated(header: Header, edges: Iterable[Edge], resolve: Resolve) -> Stated:
    """What a document states, with ids for names. `edges` are all that lead out of it."""
    links = tuple(edges)
    events = [*header.events, *([header.event] if header.event else [])]
    figures = [*header.figures, *([header.figure] if header.figure else [])]
    person = header.stakeholder
    return Stated(
        tuple(_happening(header, event, resolve) for event in events),
        ids(resolve, header.event_names, "event"),
        tuple(_bonds(header, links, resolve)) if person else (),
        (*_claims(header, resolve), *_quoted(header, links)),
        tuple(_number(header, figure, resolve) for figure in figures),
        ids(resolve, header.figure_names, "figure"),
        tuple(_relays(header, resolve)),
        ids(resolve, header.topics, "topic"),
        ids(resolve, header.stakeholders, "stakeholder"),
    )


def _own(header: Header, item: Event | Figure, prefix: str) -> tuple[str, str]:
    """Id and address of an event or figure: its page's, or an anchor on the page that holds it."""
    if item is header.event or item is header.figure:
        return header.id, header.url
    return inline_id(header, item), f"{header.url}#{prefix}-{item.key}"


def _happening(header: Header, event: Event, resolve: Resolve) -> Happening:
    id, url = _own(header, event, "event")
    return Happening(
        id,
        event.title,
        url,
        header.id,
        event.date,
        event.after,
        event.summary,
        event.place,
        ids(resolve, event.stakeholders, "stakeholder"),
        ids(resolve, event.topics or header.topics, "topic"),
        event.tags,
        tuple(_known(event.evidence, resolve)),
    )


def _known(evidence: Iterable[Evidence], resolve: Resolve) -> Iterator[Evidence]:
    """Evidence whose sources exist, with their ids for the names they were called by."""
    for item in evidence:
        source = one(resolve, item.source, "source")
        if source:
            yield msgspec.structs.replace(item, source=source.id)


def _bonds(header: Header, edges: Iterable[Edge], resolve: Resolve) -> Iterator[Bond]:
    """The relationships of a stakeholder, then those that only typed links of their text state."""
    assert header.stakeholder is not None, "only stakeholders have relationships"
    known: set[tuple[str, str]] = set()
    for relationship in header.stakeholder.relationships:
        other = one(resolve, relationship.to, "stakeholder")
        if other:
            known.add((relationship.kind, other.id))
            yield Bond(header.id, other.id, relationship)
    for edge in edges:
        tie = (edge.relation, edge.target)
        if (
            edge.role == "link"
            and edge.relation
            and edge.type == "stakeholder"
            and tie not in known
        ):
            known.add(tie)
            yield Bond(header.id, edge.target, Relationship(edge.relation, edge.target))


def _number(header: Header, figure: Figure, resolve: Resolve) -> Number:
    id, url = _own(header, figure, "figure")
    return Number(
        figure,
        Target(id, "figure", figure.title, url, header.name),
        header.id,
        ids(resolve, figure.stakeholders, "stakeholder"),
        ids(resolve, figure.topics or header.topics, "topic"),
    )


def _relays(header: Header, resolve: Resolve) -> Iterator[tuple[str, str]]:
    for relay in header.source.relays if header.source else ():
        origin = one(resolve, relay.origin, "source")
        statement = one(resolve, relay.statement) if relay.statement else None
        if origin:  # words are no one page's: whoever rests on the source may rest on them
            yield (statement.id if statement else ""), origin.id


# -- what rests on which source -----------------------------------------------------------


def _quoted(header: Header, edges: Iterable[Edge]) -> Iterator[tuple[str, Claim]]:
    for edge in edges:
        if edge.role != "citation":
            continue
        evidence = Evidence(edge.target, edge.relation or "supports")
        yield edge.target, Claim(header.id, "citation", edge.context, header.url, evidence)


def _claims(header: Header, resolve: Resolve) -> Iterator[tuple[str, Claim]]:
    for role, text, url, evidence in _backed(header, resolve):
        for item in evidence:
            source = one(resolve, item.source, "source")
            if source:
                yield source.id, Claim(header.id, role, text, url, item)


_Backed = tuple[str, str, str, tuple[Evidence, ...]]


def _backed(header: Header, resolve: Resolve) -> Iterator[_Backed]:
    """Every statement of the front matter that takes evidence: role, text, address, evidence."""
    yield "page", header.title, header.url, header.evidence
    for event in header.events:
        yield "event", event.title, f"{header.url}#event-{event.key}", event.evidence
    if header.event:
        yield "event", header.title, header.url, header.event.evidence
    for figure in (*header.figures, *([header.figure] if header.figure else [])):
        yield from _backed_figure(header, figure)
    yield from _backed_person(header, resolve)
    for judgement in header.judgements:
        evidence = tuple(Evidence(name) for name in judgement.basis)
        yield "judgement", judgement.text, f"{header.url}#judgement-{judgement.key}", evidence


def _backed_figure(header: Header, figure: Figure) -> Iterator[_Backed]:
    _, url = _own(header, figure, "figure")
    measures: tuple[Figure | Measure, ...] = (figure, *figure.history)
    for measure in measures:
        value = display(measure.display, measure.value, figure.unit)
        yield "figure", f"{figure.title}: {value}", url, measure.evidence


def _backed_person(header: Header, resolve: Resolve) -> Iterator[_Backed]:
    """What a profile states; not about things that are hidden, nor by their names."""
    person = header.stakeholder
    if not person:
        return
    for post in person.posts:
        yield "post", post.title, header.url, post.evidence
    for tie in person.relationships:
        if other := one(resolve, tie.to, "stakeholder"):
            yield (
                "relationship",
                tie.label or f"{tie.kind.replace('-', ' ')} {other.title}",
                header.url,
                tie.evidence,
            )
    for stance in person.stances:
        if one(resolve, stance.issue, "topic"):
            yield "stance", stance.text or stance.value, header.url, stance.evidence
    if person.influence:
        yield (
            "influence",
            person.influence.rationale or "influence",
            header.url,
            person.influence.evidence,
        )


def occurrence(happening: Happening, date: EdtfDate, relative: str) -> Occurrence:
    """The dated event that timelines show."""
    return Occurrence(
        happening.id,
        happening.title,
        happening.url,
        date,
        happening.origin,
        happening.summary,
        happening.place,
        happening.stakeholders,
        happening.topics,
        happening.tags,
        happening.evidence,
        relative,
    )

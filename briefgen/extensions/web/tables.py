"""The tables of `data/`: what each holds, and how its rows are found, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from briefgen.extensions.ordering import target
from briefgen.extensions.web import gather
from briefgen.extensions.web.records import (
    BriefRecord,
    ClaimRecord,
    EventRecord,
    FigureRecord,
    JudgementRecord,
    PageRecord,
    Record,
    RelationshipRecord,
    SourceRecord,
    StakeholderRecord,
    StanceRecord,
    TopicRecord,
)
from briefgen.lookups import Lookups
from briefgen.model import TYPES, Header


class Table(msgspec.Struct, frozen=True):
    """One table: the name of its files, a heading, the type of its rows, and the rows themselves."""

    name: str
    title: str
    row: type[Record]
    rows: Callable[[Lookups], Iterable[Record]]


def headers(type: str, lookups: Lookups) -> Iterator[Header]:
    """The pages of a type, by id."""
    for page in sorted(lookups.listing(f"type:{type}"), key=lambda page: page.id):
        header = lookups.header(page.id)
        if header:
            yield header


def pages(type: str) -> Callable[[Lookups], Iterator[Record]]:
    """The rows of all pages of a type."""
    return lambda lookups: (
        gather.page_record(header, lookups) for header in headers(type, lookups)
    )


def events(lookups: Lookups) -> Iterator[Record]:
    """Dated events in order of date, then the pages of undated ones."""
    dated = lookups.timeline("site")
    yield from (gather.event_record(found, lookups) for found in dated)
    known = {found.id for found in dated}
    undated = (header for header in headers("event", lookups) if header.id not in known)
    yield from (gather.undated_event(header, lookups) for header in undated)


def figures(lookups: Lookups) -> Iterator[Record]:
    """Every figure, by id."""
    for figure, at in sorted(lookups.figures("site"), key=lambda pair: pair[1].id):
        yield gather.figure_record(figure, at, lookups)


def relationships(lookups: Lookups) -> Iterator[Record]:
    """Every tie once, from the side that states it."""
    for header in headers("stakeholder", lookups):
        for tie in lookups.ties(header.id):
            if tie.outgoing and lookups.entry(tie.other):
                yield gather.relationship_record(header.id, tie, lookups)


def stances(lookups: Lookups) -> Iterator[Record]:
    """Every stance, old ones too, in the order of their authors."""
    for header in headers("stakeholder", lookups):
        for stance in header.stakeholder.stances if header.stakeholder else ():
            issue = target(stance.issue, lookups, "topic")
            if issue:
                yield gather.stance_record(header.id, issue.id, stance, lookups)


def judgements(lookups: Lookups) -> Iterator[Record]:
    """Every key judgement of every page."""
    for type in TYPES:
        for header in headers(type, lookups):
            for judgement in header.judgements:
                yield gather.judgement_record(header, judgement, lookups)


def claims(lookups: Lookups) -> Iterator[Record]:
    """Everything that rests on a source, each claim once."""
    for page in sorted(lookups.listing("type:source"), key=lambda page: page.id):
        for claim in dict.fromkeys(lookups.claims(page.id)):
            yield gather.claim_record(page.id, claim, lookups)


TABLES = (
    Table("briefs", "Briefs", BriefRecord, pages("brief")),
    Table("events", "Events, inline ones included", EventRecord, events),
    Table("stakeholders", "Stakeholders", StakeholderRecord, pages("stakeholder")),
    Table("sources", "Sources", SourceRecord, pages("source")),
    Table("topics", "Topics", TopicRecord, pages("topic")),
    Table("figures", "Figures with their history", FigureRecord, figures),
    Table("pages", "Other pages", PageRecord, pages("page")),
    Table("relationships", "Relationships between stakeholders", RelationshipRecord, relationships),
    Table("stances", "Stances of stakeholders on issues", StanceRecord, stances),
    Table("judgements", "Key judgements", JudgementRecord, judgements),
    Table("claims", "What rests on which source", ClaimRecord, claims),
)
BY_NAME = {table.name: table for table in TABLES}

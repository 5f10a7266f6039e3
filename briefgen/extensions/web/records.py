"""The records that `data/` publishes: one struct for a row of each table.

These structs are the only description of the data: JSON, CSV and the published
JSON Schema are all made from them. Names are resolved to ids of things that
the build shows; what an author keeps under `extra:` is not published.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Side = Literal["known", "open", "unknown"]
Relation = Literal["supports", "disputes", "mentions"]
Id = Annotated[str, msgspec.Meta(description="The id of a page, an event or a figure of the site.")]
Address = Annotated[
    str,
    msgspec.Meta(description="An absolute address; begins with a slash if the site has none yet."),
]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the records."""


class Day(Record, frozen=True):
    """A date in EDTF (ISO 8601-2), and the first and the last day it can be.

    `start` and `end` tell an open side (it goes on) from an unknown one; the day on such a side is null.
    """

    text: str
    earliest: str | None = None
    latest: str | None = None
    start: Side = "known"
    end: Side = "known"
    approximate: bool = False
    uncertain: bool = False
    unspecified: bool = False


class Backing(Record, frozen=True):
    """One source of one statement."""

    source: Id
    relation: Relation = "supports"
    locator: str = ""
    quote: str = ""
    accessed: Day | None = None


class WebLink(Record, frozen=True):
    """An address outside the site."""

    url: str
    title: str = ""


class Change(Record, frozen=True):
    """One line of a page's history."""

    date: Day
    kind: str = "minor"
    note: str = ""


class PageRecord(Record, frozen=True):
    """What every page has. `review_in` is a duration of ISO 8601."""

    id: Id
    type: str
    title: str
    url: Address
    summary: str = ""
    date: Day | None = None
    updated: Day | None = None
    lang: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    topics: tuple[Id, ...] = ()
    stakeholders: tuple[Id, ...] = ()
    evidence: tuple[Backing, ...] = ()
    updates: tuple[Change, ...] = ()
    identifiers: dict[str, str] = {}
    links: tuple[WebLink, ...] = ()
    last_reviewed: Day | None = None
    review_in: str = ""


class BriefRecord(PageRecord, frozen=True):
    """A brief."""


class TopicRecord(PageRecord, frozen=True):
    """A topic; one with a question is an issue."""

    question: str = ""


class PostRecord(Record, frozen=True):
    """An office held. `organization` is the id of a stakeholder."""

    title: str
    organization: str = ""
    start: Day | None = None
    end: Day | None = None
    evidence: tuple[Backing, ...] = ()


class StakeholderRecord(PageRecord, frozen=True):
    """A person, organization, government or group. Power and interest run from 1 to 5."""

    kind: str = ""
    classification: str = ""
    power: int | None = None
    interest: int | None = None
    influence_as_of: Day | None = None
    influence_rationale: str = ""
    posts: tuple[PostRecord, ...] = ()


class RelayRecord(Record, frozen=True):
    """A statement that a source only passes on: an id, or words; and the source it comes from."""

    statement: str
    origin: Id


class SourceRecord(PageRecord, frozen=True):
    """A source; `reliability` (A–F) and `credibility` (1–6) are Admiralty grades."""

    source_url: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    accessed: Day | None = None
    archive_url: str = ""
    archive_date: Day | None = None
    reliability: str = ""
    credibility: str = ""
    relays: tuple[RelayRecord, ...] = ()


class EventRecord(Record, frozen=True):
    """An event, of a page of its own or stated inside another. `page` is the id of the page that states it."""

    id: Id
    title: str
    url: Address
    page: Id
    date: Day | None = None
    relative: str = ""
    summary: str = ""
    place: str = ""
    stakeholders: tuple[Id, ...] = ()
    topics: tuple[Id, ...] = ()
    tags: tuple[str, ...] = ()
    sources: tuple[Id, ...] = ()


class MeasureRecord(Record, frozen=True):
    """An earlier value of a figure."""

    value: str
    display: str = ""
    as_of: Day | None = None
    evidence: tuple[Backing, ...] = ()


class FigureRecord(Record, frozen=True):
    """A figure with its earlier values. Values are decimals as written, so that no digit is lost."""

    id: Id
    title: str
    url: Address
    value: str
    unit: str = ""
    display: str = ""
    as_of: Day | None = None
    kind: str = "measured"
    summary: str = ""
    stakeholders: tuple[Id, ...] = ()
    topics: tuple[Id, ...] = ()
    evidence: tuple[Backing, ...] = ()
    history: tuple[MeasureRecord, ...] = ()


class RelationshipRecord(Record, frozen=True):
    """A tie, read from the stakeholder that states it. `ftm` is its FollowTheMoney schema."""

    stakeholder: Id
    kind: str
    label: str
    other: Id
    ftm: str = ""
    start: Day | None = None
    end: Day | None = None
    date: Day | None = None
    basis: str = ""
    rank: str = "normal"
    evidence: tuple[Backing, ...] = ()


class StanceRecord(Record, frozen=True):
    """Where a stakeholder stands on an issue. No record means no evidence, not neutrality."""

    stakeholder: Id
    issue: Id
    value: str
    score: int | None = None
    basis: str = "reported"
    as_of: Day | None = None
    text: str = ""
    rationale: str = ""
    rank: str = "normal"
    evidence: tuple[Backing, ...] = ()


class JudgementRecord(Record, frozen=True):
    """A key judgement (ICD 203). `low` and `high` are the likelihood's range in per cent."""

    page: Id
    key: str
    url: Address
    text: str
    likelihood: str = ""
    low: int | None = None
    high: int | None = None
    confidence: str = ""
    basis: tuple[Id, ...] = ()
    horizon: Day | None = None
    horizon_event: str = ""
    would_change: tuple[str, ...] = ()


class ClaimRecord(Record, frozen=True):
    """Something that rests on a source: on which page it stands, in what role, how it is backed."""

    source: Id
    page: Id
    role: str
    text: str
    url: Address
    relation: Relation = "supports"
    locator: str = ""
    quote: str = ""
    accessed: Day | None = None

"""What authors state in front matter: typed, with names as written, without positions."""

from __future__ import annotations

from briefgen.data import Data, Plain
from briefgen.dates import EdtfDate


class Evidence(Data, frozen=True):
    """One source of one statement. `accessed` says when it was looked at."""

    source: str
    relation: str = "supports"
    locator: str = ""
    quote: str = ""
    accessed: EdtfDate | None = None


class Relative(Data, frozen=True):
    """A date counted from an event: `days` after it (negative: before)."""

    event: str
    days: int


class Handling(Data, frozen=True):
    """What may be shown, to whom and when. Times are ISO 8601 with a zone."""

    status: str = "published"
    publish_at: str = ""
    expires_at: str = ""
    tlp: str = "CLEAR"


class Event(Data, frozen=True):
    """Something that happened or will, from a file or from `events:` of a page.

    `key` is the id of a file or the `id:` of an inline event; without one it is
    the slug of the title, unique on its page (`named` tells the two apart).
    """

    key: str
    title: str
    date: EdtfDate | None = None
    after: Relative | None = None
    summary: str = ""
    place: str = ""
    stakeholders: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    handling: Handling = Handling()
    named: bool = True


class Post(Data, frozen=True):
    """An office held (Popolo)."""

    title: str
    organization: str = ""
    start: EdtfDate | None = None
    end: EdtfDate | None = None
    evidence: tuple[Evidence, ...] = ()


class Relationship(Data, frozen=True):
    """A directed tie to another stakeholder, written once and read from both ends."""

    kind: str
    to: str
    start: EdtfDate | None = None
    end: EdtfDate | None = None
    date: EdtfDate | None = None
    label: str = ""
    basis: str = ""
    rank: str = "normal"
    evidence: tuple[Evidence, ...] = ()


class Stance(Data, frozen=True):
    """Where a stakeholder stands on an issue, by what right we say so, and as of when."""

    issue: str
    value: str
    basis: str = "reported"
    as_of: EdtfDate | None = None
    text: str = ""
    rationale: str = ""
    rank: str = "normal"
    evidence: tuple[Evidence, ...] = ()


class Influence(Data, frozen=True):
    """Power over, and interest in, the matter: each 1 to 5."""

    power: int
    interest: int
    as_of: EdtfDate | None = None
    rationale: str = ""
    evidence: tuple[Evidence, ...] = ()


class Measure(Data, frozen=True):
    """One value of a figure at one time; `value` is the decimal as written."""

    value: str
    display: str = ""
    as_of: EdtfDate | None = None
    evidence: tuple[Evidence, ...] = ()


class Figure(Data, frozen=True):
    """A number with its unit, its as-of date and its evidence."""

    key: str
    title: str
    value: str
    unit: str = ""
    display: str = ""
    as_of: EdtfDate | None = None
    kind: str = "measured"
    summary: str = ""
    history: tuple[Measure, ...] = ()
    stakeholders: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    handling: Handling = Handling()


class Horizon(Data, frozen=True):
    """When a judgement can be checked: a date, or an event."""

    date: EdtfDate | None = None
    event: str = ""


class Judgement(Data, frozen=True):
    """A key judgement (ICD 203): likelihood and confidence are kept apart."""

    key: str
    text: str
    likelihood: str = ""
    confidence: str = ""
    basis: tuple[str, ...] = ()
    horizon: Horizon | None = None
    would_change: tuple[str, ...] = ()


class Update(Data, frozen=True):
    """One line of a page's history."""

    date: EdtfDate
    kind: str = "minor"
    note: str = ""


class StakeholderData(Data, frozen=True):
    """What only a stakeholder has."""

    kind: str = ""
    classification: str = ""
    posts: tuple[Post, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    stances: tuple[Stance, ...] = ()
    influence: Influence | None = None


class Archive(Data, frozen=True):
    """A stored copy on the web."""

    url: str
    date: EdtfDate | None = None


class Relay(Data, frozen=True):
    """A statement that a source only passes on, and the source it comes from."""

    statement: str
    origin: str


class SourceData(Data, frozen=True):
    """What only a source has; `reliability` and `credibility` are Admiralty grades."""

    url: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    accessed: EdtfDate | None = None
    archive: Archive | None = None
    reliability: str = ""
    credibility: str = ""
    relays: tuple[Relay, ...] = ()
    csl: Plain = {}  # noqa: RUF012 - msgspec copies it
    text: str = ""


class TopicData(Data, frozen=True):
    """What only a topic has; a topic with a question is an issue."""

    question: str = ""


class Link(Data, frozen=True):
    """An address outside the site, with its label."""

    url: str
    title: str = ""


class Header(Data, frozen=True):
    """Everything the front matter of a document says, typed, without positions.

    `name` is the path from the content folder; `url` the address in the site.
    """

    name: str
    id: str
    type: str
    title: str
    url: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    date: EdtfDate | None = None
    updated: EdtfDate | None = None
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    stakeholders: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    event_names: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    figure_names: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    handling: Handling = Handling()
    redirect_from: tuple[str, ...] = ()
    image: str = ""
    lang: str = ""
    owner: str = ""
    last_reviewed: EdtfDate | None = None
    review_in: str = ""
    updates: tuple[Update, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    template: str = ""
    judgements: tuple[Judgement, ...] = ()
    stakeholder: StakeholderData | None = None
    source: SourceData | None = None
    topic: TopicData | None = None
    event: Event | None = None
    figure: Figure | None = None
    extra: Plain = {}  # noqa: RUF012 - msgspec copies it

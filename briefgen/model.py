"""The frozen values that pass between the stages. No behaviour lives here.

    Source ─parse─▶ Document ─link─▶ Page ─render─▶ artifact

Names that authors wrote (of a source, a stakeholder, an event …) stay text
here, as written; `Reference` holds the same names with their places, once, so
that the data itself is free of positions: moving a paragraph changes no fact.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from briefgen.dates import EdtfDate
from briefgen.diagnostics import Span

TYPES = ("brief", "event", "stakeholder", "source", "topic", "figure", "page")
"""The seven types, in the order in which listings show them."""

Plain = dict[str, Any]
"""What an author put under `extra:` or `csl:`: text, lists and mappings of text."""


class Data(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of all values: immutable, compared by content, encoded as a plain array."""


# -- what is read ---------------------------------------------------------------


class Source(msgspec.Struct, frozen=True):
    """One text file as it was read: its path, digest, and bytes."""

    path: str
    digest: bytes
    data: bytes


class FileFacts(Data, frozen=True):
    """What others may know of a file that is not parsed (a picture, a PDF)."""

    path: str
    digest: str
    size: int
    width: int = 0
    height: int = 0


# -- what authors state -----------------------------------------------------------


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
    csl: Plain = {}
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
    extra: Plain = {}


# -- what a document's text holds ---------------------------------------------------


class Reference(Data, frozen=True):
    """A name the author wrote, where, in what role, and in which sentence.

    `name` is what is looked up ("" for the page itself), `fragment` the heading
    or anchor asked for. `role` is the front-matter key or one of link, embed,
    citation, view; `relation` the kind of a typed link, or supports, disputes,
    mentions. `expects` limits the types that may stand here (empty: any).
    """

    name: str
    fragment: str
    role: str
    relation: str
    expects: tuple[str, ...]
    span: Span
    written: str
    context: str = ""
    part: str = ""
    """The inline object it stands in (`event:KEY`, `figure:KEY`), which may be hidden alone."""


class Mention(Data, frozen=True):
    """A reference as others may know it: without its place."""

    name: str
    fragment: str
    role: str
    relation: str
    expects: tuple[str, ...]
    context: str


class Heading(Data, frozen=True):
    """A section: its level, its id, its plain title, and where its segments lie.

    `start` and `stop` index the body's segments; the heading itself is included.
    """

    level: int
    id: str
    title: str
    start: int
    stop: int
    span: Span | None = None


class LinkStart(Data, frozen=True, tag="a"):
    """Opens a link to a reference (its index in `Document.references`)."""

    reference: int


class LinkEnd(Data, frozen=True, tag="z"):
    """Closes the innermost link."""


class LinkLabel(Data, frozen=True, tag="t"):
    """The title of a reference's target, where the author wrote no text."""

    reference: int


class Embed(Data, frozen=True, tag="e"):
    """`![[…]]` of a page, section, event, stakeholder or figure. `block` when alone in its paragraph."""

    reference: int
    block: bool
    option: str = ""


class Picture(Data, frozen=True, tag="p"):
    """An image or other file of the site: `name` from the content root, as a file path."""

    name: str
    alt: str
    title: str
    width: int
    span: Span
    written: str
    inline: bool = True


class FileLink(Data, frozen=True, tag="f"):
    """Opens a link to a file of the site that is no page; closed by `LinkEnd`."""

    name: str
    span: Span
    written: str


class Citation(Data, frozen=True, tag="c"):
    """`[@a, p. 4; @b]`: references with their prefixes, locators, in one bracket."""

    items: tuple[tuple[int, str, str], ...]
    """(index of the reference, text before, locator)"""


class View(Data, frozen=True, tag="v"):
    """A `:::name` block. Options are typed by the view; ids in them are references.

    `places` has the span of every option under its key, and that of its value under
    the key with a colon.
    """

    name: str
    options: Plain
    span: Span
    title: str = ""
    places: dict[str, Span] = {}


Segment = (
    str | LinkStart | LinkEnd | LinkLabel | Embed | Picture | FileLink | Citation | View
)
"""Finished HTML, or a hole that linking fills."""


class Document(Data, frozen=True):
    """One parsed content file. `references` lists every name it uses, with its place."""

    header: Header
    body: tuple[Segment, ...]
    headings: tuple[Heading, ...]
    references: tuple[Reference, ...]
    anchors: tuple[str, ...] = ()
    """Ids in the text that a link may aim at besides headings (footnotes, attributes)."""
    words: int = 0
    spans: dict[str, Span] = {}
    """Places of some keys, for problems found later: "id", "title", "slug", "redirect_from.0" …"""


# -- what others may know -----------------------------------------------------------


class Target(Data, frozen=True):
    """What a link needs of the thing it leads to."""

    id: str
    type: str
    title: str
    url: str
    name: str
    hidden: bool = False


class Entry(Data, frozen=True):
    """What cards, listings and navigation know of a page."""

    id: str
    type: str
    title: str
    url: str
    name: str
    summary: str = ""
    kind: str = ""
    classification: str = ""
    date: EdtfDate | None = None
    updated: EdtfDate | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    stakeholders: tuple[str, ...] = ()
    lang: str = ""
    image: str = ""
    marks: tuple[str, ...] = ()
    """Why a public build would not show it: "draft", "embargoed", "expired", "AMBER" …"""


class Edge(Data, frozen=True):
    """One resolved mention: who speaks of whom, how, and in which sentence."""

    origin: str
    target: str
    role: str
    relation: str = ""
    context: str = ""
    fragment: str = ""


class Occurrence(Data, frozen=True):
    """An event as timelines show it: dated, with its one address, and ids resolved."""

    id: str
    title: str
    url: str
    date: EdtfDate
    origin: str
    """Id of the document that states it (the event's own page, or the page with `events:`)."""
    summary: str = ""
    place: str = ""
    stakeholders: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    relative: str = ""
    """Plain words of a relative date ("90 days after …"), else empty."""


class Tie(Data, frozen=True):
    """A relationship as one end sees it: `label` already reads from that side."""

    other: str
    kind: str
    label: str
    relationship: Relationship
    origin: str
    outgoing: bool


class Claim(Data, frozen=True):
    """Something that rests on a source: where it stands, what it says, how it is backed."""

    origin: str
    role: str
    text: str
    url: str
    evidence: Evidence


# -- what is made -------------------------------------------------------------------


class TocItem(Data, frozen=True):
    """A line of the table of contents."""

    level: int
    id: str
    title: str


class Page(Data, frozen=True):
    """A linked document: finished body HTML, contents, and the sources it cites in order."""

    html: str
    toc: tuple[TocItem, ...] = ()
    cited: tuple[str, ...] = ()


class Job(Data, frozen=True):
    """What makes one artifact: the producer's name and the subject it is about."""

    producer: str
    subject: str
    origin: str = ""
    """Source path to name when something is wrong with it."""


class Made(Data, frozen=True):
    """An artifact: its bytes, or the site file it copies. `failed` keeps the last good one."""

    data: bytes = b""
    copy_of: str = ""
    failed: bool = False


Likelihood = Literal[
    "almost-no-chance",
    "very-unlikely",
    "unlikely",
    "roughly-even",
    "likely",
    "very-likely",
    "almost-certain",
]

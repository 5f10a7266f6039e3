"""What others may know of a document: small values that pages depend on."""

from __future__ import annotations

from briefgen.data import Data
from briefgen.dates import EdtfDate
from briefgen.model.stated import Evidence, Relationship


class Target(Data, frozen=True):
    """What a link needs of the thing it leads to."""

    id: str
    type: str
    title: str
    url: str
    name: str
    hidden: bool = False
    label: str = ""
    """What stands for it in a sentence, if not its title: the value of a figure."""


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
    type: str = ""
    """What the target is, so that only of an event one asks when it was."""


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
    evidence: tuple[Evidence, ...] = ()
    """With the ids of sources for their names."""
    relative: str = ""
    """Plain words of a relative date ("90 days after …"), else empty."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources, each once."""
        return tuple(dict.fromkeys(found.source for found in self.evidence))


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

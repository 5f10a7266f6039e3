"""Who speaks of a page: grouped by type, one item for each page that does, with its sentences.

A page that names another five times is one item. Its best two sentences stand
for it: prose before front matter, then in the order in which they come.
"""

from __future__ import annotations

from briefgen.catalog import inline_id
from briefgen.extensions.ordering import by_type
from briefgen.extensions.wording import ROLE_LABELS, role_label, type_label
from briefgen.index import listed
from briefgen.lookups import Lookups
from briefgen.model import Data, Edge, Entry, Header
from briefgen.paths import is_slug
from briefgen.settings import Settings

MOST_SENTENCES = 2
_PROSE = ("citation", "embed", "link")
_SAYING_LITTLE = (ROLE_LABELS["link"], ROLE_LABELS["view"])


class Backlink(Data, frozen=True):
    """One page that speaks of this one.

    `role_label` says how in plain words, `relation` is the kind of tie or of
    evidence as written ("" for none), `sentence` the best of `sentences`.
    """

    entry: Entry
    role_label: str
    relation: str
    sentence: str
    sentences: tuple[str, ...]


class BacklinkGroup(Data, frozen=True):
    """All backlinks from pages of one type."""

    type: str
    label: str
    items: tuple[Backlink, ...]


def backlinks(header: Header, lookups: Lookups) -> tuple[BacklinkGroup, ...]:
    """Everybody who speaks of a page or of an event or figure that lives on it, but not itself."""
    by_origin: dict[str, list[Edge]] = {}
    for id in own_ids(header):
        for edge in lookups.mentions(id):
            by_origin.setdefault(edge.origin, []).append(edge)
    by_origin.pop(header.id, None)
    found = (lookups.entry(origin) for origin in by_origin)
    grouped = by_type(listed(page for page in found if page))
    settings = lookups.settings()
    return tuple(
        BacklinkGroup(
            type,
            type_label(type),
            tuple(_backlink(page, by_origin[page.id], settings) for page in pages),
        )
        for type, pages in grouped.items()
    )


def own_ids(header: Header) -> tuple[str, ...]:
    """The ids of a page and of the events and figures that live on it."""
    events = (inline_id(header, event) for event in header.events)
    figures = (inline_id(header, figure) for figure in header.figures)
    return tuple(dict.fromkeys((header.id, *events, *figures)))


def _backlink(page: Entry, edges: list[Edge], settings: Settings) -> Backlink:
    if len(edges) == 1:  # as nearly always, and a page has dozens
        (edge,) = edges
        said = role_label(edge.role, edge.relation, settings)
        relation = "" if edge.relation == "supports" else edge.relation
        text = edge.context.strip()
        sentence = text if _tells(text) else ""
        return Backlink(page, said, relation, sentence, (sentence,) if sentence else ())
    edges = sorted(edges, key=_is_aside)
    roles = dict.fromkeys([role_label(edge.role, edge.relation, settings) for edge in edges])
    relations = [edge.relation for edge in edges if edge.relation not in ("", "supports")]
    written = dict.fromkeys([edge.context.strip() for edge in edges])
    sentences = tuple([text for text in written if _tells(text)][:MOST_SENTENCES])
    return Backlink(
        page,
        ", ".join(_telling(list(roles))),
        relations[0] if relations else "",
        sentences[0] if sentences else "",
        sentences,
    )


def _tells(text: str) -> bool:
    """True for a sentence: not for the bare name of what is embedded or listed."""
    return bool(text) and not is_slug(text)


def _is_aside(edge: Edge) -> bool:
    return edge.role not in _PROSE


def _telling(roles: list[str]) -> list[str]:
    """The roles without those that say little beside any other."""
    return [role for role in roles if role not in _SAYING_LITTLE] or roles[:1]

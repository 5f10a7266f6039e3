"""What the pages of all documents share: text, timeline, figures, sources, backlinks, tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup

from briefgen import paths
from briefgen.extensions.backlinks import backlinks, own_ids
from briefgen.extensions.chronology import timeline_view
from briefgen.extensions.evidence import page_source_ids, source_cards, telling_evidence
from briefgen.extensions.frame import document_frame
from briefgen.extensions.judgements import judgement_views
from briefgen.extensions.ordering import entries, newest_first, target
from briefgen.extensions.quantities import figure_views
from briefgen.extensions.review import next_review
from briefgen.index import in_order
from briefgen.lookups import Lookups
from briefgen.model import Figure, Header, Occurrence, Page, Target

Figures = tuple[tuple[Figure, Target], ...]


def document_context(
    header: Header, page: Page, lookups: Lookups, type: str = ""
) -> dict[str, Any]:
    """The names that every document's template has; each kind adds its own."""
    occurrences, figures = own_timeline(header, lookups), own_figures(header, lookups)
    source_ids = all_source_ids(header, page, occurrences, figures, lookups)
    return {
        "frame": document_frame(header, page, lookups, type),
        "header": header,
        "entry": lookups.entry(header.id),
        "body": Markup(page.html),  # noqa: S704 - finished HTML of our own linking, escaped there
        "timeline": timeline_view(occurrences, lookups),
        "backlinks": backlinks(header, lookups),
        "sources": source_cards(source_ids, lookups),
        "origins": len(lookups.origins(supporting(header, source_ids, lookups), own_ids(header))),
        "updates": newest_first(header.updates, lambda update: update.date),
        "stakeholders": entries(header.stakeholders, lookups, "stakeholder"),
        "topics": entries(header.topics, lookups, "topic"),
        "tags": tag_links(header.tags),
        "figures": figure_views(figures, lookups),
        "judgements": judgement_views(header, lookups),
        "evidence": telling_evidence(header.evidence, lookups),
        "review": next_review(header, lookups),
    }


def scope(header: Header) -> str:
    """Where a page's own events and figures are kept: a profile's and a topic's are gathered from everywhere."""
    gathers = header.type in ("stakeholder", "topic")
    return f"{header.type if gathers else 'page'}:{header.id}"


def own_timeline(header: Header, lookups: Lookups) -> tuple[Occurrence, ...]:
    """The events that a page shows, in order of date; an event does not show itself."""
    found: dict[str, Occurrence] = {}
    for place in dict.fromkeys((scope(header), f"page:{header.id}")):
        found |= {occurrence.id: occurrence for occurrence in lookups.timeline(place)}
    found.pop(header.id, None)
    return in_order(found.values())


def own_figures(header: Header, lookups: Lookups) -> Figures:
    """The figures that a page shows, each once; a figure does not show itself."""
    stated = stated_figures(header, lookups)
    spoken = _spoken_of(header, lookups) if scope(header).startswith("page:") else ()
    found = {target.id: (figure, target) for figure, target in (*stated, *spoken)}
    found.pop(header.id, None)
    return tuple(found.values())


def stated_timeline(header: Header, lookups: Lookups) -> tuple[Occurrence, ...]:
    """The events of a page without those that only its text speaks of."""
    if scope(header).startswith("page:"):
        listed = {
            found.id for name in header.event_names if (found := target(name, lookups, "event"))
        }
        own = own_timeline(header, lookups)
        return tuple(o for o in own if o.origin == header.id or o.id in listed)
    return own_timeline(header, lookups)


def stated_figures(header: Header, lookups: Lookups) -> Figures:
    """The figures of a page without those that only its text speaks of."""
    places = dict.fromkeys((f"page:{header.id}", scope(header)))
    pairs = [pair for place in places for pair in lookups.figures(place)]
    found = {target.id: (figure, target) for figure, target in pairs if target.id != header.id}
    return tuple(found.values())


def _spoken_of(header: Header, lookups: Lookups) -> Iterator[tuple[Figure, Target]]:
    """The figures in a page's own text, in its order."""
    for edge in lookups.edges(header.id):
        found = lookups.figure(edge.target) if edge.type == "figure" else None
        if found:
            yield found


def all_source_ids(
    header: Header,
    page: Page,
    occurrences: Iterable[Occurrence],
    figures: Figures,
    lookups: Lookups,
) -> tuple[str, ...]:
    """The sources of everything on a page; the text's come first, in the order of citation."""
    gathered = (*page_source_ids(header, page, lookups), *_sources_of(occurrences, figures))
    found = (target(name, lookups, "source") for name in dict.fromkeys(gathered))
    return tuple(dict.fromkeys(source.id for source in found if source))


def supporting(header: Header, ids: tuple[str, ...], lookups: Lookups) -> tuple[str, ...]:
    """The sources without those that the page only mentions or names as disputing it."""
    relations: dict[str, set[str]] = {}
    for edge in lookups.edges(header.id):
        relations.setdefault(edge.target, set()).add(edge.relation)
    return tuple(id for id in ids if not relations.get(id, {""}) <= {"mentions", "disputes"})


def _sources_of(occurrences: Iterable[Occurrence], figures: Figures) -> Iterator[str]:
    for occurrence in occurrences:
        yield from occurrence.sources
    for figure, _ in figures:
        yield from (item.source for item in figure.evidence)


def tag_links(tags: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(slug, label) of tags, each slug once."""
    by_slug: dict[str, str] = {}
    for tag in tags:
        by_slug.setdefault(paths.slug(tag), tag)
    return tuple((slug, label) for slug, label in by_slug.items() if slug)

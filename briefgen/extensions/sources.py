"""`:::sources`: the sources of the page, or those on which what the options select rests.

`types` are the types of the pages that rest on a source; `from` and `to` look at
the source's own date. The list is numbered for itself, not as citations are.
"""

from __future__ import annotations

from typing import Any

from briefgen.extensions import selection
from briefgen.extensions.base import Context, Extension, ViewKind
from briefgen.extensions.evidence import source_cards
from briefgen.extensions.ordering import entries
from briefgen.extensions.selection import Selection
from briefgen.lookups import Lookups
from briefgen.model import Entry, Header


def context(options: Context, header: Header, lookups: Lookups) -> dict[str, Any]:
    """What `views/sources.html` gets."""
    chosen = selection.read(options, lookups)
    found = (
        page for page in _candidates(chosen, header, lookups) if selection.within(page.date, chosen)
    )
    kept = selection.limited(selection.by_sort(found, chosen.sort), chosen)
    return {"title": chosen.title, "sources": source_cards((page.id for page in kept), lookups)}


def _candidates(chosen: Selection, header: Header, lookups: Lookups) -> tuple[Entry, ...]:
    own = _named_on(header, lookups) if chosen.is_open else ()
    if own:
        return own
    pages = selection.pages(chosen, lookups)
    every = lookups.listing("type:source")
    if pages is None and not chosen.types:
        return every
    return tuple(source for source in every if _backs(source, pages, chosen, lookups))


def _named_on(header: Header, lookups: Lookups) -> tuple[Entry, ...]:
    """The sources that a page names, in its order."""
    named = (edge.target for edge in lookups.edges(header.id))
    return entries(named, lookups, "source")


def _backs(
    source: Entry, pages: frozenset[str] | None, chosen: Selection, lookups: Lookups
) -> bool:
    """True if the source is selected itself, or something selected rests on it."""
    if pages is not None and source.id in pages and not chosen.types:
        return True
    origins = dict.fromkeys(claim.origin for claim in lookups.claims(source.id))
    resting = [page for id in origins if (page := lookups.entry(id))]
    return any(
        (pages is None or page.id in pages) and (not chosen.types or page.type in chosen.types)
        for page in resting
    )


EXTENSION = Extension(
    "sources",
    views=(
        ViewKind(
            "sources",
            selection.options(("title", "-title", "date", "-date")),
            "views/sources.html",
            context,
        ),
    ),
)

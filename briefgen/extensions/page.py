"""Plain pages, and those that stand where a listing would: the home page and introductions of sections.

An `index.md` gives title and text to the index of its folder; the listing below
it is made as if nobody had written anything.
"""

from __future__ import annotations

from typing import Any

from briefgen import paths
from briefgen.extensions import home, search, tags, timeline_page
from briefgen.extensions.base import Extension, Kind
from briefgen.extensions.cards import document_card
from briefgen.extensions.chronology import timeline_view
from briefgen.extensions.common import document_context
from briefgen.extensions.listings import Listing
from briefgen.extensions.places import FOLDERS, section_url
from briefgen.extensions.quantities import figure_views
from briefgen.extensions.sections import folder_listing, section_listing
from briefgen.lookups import Lookups
from briefgen.model import Header, Page

PLACES = {
    listing.url: listing
    for listing in (home.LISTING, timeline_page.LISTING, tags.LISTING, search.LISTING)
}
"""Listings of a fixed address, which any page of that address introduces."""


def listing_of(header: Header) -> Listing | None:
    """The listing whose place a page takes, None for a page that is only itself."""
    if header.url in PLACES:
        return PLACES[header.url]
    if not paths.is_index(header.name):
        return None
    for type in FOLDERS:
        if header.url == section_url(type):
            return section_listing(type)
    return folder_listing(paths.parent(header.name))


def pick(header: Header) -> str:
    """The template of the listing whose place a page takes, "" for none."""
    listing = listing_of(header)
    return listing.template if listing else ""


def context(header: Header, page: Page, lookups: Lookups) -> dict[str, Any]:
    """What `page.html` gets, or the template of a listing with this page as its introduction."""
    listing = listing_of(header)
    if listing is None:
        return document_context(header, page, lookups)
    shared = document_context(header, page, lookups, listing.type)
    return {**shared, **listing.content(lookups), **_inline(header, lookups)}


def _inline(header: Header, lookups: Lookups) -> dict[str, Any]:
    """What an introduction states itself: links lead there, whatever the listing chooses to show."""
    place = f"{header.url}#"
    events = [o for o in lookups.timeline(f"page:{header.id}") if o.url.startswith(place)]
    figures = [f for f in lookups.figures(f"page:{header.id}") if f[1].url.startswith(place)]
    return {
        "own_timeline": timeline_view(events, lookups),
        "own_figures": figure_views(figures, lookups),
    }


EXTENSION = Extension(
    "page", kinds=(Kind("page", "page.html", context, pick=pick, card=document_card),)
)

"""Tags: an index of all, and for each a page with what carries it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from briefgen.extensions import listings
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.chronology import timeline_view
from briefgen.extensions.listings import Listing
from briefgen.extensions.ordering import by_type
from briefgen.extensions.places import HOME, TAGS, Crumb
from briefgen.extensions.wording import type_label
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Data, Made
from briefgen.paths import page_url


class TagCount(Data, frozen=True):
    """A tag and how many things carry it."""

    slug: str
    label: str
    count: int
    url: str


def tag_url(slug: str) -> str:
    """The address of a tag's page."""
    return page_url("tags", slug)


def content(lookups: Lookups) -> dict[str, Any]:
    """What `tags.html` gets beyond frame, header and body."""
    counts = (
        TagCount(slug, label, _size(slug, lookups), tag_url(slug)) for slug, label in lookups.tags()
    )
    return {"tags": tuple(counts)}


def _size(slug: str, lookups: Lookups) -> int:
    """Pages and inline events of a tag; an event with a page of its own counts once."""
    pages = {page.id for page in lookups.listing(f"tag:{slug}")}
    return len(pages | {occurrence.id for occurrence in lookups.timeline(f"tag:{slug}")})


def tag_listing(slug: str) -> Listing:
    """The page of one tag."""
    return Listing(
        "tag",
        tag_url(slug),
        "tag.html",
        lambda lookups: _label(slug, lookups),
        lambda lookups: _tag_content(slug, lookups),
        lambda _: (Crumb("Home", HOME), Crumb("Tags", TAGS)),
    )


def _label(slug: str, lookups: Lookups) -> str:
    return dict(lookups.tags()).get(slug, slug)


def _tag_content(slug: str, lookups: Lookups) -> dict[str, Any]:
    pages = by_type(lookups.listing(f"tag:{slug}"))
    return {
        "tag": (slug, _label(slug, lookups)),
        "groups": tuple(
            (type_label(type), found) for type, found in pages.items() if type != "event"
        ),
        "timeline": timeline_view(lookups.timeline(f"tag:{slug}"), lookups),
    }


LISTING = Listing("tags", TAGS, "tags.html", lambda _: "Tags", content)


def plan(lookups: Lookups) -> Iterable[Planned]:
    """`/tags/` and a page for every tag, wherever no document stands."""
    tags = lookups.tags()
    wanted = [(TAGS, ""), *((tag_url(slug), slug) for slug, _ in tags)] if tags else []
    return tuple(Planned(url, slug) for url, slug in wanted if not listings.is_taken(url, lookups))


def make(slug: str, lookups: Lookups, renderer: Renderer) -> Made:
    """The page of a tag, or the index of all ("")."""
    return listings.make(tag_listing(slug) if slug else LISTING, lookups, renderer)


EXTENSION = Extension("tags", producers=(Producer("tags", plan, make),))

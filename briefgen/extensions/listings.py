"""Listings: pages that list others, made whether or not somebody wrote an introduction to them.

A listing is a value: where it stands, its template, and what the template lists.
With an introduction the document at its address is the page and gets the list
added; without one a producer makes the page. So both ways show the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from markupsafe import Markup

from briefgen.extensions.frame import Place, frame
from briefgen.extensions.places import HOME, Crumb
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Header, Made


class Listing(msgspec.Struct, frozen=True):
    """A page that lists others. `title` and `crumbs` serve it when nobody introduces it."""

    type: str
    url: str
    template: str
    title: Callable[[Lookups], str]
    content: Callable[[Lookups], dict[str, Any]]
    crumbs: Callable[[Lookups], tuple[Crumb, ...]] = lambda _: (Crumb("Home", HOME),)


def is_taken(url: str, lookups: Lookups) -> bool:
    """True if a document stands at an address."""
    return any(found.url == url for found in lookups.resolve(url) if not found.hidden)


def make(listing: Listing, lookups: Lookups, renderer: Renderer) -> Made:
    """A listing that nobody introduces, as a finished page."""
    place = Place(listing.title(lookups), listing.url, listing.type, crumbs=listing.crumbs(lookups))
    nobody: Header | None = None
    context = {
        "frame": frame(place, lookups),
        "header": nobody,
        "entry": None,
        "body": Markup(),
        "sources": (),
        "origins": 0,
        **listing.content(lookups),
    }
    return Made(renderer(listing.template, context).encode())

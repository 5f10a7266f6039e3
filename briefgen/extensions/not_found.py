"""The page that hosts show for an address that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from briefgen.extensions import listings
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.listings import Listing
from briefgen.extensions.places import NOT_FOUND
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Made


def _nothing(_: Lookups) -> dict[str, Any]:
    return {}


LISTING = Listing("404", NOT_FOUND, "404.html", lambda _: "Page not found", _nothing)


def plan(_: Lookups) -> Iterable[Planned]:
    """`/404.html`, where GitHub Pages and others look for it."""
    return (Planned(NOT_FOUND, ""),)


def make(_: str, lookups: Lookups, renderer: Renderer) -> Made:
    """The page that says so."""
    return listings.make(LISTING, lookups, renderer)


EXTENSION = Extension("not-found", producers=(Producer("not-found", plan, make),))

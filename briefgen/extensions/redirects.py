"""Addresses that stay: a page at every address that a document had before (`redirect_from`).

Static hosts answer with files alone, so the redirect is a page: a refresh without
delay (HTML Standard, 4.2.5.3), a canonical link for machines, and a link to read.
What is not public redirects from nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from briefgen import paths
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Made
from briefgen.redirects import NAME, old_address, subject, target_of

TEMPLATE = "redirect.html"


def plan(lookups: Lookups) -> Iterable[Planned]:
    """Every old address of every page; `redirects.problems` tells those that cannot be."""
    return tuple(
        Planned(old_address(written), subject(id, number), name)
        for id, (name, addresses) in lookups.moved().items()
        for number, written in enumerate(addresses)
    )


def make(subject: str, lookups: Lookups, renderer: Renderer) -> Made:
    """The page that leads to where the document is now."""
    entry = lookups.entry(target_of(subject))
    if entry is None:
        return Made(failed=True)
    canonical = paths.absolute(lookups.settings().base_url, entry.url)
    return Made(renderer(TEMPLATE, {"entry": entry, "canonical": canonical}).encode())


EXTENSION = Extension("redirects", producers=(Producer(NAME, plan, make),))

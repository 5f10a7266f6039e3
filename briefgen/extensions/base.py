"""The door through which every kind of page, view and artifact enters.

The built-in extensions use nothing else, so a power that is missing here is
missing for everybody. An extension is a value: a name and a few optional parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from briefgen.lookups import Lookups, Renderer
from briefgen.model import Header, Made, Page
from briefgen.view_options import Option

Context = Mapping[str, Any]


class Kind(msgspec.Struct, frozen=True):
    """A type of document: its template, and what the template is given beyond `site`.

    `pick` chooses another template for some headers ("" for none of its own).
    `card` gives what `card_template` needs to show the thing inside another text:
    it gets an id and answers None if there is nothing to show.
    """

    type: str
    template: str
    context: Callable[[Header, Page, Lookups], Context]
    pick: Callable[[Header], str] | None = None
    card_template: str = "cards/document.html"
    card: Callable[[str, Lookups], Context | None] | None = None


class ViewKind(msgspec.Struct, frozen=True):
    """A `:::name` block: the options it takes, its template, and what that is given.

    `context` gets the options as plain text and lists, with ids already resolved,
    and the header of the page the block stands on. An option whose value is wrong
    counts as not given: `view_options.problems` has told the author.
    """

    name: str
    options: tuple[Option, ...]
    template: str
    context: Callable[[Context, Header, Lookups], Context]


class Planned(msgspec.Struct, frozen=True):
    """An address that a producer wants to fill, and what about."""

    url: str
    subject: str
    origin: str = ""


class Producer(msgspec.Struct, frozen=True):
    """Artifacts that are no document's own page: listings, feeds, data, 404.

    `plan` says which addresses there are; `make` fills one of them, given its
    subject. Both are pure and see the site only through the lookups.
    """

    name: str
    plan: Callable[[Lookups], Iterable[Planned]]
    make: Callable[[str, Lookups, Renderer], Made]


class Extension(msgspec.Struct, frozen=True):
    """One file's contribution to the site."""

    name: str
    kinds: tuple[Kind, ...] = ()
    views: tuple[ViewKind, ...] = ()
    producers: tuple[Producer, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = msgspec.field(default_factory=dict)


def template_of(kind: Kind, header: Header) -> str:
    """The template of a page: what its author asks for, else what the kind picks, else the kind's."""
    picked = kind.pick(header) if kind.pick else ""
    return header.template or picked or kind.template

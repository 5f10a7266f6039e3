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

Context = Mapping[str, Any]


class Kind(msgspec.Struct, frozen=True):
    """A type of document: its template, and what the template is given beyond the frame."""

    type: str
    template: str
    context: Callable[[Header, Page, Lookups], Context]


class ViewKind(msgspec.Struct, frozen=True):
    """A `:::name` block: the options it takes, its template, and what that is given.

    `context` gets the options as plain text and lists, with ids already resolved,
    and the header of the page the block stands on (None in an embed of a section).
    """

    name: str
    options: tuple[str, ...]
    template: str
    context: Callable[[Context, Header, Lookups], Context]


class Planned(msgspec.Struct, frozen=True):
    """An address that a producer wants to fill, and what about."""

    url: str
    subject: str
    origin: str = ""


class Producer(msgspec.Struct, frozen=True):
    """Artifacts that are no document's own page: listings, feeds, data, 404.

    `plan` says which addresses there are; `make` fills one of them. Both are
    pure and see the site only through the lookups.
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

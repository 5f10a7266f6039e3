"""Keys of things stated inside a page: their `id:`, else a slug, unique on the page."""

from __future__ import annotations

import msgspec

from briefgen import paths
from briefgen.diagnostics import Related, Span
from briefgen.schema.scope import Scope

Taken = dict[str, Span | None]
"""Keys given on the page so far, with the places of those that were written."""


def own_key(scope: Scope, index: int, id: str, words: str, taken: Taken) -> str:
    """The key of an item of a list, noted in `taken` with its place.

    An id that is taken already is reported, and the item gets a free key.
    """
    spans = scope.sink.spans
    place = spans.get(f"{scope.path(index)}.id") or spans.get(f"{scope.path(index)}.title")
    if id and taken.get(id):
        related = (Related(scope.sink.path, taken[id], "the first one is here"),)
        message = f"the id `{id}` is already taken on this page"
        scope.sink.report("duplicate-id", message, place, related=related)
    key = free(id or paths.slug(words) or scope.key.rstrip("s"), taken)
    taken[key] = place if id else None
    if place:
        spans[f"{scope.path()}.{key}"] = place
    return key


def belong(scope: Scope, first: int, part: str) -> None:
    """Mark the references from number `first` on as parts of `part` (`event:KEY`).

    What is hidden alone takes its links with it.
    """
    references = scope.sink.references
    references[first:] = [msgspec.structs.replace(ref, part=part) for ref in references[first:]]


def free(key: str, taken: Taken) -> str:
    """The key, or the first of `key-2`, `key-3` … that is not taken."""
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key}-{number}"
    return found

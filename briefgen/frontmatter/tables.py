"""Which keys each type has: the shared ones and its own."""

from __future__ import annotations

from functools import cache

from briefgen.frontmatter import figures, people, sources
from briefgen.frontmatter.advice import ADVICE
from briefgen.frontmatter.handling import KEYS
from briefgen.frontmatter.happenings import AFTER
from briefgen.frontmatter.shared import SHARED
from briefgen.model import TYPES
from briefgen.nodes import plain
from briefgen.schema.fields import Field, Schema
from briefgen.schema.scalars import text

OWN: dict[str, tuple[Field, ...]] = {
    "brief": (),
    "event": (AFTER, Field("place", text, synonyms=("location",))),
    "stakeholder": people.FIELDS,
    "source": sources.FIELDS,
    "topic": (Field("question", text),),
    "figure": figures.FIELDS,
    "page": (),
}
"""The keys of each type beside the shared ones."""

EXTRA = "extra."
"""What the parts of a site's own keys begin with."""


@cache
def schema(type_: str, extra_keys: tuple[str, ...] = ()) -> Schema[dict[str, object]]:
    """All the keys of a type; `extra_keys` are the site's own."""
    known = (*SHARED, *OWN[type_])
    taken = {key for field in known for key in (field.key, *field.synonyms)}
    extra = (
        Field(key, lambda _, node: plain(node), to=EXTRA + key)
        for key in extra_keys
        if key not in taken
    )
    advice = _elsewhere(type_) | ADVICE
    return Schema(f"a {type_}", dict, (*known, *extra), advice=advice, guarded=KEYS)


def _elsewhere(type_: str) -> dict[str, str]:
    """Advice for keys that other types have."""
    found: dict[str, str] = {}
    for other in TYPES:
        for field in OWN[other] if other != type_ else ():
            found.setdefault(field.key, f"`{field.key}` belongs to the type `{other}`")
    return found

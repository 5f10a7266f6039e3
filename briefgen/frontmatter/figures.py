"""Figures: a number with its unit, its date, its evidence and its history."""

from __future__ import annotations

from typing import Any

import msgspec

from briefgen.frontmatter.advice import without_rejected
from briefgen.frontmatter.evidence import EVIDENCE
from briefgen.frontmatter.handling import HANDLING, KEYS, handled
from briefgen.frontmatter.happenings import NAMES
from briefgen.frontmatter.keys import Taken, belong, own_key
from briefgen.model import Figure, Measure
from briefgen.nodes import Mapping, Node, Sequence, as_link, is_empty
from briefgen.schema.fields import Field, Schema, many, read_item
from briefgen.schema.names import name
from briefgen.schema.scalars import choice, date, decimal, line, names, slug, text
from briefgen.schema.scope import Scope
from briefgen.vocabulary import FIGURE_KINDS

_AS_OF = Field("as_of", date)
_DISPLAY = Field("display", text)

MEASURE = Schema(
    "an earlier value",
    Measure,
    (Field("value", decimal, needed=True), _DISPLAY, _AS_OF, *EVIDENCE),
    context=("display", "value"),
)

FIELDS = (
    Field("value", decimal),
    Field("unit", text),
    _DISPLAY,
    _AS_OF,
    Field(
        "kind", choice(names(FIGURE_KINDS), advice={"estimated": "estimate", "actual": "measured"})
    ),
    Field("history", many(MEASURE)),
)
"""The keys of a figure's file beside the shared ones."""

FIGURE = Schema(
    "a figure",
    handled(Figure),
    (
        Field("id", slug, to="key", needed=True),
        Field("title", line, synonyms=("name",), needed=True),
        Field("summary", text, synonyms=("description",)),
        msgspec.structs.replace(FIELDS[0], needed=True),
        *FIELDS[1:],
        *NAMES,
        *EVIDENCE,
        *HANDLING,
    ),
    context=("title", "name"),
    guarded=KEYS,
)


def figures(scope: Scope, node: Node) -> tuple[Figure | str, ...]:
    """The items of `figures:`: names of figures, and figures stated here."""
    items = node.items if isinstance(node, Sequence) and not as_link(node) else (node,)
    taken: Taken = {}
    found: list[Any] = []
    for index, item in enumerate(items):
        if isinstance(item, Mapping):
            found.append(_inline(scope, item, index, taken))
        elif not is_empty(item):
            found.append(name("figure")(scope, item))
    return tuple(item for item in found if item)


def _inline(scope: Scope, item: Mapping, index: int, taken: Taken) -> Figure | None:
    first = len(scope.sink.references)
    item, forced = without_rejected(item, scope.sink, inline=True)
    figure = read_item(scope, item, FIGURE, index)
    if figure is None:
        return None
    key = own_key(scope, index, figure.key, figure.title, taken)
    belong(scope, first, f"figure:{key}")
    return msgspec.structs.replace(figure, key=key, handling=forced or figure.handling)

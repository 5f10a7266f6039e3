"""`source`, `sources` and `evidence`: three ways to say what a statement rests on."""

from __future__ import annotations

from briefgen.model import Evidence, Quote
from briefgen.nodes import Node, Scalar
from briefgen.schema.fields import Field, Schema, many
from briefgen.schema.names import name, split_name
from briefgen.schema.scalars import choice, date, names, text
from briefgen.schema.scope import Scope
from briefgen.vocabulary import EVIDENCE_RELATIONS

SOURCE = ("source",)
RELATIONS = names(EVIDENCE_RELATIONS)


def _relation(scope: Scope) -> str:
    written = scope.mapping.text("relation")
    return written if scope.key == "source" and written in RELATIONS else "supports"


_named = name(*SOURCE, role="source", relation=_relation)


def quote(scope: Scope, node: Node) -> str | None:
    """Words of the source, noted with their place: its stored text must hold them."""
    words: str | None = text(scope, node)
    source = split_name(scope.mapping.text("source"))[0]
    if words and source and isinstance(node, Scalar):
        scope.sink.quotes.append(Quote(source, words, node.inner))
    return words


def _short(scope: Scope, node: Node) -> Evidence | None:
    """A bare name of a source: it supports."""
    found = name(*SOURCE, role="source", relation=lambda _: "supports")(scope, node)
    return Evidence(found) if found else None


ITEM = Schema(
    "a piece of evidence",
    Evidence,
    (
        Field("source", _named, needed=True),
        Field("relation", choice(RELATIONS)),
        Field("locator", text, synonyms=("page", "pages")),
        Field("quote", quote),
        Field("accessed", date),
    ),
)

_read = many(ITEM, _short)

EVIDENCE = (
    Field("source", _read, to="evidence", join=True),
    Field("sources", _read, to="evidence", join=True),
    Field("evidence", _read, to="evidence", join=True),
)
"""The fields of everything that states something."""

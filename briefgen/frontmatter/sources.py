"""What only sources have: bibliography, Admiralty grades, what they relay, stored copies."""

from __future__ import annotations

from briefgen.model import Archive, Relay
from briefgen.nodes import Node, Scalar
from briefgen.schema.addresses import WEB, stored_text, url, web_address
from briefgen.schema.fields import Field, Schema, many, one, texts
from briefgen.schema.names import is_link, name, text_or_name
from briefgen.schema.scalars import choice, date, names, plain_mapping, text
from briefgen.schema.scope import Scope
from briefgen.vocabulary import CREDIBILITIES, RELIABILITIES


def _statement(scope: Scope, node: Node) -> str | None:
    """What is relayed: the id of a figure, event or judgement, or words."""
    words = isinstance(node, Scalar) and not is_link(node.text) and " " in node.text.strip()
    return text(scope, node) if words else name()(scope, node)


def _archive_address(scope: Scope, node: Node) -> Archive | None:
    assert isinstance(node, Scalar), "a short form is a text"
    address = web_address(scope, node, WEB)
    return Archive(address) if address else None


ARCHIVE = Schema(
    "an archived copy", Archive, (Field("url", url(), needed=True), Field("date", date))
)

RELAY = Schema(
    "a relayed statement",
    Relay,
    (
        Field("statement", _statement, needed=True),
        Field("origin", name("source", "stakeholder"), needed=True),
    ),
    context=("statement",),
)

FIELDS = (
    Field("url", url()),
    Field("publisher", text_or_name("stakeholder")),
    Field("author", texts(text_or_name("stakeholder")), to="authors", synonyms=("authors",)),
    Field("accessed", date),
    Field("archive", one(ARCHIVE, _archive_address)),
    Field("reliability", choice(names(RELIABILITIES), tidy=lambda word: word.strip().upper())),
    Field("credibility", choice(names(CREDIBILITIES))),
    Field("relays", many(RELAY)),
    Field("csl", plain_mapping),
    Field("text", stored_text),
)
"""The keys of a source beside the shared ones; they fill `SourceData`."""

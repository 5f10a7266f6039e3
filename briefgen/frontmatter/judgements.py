"""Key judgements: what is expected, how likely, how sure, and what would change it."""

from __future__ import annotations

from typing import Any

import msgspec

from briefgen.frontmatter.happenings import HORIZON
from briefgen.frontmatter.keys import Taken, own_key
from briefgen.model import Judgement
from briefgen.nodes import Mapping, Node, Sequence
from briefgen.schema.fields import Field, Schema, read_item, texts
from briefgen.schema.names import name
from briefgen.schema.scalars import choice, names, slug, text
from briefgen.schema.scope import Scope
from briefgen.vocabulary import CONFIDENCES, LIKELIHOODS

_WORDS = 8
"""Words of a judgement that make its key when it has no id."""

_LIKELIHOODS = tuple(term.name for term in LIKELIHOODS)
_ADVICE = {term.label: term.name for term in LIKELIHOODS} | {
    "remote": "almost-no-chance",
    "highly unlikely": "very-unlikely",
    "improbable": "unlikely",
    "even": "roughly-even",
    "possible": "roughly-even",
    "probable": "likely",
    "highly likely": "very-likely",
    "certain": "almost-certain",
}


def _make(**values: Any) -> Judgement:
    return Judgement(**{"key": "", **values})


JUDGEMENT = Schema(
    "a key judgement",
    _make,
    (
        Field("id", slug, to="key"),
        Field("text", text, synonyms=("title", "judgement"), needed=True),
        Field("likelihood", choice(_LIKELIHOODS, advice=_ADVICE)),
        Field("confidence", choice(names(CONFIDENCES), advice={"medium": "moderate"})),
        Field("basis", texts(name("source", "event", "figure", "brief"))),
        HORIZON,
        Field("would_change", texts(text)),
    ),
    context=("text", "title"),
    advice={"source": "write `basis: [id]`", "sources": "write `basis: [id]`"},
)


def judgements(scope: Scope, node: Node) -> tuple[Judgement, ...]:
    """The items of `key_judgements:`, each with a key that is unique on the page."""
    taken: Taken = {}
    found: list[Judgement] = []
    for index, item in enumerate(node.items if isinstance(node, Sequence) else (node,)):
        if not isinstance(item, Mapping):
            scope.wrong(item, "judgements with `text`")
        elif judgement := read_item(scope, item, JUDGEMENT, index):
            words = " ".join(judgement.text.split()[:_WORDS])
            key = own_key(scope, index, judgement.key, words, taken)
            found.append(msgspec.structs.replace(judgement, key=key))
    return tuple(found)

"""Events inside a page, dates counted from events, and horizons of judgements."""

from __future__ import annotations

from typing import Any

import msgspec

from briefgen.frontmatter.advice import without_rejected
from briefgen.frontmatter.evidence import EVIDENCE
from briefgen.frontmatter.handling import HANDLING, KEYS, handled
from briefgen.frontmatter.keys import Taken, belong, own_key
from briefgen.model import Event, Horizon, Relative
from briefgen.nodes import Mapping, Node, Sequence, as_link, is_empty
from briefgen.schema.fields import Field, Schema, one, read_item, texts
from briefgen.schema.names import name
from briefgen.schema.scalars import date, line, slug, tags, text, whole
from briefgen.schema.scope import Scope

_FAR = 3_700_000
"""Ten thousand years in days: a date further off is a slip of the pen."""

AFTER = Field(
    "after",
    one(
        Schema(
            "a relative date",
            Relative,
            (
                Field("event", name("event", role="after"), needed=True),
                Field("days", whole(-_FAR, _FAR), needed=True),
            ),
        )
    ),
)

NAMES = (
    Field("stakeholders", texts(name("stakeholder")), synonyms=("stakeholder", "who")),
    Field("topics", texts(name("topic")), synonyms=("topic",)),
)
"""The lists of names that most objects have."""


def _make_event(**values: Any) -> Event:
    return handled(Event)(**{"key": "", **values})


EVENT = Schema(
    "an event",
    _make_event,
    (
        Field("id", slug, to="key"),
        Field("title", line, synonyms=("name",), needed=True),
        Field("date", date),
        AFTER,
        Field("summary", text, synonyms=("description", "text")),
        Field("place", text, synonyms=("location",)),
        Field("tags", tags, synonyms=("tag",)),
        *NAMES,
        *EVIDENCE,
        *HANDLING,
    ),
    context=("title", "name"),
    advice={"url": "name a source: `source: id`", "kind": "use `tags:`"},
    guarded=KEYS,
)


HORIZON = Field(
    "horizon",
    one(
        Schema(
            "a horizon",
            Horizon,
            (Field("date", date), Field("event", name("event", role="horizon"))),
        ),
        short=lambda scope, node: (found := date(scope, node)) and Horizon(date=found),
    ),
)

Listed = tuple[Event | str, ...]


def events(scope: Scope, node: Node) -> Listed:
    """The items of `events:`: names of events, and events stated here with keys of their own."""
    items = node.items if isinstance(node, Sequence) and not as_link(node) else (node,)
    taken: Taken = {}
    found: list[Event | str] = []
    for index, item in enumerate(items):
        if isinstance(item, Mapping):
            found += _inline(scope, item, index, taken)
        elif not is_empty(item) and (read := name("event")(scope, item)):
            found.append(read)
    return tuple(found)


def _inline(scope: Scope, item: Mapping, index: int, taken: Taken) -> list[Event | str]:
    first = len(scope.sink.references)
    item, forced = without_rejected(item, scope.sink, inline=True)
    event = read_item(scope, item, EVENT, index)
    if event is None:
        return []
    if event.date is None and event.after is None and item.get("date", "after") is None:
        scope.report("undated-event", f"no date: no timeline shows “{event.title}”", item.span)
    key = own_key(scope, index, event.key, event.title, taken)
    belong(scope, first, f"event:{key}")
    named = bool(event.key) and key == event.key
    handling = forced or event.handling
    return [msgspec.structs.replace(event, key=key, named=named, handling=handling)]

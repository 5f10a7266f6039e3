"""The same data with every free text an attack, or with nothing that can be missing."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace as Of
from typing import Any

import msgspec
from markupsafe import Markup

from briefgen.dates import EdtfDate
from briefgen.model import Entry, Figure, Header, Occurrence

HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}"


def same(value: Any) -> Any:
    return value


KEPT = frozenset(
    {
        "id",
        "type",
        "url",
        "href",
        "canonical",
        "favicon",
        "logo",
        "key",
        "kind",
        "value",
        "rel",
        "likelihood",
        "name",
        "json_ld",
        "slug",
        "rank",
        "basis",
        "relation",
        "state",
        "lang",
        "confidence",
        "text",
        "earliest",
        "latest",
    }
)
"""Fields that are addresses, ids or words of closed lists: authors cannot put markup there."""


def poisoned(value: Any) -> Any:
    """The same value with every free text replaced by an attack."""
    return _walk(
        value, lambda text: text if isinstance(text, Markup) or text.startswith("og:") else HOSTILE
    )


def _walk(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, EdtfDate):
        return value
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_walk(item, change) for item in value)
    fields = _fields(value)
    if not fields:
        return value
    made = {
        name: item if name in KEPT and isinstance(item, str) else _walk(item, change)
        for name, item in fields
    }
    return Of(**made) if isinstance(value, Of) else msgspec.structs.replace(value, **made)


def _fields(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Of):
        return list(vars(value).items())
    if isinstance(value, msgspec.Struct):
        return [(name, getattr(value, name)) for name in value.__struct_fields__]
    return []


def emptied(value: Any) -> Any:
    """Nothing but what can never be missing: no lists, no dates, no text beside titles."""
    if isinstance(value, Of):
        return Of(**{name: _bare(name, item) for name, item in vars(value).items()})
    for kind, make in _BARE.items():
        if isinstance(value, kind):
            return make(value)
    return value


_BARE: dict[type, Callable[[Any], Any]] = {
    tuple: lambda _: (),
    Header: lambda it: Header(it.name, it.id, it.type, it.title, it.url),
    Entry: lambda it: Entry(it.id, it.type, it.title, it.url, it.name),
    Figure: lambda it: Figure(it.key, it.title, it.value),
    Occurrence: lambda _: None,
    Markup: lambda _: Markup(""),
}
"""What is left of a value when its author wrote no more than was needed."""


def _bare(name: str, value: Any) -> Any:
    if name in (
        "title",
        "head_title",
        "url",
        "lang",
        "type",
        "display",
        "today",
        "target",
        "state",
        "number",
    ):
        return value
    if name == "influence":
        return msgspec.structs.replace(value, as_of=None, rationale="")
    if name == "count":
        return 0
    if isinstance(value, str):
        return ""
    if name in ("previous", "next", "origin"):
        return None
    return value if name == "occurrence" else emptied(value)

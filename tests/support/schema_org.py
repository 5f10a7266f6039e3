"""JSON-LD held against the terms of schema.org (see tests/data/README.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TERMS = json.loads((Path(__file__).parents[1] / "data" / "schema-org.json").read_text())


def ancestors(type: str) -> set[str]:
    """A type and all it is a kind of. A type that is not among the terms fails here."""
    return {type}.union(*(ancestors(parent) for parent in TERMS["parents"][type]))


def ranges(type: str, name: str) -> list[str]:
    """What may stand under a property of a type; empty if the type has no such property."""
    known = (TERMS["properties"][kind].get(name) for kind in ancestors(type))
    return next((found for found in known if found), [])


TEXTS = {"Text", "URL", "Date", "DateTime", "Number", "Integer", "Time"}


def offences(thing: dict[str, Any]) -> Iterator[str]:
    """What of a JSON-LD object the vocabulary does not know, or has otherwise."""
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        allowed = ranges(thing["@type"], name)
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict):
                fits = bool(TEXTS & set(allowed))
            elif "@type" in one:
                fits = bool(ancestors(one["@type"]) & set(allowed))
                yield from offences(one)
            else:
                fits = "IdReference" in allowed and set(one) == {"@id"}
            if not fits:
                yield f"{thing['@type']}.{name}: {one!r} is none of {allowed}"

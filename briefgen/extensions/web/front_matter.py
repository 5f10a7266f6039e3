"""The published JSON Schema (2020-12) of front matter, for editors and for checks elsewhere.

It is read off the very tables by which front matter is read (`frontmatter`),
so it cannot differ from them: which keys there are, their synonyms, which are
needed, and what each takes. It is lenient where our reader is: unknown keys
are allowed, and since YAML turns `2025` into a number, texts may be numbers.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from briefgen import paths
from briefgen.frontmatter import evidence, figures, happenings, judgements
from briefgen.frontmatter.tables import schema as table_of
from briefgen.lookups import Lookups
from briefgen.model import TYPES
from briefgen.schema import addresses, scalars
from briefgen.schema.fields import Field, Reader, Schema
from briefgen.settings import Settings

Form = dict[str, Any]
"""A JSON Schema, or a part of one."""

_TEXT: Form = {"$ref": "#/$defs/text"}
_NAME: Form = {"$ref": "#/$defs/name"}
_DATE: Form = {"$ref": "#/$defs/date"}
_DEFS: dict[str, Form] = {
    "text": {"type": ["string", "number", "boolean"]},
    "date": {
        "description": "EDTF, levels 0 and 1 (ISO 8601-2): 2025-04-21, 2025-04~, 2025-04/.., 202X",
        "type": ["string", "integer"],
    },
    "name": {
        "description": "The id, path, title or alias of a page, also as [[id]] (which YAML reads as a list in a list).",
        "anyOf": [
            {"$ref": "#/$defs/text"},
            {"type": "array", "items": {"type": "array"}, "maxItems": 1},
        ],
    },
}
_PLAIN: dict[Reader, Form] = {
    scalars.text: _TEXT,
    scalars.line: _TEXT,
    scalars.tag: _TEXT,
    scalars.slug: {**_TEXT, "description": "Small letters, digits and hyphens."},
    scalars.date: _DATE,
    scalars.boundary: _DATE,
    scalars.decimal: {"type": ["number", "string"]},
    scalars.flag: {"type": ["boolean", "string"]},
    scalars.duration: {"type": "string", "examples": ["6 months", "P6M"]},
    scalars.language: {"type": "string", "examples": ["en", "pt-BR"]},
    scalars.tags: {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]},
    scalars.plain_mapping: {"type": "object"},
    addresses.site_address: {"type": "string", "pattern": "^/", "examples": ["/old/page/"]},
    addresses.image: _NAME,
    addresses.file: _NAME,
    addresses.stored_text: _NAME,
    evidence.quote: _TEXT,
}


class _Drawing:
    """Collects the definitions of the objects that are met on the way."""

    def __init__(self, settings: Settings) -> None:
        self.defs: dict[str, Form] = dict(_DEFS)
        self._choices = {
            "relationship_kinds": tuple(kind.name for kind in settings.relationship_kinds),
            "stance_scale": tuple(value.name for value in settings.stance_scale),
        }
        self._lists: dict[Reader, tuple[Schema[Any], Form]] = {
            happenings.events: (happenings.EVENT, _NAME),
            figures.figures: (figures.FIGURE, _NAME),
        }
        self._factories: dict[str, Callable[..., Form]] = {
            "choice": self._choice,
            "whole": lambda low, high, **_: {
                "type": ["integer", "string"],
                "minimum": low,
                "maximum": high,
            },
            "moment": lambda **_: {"type": "string", "examples": ["2025-04-21T09:00+05:30"]},
            "url": lambda **_: {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:"},
            "name": lambda **_: _NAME,
            "text_or_name": lambda **_: _NAME,
            "texts": lambda read, **_: self._list(self.form(read)),
            "one": lambda schema, short=None, **_: self._object(schema, short),
            "many": lambda schema, short=None, **_: self._list(self._object(schema, short)),
            "checked": lambda read, **_: self.form(read),
        }

    def _choice(self, words: str | Iterable[str], tidy: object, **_: object) -> Form:
        """One of a closed list; only an example of it where other spellings are tidied up."""
        known = [*(self._choices[words] if isinstance(words, str) else words)]
        digits = [int(word) for word in known if word.isdecimal()]  # YAML reads them as numbers
        return (
            {"enum": [*known, *digits]}
            if tidy is str.strip
            else {"type": "string", "examples": known}
        )

    def form(self, read: Reader) -> Form:
        """What a reader takes: anything, for a reader that nobody has described."""
        if read in _PLAIN:
            return _PLAIN[read]
        if read in self._lists:
            schema, name = self._lists[read]
            return self._list({"anyOf": [name, self._object(schema, None)]})
        if read is judgements.judgements:
            return self._list(self._object(judgements.JUDGEMENT, None))
        if read.__qualname__ in _OWN:
            return _OWN[read.__qualname__](self)
        # A reader made by a factory keeps what it was made of: that is read here, so as not to say it twice.
        factory = self._factories.get(read.__qualname__.partition(".")[0])
        return factory(**inspect.getclosurevars(read).nonlocals) if factory else {}

    def _list(self, item: Form) -> Form:
        return {"anyOf": [item, {"type": "array", "items": {"anyOf": [item, {"type": "null"}]}}]}

    def _object(self, schema: Schema[Any], short: Reader | None) -> Form:
        name = paths.slug(schema.name.partition(" ")[2]) + "-object"
        if name not in self.defs:
            self.defs[name] = {}  # noted first: an object may hold its own kind
            self.defs[name] = self.object(schema.fields, schema.name)
        reference = {"$ref": f"#/$defs/{name}"}
        return (
            {"anyOf": [_TEXT | {"description": "the short form"}, reference]}
            if short
            else reference
        )

    def object(self, fields: Iterable[Field], title: str) -> Form:
        """The form of an object with the keys of a table."""
        properties: dict[str, Form] = {}
        needed: list[Form] = []
        for field in fields:
            keys = (field.key, *field.synonyms)
            form = {"anyOf": [self.form(field.read), {"type": "null"}]}
            properties |= {key: _described(form, key, field.key) for key in keys}
            needed += [{"anyOf": [{"required": [key]} for key in keys]}] if field.needed else []
        made = {"title": title, "type": "object", "properties": properties}
        return made | {"allOf": needed} if needed else made


def _described(form: Form, key: str, main: str) -> Form:
    return form if key == main else {**form, "description": f"the same as `{main}`"}


_OWN: dict[str, Callable[[_Drawing], Form]] = {
    "_identifiers": lambda _: {"type": "object", "additionalProperties": _TEXT},
    "_template": lambda _: {"type": "string"},
    "_statement": lambda _: _NAME,
}
"""Readers that are written for one key alone."""


def front_matter_schema(lookups: Lookups) -> bytes:
    """The schema of all types: `#/$defs/brief` is that of a brief's front matter."""
    settings = lookups.settings()
    drawing = _Drawing(settings)
    types = {
        type: drawing.object(table_of(type).fields, f"front matter of a page of type `{type}`")
        for type in TYPES
    }
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": paths.absolute(settings.base_url, "/data/front-matter.schema.json"),
        "title": "Front matter of this site's content",
        "anyOf": [{"$ref": f"#/$defs/{type}"} for type in TYPES],
        "$defs": types | dict(sorted(drawing.defs.items())),
    }
    return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"

"""Reading `theme.yaml`: the same reader, the same positions, the same "did you mean"."""

from __future__ import annotations

from typing import Any

from briefgen.diagnostics import Diagnostic
from briefgen.nodes import Mapping, Node, read_yaml
from briefgen.schema.fields import Field, Schema, read_object, texts
from briefgen.schema.scalars import text
from briefgen.schema.scope import Scope, Sink
from briefgen.theme import Manifest, Option

_OPTION = Schema(
    "an option of a theme",
    Option,
    (Field("default", text), Field("description", text), Field("choices", texts(text))),
)


def _options(scope: Scope, node: Node) -> tuple[Option, ...] | None:
    if not isinstance(node, Mapping):
        scope.wrong(node, "a mapping of options")
        return None
    return tuple(_option(scope, key.text, value) for key, value in node.items)


def _option(scope: Scope, name: str, value: Node) -> Option:
    """An option in full (`{default: …, choices: […]}`), or just its default."""
    if not isinstance(value, Mapping):
        return Option(name, text(scope, value) or "")
    inner = scope.inside(value)
    schema = Schema(_OPTION.name, lambda **values: Option(name, **values), _OPTION.fields)
    return read_object(inner, schema) or Option(name)


_MANIFEST = Schema(
    "a theme",
    Manifest,
    (
        Field("name", text),
        Field("title", text),
        Field("extends", text),
        Field("version", text),
        Field("author", text),
        Field("licence", text, synonyms=("license",)),
        Field("description", text),
        Field("options", _options),
    ),
)


def read_manifest(data: bytes, path: str) -> tuple[Manifest, tuple[Diagnostic, ...]]:
    """A theme's manifest and what is wrong with it; an empty one if it cannot be read."""
    mapping, problems = read_yaml(data.decode("utf-8-sig", errors="replace"), path)
    if mapping is None:
        return Manifest(path=path), problems
    sink = Sink(path)

    def make(**values: Any) -> Manifest:
        kept = {key: value for key, value in values.items() if key in Manifest.__struct_fields__}
        return Manifest(**kept, path=path, place=sink.spans.get("extends"))

    schema = Schema(_MANIFEST.name, make, _MANIFEST.fields)
    made = read_object(Scope(sink, mapping), schema)
    return made or Manifest(path=path), (*problems, *sink.diagnostics)

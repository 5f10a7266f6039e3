"""Tables of keys, and the one function that reads an object by its table.

A `Field` says which key, which reader, and which part of the result; a `Schema`
is a row of fields and what to make of their values. Every key that the content
model knows stands in such a table, so the tables can be printed and tested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

import msgspec

from briefgen import nodes, suggest
from briefgen.diagnostics import Severity
from briefgen.nodes import Node, Scalar, Sequence, as_link, is_empty
from briefgen.schema.hiding import hides
from briefgen.schema.scope import Scope, listed

_WHOLE_PAGES = (
    "what must not be seen stands on a page, or in an event or figure, with `status: draft`"
)

T = TypeVar("T")

Reader = Callable[[Scope, Node], Any]
"""From a value that says something to what it means; None when that has been reported."""

Advice = Mapping[str, str]
"""Keys that the model does not have, and what to write instead."""


class Field(msgspec.Struct, frozen=True):
    """A key of an object. `to` is the part of the result it fills (default: the key).

    `join` is for parts that several keys fill together, as `source` and `evidence` do.
    """

    key: str
    read: Reader
    to: str = ""
    synonyms: tuple[str, ...] = ()
    needed: bool = False
    join: bool = False

    @property
    def target(self) -> str:
        """The part of the result that the key fills."""
        return self.to or self.key


class Schema(msgspec.Struct, Generic[T], frozen=True, dict=True):
    """The keys of one kind of object. `context` names the keys that say what it is about."""

    name: str
    make: Callable[..., T]
    fields: tuple[Field, ...]
    context: tuple[str, ...] = ()
    advice: Advice = {}
    guarded: tuple[str, ...] = ()
    """Keys that hide: a key that looks like one of them is an error, or a slip would publish.

    Without any, such an object cannot be hidden alone: a key that asks for it is an error.
    """

    @cached_property
    def table(self) -> dict[str, Field]:
        """Every key that may stand in the object, synonyms included."""
        return {key: field for field in self.fields for key in (field.key, *field.synonyms)}


def read_object(scope: Scope, schema: Schema[T]) -> T | None:
    """What `scope.mapping` states; None if a part that is needed is missing or wrong."""
    values = read_fields(scope, schema)
    wanting = [field for field in schema.fields if field.needed and field.target not in values]
    for field in wanting:
        _report_missing(scope, schema, field)
    return None if wanting else schema.make(**values)


def read_fields(scope: Scope, schema: Schema[Any]) -> dict[str, Any]:
    """The values of the known keys, by the part they fill; the others are reported."""
    table = schema.table
    values: dict[str, Any] = {}
    sources: dict[str, Scalar] = {}
    for key, node in scope.mapping.items:
        field = table.get(key.text)
        if field is None and not schema.guarded and hides(key.text, node):
            message = f"`{key.text}` does not hide {schema.name}"
            scope.report("rejected-key", message, key.inner, _WHOLE_PAGES)
        elif field is None:
            report_unknown(scope, key, table, schema.advice, schema.guarded)
        elif not is_empty(node):
            _read_field(scope, field, key, node, values, sources)
    return values


def _read_field(
    scope: Scope,
    field: Field,
    key: Scalar,
    node: Node,
    values: dict[str, Any],
    sources: dict[str, Scalar],
) -> None:
    here = scope.at(field.key)
    here.place(node)
    if field.target in sources and not field.join:
        first = sources[field.target].text
        message = f"`{key.text}` says the same as `{first}`, which stands above"
        scope.report("duplicate-key", message, key.span, "keep one of them", "warning")
        return
    sources[field.target] = key
    value = field.read(here, node)
    if value is not None:
        values[field.target] = (*values.get(field.target, ()), *value) if field.join else value


def _report_missing(scope: Scope, schema: Schema[Any], field: Field) -> None:
    written = [
        value for key, value in scope.mapping.items if key.text in (field.key, *field.synonyms)
    ]
    if written and not is_empty(written[0]):
        return  # its reader has told what is wrong with it
    span = written[0].span if written else scope.mapping.span
    scope.report("missing-key", f"{schema.name} needs `{field.key}`", span)


def report_unknown(
    scope: Scope,
    key: Scalar,
    known: Iterable[str],
    advice: Advice,
    guarded: tuple[str, ...] = (),
) -> None:
    """Warn of a key that is not in the table, with the nearest one that is."""
    advised = advice.get(key.text.casefold(), "")
    close = "" if advised else nearest(key.text, known)
    hint = advised or (f"did you mean `{close}`?" if close else "")
    severity: Severity = "error" if close in guarded else "warning"
    scope.report("unknown-key", f"unknown key `{key.text}`", key.inner, hint, severity)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint with the known word that is nearest; "" if none is near."""
    close = nearest(word, known)
    return f"did you mean `{close}`?" if close else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like this one; "" if none is near."""
    by_fold = {name.casefold(): name for name in known}
    close = suggest.close(word.casefold()[:80], by_fold)
    return by_fold[close[0]] if close else ""


# -- readers made of readers --------------------------------------------------------


def one(schema: Schema[T], short: Reader | None = None) -> Reader:
    """The reader of one object; `short` reads a text in its place where the schema has a short form."""

    def read(scope: Scope, node: Node) -> T | None:
        if isinstance(node, nodes.Mapping):
            return read_item(scope, node, schema, None)
        if short and not isinstance(node, Sequence):
            return short(scope, node)  # type: ignore[no-any-return]
        scope.wrong(node, f"{schema.name} with {_keys(schema)}")
        return None

    return read


def many(schema: Schema[T], short: Reader | None = None) -> Reader:
    """The reader of a list of objects; one object alone counts as a list of one."""

    def read(scope: Scope, node: Node) -> tuple[T, ...]:
        items = node.items if isinstance(node, Sequence) and not as_link(node) else (node,)
        found = [_listed(scope, item, schema, short, index) for index, item in enumerate(items)]
        return tuple(item for item in found if item is not None)

    return read


def _listed(
    scope: Scope, node: Node, schema: Schema[T], short: Reader | None, index: int
) -> T | None:
    if isinstance(node, nodes.Mapping):
        return read_item(scope, node, schema, index)
    if short and not is_empty(node):
        scope.place(node, index)
        return short(scope, node)  # type: ignore[no-any-return]
    scope.wrong(node, f"{schema.name} with {_keys(schema)}")
    return None


def read_item(
    scope: Scope, mapping: nodes.Mapping, schema: Schema[T], index: int | None
) -> T | None:
    """One object under the key of the scope, or one in the list there."""
    context = mapping.text(*schema.context)
    return read_object(scope.inside(mapping, index, context), schema)


def texts(read: Reader) -> Reader:
    """The reader of a list of values; one value alone counts as a list of one."""

    def read_all(scope: Scope, node: Node) -> tuple[Any, ...]:
        items = node.items if isinstance(node, Sequence) and not as_link(node) else (node,)
        found: dict[Any, None] = {}
        for item in items:
            value = None if is_empty(item) else read(scope, item)
            if value is not None and value not in found:
                scope.place(item, len(found))  # where it stands in what is made of the list
                found[value] = None
        return tuple(found)

    return read_all


def checked(read: Reader, check: Callable[[Scope, nodes.Mapping], None]) -> Reader:
    """A reader of objects that has each of them checked as it is written, too."""

    def read_and_check(scope: Scope, node: Node) -> Any:
        value = read(scope, node)
        for item in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(item, nodes.Mapping):
                check(scope, item)
        return value

    return read_and_check


def _keys(schema: Schema[Any]) -> str:
    keys = [field.key for field in schema.fields if field.needed] or [schema.fields[0].key]
    return listed(keys)

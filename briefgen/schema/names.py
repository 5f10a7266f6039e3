"""Readers of names: every id in front matter is a link, recorded with its place.

A name may be written as it is (`acme`, `Acme Inc.`, `folder/acme.md`) or as a
wiki link, quoted or not (`[[acme]]`, `[[acme#History|Acme]]`).
"""

from __future__ import annotations

from collections.abc import Callable

from briefgen.model import Reference
from briefgen.nodes import Node, Scalar, as_link
from briefgen.schema.fields import Reader
from briefgen.schema.scope import Scope

FILE = "file"
"""In `Reference.expects`: the name is that of a file of the site, not of a page."""


def name(*expects: str, role: str = "", relation: Callable[[Scope], str] | None = None) -> Reader:
    """The reader of one name of a thing of the given types (none: of any type).

    `role` is the key unless it is given; `relation` finds the kind of the link in
    the object around it.
    """

    def read(scope: Scope, node: Node) -> str | None:
        found = _written(scope, node)
        if found is None:
            return None
        target, fragment = split_name(found.text)
        if not target:
            scope.report("bad-link", "a link without a name", found.span, "write [[id]]")
            return None
        kind = relation(scope) if relation else ""
        record(scope, found, target, fragment, role or scope.key, kind, expects)
        return target

    return read


def text_or_name(*expects: str) -> Reader:
    """The reader of words that may be a name; written as a link, `[[id]]`, they must be one."""
    link = name(*expects)

    def read(scope: Scope, node: Node) -> str | None:
        found = _written(scope, node)
        if found is None:
            return None
        if is_link(found.text):
            return link(scope, node)  # type: ignore[no-any-return]
        words = found.text.strip()
        record(scope, found, words, "", scope.key, "", expects, optional=True)
        return words

    return read


def record(
    scope: Scope,
    found: Scalar,
    target: str,
    fragment: str,
    role: str,
    relation: str,
    expects: tuple[str, ...],
    *,
    optional: bool = False,
) -> None:
    """Note a name with its place."""
    scope.sink.references.append(
        Reference(
            target,
            fragment,
            role,
            relation,
            expects,
            found.inner,
            found.text.strip(),
            scope.context,
            optional=optional,
        )
    )


def _written(scope: Scope, node: Node) -> Scalar | None:
    found = node if isinstance(node, Scalar) else as_link(node)
    if found is None:
        scope.wrong(node, "a name", "write the id, as in `acme`, or `[[acme]]`")
    return found


def is_link(text: str) -> bool:
    """True for a text that is written as a wiki link."""
    stripped = text.strip()
    return stripped.startswith("[[") and stripped.endswith("]]")


def split_name(text: str) -> tuple[str, str]:
    """The name and the section of a name as written; only in brackets does `#` part them."""
    stripped = text.strip()
    if not is_link(stripped):
        return stripped, ""
    inner = stripped[2:-2].replace("\\|", "|").partition("|")[0]
    target, _, fragment = inner.partition("#")
    return target.strip(), fragment.strip()

"""The keys that every type has."""

from __future__ import annotations

from typing import Any

from briefgen.frontmatter.evidence import EVIDENCE
from briefgen.frontmatter.figures import figures
from briefgen.frontmatter.handling import HANDLING
from briefgen.frontmatter.happenings import NAMES, events
from briefgen.frontmatter.judgements import judgements
from briefgen.model import TYPES, Link, Update
from briefgen.nodes import Mapping, Node, Scalar
from briefgen.schema.addresses import image, site_address, url, web_address
from briefgen.schema.fields import Field, Schema, many, texts
from briefgen.schema.scalars import (
    choice,
    date,
    duration,
    language,
    line,
    names,
    plain_mapping,
    slug,
    tags,
    text,
)
from briefgen.schema.scope import Scope
from briefgen.vocabulary import UPDATE_KINDS

_SCHEMES = ("http", "https", "mailto")

UPDATE = Schema(
    "an update",
    Update,
    (
        Field("date", date, needed=True),
        Field("kind", choice(names(UPDATE_KINDS))),
        Field("note", text, synonyms=("text", "summary")),
    ),
    context=("note",),
)

LINK = Schema(
    "a link",
    Link,
    (Field("url", url(*_SCHEMES), needed=True), Field("title", line, synonyms=("name", "label"))),
    context=("title",),
)


def _bare_link(scope: Scope, node: Node) -> Link | None:
    if not isinstance(node, Scalar):
        scope.wrong(node, "addresses, or objects with `url` and `title`")
        return None
    address = web_address(scope, node, _SCHEMES)
    return Link(address) if address else None


def _identifiers(scope: Scope, node: Node) -> tuple[tuple[str, str], ...]:
    """A mapping of texts, as pairs in the order in which they are written."""
    if not isinstance(node, Mapping):
        scope.wrong(node, "a mapping, as in `wikidata: Q483551`")
        return ()
    found = [
        (key.text, text(scope.at(f"identifiers.{key.text}"), value)) for key, value in node.items
    ]
    return tuple((key, value) for key, value in found if value)


def _template(scope: Scope, node: Node) -> str | None:
    """The name of a template of the theme: a relative path."""
    found = text(scope, node)
    if found and (found.startswith("/") or ".." in found.split("/") or "\\" in found):
        scope.report("unsafe-path", "a template is named by its path in the theme", node.span)
        return None
    return found


TITLE = Field("title", line, synonyms=("name",))

SHARED: tuple[Field, ...] = (
    Field("type", choice(TYPES)),
    Field("id", slug),
    TITLE,
    Field("aliases", texts(line), synonyms=("alias",)),
    Field("summary", text, synonyms=("description", "bluf")),
    Field("date", date),
    Field("updated", date),
    Field("tags", tags, synonyms=("tag",)),
    *NAMES,
    Field("events", events),
    Field("figures", figures),
    *EVIDENCE,
    *HANDLING,
    Field("redirect_from", texts(site_address)),
    Field("slug", slug),
    Field("image", image),
    Field("lang", language),
    Field("owner", text),
    Field("last_reviewed", date),
    Field("review_in", duration),
    Field("updates", many(UPDATE)),
    Field("identifiers", _identifiers),
    Field("links", many(LINK, _bare_link)),
    Field("template", _template),
    Field("key_judgements", judgements, to="judgements", synonyms=("key_judgments",)),
    Field("extra", plain_mapping),
)


def parted(items: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    """The objects and the names of a list that may hold both."""
    objects = tuple(item for item in items if not isinstance(item, str))
    return objects, tuple(item for item in items if isinstance(item, str))

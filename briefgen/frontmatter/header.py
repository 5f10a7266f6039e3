"""From the front matter of one file to its `Header`, with references and problems."""

from __future__ import annotations

from typing import Any

import msgspec

from briefgen.diagnostics import Diagnostic, Span
from briefgen.frontmatter.address import address, title_from, type_of
from briefgen.frontmatter.advice import without_rejected
from briefgen.frontmatter.handling import handling
from briefgen.frontmatter.shared import parted
from briefgen.frontmatter.tables import EXTRA, OWN, schema
from briefgen.model import (
    TYPES,
    Data,
    Event,
    Evidence,
    Figure,
    Handling,
    Header,
    Quote,
    Reference,
    SourceData,
    StakeholderData,
    TopicData,
)
from briefgen.nodes import Mapping, Node, is_empty
from briefgen.schema.fields import read_fields
from briefgen.schema.scope import Scope, Sink
from briefgen.settings import Settings

_START = Span(1, 1)


class HeaderContext(Data, frozen=True):
    """What a header takes from outside its file: no more, so that no more can change it.

    `path` is the source path that diagnostics name; `fallback_title` stands where
    no title is stated. `unreadable` says that there was front matter nobody
    could read: the page is then a draft, since it may have said so.
    """

    path: str
    fallback_title: str = ""
    relationship_kinds: tuple[str, ...] = ()
    stance_scale: tuple[str, ...] = ()
    extra_keys: tuple[str, ...] = ()
    unreadable: bool = False


class HeaderResult(Data, frozen=True):
    """A header, every name in it with its place, places of keys, and problems.

    `spans` maps paths of keys to the places of their texts: "id", "title",
    "redirect_from.0", "events.0.date"; and "events.KEY", "figures.KEY",
    "judgements.KEY" to the `id:` (or title) of what is stated inside the page.
    `quotes` are the words of sources, which their stored texts must hold.
    """

    header: Header
    references: tuple[Reference, ...]
    spans: dict[str, Span]
    diagnostics: tuple[Diagnostic, ...]
    quotes: tuple[Quote, ...] = ()


def header_context(
    settings: Settings, path: str, fallback_title: str = "", *, unreadable: bool = False
) -> HeaderContext:
    """The context of one file under the settings of the site."""
    return HeaderContext(
        path,
        fallback_title,
        tuple(kind.name for kind in settings.relationship_kinds),
        tuple(value.name for value in settings.stance_scale),
        settings.extra_keys,
        unreadable,
    )


def header(mapping: Mapping | None, name: str, context: HeaderContext) -> HeaderResult:
    """The header of the file `name` (from the content folder). Never raises."""
    sink = Sink(context.path)
    root, forced = without_rejected(mapping or Mapping((), _START), sink)
    choices = {
        "relationship_kinds": context.relationship_kinds,
        "stance_scale": context.stance_scale,
    }
    stated = root.text("type")
    type_ = stated if stated in TYPES else type_of(name)
    scope = Scope(sink, root, choices=choices)
    values = read_fields(scope, schema(type_, context.extra_keys))
    found = _header(values, name, type_, context)
    if forced or context.unreadable:
        found = msgspec.structs.replace(found, handling=forced or Handling("draft"))
    _check(found, sink, root)
    return HeaderResult(
        found,
        tuple(sink.references),
        sink.spans,
        tuple(sink.diagnostics),
        tuple(sink.quotes),
    )


def _header(values: dict[str, Any], name: str, type_: str, context: HeaderContext) -> Header:
    values.pop("type", None)
    place = address(name, type_, values.pop("id", ""), values.pop("slug", ""))
    title = values.pop("title", "") or context.fallback_title or title_from(name)
    own = {field.target: values.pop(field.target) for field in OWN[type_] if field.target in values}
    values["extra"] = values.get("extra", {}) | {
        key.removeprefix(EXTRA): values.pop(key) for key in list(values) if key.startswith(EXTRA)
    }
    events, event_names = parted(values.pop("events", ()))
    figures, figure_names = parted(values.pop("figures", ()))
    plain = Header(
        name=name,
        id=place.id,
        type=type_,
        title=title,
        url=place.url,
        events=events,
        event_names=event_names,
        figures=figures,
        figure_names=figure_names,
        handling=handling(values),
        **values,
    )
    return msgspec.structs.replace(plain, **_own_part(plain, own))


def _own_part(header: Header, own: dict[str, Any]) -> dict[str, Any]:
    """The part of the header that only its type has."""
    makers: dict[str, Any] = {
        "stakeholder": StakeholderData,
        "source": SourceData,
        "topic": TopicData,
    }
    if header.type in makers:
        return {header.type: makers[header.type](**own)}
    if header.type == "event":
        return {"event": Event(date=header.date, tags=header.tags, **_same(header), **own)}
    if header.type == "figure":
        return {"figure": Figure(**{"value": "", **_same(header), **own})}
    return {}


def _same(header: Header) -> dict[str, Any]:
    """What an event or a figure of its own page shares with the page: nobody has to look at both."""
    return {
        "key": header.id,
        "title": header.title,
        "summary": header.summary,
        "stakeholders": header.stakeholders,
        "topics": header.topics,
        "evidence": header.evidence,
        "handling": header.handling,
    }


# -- what is odd about the whole ----------------------------------------------------


def _check(header: Header, sink: Sink, root: Mapping) -> None:
    """Warn of what the page lacks to be of use as what it is."""
    start = sink.spans.get("title", root.span)
    tried = root.get("date", "after")  # what is wrong with it has been told
    if header.event and not header.date and not header.event.after and not _says(tried):
        sink.report("undated-event", "no date: no timeline shows this event", start, "add `date:`")
    if header.figure and not header.figure.value and "value" not in sink.spans:
        sink.report("figure-without-value", "this figure has no value", start, "add `value:`")
    for figure in (*header.figures, *([header.figure] if header.figure else [])):
        _check_source(figure, header.evidence, sink, sink.spans.get(f"figures.{figure.key}", start))


def _says(node: Node | None) -> bool:
    return node is not None and not is_empty(node)


def _check_source(figure: Figure, evidence: tuple[Evidence, ...], sink: Sink, span: Span) -> None:
    if not figure.evidence and not evidence:
        hint = "add `source:` with the id of a source"
        sink.report("figure-without-source", f"no source for “{figure.title}”", span, hint)

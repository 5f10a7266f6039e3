"""Source → Document: front matter and text of one file, parsed once per content."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen import paths
from briefgen.codes import diagnose, not_utf8
from briefgen.conflicts import HINT, LENGTH, MESSAGE, conflicts
from briefgen.diagnostics import Diagnostic, Span
from briefgen.frontmatter import HeaderContext, HeaderResult, Split, header, split, type_of, unread
from briefgen.lookups import Lookups
from briefgen.markup import Body, MarkupSettings, parse_body
from briefgen.model import (
    Data,
    Document,
    Header,
    Heading,
    Segment,
    Source,
)
from briefgen.nodes import Mapping, read_yaml
from briefgen.resolve import files_named, find_file
from briefgen.settings import Settings

SUMMARY_LENGTH = 240
"""Longest summary, in characters, that is taken from the first paragraph."""


class Parsing(Data, frozen=True):
    """The part of the configuration that parsing depends on: no other change parses anything again."""

    content_dir: str
    markup: MarkupSettings
    relationship_kinds: tuple[str, ...]
    stance_scale: tuple[str, ...]
    extra_keys: tuple[str, ...]


class Parsed(Data, frozen=True):
    """A document and what is wrong with it."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]


def parsing_of(settings: Settings, views: tuple[str, ...]) -> Parsing:
    """What parsing takes from the settings; `views` are the names of `:::` blocks."""
    kinds = tuple(kind.name for kind in settings.relationship_kinds)
    markup = MarkupSettings(
        raw_html=settings.raw_html,
        audience=settings.audience,
        views=views,
        relation_kinds=kinds,
        link_schemes=settings.link_schemes,
        # The quotation marks are those of English; other languages keep what is written.
        smart_quotes=settings.smart_quotes and settings.language.partition("-")[0] == "en",
    )
    stances = tuple(value.name for value in settings.stance_scale)
    return Parsing(settings.content_dir, markup, kinds, stances, settings.extra_keys)


def parse(source: Source, name: str, parsing: Parsing) -> Parsed:
    """Parse one file. Never raises for what an author wrote."""
    path = paths.source_path(parsing.content_dir, name)
    try:
        text = source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = not_utf8(source.data, error.start, path)
        made = header(None, name, _context(path, Body(), parsing, unreadable=True))
        return Parsed(_document(made, Body(), unreadable=True), (problem,))
    parts = split(text)
    mapping, problems = _front(parts.front, path)
    body = parse_body(parts.body, name, path, parts.body_line, parsing.markup)
    found = [*_form(parts, name, path), *problems]
    unreadable = mapping is None and any(problem.severity == "error" for problem in found)
    made = header(mapping, name, _context(path, body, parsing, unreadable=unreadable))
    conflicted = _conflicts(parts, path)
    found += [*made.diagnostics, *conflicted, *(() if conflicted else body.diagnostics)]
    return Parsed(_document(made, body, unreadable=unreadable), tuple(found))


def _form(parts: Split, name: str, path: str) -> Iterator[Diagnostic]:
    """What is wrong with the file as a whole: with where its front matter begins and ends, if anywhere.

    An empty note is a note. An empty brief, event, source … says nothing that it is for.
    """
    if parts.problem:
        message = "the front matter starts here and never ends"
        hint = "end it with a line ---"
        yield diagnose(parts.problem, message, path, Span(1, 1, 3), hint=hint)
    elif parts.front is None and not parts.body.strip() and type_of(name) != "page":
        hint = "write a title and a text, or delete the file"
        yield diagnose("empty-page", "this file is empty", path, Span(1, 1), hint=hint)
    elif parts.front is None and (seen := unread(parts.body)):
        span = Span(seen.line, seen.column, seen.length)
        yield diagnose("front-matter-unread", seen.message, path, span, hint=seen.hint)


def _conflicts(parts: Split, path: str) -> tuple[Diagnostic, ...]:
    """Merges that nobody finished, in the text; those in front matter are no YAML."""
    spans = (Span(parts.body_line + line, 1, LENGTH) for line in conflicts(parts.body))
    return tuple(diagnose("merge-conflict", MESSAGE, path, span, hint=HINT) for span in spans)


def _front(front: str | None, path: str) -> tuple[Mapping | None, tuple[Diagnostic, ...]]:
    return (None, ()) if front is None else read_yaml(front, path, 2)


def _context(path: str, body: Body, parsing: Parsing, *, unreadable: bool) -> HeaderContext:
    return HeaderContext(
        path,
        body.lead_title,
        parsing.relationship_kinds,
        parsing.stance_scale,
        parsing.extra_keys,
        unreadable,
    )


def _document(made: HeaderResult, body: Body, *, unreadable: bool) -> Document:
    repeated = made.header.title == body.lead_title
    start, stop = body.lead_range if repeated else (0, 0)
    segments, headings = _without(body.segments, body.headings, start, stop)
    return Document(
        made.header,
        segments,
        headings,
        # References of the text first: the segments' indexes must stay true (see visibility.shown).
        (*body.references, *made.references),
        body.anchors,
        body.words,
        _shortened(body.first_paragraph),
        made.spans,
        made.quotes,
        unreadable,
    )


def _without(
    segments: tuple[Segment, ...], headings: tuple[Heading, ...], start: int, stop: int
) -> tuple[tuple[Segment, ...], tuple[Heading, ...]]:
    """The text without a first heading that only repeats the page's title.

    Blank segments stand in for it, so that the ranges of the other headings stay true.
    """
    if start == stop:
        return segments, headings
    blank: tuple[Segment, ...] = ("",) * (stop - start)
    kept = tuple(heading for heading in headings if heading.start != start)
    return (*segments[:start], *blank, *segments[stop:]), kept


def _shortened(text: str) -> str:
    if len(text) <= SUMMARY_LENGTH:
        return text
    return text[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + " …"


def attachments_of(document: Document, shown: Header, lookups: Lookups) -> tuple[str, ...]:
    """Names of the files that a document shows or links to, and that exist."""
    found = [find_file(name, shown.name, lookups) for name in document.files]
    if shown.image:
        found.append(files_named(shown.image, shown.name, lookups))
    return tuple(sorted({names[0] for names in found if len(names) == 1}))

"""A parsed body as text that a case can show: holes in angle marks, then what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

from briefgen.diagnostics import Diagnostic
from briefgen.markup import Body, MarkupSettings, parse_body
from briefgen.model import (
    Citation,
    Embed,
    FileLink,
    Heading,
    LinkLabel,
    LinkStart,
    Picture,
    Reference,
    Segment,
    View,
)
from briefgen.standins import plain

SETTINGS = MarkupSettings(views=("timeline", "stakeholders", "list"), relation_kinds=("owns",))
NAME = "briefs/a.md"


def parsed(text: str, settings: MarkupSettings = SETTINGS, first_line: int = 1) -> Body:
    """The body of `briefs/a.md`."""
    return parse_body(text, NAME, f"content/{NAME}", first_line, settings)


def html(body: Body) -> str:
    """The segments as one text."""
    return "".join(map(segment, body.segments))


def finished(body: Body) -> str:
    """The HTML that is ready: without the holes."""
    return "".join(found for found in body.segments if isinstance(found, str))


def elements(page: str) -> list[tuple[str, dict[str, str]]]:
    """The start tags of a piece of HTML with their attributes, as Python's parser reads them."""
    reader = _Elements()
    reader.feed(page)
    reader.close()
    return reader.found


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def segment(found: Segment) -> str:
    """One segment: HTML as it is, a hole in angle marks."""
    return found if isinstance(found, str) else f"⟨{_hole(found)}⟩"


def _hole(found: object) -> str:
    write = _HOLES.get(type(found))
    return write(found) if write else "/"


def _picture(found: Picture) -> str:
    title = f" title={found.title!r}" if found.title else ""
    width = f" {found.width}px" if found.width else ""
    return f"picture {found.name}{found.tail} {found.alt!r}{title}{width}{' block' * (not found.inline)}"


def _citation(found: Citation) -> str:
    items = (" ".join(filter(None, (before, str(n), after))) for n, before, after in found.items)
    return "cite " + "; ".join(items)


_HOLES: dict[type, Callable[[Any], str]] = {
    LinkStart: lambda found: f"link {found.reference}",
    LinkLabel: lambda found: f"title {found.reference}",
    Embed: lambda found: f"embed {found.reference}{' block' * found.block}",
    Picture: _picture,
    FileLink: lambda found: f"file {found.name}{found.tail}",
    Citation: _citation,
    View: lambda found: f"view {found.name} {found.title!r} {found.options}",
}


def shown(body: Body) -> str:
    """Everything of a body that a case asserts."""
    return "\n".join([html(body).rstrip("\n"), *_lines(body)])


def _lines(body: Body) -> Iterator[str]:
    for number, found in enumerate(body.references):
        yield f"reference {number}: {_reference(found)}"
    for heading in body.headings:
        yield f"heading: {_heading(heading)}"
    if body.anchors:
        yield f"anchors: {' '.join(body.anchors)}"
    for problem in body.diagnostics:
        yield f"problem: {_problem(problem)}"


def _reference(found: Reference) -> str:
    place = f"{found.span.line}:{found.span.column}+{found.span.length}"
    what = " ".join(filter(None, (found.role, found.relation, *found.expects)))
    fragment = f"#{found.fragment}" if found.fragment else ""
    return f"{place} {what} `{found.name}{found.tail}{fragment}` in “{plain(found.context)}”"


def _heading(found: Heading) -> str:
    return f"{found.level} #{found.id} “{found.title}” {found.start}–{found.stop}"


def _problem(found: Diagnostic) -> str:
    place = f"{found.span.line}:{found.span.column}+{found.span.length}" if found.span else ""
    hint = f" ({found.hint})" if found.hint else ""
    return f"{place} {found.severity}[{found.code}]: {found.message}{hint}"

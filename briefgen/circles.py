"""Relative dates that lead in a circle: none of their events can have a date.

An event says after which one other it comes, so every chain is a path with at
most one circle at its end; each circle is told once, with all its events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from briefgen import paths
from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Related, Span
from briefgen.model import Document, Target
from briefgen.statements import Happening

FindEvent = Callable[[str], Target | None]
DocumentOf = Callable[[str], Document]
"""From the id of a page to its document."""


def circles(
    happenings: Iterable[Happening], find: FindEvent, document_of: DocumentOf, content: str
) -> Iterator[Diagnostic]:
    """One problem for every circle of dates, told at the event whose id sorts first."""
    waiting = {h.id: h for h in happenings if h.date is None and h.after is not None}
    seen: set[str] = set()
    for id in sorted(waiting):
        if circle := _circle(id, waiting, find, seen):
            first = min(range(len(circle)), key=lambda place: circle[place].id)
            circle = [*circle[first:], *circle[:first]]
            yield _problem(circle, [_place(found, document_of, content) for found in circle])


def _circle(
    id: str, waiting: dict[str, Happening], find: FindEvent, seen: set[str]
) -> list[Happening]:
    """The circle at the end of the chain that begins here; none if there is none, or it was `seen`."""
    chain: dict[str, Happening] = {}
    while (happening := waiting.get(id)) and id not in chain and id not in seen:
        chain[id] = happening
        assert happening.after is not None, "only relative dates wait"
        found = find(happening.after.event)
        id = found.id if found else ""
    seen.update(chain)
    ids = list(chain)
    return [chain[at] for at in ids[ids.index(id) :]] if id in chain else []


def _problem(circle: list[Happening], places: list[tuple[str, Span | None]]) -> Diagnostic:
    (path, span), *others = places
    names = " → ".join(happening.id for happening in (*circle, circle[0]))
    related = tuple(
        Related(*place, f"“{happening.title}” is counted here")
        for place, happening in zip(others, circle[1:], strict=True)
    )
    return diagnose(
        "relative-date-circle",
        f"these dates are counted from each other: {names}"
        if others
        else "this date is counted from itself",
        path,
        span,
        hint="give one of them a `date:`" if others else "give it a `date:`",
        related=related,
    )


def _place(happening: Happening, document_of: DocumentOf, content: str) -> tuple[str, Span | None]:
    """Where an event names the one that it is counted from."""
    document = document_of(happening.origin)
    part = "" if happening.id == happening.origin else f"event:{_key(happening, document)}"
    named = (r.span for r in document.references if r.role == "after" and r.part == part)
    return paths.source_path(content, document.header.name), next(named, None)


def _key(happening: Happening, document: Document) -> str:
    """The key of an inline event: its id, or what follows the page's in the id it was given."""
    return happening.id.removeprefix(f"{document.header.id}#event-")

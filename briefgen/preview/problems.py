"""Diagnostics as the overlay shows them: plain values with an excerpt of the source."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TypeAlias

import msgspec

from briefgen.diagnostics import Diagnostic, Related, Severity, Span
from briefgen.writer import OutputError

Sources: TypeAlias = Callable[[str], str | None]

AROUND = 2
"""Lines of an excerpt before and after the line that is meant."""

MAX_LINE = 240
"""Longest line of an excerpt, in characters; a minified line is not worth more."""

MAX_SHOWN = 50
"""Most problems that a page is given; the terminal has them all."""


class ExcerptLine(msgspec.Struct, frozen=True):
    """One line of source: its number, its text, and a line of carets under it (or "")."""

    number: int
    text: str
    carets: str = ""


class Place(msgspec.Struct, frozen=True):
    """Another place of the same problem."""

    place: str
    message: str


class Problem(msgspec.Struct, frozen=True):
    """One problem, ready to be shown; `place` is `path:line:column`."""

    code: str
    severity: Severity
    message: str
    place: str
    excerpt: tuple[ExcerptLine, ...] = ()
    hint: str = ""
    related: tuple[Place, ...] = ()


def blocking(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Of a failed build's problems those that made it fail: errors, or else (strict) warnings."""
    errors = tuple(found for found in diagnostics if found.severity == "error")
    return errors or diagnostics


def shown(diagnostics: tuple[Diagnostic, ...], sources: Sources) -> tuple[Problem, ...]:
    """The first problems as the overlay takes them."""
    return tuple(_problem(found, sources) for found in diagnostics[:MAX_SHOWN])


def crash(error: Exception) -> Problem:
    """A fault of briefgen itself."""
    trail = traceback.extract_tb(error.__traceback__)
    where = f"{trail[-1].name}, line {trail[-1].lineno}" if trail else "an unknown place"
    return Problem(
        code="internal-error",
        severity="error",
        message=f"briefgen itself failed: {type(error).__name__}: {error}",
        place="",
        hint=f"This is a fault of briefgen (in {where}), not of your site. Please report it with"
        " the traceback in the terminal. The next change builds everything again.",
    )


def refusal(error: OutputError) -> Problem:
    """The site was made and could not be kept: the disk is full, a file changed meanwhile."""
    return Problem("output", "error", error.message, "", hint=error.hint)


def excerpt(text: str, span: Span) -> tuple[ExcerptLine, ...]:
    """The lines around a span, with carets under it; empty if the text has no such line."""
    lines = text.splitlines()
    if not 1 <= span.line <= len(lines):
        return ()
    first, last = max(1, span.line - AROUND), min(len(lines), span.line + AROUND)
    return tuple(
        ExcerptLine(
            number,
            lines[number - 1].replace("\t", " ")[:MAX_LINE],
            _carets(lines[number - 1], span) if number == span.line else "",
        )
        for number in range(first, last + 1)
    )


def place_of(path: str, span: Span | None) -> str:
    """`path:line:column`, which terminals and editors understand."""
    return f"{path}:{span.line}:{span.column}" if span else path


def _carets(line: str, span: Span) -> str:
    before = min(span.column - 1, MAX_LINE)
    room = max(1, min(len(line), MAX_LINE) - before)
    return " " * before + "^" * max(1, min(span.length, room))


def _problem(found: Diagnostic, sources: Sources) -> Problem:
    text = sources(found.path) if found.span else None
    return Problem(
        code=found.code,
        severity=found.severity,
        message=found.message,
        place=place_of(found.path, found.span),
        excerpt=excerpt(text, found.span) if text is not None and found.span else (),
        hint=found.hint,
        related=tuple(map(_place, found.related)),
    )


def _place(related: Related) -> Place:
    return Place(place_of(related.path, related.span), related.message)

"""Problems as values: where, what, how bad, and what would mend it.

A stage never raises for an author's mistake: it returns or reports a
`Diagnostic`. Severity is the code's own (see `codes`); strictness is applied
when a build is judged, never where a problem is found, so that a cached
diagnostic means the same under every option.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Literal

import msgspec

Severity = Literal["error", "warning"]


class Span(msgspec.Struct, frozen=True, order=True, array_like=True):
    """A stretch of source text.

    Lines and columns count from 1; columns count Unicode code points, as
    editors do. `length` 0 marks a point.
    """

    line: int
    column: int
    length: int = 0


class Related(msgspec.Struct, frozen=True, array_like=True):
    """Another place that belongs to the same problem (the first of two twins)."""

    path: str
    span: Span | None
    message: str


class Diagnostic(msgspec.Struct, frozen=True, array_like=True):
    """One problem of one file.

    `path` is the source path relative to the site folder, with slashes.
    `message` is one sentence without a full stop; `hint` tells the remedy
    ("did you mean `walmart`?") and may be empty.
    """

    code: str
    severity: Severity
    message: str
    path: str
    span: Span | None = None
    hint: str = ""
    related: tuple[Related, ...] = ()

    def sort_key(self) -> tuple[object, ...]:
        """Order of printing: file, place, code, message."""
        place = (self.span.line, self.span.column) if self.span else (0, 0)
        return (self.path, place, self.code, self.message, self.hint)

    def full_key(self) -> tuple[object, ...]:
        """Order of printing, and among doubles that of the first place that belongs to each."""
        return (*self.sort_key(), [(other.path, other.message) for other in self.related])


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics without doubles, in the order in which they are printed.

    What is one problem but for the other places that belong to it (a template that fails
    on every page) is told once, with the first of these.
    """
    found = sorted(dict.fromkeys(diagnostics), key=Diagnostic.full_key)
    return tuple([next(same) for _, same in groupby(found, Diagnostic.sort_key)])


def is_fatal(diagnostics: Iterable[Diagnostic], *, strict: bool) -> bool:
    """True if a build with these problems must not replace the last good site."""
    return any(strict or found.severity == "error" for found in diagnostics)

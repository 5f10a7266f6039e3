"""Diagnostics and progress as people and machines read them: all wording of the terminal.

Formats: `text` for people, `json` for programs (one object for the build),
`github` for annotations on a commit (GitHub's workflow commands).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence

from briefgen.diagnostics import Diagnostic, Related, Span

Sources = Callable[[str], str | None]
"""From a source path to its text, for excerpts; None if it cannot be read."""

MAX_EXCERPT = 160
"""Longest excerpt of a source line, in characters."""


class Paint:
    """Colours of the terminal, or none."""

    def __init__(self, *, on: bool) -> None:
        self._on = on

    def __call__(self, text: str, code: str) -> str:
        """The text in an ANSI style (ECMA-48 SGR), or as it is."""
        return f"\x1b[{code}m{text}\x1b[0m" if self._on and text else text


PLAIN = Paint(on=False)
RED, YELLOW, BLUE, DIM, BOLD, GREEN = "31;1", "33;1", "36", "2", "1", "32"


def report(
    diagnostics: Sequence[Diagnostic],
    sources: Sources,
    form: str,
    *,
    strict: bool = False,
    paint: Paint = PLAIN,
) -> str:
    """All diagnostics in one of the formats; "" if there is nothing to say."""
    if form == "json":
        return as_json(diagnostics, strict=strict)
    if form == "github":
        return "".join(f"{as_annotation(found, strict=strict)}\n" for found in diagnostics)
    texts: dict[str, list[str]] = {}
    return "".join(as_text(found, _Lines(sources, texts), paint) + "\n" for found in diagnostics)


class _Lines:
    """Lines of source files, each file read once."""

    def __init__(self, sources: Sources, read: dict[str, list[str]]) -> None:
        self._sources = sources
        self._read = read

    def line(self, path: str, number: int) -> str | None:
        if path not in self._read:
            text = self._sources(path) or ""
            self._read[path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines = self._read[path]
        return lines[number - 1] if 0 < number <= len(lines) else None


# -- for people -------------------------------------------------------------------------------


def as_text(found: Diagnostic, lines: _Lines, paint: Paint = PLAIN) -> str:
    """`path:line:column: severity[code]: message`, the line with a caret, and the hint."""
    colour = RED if found.severity == "error" else YELLOW
    where = paint(f"{place(found.path, found.span)}:", BOLD)
    parts = [
        f"{where} {paint(f'{found.severity}[{found.code}]', colour)}: {printable(found.message)}"
    ]
    parts += excerpt(found.path, found.span, lines, paint, colour)
    parts += [line for other in found.related for line in _related(other, lines, paint)]
    if found.hint:
        parts.append(f"  {paint('hint:', BLUE)} {printable(found.hint)}")
    return "\n".join(parts)


def place(path: str, span: Span | None) -> str:
    """`path:line:column`, or the path alone."""
    return f"{printable(path)}:{span.line}:{span.column}" if span else printable(path)


def excerpt(
    path: str, span: Span | None, lines: _Lines, paint: Paint = PLAIN, colour: str = RED
) -> list[str]:
    """The source line and a caret line under the span; nothing if the file cannot be read."""
    line = lines.line(path, span.line) if span else None
    if span is None or line is None or not line.strip():
        return []
    start = max(0, span.column - 1)
    first = max(0, start - MAX_EXCERPT // 2) if len(line) > MAX_EXCERPT else 0
    shown = printable(line[first : first + MAX_EXCERPT])
    before = width(printable(line[first:start]))
    inside = line[start : start + max(1, span.length)][: max(1, MAX_EXCERPT - (start - first))]
    carets = paint("^" * max(1, width(printable(inside))), colour)
    gutter = paint(f"{span.line:>5} │ ", DIM)
    blank = paint("      │ ", DIM)
    return [gutter + shown, blank + " " * before + carets]


def _related(other: Related, lines: _Lines, paint: Paint) -> list[str]:
    head = f"  {paint('see', BLUE)} {place(other.path, other.span)}: {printable(other.message)}"
    return [head, *excerpt(other.path, other.span, lines, paint, BLUE)]


def printable(text: str) -> str:
    """Text that cannot move the cursor, colour the terminal or reverse the writing."""
    tabless = text.replace("\t", "    ")
    return "".join(c if unicodedata.category(c) not in _UNSAFE else "�" for c in tabless)


_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def width(text: str) -> int:
    """Columns of the terminal that a text takes (Unicode Standard Annex 11)."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


# -- for programs ---------------------------------------------------------------------------------


def as_json(diagnostics: Iterable[Diagnostic], *, strict: bool) -> str:
    """One JSON object: `diagnostics`, and counts of errors and warnings."""
    found = [_plain(one) for one in diagnostics]
    errors = sum(one["severity"] == "error" for one in found)
    counts = {"errors": errors, "warnings": len(found) - errors, "strict": strict}
    import json

    return json.dumps({"diagnostics": found, **counts}, ensure_ascii=False, indent=2) + "\n"


def _plain(found: Diagnostic) -> dict[str, object]:
    return {
        "path": found.path,
        **_span(found.span),
        "severity": found.severity,
        "code": found.code,
        "message": found.message,
        "hint": found.hint,
        "related": [
            {"path": one.path, **_span(one.span), "message": one.message} for one in found.related
        ],
    }


def _span(span: Span | None) -> dict[str, int | None]:
    if span is None:
        return {"line": None, "column": None, "length": None}
    return {"line": span.line, "column": span.column, "length": span.length}


def as_annotation(found: Diagnostic, *, strict: bool = False) -> str:
    """A workflow command of GitHub Actions (`::error file=…,line=…,col=…::message`)."""
    level = "error" if strict or found.severity == "error" else "warning"
    spots = [f"file={_property(found.path)}"]
    if found.span:
        spots += [f"line={found.span.line}", f"col={found.span.column}"]
        spots += [f"endColumn={found.span.column + found.span.length}"] if found.span.length else []
    spots.append(f"title={_property(found.code)}")
    text = found.message + (f" ({found.hint})" if found.hint else "")
    return f"::{level} {','.join(spots)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


# -- sentences ---------------------------------------------------------------------------------------


def failure(message: str, hint: str = "") -> str:
    """Something that went wrong outside the content, and the remedy."""
    return f"error: {message}" + (f"\n  hint: {hint}" if hint else "")


def refused(error: OSError, place: str) -> str:
    """What the system said, and of what: `No space left on device: content/a.md`.

    `place` stands for a file that the system did not name.
    """
    return f"{error.strerror or error}: {error.filename or place}"


def tally(diagnostics: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or ""."""
    errors = sum(found.severity == "error" for found in diagnostics)
    parts = [count(errors, "error"), count(len(diagnostics) - errors, "warning")]
    return ", ".join(part for part in parts if part)


def count(number: int, noun: str, plural: str = "") -> str:
    """`3 pages`, `1 page`, or "" for none."""
    if not number:
        return ""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def duration(seconds: float) -> str:
    """A time in words: `38 ms`, `1.2 s`."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"

r"""From an offset in a token's text to the line and column of the file.

The parser gives block tokens a range of lines and inline tokens nothing. Inline
rules here record the offset in their block's text; every line of that text stands
in its source line once, followed by nothing but spaces and closing `#`, so the
last occurrence is the place. Cells of a table may be equal and have lost the
backslash of `\|`: their row is split again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from briefgen.diagnostics import Span
from briefgen.markup.lines import line_starts
from briefgen.markup.tokens import Token

_BAR = re.compile(r"(?<!\\)\|")


class _Line(NamedTuple):
    """A line of a token's content, from `start` to `stop`; its text from `lead` stands at `offset`."""

    token: Token | None
    start: int
    stop: int
    lead: int
    offset: int


class Places:
    r"""Offsets, lines and columns of one text (with `\n` line ends)."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.last_comment_end = text.rfind("-->")
        """Where the last `-->` stands: no comment that opens later can be closed."""
        self._first_line = first_line
        self._starts = line_starts(text)
        self._marks: list[int] | None = None
        self.rows: dict[int, int] = {}
        """Line of a table row → offset at which the row begins, behind list and quote marks."""
        # The line and the row asked for last: many references may stand in one.
        self._line = _Line(None, 0, -1, 0, 0)
        self._row: tuple[int, list[tuple[int, int]]] = (-1, [])

    def marks_after(self, line: int) -> list[int]:
        """The lines behind `line` that hold `:::` (from 0), which are few."""
        if self._marks is None:
            found = (match.start() for match in re.finditer(":::+", self.text))
            self._marks = [bisect_right(self._starts, at) - 1 for at in found]
        return self._marks[bisect_right(self._marks, line) :]

    def span(self, start: int, stop: int) -> Span:
        """The stretch between two offsets of the text."""
        line = bisect_right(self._starts, start) - 1
        return Span(self._first_line + line, start - self._starts[line] + 1, stop - start)

    def line_span(self, line: int) -> Span:
        """What is written on a line (counted from 0), without its indentation."""
        start, stop = self._bounds(line)
        written = self.text[start:stop]
        start += len(written) - len(written.lstrip())
        return self.span(start, start + len(written.strip()))

    def runs_out(self, token: Token) -> bool:
        """True for a block of code that nothing closes, and that takes all that follows."""
        first, stop = token.map or (0, 0)
        begin, end = self._bounds(stop - 1)
        if self.text[end:].strip():
            return False
        last = self.text[begin:end].strip()
        return stop - first == 1 or not (last.startswith(token.markup) and len(set(last)) == 1)

    def offset(self, token: Token, at: int) -> int:
        """The offset in the text of an offset in the content of an inline token."""
        known = self._line
        if known[0] is not token or not known[1] <= at <= known[2]:
            known = self._line = self._find_line(token, at)
        _, _, _, lead, offset = known
        return offset + at - lead if at > lead else offset

    def _find_line(self, token: Token, at: int) -> _Line:
        content = written = token.content
        number = token.map[0] if token.map else 0
        before, after = 0, len(content)
        if "\n" in content:
            before = content.rfind("\n", 0, at) + 1
            after = content.find("\n", at)
            after = len(content) if after < 0 else after
            written = content[before:after]
            number += content.count("\n", 0, before)
        start, stop = self._bounds(number)
        found = self.text.rfind(written.strip(), start, stop)
        lead = before + len(written) - len(written.lstrip())
        return _Line(token, before, after, lead, max(found, start))

    def cell_offset(self, token: Token, at: int, column: int) -> int:
        """The same for the cell of a table in the given column (counted from 0)."""
        start, stop = self._cells((token.map or [0])[0])[column]
        escaped = self.text.find("\\|", start, stop)
        while escaped >= 0 and escaped - start < at:
            start += 1  # the backslash stands in the source and not in the cell's text
            escaped = self.text.find("\\|", escaped + 2, stop)
        return start + at

    def _cells(self, line: int) -> list[tuple[int, int]]:
        if self._row[0] != line:
            self._row = (line, self._split(line))
        return self._row[1]

    def _split(self, line: int) -> list[tuple[int, int]]:
        start, stop = self.rows[line], self._bounds(line)[1]
        bars = [found.start() for found in _BAR.finditer(self.text, start, stop)]
        if bars and bars[0] == start:
            bars, start = bars[1:], start + 1
        starts = [start, *(bar + 1 for bar in bars)]
        return [self._trimmed(*pair) for pair in zip(starts, [*bars, stop], strict=True)]

    def _trimmed(self, start: int, stop: int) -> tuple[int, int]:
        cell = self.text[start:stop]
        return start + len(cell) - len(cell.lstrip()), stop - len(cell) + len(cell.rstrip())

    def _bounds(self, line: int) -> tuple[int, int]:
        start = self._starts[line]
        last = line + 1 == len(self._starts)
        return start, len(self.text) if last else self._starts[line + 1] - 1

    def written(self, span: Span) -> str:
        """The text at a place."""
        start = self._starts[span.line - self._first_line] + span.column - 1
        return self.text[start : start + span.length]

    def inside(self, line: int, span: Span, block: str) -> Span:
        """The place on a line (from 0) of a span in the same line of a block's own text."""
        start, stop = self._bounds(line)
        written = block.split("\n")[span.line - 1]
        begin = max(start, stop - len(written)) + span.column - 1
        return self.span(begin, min(begin + span.length, stop))

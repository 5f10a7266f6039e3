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

from markdown_it.token import Token

from briefgen.diagnostics import Span

_BAR = re.compile(r"(?<!\\)\|")


class Places:
    r"""Offsets, lines and columns of one text (with `\n` line ends)."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self._first_line = first_line
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.rows: dict[int, int] = {}
        """Line of a table row → offset at which the row begins, behind list and quote marks."""

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

    def offset(self, token: Token, at: int) -> int:
        """The offset in the text of an offset in the content of an inline token."""
        before = token.content.rfind("\n", 0, at) + 1
        after = token.content.find("\n", at)
        written = token.content[before : after if after >= 0 else None]
        line = (token.map or [0])[0] + (token.content.count("\n", 0, before) if before else 0)
        start, stop = self._bounds(line)
        core = written.strip()
        found = self.text.rfind(core, start, stop)
        lead = len(written) - len(written.lstrip())
        return max(found, start) + max(at - before - lead, 0)

    def cell_offset(self, token: Token, at: int, column: int) -> int:
        """The same for the cell of a table in the given column (counted from 0)."""
        line = (token.map or [0])[0]
        start, _ = self._cells(line)[column]
        escaped = self.text.find("\\|", start)
        while escaped >= 0 and escaped - start < at:
            start += 1  # the backslash stands in the source and not in the cell's text
            escaped = self.text.find("\\|", escaped + 2)
        return start + at

    def _cells(self, line: int) -> list[tuple[int, int]]:
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

"""Edits of one text by places: everything between them stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefgen.diagnostics import Span
from briefgen.model import Data

_LINE_END = re.compile(r"\r\n|\r|\n")
_MARK = b"\xef\xbb\xbf"


class Edit(Data, frozen=True):
    """Put `text` in the place of what stands from `start` to `stop` (in code points)."""

    start: int
    stop: int
    text: str


class Text:
    """A file's text with its lines. Decoding and encoding are exact inverses."""

    def __init__(self, data: bytes) -> None:
        self._mark = _MARK if data.startswith(_MARK) else b""
        self.text = data.removeprefix(_MARK).decode()
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    @property
    def newline(self) -> str:
        """The line end of the first line; a line feed if there is none."""
        found = _LINE_END.search(self.text)
        return found[0] if found else "\n"

    def range(self, span: Span) -> tuple[int, int]:
        """Start and stop of a place."""
        start = self._starts[span.line - 1] + span.column - 1
        return start, start + span.length

    def at(self, span: Span) -> str:
        """What is written at a place."""
        start, stop = self.range(span)
        return self.text[start:stop]

    def line_start(self, span: Span) -> int:
        """Where the line of a place begins."""
        return self._starts[span.line - 1]

    def line_stop(self, span: Span) -> int:
        """Where the next line begins."""
        return self._starts[span.line] if span.line < len(self._starts) else len(self.text)

    def with_edits(self, edits: Iterable[Edit]) -> bytes:
        """The edited file. Edits may not overlap; the same edit twice counts once."""
        pieces, done = [], 0
        for edit in sorted(set(edits), key=lambda edit: (edit.start, edit.stop)):
            if edit.start < done:
                raise ValueError(f"two edits overlap at {edit.start}")
            pieces += [self.text[done : edit.start], edit.text]
            done = edit.stop
        return self._mark + "".join([*pieces, self.text[done:]]).encode()

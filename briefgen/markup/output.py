"""The growing result of one pass over the tokens: segments, references, plain text.

HTML is collected in strings and joined when a hole interrupts it. Plain text is
collected block by block, for word counts and for the sentences of references.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import accumulate

from briefgen.diagnostics import Span
from briefgen.markup.callouts import Callout
from briefgen.markup.context import Context
from briefgen.markup.headings import Ids, Mark
from briefgen.markup.sentences import boundaries, sentence
from briefgen.markup.tokens import Token
from briefgen.model import Data, Reference, Segment
from briefgen.standins import plain


@cache
def _han() -> re.Pattern[str]:
    """Characters that are words; compiled where it is needed, for it takes longer than most."""
    return re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


class Wanted(Data, frozen=True):
    """A reference as the text has it: everything but its place and its sentence."""

    name: str
    fragment: str = ""
    role: str = "link"
    relation: str = ""
    expects: tuple[str, ...] = ()
    tail: str = ""


class Row:
    """A table row in the making: its cells make one context for the references in it."""

    def __init__(self) -> None:
        self.column = -1


class Output:
    """What rendering has produced so far."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.segments: list[Segment] = []
        self.html: list[str] = []
        """Pieces of the HTML since the last hole."""
        self.references: list[Reference] = []
        self.ids = Ids()
        self.anchors: list[str] = []
        self.marks: list[Mark] = []
        self.plain: list[str] = []
        """Pieces of the plain text of the block (or table row) at hand."""
        self.closers: list[str | None] = []
        """What closes each open link: HTML, or None for a hole alone."""
        self.quotes: list[Callout | None] = []
        """Open block quotes: those that are callouts, and None for others."""
        self.notes_at = -1
        """The segment at which the footnotes begin; -1 if no section needs to end there."""
        self.raw = False
        """True if the authors' own HTML is among the segments, not yet sanitised."""
        self.block: Token = Token("inline", "", 0)
        self.row: Row | None = None
        self.lead_title = ""
        self.lead_range = (0, 0)
        self.first_paragraph = ""
        self._labels: Counter[str] = Counter()
        self._without_context: list[tuple[Wanted, Span, str, int]] = []
        self._texts: list[str] = []
        """The plain text of blocks in ASCII, whose words are counted all at once."""
        self._others = 0
        """Words of the other blocks."""

    # -- segments -----------------------------------------------------------------

    def flush(self) -> int:
        """Ends the string at hand; the number of segments so far."""
        if self.html:
            self.segments.append("".join(self.html))
            self.html.clear()
        return len(self.segments)

    def hole(self, segment: Segment) -> None:
        """Adds a segment that linking will fill."""
        if self.html:
            self.flush()
        self.segments.append(segment)

    def unique_label(self, label: str) -> str:
        """The label of a region; numbered when it comes again, for landmarks need names of their own."""
        self._labels[label] += 1
        count = self._labels[label]
        return label if count == 1 else f"{label} ({count})"

    # -- places -------------------------------------------------------------------

    def span(self, at: int, end: int) -> tuple[Span, str]:
        """Place and written form of a stretch of the block's text."""
        places, block = self.context.places, self.block
        if self.row:
            start = places.cell_offset(block, at, self.row.column)
            stop = places.cell_offset(block, end - 1, self.row.column) + 1
        else:
            start = places.offset(block, at)
            stop = places.offset(block, end - 1) + 1
        return places.span(start, stop), places.text[start:stop]

    def report(self, code: str, message: str, at: int, end: int, hint: str = "") -> None:
        """Notes a problem with a stretch of the block's text."""
        self.context.report(code, message, self.span(at, end)[0], hint)

    # -- references ---------------------------------------------------------------

    def refer(self, wanted: Wanted, at: int, end: int) -> int:
        """Adds a reference; its number. Its context follows when the block has been read."""
        span, written = self.span(at, end)
        return self.refer_at(wanted, span, written)

    def refer_at(self, wanted: Wanted, span: Span, written: str) -> int:
        """The same for a reference whose place is known."""
        self._without_context.append((wanted, span, written, len(self.plain)))
        return len(self.references) + len(self._without_context) - 1

    def end_block(self) -> str:
        """Closes the plain text of a block, and gives references their sentence."""
        marked = "".join(self.plain)
        text = plain(marked)
        if text.isascii():
            self._texts.append(text)
        else:
            self._others += count_words(text)
        if self._without_context:
            self._add_references(marked)
        self.plain.clear()
        return text

    def words(self) -> int:
        """How many words there are."""
        return count_words(" ".join(self._texts)) + self._others

    def _add_references(self, text: str) -> None:
        ends = [0, *accumulate(map(len, self.plain))]
        starts = boundaries(text, ends[self._without_context[-1][3]])
        self.references += (
            Reference(
                wanted.name,
                wanted.fragment,
                wanted.role,
                wanted.relation,
                wanted.expects,
                span,
                written,
                sentence(text, starts, ends[pieces]),
                tail=wanted.tail,
            )
            for wanted, span, written, pieces in self._without_context
        )
        self._without_context.clear()


def count_words(text: str) -> int:
    """Words of a text; Chinese and Japanese characters count one each."""
    if text.isascii():
        return len(text.split())
    spaced, ideographs = _han().subn(" ", text)
    return len(spaced.split()) + ideographs

"""The lines of a text on their way to tokens: what the parser's own state finds, found faster."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.utils import EnvType

from briefgen.markup.tokens import Nesting, Token


def line_starts(text: str) -> list[int]:
    """Where each line begins."""
    longer = map((1).__add__, map(len, text.split("\n")))
    return [0, *accumulate(longer)][:-1]


class Lines(StateBlock):
    """Where each line begins and ends, and how far it is indented; makes our tokens."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Any]) -> None:
        super().__init__("", md, env, tokens)
        self.src = src
        starts = line_starts(src)
        ends = [start - 1 for start in starts[1:]]
        if src[starts[-1] :].strip(" \t"):
            ends.append(len(src))
        else:
            starts.pop()  # blanks behind the last line feed are no line
        self.lineMax = len(starts)
        # An empty line stands behind the last one, as a bound.
        self.bMarks, self.eMarks = [*starts, len(src)], [*ends, len(src)]
        self.tShift = [0] * len(self.bMarks)
        self.sCount, self.bsCount = self.tShift.copy(), self.tShift.copy()
        for line, start in enumerate(starts):
            if src[start] in " \t":
                written = src[start : ends[line]]
                blanks = written[: len(written) - len(written.lstrip(" \t"))]
                self.tShift[line], self.sCount[line] = len(blanks), len(blanks.expandtabs(4))

    def push(self, ttype: str, tag: str, nesting: Nesting) -> Token:  # type: ignore[override]
        """Adds a token."""
        if nesting < 0:
            self.level -= 1
        token = Token(ttype, tag, nesting, level=self.level, block=True)
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)  # type: ignore[arg-type]
        return token

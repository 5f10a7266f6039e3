"""The block tokenizer: the parser's loop with three more duties.

It sees the first line of a quote before any rule does (callouts), stops at the line
that closes a `:::` block, and tells when nesting is deeper than the parser reads,
which the original skips in silence.
"""

from __future__ import annotations

from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock

from briefgen.markup.callouts import read_mark
from briefgen.markup.context import Context, context_of

NESTING = 60
"""Deepest nesting read; a level costs up to five stack frames, of which Python has a thousand."""


class Block(ParserBlock):
    """Replaces the loop of the parser; the rules stay as they are."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - the parser's names
        """Turns the lines into tokens."""
        context = context_of(state.env)
        if state.level + context.depth >= NESTING:
            _report_depth(state, context, startLine, endLine)
            return
        line = _open_callout(state, startLine)
        rules = self.ruler.getRules("")
        empty_lines = False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            for rule in rules:
                if rule(state, line, endLine, False):
                    break
            if context.closed:
                break
            state.tight = not empty_lines
            line = state.line
            if line - 1 < endLine and state.isEmpty(line - 1):
                empty_lines = True
            if line < endLine and state.isEmpty(line):
                empty_lines = True
                line += 1
                state.line = line


def _report_depth(state: StateBlock, context: Context, start: int, stop: int) -> None:
    state.line = stop
    line = state.skipEmptyLines(start)
    if line < stop:
        message = f"nested deeper than {NESTING} levels: nothing here is read"
        context.report("too-deep", message, context.places.line_span(line))


def _open_callout(state: StateBlock, line: int) -> int:
    """Turns the quote that begins here into a callout; the line at which reading goes on."""
    last = state.tokens[-1] if state.tokens else None
    if last is None or last.type != "blockquote_open" or last.meta:
        return line
    begin, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    last.meta = {"seen": True}
    if not state.src.startswith("[!", begin):
        return line
    callout = read_mark(state.src[begin:stop].rstrip())
    if callout is None:
        return line
    last.meta = {"callout": callout}
    title = state.push("callout_title", "", 0)
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = callout.title, [line, line + 1], []
    title.meta = {"callout": callout}
    state.line = line + 1
    return line + 1

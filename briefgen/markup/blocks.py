"""The block tokenizer: the parser's loop with three more duties, and without idle calls.

It sees the first line of a quote before any rule does (callouts), stops at the line
that closes a `:::` block, and tells when nesting is deeper than the parser reads,
which the original skips in silence.

The original asks every rule about every line. Here a table leads from the first
character of a line to the rules that it can begin, and a paragraph none of whose lines
begins anything else is read at once: the same results (the specification's
examples are the test) in a fraction of the time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.utils import EnvType

from briefgen.markup.callouts import is_meant, read_mark
from briefgen.markup.context import Context, context_of
from briefgen.markup.lines import Lines
from briefgen.markup.rules import rule_named
from briefgen.markup.tokens import Token

NESTING = 60
"""Deepest nesting read; a level costs up to five stack frames, of which Python has a thousand."""

MARKS = {
    "block_opening": ":",
    "block_closing": ":",
    "html_comment": "<",
    "html_block": "<",
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "plain_list": "*-+",
    "list": "*-+0123456789",
    "footnote_def": "[",
    "reference": "[",
    "heading": "#",
    "attr": "{",
}
"""Rule → the characters with which its line begins. Rules that are not here look further."""

_ENDING_MARKS = {**MARKS, "deflist": ":~"}
"""The same when it is asked what ends another block: a definition then looks at its own mark."""
_ENDED = ("paragraph", "reference", "blockquote", "list")
_SPECIAL = frozenset("".join(MARKS.values()) + "=|~")
"""Characters at which a line may be more than a line of a paragraph."""
_SECOND_LINE = re.compile(r"[:~]|[-=|][-=|: \t]*\Z")
"""What makes the line above it, or the one before an empty line, a heading, a table's head, a term."""


class Chain:
    """Rules to be tried in order, those alone that the line can begin."""

    def __init__(self, rules: list[tuple[RuleFuncBlockType, str | None]]) -> None:
        self._others = tuple(rule for rule, marks in rules if marks is None)
        self._table = {
            mark: tuple(rule for rule, marks in rules if marks is None or mark in marks)
            for mark in "".join(marks or "" for _, marks in rules)
        }

    def __call__(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
        """The rule that stands for all of them."""
        begin = state.bMarks[line] + state.tShift[line]
        for rule in self._table.get(state.src[begin : begin + 1], self._others):
            if rule(state, line, end, silent):
                return True
        return False


class Chains(Ruler[RuleFuncBlockType]):
    """The enabled rules of another ruler as chains."""

    def __init__(self, rules: Ruler[RuleFuncBlockType]) -> None:
        super().__init__()
        self._active = rules.get_active_rules()
        self._names = {rule_named(rules, name): name for name in self._active}
        self.first = self._chain(rules, "", MARKS)
        self._ends = {name: self._chain(rules, name, _ENDING_MARKS) for name in _ENDED}

    def _chain(self, rules: Ruler[RuleFuncBlockType], name: str, marks: Mapping[str, str]) -> Chain:
        return Chain([(rule, marks.get(self._names[rule])) for rule in rules.getRules(name)])

    def get_active_rules(self) -> list[str]:
        """The names of the rules."""
        return self._active

    def getRules(self, chainName: str = "") -> list[RuleFuncBlockType]:  # noqa: N802, N803 - the parser's names
        """The chain that stands for the rules of this name."""
        return [self._ends[chainName]]


class Block(ParserBlock):
    """Replaces the loop of the parser; the rules stay as they are."""

    first: Chain

    def compile(self) -> None:
        """Makes chains of the rules that are known by now."""
        chains = Chains(self.ruler)
        self.ruler, self.first = chains, chains.first

    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Any]) -> list[Any]:  # noqa: N803 - the parser's names
        """Adds the tokens of a text."""
        state = Lines(src, md, env, outTokens)
        self.tokenize(state, 0, state.lineMax)
        return outTokens

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - the parser's names
        """Turns the lines into tokens."""
        context = context_of(state.env)
        if state.level + context.depth >= NESTING:
            _report_depth(state, context, startLine, endLine)
            return
        line = _open_callout(state, startLine)
        src, first = state.src, self.first
        empty_lines = False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            mark = src[state.bMarks[line] + state.tShift[line]]
            if mark in _SPECIAL or not plain_paragraph(state, line, endLine, False):
                first(state, line, endLine, False)
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


def plain_paragraph(state: StateBlock, line: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    """The rule for a paragraph whose other lines make nothing else of it: the most of all blocks.

    It stands before those for headings that are underlined, terms and paragraphs;
    behind those that look at the mark of a line, if it has one.
    """
    if silent or state.is_code_block(line):
        return False
    src, begins, shifts, ends = state.src, state.bMarks, state.tShift, state.eMarks
    stop, last = line + 1, state.lineMax
    while stop < last and (at := begins[stop] + shifts[stop]) < ends[stop]:
        if src[at] in _SPECIAL:
            if _SECOND_LINE.match(src, at, ends[stop]):
                return False
            if _ends_paragraph(state, stop):
                break
        stop += 1
    if stop > line + 1:
        content = state.getLines(line, stop, state.blkIndent, False)
    elif stop + 1 < last and src.startswith((":", "~"), begins[stop + 1] + shifts[stop + 1]):
        return False
    else:
        content = src[begins[line] + shifts[line] : ends[line]]
    _push_paragraph(state, mdTrim(content), [line, stop])
    state.line = stop
    return True


def _ends_paragraph(state: StateBlock, line: int) -> bool:
    """True for a line that ends the paragraph above it: none that is indented like code, or lazy."""
    if state.sCount[line] < 0 or state.is_code_block(line):
        return False
    (ends,) = state.md.block.ruler.getRules("paragraph")
    around, state.parentType = state.parentType, "paragraph"
    found = ends(state, line, state.lineMax, True)
    state.parentType = around
    return found


def _push_paragraph(state: StateBlock, text: str, lines: list[int]) -> None:
    tokens: list[Any] = state.tokens
    level = state.level
    inline = Token("inline", "", 0, map=lines, level=level + 1, content=text, block=True)
    inline.children = []
    tokens += (
        Token("paragraph_open", "p", 1, map=lines, level=level, block=True),
        inline,
        Token("paragraph_close", "p", -1, level=level, block=True),
    )


def _report_depth(state: StateBlock, context: Context, start: int, stop: int) -> None:
    state.line = stop
    line = state.skipEmptyLines(start)
    if line < stop:
        message = f"nested deeper than {NESTING} levels: nothing here is read"
        context.report("too-deep", message, context.places.line_span(line), "take some levels away")


def _open_callout(state: StateBlock, line: int) -> int:
    """Turns the quote that begins here into a callout; the line at which reading goes on."""
    last = state.tokens[-1] if state.tokens else None
    if last is None or last.type != "blockquote_open" or last.meta:
        return line
    begin, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    last.meta = {"seen": True}
    if not state.src.startswith("[!", begin):
        return line
    written = state.src[begin:stop].rstrip()
    callout = read_mark(written)
    if callout is None:
        if is_meant(written):
            context = context_of(state.env)
            message = "this is shown as text: it opens no callout"
            span = context.places.span(begin, begin + len(written))
            context.report("malformed-callout", message, span, "write `> [!note] Title`")
        return line
    last.meta = {"callout": callout}
    title = state.push("callout_title", "", 0)
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = callout.title, [line, line + 1], []
    title.meta = {"callout": callout}
    state.line = line + 1
    return line + 1

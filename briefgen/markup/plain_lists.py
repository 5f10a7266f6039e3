"""A list of lines: one item a line, none of which begins anything but its text.

Most lists are of this form. The parser's rule reads each item as a document of its own; of
these it is known what would come of that, so they are read at once. Any doubt (a line more,
an item that continues below an empty line, a box to be ticked) is left to the rule.
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock

from briefgen.markup.blocks import NESTING
from briefgen.markup.context import context_of
from briefgen.markup.tokens import Token

_ITEM = re.compile(r"([-*+]) (?!\d+[.)])(?:\*\*?|__?|\[\[|[\"“‘'(])?[^\W_]")
"""A mark, one blank, and what can only be text: a word, perhaps in emphasis, a link or a quotation."""
_DOUBT = "*-+:~"
"""What begins a line behind the list that may belong to it: an item, or the definition of one."""


def plain_list(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    """The rule for such a list, which stands before that for all lists."""
    if silent or state.level + context_of(state.env).depth + 2 >= NESTING:
        return False
    stop = _stop(state, line, end)
    after = _after(state, stop, end)
    if stop == line or (after < end and _may_continue(state, stop, after)):
        return False
    _push(state, line, stop, after)
    state.line = after
    return True


def _stop(state: StateBlock, line: int, end: int) -> int:
    """The line behind the last item; `line` itself where it is no such list."""
    begins, shifts, ends = state.bMarks, state.tShift, state.eMarks
    mark, stop = "", line
    while stop < end and (at := begins[stop] + shifts[stop]) < ends[stop]:
        found = _ITEM.match(state.src, at, ends[stop])
        if found is None or state.sCount[stop] != state.blkIndent:
            return line
        if mark not in ("", found[1]):
            return line
        mark = found[1]
        stop += 1
    return stop


def _after(state: StateBlock, stop: int, end: int) -> int:
    """Where reading goes on: behind empty lines."""
    if stop + 1 < end:
        return state.skipEmptyLines(stop + 1)
    return max(stop, end)


def _may_continue(state: StateBlock, stop: int, after: int) -> bool:
    begin = state.bMarks[after] + state.tShift[after]
    deeper = state.sCount[after] > state.blkIndent
    return after == stop or deeper or state.src.startswith(tuple(_DOUBT), begin)


def _push(state: StateBlock, line: int, stop: int, after: int) -> None:
    src, level = state.src, state.level
    tokens: list[Any] = state.tokens
    begins, shifts, ends = state.bMarks, state.tShift, state.eMarks
    mark = src[begins[line] + shifts[line]]
    add = tokens.append
    add(Token("bullet_list_open", "ul", 1, map=[line, after], level=level, markup=mark, block=True))
    for item in range(line, stop):
        lines, behind = [item, item + 1], item + 1 if item + 1 < stop else after
        text = mdTrim(src[begins[item] + shifts[item] + 2 : ends[item]])
        tokens += (
            Token(
                "list_item_open",
                "li",
                1,
                map=[item, behind],
                level=level + 1,
                markup=mark,
                block=True,
            ),
            Token("paragraph_open", "p", 1, map=lines, level=level + 2, block=True, hidden=True),
            Token(
                "inline", "", 0, map=lines, level=level + 3, children=[], content=text, block=True
            ),
            Token("paragraph_close", "p", -1, level=level + 2, block=True, hidden=True),
            Token("list_item_close", "li", -1, level=level + 1, markup=mark, block=True),
        )
    add(Token("bullet_list_close", "ul", -1, level=level, markup=mark, block=True))

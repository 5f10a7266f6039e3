"""Raw HTML where the site does not allow it: comments vanish, tags are shown as text.

A comment is meant for whoever edits the file; showing it could tell a secret.
"""

from __future__ import annotations

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_inline import StateInline

from briefgen.markup.containers import holds_handling
from briefgen.markup.context import context_of


def comment_block(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    """The block rule: whole lines from `<!--` to a line that ends with `-->`."""
    begin = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("<!--", begin) or state.is_code_block(line):
        return False
    stop = _comment_end(state, line, end)
    if stop is None:
        return False
    if not silent:
        state.line = stop
    return True


def _comment_end(state: StateBlock, line: int, end: int) -> int | None:
    """The line after the comment; None if it is never closed, or followed by text."""
    begin = state.bMarks[line] + state.tShift[line] + 4
    if context_of(state.env).places.last_comment_end < begin:
        return None
    found = state.src.find("-->", begin, state.eMarks[end - 1])
    while line < end and state.eMarks[line] < found:
        line += 1
    rest = state.src[found + 3 : state.eMarks[line]]
    if found < 0 or rest.strip() or holds_handling(state.src[begin:found]):
        return None
    return line + 1


def html_lines(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    """The block rule of raw HTML where it is allowed, except around text that may be hidden.

    What such a block holds would decide where the HTML ends, and so be seen in the page.
    """
    if not state.src.startswith("<", state.bMarks[line] + state.tShift[line]):
        return False
    before = state.line
    if not html_block(state, line, end, silent):
        return False
    if silent or not holds_handling(state.tokens[-1].content):
        return True
    state.tokens.pop()
    state.line = before
    return False


def comment(state: StateInline, silent: bool) -> bool:  # noqa: FBT001, ARG001 - the parser's protocol
    """The inline rule for a comment inside a paragraph."""
    if not state.src.startswith("<!--", state.pos) or state.html_terminator_last("-->") < state.pos:
        return False
    found = HTML_TAG_RE.match(state.src, state.pos, state.posMax)
    if found:
        state.pos = found.end()
    return bool(found)


def refused(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    """The inline rule for a tag: it becomes text that remembers that it was a tag."""
    if state.html_terminator_last(">") < state.pos:
        return False
    found = HTML_TAG_RE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("html_refused", "", 0)
        token.content = found.group()
        token.meta = {"at": state.pos, "end": found.end()}
    state.pos = found.end()
    return True

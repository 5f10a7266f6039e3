"""`:::` blocks: views with YAML inside, and `:::handling`, which holds Markdown.

What the audience may not see is parsed, so that its end is found as for every
reader, into tokens and definitions that are thrown away: nothing of it can leave
a trace. A block that is never closed stays hidden to the end; so does the content
of a block whose name is not known, which might be a misspelt `handling`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.rules_block import StateBlock

from briefgen.markup.context import Container, Context, context_of
from briefgen.suggest import did_you_mean

BlockRule = Callable[[StateBlock, int, int, bool], bool]

LEVELS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
"""Traffic Light Protocol 2.0."""

_OPENING = re.compile(r"(:{3,})[ \t]*([A-Za-z][\w-]*)[ \t]*(.*?)[ \t]*:*[ \t]*$")
_HANDLING = re.compile(r"^[ \t>*+-]*:{3,}[ \t]*handling\b", re.MULTILINE)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _is_mark(state: StateBlock, line: int) -> bool:
    begin = state.bMarks[line] + state.tShift[line]
    return state.src.startswith(":::", begin) and not state.is_code_block(line)


def opening(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    """The rule for a line that opens a block."""
    found = _OPENING.match(_line(state, line)) if _is_mark(state, line) else None
    if found is None:
        return False
    if silent:
        return True
    colons, name, rest = found.groups()
    context = context_of(state.env)
    if name == "handling":
        _handling(state, context, line, end, rest)
    elif name in context.settings.views:
        _view(state, context, line, end, name)
    else:
        _report_name(context, line, name)
        _hidden(state, line, end, len(colons))
    return True


def closing(state: StateBlock, line: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    """The rule for the line that closes the innermost block."""
    context = context_of(state.env)
    if not context.containers:
        return False
    innermost = context.containers[-1]
    if not _is_closing(state, line) or len(_line(state, line).rstrip()) < innermost.colons:
        return False
    own_level = state.level == innermost.level
    if silent:  # ends a paragraph, a table, and a paragraph of a list that would go on lazily
        lazy = state.sCount[line] < state.blkIndent
        return own_level or lazy or state.parentType == "table"
    if own_level:
        context.closed = True
        state.line = line + 1
    return own_level


def _handling(state: StateBlock, context: Context, line: int, end: int, rest: str) -> None:
    level = rest.strip().upper().removeprefix("TLP:")
    colons = len(_line(state, line)) - len(_line(state, line).lstrip(":"))
    if level not in LEVELS:
        hint = f"write one of {', '.join(LEVELS)}"
        message = f"`{rest}` is no handling level" if rest else "the handling level is missing"
        context.report("unknown-value", message, context.places.line_span(line), hint)
    if level == "CLEAR":
        _content(state, context, line, end, colons)
    elif level not in LEVELS or context.settings.audience == "public":
        _hidden(state, line, end, colons)
    else:
        state.push("handling_open", "div", 1).info = level
        _content(state, context, line, end, colons)
        state.push("handling_close", "div", -1)


def _content(state: StateBlock, context: Context, line: int, end: int, colons: int) -> bool:
    """Reads the Markdown of a block into the state's tokens; False if the block is not closed."""
    tight = state.tight
    context.containers.append(Container(state.level, colons))
    state.line = line + 1
    context.depth += 1
    state.md.block.tokenize(state, line + 1, end)
    context.depth -= 1
    context.containers.pop()
    closed, context.closed = context.closed, False
    state.tight = tight  # blank lines inside say nothing about a list around the block
    if not closed:
        state.line = end
        _report_unclosed(context, line)
    return closed


def _hidden(state: StateBlock, line: int, end: int, colons: int) -> None:
    """Reads a block and keeps nothing of it, not even link definitions and footnotes."""
    context = context_of(state.env)
    tokens, env = state.tokens, state.env
    state.tokens, state.env = [], {"context": context.shadow()}
    closed = _content(state, context_of(state.env), line, end, colons)
    state.tokens, state.env = tokens, env
    if not closed:
        _report_unclosed(context, line)


def _view(state: StateBlock, context: Context, line: int, end: int, name: str) -> None:
    """Takes the lines up to the closing one as they are."""
    stop = line + 1
    while stop < end and not _ends_view(state, stop):
        stop += 1
    closed = stop < end and state.sCount[stop] >= state.blkIndent and _is_closing(state, stop)
    if not closed:
        _report_unclosed(context, line)
    token = state.push("view", "", 0)
    token.info = name
    token.map = [line, stop]
    token.content = state.getLines(line + 1, stop, state.blkIndent, True)
    title = (_OPENING.match(_line(state, line)) or [""] * 4)[3]
    token.meta = {"title": title, "closed": closed}
    state.line = stop + closed


def _ends_view(state: StateBlock, line: int) -> bool:
    """True at the closing line, and where something else begins: no view swallows another block."""
    if state.isEmpty(line):
        return False
    return state.sCount[line] < state.blkIndent or _line(state, line).startswith(":::")


def _is_closing(state: StateBlock, line: int) -> bool:
    return _is_mark(state, line) and not _line(state, line).rstrip().strip(":")


def outside(rule: BlockRule) -> BlockRule:
    """The rule for definition lists, which would take the line of a block for a term."""

    def bounded(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
        if silent:
            return rule(state, line, end, silent)
        if not any(
            _line(state, near).startswith((":", "~")) for near in (line + 1, line + 2) if near < end
        ):
            return False  # a definition follows its term, with one empty line between at most
        stop, last = _first_mark(state, line, end), state.lineMax
        state.lineMax = min(stop, last)  # paragraphs look no further than this, whatever `end` says
        found = rule(state, line, stop, silent)
        state.lineMax = last
        return found

    return bounded


def _first_mark(state: StateBlock, line: int, end: int) -> int:
    """The first line with `:::` that is not indented like the text of a definition; else `end`."""
    for number in context_of(state.env).places.marks_after(line):
        if number >= end:
            break
        if _is_mark(state, number) and state.sCount[number] < state.blkIndent + 2:
            return number
    return end


def holds_handling(text: str) -> bool:
    """True if a `:::handling` block begins in the text: then it must not pass for a comment."""
    return bool(_HANDLING.search(text))


def _report_unclosed(context: Context, line: int) -> None:
    hint = "close it with a line of its own that holds only `:::`"
    context.report(
        "unclosed-block", "this block is never closed", context.places.line_span(line), hint
    )


def _report_name(context: Context, line: int, name: str) -> None:
    known = ["handling", *context.settings.views]
    hint = did_you_mean(name.lower(), known, f"known are {', '.join(known)}")
    context.report(
        "unknown-view", f"there is no view `{name}`", context.places.line_span(line), hint
    )

"""`{#id .class lang=fr}`: attributes on a line of their own, and at the end of a heading.

Those after links, images and code are the plugin's. Its rule for lines takes any
line that begins with attributes and ends with a brace, and drops what stands between.
"""

from __future__ import annotations

from collections.abc import Callable

from markdown_it.rules_block import StateBlock
from mdit_py_plugins.attrs.parse import ParseError, parse

from briefgen.markup.escapes import ATTRIBUTES
from briefgen.markup.tokens import Token

BlockRule = Callable[[StateBlock, int, int, bool], bool]


def read_braces(text: str) -> dict[str, str] | None:
    """The attributes that the whole text states; None if it is something else."""
    try:
        last, found = parse(text)
    except ParseError:
        return None
    return found if found and last == len(text) - 1 else None


def whole_lines(rule: BlockRule) -> BlockRule:
    """The plugin's rule for lines that hold attributes and nothing else."""

    def checked(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
        begin = state.bMarks[line] + state.tShift[line]
        if not state.src.startswith("{", begin):
            return False
        written = state.src[begin : state.eMarks[line]].rstrip()
        return read_braces(written) is not None and rule(state, line, end, silent)

    return checked


def take_from_heading(heading: Token, inline: Token) -> None:
    """Moves the attributes at the end of a heading's text to the heading."""
    last = (inline.children or [heading])[-1]
    brace = last.content.rfind("{") if last.type == "text" else -1
    found = read_braces(last.content[brace:]) if brace >= 0 else None
    if found:
        heading.attrs.update({key: value for key, value in found.items() if key in ATTRIBUTES})
        last.content = last.content[:brace].rstrip()

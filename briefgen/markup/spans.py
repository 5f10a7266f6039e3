"""The text of a block on its way to tokens, and emphasis in its plainest form."""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.utils import EnvType

from briefgen.markup.tokens import Nesting, Token

_PLAIN = re.compile(r"(\*\*?|__?)([^\W_]+(?:[ ,’-]+[^\W_]+)*)\1(?=[ \n.,;:!?)]|\Z)")


class Spans(StateInline):
    """The parser's state; makes our tokens."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Any]) -> None:
        super().__init__(src, md, env, tokens)
        self._around: list[list[Delimiter]] = []

    def pushPending(self) -> Token:  # type: ignore[override]  # noqa: N802 - the parser's name
        """Makes a token of the text that no rule wanted."""
        token = Token("text", "", 0, content=self.pending, level=self.pendingLevel)
        self.tokens.append(token)  # type: ignore[arg-type]
        self.pending = ""
        return token

    def push(self, ttype: str, tag: str, nesting: Nesting) -> Token:  # type: ignore[override]
        """Adds a token. What stands in an element is paired within it: `*` and its like."""
        if self.pending:
            self.pushPending()
        within = None
        if nesting < 0:
            self.level -= 1
            self.delimiters = self._around.pop()
        token = Token(ttype, tag, nesting, level=self.level)
        if nesting > 0:
            self.level += 1
            self._around.append(self.delimiters)
            self.delimiters = []
            within = {"delimiters": self.delimiters}
        self.pendingLevel = self.level
        self.tokens.append(token)  # type: ignore[arg-type]
        self.tokens_meta.append(within)
        return token

    def has_delimiters(self) -> bool:
        """True if there is something to be paired."""
        return bool(self.delimiters) or any(
            within["delimiters"] for within in self.tokens_meta if within
        )


def plain_emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    """The inline rule for `*words*` and `**words**` between blanks: one token.

    The marks can only be paired with each other, whatever else the block holds: so they
    need none of the delimiters by which the general rule finds pairs.
    """
    start = state.pos
    if silent or (start and state.src[start - 1] not in " \n("):
        return False
    found = _PLAIN.match(state.src, start, state.posMax)
    if found is None:
        return False
    mark, words = found.groups()
    token = state.push("emphasis", "em" if len(mark) == 1 else "strong", 0)
    token.content, token.markup = words, mark
    state.pos = found.end()
    return True

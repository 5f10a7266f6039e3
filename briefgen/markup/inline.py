"""The inline tokenizer: only the rules that a character can begin are tried.

The parser's own loop tries every rule at every mark. Here a table leads from the
character to its rules, and text runs to the next character of the table: the same
results (the specification's examples are the test) in a fraction of the time.
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.rules_inline import StateInline
from markdown_it.utils import EnvType

from briefgen.markup.rules import rule_named
from briefgen.markup.spans import Spans
from briefgen.markup.tokens import Token

RULES = {
    "\n": ("newline",),
    "\\": ("escape",),
    "`": ("backticks",),
    "~": ("strikethrough",),
    "*": ("plain_emphasis", "emphasis"),
    "_": ("plain_emphasis", "emphasis"),
    "[": ("wikilink", "citation", "footnote_ref", "link", "footnote_missing"),
    "!": ("wikilink", "image"),
    "<": ("html_comment", "autolink", "html_inline", "html_refused"),
    "&": ("entity",),
    ":": ("gfm_autolink_protocol",),
    "@": ("gfm_autolink_email",),
    "w": ("gfm_autolink_www",),
    "{": ("attr",),
}
"""The character a rule begins with → the rules, in the order in which they are tried."""

_STOPS = re.escape("".join(RULES) + "]")
_WITH_WWW = re.compile(f"[{_STOPS}]")
_WITHOUT_WWW = re.compile(f"[{_STOPS.replace('w', '')}]")

NESTING = 30
"""Deepest nesting of brackets read as links; deeper ones are text."""


class Inline(ParserInline):
    """Replaces the two loops of the parser; the rules stay as they are."""

    table: dict[str, tuple[RuleFuncInlineType, ...]]

    def compile(self) -> None:
        """Makes the table out of the rules that are known by now."""
        known = set(self.ruler.get_all_rules())
        self.table = {
            mark: tuple(rule_named(self.ruler, name) for name in names if name in known)
            for mark, names in RULES.items()
        }

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Any]) -> list[Any]:
        """Turns the text of a block into tokens."""
        if self.is_plain(src):
            tokens.append(Token("text", "", 0, content=src))
            return tokens
        state = Spans(src, md, env, tokens)
        self.tokenize(state)
        if state.has_delimiters():  # else nothing is left to be paired or joined
            for pair in self.ruler2.getRules(""):
                pair(state)
        return tokens

    @staticmethod
    def is_plain(src: str) -> bool:
        """True for a text that holds nothing for a rule."""
        return bool(src) and not _WITHOUT_WWW.search(src) and "www." not in src

    def tokenize(self, state: StateInline) -> None:
        """Turns the text from `pos` to `posMax` into tokens."""
        src, end, rules_at = state.src, state.posMax, self.table.get
        addresses = src.find("www.", state.pos, end) >= 0
        search = (_WITH_WWW if addresses else _WITHOUT_WWW).search
        while (pos := state.pos) < end:
            stop = search(src, pos, end)
            at = stop.start() if stop else end
            if at > pos:
                state.append_pending(src[pos:at])
                state.pos = at
                if at == end:
                    break
            for rule in rules_at(src[at], ()):
                if rule(state, False):
                    break
            else:
                state.append_pending(src[at])
                state.pos = at + 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 - the parser's name
        """Moves `pos` behind one token, as the search for the end of a label needs."""
        pos, cache = state.pos, state.cache
        if pos in cache:
            state.pos = cache[pos]
            return
        if state.level >= NESTING:
            state.pos = state.posMax
        elif not self._skip_by_rule(state, pos):
            stop = _WITH_WWW.search(state.src, pos + 1, state.posMax)
            plain = state.src[pos] not in self.table and state.src[pos] != "]"
            state.pos = (stop.start() if stop else state.posMax) if plain else pos + 1
        cache[pos] = state.pos

    def _skip_by_rule(self, state: StateInline, pos: int) -> bool:
        for rule in self.table.get(state.src[pos], ()):
            state.level += 1
            matched = rule(state, True)
            state.level -= 1
            if matched:
                return True
        return False

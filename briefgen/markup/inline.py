"""The inline tokenizer: only the rules that a character can begin are tried.

The parser's own loop tries every rule at every mark. Here a table leads from the
character to its rules, and text runs to the next character of the table: the same
results (the specification's examples are the test) in a fraction of the time.
"""

from __future__ import annotations

import re
from typing import TypeVar

from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.ruler import Ruler
from markdown_it.rules_inline import StateInline

_Rule = TypeVar("_Rule")

RULES = {
    "\n": ("newline",),
    "\\": ("escape",),
    "`": ("backticks",),
    "~": ("strikethrough",),
    "*": ("emphasis",),
    "_": ("emphasis",),
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


def rule_named(ruler: Ruler[_Rule], name: str) -> _Rule:
    """The function of a rule. The ruler tells only of those that are enabled."""
    enabled = ruler.get_active_rules()
    ruler.enableOnly([name])
    (found,) = ruler.getRules("")
    ruler.enableOnly(enabled)
    return found


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

    def tokenize(self, state: StateInline) -> None:
        """Turns the text from `pos` to `posMax` into tokens."""
        src, end, table = state.src, state.posMax, self.table
        addresses = src.find("www.", state.pos, end) >= 0
        search = (_WITH_WWW if addresses else _WITHOUT_WWW).search
        while state.pos < end:
            pos = state.pos
            rules = table.get(src[pos])
            if rules is None:
                stop = search(src, pos, end)
                state.pos = max(stop.start(), pos + 1) if stop else end
                state.append_pending(src[pos : state.pos])
            elif not any(rule(state, False) for rule in rules):
                state.append_pending(src[pos])
                state.pos = pos + 1
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

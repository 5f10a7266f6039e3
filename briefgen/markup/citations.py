"""`[see @a, p. 4; @disputes:b]`: citations in Pandoc's syntax, in brackets only.

A bare `@a` is nothing, and a bracket with an e-mail address is text: every part
between semicolons must hold one key after a space or at its beginning.
"""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

from briefgen.markup.context import context_of
from briefgen.markup.wikilinks import defined
from briefgen.model import Data

_BRACKET = re.compile(r"\[([^\[\]@]*@[^\[\]]*)\](?!\()")
_ITEM = re.compile(r"(?:(.*?)(?<=\s))??-?@(\w(?:[\w:.#$%&+?<>~/-]*\w)?)(.*)", re.DOTALL)
_LABEL = re.compile(r"\[([^\[\]]+)\]")
_KIND = re.compile(r"([a-z]+):(?=\w)")


class Cited(Data, frozen=True):
    """One source in a bracket. `at` and `end` are offsets of `@key` in the bracket."""

    name: str
    relation: str
    prefix: str
    locator: str
    at: int
    end: int


def read_citation(inner: str, kinds: tuple[str, ...]) -> tuple[Cited, ...] | None:
    """The sources that a bracket cites; None if it is no citation."""
    found: list[Cited] = []
    start = 0
    for part in inner.split(";"):
        cited = _read_item(part, start, kinds)
        if cited is None:
            return None
        found.append(cited)
        start += len(part) + 1
    return tuple(found)


def _begins_to_cite(inner: str) -> bool:
    """True if one part between semicolons cites, so that the others were surely meant to."""
    return any(_ITEM.fullmatch(part) for part in inner.split(";"))


def _is_link(state: StateInline, end: int) -> bool:
    """True if a bracket that ends here is the text of a reference link."""
    label = _LABEL.match(state.src, end, state.posMax)
    return label is not None and defined(state, label.group(1))


def _read_item(part: str, start: int, kinds: tuple[str, ...]) -> Cited | None:
    item = _ITEM.fullmatch(part)
    if item is None:
        return None
    before, key, after = item.groups(default="")
    at = item.start(2) - 1
    kind = _KIND.match(key)
    relation = kind.group(1) if kind and kind.group(1) in kinds else ""
    name = key[len(relation) + 1 :] if relation else key
    locator = " ".join(after.lstrip(", \t\n").split())
    prefix = " ".join(before.removesuffix("-").split())
    return Cited(name, relation or "supports", prefix, locator, start + at, start + item.end(2))


def citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    """The inline rule."""
    found = _BRACKET.match(state.src, state.pos, state.posMax)
    if found is None or defined(state, found.group(1)):
        return False
    cited = read_citation(found.group(1), context_of(state.env).settings.citation_kinds)
    if cited is None:
        if not silent and _begins_to_cite(found.group(1)) and not _is_link(state, found.end()):
            token = state.push("citation_unread", "", 0)  # and the bracket stays text
            token.meta = {"at": found.start(), "end": found.end()}
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"at": found.start(1), "cited": cited}
    state.pos = found.end()
    return True

"""`[[name#section|text]]` and `![[…]]`: the inline rule, and the parts of a name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline

from briefgen.markup.context import context_of
from briefgen.model import Data

FORM = re.compile(r"!?\[\[([^\[\]|\n]*)(?:\|((?:[^\[\]\n]|\[[^\[\]\n]*\])*))?\]\]")
_TYPED = re.compile(r"([a-z][a-z-]*):(?!\s*$)")
_OTHER_LINK = re.compile(r"[\[<]")  # a link in a link is no HTML: such text stays plain
_SIZE = re.compile(r"\s*(\d{1,5})(?:x\d{1,5})?\s*")


class Name(Data, frozen=True):
    """What stands between the brackets, taken apart."""

    name: str
    fragment: str
    relation: str = ""

    @property
    def shown(self) -> str:
        """What stands for the name until the title of its target is known."""
        return self.name or self.fragment

    @property
    def tail(self) -> str:
        """What follows a file in its address."""
        return f"#{self.fragment}" if self.fragment else ""


@lru_cache(1 << 12)
def read_name(written: str, relation_kinds: tuple[str, ...]) -> Name:
    """Name, section and relation. Titles may hold a colon: only known kinds are kinds."""
    relation = ""
    typed = _TYPED.match(written.lstrip())
    if typed and typed.group(1) in relation_kinds:
        relation = typed.group(1)
        written = written.lstrip()[typed.end() :]
    name, _, fragment = written.partition("#")
    return Name(name.strip(), fragment.strip(), relation)


def read_option(option: str) -> tuple[str, int]:
    """Alternative text and width of `![[picture.png|text|300]]`; 0 for no width."""
    text, bar, last = option.rpartition("|")
    if size := _SIZE.fullmatch(last):
        return text.strip(), int(size.group(1))
    return (text + bar + last).strip(), 0


def defined(state: StateInline, label: str) -> bool:
    """True if the document defines `[label]: address`: CommonMark's own meaning goes first."""
    references = state.env.get("references")
    return references is not None and normalizeReference(label) in references


def wikilink(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    """The inline rule for both forms. With a text it pushes open, text and close, as links do."""
    start = state.pos
    found = FORM.match(state.src, start, state.posMax)
    if found is None:
        return False
    name, label = found.group(1), found.group(2) or ""
    if found.group(2) is not None:
        name = name.removesuffix("\\")  # `[[a\|b]]` outside a table
    if defined(state, name):
        return False
    if not silent:
        embed = state.src[start] == "!"
        kinds = () if embed else context_of(state.env).settings.relation_kinds
        meta = {"at": start, "end": found.end(), "name": read_name(name, kinds)}
        if embed:
            _push_shown(state, "embed", {**meta, "option": label.strip()})
        elif label.strip():
            _push_link(state, meta, found.start(2), label)
        else:
            _push_shown(state, "wikilink", meta)
    state.pos = found.end()
    return True


def _push_shown(state: StateInline, kind: str, meta: dict[str, Any]) -> None:
    """A token that stands for words not known yet. Its content says to the rule for quotes that there are some."""
    token = state.push(kind, "a" if kind == "wikilink" else "", 0)
    token.meta, token.content = meta, meta["name"].shown


def _push_link(state: StateInline, meta: dict[str, object], label_at: int, label: str) -> None:
    state.push("wikilink_open", "a", 1).meta = meta
    if _OTHER_LINK.search(label):
        state.push("text", "", 0).content = label.strip()
    else:
        end = state.posMax
        state.pos = label_at + len(label) - len(label.lstrip())
        state.posMax = label_at + len(label.rstrip())
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.posMax = end
    state.push("wikilink_close", "a", -1)

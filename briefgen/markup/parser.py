"""The Markdown parser: CommonMark, GFM, footnotes, definition lists, and our own forms.

One instance per set-up, made once and used for every document.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, hr
from markdown_it.rules_block import table as table_rule
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as image_rule
from markdown_it.rules_inline import link as link_rule
from markdown_it.rules_inline.autolink import autolink as autolink_rule
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from briefgen.markup import containers, footnotes, rawhtml
from briefgen.markup.blocks import NESTING, Block, plain_paragraph
from briefgen.markup.braces import BlockRule, whole_lines
from briefgen.markup.citations import citation
from briefgen.markup.context import context_of
from briefgen.markup.escapes import ATTRIBUTES
from briefgen.markup.inline import Inline
from briefgen.markup.links import unread
from briefgen.markup.plain_lists import plain_list
from briefgen.markup.rules import rule_named
from briefgen.markup.spans import plain_emphasis
from briefgen.markup.wikilinks import wikilink

_ANYWHERE = ["paragraph", "reference", "blockquote", "list"]
_InlineRule = Callable[[StateInline, bool], bool]
_CoreRule = Callable[[StateCore], None]


class Parser(MarkdownIt):
    """The parser with our tokenizers. Every address passes: `links` judges them, aloud."""

    def __init__(self, *, html: bool, smart_quotes: bool) -> None:
        super().__init__("commonmark", {"maxNesting": NESTING, "html": html, "xhtmlOut": False})
        self.options["tasklists"] = True
        self.options["typographer"] = smart_quotes
        self.inline = Inline()
        self.block = Block()
        self.configure("commonmark", self.options)
        self.enable(["table", "strikethrough"])
        _add_blocks(self, html=html)
        _add_inlines(self, html=html)
        # Line ends are normalised when a text comes in, and joining text tokens and escapes
        # is the renderer's doing: two passes less.
        core = ["block", "attr", "inline", "footnote_tail"]
        self.core.ruler.enableOnly([*core, *(["smartquotes"] if smart_quotes else [])])
        self.core.ruler.at("smartquotes", _smart_quotes)
        self.block.compile()
        self.inline.compile()

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 - the parser's name
        """Accepts everything, so that a refused address is a diagnostic and not lost markup."""
        return True


@lru_cache(maxsize=4)
def parser(*, html: bool, smart_quotes: bool) -> Parser:
    """The parser for a set-up."""
    return Parser(html=html, smart_quotes=smart_quotes)


def _add_blocks(md: MarkdownIt, *, html: bool) -> None:
    rules = md.block.ruler
    rules.at("table", _table, {"alt": ["paragraph", "reference"]})
    rules.before("table", "block_opening", containers.opening, {"alt": _ANYWHERE})
    rules.before("table", "block_closing", containers.closing, {"alt": _ANYWHERE})
    rules.at("hr", _alone(hr), {"alt": _ANYWHERE})
    rules.before("lheading", "plain_paragraph", plain_paragraph)
    rules.before("list", "plain_list", plain_list)
    rules.at("html_block", rawhtml.html_lines, {"alt": _ANYWHERE[:3]})
    if not html:
        rules.before("fence", "html_comment", rawhtml.comment_block, {"alt": _ANYWHERE[:3]})
    md.use(footnote_plugin, inline=False)
    rules.at("footnote_def", footnotes.definition, {"alt": ["paragraph", "reference"]})
    md.use(deflist_plugin)
    deflist = containers.outside(rule_named(rules, "deflist"))
    rules.at("deflist", deflist, {"alt": _ANYWHERE[:3]})
    md.use(attrs_block_plugin, allowed=ATTRIBUTES)
    rules.at("attr", whole_lines(rule_named(rules, "attr")))
    md.core.ruler.at("attr", _where_braces(rule_named(md.core.ruler, "attr")))


def _add_inlines(md: MarkdownIt, *, html: bool) -> None:
    rules = md.inline.ruler
    rules.at("link", _placed(link_rule))
    rules.at("image", _placed(image_rule))
    rules.at("autolink", _placed(autolink_rule))
    rules.before("emphasis", "plain_emphasis", plain_emphasis)
    rules.before("link", "wikilink", wikilink)
    rules.before("link", "citation", citation)
    rules.push("footnote_missing", footnotes.missing)
    if not html:
        rules.push("html_comment", rawhtml.comment)
        rules.push("html_refused", rawhtml.refused)
    md.use(gfm_autolink_plugin)
    rules.at("gfm_autolink_protocol", _likely(rule_named(rules, "gfm_autolink_protocol")))
    md.use(attrs_plugin, allowed=ATTRIBUTES)


def _placed(rule: _InlineRule) -> _InlineRule:
    """The rule, with the offsets of what it matched in the `meta` of its first token."""

    def placed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
        start, first = state.pos, len(state.tokens)
        if not rule(state, silent):
            if not silent and state.src[start] == "[" and (found := unread(state.src, start)):
                token = state.push("link_unread", "", 0)  # and what is written stays text
                token.meta = {"at": found.start(), "end": found.end()}
            return False
        if not silent:
            token = state.tokens[first]
            if token.type not in ("link_open", "image"):  # pending text came first
                token = state.tokens[first + 1]
            token.meta.update(at=start, end=state.pos)
            if [found.type for found in state.tokens[-2:]] == ["link_open", "link_close"]:
                token.meta["empty"] = True
        return True

    return placed


def _likely(rule: _InlineRule) -> _InlineRule:
    """The rule for bare addresses, without its search through all pending text at every colon."""

    def likely(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
        src, pos = state.src, state.pos
        if not src.startswith("//", pos + 1) and not src.endswith("mailto", 0, pos):
            return False
        return rule(state, silent)

    return likely


def _alone(rule: BlockRule) -> BlockRule:
    """The rule for lines of `*`, `-` or `_` alone, at lines that hold nothing else."""

    def alone(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
        written = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        return not written.strip(f"{written[:1]} \t") and rule(state, line, end, silent)

    return alone


def _where_braces(rule: _CoreRule) -> _CoreRule:
    """The rule that hands attributes on, for a text that may have some."""
    return lambda state: rule(state) if "{" in state.src else None


def _smart_quotes(state: StateCore) -> None:
    """The rule for quotation marks, at blocks that hold some."""
    for token in state.tokens:
        if token.children and ("'" in token.content or '"' in token.content):
            process_inlines(token.children, state)


def _table(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    """The table rule; remembers where rows begin, which is lost with the state."""
    if not table_rule(state, line, end, silent):
        return False
    if not silent:
        rows: dict[int, Any] = context_of(state.env).places.rows
        for number in range(line, state.line):
            rows[number] = state.bMarks[number] + state.tShift[number]
    return True

"""Every short cut of the parser leads where the long way does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import smartquotes
from markdown_it.token import Token as LibraryToken
from test_markup_laws import ANY, EVERYBODY, MODES, PIECES

from briefgen.markup import MarkupSettings, blocks, body, inline
from briefgen.markup import parser as parser_module
from briefgen.markup.lines import Lines
from briefgen.markup.parser import Parser, parser
from briefgen.markup.spans import Spans
from briefgen.markup.tokens import Token
from support.markup import SETTINGS, parsed

# Lines of which many begin alike, and what may stand around emphasis.
STARTS = [
    "",
    "",
    "- ",
    "> ",
    "  ",
    "    ",
    "\t",
    "1. ",
    "# ",
    "| ",
    "a|b",
    "---",
    "===",
    ": ",
    "~ ",
]
STARTS += ["-|-", "|-|", ":-:", "* ", "+", "{.c}", "[^1]: ", "[a]: b", "```", ":::", "<b>", "<!--"]
LINES = st.lists(
    st.builds("{}{}{}".format, st.sampled_from(STARTS), st.sampled_from(STARTS + PIECES), ANY),
    max_size=8,
).map("\n".join)
MARKED = st.lists(
    st.sampled_from(
        [
            *"*_ .,;:!?()'\"’-–\n\u00a0\u2003é中a1~`[]",
            "**",
            "__",
            "*a*",
            "*a b*",
            "**a**",
            "[[",
            "]]",
        ]
    ),
    max_size=16,
).map("".join)
ITEMS = [
    "- a",
    "- a",
    "- b",
    "- **b** c",
    "- [[x]] d",
    "-  a",
    "- a  ",
    "-\ta",
    "-",
    "- -",
    "* a",
    "+ a",
]
ITEMS += [
    "- 1. a",
    "- 1 a",
    "1. a",
    "- [ ] a",
    "- [[x]]: y",
    "- a|b",
    "- > a",
    "- # a",
    "- ```",
    "- :::",
]
AROUND = [
    "",
    "",
    "",
    " ",
    "a",
    "  a",
    "   a",
    "    a",
    ": d",
    "~ d",
    "  : d",
    "|-|-|",
    "---",
    "***",
    "```",
]
AROUND += ["::: timeline", ":::", "[^1]: n", "{.c}", "  {.c}", "# h", "<b>"]
LISTS = st.lists(
    st.builds(
        "{}{}".format,
        st.sampled_from(["", "", "", "", "> ", "  ", " ", "    ", "> > "]),
        st.sampled_from(ITEMS + ITEMS + AROUND),
    ),
    max_size=9,
).map("\n".join)
TEXTS = ANY | LINES | MARKED | LISTS


@given(TEXTS)
@example(" \n\t a\n \t")
@example("\n\n \t")
def test_lines_are_those_of_the_library(text: str) -> None:
    md = parser(html=False, smart_quotes=False)
    ours, theirs = (kind(text, md, {}, []) for kind in (Lines, StateBlock))
    for name in ("bMarks", "eMarks", "tShift", "sCount", "bsCount", "lineMax"):
        assert getattr(ours, name) == getattr(theirs, name), name


def test_a_token_has_the_fields_of_the_library_s() -> None:
    ours, theirs = Token("text", "", 0), LibraryToken("text", "", 0)
    names = [field.name for field in fields(theirs)]
    assert list(Token.__struct_fields__) == names
    assert [getattr(ours, name) for name in names] == [getattr(theirs, name) for name in names]


@given(TEXTS, MODES)
@settings(max_examples=600)
def test_the_long_way_leads_to_the_same(text: str, mode: MarkupSettings) -> None:
    with the_long_way():
        expected = parsed(text, mode)
    assert parsed(text, mode) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a\n\n: b",
        "a\n\n~ b",
        "a\n: b",
        "a|b\n|-|-|\n",
        "a\nb|c\n-|-\n",
        "a\n= \t\n",
        "a\n---",
        "- a\n- *b*\n\n  c\n",
        "- **a**: b\n***\n* * *\n",
        "a\n2. b\n1. c\n",
        "- a\n- b\n\nc",
        "> - a\n> - b\n\n\nc",
        "- a\n- b\n\n\n- c",
        "- a\n\n: b",
        "> " * 56 + "- a\n",
        "> " * 57 + "- a\n",
        "> " * 58 + "- a\n",
        "> a\nb\n- c",
        "> a\n[^1]: b",
        "a\n     - b\n",
        "[a]\n- b",
        "*a **b** c* d* *e*f *g*",
        "a_b_ _c_d _e_. __f__(g) \u00a0*h*\u00a0",
        "**a *b** c*",
        "\"*it's*\" *'a' b*",
        '*a*\'s "*b*"',
        "*it's* _b_b",
        "www.example.org",
        "*www.example.org*",
        "[[a|*b*]] [[*c*|d]] [*e*](f)",
    ],
)
def test_the_long_way_leads_to_the_same_where_it_is_narrow(text: str) -> None:
    for mode in (SETTINGS, EVERYBODY):
        with the_long_way():
            expected = parsed(text, mode)
        assert parsed(text, mode) == expected


@contextmanager
def the_long_way() -> Iterator[None]:
    """Every rule is asked about every line, and every block has delimiters to be paired."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(body, "parser", Parser)
        patch.setattr(blocks, "MARKS", {})
        patch.setattr(blocks, "_ENDING_MARKS", {})
        for module in (blocks, parser_module):
            patch.setattr(module, "plain_paragraph", lambda *_: False)
        patch.setattr(parser_module, "plain_list", lambda *_: False)
        patch.setattr(inline, "RULES", {**inline.RULES, "*": ("emphasis",), "_": ("emphasis",)})
        patch.setattr(parser_module, "_alone", lambda rule: rule)
        patch.setattr(parser_module, "_likely", lambda rule: rule)
        patch.setattr(parser_module, "_where_braces", lambda rule: rule)
        patch.setattr(parser_module, "_smart_quotes", smartquotes)
        patch.setattr(inline.Inline, "is_plain", lambda *_: False)
        patch.setattr(Spans, "has_delimiters", lambda _: True)
        yield


@pytest.mark.parametrize(
    ("text", "count"),
    [("- a\n- **b**\n- [[c]] d\n\ne", 0), ("> * a\n> * b", 0), ("- a\n  b", 1), ("- [ ] a", 1)],
)
def test_a_list_of_lines_is_read_at_once(
    text: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    push = Lines.push

    def seen(state: Lines, kind: str, *rest: object) -> Token:
        asked.append(kind)
        return push(state, kind, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Lines, "push", seen)
    parsed(text, SETTINGS)
    assert asked.count("bullet_list_open") == count

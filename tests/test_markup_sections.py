"""Headings and their sections: what `![[page#Heading]]` can show, and what leads a page."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefgen.markup import Body
from briefgen.markup.headings import Ids, anchor
from support.markup import SETTINGS, parsed, segment

RAW = msgspec.structs.replace(SETTINGS, raw_html=True)
EVERYBODY = msgspec.structs.replace(SETTINGS, audience="all")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>|⟨(/?)(link|file|/⟩)")
_VOID = {"br", "hr", "img", "input", "wbr", "col"}

LINES = st.lists(
    st.sampled_from(
        [
            *("# A", "## B", "### C", "> # Q", "- ## L", "text [[a]]", "![[b]]", "", "Setext\n==="),
            *(
                "| a |\n|---|\n| b |",
                "[^1] x",
                "[^1]: note",
                "> [!note]- T\n> # N",
                "1. one",
                "    code",
            ),
            *(
                "<div>",
                "</div>",
                "<b>",
                ":::handling RED",
                ":::",
                "T\n: # D",
                "***",
                "```\n# x\n```",
            ),
        ]
    ),
    max_size=14,
).map("\n\n".join)


def section(body: Body, title: str) -> str:
    found = next(heading for heading in body.headings if heading.title == title)
    return "".join(map(segment, body.segments[found.start : found.stop]))


def test_a_section_goes_to_the_next_heading_of_its_level() -> None:
    body = parsed("# A\n\na\n\n## B\n\nb [[x]]\n\n### C\n\nc\n\n## D\n\nd[^1]\n\n[^1]: note\n")
    assert section(body, "B").startswith('<h2 id="b">B</h2>')
    assert section(body, "B").endswith("<p>c</p>\n")
    assert section(body, "C") == '<h3 id="c">C</h3>\n<p>c</p>\n'
    assert section(body, "D").endswith("</p>\n")
    assert "footnotes" not in section(body, "A")


@given(LINES, st.sampled_from([SETTINGS, RAW, EVERYBODY]))
@settings(max_examples=300)
@example("<div>\n\n# A\n\n</div>\n\n# B", RAW)
@example("# A\n\n<div>\n\n# B\n\n</div>\n\n# C", RAW)
def test_every_section_is_balanced(text: str, mode: Any) -> None:
    body = parsed(text, mode)
    for heading in body.headings:
        if heading.start < heading.stop:
            part = "".join(map(segment, body.segments[heading.start : heading.stop]))
            assert part.startswith(f"<h{heading.level} ")
            assert _is_balanced(part), part
    start, stop = body.lead_range
    lead = "".join(map(segment, body.segments[start:stop]))
    assert _is_balanced(lead)
    assert not stop or (start == 0 and lead.startswith("<h1 "))
    assert lead.rstrip("\n").endswith("</h1>") or not lead


def _is_balanced(html: str) -> bool:
    open_tags: list[str] = []
    for closing, tag, _, _ in _TAG.findall(html):
        if tag in _VOID or not tag:
            continue
        if not closing:
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag:
            return False
    return not open_tags


@given(LINES, st.sampled_from([SETTINGS, EVERYBODY]))
@settings(max_examples=200)
def test_ids_are_unique(text: str, mode: Any) -> None:
    body = parsed(text, mode)
    ids = re.findall(r' id="([^"]*)"', "".join(s for s in body.segments if isinstance(s, str)))
    assert len(ids) == len(set(ids))
    assert {heading.id for heading in body.headings} <= set(ids)
    assert not set(body.anchors) & {heading.id for heading in body.headings}


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Hello, World!", "hello-world"),
        ("A & B", "a--b"),
        ("snake_case and-hyphen", "snake_case-and-hyphen"),
        ("Ünïcode 中文 №1", "ünïcode-中文-1"),
        ("e\u0301", "é"),
        ("?!", "section"),
    ],
)
def test_ids_follow_github(title: str, wanted: str) -> None:
    assert anchor(title) == wanted


def test_repeated_ids_do_not_meet_those_that_look_numbered() -> None:
    ids = Ids()
    assert [ids.unique(wanted) for wanted in ("a", "a", "a-1", "a", "a-1")] == [
        "a",
        "a-1",
        "a-1-1",
        "a-2",
        "a-1-2",
    ]


def test_the_title_of_a_note_without_front_matter() -> None:
    body = parsed("<!-- c -->\n\n# The [[a|*A*]] note\n\nFirst\n[[b]]. More.\n\nSecond.\n")
    assert body.lead_title == "The A note"
    lead = body.segments[slice(*body.lead_range)]
    assert "".join(map(segment, lead)) == (
        '<h1 id="the-a-note">The ⟨link 0⟩<em>A</em>⟨/⟩ note</h1>\n'
    )
    assert body.first_paragraph == "First b. More."


def test_a_late_title_stays_where_it_is() -> None:
    body = parsed("Text.\n\n# Late\n\n# Later\n")
    assert (body.lead_title, body.lead_range) == ("Late", (0, 0))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one two\nthree", 3),
        ("# a\n\n- b **c**\n", 3),
        ("```\ncode here\n```\n", 0),
        ("中文字 a", 4),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert parsed(text).words == words

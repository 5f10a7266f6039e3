"""Laws that hold for any text at all."""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefgen.diagnostics import Span
from briefgen.markup import Body
from support.markup import SETTINGS, elements, finished, html, parsed

PIECES = [
    *"[]()!<>{}|*_`~#-+=:;@&\\\"'^./",
    *("\n", "\n\n", "\n> ", "\n- ", "\n  ", "\n    ", "\t", " ", "  \n", "\r\n", "\0", "\ufeff"),
    *("[[", "]]", "![[", "[@", "[^1]", "\n[^1]: ", "\n[a]: ", ":::", "\n:::\n", "\n:::timeline\n"),
    *(
        "\n:::handling AMBER\n",
        "> [!note]- ",
        "a",
        "word",
        "é",
        "中",
        "😀",
        "http://",
        "www.",
        "a@b.c",
    ),
    *("<script>", "</script>", "<b onclick=x>", "javascript:x", "data:image/png;", "<!--", "-->"),
    *(
        "|a|b|\n|-|-|\n|",
        "\\|",
        "{#id .c onclick=x}",
        "&#106;",
        "```\n",
        "```python\n",
        "a.md",
        "p.png",
    ),
    *("style=x", "topics: [a]\n", "\n# ", "\n---\n", "\n: ", "- [x] ", "//h", "%2e", "../"),
]
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
ANY = MARKDOWN | st.text(max_size=60)
RAW = msgspec.structs.replace(SETTINGS, raw_html=True)
EVERYBODY = msgspec.structs.replace(SETTINGS, audience="all", smart_quotes=True)
MODES = st.sampled_from([SETTINGS, EVERYBODY])


@given(ANY, MODES)
@settings(max_examples=400)
@example("[a](java\nscript:x)", SETTINGS)
@example('![a](x.png "\\" onerror=x")', SETTINGS)
@example("[x](https://a.b){onclick=x style=y title=z}", SETTINGS)
def test_no_text_becomes_script(text: str, mode: object) -> None:
    assert isinstance(mode, type(SETTINGS))
    _harmless(finished(parsed(text, mode)))


@given(ANY)
@settings(max_examples=200)
@example('<a href="\n\n[[x]]\n\n">')
@example("<a href='\n\n[[x]]\n\n'>")
@example("<img src=x onerror=alert(1)><svg><script>x</script></svg>")
@example('<hole data-hole="0"></hole> [[x]] <b>')
@example("<textarea>\n\n[[x]]\n\n</textarea>")
def test_raw_html_becomes_harmless(text: str) -> None:
    pytest.importorskip("nh3")
    body = parsed(text, RAW)
    _harmless(finished(body))
    _counted(body)


def _harmless(page: str) -> None:
    for tag, attributes in elements(page):
        assert tag not in {"script", "style", "iframe", "object", "base", "form"}
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name != "style"
            if name in {"href", "src"}:
                assert re.match(r"(https?|mailto|tel):|#|[^:]*$", value, re.IGNORECASE), value


@given(ANY, MODES)
@settings(max_examples=400)
@example("[a][b]\n\n[b]: <x\ny>", SETTINGS)
@example("|a|\n|-|\n|[[x\\|y]]|", SETTINGS)
@example("1. [[a]]\n   ===", SETTINGS)
@example("- \t[[a]]", SETTINGS)
def test_places_lie_in_the_text(text: str, mode: object) -> None:
    assert isinstance(mode, type(SETTINGS))
    body = parsed(text, mode)
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    for reference in body.references:
        assert _at(plain, reference.span) == reference.written
        assert reference.written
    for problem in body.diagnostics:
        if problem.span:
            _at(plain, problem.span)


def _at(text: str, span: Span) -> str:
    lines = text.split("\n")
    assert 1 <= span.line <= len(lines)
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    start = sum(len(line) + 1 for line in lines[: span.line - 1]) + span.column - 1
    assert start + span.length <= len(text)
    return text[start : start + span.length]


@given(ANY, MODES)
@settings(max_examples=200)
def test_holes_and_references_belong_together(text: str, mode: object) -> None:
    assert isinstance(mode, type(SETTINGS))
    _counted(parsed(text, mode))


def _counted(body: Body) -> None:
    shown = html(body)
    assert shown.count("⟨link ") + shown.count("⟨file ") == shown.count("⟨/⟩")
    asked = [int(n) for n in re.findall(r"⟨(?:link|title|embed) (\d+)", shown)]
    assert all(number < len(body.references) for number in asked)
    strings = [isinstance(found, str) for found in body.segments]
    cuts = {heading.start for heading in body.headings} | set(body.lead_range)
    cuts |= {heading.stop for heading in body.headings}
    for number, pair in enumerate(pairwise(strings), 1):
        assert pair != (True, True) or number in cuts


# Fences, comments and other blocks would move the end of the block; `handling-public.md` has those.
_NO_BLOCK = re.compile(r"[:`~<]|\r\n|.*(:::|```|<).*", re.DOTALL)
CALM = st.lists(
    st.sampled_from([piece for piece in PIECES if not _NO_BLOCK.fullmatch(piece)]), max_size=20
).map("".join)


@given(CALM, CALM, CALM, MARKDOWN)
@settings(max_examples=500)
@example("term\n: text", "", "\n: text", "")
@example("term\n: text", "", "", "\n: text")
@example("", "", "term\n: > text", "text")
@example("[^1] [a]\n", "[^1]: x\n\n[a]: y", "", "[^1]: z\n")
@example("- a\n", "x\n\ny", "", "- b\n")
def test_hidden_text_changes_nothing(before: str, one: str, other: str, after: str) -> None:
    """A public body says the same whatever a hidden block holds, but for places behind it."""
    lines = max(one.count("\n"), other.count("\n"))

    def page(inner: str) -> str:
        padding = "\n" * (lines - inner.count("\n"))
        return f"{before}\n\n:::handling AMBER\n{inner}{padding}\n:::\n\n{after}"

    assert parsed(page(one)) == parsed(page(other))

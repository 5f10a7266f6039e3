"""Hostile text: nesting, floods of half-open marks, and a missing sanitiser."""

from __future__ import annotations

import time

import msgspec
import pytest

from briefgen.markup import body
from support.markup import SETTINGS, finished, html, parsed

N = 5_000
FLOODS = {
    "open links": "[[" * N,
    "open links with names": "[[a|" * N,
    "open embeds": "![[" * N,
    "brackets": "[" * N + "]" * N,
    "images in images": "![" * N + "](x)" * N,
    "citations": "[@a; " * N,
    "links on one line": "[[a]] " * N,
    "links on many lines": "[[a]]\n" * N,
    "cells": "|" + "a|" * 1000 + "\n|" + "-|" * 1000 + "\n|" + "[[x]]|" * 1000,
    "colons": "http:" * N,
    "comments": "<!--\n" * N,
    "tags": "<a " * N,
    "braces": "`a`{.b" * N,
    "footnotes": "[^a]" * N,
    "blocks": ":::handling RED\n" * N,
    "views": ":::timeline\n" * N,
    "one long line": "word " * 20 * N,
    "many sentences": "A. " * N + "[[x]]",
    "equal headings": "# a\n" * N,
    "bad links": "[a](javascript:x) " * N,
    "callouts": "> [!note] a\n" * N,
    "emphasis": "*a " * N,
    "words in emphasis": "**" + "a-b " * N,
    "emphasis in emphasis": "*a _b_ " * N,
    "lines that may be headings": "a\n" * N + "===\n" + "a\n---\n" * N,
    "lines that may be terms": "a\n~b\n" * N,
    "lines that begin something": "a\n#b\n1.c\n+d\n" * N,
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_takes_linear_time(name: str) -> None:
    """The bound is ten times what a slow machine takes; quadratic time is above it."""
    start = time.process_time()
    parsed(FLOODS[name])
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (">" * 100 + " deep", 1, 1),
        ("".join("  " * depth + "- a\n" for depth in range(50)), 30, 59),
        ("> " * 20 + "- " * 30 + "a", 1, 1),
    ],
)
def test_nesting_too_deep_is_told(text: str, line: int, column: int) -> None:
    found = [problem for problem in parsed(text).diagnostics if problem.code == "too-deep"]
    assert [(p.span.line, p.span.column) for p in found if p.span] == [(line, column)]


def test_blocks_nested_too_deep_hide_what_they_hold() -> None:
    text = ":::handling CLEAR\n" * 70 + "deep" + "\n:::" * 70 + "\n"
    result = parsed(text)
    assert "too-deep" in {problem.code for problem in result.diagnostics}
    assert "deep" not in html(result)


def test_brackets_nested_too_deep_are_text() -> None:
    assert finished(parsed("![" * 100 + "x" + "](y)" * 100)).startswith("<p>![")


def test_allowed_html_without_the_sanitiser_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "available", lambda: False)
    result = parsed("<b>x</b>", msgspec.structs.replace(SETTINGS, raw_html=True))
    assert finished(result) == "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"
    assert [problem.code for problem in result.diagnostics] == ["raw-html"]
    assert "pip install" in result.diagnostics[0].hint


def test_smart_quotes_are_a_choice() -> None:
    text = '"It\'s" -- [[a|"b"]] `"c"` (c) 5(1)(c)'
    assert html(parsed(text)).startswith("<p>&quot;It's&quot; --")
    smart = msgspec.structs.replace(SETTINGS, smart_quotes=True)
    assert html(parsed(text, smart)) == (
        "<p>“It’s” -- ⟨link 0⟩“b”⟨/⟩ <code>&quot;c&quot;</code> (c) 5(1)(c)</p>\n"
    )


def test_no_configuration_allows_script() -> None:
    loose = msgspec.structs.replace(SETTINGS, link_schemes=("javascript", "data"), raw_html=True)
    result = parsed('[a](javascript:x) ![b](data:image/png,x) <a href="javascript:x">c</a>', loose)
    assert "javascript" not in finished(result)
    assert "data:" not in finished(result)


@pytest.mark.parametrize(
    "text", ["[^1]:>[^1]:", "[^1]: > a\n    > [^1]: b", "[^1]: - [^2]: a\n\n[^2]: b"]
)
def test_footnotes_in_footnotes_are_told_and_nothing_breaks(text: str) -> None:
    told = parsed(text, SETTINGS).diagnostics
    assert "a footnote is defined within another" in {found.message for found in told}

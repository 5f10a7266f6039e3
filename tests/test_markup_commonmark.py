"""The 652 examples of the specification keep their meaning.

Links are rendered as they are written here, and raw HTML is let through: where
links lead and what HTML may stay is tested elsewhere.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from briefgen.markup import body, links
from briefgen.markup.context import Context
from briefgen.markup.links import Destination
from briefgen.markup.positions import Places
from support.markup import SETTINGS, segment

DATA = Path(__file__).parent / "data" / "commonmark-0.31.2.json"
EXAMPLES: list[dict[str, Any]] = json.loads(DATA.read_text(encoding="utf-8"))

# What we write differently on purpose, in every example.
ALWAYS = (
    (re.compile(r" />"), ">"),  # HTML, not XHTML
    (re.compile(r'(<h[1-6]) id="[^"]*"'), r"\1"),  # headings can be linked to
    (re.compile(r'(<pre) tabindex="0"'), r"\1"),  # regions that scroll can be reached
    (re.compile(r' loading="lazy"'), ""),
    (re.compile(r"</?span[^>]*>"), ""),  # highlighted code
    (re.compile(r"<blockquote>\n</blockquote>"), "<blockquote></blockquote>"),
)
# Examples in which a form of ours stands, by number: what stands there instead.
DIFFERENT = {
    548: "<p>[⟨link 0⟩⟨title 0⟩⟨/⟩]</p>\n<p>[⟨link 1⟩⟨title 1⟩⟨/⟩]: /url</p>\n",
    590: "⟨embed 0 block⟩\n<p>⟨link 1⟩⟨title 1⟩⟨/⟩: /url &quot;title&quot;</p>\n",
    608: '<p>&lt; <a href="https://foo.bar">https://foo.bar</a> &gt;</p>\n',
    611: '<p><a href="https://example.com">https://example.com</a></p>\n',
    612: '<p><a href="mailto:foo@bar.example.com">foo@bar.example.com</a></p>\n',
}


def written(href: str, _name: str, _schemes: tuple[str, ...] = ()) -> Destination:
    return Destination("web", href)


def plain(html: str) -> str:
    for pattern, instead in ALWAYS:
        html = pattern.sub(instead, html)
    return html


def test_all_examples_are_there() -> None:
    assert [example["example"] for example in EXAMPLES] == list(range(1, 653))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["example"]))
def test_example(example: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "classify", written)
    monkeypatch.setattr(links, "classify_picture", written)
    text = example["markdown"]
    out = body.render(text, Context(Places(text, 1), "a.md", "a.md", SETTINGS), html=True)
    expected = DIFFERENT.get(example["example"], example["html"])
    assert plain("".join(map(segment, out.segments))) == plain(expected)


@pytest.mark.parametrize("number", sorted(DIFFERENT))
def test_the_different_ones_do_differ(number: int) -> None:
    assert plain(EXAMPLES[number - 1]["html"]) != DIFFERENT[number]

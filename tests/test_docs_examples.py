"""The manual's examples do what it says: each code's example causes the code, each site builds."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from briefgen.codes import CODES
from support.house import ROOT
from support.site import MakeSite

MANUAL = ROOT / "docs"
PART = re.compile(
    r"^##+ (?P<heading>.*)$|^```(?P<info>.*)\n(?P<text>(?:(?!```).*\n)*)```$", re.MULTILINE
)
"""A heading, or a fenced block (what looks like a heading inside one is none)."""

IN_WORDS = {
    "bad-file-name",
    "broken-output-link",
    "file-too-large",
    "front-matter-too-large",
    "not-utf8",
    "too-deep",
    "too-much-embedded",
    "no-content",
    "unreadable",
}
"""Codes that no short text causes: bytes, sizes, themes."""


class Example(NamedTuple):
    """The files under one heading of the page."""

    heading: str
    files: dict[str, str]


def examples(page: str) -> list[Example]:
    """The sections of a page that show files, as in "```md content/briefs/a.md"."""
    found = [Example("", {})]
    for part in PART.finditer((MANUAL / page).read_text(encoding="utf-8")):
        if part["heading"]:
            found.append(Example(part["heading"].strip("`"), {}))
        elif " " in part["info"]:
            found[-1].files[part["info"].split()[1]] = part["text"]
    return [example for example in found if example.files]


CODE_EXAMPLES = examples("diagnostics.md")


def test_every_code_has_an_example_or_is_told_in_words() -> None:
    shown = {example.heading for example in CODE_EXAMPLES}
    assert shown | IN_WORDS == set(CODES)
    assert shown & IN_WORDS == set()


@pytest.mark.parametrize("example", CODE_EXAMPLES, ids=lambda example: example.heading)
def test_the_example_of_a_code_causes_it_and_nothing_else(
    make_site: MakeSite, example: Example
) -> None:
    site = make_site(dict(example.files))
    result = site.build(today="2025-04-22")
    assert set(site.codes) == {example.heading}
    assert result.fatal == (CODES[example.heading].severity == "error")


CONTENT = {
    "content/briefs/talks.md": "---\ntitle: Talks\nevents: [{date: 2025-04-21, title: First round}]\n---\nOf [[acme]].\n",
    "content/stakeholders/acme.md": "---\ntitle: Acme\n---\n",
}
"""Enough for a navigation to lead somewhere."""

BUILT = ["configuration.md", "dates.md", "evidence.md", "getting-started.md", "writing.md"]


@pytest.mark.parametrize("page", BUILT)
def test_the_files_that_a_page_shows_build_together(make_site: MakeSite, page: str) -> None:
    files = {path: text for example in examples(page) for path, text in example.files.items()}
    assert files, f"{page} shows no file"
    if page == "configuration.md":
        files |= CONTENT
    site = make_site(files)
    site.build(strict=True, today="2025-04-22")
    assert site.diagnostics == ()

"""The sentence around a reference."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefgen.markup import sentences as sentences_module
from briefgen.markup.sentences import LIMIT, boundaries, sentence


def sentences(text: str) -> list[str]:
    starts = boundaries(text)
    return [sentence(text, starts, at) for at in [0, *starts] if at < len(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["One.", "Two!", "Three?", "Four"],
        ["He said “Stop.”", "Then he left."],
        ["The U.S. Congress met.", "It voted."],
        ["It was made in the U.S.", "The rest was not."],
        ["Mr. Smith and Dr. Jones met Gen. Lee.", "They spoke."],
        ["J. R. Smith wrote it.", "Others did not."],
        ["See e.g. Section 5 or Inc. magazine.", "Then read on."],
        ["It fell to 3.5 per cent.", "In 2025 it rose."],
        ["On 2 Feb. 2026 it began.", "2027 follows."],
        ["Really?!", "Yes…", "No."],
        ["St. Pauls is here.", "Messrs. Ya and approx. Nine met.", "So it was."],
        ["No. 7 came.", "Governments.", "Others"],
        ["Ende.", "Über alles wird berichtet."],
    ],
)
def test_sentences(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_ideographic_full_stops_need_no_space() -> None:
    assert sentences("第一。第二！third") == ["第一。", "第二！", "third"]


def test_a_long_sentence_is_cut_around_the_place() -> None:
    text = "before " * 60 + "HERE " + "after " * 60
    cut = sentence(text, boundaries(text), text.index("HERE"))
    assert cut.startswith("…before ")
    assert cut.endswith(" after…")
    assert "HERE" in cut
    assert LIMIT - 20 < len(cut) <= LIMIT


@given(st.text(max_size=700), st.integers(0, 700))
def test_a_snippet_is_short_and_from_the_text(text: str, at: int) -> None:
    starts = boundaries(text)
    found = sentence(text, starts, min(at, len(text)))
    assert len(found) <= LIMIT
    assert found.strip("…") in " ".join(text.split()) or "…" in text
    assert starts == sorted(set(starts))


# -- short cuts -------------------------------------------------------------------------------

ENDS = re.compile(r"[.!?…]+[\"”’'»)\]]*\s+(?=[\"“‘'«(\[]*([^\W_a-z]\w*))|[。！？]+[”’」』]*")
"""What ends a sentence, without the beginning that makes the search for it fast."""
PIECES = [
    *".!?…。！？\"”’'»)]“«([ \n\u00a0_1²",
    "word",
    "Word",
    "É",
    "é",
    "U.S.",
    "e.g.",
    " Dr. ",
    "It",
]
PROSE = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(PROSE)
def test_no_end_is_passed_over(text: str) -> None:
    assert [found.span() for found in sentences_module._END.finditer(text)] == [
        found.span() for found in ENDS.finditer(text)
    ]


@given(PROSE, st.integers(0, 60))
@example("One. Two. Three.", 5)
def test_what_follows_the_place_is_not_needed(text: str, at: int) -> None:
    at = min(at, len(text))
    near = boundaries(text, at)
    assert near == boundaries(text)[: len(near)]
    assert sentence(text, near, at) == sentence(text, boundaries(text), at)

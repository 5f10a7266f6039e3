"""The sentence around a reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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

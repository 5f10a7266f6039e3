"""Names in their other forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.paths import is_slug, slug

WORDS = st.text("aBé_-’' \u0301ß①ǆ9", max_size=8)


@given(st.text() | WORDS | WORDS.map(slug))
def test_a_slug_is_what_is_its_own_slug(text: str) -> None:
    assert is_slug(text) == (text != "" and slug(text) == text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("acme-2", True),
        ("déjà-vu", True),
        ("a_b", False),
        ("A", False),
        ("a b", False),
        ("", False),
    ],
)
def test_what_is_a_slug(text: str, answer: bool) -> None:
    assert is_slug(text) is answer

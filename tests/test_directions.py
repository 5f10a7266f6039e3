"""Which way a language is written, and what a page of such a language says of it."""

from __future__ import annotations

import pytest

from briefgen.directions import direction
from support.site import MakeSite


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("HE", "rtl"),
        ("fa-AF", "rtl"),
        ("ur", "rtl"),
        ("ur-Latn", "ltr"),
        ("az", "ltr"),
        ("az-Arab-IR", "rtl"),
        ("zh-Hans", "ltr"),
        ("", "ltr"),
    ],
)
def test_the_script_decides_else_the_language(language: str, expected: str) -> None:
    assert direction(language) == expected


def test_a_page_in_arabic_goes_from_right_to_left_and_no_other_does(make_site: MakeSite) -> None:
    site = make_site("""
        -- content/briefs/a.md --
        ---
        title: عودة السفن
        lang: ar
        ---
        نص.
        -- content/briefs/b.md --
        Text.
        """)
    site.build()
    assert '<html lang="ar" dir="rtl" ' in site.page("/briefs/a/")
    assert '<html lang="en" data-scheme' in site.page("/briefs/b/")


def test_the_language_of_the_site_turns_its_lists_too(make_site: MakeSite) -> None:
    site = make_site("""
        -- briefgen.yaml --
        language: fa
        -- content/briefs/b.md --
        Text.
        """)
    site.build()
    assert 'dir="rtl"' in site.page("/briefs/")

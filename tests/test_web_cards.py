"""Cards for shared links: their size, their sameness, and who has one."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from briefgen.extensions.web import social_cards
from briefgen.extensions.web.social_cards import SIZE, card, card_address
from support.full_site import BASE, full_site
from support.virtual import VirtualSite, document

SITE = full_site(cards=True)


def picture(data: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(data))
    found.load()
    return found


def images(site: VirtualSite, url: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="(og:image[^"]*)" content="([^"]*)"', site.text(url)))


def test_a_card_is_a_picture_of_the_size_that_previews_want() -> None:
    found = picture(SITE.made("/stakeholders/walmart/card.png"))
    assert (found.format, found.size) == ("PNG", (1200, 630))


def test_the_same_words_make_the_same_bytes() -> None:
    one, other = (card("Title", "Site", "Brief", "#0e5158") for _ in range(2))
    assert one == other
    assert one != card("Other", "Site", "Brief", "#0e5158")


def test_a_page_names_its_card_with_its_size() -> None:
    assert images(SITE, "/stakeholders/walmart/") == {
        "og:image": f"{BASE}stakeholders/walmart/card.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Walmart",
    }


def test_a_page_with_a_picture_of_its_own_has_no_card() -> None:
    assert "/briefs/demand/card.png" not in SITE.addresses()
    assert images(SITE, "/briefs/demand/")["og:image"] == f"{BASE}briefs/map.png"


def test_a_title_the_font_does_not_hold_has_no_card() -> None:
    files = {
        f"{name}.md": document(title=title)
        for name, title in (("a", "Größe, Цена"), ("b", "ई-कॉमर्स"))
    }
    assert {"/a/card.png"} == VirtualSite(files, cards=True).addresses("social-cards")


def test_without_the_extra_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(social_cards, "installed", lambda: False)
    site = full_site(cards=True)
    assert not site.addresses("social-cards")
    assert "og:image" not in images(site, "/stakeholders/walmart/")


def test_there_are_none_unless_they_are_wanted() -> None:
    site = full_site()
    assert not site.addresses("social-cards")
    entry = site.lookups.entry("walmart")
    assert card_address(entry, site.lookups.settings()) == ""


@given(st.text(alphabet="abW i…", max_size=300), st.sampled_from((84, 44)), st.integers(1, 4))
def test_no_line_is_wider_than_its_room(text: str, size: int, most: int) -> None:
    lines = social_cards._wrapped(text, size, most)
    assert len(lines) <= most
    assert all(
        social_cards._width(line, size) <= SIZE[0] - 2 * social_cards._MARGIN for line in lines
    )
    if not lines[-1].endswith("…"):
        assert " ".join(lines).split() == text.split()

"""The sitemap and robots.txt, read by what crawlers use."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest

from briefgen.extensions.web import sitemap
from support.full_site import BASE, full_site
from support.virtual import VirtualSite, document

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def lines(data: bytes) -> dict[str, str]:
    root = ET.fromstring(data)
    assert root.tag == f"{{{SPACE['s']}}}urlset"
    return {
        url.findtext("s:loc", "", SPACE): url.findtext("s:lastmod", "", SPACE)
        for url in root.findall("s:url", SPACE)
    }


def test_every_page_is_listed_once_with_its_whole_address() -> None:
    site = full_site()
    shown = site.addresses() - site.addresses("redirects")
    pages = {BASE.rstrip("/") + url for url in shown if url.endswith("/")}
    assert set(lines(site.made("/sitemap.xml"))) == pages


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ({"date": "2025-04-21"}, "2025-04-21"),
        ({"date": "2025-04-21", "updated": "2025-05-02"}, "2025-05-02"),
        ({"date": "2025-04-21T09:00-04:00"}, "2025-04-21"),
        ({"date": "2025-04"}, ""),
        ({"date": "2025-04-21~"}, ""),
        ({}, ""),
    ],
)
def test_the_last_change_is_told_where_a_day_is_stated(
    front: dict[str, str], expected: str
) -> None:
    site = VirtualSite({"briefs/b.md": document(title="B", **front)}, base_url=BASE)
    assert lines(site.made("/sitemap.xml"))[f"{BASE}briefs/b/"] == expected


def test_the_day_of_an_event_is_not_that_of_its_page() -> None:
    site = VirtualSite({"events/e.md": document(title="E", date="2031-01-01")}, base_url=BASE)
    assert lines(site.made("/sitemap.xml"))[f"{BASE}events/e/"] == ""


def test_addresses_are_encoded() -> None:
    site = VirtualSite({"briefs/münchen.md": document(title="München")}, base_url=BASE)
    assert f"{BASE}briefs/m%C3%BCnchen/" in lines(site.made("/sitemap.xml"))


def test_more_pages_than_one_may_hold_make_several(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = lines(full_site().made("/sitemap.xml"))
    monkeypatch.setattr(sitemap, "MOST_PAGES", 10)
    site = full_site()
    root = ET.fromstring(site.made("/sitemap.xml"))
    parts = [loc.text or "" for loc in root.findall("s:sitemap/s:loc", SPACE)]
    assert parts == [f"{BASE}sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    inside = [lines(site.made(part.replace(BASE, "/"))) for part in parts]
    assert max(map(len, inside)) == 10
    assert {url: day for part in inside for url, day in part.items()} == whole


def test_robots_may_read_all_and_are_told_of_the_sitemap() -> None:
    robots = RobotFileParser()
    robots.parse(full_site().text("/robots.txt").splitlines())
    assert robots.can_fetch("*", f"{BASE}briefs/demand/")
    assert robots.site_maps() == [f"{BASE}sitemap.xml"]


def test_without_an_address_there_is_no_sitemap() -> None:
    site = full_site(base_url='""')
    assert site.addresses("sitemap") == {"/robots.txt"}
    assert "Sitemap" not in site.text("/robots.txt")


def test_one_line_turns_both_off() -> None:
    assert not full_site(sitemap=False).addresses("sitemap")

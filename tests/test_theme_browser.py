"""The default theme in a real browser: reflow, the filter with and without scripts, paper, the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from briefgen.packaged import packaged_files
from briefgen.templates import Templates
from briefgen.theme import assemble
from support.browser import Scheme, accessibility_problems, chromium, opened, sideways_scroll
from support.httpd import served
from support.mock_contexts import contexts
from support.mock_data import functions

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = [name for name in sorted(contexts("rich")) if "/" not in name and name != "redirect.html"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Every page with rich and with hostile data, served with the theme's static files."""
    folder = tmp_path_factory.mktemp("pages")
    files = packaged_files()
    theme, problems = assemble("default", files, {})
    assert theme, problems
    templates = Templates(theme, files, functions())
    for name, path in theme.static.items():
        _write(folder / "assets" / name, files[path])
    for sort in ("rich", "hostile"):
        for name in PAGES:
            page = templates.render(name, contexts(sort)[name])
            _write(folder / sort / name, page.encode())
    with served(folder, "/repo/") as address:
        yield address


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


@pytest.mark.parametrize("sort", ["rich", "hostile"])
def test_at_400_per_cent_nothing_is_lost_sideways(browser: Browser, site: str, sort: str) -> None:
    with opened(browser, f"{site}{sort}/404.html", size="phone") as page:
        page.set_viewport_size({"width": 320, "height": 256})
        wide = {}
        for name in PAGES:
            page.goto(f"{site}{sort}/{name}")
            wide[name] = sideways_scroll(page)
    assert {name: pixels for name, pixels in wide.items() if pixels} == {}


@pytest.mark.parametrize(
    "name", ["brief.html", "stakeholder.html", "timeline.html", "search.html", "home.html"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site: str, name: str, scheme: Scheme) -> None:
    with opened(browser, f"{site}rich/{name}", scheme=scheme) as page:
        assert accessibility_problems(page) == []


def test_the_filter_narrows_the_timeline_and_says_so(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}rich/timeline.html") as page:
        assert page.locator(".occurrence:visible").count() == 7
        page.get_by_label("Stakeholder").select_option("walmart")
        assert page.locator(".occurrence:visible .occurrence-title").all_inner_texts() == [
            "Retail executives meet at the White House"
        ]
        assert page.locator(".timeline-year:visible").count() == 1
        assert page.get_by_role("status").inner_text() == "1 of 7 events"
        page.get_by_label("Stakeholder").select_option("")
        assert page.locator(".occurrence:visible").count() == 7


def test_without_scripts_the_whole_timeline_is_there_and_no_dead_filter(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}rich/timeline.html", scripts=False) as page:
        assert page.locator(".occurrence:visible").count() == 7
        assert page.locator("form:visible").count() == 0


def test_the_first_key_leads_past_the_navigation(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}rich/brief.html") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "_main"


def test_on_paper_there_is_no_navigation_and_addresses_are_written_out(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}rich/brief.html", scheme="dark") as page:
        page.emulate_media(media="print")
        assert page.locator("nav:visible").count() == 0
        shown = (
            "getComputedStyle(document.querySelector('.prose .link-external'), '::after').content"
        )
        assert "https://example.org/" in page.evaluate(shown)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert re.fullmatch(r"rgb\(255, 255, 255\)", colour)


def test_targets_outside_of_sentences_are_24_pixels_high(browser: Browser, site: str) -> None:
    groups = (
        ".menu a, .crumbs a, .toc a, .turn a, .tags a, .directory a, .plain a, .letters a, .names a"
    )
    with opened(browser, f"{site}rich/home.html", size="phone") as page:
        for name in ("home.html", "brief.html", "search.html"):
            page.goto(f"{site}rich/{name}")
            heights = page.locator(groups).evaluate_all(
                "links => links.filter(a => a.offsetHeight).map(a => [a.textContent, a.getBoundingClientRect().height])"
            )
            assert heights
            assert [found for found in heights if found[1] < 24] == []

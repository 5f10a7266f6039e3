"""The site of this repository, built as its readers get it, and judged by others' rules.

`pytest tests/test_demo.py --refresh` writes the golden pages anew; look at the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser

from briefgen.builder import Builder
from briefgen.options import Options
from briefgen.writer import MemoryOutput
from support.browser import (
    Scheme,
    Size,
    accessibility_problems,
    opened,
    sideways_scroll,
)
from support.headings import outline_problems
from support.house import ROOT
from support.httpd import served
from support.links import broken_links, foreign_loads, unreachable_pages
from support.nu import check_html
from support.prose import prose

TODAY = "2025-04-25"
"""A day in the story: some events are past, some to come."""
GOLDEN = Path(__file__).parent / "golden"

KINDS = {
    "home": "/",
    "brief": "/briefs/what-washington-wants/",
    "briefs": "/briefs/",
    "event": "/events/tariff-pause-ends/",
    "events": "/events/",
    "stakeholder": "/stakeholders/walmart/",
    "stakeholders": "/stakeholders/",
    "source": "/sources/ft-report/",
    "topic": "/topics/ecommerce-fdi-rules/",
    "figure": "/figures/india-ecommerce-market/",
    "figures": "/figures/",
    "timeline": "/timeline/",
    "tags": "/tags/",
    "search": "/search/",
    "page": "/about/",
    "404": "/404.html",
}
"""One page of each kind."""


class Built(NamedTuple):
    """An output folder, and the path under which it is to be served."""

    folder: Path
    base: str


def build(folder: Path, base_url: str = "") -> Built:
    """The demo in a folder, without its files of state: the repository stays as it is."""
    output = MemoryOutput()
    options = Options(strict=True, today=TODAY, base_url=base_url or None, jobs=1)
    result = Builder(ROOT, options, output).build()
    assert result.diagnostics == ()
    for path, data in output.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return Built(folder, "/repo/" if base_url else "/")


@pytest.fixture(scope="module")
def at_root(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("root"))


@pytest.fixture(scope="module")
def under_a_path(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("repo"), "https://example.org/repo/")


@pytest.fixture(scope="module", params=["at_root", "under_a_path"])
def built(request: pytest.FixtureRequest) -> Built:
    found: Built = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def address(under_a_path: Built) -> Iterator[str]:
    with served(*under_a_path) as found:
        yield found


def pages(built: Built) -> list[str]:
    """The addresses of all pages."""
    names = (file.relative_to(built.folder).as_posix() for file in built.folder.rglob("*.html"))
    return sorted("/" + name.removesuffix("index.html") for name in names)


def file_of(built: Built, url: str) -> Path:
    return built.folder / (url.lstrip("/") + ("index.html" if url.endswith("/") else ""))


# -- the files ---------------------------------------------------------------------------


def test_every_kind_of_page_is_there(built: Built) -> None:
    missing = [kind for kind, url in KINDS.items() if not file_of(built, url).is_file()]
    assert missing == []
    assert len(pages(built)) > 50


def test_no_link_is_broken(built: Built) -> None:
    assert list(map(str, broken_links(built.folder, built.base))) == []


def test_nothing_is_fetched_from_elsewhere(built: Built) -> None:
    assert list(map(str, foreign_loads(built.folder))) == []


def test_every_page_is_reached_by_links_from_home(built: Built) -> None:
    assert unreachable_pages(built.folder, built.base) == []


def test_headings_step_down_one_by_one(at_root: Built) -> None:
    wrong = {url: outline_problems(file_of(at_root, url).read_text()) for url in pages(at_root)}
    assert {url: found for url, found in wrong.items() if found} == {}


@pytest.mark.slow
def test_the_w3c_has_nothing_to_say(under_a_path: Built) -> None:
    files = [file_of(under_a_path, url) for url in pages(under_a_path)]
    assert list(map(str, check_html(files))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_golden_page_says_the_same(at_root: Built, kind: str, refresh: bool) -> None:
    text = prose(file_of(at_root, KINDS[kind]).read_text(encoding="utf-8"))
    golden = GOLDEN / f"{kind}.txt"
    if refresh:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert text.count("\n") > 2


# -- in a browser ---------------------------------------------------------------------------

in_a_browser = pytest.mark.browser


@in_a_browser
@pytest.mark.slow
@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, address: str, size: Size, scheme: Scheme
) -> None:
    problems = {}
    with opened(browser, address, size=size, scheme=scheme) as page:
        for kind, url in KINDS.items():
            page.goto(address + url.lstrip("/"))
            problems[kind] = accessibility_problems(page)
    assert {kind: found for kind, found in problems.items() if found} == {}


@in_a_browser
@pytest.mark.slow
def test_axe_finds_nothing_on_any_page(browser: Browser, address: str, under_a_path: Built) -> None:
    problems = {}
    with opened(browser, address) as page:
        for url in pages(under_a_path):
            page.goto(address + url.lstrip("/"))
            problems[url] = accessibility_problems(page)
    assert {url: found for url, found in problems.items() if found} == {}


@in_a_browser
@pytest.mark.slow
def test_no_page_scrolls_sideways_at_320_pixels(
    browser: Browser, address: str, under_a_path: Built
) -> None:
    wide = {}
    with opened(browser, address, size="phone") as page:
        page.set_viewport_size({"width": 320, "height": 568})
        for url in pages(under_a_path):
            page.goto(address + url.lstrip("/"))
            wide[url] = sideways_scroll(page)
    assert {url: pixels for url, pixels in wide.items() if pixels} == {}


@in_a_browser
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_without_scripts_one_can_read_and_walk(browser: Browser, address: str, size: Size) -> None:
    with opened(browser, address, size=size, scripts=False) as page:
        page.get_by_role("link", name="Stakeholders", exact=True).first.click()
        page.get_by_role("link", name="Walmart", exact=True).first.click()
        assert page.url == f"{address}stakeholders/walmart/"
        assert page.get_by_role("heading", level=1).inner_text() == "Walmart"
        page.get_by_role("link", name="Flipkart").first.click()
        assert page.url.endswith("/flipkart/")
        assert page.locator("main time").count() > 0


@in_a_browser
def test_scripts_take_nothing_away(browser: Browser, address: str) -> None:
    texts = []
    for scripts in (False, True):
        with opened(browser, f"{address}timeline/", scripts=scripts) as page:
            texts.append(page.locator("main .occurrence-title").all_inner_texts())
    assert texts[0] == texts[1]
    assert len(texts[0]) > 5

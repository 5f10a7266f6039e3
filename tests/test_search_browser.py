"""The search in a real browser: that it folds as the build does, finds, ranks, and says so to everyone."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from briefgen.builder import Builder, MemoryOutput, Options
from briefgen.terms import fold, shard, terms
from support.browser import (
    Scheme,
    accessibility_problems,
    chromium,
    opened,
    sideways_scroll,
)
from support.fresh import write
from support.httpd import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SITE: dict[str, str | bytes] = {
    "briefgen.yaml": "title: Desk\nbase_url: https://example.org/repo/\n",
    "content/stakeholders/walmart.md": (
        "---\ntitle: Walmart\nkind: organization\naliases: [The Retailer]\n"
        "summary: A company of the United States.\n---\nIt owns [[flipkart]].\n"
    ),
    "content/stakeholders/flipkart.md": "---\ntitle: Flipkart\nsummary: Owned by Walmart.\n---\nA shop.\n",
    "content/briefs/opening.md": (
        "---\ntitle: A limited opening\ndate: 2025-04-22\nsummary: What may come.\n---\n"
        "The zébras of [[walmart]] cross at dawn.\n\n## Café Straße\n\nMore words.\n"
    ),
    "content/briefs/walmart-says.md": "---\ntitle: What Walmart says\ndate: 2025-04-23\n---\nNothing.\n",
    "content/events/meeting.md": "---\ntitle: Retail meeting\ndate: 2025-04-21\nsummary: They met.\n---\nX\n",
    "content/figures/market.md": "---\ntitle: Market\nvalue: 125e9\ndisplay: $125 billion\n---\nX\n",
    "content/topics/zhongguo.md": "---\ntitle: 中国电商规则\n---\n关于印度电商的规则。\n",
    **{
        f"content/notes/n{number}.md": f"---\ntitle: Note {number}\n---\nQuokka {number}.\n"
        for number in range(30)
    },
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root, made = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("made")
    output = MemoryOutput()
    result = Builder(write(root, SITE), Options(today="2025-04-25", jobs=1), output).build()
    assert [found for found in result.diagnostics if found.severity == "error"] == []
    return write(made, output.files)


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with served(folder, "/repo/") as address:
        yield address


def titles(page: Page) -> list[str]:
    return page.locator("[data-results] .line-title a").all_inner_texts()


def ask(page: Page, query: str, told: str) -> list[str]:
    """Type a query, wait for what is told of it, and read the titles."""
    page.get_by_role("searchbox").fill(query)
    page.get_by_role("status").get_by_text(told).wait_for()
    return titles(page)


# -- both sides of the folding ----------------------------------------------------------------------

TEXTS = (
    "Strasse STRASSE Straße ẞ Éclair naïve Łódź İstanbul Yıldız ΟΔΟΣ οδός Ещё ﬁne ² ½ ™ ŉ",
    "India's e-commerce, co‑operation -- soft\u00adhyphen zero\u200cwidth a 5 of 25 — “” …",
    "हिन्दी عَرَبِيّ שָׁלוֹם ไทย 中国电商 印度A中B 한국 ガ ｶﾞ か゛ \U00020000\U0001d400 e\u0301 x\u0345",
    "x" * 99 + " " + "é" * 99,
    "under_score tab\tnew\nline nbsp\u00a0here 1,000 3.5 C++ #tag @name",
)


def test_the_script_folds_as_the_build_does(browser: Browser, site: str) -> None:
    letters = [
        letter
        for point in range(0x20, 0x30000)
        if not 0xD800 <= point < 0xE000
        # Those that were there already in Unicode 3.2: both sides know them, and they never change.
        and unicodedata.ucd_3_2_0.category(letter := chr(point)) != "Cn"
    ]
    assert len(letters) > 90_000
    with opened(browser, f"{site}search/") as page:
        run = "async ([name, given]) => (await import('/repo/assets/js/search/terms.js'))[name] && given.map((await import('/repo/assets/js/search/terms.js'))[name]).map((x) => x instanceof Set ? [...x] : x)"
        folded = page.evaluate(run, ["fold", [*letters, *TEXTS]])
        found = page.evaluate(run, ["terms", list(TEXTS)])
        every = sorted({term for text in TEXTS for term in terms(text)})
        numbers = page.evaluate(
            "async (given) => { const { shard } = await import('/repo/assets/js/search/terms.js');"
            " return given.map((term) => [shard(term, 2, 64), shard(term, 3, 1024)]); }",
            every,
        )
    wrong = {
        f"{ord(text[0]):x}": (text, ours, theirs)
        for text, theirs in zip([*letters, *TEXTS], folded, strict=True)
        if (ours := fold(text)) != theirs
    }
    assert wrong == {}
    assert [set(one) for one in found] == [terms(text) for text in TEXTS]
    assert numbers == [[shard(term, 2, 64), shard(term, 3, 1024)] for term in every]


# -- finding -----------------------------------------------------------------------------------------


def test_a_whole_name_stands_before_the_words_of_names_and_these_before_texts(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}search/") as page:
        found = ask(page, "walmart", "4 results for “walmart”")
        assert found == ["Walmart", "What Walmart says", "Flipkart", "A limited opening"]
        first = page.locator("[data-results] li").first
        assert first.locator(".line-facts").inner_text() == "Organization"
        assert first.locator("mark").all_inner_texts() == ["Walmart"]
        page.locator("[data-results] li").last.get_by_text("cross at dawn").wait_for()
        assert ask(page, "the retailer", "1 result for") == ["Walmart"]
        assert "also called The Retailer" in page.locator(".line-facts").inner_text()
        assert ask(page, "walm", "4 results for “walm”")[0] == "Walmart"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ZEBRAS", "A limited opening"),
        ("zebra dawn", "A limited opening"),
        ("walmart dawn", "A limited opening"),
        ("strasse cafe", "A limited opening"),
        ("125", "Market"),
        ("国电", "中国电商规则"),
        ("印度", "中国电商规则"),
        ("meeting", "Retail meeting"),
        ("owns flip", "Walmart"),
    ],
)
def test_words_are_found_whatever_their_case_and_accents(
    browser: Browser, site: str, query: str, expected: str
) -> None:
    with opened(browser, f"{site}search/") as page:
        assert ask(page, query, f"1 result for “{query}”") == [expected]


def test_the_words_of_a_text_are_shown_where_they_stand(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}search/?q=zebra") as page:
        line = page.locator(".line-summary").get_by_text("cross at dawn")
        line.wait_for()
        assert line.inner_text() == "The zébras of Walmart cross at dawn."
        assert line.locator("mark").all_inner_texts() == ["zébra"]


def test_a_heading_leads_to_its_section(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}search/?q=straße") as page:
        page.get_by_role("link", name="Café Straße").click()
        assert page.url.endswith("/repo/briefs/opening/#caf%C3%A9-stra%C3%9Fe")
        assert page.locator(":target").inner_text().startswith("Café Straße")


def test_nothing_found_is_said_and_an_empty_field_gives_the_index_back(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}search/") as page:
        assert ask(page, "wolpertinger", "No results for “wolpertinger”") == []
        assert not page.locator("[data-index]").is_visible()
        page.get_by_role("searchbox").fill("")
        page.locator("[data-index]").wait_for()
        assert ask(page, "?!", "No results for “?!”") == []


def test_many_results_come_in_steps_with_the_keyboard_too(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}search/") as page:
        assert len(ask(page, "quokka", "30 results")) == 20
        page.get_by_role("button", name="Show more").press("Enter")
        assert len(titles(page)) == 30
        assert page.evaluate("document.activeElement.textContent") == titles(page)[20]
        assert not page.get_by_role("button").is_visible()


def test_the_address_keeps_the_query_and_going_back_finds_it_again(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}search/") as page:
        assert page.evaluate("document.activeElement.id") == "_query"
        page.keyboard.type("walmart")
        page.get_by_role("status").get_by_text("4 results").wait_for()
        page.keyboard.press("Enter")
        assert page.url.endswith("/repo/search/?q=walmart")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/stakeholders/walmart/")
        page.go_back()
        page.get_by_role("status").get_by_text("4 results").wait_for()
        assert page.get_by_role("searchbox").input_value() == "walmart"


def test_names_are_found_without_the_texts_and_that_is_said(browser: Browser, site: str) -> None:
    """The errors that the browser logs are wanted here, so this page is opened by hand."""
    page = browser.new_page()
    page.route("**/words/*.json", lambda route: route.abort())
    page.goto(f"{site}search/")
    assert ask(page, "walmart", "Not all texts could be searched") == [
        "Walmart",
        "What Walmart says",
        "Flipkart",
    ]
    page.unroute("**/words/*.json")
    assert len(ask(page, "walmart ", "4 results")) == 4
    page.route("**/names.json", lambda route: route.abort())
    page.goto(f"{site}search/?q=walmart")
    page.get_by_role("status").get_by_text("could not be loaded").wait_for()
    assert page.locator("[data-index]").is_visible()
    page.close()


# -- for everybody -----------------------------------------------------------------------------------


def test_without_scripts_it_is_an_index_of_all_names(
    browser: Browser, site: str, folder: Path
) -> None:
    with opened(browser, f"{site}search/", scripts=False) as page:
        assert page.locator("form:visible").count() == 0
        shown = set(page.locator(".names a").all_inner_texts())
        known = json.loads((folder / "search/names.json").read_bytes())["names"]
        assert {item["title"] for item in known} | {"The Retailer"} == shown
        page.get_by_role("link", name="W", exact=True).click()
        page.get_by_role("link", name="Walmart", exact=True).click()
        assert page.url == f"{site}stakeholders/walmart/"


def test_scripts_take_nothing_away(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}search/") as page:
        assert page.locator(".names a:visible").count() == page.locator(".names a").count() > 30


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "walmart", "straße", "wolpertinger"])
def test_axe_finds_nothing_whatever_is_shown(
    browser: Browser, site: str, query: str, scheme: Scheme
) -> None:
    with opened(browser, f"{site}search/?q={query}", scheme=scheme, size="phone") as page:
        if query:
            page.get_by_role("status").get_by_text(query).wait_for()
        assert accessibility_problems(page) == []
        page.set_viewport_size({"width": 320, "height": 568})
        assert sideways_scroll(page) == 0


def test_on_paper_the_results_are_there_and_the_field_is_not(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}search/?q=quokka") as page:
        page.get_by_role("status").get_by_text("30 results").wait_for()
        page.emulate_media(media="print")
        assert page.locator("form:visible, button:visible").count() == 0
        assert page.locator(".results:visible li").count() == 20

"""Pages of a real site in a real browser: long names, hours, wide tables, two directions of writing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from support.browser import opened, sideways_scroll
from support.httpd import served
from support.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FILES = """
-- briefgen.yaml --
title: The desk
nav:
  - Briefs: /briefs/
  - More:
      - Timeline: /timeline/
      - title: A page about the sea that has a long name
        target: https://example.org/
  - about
-- content/about.md --
# About
-- content/stakeholders/al-husseini.md --
---
title: عبد الرحمن الحسيني
kind: person
summary: Head of the authority.
posts: [{title: Head, organization: authority}]
---
-- content/stakeholders/authority.md --
---
title: Authority
kind: government
---
-- content/sources/report.md --
---
title: A report
url: https://example.org/report
archive: {url: https://example.org/archive/of/a/page/whose/address/goes/on/and/on/without/an/end/until/no/sheet/of/paper/holds/it/on/one/line.html, date: 2025-04-23}
---
-- content/briefs/arabic.md --
---
title: العودة إلى قناة السويس
date: 2025-04-10
lang: ar
summary: لا عودة قبل الصيف.
key_judgements:
  - {text: تعود السفن ببطء., likelihood: likely, confidence: low}
events:
  - {date: 2025-04-09, title: اجتماع في القاهرة}
---
قال المتحدث [@report].

- بند

| السنة | العبور |
|---|---|
| 2023 | 900 |

> [!note] ملاحظة
> نص.
-- content/briefs/english.md --
---
title: In English
date: 2025-04-11
stakeholders: [al-husseini, authority]
source: report
events:
  - {date: 2025-04-12T09:00-04:00, title: A call}
  - {date: 2025-05-01T14:30+05:30, title: A meeting}
---
| carrier | Jan | Feb | Mar | Apr | May | Jun | Jul | Aug | Sep | Oct | Nov |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
| Aktiengesellschaft | 1,200 | 1,100 | 1,980 | 1,870 | 1,660 | 1,620 | 1,600 | 1,590 | 1,580 | 1,570 | 1,560 |
-- content/wide.md --
---
title: Wide
---
| Beamte | Elektrizitätswerk | Hauptbetriebswerk | Gesellschaft | Ministerialrat | Kommissionspräsident | Verwaltungsrat | Aufsichtsrat | Vorstandsvorsitz | Jahr |
|---|---|---|---|---|---|---|---|---|--:|
| Donaudampfschifffahrt | Elektrizitätswerk | Hauptbetriebswerk | Gesellschaft | Ministerialrat | Kommissionspräsident | Verwaltungsrat | Aufsichtsrat | Vorstandsvorsitz | 2,025 |

## A heading

Text.
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = Site.create(tmp_path_factory.mktemp("real") / "site", FILES)
    site.build(today="2025-04-22")
    assert site.diagnostics == ()
    with served(Path(site.output)) as found:
        yield found


def edges(found: Locator) -> tuple[float, float]:
    """The left and the right edge of what an element says, in CSS pixels."""
    script = """element => {
        const range = document.createRange();
        range.selectNodeContents(element);
        const box = range.getBoundingClientRect();
        return [box.left, box.right];
    }"""
    left, right = found.evaluate(script)
    return left, right


def ends(found: Locator, first: int, last: int) -> float:
    """The right edge of some of an element's letters."""
    script = """(element, [first, last]) => {
        const range = document.createRange();
        range.setStart(element.firstChild, first);
        range.setEnd(element.firstChild, last);
        return range.getBoundingClientRect().right;
    }"""
    right: float = found.evaluate(script, [first, last])
    return right


def box(found: Locator) -> tuple[float, float]:
    """The left and the right edge of an element itself."""
    there = found.bounding_box()
    assert there
    return there["x"], there["x"] + there["width"]


def test_a_date_with_its_hour_stays_beside_the_title(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}briefs/english/") as page:
        for when in page.locator(".timeline .occurrence-when").all():
            title = when.locator("xpath=following-sibling::*").locator(".occurrence-title")
            assert edges(when)[1] < edges(title)[0]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_an_arabic_page_begins_at_the_right(browser: Browser, address: str, size: str) -> None:
    with opened(browser, f"{address}briefs/arabic/", size=size) as page:  # type: ignore[arg-type]
        assert sideways_scroll(page) == 0
        right = box(page.locator("h1"))[1]
        for found in ("h1", ".lead p:last-child", ".prose > p"):
            assert edges(page.locator(found).first)[1] == pytest.approx(right, abs=3), found
        for found in (".judgement-text", ".rests", ".lead .side-label"):
            said = page.locator(found)
            assert edges(said)[1] == pytest.approx(box(said)[1], abs=3), found
        first, second = page.locator(".prose thead th").all()
        assert box(first)[0] > box(second)[0]
        item = page.locator(".prose li").first
        assert edges(item)[1] < box(page.locator(".prose > ul"))[1] - 8  # its mark is at the right
        assert side(page, ".prose .callout", "border-right-width") == "4px"


def test_the_rail_of_an_arabic_page_has_its_dates_at_the_right(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}briefs/arabic/") as page:
        when, title = page.locator(".occurrence-when"), page.locator(".occurrence-title")
        assert edges(when.first)[0] > edges(title.first)[1]
        first, rest = (ends(when.locator("time"), *span) for span in ((0, 1), (2, 12)))
        assert first < rest  # "9 April 2025", and not "April 2025 9"


def side(page: Page, found: str, name: str) -> str:
    script = f"element => getComputedStyle(element).getPropertyValue('{name}')"
    value: str = page.locator(found).first.evaluate(script)
    return value


def test_a_label_stands_behind_the_name_that_it_belongs_to(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}stakeholders/authority/") as page:
        line = page.locator(".backlinks .line-title").filter(has_text="الحسيني")
        assert edges(line.locator("a"))[1] < edges(line.locator(".label"))[0]


@pytest.mark.parametrize(
    "path", ["stakeholders/", "briefs/", "briefs/english/", "stakeholders/al-husseini/"]
)
def test_a_name_in_another_direction_stays_in_line_with_the_others(
    browser: Browser, address: str, path: str
) -> None:
    with opened(browser, f"{address}{path}") as page:
        titles = page.locator(":is(h1, .card-title, .line-title)")
        for found in titles.all():
            assert edges(found)[0] == pytest.approx(box(found)[0], abs=3)


def test_a_table_of_twelve_columns_is_seen_whole_on_a_desk(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}briefs/english/") as page:
        script = "element => element.scrollWidth - element.clientWidth"
        assert page.locator(".prose .table-scroll").evaluate(script) == 0
        assert sideways_scroll(page) == 0


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_navigation_in_two_levels_reads_in_its_order(
    browser: Browser, address: str, size: str
) -> None:
    with opened(browser, f"{address}briefs/english/", size=size) as page:  # type: ignore[arg-type]
        assert sideways_scroll(page) == 0
        lines: list[list[str]] = []
        below = 0.0
        for found in page.locator(".menu :is(a, span)").all():
            place = found.bounding_box()
            assert place
            if place["y"] > below:
                lines.append([])
                below = place["y"] + place["height"] / 2
            lines[-1].append(found.inner_text())
        read = [word for line in lines for word in line]
        names = ["Briefs", "More", "Timeline", "A page about the sea that has a long name"]
        assert read == [*names, "About", "Search"]
        assert len(lines) == 1 or size == "phone"


def test_the_arrow_of_a_link_that_leads_outside_stays_with_its_last_word(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}briefs/english/") as page:
        assert side(page, ".source-facts .link-external", "white-space-collapse") == "collapse"
        assert side(page, ".source-facts .link-external", "text-wrap-mode") == "nowrap"


A4 = 642
"""CSS pixels between the margins of a sheet of A4."""


def test_on_paper_a_wide_table_is_not_cut(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}wide/") as page:
        page.set_viewport_size({"width": A4, "height": 900})
        page.emulate_media(media="print")
        assert sideways_scroll(page) == 0
        script = """element => {
            const range = document.createRange();
            range.selectNodeContents(element);
            return range.getClientRects().length;
        }"""
        assert page.locator("td.align-right").evaluate(script) == 1, "a number is not broken"


def test_on_paper_no_rules_stand_around_nothing(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}wide/") as page:
        page.emulate_media(media="print")
        assert not page.locator(".side").is_visible()
    with opened(browser, f"{address}briefs/english/") as page:
        page.set_viewport_size({"width": A4, "height": 900})
        page.emulate_media(media="print")
        assert page.locator(".side").is_visible()
        assert sideways_scroll(page) == 0, "an address is broken where the line ends"

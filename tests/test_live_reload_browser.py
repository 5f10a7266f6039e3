"""Live reload in a real Chromium: what an author sees after a save, in one tab and in eight."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from briefgen.preview.preview import Preview, PreviewOptions
from support.browser import Scheme, accessibility_problems, opened
from support.fake_build import FakeBuild, Journal

pytestmark = pytest.mark.browser

PAGE = """<!doctype html>
<html lang="en"><head><title>{title}</title>
<link rel="icon" href="{up}icon.png"><link rel="stylesheet" href="{up}style.css"></head>
<body><main><h1>{title}</h1><a href="{up}index.html">Home</a>
<div class="tall"><p>{text}</p></div></main></body></html>
"""
STYLE = ".tall {{ min-height: 3000px }} h1 {{ color: {colour} }} dialog, body > * {{ opacity: 1 }}"
LOADED = "!!document.querySelector('briefgen-overlay').shadowRoot.querySelector('link').sheet"
BACKGROUND = (
    "getComputedStyle(document.querySelector('briefgen-overlay')"
    ".shadowRoot.querySelector('dialog')).backgroundColor"
)
WHITE, DARK = "rgb(255, 255, 255)", "rgb(28, 28, 32)"
RED, BLUE = "rgb(255, 0, 0)", "rgb(0, 0, 255)"


@pytest.fixture
def build(tmp_path: Path) -> FakeBuild:
    found = FakeBuild(Path(os.path.realpath(tmp_path)))
    write(found, "index.html", "Home")
    write(found, "briefs/a/index.html", "Brief")
    write(found, "404.html", "Not here")
    style(found, "red")
    (found.site / "content/icon.png").write_bytes(b"")
    return found


def write(build: FakeBuild, name: str, title: str, text: str = "Text") -> None:
    file = build.site / "content" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(title=title, text=text, up="../" * name.count("/")))


def style(build: FakeBuild, colour: str) -> None:
    (build.site / "content/style.css").write_text(STYLE.format(colour=colour))


@contextlib.contextmanager
def serving(build: FakeBuild, port: int = 0) -> Iterator[Preview]:
    build.base = "/repo/"
    preview = Preview(
        build,
        build,
        site=build.site,
        base_path=build.base_path,
        reporter=Journal(),
        options=PreviewOptions(port=port),
    )
    preview.start()
    try:
        assert preview.wait(5)
        yield preview
    finally:
        preview.stop()


@pytest.fixture
def preview(build: FakeBuild) -> Iterator[Preview]:
    with serving(build) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(reduced_motion="reduce")
    made.set_default_timeout(5000)
    yield made
    made.close()


def wait_for(condition: Callable[[], bool], page: Page) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        page.wait_for_timeout(20)


def mark(page: Page) -> None:
    """Leave something in the page that a reload takes away."""
    page.evaluate("window.kept = true")


def is_marked(page: Page) -> bool:
    return bool(page.evaluate("window.kept === true"))


def test_a_save_changes_the_page_and_keeps_the_scroll_position(
    browser: Browser, preview: Preview, build: FakeBuild
) -> None:
    with opened(browser, f"{preview.url}briefs/a/") as page:
        page.evaluate("scrollTo(0, 700)")
        write(build, "briefs/a/index.html", "Brief", "Edited text")
        expect(page.get_by_text("Edited text")).to_be_attached()
        wait_for(lambda: page.evaluate("scrollY") == 700, page)


def test_another_page_is_left_alone(browser: Browser, preview: Preview, build: FakeBuild) -> None:
    with opened(browser, preview.url) as page:
        mark(page)
        before = preview.served.revision
        write(build, "briefs/a/index.html", "Brief", "Edited text")
        wait_for(lambda: preview.served.revision > before, page)
        page.wait_for_timeout(200)
        assert is_marked(page)


def test_a_style_sheet_is_swapped_without_a_reload(
    browser: Browser, preview: Preview, build: FakeBuild
) -> None:
    with opened(browser, preview.url) as page:
        mark(page)
        heading = page.locator("main h1")
        expect(heading).to_have_css("color", RED)
        style(build, "blue")
        expect(heading).to_have_css("color", BLUE)
        assert is_marked(page)
        expect(page.locator('link[rel="stylesheet"]')).to_have_count(1)


def test_eight_tabs_follow_though_a_browser_opens_six_connections(
    context: BrowserContext, preview: Preview, build: FakeBuild
) -> None:
    pages = [context.new_page() for _ in range(8)]
    for page in pages:
        page.goto(preview.url, wait_until="load")
    write(build, "index.html", "Home", "For all tabs")
    for page in pages:
        expect(page.get_by_text("For all tabs")).to_be_attached()
    pages[0].close()  # the tab that read the stream: another takes over
    pages[1].wait_for_timeout(200)
    write(build, "index.html", "Home", "For all others")
    for page in pages[1:]:
        expect(page.get_by_text("For all others")).to_be_attached()


def test_the_overlay_comes_with_a_fault_and_goes_with_its_mending(
    browser: Browser, preview: Preview, build: FakeBuild
) -> None:
    with opened(browser, preview.url) as page:
        mark(page)
        page.locator("a").focus()
        write(build, "briefs/a/index.html", "Brief", "so BROKEN it is")
        dialog = page.get_by_role("dialog", name="1 problem: the last good version is shown")
        expect(dialog).to_be_visible()
        for text in ("Broken text <b>here</b>", "content/briefs/a/index.html:5:25",
                         "so BROKEN it is", "^^^^^^", "mend it", "unknown-target"):  # fmt: skip
            expect(dialog).to_contain_text(text)
        expect(dialog.locator("b")).to_have_count(0)
        expect(page.get_by_role("button", name="Close")).to_be_focused()
        write(build, "briefs/a/index.html", "Brief", "mended")
        expect(page.locator("briefgen-overlay")).to_have_count(0)
        expect(page.locator("a")).to_be_focused()
        assert is_marked(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_overlay_is_for_everyone(
    browser: Browser, preview: Preview, build: FakeBuild, scheme: Scheme
) -> None:
    # The checker puts styles of its own into the page, which the policy would refuse.
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    with contextlib.closing(context):
        page = context.new_page()
        page.goto(preview.url)
        write(build, "briefs/a/index.html", "Brief", "so BROKEN it is")
        expect(page.get_by_role("dialog")).to_be_visible()
        wait_for(lambda: page.evaluate(LOADED), page)
        assert accessibility_problems(page) == []
        assert page.evaluate(BACKGROUND) == {"light": WHITE, "dark": DARK}[scheme]


def test_escape_closes_the_overlay_and_a_button_brings_it_back(
    context: BrowserContext, preview: Preview, build: FakeBuild
) -> None:
    page = context.new_page()
    page.goto(preview.url)
    write(build, "briefs/a/index.html", "Brief", "BROKEN")
    dialog, badge = page.get_by_role("dialog"), page.get_by_role("button", name="1 problem")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(badge).to_be_visible()
    page.goto(f"{preview.url}briefs/a/")  # closed is closed, on the next page too
    expect(badge).to_be_visible()
    expect(dialog).to_be_hidden()
    badge.click()
    expect(dialog).to_be_visible()
    write(build, "index.html", "BROKEN too")
    expect(page.get_by_role("dialog", name="2 problems")).to_be_visible()


def test_a_missing_page_shows_faults_and_appears_when_it_is_written(
    context: BrowserContext, preview: Preview, build: FakeBuild
) -> None:
    page = context.new_page()
    page.goto(f"{preview.url}briefs/new/")
    expect(page.locator("main h1")).to_have_text("Not here")
    write(build, "index.html", "BROKEN")
    expect(page.get_by_role("dialog")).to_be_visible()
    write(build, "index.html", "Home")
    write(build, "briefs/new/index.html", "Brand new")
    expect(page.locator("main h1")).to_have_text("Brand new")


def test_a_site_that_never_built_appears_when_it_does(
    context: BrowserContext, build: FakeBuild
) -> None:
    write(build, "index.html", "BROKEN")
    with serving(build) as preview:
        page = context.new_page()
        page.goto(preview.url)
        expect(page.get_by_role("dialog")).to_contain_text("Broken text")
        write(build, "index.html", "Home at last")
        expect(page.locator("main h1")).to_have_text("Home at last")
        expect(page.locator("briefgen-overlay")).to_have_count(0)


def test_a_restarted_server_is_followed(context: BrowserContext, build: FakeBuild) -> None:
    with serving(build) as preview:
        port = int(preview.url.split(":")[2].split("/")[0])
        page, same = context.new_page(), context.new_page()
        page.goto(f"{preview.url}briefs/a/")
        same.goto(preview.url)
        mark(same)
    write(build, "briefs/a/index.html", "Brief", "Written while nobody served")
    with serving(FakeBuild(build.site), port):
        expect(page.get_by_text("Written while nobody served")).to_be_attached()
        assert is_marked(same)
        write(build, "index.html", "Home", "And followed since")
        expect(same.get_by_text("And followed since")).to_be_attached()


def test_without_locks_a_page_polls(
    context: BrowserContext, preview: Preview, build: FakeBuild
) -> None:
    context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    page = context.new_page()
    page.goto(preview.url)
    write(build, "index.html", "Home", "Polled for")
    expect(page.get_by_text("Polled for")).to_be_attached()


def test_a_page_of_another_site_hears_nothing(context: BrowserContext, preview: Preview) -> None:
    page = context.new_page()
    page.goto("about:blank")
    heard = page.evaluate(
        """async (url) => {
            const tries = [fetch(url), fetch(url, { mode: "no-cors" }), fetch(`${url}_briefgen/revision`)];
            const ends = await Promise.allSettled(tries);
            return ends.map((end) => end.status);
        }""",
        preview.url,
    )
    assert heard == ["rejected", "rejected", "rejected"]

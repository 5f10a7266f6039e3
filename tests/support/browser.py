"""A real Chromium: pages at phone and desktop size, light and dark, judged by axe.

The system's Chromium, driven by Playwright; nothing is downloaded.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from support.need import lacking

Scheme = Literal["light", "dark"]
Size = Literal["desktop", "phone"]

VIEWPORTS: dict[Size, tuple[int, int]] = {"desktop": (1280, 800), "phone": (375, 740)}
"""Width and height in CSS pixels."""

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Chromium left to itself looks for updates; a closed network makes that slow and loud."""


def launch_arguments() -> list[str]:
    """How Chromium is started; its sandbox refuses to run as root."""
    return [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless; ends the test when there is none."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        lacking("no chromium on this machine: install it with the system's package manager")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=launch_arguments())
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser,
    address: str,
    *,
    size: Size = "desktop",
    scheme: Scheme = "light",
    scripts: bool = True,
) -> Iterator[Page]:
    """The page at that address in a fresh context.

    Leaving the block fails the test if the page logged an error, broke its
    content security policy, or asked another host for anything.
    """
    width, height = VIEWPORTS[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    complaints: list[str] = []
    host = address.split("/")[2]
    try:
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda r: complaints.extend(_foreign(r.url, host)))
        page.goto(address, wait_until="load")
        yield page
        assert not complaints, f"{address} ({size}, {scheme}): {complaints}"
    finally:
        context.close()


def screenshot(page: Page, file: Path) -> Path:
    """The whole page as a PNG, for a human to look at; returns the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=True)
    return file


def accessibility_problems(page: Page) -> list[str]:
    """What axe finds wrong: one line per rule and element; empty for a good page."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html']}"
        for rule in found
        for node in rule["nodes"]
    ]


def sideways_scroll(page: Page) -> int:
    """By how many CSS pixels the page is wider than its window; 0 for a good page."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return max(0, width)


def _foreign(url: str, host: str) -> list[str]:
    local = url.startswith(("data:", "blob:")) or url.split("/")[2] == host
    return [] if local else [f"asks another host: {url}"]

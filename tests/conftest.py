"""Fixtures that every test may use."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from support.need import lacking
from support.site import MakeSite, Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# In CI the same examples on every run, so that what is red there is red again here.
in_ci = bool(os.environ.get("CI"))
settings.register_profile("house", deadline=None, derandomize=in_ci, max_examples=60)
settings.load_profile("house")

# A shell that runs us in the background has us ignore Ctrl-C, and so would all that we start:
# tests of it would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option of our own."""
    parser.addoption(
        "--refresh",
        action="store_true",
        help="write expected reports and golden pages anew; look at the difference",
    )


@pytest.fixture
def refresh(request: pytest.FixtureRequest) -> bool:
    """True if expectations are to be written, not checked."""
    return bool(request.config.getoption("--refresh"))


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Makes sites, each in a folder of its own: `make_site({"content/a.md": "..."})`."""
    made = 0

    def make(files: Mapping[str, str | bytes] | str) -> Site:
        nonlocal made
        made += 1
        return Site.create(tmp_path / f"site-{made}", files)

    return make


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium, one for each module of tests.

    Not one for the session: Playwright holds an event loop in this thread as
    long as it runs, and tests of other modules may want to start their own.
    """
    try:
        from support.browser import chromium
    except ModuleNotFoundError as missing:
        lacking(f"no {missing.name} in this environment: requirements/test.txt has it")
    with chromium() as running:
        yield running

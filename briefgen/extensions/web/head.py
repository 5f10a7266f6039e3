"""What a page offers besides itself, as `<link>`s in its head: feeds, calendars, its Markdown twin.

A page asks only about itself, so that a new brief does not change the head of
every page: the site's feed is always there, and the site's calendar is offered
only where its timeline is shown anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.extensions.places import HOME, TIMELINE
from briefgen.extensions.web import calendar, feeds
from briefgen.lookups import Lookups
from briefgen.model import Data, Header

TWIN = "index.md"
"""The file name of a page's Markdown twin, in the page's own folder."""


class HeadLink(Data, frozen=True):
    """A `<link>` in the head of a page; `href` is an address inside the site."""

    rel: str
    href: str
    type: str
    title: str


def head_links(url: str, header: Header | None, lookups: Lookups) -> tuple[HeadLink, ...]:
    """The links of the page at `url`; `header` is None for a page that no document introduces."""
    return tuple(_links(url, header, lookups))


def _links(url: str, header: Header | None, lookups: Lookups) -> Iterator[HeadLink]:
    settings = lookups.settings()
    site = settings.title or "This site"
    yield from _feeds(HOME, site, lookups)
    if header and feeds.has_feed(header, lookups):
        yield from _feeds(header.url, header.title, lookups)
    if scope := _calendar(url, header, lookups):
        beside, title = (HOME, site) if scope == "site" else (url, header.title if header else site)
        yield HeadLink("alternate", beside + calendar.FILE, "text/calendar", f"Calendar: {title}")
    if header and settings.twins:
        yield HeadLink("alternate", header.url + TWIN, "text/markdown", "This page as Markdown")


def _feeds(url: str, title: str, lookups: Lookups) -> Iterator[HeadLink]:
    for made in feeds.formats(lookups):
        yield HeadLink("alternate", url + made.file, made.media_type, f"Feed: {title}")


def _calendar(url: str, header: Header | None, lookups: Lookups) -> str:
    """The scope of the calendar to offer: the page's own, or the site's where its timeline is shown."""
    own = calendar.scope_of(header) if header else ""
    scope = own or ("site" if url in (HOME, TIMELINE) else "")
    return scope if scope and calendar.has_calendar(scope, lookups) else ""

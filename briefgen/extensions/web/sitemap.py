"""`sitemap.xml` (sitemaps.org, protocol 0.9) and `robots.txt`.

A sitemap holds absolute addresses, so without a base address there is none.
`lastmod` stands only where the content states an exact day. A site of more
pages than one sitemap may hold gets several, and an index of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen import paths
from briefgen.extensions import home, search, sections, tags, timeline_page
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.places import HOME
from briefgen.extensions.web.moments import NEWS, exact_day
from briefgen.extensions.web.xml import document, element
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Entry, Made

MOST_PAGES = 50_000
SITEMAP, ROBOTS = f"{HOME}sitemap.xml", f"{HOME}robots.txt"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def pages(lookups: Lookups) -> dict[str, str]:
    """Every page's address with the day of its last change ("" if none is stated), by address."""
    found = {page.url: lastmod(page) for page in lookups.listing("all")}
    return dict(sorted((found | dict.fromkeys(_listings(lookups), "")).items()))


def _listings(lookups: Lookups) -> Iterator[str]:
    """The addresses of pages that no document is."""
    for listing in (home, sections, timeline_page, tags, search):
        found = (planned.url for planned in listing.plan(lookups))
        yield from (url for url in found if url.endswith("/"))


def _count(lookups: Lookups) -> int:
    return len({*_listings(lookups), *(page.url for page in lookups.listing("all"))})


def lastmod(page: Entry) -> str:
    """The day of a page's last change, ISO 8601, if its author states one exactly; else empty."""
    made = exact_day(page.date) if page.type in NEWS else ""
    return max(exact_day(page.updated), made)


def sitemap(part: str, lookups: Lookups) -> bytes:
    """One sitemap: all pages or the index of several (""), or one of those ("1" …)."""
    known = pages(lookups)
    count = _parts(len(known))
    if not part and count > 1:
        addresses = {f"{HOME}sitemap-{number}.xml": "" for number in range(1, count + 1)}
        return _document("sitemapindex", "sitemap", addresses, lookups)
    start = MOST_PAGES * (int(part or 1) - 1)
    chosen = dict([*known.items()][start : start + MOST_PAGES])
    return _document("urlset", "url", chosen, lookups)


def _parts(count: int) -> int:
    return -(-count // MOST_PAGES)


def _document(root_tag: str, tag: str, addresses: dict[str, str], lookups: Lookups) -> bytes:
    root = element(root_tag)
    for url, day in addresses.items():
        line = element(tag)
        line.append(element("loc", paths.absolute(lookups.settings().base_url, url)))
        line.extend([element("lastmod", day)] if day else [])
        root.append(line)
    return document(root, _NAMESPACE)


def robots(lookups: Lookups) -> bytes:
    """Everything may be read: what should not be is not in the output."""
    base = lookups.settings().base_url
    lines = ["User-agent: *", "Allow: /"]
    lines += ["", f"Sitemap: {paths.absolute(base, SITEMAP)}"] if base else []
    return "\n".join([*lines, ""]).encode()


def plan(lookups: Lookups) -> Iterator[Planned]:
    """`robots.txt`, and the sitemaps if the site knows its address."""
    settings = lookups.settings()
    if not settings.sitemap:
        return
    yield Planned(ROBOTS, "robots")
    if settings.base_url:
        yield Planned(SITEMAP, "")
        count = _parts(_count(lookups))
        for number in range(1, count + 1) if count > 1 else ():
            yield Planned(f"{HOME}sitemap-{number}.xml", str(number))


def make(subject: str, lookups: Lookups, _: Renderer) -> Made:
    """One of the files."""
    return Made(robots(lookups) if subject == "robots" else sitemap(subject, lookups))


EXTENSION = Extension("sitemap", producers=(Producer("sitemap", plan, make),))

"""Atom 1.0 (RFC 4287) and JSON Feed 1.1 for the site, each topic and each stakeholder.

A feed tells of pages that say when they were made: the newest change first. An
event's date, and a source's, is not when the page was made, so they are no
news. Nothing here asks the clock; a feed is as new as its newest entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from briefgen import paths
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.places import HOME
from briefgen.extensions.web.identity import identity, page_identity
from briefgen.extensions.web.json_text import pretty
from briefgen.extensions.web.moments import EPOCH, NEWS, changed, instant, published, rfc3339
from briefgen.extensions.web.xml import child, document, element
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Data, Entry, Header, Made

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_ENTRIES = 50
_MANY = 4096
"""Entries that are remembered as written: each stands in many feeds."""
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Item(Data, frozen=True):
    """One entry of a feed: a page, with its times in RFC 3339."""

    id: str
    url: str
    title: str
    summary: str
    published: str
    updated: str
    tags: tuple[str, ...]
    lang: str


class Feed(Data, frozen=True):
    """A feed before it is written in one of the two formats; addresses are absolute if the site's is known."""

    id: str
    title: str
    description: str
    home: str
    address: str
    author: str
    lang: str
    items: tuple[Item, ...]


# -- what is told -----------------------------------------------------------------------


def news(scope: str, lookups: Lookups) -> Iterator[Entry]:
    """The pages of a listing that a feed tells of: made by their authors, and dated."""
    pages = (page for page in lookups.listing(scope) if page.type in NEWS)
    return (page for page in pages if instant(page.date) and not paths.is_index(page.name))


def feed(scope: str, file: str, lookups: Lookups) -> Feed:
    """The feed of `all`, `topic:ID` or `stakeholder:ID`, to be written to a file beside its page."""
    settings = lookups.settings()
    about = lookups.header(scope.partition(":")[2]) if scope != "all" else None
    site = settings.title or "Home"
    url = about.url if about else HOME
    return Feed(
        page_identity(about, lookups, file) if about else identity(HOME + file, lookups),
        f"{about.title} · {site}" if about else site,
        (about.summary if about else "") or settings.description,
        paths.absolute(settings.base_url, url),
        paths.absolute(settings.base_url, url + file),
        settings.author or site,
        (about.lang if about else "") or settings.language,
        _items(scope, lookups),
    )


def _items(scope: str, lookups: Lookups) -> tuple[Item, ...]:
    """The newest entries; which are newest is decided by dates, and only those are read whole."""
    recent = sorted(news(scope, lookups), key=_latest, reverse=True)[:MOST_ENTRIES]
    headers = (header for page in recent if (header := lookups.header(page.id)))
    items = [_item(header, lookups) for header in headers]
    items.sort(key=lambda item: item.url)
    items.sort(key=lambda item: item.updated, reverse=True)
    return tuple(items)


def _latest(page: Entry) -> tuple[datetime, str]:
    return max(instant(page.date) or EPOCH, instant(page.updated) or EPOCH), page.url


def _item(header: Header, lookups: Lookups) -> Item:
    settings = lookups.settings()
    return Item(
        page_identity(header, lookups),
        paths.absolute(settings.base_url, header.url),
        header.title,
        header.summary,
        rfc3339(published(header) or EPOCH),
        rfc3339(changed(header) or EPOCH),
        header.tags,
        header.lang or settings.language,
    )


# -- how it is written --------------------------------------------------------------------


def atom(found: Feed) -> bytes:
    """A feed in Atom 1.0. One without entries has never been updated: it says so with 1970."""
    root = element("feed")
    root.set(_LANG, found.lang)
    updated = max((item.updated for item in found.items), default=rfc3339(EPOCH))
    root.extend([_text("id", f"urn:uuid:{found.id}"), _text("title", found.title)])
    root.extend([_text("subtitle", found.description)] if found.description else [])
    root.append(_text("updated", updated))
    root.append(element("link", rel="self", type="application/atom+xml", href=found.address))
    root.append(element("link", rel="alternate", type="text/html", href=found.home))
    author = element("author")
    author.append(_text("name", found.author))
    root.extend([author, _text("generator", "briefgen")])
    return document(root, _ATOM, [_atom_entry(item, found.lang) for item in found.items])


@lru_cache(_MANY)
def _atom_entry(item: Item, lang: str) -> str:
    entry = element("entry")
    if item.lang != lang:
        entry.set(_LANG, item.lang)
    entry.extend([_text("id", f"urn:uuid:{item.id}"), _text("title", item.title)])
    entry.append(element("link", rel="alternate", type="text/html", href=item.url))
    entry.extend([_text("published", item.published), _text("updated", item.updated)])
    entry.extend(element("category", term=tag) for tag in item.tags)
    entry.append(_text("summary", item.summary or item.title))
    return child(entry)


def _text(tag: str, text: str) -> Element:
    return element(tag, text)


def json_feed(found: Feed) -> bytes:
    """A feed in JSON Feed 1.1."""
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": found.title,
        "home_page_url": found.home,
        "feed_url": found.address,
        "description": found.description,
        "language": found.lang,
        "authors": [{"name": found.author}],
        "items": [_json_item(item) for item in found.items],
    }
    kept = {key: value for key, value in made.items() if value != ""}
    return pretty(kept)


def _json_item(item: Item) -> dict[str, object]:
    made: dict[str, object] = {
        "id": f"urn:uuid:{item.id}",
        "url": item.url,
        "title": item.title,
        "content_text": item.summary or item.title,
        "summary": item.summary,
        "date_published": item.published,
        "date_modified": item.updated,
        "tags": list(item.tags),
        "language": item.lang,
    }
    return {key: value for key, value in made.items() if value not in ("", [])}


# -- the door -----------------------------------------------------------------------------


class Format(NamedTuple):
    """A format of feeds: its file, its media type, and what writes it."""

    file: str
    media_type: str
    write: Callable[[Feed], bytes]


FORMATS = {
    "atom": Format("feed.xml", "application/atom+xml", atom),
    "json": Format("feed.json", "application/feed+json", json_feed),
}
_WRITERS = {made.file: made.write for made in FORMATS.values()}


def formats(lookups: Lookups) -> list[Format]:
    """Those that the site makes."""
    return [FORMATS[name] for name in lookups.settings().feeds]


def has_feed(page: Header | Entry, lookups: Lookups) -> bool:
    """True for a topic or stakeholder of which there is anything to tell."""
    settings = lookups.settings()
    wanted = bool(settings.feeds) and f"{page.type}s" in settings.feeds_for and page.url != HOME
    return wanted and any(news(f"{page.type}:{page.id}", lookups))


def plan(lookups: Lookups) -> Iterator[Planned]:
    """Each format for the site, always, and for whatever has news of its own."""
    files = [made.file for made in formats(lookups)]
    if not files:
        return
    for file in files:
        yield Planned(HOME + file, f"{file} all")
    for type in ("topic", "stakeholder"):
        for page in lookups.listing(f"type:{type}"):
            if has_feed(page, lookups):
                for file in files:
                    yield Planned(page.url + file, f"{file} {type}:{page.id}", page.name)


def make(subject: str, lookups: Lookups, _: Renderer) -> Made:
    """One feed; its subject is its file and the scope it tells of."""
    file, scope = subject.split(" ", 1)
    return Made(_WRITERS[file](feed(scope, file, lookups)))


EXTENSION = Extension("feeds", producers=(Producer("feeds", plan, make),))

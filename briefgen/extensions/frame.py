"""What stands around every page: titles, the way home, navigation, neighbours, and what machines read."""

from __future__ import annotations

from briefgen import paths
from briefgen.extensions.places import HOME, Crumb, crumbs, is_index
from briefgen.lookups import Lookups
from briefgen.model import Data, Entry, Header, Page, TocItem
from briefgen.settings import NavItem


class NavLink(Data, frozen=True):
    """A line of the navigation; `current` if it leads to this page or to what this page belongs to."""

    title: str
    url: str
    current: bool
    children: tuple[NavLink, ...] = ()


class HeadLink(Data, frozen=True):
    """A `<link>` in the head of a page."""

    rel: str
    href: str
    type: str
    title: str


class Frame(Data, frozen=True):
    """Everything around the content of a full page.

    `url` is inside the site; `canonical` is absolute, or empty as long as the
    base address is unknown. `json_ld` is JSON that is safe inside HTML, or empty.
    """

    title: str
    head_title: str
    description: str
    url: str
    canonical: str
    lang: str
    type: str
    crumbs: tuple[Crumb, ...] = ()
    nav: tuple[NavLink, ...] = ()
    previous: Crumb | None = None
    next: Crumb | None = None
    toc: tuple[TocItem, ...] = ()
    marks: tuple[str, ...] = ()
    head: tuple[HeadLink, ...] = ()
    og: tuple[tuple[str, str], ...] = ()
    json_ld: str = ""
    logo: str = ""
    favicon: str = ""


class Place(Data, frozen=True):
    """What a frame needs to know of its page."""

    title: str
    url: str
    type: str
    description: str = ""
    lang: str = ""
    image: str = ""
    marks: tuple[str, ...] = ()
    crumbs: tuple[Crumb, ...] = ()


def document_frame(header: Header, page: Page, lookups: Lookups, type: str = "") -> Frame:
    """The frame of a document's own page; `type` says what it serves as, if not as what it is."""
    entry = lookups.entry(header.id)
    place = Place(
        header.title,
        header.url,
        type or header.type,
        header.summary or (entry.summary if entry else ""),
        header.lang,
        header.image,
        entry.marks if entry else (),
        crumbs(header, lookups),
    )
    before, after = _beside(header, lookups)
    return frame(place, lookups, page.toc, before, after)


def frame(
    place: Place,
    lookups: Lookups,
    toc: tuple[TocItem, ...] = (),
    before: Crumb | None = None,
    after: Crumb | None = None,
) -> Frame:
    """The frame of any page of the site."""
    settings = lookups.settings()
    canonical = paths.absolute(settings.base_url, place.url) if settings.base_url else ""
    description = place.description or (settings.description if place.url == HOME else "")
    return Frame(
        title=place.title,
        head_title=_head_title(place.title, settings.title),
        description=description,
        url=place.url,
        canonical=canonical,
        lang=place.lang or settings.language,
        type=place.type,
        crumbs=place.crumbs,
        nav=tuple(_nav_link(item, place.url) for item in lookups.nav()),
        previous=before,
        next=after,
        toc=toc,
        marks=place.marks,
        og=_open_graph(place, description, canonical, lookups),
        logo=file_address(settings.logo, lookups),
        favicon=file_address(settings.favicon, lookups),
    )


def _head_title(title: str, site: str) -> str:
    return f"{title} · {site}" if site and site != title else title


def _beside(header: Header, lookups: Lookups) -> tuple[Crumb | None, Crumb | None]:
    """The pages before and after; events have theirs in time, introductions have none."""
    if header.type == "event" or is_index(header.name):
        return None, None
    before, after = lookups.neighbours(header.id)
    return _crumb(before), _crumb(after)


def _crumb(entry: Entry | None) -> Crumb | None:
    return Crumb(entry.title, entry.url) if entry else None


def _nav_link(item: NavItem, url: str) -> NavLink:
    children = tuple(_nav_link(child, url) for child in item.children)
    section = item.target.endswith("/") and item.target != HOME and url.startswith(item.target)
    return NavLink(item.title, item.target, section or url == item.target, children)


def file_address(name: str, lookups: Lookups) -> str:
    """The address of a content file by its path or, where only one is so called, its name; else empty."""
    if "://" in name or not name:
        return name
    path = name.lstrip("/")
    found = (path,) if lookups.file(path) else lookups.find_file(path)
    return paths.file_url(found[0]) if len(found) == 1 else ""


def _open_graph(
    place: Place, description: str, canonical: str, lookups: Lookups
) -> tuple[tuple[str, str], ...]:
    settings = lookups.settings()
    image = file_address(place.image or settings.image, lookups)
    if image.startswith("/"):
        image = paths.absolute(settings.base_url, image) if settings.base_url else ""
    found = (
        ("og:title", place.title),
        ("og:type", "article" if place.type == "brief" else "website"),
        ("og:description", description),
        ("og:url", canonical),
        ("og:site_name", settings.title),
        ("og:image", image),
        ("og:locale", (place.lang or settings.language).replace("-", "_")),
    )
    return tuple((name, value) for name, value in found if value)

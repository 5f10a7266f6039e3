"""What stands around every page: titles, the way home, navigation, neighbours, and what machines read."""

from __future__ import annotations

from briefgen import paths
from briefgen.directions import direction
from briefgen.extensions.places import HOME, Crumb, crumbs
from briefgen.extensions.web.head import HeadLink, head_links
from briefgen.extensions.web.social import Shared, open_graph
from briefgen.extensions.web.social_cards import SIZE, card_address
from briefgen.extensions.web.structured import document_ld, listing_ld
from briefgen.lookups import Lookups
from briefgen.model import Data, Entry, Header, Page, TocItem
from briefgen.resolve import find_file, parted
from briefgen.settings import NavItem


class NavLink(Data, frozen=True):
    """A line of the navigation; `current` if it leads to this page or to what this page belongs to."""

    title: str
    url: str
    current: bool
    children: tuple[NavLink, ...] = ()


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
    dir: str
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
    return frame(place, lookups, page.toc, before, after, header)


def frame(
    place: Place,
    lookups: Lookups,
    toc: tuple[TocItem, ...] = (),
    before: Crumb | None = None,
    after: Crumb | None = None,
    header: Header | None = None,
) -> Frame:
    """The frame of any page of the site; `header` is that of its document, if it has one."""
    settings = lookups.settings()
    canonical = paths.absolute(settings.base_url, place.url) if settings.base_url else ""
    description = place.description or (settings.description if place.url == HOME else "")
    shared = _shared(place, description, canonical, header, lookups)
    language = place.lang or settings.language
    return Frame(
        title=place.title,
        head_title=_head_title(place.title, settings.title),
        description=description,
        url=place.url,
        canonical=canonical,
        lang=language,
        dir=direction(language),
        type=place.type,
        crumbs=place.crumbs,
        nav=tuple(_nav_link(item, place.url) for item in lookups.nav()),
        previous=before,
        next=after,
        toc=toc,
        marks=place.marks,
        head=head_links(place.url, header, lookups),
        og=open_graph(shared, header, lookups),
        json_ld=document_ld(header, place.crumbs, lookups, shared.image)
        if header
        else listing_ld(place.url, place.title, place.crumbs, lookups),
        logo=file_address(settings.logo, "", lookups),
        favicon=file_address(settings.favicon, "", lookups),
    )


def _head_title(title: str, site: str) -> str:
    return f"{title} · {site}" if site and site != title else title


def _beside(header: Header, lookups: Lookups) -> tuple[Crumb | None, Crumb | None]:
    """The pages before and after; events have theirs in time, introductions have none."""
    if header.type == "event" or paths.is_index(header.name):
        return None, None
    before, after = lookups.neighbours(header.id)
    return _crumb(before), _crumb(after)


def _crumb(entry: Entry | None) -> Crumb | None:
    return Crumb(entry.title, entry.url) if entry else None


def _nav_link(item: NavItem, url: str) -> NavLink:
    children = tuple(_nav_link(child, url) for child in item.children)
    section = item.target.endswith("/") and item.target != HOME and url.startswith(item.target)
    return NavLink(item.title, item.target, section or url == item.target, children)


def file_address(name: str, owner: str, lookups: Lookups) -> str:
    """The address of a content file as the page `owner` ("" for none) names it; else empty."""
    if "://" in name or not name:
        return name
    file, tail = parted(name, owner, lookups)
    found = find_file(file, owner, lookups)
    return paths.attachment_url(found[0]) + tail if len(found) == 1 else ""


def _shared(
    place: Place, description: str, canonical: str, header: Header | None, lookups: Lookups
) -> Shared:
    """What a shared link to the page shows: its own picture, else the site's, else its card.

    A picture needs a whole address, so it needs the site's.
    """
    settings = lookups.settings()
    card = card_address(lookups.entry(header.id), settings) if header else ""
    owner = header.name if header and place.image else ""
    image = file_address(place.image or settings.image, owner, lookups) or card
    size = SIZE if card and image == card else (0, 0)
    if image.startswith("/"):
        image = paths.absolute(settings.base_url, image) if settings.base_url else ""
    return Shared(place.title, place.type, description, canonical, image, place.lang, size)

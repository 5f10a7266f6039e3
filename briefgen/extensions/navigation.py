"""The navigation of the whole site: what `nav:` says, else the sections that have something in them.

It is one small value for all pages, so that a new title inside a section
changes no page that only shows the way to that section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from briefgen.extensions.ordering import target
from briefgen.extensions.places import TIMELINE, folder_title, section_url
from briefgen.extensions.wording import type_label
from briefgen.lookups import Lookups
from briefgen.model import Entry
from briefgen.paths import attachment_url, fold, folder_url, is_index, nfc
from briefgen.resolve import find_anchor
from briefgen.settings import NavItem

SECTION_ORDER = ("brief", "stakeholder", "event", "topic", "figure", "source")
MOST_PAGES = 4
"""How many plain pages and folders at the top have a place of their own; more go under "Pages"."""


def navigation(lookups: Lookups) -> tuple[NavItem, ...]:
    """The navigation with addresses for targets and a title everywhere.

    A configured target that leads nowhere is left out with its children kept;
    `promises` tells of it.
    """
    given = lookups.settings().nav
    if given:
        return tuple(item for item in (_settled(item, lookups) for item in given) if _leads(item))
    return (*_sections(lookups), *_plain_pages(lookups))


def _settled(item: NavItem, lookups: Lookups) -> NavItem:
    url, title = aim(item.target, lookups)
    title = item.title or title
    children = tuple(_settled(child, lookups) for child in item.children)
    return NavItem(title or url, url, tuple(child for child in children if _leads(child)))


def _leads(item: NavItem) -> bool:
    return bool(item.target or item.children)


def aim(written: str, lookups: Lookups) -> tuple[str, str]:
    """Address and title of what a line leads to; no address for a name that means no page, or several."""
    if not is_path(written) and is_address(written):
        return written, ""
    name, tail, part = parts(written)
    if page := target(name, lookups):
        url, _, own = page.url.partition("#")
        anchors = lookups.anchors(page.name)
        otherwise = part if is_path(written) else ""  # `promises` tells that it is not there
        section = (find_anchor(part, anchors) or otherwise) if part else own
        title = dict(anchors).get(section) or page.title
        return url + tail + (f"#{section}" if section else ""), title
    if not is_path(written):
        return "", ""
    if lookups.file(name.removeprefix("/")):
        return attachment_url(name.removeprefix("/")) + tail + (f"#{part}" if part else ""), ""
    return written, ""


def parts(written: str) -> tuple[str, str, str]:
    """Name or path, query and section of a target."""
    name, _, part = written.partition("#")
    if not is_path(name):
        return name, "", part
    name, mark, query = name.partition("?")
    return nfc(unquote(name)), mark + query, part


def files(items: Iterable[NavItem], lookups: Lookups) -> tuple[str, ...]:
    """The names of the files of the site that the navigation leads to."""
    paths = (parts(written)[0] for _, written in targets(items) if is_path(written))
    return tuple(path[1:] for path in paths if lookups.file(path[1:]))


def is_path(text: str) -> bool:
    """True for a target that is an address of the site, or a path from the content folder."""
    return text.startswith("/")


def targets(items: Iterable[NavItem], where: str = "nav") -> Iterator[tuple[str, str]]:
    """Every target of the navigation with the path of its key."""
    for number, item in enumerate(items):
        if item.target:
            yield f"{where}.{number}.target", item.target
        yield from targets(item.children, f"{where}.{number}.children")


def is_address(text: str) -> bool:
    """True for a target that is no name: an address of the site or of the web."""
    return text.startswith(("/", "#", "mailto:")) or "://" in text


def has_section(type: str, lookups: Lookups) -> bool:
    """True if the index of a type has anything to list."""
    if type == "figure":
        return bool(lookups.figures("site"))
    return any(not is_index(page.name) for page in lookups.listing(f"type:{type}"))


def _sections(lookups: Lookups) -> list[NavItem]:
    items: list[NavItem] = []
    for type in SECTION_ORDER:
        if type == "event":
            items += [NavItem("Timeline", TIMELINE)] if lookups.timeline("site") else []
        elif has_section(type, lookups):
            items.append(NavItem(type_label(type), section_url(type)))
    return items


def _plain_pages(lookups: Lookups) -> list[NavItem]:
    pages = [
        page
        for page in lookups.listing("folder:")
        if page.type == "page" and not is_index(page.name)
    ]
    folders = plain_folders("", lookups)
    if len(pages) + len(folders) > MOST_PAGES:
        return [NavItem(type_label("page"), section_url("page"))]
    items = [NavItem(folder_title(folder, lookups), folder_url(folder)) for folder in folders]
    return [*items, *(NavItem(page.title, page.url) for page in sorted(pages, key=_title))]


def plain_folders(folder: str, lookups: Lookups) -> tuple[str, ...]:
    """The direct subfolders of a folder that have a list of their own and are no section of a type, by name."""
    urls = {section_url(type) for type in SECTION_ORDER}
    found = (sub for sub in lookups.folders(folder) if folder_url(sub) not in urls)
    return tuple(sorted((sub for sub in found if _holds_pages(sub, lookups)), key=fold))


def _holds_pages(folder: str, lookups: Lookups) -> bool:
    """True if a plain page stands in a folder or below: what else lies there stands in its type's section."""
    if any(page.type == "page" for page in lookups.listing(f"folder:{folder}")):
        return True
    return any(_holds_pages(sub, lookups) for sub in lookups.folders(folder))


def _title(page: Entry) -> tuple[str, str]:
    return fold(page.title), page.id

"""The navigation of the whole site: what `nav:` says, else the sections that have something in them.

It is one small value for all pages, so that a new title inside a section
changes no page that only shows the way to that section.
"""

from __future__ import annotations

from briefgen.extensions.ordering import target
from briefgen.extensions.places import TIMELINE, folder_title, section_url
from briefgen.extensions.wording import type_label
from briefgen.lookups import Lookups
from briefgen.model import Entry
from briefgen.paths import fold, folder_url, is_index
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
    url, title = item.target, item.title
    if url and not is_address(url):
        found = target(url, lookups)
        url, title = (found.url, title or found.title) if found else ("", title)
    children = tuple(_settled(child, lookups) for child in item.children)
    return NavItem(title or url, url, tuple(child for child in children if _leads(child)))


def _leads(item: NavItem) -> bool:
    return bool(item.target or item.children)


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
    """The direct subfolders of a folder that are no section of a type, by name."""
    urls = {section_url(type) for type in SECTION_ORDER}
    found = (sub for sub in lookups.folders(folder) if folder_url(sub) not in urls)
    return tuple(sorted(found, key=fold))


def _title(page: Entry) -> tuple[str, str]:
    return fold(page.title), page.id

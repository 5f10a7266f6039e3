"""Where things stand: sections and folders with their addresses and titles, and the way back home."""

from __future__ import annotations

import posixpath

from briefgen import paths
from briefgen.extensions.ordering import target
from briefgen.extensions.wording import type_label
from briefgen.frontmatter.address import TYPE_FOLDERS, TYPES_OF_FOLDERS
from briefgen.lookups import Lookups
from briefgen.model import Data, Header

HOME, TIMELINE, TAGS, SEARCH, NOT_FOUND = "/", "/timeline/", "/tags/", "/search/", "/404.html"
FOLDERS = {**TYPE_FOLDERS, "page": "pages"}
"""The folder of each type; that of plain pages is only the address of their index."""


class Crumb(Data, frozen=True):
    """A step on the way from home, or to the page beside."""

    title: str
    url: str


class Counted(Data, frozen=True):
    """A section with the number of its pages."""

    title: str
    url: str
    count: int


def section_url(type: str) -> str:
    """The address of the index of a type."""
    return paths.page_url(FOLDERS[type])


def folder_title(folder: str, lookups: Lookups) -> str:
    """The title of a folder: the section's, that of its own introduction, else its name in words."""
    if folder in TYPES_OF_FOLDERS:
        return type_label(TYPES_OF_FOLDERS[folder])
    found = target(f"{folder}/index", lookups)
    words = posixpath.basename(folder).replace("-", " ").replace("_", " ").strip()
    return found.title if found else words[:1].upper() + words[1:]


def home_title(lookups: Lookups) -> str:
    """What the site is called where its own page is meant."""
    return lookups.settings().title or "Home"


def crumbs(header: Header, lookups: Lookups) -> tuple[Crumb, ...]:
    """The way from home to a page, without the page; empty for the home page itself."""
    if header.url == HOME:
        return ()
    home = Crumb("Home", HOME)
    if header.type != "page":
        return (home, Crumb(type_label(header.type), section_url(header.type)))
    folder = paths.parent(header.name)
    return (
        home,
        *folder_crumbs(paths.parent(folder) if paths.is_index(header.name) else folder, lookups),
    )


def folder_crumbs(folder: str, lookups: Lookups) -> tuple[Crumb, ...]:
    """A folder and those around it, outermost first."""
    steps = [*above(folder), folder] if folder else []
    return tuple(Crumb(folder_title(step, lookups), paths.folder_url(step)) for step in steps)


def above(folder: str) -> tuple[str, ...]:
    """The folders around a folder, outermost first, without the content folder."""
    parts = folder.split("/")[:-1]
    return tuple("/".join(parts[: count + 1]) for count in range(len(parts)))

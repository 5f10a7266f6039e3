"""Indexes: one for every type that has documents, and one for every folder of plain pages.

Dated types stand under their years, stakeholders under their kinds. Folders list
what is directly in them, so that a vault of notes can be walked from the top.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from briefgen import paths
from briefgen.extensions import listings, navigation
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.listings import Listing
from briefgen.extensions.ordering import Groups, by_title, by_year, on_their_days, target
from briefgen.extensions.places import (
    FOLDERS,
    HOME,
    Crumb,
    above,
    folder_crumbs,
    folder_title,
    section_url,
)
from briefgen.extensions.quantities import figure_views
from briefgen.extensions.wording import KIND_LABELS, kind_label, type_label
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Entry, Made

_DATED = ("brief", "event", "source")


def pages_of(type: str, lookups: Lookups) -> tuple[Entry, ...]:
    """The documents of a type in the order of listings, without introductions."""
    return tuple(page for page in lookups.listing(f"type:{type}") if not paths.is_index(page.name))


def section_listing(type: str) -> Listing:
    """The index of all documents of a type."""
    template = "stakeholders.html" if type == "stakeholder" else "section.html"
    return Listing(
        "section",
        section_url(type),
        template,
        lambda _: type_label(type),
        lambda lookups: _section_content(type, lookups),
    )


def _section_content(type: str, lookups: Lookups) -> dict[str, Any]:
    pages = on_their_days(pages_of(type, lookups), lookups)
    figures = lookups.figures("site") if type == "figure" else ()
    return {
        "entries": pages,
        "groups": _groups(type, pages, lookups),
        "figures": figure_views(figures, lookups),
    }


def _groups(type: str, pages: tuple[Entry, ...], lookups: Lookups) -> Groups[Entry]:
    if type == "stakeholder":
        return by_kind(pages)
    if type == "page":
        return _by_folder(pages, lookups)
    if type == "topic":
        return _issues_apart(pages)
    groups = by_year(pages) if type in _DATED else ()
    return groups if len(groups) > 1 else ()


def by_kind(stakeholders: Iterable[Entry]) -> Groups[Entry]:
    """Stakeholders under their kinds: the known ones in their order, others after, none last."""
    kept = by_title(stakeholders)
    known = [*KIND_LABELS, *sorted({page.kind for page in kept} - {*KIND_LABELS, ""}), ""]
    groups = ((kind, tuple(page for page in kept if page.kind == kind)) for kind in known)
    return tuple((kind_label(kind), members) for kind, members in groups if members)


def _by_folder(pages: Iterable[Entry], lookups: Lookups) -> Groups[Entry]:
    kept = by_title(pages)
    folders = sorted({paths.parent(page.name) for page in kept}, key=paths.fold)
    found = ((f, tuple(page for page in kept if paths.parent(page.name) == f)) for f in folders)
    groups = tuple((_path_title(folder, lookups), members) for folder, members in found)
    return groups if len(groups) > 1 else ()


def _path_title(folder: str, lookups: Lookups) -> str:
    steps = [*above(folder), folder] if folder else []
    return " › ".join(folder_title(step, lookups) for step in steps) or "At the top"


def _issues_apart(pages: tuple[Entry, ...]) -> Groups[Entry]:
    issues = tuple(page for page in pages if page.kind == "issue")
    others = tuple(page for page in pages if page.kind != "issue")
    return (("Issues", issues), ("Other topics", others)) if issues and others else ()


# -- folders ---------------------------------------------------------------------------


def folder_listing(folder: str) -> Listing:
    """The index of a folder of plain pages: its subfolders, then its pages."""
    return Listing(
        "section",
        paths.folder_url(folder),
        "section.html",
        lambda lookups: folder_title(folder, lookups),
        lambda lookups: _folder_content(folder, lookups),
        lambda lookups: (Crumb("Home", HOME), *folder_crumbs(paths.parent(folder), lookups)),
    )


def _folder_content(folder: str, lookups: Lookups) -> dict[str, Any]:
    pages = tuple(p for p in lookups.listing(f"folder:{folder}") if not paths.is_index(p.name))
    folders = tuple(
        _folder_entry(sub, lookups) for sub in navigation.plain_folders(folder, lookups)
    )
    groups = (("Folders", folders), ("Pages", pages)) if folders and pages else ()
    return {"entries": pages or folders, "groups": groups, "figures": ()}


def _folder_entry(folder: str, lookups: Lookups) -> Entry:
    """A folder as listings show a page: its introduction, or what its name says."""
    written = target(f"{folder}/index", lookups)
    found = lookups.entry(written.id) if written else None
    if found:
        return found
    return Entry("", "page", folder_title(folder, lookups), paths.folder_url(folder), folder)


# -- producers ---------------------------------------------------------------------------


def plan(lookups: Lookups) -> Iterable[Planned]:
    """Every index that nobody introduces; where a type and a folder share an address, the type's."""
    wanted: dict[str, Planned] = {}
    for folder in sorted(_folders(lookups)):
        wanted[paths.folder_url(folder)] = Planned(paths.folder_url(folder), f"folder:{folder}")
    for type in FOLDERS:
        if navigation.has_section(type, lookups):
            by_type = Planned(section_url(type), f"type:{type}")
            wanted[by_type.url] = wanted.get(by_type.url, by_type) if type == "page" else by_type
    free = (url for url in wanted if url != HOME and not listings.is_taken(url, lookups))
    return tuple(wanted[url] for url in free)


def _folders(lookups: Lookups) -> set[str]:
    """All folders in which a plain page stands, and those around them."""
    pages = (page for page in lookups.listing("type:page"))
    inner = {paths.parent(page.name) for page in pages} - {""}
    return inner | {outer for folder in inner for outer in above(folder)}


def make(subject: str, lookups: Lookups, renderer: Renderer) -> Made:
    """One index: `type:brief` or `folder:notes`."""
    what, _, name = subject.partition(":")
    listing = section_listing(name) if what == "type" else folder_listing(name)
    return listings.make(listing, lookups, renderer)


EXTENSION = Extension("sections", producers=(Producer("sections", plan, make),))

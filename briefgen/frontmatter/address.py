"""Type, id, address and title of a file, from where it stands and what it says.

* A file in the folder of a type has that type, its own name as id, and the
  address `/<folder>/<id>/`, however deep it stands in the folder.
* Any other file is a page. It keeps its path (`notes/Some Note.md` is
  `/notes/some-note/`), and its id is the whole path (`notes-some-note`), so that
  notes of one name in several folders are no clash; links find it by its name.
* `index.md` is the introduction of its folder: a page at the folder's address,
  with the id `<folder>-index` (`index` at the root).
"""

from __future__ import annotations

from typing import NamedTuple

from briefgen import paths
from briefgen.paths import Url, segment

TYPE_FOLDERS = {
    "brief": "briefs",
    "event": "events",
    "stakeholder": "stakeholders",
    "source": "sources",
    "topic": "topics",
    "figure": "figures",
}
TYPES_OF_FOLDERS = {folder: type_ for type_, folder in TYPE_FOLDERS.items()}


class Address(NamedTuple):
    """What a file is called in the site."""

    id: str
    url: Url


def type_of(name: str) -> str:
    """The type that the folder gives."""
    folder, slash, _ = name.partition("/")
    return TYPES_OF_FOLDERS.get(folder, "page") if slash and not paths.is_index(name) else "page"


def address(name: str, type_: str, id: str = "", slug: str = "") -> Address:
    """Id and address of a file; `id` and `slug` are what it says itself, or ""."""
    folders = [segment(part) for part in paths.parent(name).split("/") if part]
    last = segment(paths.stem(name))
    if paths.is_index(name):
        shown = [*folders[:-1], slug or folders[-1]] if folders else []
        return Address(id or "-".join([*folders, "index"]), paths.page_url(*shown))
    if type_ in TYPE_FOLDERS:
        own = id or last
        return Address(own, paths.page_url(TYPE_FOLDERS[type_], slug or own))
    return Address(id or "-".join([*folders, last]), paths.page_url(*folders, slug or last))


def title_from(name: str) -> str:
    """A title for a file that has none: its name, or its folder's, in words."""
    folder = paths.parent(name).rpartition("/")[2]
    stem = (folder or "Home") if paths.is_index(name) else paths.stem(name)
    words = stem if " " in stem else " ".join(stem.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:] or stem

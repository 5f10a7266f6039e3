"""What a new site changes in the published one: pure comparison of two trees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from briefgen.model import Data

Tree = Mapping[str, str]
"""Path → id of its bytes in git."""

_INFRASTRUCTURE = frozenset({".nojekyll", "CNAME", "404.html"})


class Changes(Data, frozen=True):
    """Paths of files, sorted. A page is an address that people go to."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare(old: Tree, new: Tree) -> Changes:
    """What must happen to the old tree to make it the new one."""
    return Changes(
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(path for path in new.keys() & old.keys() if new[path] != old[path])),
        tuple(sorted(old.keys() - new.keys())),
    )


def lost(made: Tree, present: Tree, new: Tree) -> tuple[str, ...]:
    """Files that others changed, added or removed since we made them, and that the new tree undoes.

    CNAME is none of them: the host itself changes it, and what it says is kept (see `domain`).
    """
    others = compare(made, present)
    return tuple(
        path
        for path in sorted((*others.added, *others.changed, *others.removed))
        if path != "CNAME" and new.get(path) != present.get(path)
    )


def is_page(path: str) -> bool:
    """True for a file that is a page of its own: not for assets, data, or the page for errors."""
    return path.endswith((".html", ".htm")) and path not in _INFRASTRUCTURE


def pages(paths: Iterable[str]) -> tuple[str, ...]:
    """The addresses of the pages among some files."""
    return tuple(address(path) for path in paths if is_page(path))


def address(path: str) -> str:
    """The address of a file of the site: a folder for its `index.html`."""
    return "/" + re.sub(r"(^|/)index\.html$", r"\1", path)


def subscribed(path: str) -> bool:
    """True for a file that others fetch again and again by its address: feeds and calendars."""
    return path.endswith((".xml", ".ics", "feed.json")) and path != "sitemap.xml"


def vanishing(changes: Changes) -> tuple[str, ...]:
    """Addresses that worked and would be gone: pages, feeds and calendars without a redirect.

    A redirect is a page at the old address, so an address that has one is not removed.
    """
    return tuple(address(p) for p in changes.removed if is_page(p) or subscribed(p))

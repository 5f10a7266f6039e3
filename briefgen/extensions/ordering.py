"""Names into entries, the order of entries, and who stands beside whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from msgspec.structs import replace

from briefgen.dates import EdtfDate, sort_key, year_of
from briefgen.index import listed
from briefgen.lookups import Lookups
from briefgen.model import TYPES, Entry, Target
from briefgen.paths import fold
from briefgen.statements import one

T = TypeVar("T")
Groups = tuple[tuple[str, tuple[T, ...]], ...]
"""Headings, each with what stands under it."""


def target(name: str, lookups: Lookups, *expects: str) -> Target | None:
    """The one public thing of an expected type that a name or id means, if there is one."""
    return one(lookups.resolve, name, *expects) if name else None


def entry(name: str, lookups: Lookups, *expects: str) -> Entry | None:
    """The page that a name or id means, None where it is no page or not to be seen."""
    found = target(name, lookups, *expects)
    return lookups.entry(found.id) if found else None


def marks(page: str, url: str, lookups: Lookups) -> tuple[str, ...]:
    """Why a public build would not show an event or figure of a page; asked only where such are shown."""
    if lookups.settings().audience == "public":
        return ()
    found = target(page, lookups)
    part = url.partition("#")[2].replace("-", ":", 1)
    return lookups.marks(found.id, part) if found else ()


def entries(names: Iterable[str], lookups: Lookups, *expects: str) -> tuple[Entry, ...]:
    """The pages that names or ids mean, in their order, each once."""
    found = (entry(name, lookups, *expects) for name in names)
    return tuple({page.id: page for page in found if page}.values())


def known_entries(ids: Iterable[str], lookups: Lookups) -> tuple[Entry, ...]:
    """The pages of ids that were resolved already, in their order."""
    found = [lookups.entry(id) for id in ids]
    return tuple([page for page in found if page])


def newest_first(pages: Iterable[T], date: Callable[[T], EdtfDate | None]) -> tuple[T, ...]:
    """Dated things newest first, then the others as they came."""
    days = [(date(page), page) for page in pages]
    dated = [(sort_key(day), page) for day, page in days if day]
    dated.sort(key=itemgetter(0), reverse=True)
    return (*(page for _, page in dated), *(page for day, page in days if day is None))


def on_their_days(pages: tuple[Entry, ...], lookups: Lookups) -> tuple[Entry, ...]:
    """The pages, with the computed day of events that are dated by others ("90 days after …")."""
    if all(page.date or page.type != "event" for page in pages):
        return pages
    found = ((page, None if page.date else lookups.occurrence(page.id)) for page in pages)
    return listed(replace(page, date=event.date) if event else page for page, event in found)


def by_title(pages: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by title."""
    return tuple(sorted(pages, key=lambda page: (fold(page.title), page.id)))


def by_type(pages: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Entries by type, types in the order of the house, within a type as they came."""
    found: dict[str, list[Entry]] = {}
    for page in pages:
        found.setdefault(page.type, []).append(page)
    return {type: tuple(found[type]) for type in TYPES if type in found}


def by_year(pages: Iterable[Entry]) -> Groups[Entry]:
    """Entries under the year of their date, newest first; what has none stands last."""
    ordered = listed(pages)
    runs = groupby(ordered, key=lambda page: year_of(page.date) if page.date else "Undated")
    return tuple((year, tuple(run)) for year, run in runs)

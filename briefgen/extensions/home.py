"""The first page: the newest briefs, what has changed, what is coming, who matters, and the way to all the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from briefgen.dates import EdtfDate, sort_key
from briefgen.extensions import listings, navigation
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.chronology import state, timeline_view
from briefgen.extensions.listings import Listing
from briefgen.extensions.ordering import newest_first
from briefgen.extensions.places import (
    HOME,
    TAGS,
    TIMELINE,
    Counted,
    folder_title,
    home_title,
    section_url,
)
from briefgen.extensions.quantities import figure_views
from briefgen.extensions.sections import by_kind, pages_of
from briefgen.extensions.wording import TYPE_LABELS, type_label
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Entry, Made, Occurrence
from briefgen.paths import folder_url, is_index

MOST_BRIEFS, MOST_NEWS, MOST_EVENTS, MOST_STAKEHOLDERS, MOST_FIGURES = 6, 5, 5, 12, 6
"""How much of each the first page shows; of events, on each side of today."""

_NEWSWORTHY = ("brief", "topic", "stakeholder", "page")


def content(lookups: Lookups) -> dict[str, Any]:
    """What `home.html` gets beyond frame, header and body."""
    briefs = pages_of("brief", lookups)[:MOST_BRIEFS]
    return {
        "briefs": briefs,
        "new": news(lookups),
        "timeline": timeline_view(around_today(lookups), lookups),
        "stakeholder_groups": by_kind(key_stakeholders(lookups)),
        "topics": pages_of("topic", lookups),
        "figures": figure_views(lookups.figures("site")[:MOST_FIGURES], lookups),
        "sections": sections(lookups),
    }


def news(lookups: Lookups) -> tuple[Entry, ...]:
    """The pages made or changed last; those without any date are no news."""
    candidates = (page for type in _NEWSWORTHY for page in pages_of(type, lookups))
    dated = {page: changed(page, lookups) for page in candidates}
    ordered = newest_first(dated, lambda page: dated[page])
    return tuple(page for page in ordered if dated[page])[:MOST_NEWS]


def changed(page: Entry, lookups: Lookups) -> EdtfDate | None:
    """When a page last changed: its last update, its `updated`, or else its date."""
    header = lookups.header(page.id)
    updates = [update.date for update in header.updates] if header else []
    dates = [date for date in (page.date, page.updated, *updates) if date]
    return max(dates, key=sort_key, default=None)


def around_today(lookups: Lookups) -> tuple[Occurrence, ...]:
    """The latest events that have begun and the next that have not, in order of date."""
    today = lookups.today()
    begun = [o for o in lookups.timeline("site") if state(o, today) != "upcoming"]
    coming = [o for o in lookups.timeline("site") if state(o, today) == "upcoming"]
    return (*begun[-MOST_EVENTS:], *coming[:MOST_EVENTS])


def key_stakeholders(lookups: Lookups) -> tuple[Entry, ...]:
    """The stakeholders of most weight: power, then interest, then how many pages list them."""
    everybody = pages_of("stakeholder", lookups)
    if len(everybody) <= MOST_STAKEHOLDERS:
        return everybody
    weighed = sorted(everybody, key=lambda page: _weight(page, lookups), reverse=True)
    chosen = {page.id for page in weighed[:MOST_STAKEHOLDERS]}
    return tuple(page for page in everybody if page.id in chosen)


def _weight(page: Entry, lookups: Lookups) -> tuple[int, int, int]:
    header = lookups.header(page.id)
    influence = header.stakeholder.influence if header and header.stakeholder else None
    # Pages that list it, not those that speak of it: those change with every sentence.
    speaking = len(lookups.listing(f"stakeholder:{page.id}"))
    return (influence.power, influence.interest, speaking) if influence else (0, 0, speaking)


def sections(lookups: Lookups) -> tuple[Counted, ...]:
    """Every way into the site with the number of things behind it."""
    typed = [
        Counted(type_label(type), section_url(type), _size(type, lookups))
        for type in TYPE_LABELS
        if type != "page" and navigation.has_section(type, lookups)
    ]
    return (*typed, *_listings(lookups), *_folders(lookups))


def _size(type: str, lookups: Lookups) -> int:
    return len(lookups.figures("site") if type == "figure" else pages_of(type, lookups))


def _listings(lookups: Lookups) -> list[Counted]:
    found = (
        Counted("Timeline", TIMELINE, len(lookups.timeline("site"))),
        Counted("Tags", TAGS, len(lookups.tags())),
        Counted(type_label("page"), section_url("page"), len(pages_of("page", lookups))),
    )
    return [item for item in found if item.count]


def _folders(lookups: Lookups) -> list[Counted]:
    return [
        Counted(folder_title(folder, lookups), folder_url(folder), _below(folder, lookups))
        for folder in navigation.plain_folders("", lookups)
    ]


def _below(folder: str, lookups: Lookups) -> int:
    """How many pages a folder and those in it hold."""
    own = sum(not is_index(page.name) for page in lookups.listing(f"folder:{folder}"))
    return own + sum(_below(inner, lookups) for inner in lookups.folders(folder))


LISTING = Listing("home", HOME, "home.html", home_title, content, crumbs=lambda _: ())


def plan(lookups: Lookups) -> Iterable[Planned]:
    """The first page, unless `index.md` is it."""
    return () if listings.is_taken(HOME, lookups) else (Planned(HOME, ""),)


def make(_: str, lookups: Lookups, renderer: Renderer) -> Made:
    """The first page of a site without an `index.md`."""
    return listings.make(LISTING, lookups, renderer)


EXTENSION = Extension("home", producers=(Producer("home", plan, make),))

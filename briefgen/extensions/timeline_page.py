"""The timeline of the whole site, on one page, with all who and all that stand on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from briefgen.extensions import listings
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.chronology import timeline_view
from briefgen.extensions.listings import Listing
from briefgen.extensions.ordering import by_title, entries
from briefgen.extensions.places import TIMELINE
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Made


def content(lookups: Lookups) -> dict[str, Any]:
    """What `timeline.html` gets beyond frame, header and body."""
    found = lookups.timeline("site")
    acting = (id for occurrence in found for id in occurrence.stakeholders)
    about = (id for occurrence in found for id in occurrence.topics)
    return {
        "timeline": timeline_view(found, lookups),
        "stakeholders": by_title(entries(dict.fromkeys(acting), lookups, "stakeholder")),
        "topics": by_title(entries(dict.fromkeys(about), lookups, "topic")),
    }


LISTING = Listing("timeline", TIMELINE, "timeline.html", lambda _: "Timeline", content)


def plan(lookups: Lookups) -> Iterable[Planned]:
    """`/timeline/`, if there are dated events and no page of that address."""
    wanted = lookups.timeline("site") and not listings.is_taken(TIMELINE, lookups)
    return (Planned(TIMELINE, ""),) if wanted else ()


def make(_: str, lookups: Lookups, renderer: Renderer) -> Made:
    """The whole timeline."""
    return listings.make(LISTING, lookups, renderer)


EXTENSION = Extension("timeline-page", producers=(Producer("timeline-page", plan, make),))

"""`:::timeline`: events in order of time, of the page or of what the options select.

An event that the page only speaks of does not make the page its own timeline.
"""

from __future__ import annotations

from typing import Any

from briefgen.extensions import selection
from briefgen.extensions.base import Context, Extension, ViewKind
from briefgen.extensions.chronology import timeline_view
from briefgen.extensions.common import stated_timeline
from briefgen.extensions.selection import Selection
from briefgen.lookups import Lookups
from briefgen.model import Header, Occurrence
from briefgen.paths import slug


def context(options: Context, header: Header, lookups: Lookups) -> dict[str, Any]:
    """What `views/timeline.html` gets. A limit keeps the latest events with `sort: -date`, else the first."""
    chosen = selection.read(options, lookups)
    backwards = chosen.sort == "-date"
    found = tuple(o for o in _candidates(chosen, header, lookups) if _fits(o, chosen, lookups))
    kept = selection.limited(reversed(found) if backwards else found, chosen)
    forwards = tuple(reversed(kept)) if backwards else kept
    return {
        "title": chosen.title,
        "timeline": timeline_view(forwards, lookups, newest_first=backwards),
    }


def _candidates(chosen: Selection, header: Header, lookups: Lookups) -> tuple[Occurrence, ...]:
    own = stated_timeline(header, lookups) if chosen.is_open else ()
    return own or lookups.timeline("site")


def _fits(occurrence: Occurrence, chosen: Selection, lookups: Lookups) -> bool:
    """Types are those of the page that states the event."""
    if chosen.types:
        origin = lookups.entry(occurrence.origin)
        if origin is None or origin.type not in chosen.types:
            return False
    return (
        _any(chosen.topics, occurrence.topics)
        and _any(chosen.stakeholders, occurrence.stakeholders)
        and _any(chosen.tags, tuple(map(slug, occurrence.tags)))
        and selection.within(occurrence.date, chosen)
    )


def _any(wanted: tuple[str, ...], there: tuple[str, ...]) -> bool:
    return not wanted or not set(wanted).isdisjoint(there)


EXTENSION = Extension(
    "timeline",
    views=(
        ViewKind("timeline", selection.options(("date", "-date")), "views/timeline.html", context),
    ),
)

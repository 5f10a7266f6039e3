"""`:::map`: the relationships among stakeholders as a list that anybody can read.

Of one stakeholder all ties are shown; of several, those among them. `from` and
`to` keep ties of that time, and ties that have no date.
"""

from __future__ import annotations

from typing import Any

import msgspec

from briefgen.dates import EdtfDate
from briefgen.extensions import cast, selection
from briefgen.extensions.base import Context, Extension, ViewKind
from briefgen.extensions.selection import Selection
from briefgen.extensions.ties import map_ties
from briefgen.lookups import Lookups
from briefgen.model import Header, Relationship


def context(options: Context, header: Header, lookups: Lookups) -> dict[str, Any]:
    """What `views/map.html` gets: `entries` are the stakeholders, `ties` what holds them together."""
    chosen = selection.read(options, lookups)
    undated = msgspec.structs.replace(chosen, start=None, end=None)
    found = cast.cast(undated, header, lookups)
    ties = map_ties((page.id for page in found), lookups, outward=len(found) == 1)
    return {
        "title": chosen.title,
        "entries": found,
        "ties": tuple(tie for tie in ties if _in_time(tie.tie.relationship, chosen)),
    }


def _in_time(tie: Relationship, chosen: Selection) -> bool:
    """True if the tie may have held at some time between `from` and `to`."""
    if tie.date and not (tie.start or tie.end):
        return selection.within(tie.date, chosen)
    return _began(tie.start, chosen) and _lasted(tie.end, chosen)


def _began(start: EdtfDate | None, chosen: Selection) -> bool:
    limit = chosen.end.last_day if chosen.end else None
    begin = start.first_day if start else None
    return limit is None or begin is None or begin <= limit


def _lasted(end: EdtfDate | None, chosen: Selection) -> bool:
    limit = chosen.start.first_day if chosen.start else None
    last = end.last_day if end else None
    return limit is None or last is None or last >= limit


EXTENSION = Extension("map", views=(ViewKind("map", cast.OPTIONS, "views/map.html", context),))

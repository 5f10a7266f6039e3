"""`:::grid`: who stands where on which issue. An empty cell is "no evidence", never "no opinion".

Stakeholders that are named stay, whether or not anything is known of them;
`from` and `to` look at the stances as of that time only.
"""

from __future__ import annotations

from typing import Any

import msgspec

from briefgen.extensions import cast, selection
from briefgen.extensions.base import Context, Extension, ViewKind
from briefgen.extensions.ordering import by_title, entries
from briefgen.extensions.selection import Selection
from briefgen.extensions.stances import StanceView, stance_groups
from briefgen.lookups import Lookups
from briefgen.model import Data, Entry, Header


class GridRow(Data, frozen=True):
    """A stakeholder with one cell for each issue: the stance that holds, None for no evidence."""

    entry: Entry
    cells: tuple[StanceView | None, ...]


def context(options: Context, header: Header, lookups: Lookups) -> dict[str, Any]:
    """What `views/grid.html` gets."""
    chosen = selection.read(options, lookups)
    found = issues(chosen, header, lookups)
    rows = (
        _row(page, found, chosen, lookups) for page in cast.cast(_people(chosen), header, lookups)
    )
    return {"title": chosen.title, "issues": found, "rows": tuple(rows)}


def _people(chosen: Selection) -> Selection:
    """The part of the options that selects rows: those named are not narrowed by the issues."""
    narrowed = msgspec.structs.replace(chosen, start=None, end=None)
    return msgspec.structs.replace(narrowed, topics=()) if chosen.stakeholders else narrowed


def issues(chosen: Selection, header: Header, lookups: Lookups) -> tuple[Entry, ...]:
    """The issues named, else those of the page, else all of the site."""
    if chosen.topics:
        return entries(chosen.topics, lookups, "topic")
    named = (header.id, *header.topics) if header.type == "topic" else header.topics
    own = tuple(page for page in entries(named, lookups, "topic") if page.kind == "issue")
    every = (page for page in lookups.listing("type:topic") if page.kind == "issue")
    return own or by_title(every)


def _row(page: Entry, issues: tuple[Entry, ...], chosen: Selection, lookups: Lookups) -> GridRow:
    header = lookups.header(page.id)
    if header and header.stakeholder:
        in_time = (s for s in header.stakeholder.stances if selection.within(s.as_of, chosen))
        data = msgspec.structs.replace(header.stakeholder, stances=tuple(in_time))
        header = msgspec.structs.replace(header, stakeholder=data)
    groups = stance_groups(header, lookups) if header else ()
    by_issue = {group.issue.id: group.current for group in groups}
    return GridRow(page, tuple(by_issue.get(issue.id) for issue in issues))


EXTENSION = Extension("grid", views=(ViewKind("grid", cast.OPTIONS, "views/grid.html", context),))

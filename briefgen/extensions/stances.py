"""Where stakeholders stand: the stance that holds on an issue, and what it was before.

The latest date decides; `rank: preferred` settles two of one date; a deprecated
stance never holds and stays as history. No stance at all is "no evidence".
"""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.dates import EdtfDate, sort_key
from briefgen.extensions.evidence import EvidenceView, evidence_views
from briefgen.extensions.ordering import entry
from briefgen.lookups import Lookups
from briefgen.model import Data, Entry, Header, Stance


class StanceView(Data, frozen=True):
    """One stance with its sources."""

    stance: Stance
    sources: tuple[EvidenceView, ...]


class StanceGroup(Data, frozen=True):
    """All stances of one stakeholder on one issue."""

    issue: Entry
    current: StanceView | None
    history: tuple[StanceView, ...]


class Position(Data, frozen=True):
    """Where one stakeholder stands on the issue of a page."""

    entry: Entry
    current: StanceView | None
    history: tuple[StanceView, ...]


def stance_groups(header: Header, lookups: Lookups) -> tuple[StanceGroup, ...]:
    """A stakeholder's stances by issue, issues in the order in which they are first written."""
    by_issue: dict[str, tuple[Entry, list[Stance]]] = {}
    for stance in header.stakeholder.stances if header.stakeholder else ():
        issue = entry(stance.issue, lookups, "topic")
        if issue:
            by_issue.setdefault(issue.id, (issue, []))[1].append(stance)
    return tuple(_group(issue, stances, lookups) for issue, stances in by_issue.values())


def _group(issue: Entry, stances: Iterable[Stance], lookups: Lookups) -> StanceGroup:
    current, older = settle(stances)
    views = tuple(_view(stance, lookups) for stance in older)
    return StanceGroup(issue, _view(current, lookups) if current else None, views)


def _view(stance: Stance, lookups: Lookups) -> StanceView:
    return StanceView(stance, evidence_views(stance.evidence, lookups))


def settle(stances: Iterable[Stance]) -> tuple[Stance | None, tuple[Stance, ...]]:
    """The stance that holds, if any, and the others from new to old."""
    ordered = sorted(stances, key=_weight, reverse=True)
    current = next((stance for stance in ordered if stance.rank != "deprecated"), None)
    return current, tuple(stance for stance in ordered if stance is not current)


def _weight(stance: Stance) -> tuple[object, ...]:
    return (*_day(stance.as_of), stance.rank == "preferred")


def _day(date: EdtfDate | None) -> tuple[object, ...]:
    return (True, sort_key(date)) if date else (False, ())


def positions(issue_id: str, lookups: Lookups) -> tuple[Position, ...]:
    """Everybody with a stance on an issue, by title."""
    origins = {edge.origin for edge in lookups.mentions(issue_id) if edge.role == "issue"}
    found: list[Position] = []
    for origin in origins:
        page, group = lookups.entry(origin), stance_on(issue_id, origin, lookups)
        if page and group:
            found.append(Position(page, group.current, group.history))
    return tuple(
        sorted(found, key=lambda position: (position.entry.title.casefold(), position.entry.id))
    )


def stance_on(issue_id: str, stakeholder_id: str, lookups: Lookups) -> StanceGroup | None:
    """One stakeholder's stances on one issue, None for "no evidence"."""
    header = lookups.header(stakeholder_id)
    groups = stance_groups(header, lookups) if header else ()
    return next((group for group in groups if group.issue.id == issue_id), None)

"""Stakeholders: a profile that assembles itself from what the whole site says."""

from __future__ import annotations

from typing import Any

from briefgen.dates import EdtfDate
from briefgen.extensions.base import Extension, Kind
from briefgen.extensions.cards import document_card
from briefgen.extensions.common import document_context
from briefgen.extensions.evidence import EvidenceView, evidence_views
from briefgen.extensions.ordering import entry, newest_first
from briefgen.extensions.stances import stance_groups
from briefgen.extensions.ties import tie_groups
from briefgen.lookups import Lookups
from briefgen.model import Data, Entry, Header, Influence, Page, Post, StakeholderData


class PostView(Data, frozen=True):
    """An office with the page of the organization, where it has one."""

    post: Post
    organization: Entry | None
    sources: tuple[EvidenceView, ...]


class HolderView(Data, frozen=True):
    """An office in this organization and who holds it."""

    post: Post
    entry: Entry
    sources: tuple[EvidenceView, ...]


class InfluenceView(Data, frozen=True):
    """Power and interest with their sources."""

    influence: Influence
    sources: tuple[EvidenceView, ...]


def context(header: Header, page: Page, lookups: Lookups) -> dict[str, Any]:
    """What `stakeholder.html` gets."""
    data = header.stakeholder or StakeholderData()
    stances = stance_groups(header, lookups)
    known = {group.issue.id for group in stances}
    issues = (topic for topic in lookups.listing("type:topic") if topic.kind == "issue")
    return {
        **document_context(header, page, lookups),
        "posts": posts(header, lookups),
        "holders": holders(header.id, lookups),
        "tie_groups": tie_groups(header.id, lookups),
        "stances": stances,
        "issues_without": tuple(issue for issue in issues if issue.id not in known),
        "influence": influence_view(data, lookups),
    }


def influence_view(data: StakeholderData, lookups: Lookups) -> InfluenceView | None:
    """Power and interest of a stakeholder, None if nobody has stated them."""
    if data.influence is None:
        return None
    return InfluenceView(data.influence, evidence_views(data.influence.evidence, lookups))


def posts(header: Header, lookups: Lookups) -> tuple[PostView, ...]:
    """The offices that somebody holds or held, newest first."""
    ordered = newest_first(header.stakeholder.posts if header.stakeholder else (), _since)
    return tuple(
        PostView(
            post,
            entry(post.organization, lookups, "stakeholder"),
            evidence_views(post.evidence, lookups),
        )
        for post in ordered
    )


def _since(post: Post) -> EdtfDate | None:
    return post.start


def holders(id: str, lookups: Lookups) -> tuple[HolderView, ...]:
    """Who holds or held an office here, by the order of mentions, each as their own page states it."""
    origins = dict.fromkeys(e.origin for e in lookups.mentions(id) if e.role == "organization")
    found: list[HolderView] = []
    for origin in origins:
        page, header = lookups.entry(origin), lookups.header(origin)
        if page and header:
            held = (view for view in posts(header, lookups) if _is(view.organization, id))
            found += [HolderView(view.post, page, view.sources) for view in held]
    return tuple(found)


def _is(page: Entry | None, id: str) -> bool:
    return page is not None and page.id == id


EXTENSION = Extension(
    "stakeholder",
    kinds=(
        Kind(
            "stakeholder",
            "stakeholder.html",
            context,
            card_template="cards/stakeholder.html",
            card=document_card,
        ),
    ),
)

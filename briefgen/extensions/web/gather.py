"""From front matter to records: names into ids that the build shows, dates with their bounds.

A name that leads to nothing, or to something hidden, is left out here. So the
records of a build depend on nothing that the build does not show.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from briefgen import paths, vocabulary
from briefgen.dates import EdtfDate
from briefgen.extensions.evidence import credit
from briefgen.extensions.ordering import target
from briefgen.extensions.web.records import (
    Backing,
    BriefRecord,
    Change,
    ClaimRecord,
    Day,
    EventRecord,
    FigureRecord,
    JudgementRecord,
    MeasureRecord,
    PageRecord,
    PostRecord,
    Relation,
    RelationshipRecord,
    RelayRecord,
    SourceRecord,
    StakeholderRecord,
    StanceRecord,
    TopicRecord,
    WebLink,
)
from briefgen.lookups import Lookups
from briefgen.model import (
    Claim,
    Evidence,
    Figure,
    Header,
    Judgement,
    Occurrence,
    Post,
    SourceData,
    StakeholderData,
    Stance,
    Target,
    Tie,
)
from briefgen.statements import ids


def day(date: EdtfDate | None) -> Day | None:
    """A date as data."""
    if date is None:
        return None
    return Day(
        text=date.text,
        earliest=date.earliest,
        latest=date.latest,
        start=date.start,
        end=date.end,
        approximate=date.approximate,
        uncertain=date.uncertain,
        unspecified=date.unspecified,
    )


def address(url: str, lookups: Lookups) -> str:
    """An address of the site as data gives it: absolute if the site's own is known."""
    return paths.absolute(lookups.settings().base_url, url)


def backing(evidence: Iterable[Evidence], lookups: Lookups) -> tuple[Backing, ...]:
    """The evidence whose sources the build shows."""
    found = ((target(item.source, lookups, "source"), item) for item in evidence)
    return tuple(
        Backing(
            source=source.id,
            relation=cast("Relation", item.relation),  # a closed list of front matter
            locator=item.locator,
            quote=item.quote,
            accessed=day(item.accessed),
        )
        for source, item in found
        if source
    )


# -- pages ------------------------------------------------------------------------------


def page_record(header: Header, lookups: Lookups) -> PageRecord:
    """A page of any type."""
    makers: dict[str, Any] = {
        "brief": BriefRecord,
        "topic": TopicRecord,
        "stakeholder": StakeholderRecord,
        "source": SourceRecord,
    }
    made: PageRecord = makers.get(header.type, PageRecord)(
        **_shared(header, lookups), **_own(header, lookups)
    )
    return made


def _shared(header: Header, lookups: Lookups) -> dict[str, Any]:
    return {
        "id": header.id,
        "type": header.type,
        "title": header.title,
        "url": address(header.url, lookups),
        "summary": header.summary,
        "date": day(header.date),
        "updated": day(header.updated),
        "lang": header.lang,
        "aliases": header.aliases,
        "tags": header.tags,
        "topics": ids(lookups.resolve, header.topics, "topic"),
        "stakeholders": ids(lookups.resolve, header.stakeholders, "stakeholder"),
        "evidence": backing(header.evidence, lookups),
        "updates": tuple(
            _change(update.date, update.kind, update.note) for update in header.updates
        ),
        "identifiers": dict(header.identifiers),
        "links": tuple(WebLink(url=link.url, title=link.title) for link in header.links),
        "last_reviewed": day(header.last_reviewed),
        "review_in": header.review_in,
    }


def _change(date: EdtfDate, kind: str, note: str) -> Change:
    made = day(date)
    assert made is not None, "an update has a date"
    return Change(date=made, kind=kind, note=note)


def _own(header: Header, lookups: Lookups) -> dict[str, Any]:
    if header.stakeholder:
        return _stakeholder(header.stakeholder, lookups)
    if header.source:
        return _source(header.source, lookups)
    return {"question": header.topic.question} if header.topic else {}


def _stakeholder(data: StakeholderData, lookups: Lookups) -> dict[str, Any]:
    influence = data.influence
    return {
        "kind": data.kind,
        "classification": data.classification,
        "power": influence.power if influence else None,
        "interest": influence.interest if influence else None,
        "influence_as_of": day(influence.as_of) if influence else None,
        "influence_rationale": influence.rationale if influence else "",
        "posts": tuple(_post(post, lookups) for post in data.posts),
    }


def _post(post: Post, lookups: Lookups) -> PostRecord:
    organization = target(post.organization, lookups, "stakeholder")
    return PostRecord(
        title=post.title,
        organization=organization.id if organization else "",
        start=day(post.start),
        end=day(post.end),
        evidence=backing(post.evidence, lookups),
    )


def _source(data: SourceData, lookups: Lookups) -> dict[str, Any]:
    relays = ((relay, target(relay.origin, lookups, "source")) for relay in data.relays)
    return {
        "source_url": data.url,
        "publisher": credit(data.publisher, lookups).title,
        "authors": tuple(credit(author, lookups).title for author in data.authors),
        "accessed": day(data.accessed),
        "archive_url": data.archive.url if data.archive else "",
        "archive_date": day(data.archive.date) if data.archive else None,
        "reliability": data.reliability,
        "credibility": data.credibility,
        "relays": tuple(
            RelayRecord(statement=_statement(relay.statement, lookups), origin=origin.id)
            for relay, origin in relays
            if origin
        ),
    }


def _statement(name: str, lookups: Lookups) -> str:
    found = target(name, lookups)
    return found.id if found else name


# -- what pages state ---------------------------------------------------------------------


def event_record(found: Occurrence, lookups: Lookups) -> EventRecord:
    """A dated event."""
    return EventRecord(
        id=found.id,
        title=found.title,
        url=address(found.url, lookups),
        page=found.origin,
        date=day(found.date),
        relative=found.relative,
        summary=found.summary,
        place=found.place,
        stakeholders=found.stakeholders,
        topics=found.topics,
        tags=found.tags,
        sources=found.sources,
    )


def undated_event(header: Header, lookups: Lookups) -> EventRecord:
    """An event with a page of its own and no date."""
    event = header.event
    return EventRecord(
        id=header.id,
        title=header.title,
        url=address(header.url, lookups),
        page=header.id,
        summary=header.summary,
        place=event.place if event else "",
        stakeholders=ids(lookups.resolve, header.stakeholders, "stakeholder"),
        topics=ids(lookups.resolve, header.topics, "topic"),
        tags=header.tags,
        sources=ids(lookups.resolve, (item.source for item in header.evidence), "source"),
    )


def figure_record(figure: Figure, at: Target, lookups: Lookups) -> FigureRecord:
    """A figure, of a page of its own or inside another."""
    return FigureRecord(
        id=at.id,
        title=at.title,
        url=address(at.url, lookups),
        value=figure.value,
        unit=figure.unit,
        display=figure.display,
        as_of=day(figure.as_of),
        kind=figure.kind,
        summary=figure.summary,
        stakeholders=ids(lookups.resolve, figure.stakeholders, "stakeholder"),
        topics=ids(lookups.resolve, figure.topics, "topic"),
        evidence=backing(figure.evidence, lookups),
        history=tuple(
            MeasureRecord(
                value=old.value,
                display=old.display,
                as_of=day(old.as_of),
                evidence=backing(old.evidence, lookups),
            )
            for old in figure.history
        ),
    )


def relationship_record(id: str, tie: Tie, lookups: Lookups) -> RelationshipRecord:
    """A tie, from the side of the stakeholder `id` that states it."""
    kinds = {kind.name: kind.schema for kind in lookups.settings().relationship_kinds}
    stated = tie.relationship
    return RelationshipRecord(
        stakeholder=id,
        kind=tie.kind,
        label=tie.label,
        other=tie.other,
        ftm=kinds.get(tie.kind, ""),
        start=day(stated.start),
        end=day(stated.end),
        date=day(stated.date),
        basis=stated.basis,
        rank=stated.rank,
        evidence=backing(stated.evidence, lookups),
    )


def stance_record(id: str, issue: str, stance: Stance, lookups: Lookups) -> StanceRecord:
    """One stance of the stakeholder `id` on the topic `issue`."""
    scores = {value.name: value.score for value in lookups.settings().stance_scale}
    return StanceRecord(
        stakeholder=id,
        issue=issue,
        value=stance.value,
        score=scores.get(stance.value),
        basis=stance.basis,
        as_of=day(stance.as_of),
        text=stance.text,
        rationale=stance.rationale,
        rank=stance.rank,
        evidence=backing(stance.evidence, lookups),
    )


def judgement_record(header: Header, judgement: Judgement, lookups: Lookups) -> JudgementRecord:
    """A key judgement of a page."""
    term = vocabulary.likelihood(judgement.likelihood)
    horizon = judgement.horizon
    awaited = target(horizon.event, lookups, "event") if horizon else None
    return JudgementRecord(
        page=header.id,
        key=judgement.key,
        url=address(f"{header.url}#judgement-{judgement.key}", lookups),
        text=judgement.text,
        likelihood=judgement.likelihood,
        low=term.low if term else None,
        high=term.high if term else None,
        confidence=judgement.confidence,
        basis=ids(lookups.resolve, judgement.basis),
        horizon=day(horizon.date) if horizon else None,
        horizon_event=awaited.id if awaited else "",
        would_change=judgement.would_change,
    )


def claim_record(source: str, claim: Claim, lookups: Lookups) -> ClaimRecord:
    """Something that rests on the source of this id."""
    return ClaimRecord(
        source=source,
        page=claim.origin,
        role=claim.role,
        text=claim.text,
        url=address(claim.url, lookups),
        relation=cast("Relation", claim.evidence.relation),
        locator=claim.evidence.locator,
        quote=claim.evidence.quote,
        accessed=day(claim.evidence.accessed),
    )

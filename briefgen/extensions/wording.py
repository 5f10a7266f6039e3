"""Plain words: for types, for the roles in which one page names another, for closed lists.

Roles are worded as the page that is named reads them: who is listed as a
stakeholder reads "listed as stakeholder", what is owned reads "owned by".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefgen import vocabulary
from briefgen.settings import Settings

TYPE_LABELS: Mapping[str, tuple[str, str]] = {
    "brief": ("Brief", "Briefs"),
    "event": ("Event", "Events"),
    "stakeholder": ("Stakeholder", "Stakeholders"),
    "source": ("Source", "Sources"),
    "topic": ("Topic", "Topics"),
    "figure": ("Figure", "Figures"),
    "page": ("Page", "Pages"),
}
"""Singular and plural of each type, in the order in which listings show them."""

KIND_LABELS: Mapping[str, str] = {
    "person": "People",
    "organization": "Organizations",
    "government": "Governments",
    "group": "Groups",
}
"""Headings of the index of stakeholders, in its order."""

ROLE_LABELS: Mapping[str, str] = {
    "link": "linked in the text",
    "embed": "shown in the text",
    "citation": "cited as source",
    "view": "named in a view",
    "stakeholders": "listed as stakeholder",
    "topics": "filed under this topic",
    "events": "listed as event",
    "figures": "listed as figure",
    "source": "cited as source",
    "sources": "cited as source",
    "evidence": "cited as source",
    "organization": "a post held here",
    "issue": "a stance on this issue",
    "basis": "basis of a key judgement",
    "horizon": "horizon of a key judgement",
    "after": "a date is counted from it",
    "origin": "passed on from here",
    "statement": "passed on by a source",
    "image": "shown as image",
    "owner": "named as owner of the page",
    "publisher": "named as publisher",
    "author": "named as author",
}

CLAIM_LABELS: Mapping[str, str] = {
    "page": "the page as a whole",
    "event": "an event",
    "figure": "a figure",
    "post": "a post",
    "relationship": "a relationship",
    "stance": "a stance",
    "influence": "power and interest",
    "judgement": "a key judgement",
    "citation": "a statement in the text",
}
"""What rests on a source, where the statement has no words of its own."""

_EVIDENCE_WORDS = {
    "disputes": "cited as disputing a statement",
    "mentions": "cited as mentioning it",
}

_CLOSED_LISTS: Mapping[str, tuple[vocabulary.Term, ...]] = {
    "basis": vocabulary.STANCE_BASES,
    "rank": vocabulary.RANKS,
    "confidence": vocabulary.CONFIDENCES,
    "reliability": vocabulary.RELIABILITIES,
    "credibility": vocabulary.CREDIBILITIES,
    "tlp": vocabulary.TLP_LABELS,
    "status": vocabulary.STATUSES,
    "evidence": vocabulary.EVIDENCE_RELATIONS,
    "kind": vocabulary.STAKEHOLDER_KINDS,
    "figure": vocabulary.FIGURE_KINDS,
    "update": vocabulary.UPDATE_KINDS,
}


def type_label(type: str) -> str:
    """The heading over things of one type."""
    return TYPE_LABELS.get(type, (type, type))[1]


def kind_label(kind: str) -> str:
    """The heading over stakeholders of one kind."""
    return KIND_LABELS.get(kind, kind.replace("-", " ").capitalize() or "Other stakeholders")


def role_label(role: str, relation: str, settings: Settings) -> str:
    """How a page is named by another: in words that can stand behind the other's title.

    So a tie is read from the side of who states it ("Walmart owns"), on the page of whom it is stated.
    """
    for kind in settings.relationship_kinds if relation else ():
        if kind.name == relation:
            return kind.label
    base = ROLE_LABELS.get(role) or f"named under “{role.replace('_', ' ')}”"
    return _EVIDENCE_WORDS.get(relation, base) if base == "cited as source" else base


def relation_label(relation: str, settings: Settings) -> str:
    """A kind of tie or of evidence in plain words, as the page that states it reads it."""
    kinds = {kind.name: kind.label for kind in settings.relationship_kinds}
    return kinds.get(relation, relation.replace("-", " "))


def label(list_name: str, value: str, settings: Settings) -> str:
    """What readers see for a value of a closed list; an unknown value shows itself.

    Lists: stance, likelihood, relation, role, type, types, mark, basis, rank, confidence,
    reliability, credibility, tlp, status, evidence, kind, figure, update. Raises KeyError
    for any other list: a template that asks for it is wrong.
    """
    if list_name in _CLOSED_LISTS:
        return vocabulary.label(_CLOSED_LISTS[list_name], value)
    return _LABELS[list_name](value, settings)


def _stance(value: str, settings: Settings) -> str:
    return next((step.label for step in settings.stance_scale if step.name == value), value)


def _likelihood(value: str, _: Settings) -> str:
    term = vocabulary.likelihood(value)
    return term.label if term else value


def _role(value: str, settings: Settings) -> str:
    return CLAIM_LABELS.get(value) or ROLE_LABELS.get(value) or relation_label(value, settings)


def _mark(value: str, _: Settings) -> str:
    return vocabulary.label(vocabulary.TLP_LABELS, value)


_LABELS: Mapping[str, Callable[[str, Settings], str]] = {
    "stance": _stance,
    "likelihood": _likelihood,
    "relation": relation_label,
    "role": _role,
    "mark": _mark,
    "type": lambda value, _: TYPE_LABELS.get(value, (value, value))[0],
    "types": lambda value, _: TYPE_LABELS.get(value, (value, value))[1],
}

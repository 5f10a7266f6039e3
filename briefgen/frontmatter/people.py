"""What only stakeholders have: offices, relationships, stances, influence."""

from __future__ import annotations

from briefgen import dates, paths
from briefgen.dates import DateError, EdtfDate
from briefgen.frontmatter.evidence import EVIDENCE
from briefgen.model import Influence, Post, Relationship, Stance
from briefgen.nodes import Mapping, Node, Scalar
from briefgen.schema.fields import Field, Schema, checked, many, one
from briefgen.schema.names import name
from briefgen.schema.scalars import boundary, choice, date, line, names, text, whole
from briefgen.schema.scope import Scope
from briefgen.vocabulary import RANKS, RELATION_KINDS, STAKEHOLDER_KINDS, STANCE_BASES

_BASES = names(STANCE_BASES)
_RANK = Field("rank", choice(names(RANKS)))

_KIND_ADVICE = {
    **dict.fromkeys(("individual", "human", "people"), "person"),
    **dict.fromkeys(
        ("company", "org", "corporation", "business", "ngo", "firm", "publication"), "organization"
    ),
    **dict.fromkeys(("state", "ministry", "agency", "country", "public body"), "government"),
}


def _check_order(scope: Scope, start: Node | None, end: Node | None) -> None:
    """Report an end that comes before its start."""
    if not (isinstance(start, Scalar) and isinstance(end, Scalar)):
        return
    if not (_dated(start) and _dated(end)):
        return
    try:
        dates.interval(start.text, end.text)
    except DateError as error:
        scope.report("bad-date", error.message, end.inner, "exchange the two dates")


def _check_post(scope: Scope, item: Mapping) -> None:
    _check_order(scope, item.get("from", "start"), item.get("to", "until", "end"))


def _check_relationship(scope: Scope, item: Mapping) -> None:
    _check_order(scope, item.get("from", "start", "since"), item.get("until", "end"))
    if item.text("kind") == "linked-to":
        _check_label(scope, item)


def _check_label(scope: Scope, item: Mapping) -> None:
    if not item.text("label", "title"):
        hint = "add a `label:`, or choose a kind that says more"
        message = "`linked-to` alone does not say how"
        scope.report("missing-key", message, item.span, hint, "warning")


def _dated(found: Scalar) -> EdtfDate | None:
    """The date, None for an open end and for what its reader has refused."""
    try:
        read = dates.parse(found.text)
    except DateError:
        return None
    return None if read.precision == "interval" else read


POST = Schema(
    "a post",
    Post,
    (
        Field("title", line, synonyms=("role", "name"), needed=True),
        Field("organization", name("stakeholder"), synonyms=("organisation", "org", "at")),
        Field("from", boundary, to="start", synonyms=("start",)),
        Field("to", boundary, to="end", synonyms=("until", "end")),
        *EVIDENCE,
    ),
    context=("title", "role"),
)

_INVERSES = {str(paths.slug(kind.inverse)): kind for kind in RELATION_KINDS if not kind.symmetric}
_ADVICE = {
    inverse: f"that is `{kind.name}` from the other side: write it there"
    for inverse, kind in _INVERSES.items()
}

RELATIONSHIP = Schema(
    "a relationship",
    Relationship,
    (
        Field("kind", choice("relationship_kinds", advice=_ADVICE), needed=True),
        Field(
            "to",
            name("stakeholder", relation=lambda scope: scope.mapping.text("kind")),
            needed=True,
        ),
        Field("from", boundary, to="start", synonyms=("start", "since")),
        Field("until", boundary, to="end", synonyms=("end",)),
        Field("date", date),
        Field("label", line, synonyms=("title",)),
        Field("basis", choice(_BASES)),
        _RANK,
        *EVIDENCE,
    ),
    context=("label", "kind"),
)

STANCE = Schema(
    "a stance",
    Stance,
    (
        Field("issue", name("topic"), needed=True, synonyms=("topic",)),
        Field("value", choice("stance_scale"), needed=True),
        Field("basis", choice(_BASES)),
        Field("as_of", date, synonyms=("date",)),
        Field("text", text, synonyms=("summary",)),
        Field("rationale", text),
        _RANK,
        *EVIDENCE,
    ),
    context=("text", "summary", "value"),
)

_GRADE = whole(1, 5)

INFLUENCE = Schema(
    "influence",
    Influence,
    (
        Field("power", _GRADE, needed=True),
        Field("interest", _GRADE, needed=True),
        Field("as_of", date, synonyms=("date",)),
        Field("rationale", text),
        *EVIDENCE,
    ),
    context=("rationale",),
)


def _check_rationale(scope: Scope, item: Mapping) -> None:
    basis = item.get("basis")
    if (
        isinstance(basis, Scalar)
        and basis.text.strip() == "inferred"
        and not item.text("rationale")
    ):
        message = "an inferred stance needs a `rationale`"
        scope.report("missing-rationale", message, basis.inner, "say what it is inferred from")


FIELDS = (
    Field("kind", choice(names(STAKEHOLDER_KINDS), advice=_KIND_ADVICE)),
    Field("classification", text),
    Field("posts", checked(many(POST), _check_post)),
    Field("relationships", checked(many(RELATIONSHIP), _check_relationship)),
    Field("stances", checked(many(STANCE), _check_rationale)),
    Field("influence", one(INFLUENCE)),
)
"""The keys of a stakeholder beside the shared ones; they fill `StakeholderData`."""

"""The closed lists of the content model, as data: names, labels, order, standards.

Each list stands in the order in which pages show it. The names are what
authors write; the labels are what readers see.

Standards: ICD 203 (likelihood, confidence), the Admiralty code of NATO STANAG
2511 (reliability, credibility), FIRST's TLP 2.0 (handling), FollowTheMoney
(schemas of relationships), Wikidata (ranks).
"""

from __future__ import annotations

import msgspec


class _Word(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of the entries: immutable and compared by content."""


class Term(_Word, frozen=True):
    """A word of a closed list: what is written, what is shown, what it means."""

    name: str
    label: str
    meaning: str = ""


class RelationKind(_Word, frozen=True):
    """A kind of tie: its name from this side and from the other, and its FollowTheMoney schema.

    A symmetric kind reads the same from both ends.
    """

    name: str
    label: str
    inverse: str
    symmetric: bool = False
    schema: str = "UnknownLink"


class StanceValue(_Word, frozen=True):
    """A place on the scale of stances; `score` is negative for against, 0 for neither."""

    name: str
    label: str
    score: int = 0


class LikelihoodTerm(_Word, frozen=True):
    """A word of ICD 203 with its range in per cent, both ends included."""

    name: str
    label: str
    low: int
    high: int


RELATION_KINDS = (
    RelationKind("owns", "owns", "owned by", schema="Ownership"),
    RelationKind("directs", "directs", "directed by", schema="Directorship"),
    RelationKind("member-of", "member of", "has member", schema="Membership"),
    RelationKind("works-for", "works for", "employs", schema="Employment"),
    RelationKind("represents", "represents", "represented by", schema="Representation"),
    RelationKind("succeeds", "succeeds", "succeeded by", schema="Succession"),
    RelationKind("family-of", "family of", "family of", symmetric=True, schema="Family"),
    RelationKind(
        "associate-of", "associate of", "associate of", symmetric=True, schema="Associate"
    ),
    RelationKind("competes-with", "competes with", "competes with", symmetric=True),
    RelationKind("lobbies", "lobbies", "lobbied by"),
    RelationKind("negotiates-with", "negotiates with", "negotiates with", symmetric=True),
    RelationKind("regulates", "regulates", "regulated by"),
    RelationKind("part-of", "part of", "has part"),
    RelationKind("linked-to", "linked to", "linked to", symmetric=True),
)

STANCE_SCALE = (
    StanceValue("strongly-oppose", "strongly opposes", -2),
    StanceValue("oppose", "opposes", -1),
    StanceValue("mixed", "mixed", 0),
    StanceValue("support", "supports", 1),
    StanceValue("strongly-support", "strongly supports", 2),
    StanceValue("neutral", "neutral", 0),
)

STANCE_BASES = (
    Term("stated", "stated", "Said by the stakeholder in public."),
    Term("reported", "reported", "Said of the stakeholder by a source."),
    Term("inferred", "inferred", "Concluded by the analyst, with a rationale."),
)

RANKS = (
    Term("preferred", "preferred", "The statement to show where several compete."),
    Term("normal", "normal"),
    Term("deprecated", "deprecated", "Kept for the record, known to be wrong or superseded."),
)

LIKELIHOODS = (
    LikelihoodTerm("almost-no-chance", "almost no chance", 1, 5),
    LikelihoodTerm("very-unlikely", "very unlikely", 5, 20),
    LikelihoodTerm("unlikely", "unlikely", 20, 45),
    LikelihoodTerm("roughly-even", "roughly even chance", 45, 55),
    LikelihoodTerm("likely", "likely", 55, 80),
    LikelihoodTerm("very-likely", "very likely", 80, 95),
    LikelihoodTerm("almost-certain", "almost certain", 95, 99),
)

CONFIDENCES = (
    Term("low", "low confidence", "Sources are scant, doubtful or at odds."),
    Term("moderate", "moderate confidence", "Sources are credible, but not enough for more."),
    Term("high", "high confidence", "Sources are good and agree."),
)

RELIABILITIES = (
    Term("A", "completely reliable"),
    Term("B", "usually reliable"),
    Term("C", "fairly reliable"),
    Term("D", "not usually reliable"),
    Term("E", "unreliable"),
    Term("F", "reliability cannot be judged"),
)

CREDIBILITIES = (
    Term("1", "confirmed by other sources"),
    Term("2", "probably true"),
    Term("3", "possibly true"),
    Term("4", "doubtful"),
    Term("5", "improbable"),
    Term("6", "truth cannot be judged"),
)

TLP_LABELS = (
    Term("CLEAR", "TLP:CLEAR", "No limit on disclosure."),
    Term("GREEN", "TLP:GREEN", "Within the community."),
    Term("AMBER", "TLP:AMBER", "Within the organisation and its clients, on a need to know."),
    Term("AMBER+STRICT", "TLP:AMBER+STRICT", "Within the organisation only."),
    Term("RED", "TLP:RED", "For the eyes and ears of individual recipients only."),
)
"""From open to closed: the later, the stricter."""

STATUSES = (
    Term("draft", "draft", "Not ready: no public build shows it."),
    Term("published", "published"),
)

EVIDENCE_RELATIONS = (
    Term("supports", "supports"),
    Term("disputes", "disputes"),
    Term("mentions", "mentions"),
)

STAKEHOLDER_KINDS = (
    Term("person", "Person"),
    Term("organization", "Organization"),
    Term("government", "Government"),
    Term("group", "Group"),
)

FIGURE_KINDS = (
    Term("measured", "measured", "Counted or observed."),
    Term("estimate", "estimate", "Worked out by somebody."),
    Term("target", "target", "Wished for."),
)

UPDATE_KINDS = (
    Term("major", "major"),
    Term("minor", "minor"),
    Term("correction", "correction"),
)


def likelihood(name: str) -> LikelihoodTerm | None:
    """The ICD 203 term of a name, None for an unknown one."""
    return next((term for term in LIKELIHOODS if term.name == name), None)


def label(terms: tuple[Term, ...], name: str) -> str:
    """What readers see for a name of a list; an unknown name shows itself."""
    return next((term.label for term in terms if term.name == name), name)


def with_article(name: str) -> str:
    """The name of a type in a sentence: `an event`."""
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"

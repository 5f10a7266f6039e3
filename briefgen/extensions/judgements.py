"""Key judgements in their own words.

Likelihood and confidence follow ICD 203: the word with its range in per cent,
and confidence apart from it, never in one sentence.
"""

from __future__ import annotations

from briefgen import vocabulary
from briefgen.dates import words
from briefgen.extensions.evidence import EvidenceView, plain_evidence
from briefgen.extensions.ordering import target
from briefgen.lookups import Lookups
from briefgen.model import Data, Header, Horizon, Judgement, Target


class JudgementView(Data, frozen=True):
    """A key judgement in words; text that is not stated is empty."""

    judgement: Judgement
    likelihood_words: str
    range: str
    confidence_words: str
    horizon_words: str
    horizon_url: str
    sources: tuple[EvidenceView, ...]
    basis: tuple[Target, ...] = ()
    """What it is based on besides sources: events, figures, briefs."""


def judgement_views(header: Header, lookups: Lookups) -> tuple[JudgementView, ...]:
    """The key judgements of a page, in the author's order."""
    return tuple(_view(judgement, lookups) for judgement in header.judgements)


def _view(judgement: Judgement, lookups: Lookups) -> JudgementView:
    term = vocabulary.likelihood(judgement.likelihood)
    horizon_words, horizon_url = _horizon(judgement.horizon, lookups)
    return JudgementView(
        judgement,
        term.label if term else judgement.likelihood,
        f"{term.low}–{term.high} %" if term else "",
        vocabulary.label(vocabulary.CONFIDENCES, judgement.confidence),
        horizon_words,
        horizon_url,
        plain_evidence(judgement.basis, lookups),
        grounds(judgement, lookups),
    )


def grounds(judgement: Judgement, lookups: Lookups) -> tuple[Target, ...]:
    """What a judgement is based on besides sources, in the author's order."""
    found = (target(name, lookups, "event", "figure", "brief") for name in judgement.basis)
    return tuple(dict.fromkeys(ground for ground in found if ground))


def _horizon(horizon: Horizon | None, lookups: Lookups) -> tuple[str, str]:
    """When a judgement can be checked, in words, and the address of the event it waits for."""
    if horizon is None:
        return "", ""
    event = target(horizon.event, lookups, "event")
    if event is None:
        return (words(horizon.date), "") if horizon.date else ("", "")
    occurrence = lookups.occurrence(event.id)
    when = f" ({words(occurrence.date)})" if occurrence else ""
    return f"{event.title}{when}", event.url

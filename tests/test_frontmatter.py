"""Front matter: what each key means."""

from __future__ import annotations

import pytest

from briefgen import dates
from briefgen.diagnostics import Span
from briefgen.frontmatter import header, header_context
from briefgen.model import (
    Archive,
    Evidence,
    Figure,
    Handling,
    Header,
    Horizon,
    Influence,
    Judgement,
    Link,
    Measure,
    Relative,
    Relay,
    SourceData,
    StakeholderData,
    Update,
)
from briefgen.schema.scalars import OPEN
from briefgen.settings import RelationKind, Settings
from support.headers import read, stated

day = dates.parse("2025-04-21")


# -- every key ----------------------------------------------------------------------------------


def test_the_shared_keys() -> None:
    found = stated(
        """\
title: T
aliases: [One, Two]
summary: S
date: 2025-04-21
updated: "2025-04-21"
tags: [a, "#b"]
topics: t
stakeholders: [acme, [[Beta Corp|Beta]]]
source: s
redirect_from: /old/
image: pic.png
lang: pt-BR
owner: Desk
last_reviewed: 2025-04-21
review_in: 6 months
updates: [{date: 2025-04-21, kind: major, note: First.}]
identifiers: {wikidata: Q1, lei: "529900"}
links: [https://example.org/a, {url: "mailto:a@example.org", title: Write}]
template: special.html
extra: {answer: 42}
""",
        "briefs/a.md",
    )
    assert found == Header(
        name="briefs/a.md",
        id="a",
        type="brief",
        title="T",
        url="/briefs/a/",
        aliases=("One", "Two"),
        summary="S",
        date=day,
        updated=day,
        tags=("a", "b"),
        topics=("t",),
        stakeholders=("acme", "Beta Corp"),
        evidence=(Evidence("s"),),
        redirect_from=("/old/",),
        image="pic.png",
        lang="pt-BR",
        owner="Desk",
        last_reviewed=day,
        review_in="P6M",
        updates=(Update(day, "major", "First."),),
        identifiers=(("wikidata", "Q1"), ("lei", "529900")),
        links=(Link("https://example.org/a"), Link("mailto:a@example.org", "Write")),
        template="special.html",
        extra={"answer": "42"},
    )


@pytest.mark.parametrize("key", ["summary", "description", "bluf"])
def test_a_summary_has_three_names(key: str) -> None:
    assert stated(f"{key}: S").summary == "S"


def test_two_names_of_one_thing_are_told_and_the_first_stands() -> None:
    result = read("summary: a\nbluf: b")
    assert result.header.summary == "a"
    assert [(p.code, p.severity, p.span) for p in result.diagnostics] == [
        ("duplicate-key", "warning", Span(3, 1, 4))
    ]


@pytest.mark.parametrize(
    ("written", "length"),
    [("6 months", "P6M"), ("1 Year", "P1Y"), ("90 days", "P90D"), ("P2W", "P2W"), ("p2w", "P2W")],
)
def test_a_length_of_time(written: str, length: str) -> None:
    assert stated(f"review_in: {written}").review_in == length


def test_an_address_that_cannot_be_is_left_out() -> None:
    found = read("links: ['javascript:alert(1)', 'https://example.org/']").header
    assert [link.url for link in found.links] == ["https://example.org/"]


def test_tags_may_stand_in_one_text_with_commas() -> None:
    assert stated('tags: "one, #two,one"').tags == ("one", "two")


def test_evidence_has_three_forms_that_join() -> None:
    found = stated(
        """\
source: a
sources: [b, [[c|C]]]
evidence:
  - {source: d, relation: disputes, locator: p. 4, quote: So it is., accessed: 2025-04-21}
  - e
"""
    )
    assert found.evidence == (
        Evidence("a"),
        Evidence("b"),
        Evidence("c"),
        Evidence("d", "disputes", "p. 4", "So it is.", day),
        Evidence("e"),
    )


def test_events_are_names_or_stated_here_with_keys_of_their_own() -> None:
    found = stated(
        """\
events:
  - launch
  - [[Other event]]
  - {date: 2025-04-21, title: Talks begin, stakeholders: doug, source: s, place: Delhi, tlp: AMBER}
  - {after: {event: launch, days: -90}, title: Talks begin}
  - {date: 2025-05, id: pause, title: Pause}
"""
    )
    assert found.event_names == ("launch", "Other event")
    first, second, third = found.events
    assert (first.key, first.named) == ("talks-begin", False)
    assert (first.date, first.place, first.stakeholders) == (day, "Delhi", ("doug",))
    assert first.evidence == (Evidence("s"),)
    assert first.handling == Handling(tlp="AMBER")
    assert (second.key, second.after) == ("talks-begin-2", Relative("launch", -90))
    assert (third.key, third.named) == ("pause", True)


def test_one_id_for_two_events_of_a_page_is_told_with_both_places() -> None:
    result = read("events:\n- {id: x, date: 2025, title: A}\n- {id: x, date: 2025, title: B}")
    assert [(p.code, p.span, p.related[0].span) for p in result.diagnostics] == [
        ("duplicate-id", Span(4, 8, 1), Span(3, 8, 1))
    ]
    assert [event.key for event in result.header.events] == ["x", "x-2"]


def test_figures_are_names_or_stated_here() -> None:
    found = stated(
        """\
figures:
  - gdp
  - id: market
    title: Market
    value: 125e9
    unit: USD
    display: $125 billion
    as_of: 2025-04-21
    kind: estimate
    source: s
    history: [{value: "100e9", as_of: "2024", source: t}]
"""
    )
    assert found.figure_names == ("gdp",)
    old = Measure("100e9", "", dates.parse("2024"), (Evidence("t"),))
    assert found.figures == (
        Figure(
            "market",
            "Market",
            "125e9",
            "USD",
            "$125 billion",
            day,
            "estimate",
            "",
            (old,),
            evidence=(Evidence("s"),),
        ),
    )


def test_a_figure_of_its_own_file_is_the_page() -> None:
    found = stated(
        "title: M\nvalue: 26\nunit: '%'\nsource: s\ntopics: [t]\nas_of: 2025-04-21", "figures/m.md"
    )
    assert found.figure == Figure(
        "m", "M", "26", "%", as_of=day, topics=("t",), evidence=(Evidence("s"),)
    )


def test_an_event_of_its_own_file_is_the_page() -> None:
    found = stated(
        "title: E\nafter: {event: x, days: 3}\nplace: Delhi\ntags: [a]", "events/e.md"
    ).event
    assert found is not None
    assert (found.key, found.title, found.after, found.place) == (
        "e",
        "E",
        Relative("x", 3),
        "Delhi",
    )
    assert found.tags == ("a",)


def test_a_stakeholder() -> None:
    found = stated(
        """\
kind: organization
classification: retailer
posts:
  - {title: Chief executive, organization: walmart, from: "2014", to: "..", source: s}
relationships:
  - {kind: owns, to: flipkart, from: "2018", until: 2020-05, rank: preferred, basis: reported}
  - {kind: linked-to, to: us, label: met, date: 2025-04-21}
stances:
  - {issue: rules, value: oppose, basis: inferred, rationale: Because., as_of: 2025-04-21, text: Says no.}
influence: {power: 4, interest: "5", as_of: 2025-04-21, rationale: Large.}
""",
        "stakeholders/a.md",
    ).stakeholder
    assert isinstance(found, StakeholderData)
    assert (found.kind, found.classification) == ("organization", "retailer")
    post = found.posts[0]
    assert (post.title, post.organization, post.start, post.end) == (
        "Chief executive", "walmart", dates.parse("2014"), OPEN,
    )  # fmt: skip
    owns, linked = found.relationships
    assert (owns.kind, owns.to, owns.start, owns.end) == (
        "owns",
        "flipkart",
        dates.parse("2018"),
        dates.parse("2020-05"),
    )
    assert (owns.rank, owns.basis) == ("preferred", "reported")
    assert (linked.label, linked.date) == ("met", day)
    assert found.stances[0].rationale == "Because."
    assert found.influence == Influence(4, 5, day, "Large.")


def test_an_open_end_composes_with_its_start() -> None:
    assert dates.interval("2014", OPEN.text).text == "2014/.."


def test_a_source() -> None:
    found = stated(
        """\
url: https://example.org/a?b=c#d
publisher: [[financial-times|FT]]
author: [A. Writer, B. Writer]
accessed: 2025-04-21
archive: {url: "https://archive.example/x", date: 2025-04-21}
reliability: b
credibility: "2"
relays: [{statement: daily-users, origin: bank}]
csl: {volume: 3}
text: a.txt
""",
        "sources/a.md",
    ).source
    assert found == SourceData(
        "https://example.org/a?b=c#d",
        "financial-times",
        ("A. Writer", "B. Writer"),
        day,
        Archive("https://archive.example/x", day),
        "B",
        "2",
        (Relay("daily-users", "bank"),),
        {"volume": "3"},
        "a.txt",
    )


def test_a_topic_with_a_question() -> None:
    topic = stated("question: Will it open?", "topics/a.md").topic
    assert topic is not None
    assert topic.question == "Will it open?"


def test_key_judgements() -> None:
    found = stated(
        """\
key_judgements:
  - id: opening
    text: A limited opening.
    likelihood: roughly-even
    confidence: low
    basis: [ft]
    horizon: {event: pause-ends}
    would_change: [A written offer, Silence]
  - text: Talks go on for longer than anybody in the room expects today.
    horizon: 2025-04-21
"""
    ).judgements
    assert found == (
        Judgement(
            "opening",
            "A limited opening.",
            "roughly-even",
            "low",
            ("ft",),
            Horizon(event="pause-ends"),
            ("A written offer", "Silence"),
        ),
        Judgement(
            "talks-go-on-for-longer-than-anybody-in",
            "Talks go on for longer than anybody in the room expects today.",
            horizon=Horizon(day),
        ),
    )


def test_handling_in_canonical_form() -> None:
    found = stated(
        "status: draft\ntlp: TLP:amber+strict\npublish_at: 2025-04-21T09:00+05:30\nexpires_at: 2025-04-22T00:00Z"
    )
    assert found.handling == Handling(
        "draft", "2025-04-21T09:00:00+05:30", "2025-04-22T00:00:00+00:00", "AMBER+STRICT"
    )


@pytest.mark.parametrize(
    "text",
    [
        "status: pubished",
        "tlp: ORANGE",
        "publish_at: tomorrow",
        "expires_at: never",
        "draft: true",
        "publish: false",
    ],
)
def test_a_slip_in_handling_hides_rather_than_shows(text: str) -> None:
    result = read(text)
    assert [problem.severity for problem in result.diagnostics] == ["error"]
    assert result.header.handling != Handling()


@pytest.mark.parametrize(
    "text", ["stauts: draft", "tpl: RED", "events: [{date: 2025, title: T, tpl: RED}]"]
)
def test_a_slip_in_a_key_that_hides_is_an_error(text: str) -> None:
    assert [(p.code, p.severity) for p in read(text).diagnostics] == [("unknown-key", "error")]


def test_a_title_is_one_line() -> None:
    assert stated("title: |\n  Two\n  lines").title == "Two lines"


def test_a_page_whose_front_matter_nobody_can_read_is_a_draft() -> None:
    context = header_context(Settings(), "p", unreadable=True)
    assert header(None, "a.md", context).header.handling.status == "draft"


def test_a_site_adds_kinds_and_keys() -> None:
    settings = Settings(
        relationship_kinds=(RelationKind("advises", "a", "b"),), extra_keys=("rating",)
    )
    found = stated(
        "rating: 5\nrelationships: [{kind: advises, to: b}]", "stakeholders/a.md", settings
    )
    assert found.extra == {"rating": "5"}
    assert found.stakeholder is not None
    assert found.stakeholder.relationships[0].kind == "advises"

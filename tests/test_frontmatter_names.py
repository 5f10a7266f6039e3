"""Names in front matter are links: recorded with role, relation, context and place."""

from __future__ import annotations

import pytest

from briefgen.diagnostics import Span
from support.headers import read, stated


def test_every_name_is_a_reference_with_role_relation_context_and_place() -> None:
    result = read(
        """\
topics: [t]
relationships: [{kind: owns, to: "[[flip#Top|F]]", source: {source: s, relation: disputes}}]
""",
        "stakeholders/a.md",
    )
    told = [
        (r.name, r.fragment, r.role, r.relation, r.expects, r.context, r.span)
        for r in result.references
    ]
    assert told == [
        ("t", "", "topics", "", ("topic",), "", Span(2, 10, 1)),
        ("flip", "Top", "to", "owns", ("stakeholder",), "owns", Span(3, 35, 14)),
        ("s", "", "source", "disputes", ("source",), "owns", Span(3, 69, 1)),
    ]
    assert result.references[1].written == "[[flip#Top|F]]"


def test_references_of_an_inline_object_know_which() -> None:
    result = read(
        "stakeholders: a\nevents: [{id: e, date: 2025, title: Talks, topics: t}]\nfigures: [{id: f, title: F, value: 1, source: s}]"
    )
    assert [(r.name, r.context, r.part) for r in result.references] == [
        ("a", "", ""), ("t", "Talks", "event:e"), ("s", "F", "figure:f"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "written",
    ["acme", '"acme"', "[[acme]]", '"[[acme]]"', "[[acme|Acme, Inc.]]", "[acme]", "[[[acme]]]"],
)
def test_a_name_is_written_in_many_ways(written: str) -> None:
    assert stated(f"stakeholders: {written}").stakeholders == ("acme",)


def test_pictures_and_stored_texts_are_files() -> None:
    result = read('image: "![[pic.png|300]]"\ntext: a.txt', "sources/a.md")
    assert [(r.name, r.role, r.expects) for r in result.references] == [
        ("pic.png", "image", ("file",)), ("a.txt", "text", ("file",)),
    ]  # fmt: skip


def test_places_of_keys_that_clash_later() -> None:
    spans = read(
        "title: T\nid: a\nslug: b\nredirect_from: [/x/, /y/]\nevents: [{date: 2025, id: e, title: E}]"
    ).spans
    assert spans["title"] == Span(2, 8, 1)
    assert spans["id"] == Span(3, 5, 1)
    assert spans["slug"] == Span(4, 7, 1)
    assert spans["redirect_from.1"] == Span(5, 22, 3)
    assert spans["events.e"] == spans["events.0.id"] == Span(6, 27, 1)
    assert "id" not in read("title: T").spans

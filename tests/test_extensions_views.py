"""Views: what their options select, and what is told of wrong options."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.dates import parse
from briefgen.extensions import views
from briefgen.extensions.selection import Selection, within
from briefgen.model import Header
from briefgen.view_options import problems
from support.fake_lookups import FakeLookups
from support.small_site import TEXTS

SITE = FakeLookups(TEXTS)


def header(id: str) -> Header:
    found = SITE.header(id)
    assert found is not None
    return found


def shown(view: str, options: dict[str, Any], page: str = "about") -> dict[str, Any]:
    return dict(views()[view].context(options, header(page), SITE))


def ids(entries: Any) -> list[str]:
    return [entry.id for entry in entries]


def told(view: str, options: dict[str, Any]) -> list[tuple[str, str, str]]:
    found = problems(views()[view].options, options)
    return [(problem.option, problem.message, problem.hint) for problem in found]


# -- wrong options -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"topic": "a"}, ("topic", "this view has no option `topic`", "did you mean `topics`?")),
        ({"limit": "three"}, ("limit", "`limit` takes a whole number from 1", "")),
        ({"limit": "0"}, ("limit", "`limit` takes a whole number from 1", "")),
        ({"limit": ["1"]}, ("limit", "`limit` takes a whole number from 1", "")),
        ({"sort": "dat"}, ("sort", "`sort` has no value `dat`", "did you mean `date`?")),
        ({"sort": "xyz"}, ("sort", "`sort` has no value `xyz`", "it takes `date`, `-date`")),
        (
            {"types": ["brief", "evnt"]},
            ("types", "`types` has no value `evnt`", "did you mean `event`?"),
        ),
        (
            {"types": "brief, evnt"},
            ("types", "`types` has no value `evnt`", "did you mean `event`?"),
        ),
        ({"from": ["2025"]}, ("from", "`from` takes a date, such as 2025-04", "")),
        ({"topics": {"a": "b"}}, ("topics", "`topics` takes a text or a list of texts", "")),
        ({"topics": ["a", ["b"]]}, ("topics", "`topics` takes a text or a list of texts", "")),
        ({"title": ["a"]}, ("title", "`title` takes a text", "")),
    ],
)
def test_a_wrong_option_is_told(options: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert told("timeline", options) == [expected]


def test_a_date_that_is_none_says_why() -> None:
    ((option, message, _),) = told("timeline", {"to": "2025-02-30"})
    assert option == "to"
    assert message.startswith("`to` is no date: ")


def test_only_an_unknown_option_is_wrong_in_its_key() -> None:
    found = problems(views()["list"].options, {"limits": "3", "limit": "x"})
    assert [(problem.option, problem.of_value) for problem in found] == [
        ("limits", False),
        ("limit", True),
    ]


def test_good_options_are_good_and_wrong_ones_count_as_not_given() -> None:
    good = {
        "topics": "access", "stakeholders": ["acme"], "types": "event", "tags": ["trade"],
        "from": "2010", "to": "2025-12~", "limit": "3", "sort": "-date", "title": "T",
    }  # fmt: skip
    assert told("timeline", good) == []
    assert shown("timeline", {"limit": "x", "from": "y", "types": {}})["timeline"].count == 4


@given(
    st.dictionaries(
        st.sampled_from(["topics", "types", "from", "limit", "sort", "title", "huh"]),
        st.one_of(st.text(max_size=5), st.lists(st.text(max_size=3), max_size=3), st.none()),
    )
)
def test_nothing_that_an_author_writes_breaks_a_view(options: dict[str, Any]) -> None:
    for view in views().values():
        problems(view.options, options)
        view.context(options, header("demand"), SITE)


# -- dates ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "start", "end", "expected"),
    [
        ("2025-04-21", "2025-04", "2025-04", True),
        ("2025-04-21", "2025-05", None, False),
        ("2025-04-21", None, "2025-03", False),
        ("2025", "2025-12-31", None, True),
        ("2020/..", "2025", None, True),
        ("../2020", None, "1900", True),
        ("../2020", "2021", None, False),
    ],
)
def test_a_date_is_in_if_any_of_its_days_is(
    date: str, start: str | None, end: str | None, expected: bool
) -> None:
    chosen = Selection(start=parse(start) if start else None, end=parse(end) if end else None)
    assert within(parse(date), chosen) is expected


def test_undated_things_are_in_only_where_no_date_is_asked_for() -> None:
    assert within(None, Selection())
    assert not within(None, Selection(start=parse("2000")))


# -- the views -------------------------------------------------------------------------------------------


def events(options: dict[str, Any], page: str = "about") -> list[str]:
    view = shown("timeline", options, page)["timeline"]
    years = (*view.past, *view.upcoming)
    return [
        item.occurrence.title for year in years for month in year.months for item in month.items
    ]


def test_a_view_without_filters_is_about_its_page_or_else_about_the_site() -> None:
    assert events({}, "demand") == ["A meeting", "An unnamed event"]
    assert len(events({})) == 4
    assert ids(shown("stakeholders", {}, "demand")["entries"]) == ["acme", "ministry"]
    assert ids(shown("stakeholders", {})["entries"]) == ["acme", "ann", "beta", "ministry"]
    assert ids(card.entry for card in shown("sources", {}, "demand")["sources"]) == ["bank", "wire"]
    assert [v.figure.title for v in shown("figures", {}, "demand")["figures"]] == ["Users"]


def test_what_a_page_only_speaks_of_is_not_its_own() -> None:
    texts = {**TEXTS, "speaking.md": "Of [[deadline]] and ![[users]].\n"}
    site = FakeLookups(texts)
    page = site.header("speaking")
    assert page is not None
    assert views()["timeline"].context({}, page, site)["timeline"].count == 4
    assert len(views()["figures"].context({}, page, site)["figures"]) == 2


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"stakeholders": ["ann", "acme"]}, ["Acme enters", "A meeting"]),
        ({"topics": "access", "stakeholders": "ministry"}, ["The deadline"]),
        ({"tags": "Trade"}, ["Acme enters"]),
        ({"types": ["event"]}, ["Acme enters", "The deadline"]),
        ({"from": "2025-05"}, ["An unnamed event", "The deadline"]),
        ({"to": "2025-04"}, ["Acme enters", "A meeting"]),
        ({"limit": "1"}, ["Acme enters"]),
        ({"limit": "1", "sort": "-date"}, ["The deadline"]),
        ({"to": "2025-04", "sort": "-date"}, ["A meeting", "Acme enters"]),
    ],
)
def test_timeline(options: dict[str, Any], expected: list[str]) -> None:
    assert events(options) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"stakeholders": ["ministry", "acme"]}, ["ministry", "acme"]),
        ({"stakeholders": ["ministry", "acme"], "sort": "title"}, ["acme", "ministry"]),
        ({"topics": "access"}, ["acme", "ann", "ministry"]),
        ({"types": ["person"]}, ["ann"]),
        ({"tags": "trade"}, ["ministry"]),
        ({"to": "2014"}, ["acme"]),
        ({"sort": "kind"}, ["ann", "acme", "beta", "ministry"]),
        ({"sort": "power", "limit": "2"}, ["acme", "beta"]),
    ],
)
def test_stakeholders(options: dict[str, Any], expected: list[str]) -> None:
    assert ids(shown("stakeholders", options)["entries"]) == expected


def test_matrix_puts_the_strongest_first_and_names_who_is_missing() -> None:
    found = shown("matrix", {})
    assert [(r.entry.id, r.influence.power, r.influence.interest) for r in found["rows"]] == [
        ("acme", 4, 5),
        ("beta", 2, 1),
    ]
    assert ids(found["without"]) == ["ann", "ministry"]
    assert [r.entry.id for r in shown("matrix", {"from": "2025"})["rows"]] == ["acme"]


def test_map_shows_ties_among_several_and_all_of_one() -> None:
    def ties(options: dict[str, Any], page: str = "about") -> list[tuple[str, str, str]]:
        return [(t.origin.id, t.tie.label, t.entry.id) for t in shown("map", options, page)["ties"]]

    owns, lobbies = ("acme", "owns", "beta"), ("acme", "lobbies", "ministry")
    assert ties({}) == [owns, lobbies]
    assert ties({"stakeholders": ["acme", "beta"]}) == [owns]
    assert ties({}, "ministry") == [("ministry", "lobbied by", "acme")]
    assert ties({"to": "2017"}) == []
    assert ties({"from": "2026"}) == [owns], "it has begun, and nobody says that it ended"


def test_grid_says_no_evidence_by_an_empty_cell() -> None:
    found = shown("grid", {"stakeholders": ["beta", "acme"], "topics": ["access", "other-issue"]})
    assert ids(found["issues"]) == ["access", "other-issue"]
    cells = {
        row.entry.id: [c.stance.value if c else None for c in row.cells] for row in found["rows"]
    }
    assert cells == {"beta": [None, None], "acme": ["oppose", None]}
    then = shown("grid", {"stakeholders": "acme", "to": "2021"})
    assert then["rows"][0].cells[0].stance.value == "mixed"


def test_grid_shows_the_issues_of_its_page_and_else_all() -> None:
    assert ids(shown("grid", {}, "demand")["issues"]) == ["access"]
    assert ids(shown("grid", {}, "other-issue")["issues"]) == ["other-issue"]
    assert ids(shown("grid", {})["issues"]) == ["access", "other-issue"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"topics": "access"}, ["The market", "Users"]),
        ({"stakeholders": "acme"}, ["The market"]),
        ({"types": "estimate"}, ["Users"]),
        ({"tags": "trade"}, ["Users"]),
        ({"from": "2025"}, ["The market"]),
        ({"sort": "date"}, ["Users", "The market"]),
        ({"sort": "-date", "limit": "1"}, ["The market"]),
        ({"sort": "title"}, ["The market", "Users"]),
    ],
)
def test_figures(options: dict[str, Any], expected: list[str]) -> None:
    found = shown("figures", options)["figures"]
    if "sort" in options:
        assert [view.figure.title for view in found] == expected
    else:
        assert {view.figure.title for view in found} == set(expected)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"types": ["brief"]}, ["demand", "older"]),
        ({"types": ["brief"], "sort": "date"}, ["older", "demand"]),
        ({"types": ["brief", "topic"], "sort": "-title", "limit": "2"}, ["demand", "plain-topic"]),
        ({"topics": ["access"], "types": ["stakeholder", "figure"]}, ["acme", "market"]),
        ({"stakeholders": "ministry"}, ["deadline", "demand"]),
        ({"tags": ["trade", "market access"], "types": "brief"}, ["demand"]),
        ({"to": "2020"}, ["entry"]),
    ],
)
def test_list(options: dict[str, Any], expected: list[str]) -> None:
    assert ids(shown("list", options)["entries"]) == expected


def test_a_list_leaves_out_its_own_page_and_introductions() -> None:
    found = ids(shown("list", {}, "about")["entries"])
    assert "about" not in found
    assert "index" not in found
    assert "demand" in found


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["wire", "bank"]),
        ({"types": "event"}, ["wire", "bank"]),
        ({"types": "stakeholder"}, ["wire"]),
        ({"stakeholders": "ministry", "types": "event"}, ["wire", "bank"]),
        ({"from": "2025-04"}, ["wire"]),
        ({"sort": "title"}, ["bank", "wire"]),
        ({"tags": "nothing-has-it"}, []),
    ],
)
def test_sources(options: dict[str, Any], expected: list[str]) -> None:
    assert ids(card.entry for card in shown("sources", options)["sources"]) == expected


def test_every_view_passes_its_title_on() -> None:
    assert {name: shown(name, {"title": "Mine"})["title"] for name in views()} == dict.fromkeys(
        views(), "Mine"
    )

"""The parts that kinds and views are put together from."""

from __future__ import annotations

from datetime import date as day
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.dates import parse, sort_key
from briefgen.extensions import wording
from briefgen.extensions.backlinks import Backlink, backlinks
from briefgen.extensions.chronology import TimelineYear, state, timeline_view
from briefgen.extensions.evidence import evidence_views, page_source_ids, source_cards
from briefgen.extensions.quantities import history
from briefgen.extensions.stances import positions, settle, stance_groups
from briefgen.extensions.ties import map_ties, tie_groups
from briefgen.model import Evidence, Header, Occurrence, Page, Stance
from briefgen.numerals import display, readable
from briefgen.settings import Settings
from briefgen.vocabulary import RelationKind
from support.fake_lookups import FakeLookups
from support.small_site import TEXTS


@pytest.fixture(scope="module")
def site() -> FakeLookups:
    return FakeLookups(TEXTS)


def header(site: FakeLookups, id: str) -> Header:
    found = site.header(id)
    assert found is not None
    return found


# -- backlinks ------------------------------------------------------------------------------


def of_acme(site: FakeLookups) -> dict[str, Backlink]:
    groups = backlinks(header(site, "acme"), site)
    return {item.entry.id: item for group in groups for item in group.items}


def test_backlinks_are_grouped_by_type_in_the_order_of_the_house(site: FakeLookups) -> None:
    groups = backlinks(header(site, "acme"), site)
    assert [(g.type, g.label) for g in groups] == [
        ("brief", "Briefs"),
        ("event", "Events"),
        ("stakeholder", "Stakeholders"),
        ("figure", "Figures"),
        ("page", "Pages"),
    ]


def test_within_a_group_the_newest_come_first(site: FakeLookups) -> None:
    first = backlinks(header(site, "acme"), site)[0]
    assert [item.entry.id for item in first.items] == ["demand", "older"]


def test_several_mentions_are_one_item_with_two_sentences_at_most(site: FakeLookups) -> None:
    item = of_acme(site)["older"]
    assert item.sentences == ("It speaks of them once.", "And of Acme twice.")
    assert item.sentence == item.sentences[0]


def test_prose_comes_before_front_matter_and_a_bare_link_says_nothing_beside_a_role(
    site: FakeLookups,
) -> None:
    item = of_acme(site)["demand"]
    assert item.role_label == "listed as stakeholder"
    assert item.sentence == "Acme wants more."


@pytest.mark.parametrize(
    ("id", "origin", "role"),
    [
        ("acme", "ann", "a post held here"),
        ("beta", "acme", "owns"),
        ("beta", "demand", "owns"),
        ("ministry", "acme", "lobbies"),
        ("access", "acme", "filed under this topic, a stance on this issue"),
        ("bank", "wire", "passed on from here"),
        ("deadline", "demand", "horizon of a key judgement"),
        ("market", "demand", "shown in the text"),
    ],
)
def test_roles_say_how_a_page_is_named_behind_the_title_of_who_names_it(
    site: FakeLookups, id: str, origin: str, role: str
) -> None:
    groups = backlinks(header(site, id), site)
    found = {item.entry.id: item.role_label for group in groups for item in group.items}
    assert found[origin] == role


def test_a_source_that_disputes_says_so() -> None:
    texts = {"a.md": "No [@disputes:s].\n", "sources/s.md": "---\ntitle: S\n---\n"}
    site = FakeLookups(texts)
    (group,) = backlinks(header(site, "s"), site)
    assert (group.items[0].role_label, group.items[0].relation) == (
        "cited as disputing a statement",
        "disputes",
    )


def test_who_speaks_of_an_event_on_the_page_speaks_of_the_page_and_nobody_of_itself() -> None:
    texts = {
        "briefs/a.md": "---\ntitle: A\nevents: [{date: 2025, title: E, id: e}]\n---\nSee [[e]] here.\n",
        "b.md": "After [[e]] all was new.\n",
    }
    site = FakeLookups(texts)
    groups = backlinks(header(site, "a"), site)
    assert [item.entry.id for group in groups for item in group.items] == ["b"]


# -- timelines ----------------------------------------------------------------------------------


def occurrence(text: str) -> Occurrence:
    return Occurrence(text, text, f"/events/{text}/", parse(text), "")


def shape(years: tuple[TimelineYear, ...]) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    return [
        (year.label, [(m.label, [i.occurrence.id for i in m.items]) for m in year.months])
        for year in years
    ]


def test_a_timeline_is_parted_by_today_and_grouped_by_year_and_month(site: FakeLookups) -> None:
    dates = ["2013", "2025-04-21", "2025-04-22", "2025-04/..", "2025-05-02", "2026-01"]
    ordered = sorted(map(occurrence, dates), key=lambda found: sort_key(found.date))
    view = timeline_view(ordered, site)
    assert shape(view.past) == [
        ("2013", [("", ["2013"])]),
        ("2025", [("April 2025", ["2025-04/..", "2025-04-21", "2025-04-22"])]),
    ]
    assert shape(view.upcoming) == [
        ("2025", [("May 2025", ["2025-05-02"])]),
        ("2026", [("January 2026", ["2026-01"])]),
    ]
    assert view.today is not None
    assert (view.count, view.today.text) == (6, "2025-05-01")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-04-30", "past"),
        ("2025-05-01", "ongoing"),
        ("2025", "ongoing"),
        ("2025-05-02", "upcoming"),
    ],
)
def test_the_state_of_an_event(text: str, expected: str) -> None:
    assert state(occurrence(text), "2025-05-01") == expected


DAYS = st.integers(-4000, 4000).map(lambda n: (day(2025, 5, 1) + timedelta(days=n)).isoformat())


@given(st.lists(DAYS, max_size=12, unique=True), st.booleans())
def test_no_event_is_lost_and_none_changes_place(days: list[str], backwards: bool) -> None:
    site = FakeLookups({})
    view = timeline_view(map(occurrence, sorted(days)), site, newest_first=backwards)
    shown = [
        [item.occurrence.id for year in part for month in year.months for item in month.items]
        for part in (view.past, view.upcoming)
    ]
    assert shown[0] + shown[1] == sorted(shown[0], reverse=backwards) + sorted(
        shown[1], reverse=backwards
    )
    assert sorted(shown[0] + shown[1]) == sorted(days)
    assert all(d > "2025-05-01" for d in shown[1])


# -- figures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("125e9", "125 billion"),
        ("1.5e12", "1.5 trillion"),
        ("43000", "43,000"),
        ("50e6", "50 million"),
        ("1234567", "1,234,567"),
        ("-2500000", "-2.5 million"),
        ("0.26", "0.26"),
        ("7", "7"),
        ("about ten", "about ten"),
        ("1e999999", "1e999999"),
    ],
)
def test_numbers_are_readable(value: str, shown: str) -> None:
    assert readable(value) == shown


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=2
    )
)
def test_no_digit_is_rounded_away(number: Decimal) -> None:
    text, _, word = readable(str(number)).partition(" ")
    scale = {"": 0, "million": 6, "billion": 9, "trillion": 12}[word]
    assert Decimal(text.replace(",", "")).scaleb(scale) == number


def test_the_authors_words_stand_and_units_follow_the_number() -> None:
    assert display("$125 billion", "125e9", "USD") == "$125 billion"
    assert (display("", "26", "%"), display("", "26", "percent"), display("", "5", "")) == (
        "26%",
        "26 percent",
        "5",
    )


def test_history_comes_newest_first(site: FakeLookups) -> None:
    figure = header(site, "market").figure
    assert figure is not None
    assert [view.display for view in history(figure, site)] == [
        "about 110 billion",
        "100 billion USD",
    ]


# -- stances, ties ---------------------------------------------------------------------------------


def test_the_latest_stance_holds_rank_settles_ties_and_deprecated_never_holds() -> None:
    old = Stance("i", "mixed", as_of=parse("2020"))
    new = Stance("i", "oppose", as_of=parse("2025"))
    preferred = Stance("i", "support", as_of=parse("2025"), rank="preferred")
    wrong = Stance("i", "neutral", as_of=parse("2026"), rank="deprecated")
    assert settle([old, new, preferred, wrong]) == (preferred, (wrong, new, old))
    assert settle([wrong]) == (None, (wrong,))
    assert settle([]) == (None, ())


def test_an_undated_stance_gives_way_to_a_dated_one() -> None:
    undated, dated = Stance("i", "mixed"), Stance("i", "oppose", as_of=parse("1999"))
    assert settle([undated, dated])[0] is dated


def test_stances_and_positions_are_two_sides_of_one_thing(site: FakeLookups) -> None:
    (group,) = stance_groups(header(site, "acme"), site)
    (position,) = positions("access", site)
    assert group.issue.id == "access"
    assert group.current is not None
    assert (group.current.stance.value, group.history[0].stance.value) == ("oppose", "mixed")
    assert (position.entry.id, position.current) == ("acme", group.current)
    assert group.current.sources[0].entry.id == "wire"


def test_a_tie_is_written_once_and_read_from_both_ends(site: FakeLookups) -> None:
    here = [(label, [v.entry.id for v in views]) for label, views in tie_groups("acme", site)]
    there = [(label, [v.entry.id for v in views]) for label, views in tie_groups("beta", site)]
    assert here == [("owns", ["beta"]), ("lobbies", ["ministry"])]
    assert there == [("owned by", ["acme"])]


def test_a_map_shows_each_tie_once_and_leads_outward_only_if_asked(site: FakeLookups) -> None:
    among = map_ties(["acme", "beta"], site, outward=False)
    assert [(t.origin.id, t.tie.label, t.entry.id) for t in among] == [("acme", "owns", "beta")]
    outward = map_ties(["beta"], site, outward=True)
    assert [(t.origin.id, t.tie.label, t.entry.id) for t in outward] == [
        ("beta", "owned by", "acme")
    ]


# -- evidence ------------------------------------------------------------------------------------------


def test_cited_sources_are_numbered_first(site: FakeLookups) -> None:
    ids = page_source_ids(header(site, "demand"), Page("", cited=("bank",)), site)
    assert [(c.number, c.entry.id) for c in source_cards(ids, site)] == [(1, "bank"), (2, "wire")]


def test_evidence_without_a_page_is_left_out(site: FakeLookups) -> None:
    views = evidence_views((Evidence("nothing"), Evidence("wire", "disputes", "p. 2")), site)
    assert [(v.entry.id, v.evidence.relation, v.evidence.locator) for v in views] == [
        ("wire", "disputes", "p. 2")
    ]


# -- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "value", "shown"),
    [
        ("type", "brief", "Brief"),
        ("types", "brief", "Briefs"),
        ("stance", "strongly-oppose", "strongly opposes"),
        ("likelihood", "roughly-even", "roughly even chance"),
        ("confidence", "low", "low confidence"),
        ("reliability", "B", "usually reliable"),
        ("credibility", "2", "probably true"),
        ("tlp", "AMBER", "TLP:AMBER"),
        ("mark", "AMBER", "TLP:AMBER"),
        ("mark", "draft", "draft"),
        ("relation", "disputes", "disputes"),
        ("relation", "works-for", "works for"),
        ("role", "citation", "a statement in the text"),
        ("role", "stakeholders", "listed as stakeholder"),
        ("kind", "person", "Person"),
        ("kind", "something-else", "something-else"),
        ("stance", "unheard-of", "unheard-of"),
    ],
)
def test_labels(words: str, value: str, shown: str) -> None:
    assert wording.label(words, value, Settings()) == shown


def test_a_list_of_labels_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        wording.label("colour", "red", Settings())


def test_a_kind_of_the_sites_own_has_its_words() -> None:
    settings = Settings(relationship_kinds=(RelationKind("funds", "funds", "funded by"),))
    assert wording.role_label("to", "funds", settings) == "funds"
    assert wording.role_label("unheard_of", "", settings) == "named under “unheard of”"

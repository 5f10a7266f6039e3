"""What the template of each type is given."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.extensions import BUILT_IN, kinds, producers, views
from briefgen.extensions.base import template_of
from briefgen.model import TYPES, Header, Page, TocItem
from briefgen.settings import NavItem, Settings
from support.fake_lookups import FakeLookups
from support.small_site import TEXTS, VAULT

SITE = FakeLookups(TEXTS, Settings(title="The site", base_url="https://example.org/repo/"))
SHARED = {
    "frame", "header", "entry", "body", "timeline", "backlinks", "sources", "origins", "updates",
    "stakeholders", "topics", "tags", "figures",
}  # fmt: skip


def header(id: str, site: FakeLookups = SITE) -> Header:
    found = site.header(id)
    assert found is not None
    return found


def context(id: str, page: Page | None = None, site: FakeLookups = SITE) -> dict[str, Any]:
    kind = kinds()[header(id, site).type]
    return dict(kind.context(header(id, site), page or Page("<p>Text</p>"), site))


def ids(entries: Any) -> list[str]:
    return [entry.id for entry in entries]


def template(id: str, site: FakeLookups = SITE) -> str:
    return template_of(kinds()[header(id, site).type], header(id, site))


# -- registries --------------------------------------------------------------------------------


def test_every_type_has_its_kind_and_every_name_its_place() -> None:
    assert tuple(kinds()) == TYPES
    assert list(views()) == [
        "timeline",
        "stakeholders",
        "matrix",
        "map",
        "grid",
        "figures",
        "list",
        "sources",
    ]
    assert len({extension.name for extension in BUILT_IN}) == len(BUILT_IN)
    assert {
        "home",
        "sections",
        "timeline-page",
        "tags",
        "not-found",
        "attachments",
        "assets",
    } <= set(producers())


@pytest.mark.parametrize(
    "id", ["demand", "deadline", "acme", "wire", "access", "market", "about", "index"]
)
def test_every_document_has_what_all_documents_share(id: str) -> None:
    found = context(id)
    assert found.keys() >= SHARED
    assert str(found["body"]) == "<p>Text</p>"
    assert found["body"].__html__() == "<p>Text</p>"


# -- briefs ---------------------------------------------------------------------------------------


def test_likelihood_and_confidence_are_kept_apart() -> None:
    opening, bare, dated = context("demand")["judgements"]
    assert (opening.likelihood_words, opening.range) == ("roughly even chance", "45–55 %")
    assert opening.confidence_words == "low confidence"
    assert opening.horizon_words == "The deadline (1 July 2025)"
    assert opening.horizon_url == "/events/deadline/"
    assert [view.entry.id for view in opening.sources] == ["wire"]
    assert (bare.likelihood_words, bare.range, bare.confidence_words, bare.horizon_words) == (
        "",
        "",
        "",
        "",
    )
    assert (dated.horizon_words, dated.horizon_url) == ("2026", "")


def test_a_brief_assembles_what_is_on_it() -> None:
    found = context("demand", Page("", cited=("bank",)))
    assert ids(found["stakeholders"]) == ["acme", "ministry"]
    assert ids(found["topics"]) == ["access", "plain-topic"]
    assert found["tags"] == (("trade", "Trade"), ("market-access", "market access"))
    assert [view.figure.title for view in found["figures"]] == ["Users", "The market"]
    assert [update.note for update in found["updates"]] == ["Second.", "First."]
    assert [(card.number, card.entry.id) for card in found["sources"]] == [(1, "bank"), (2, "wire")]
    (year,) = found["timeline"].past
    (item,) = year.months[0].items
    assert (item.occurrence.url, item.origin.id) == ("/briefs/demand/#event-meeting", "demand")
    assert ids(item.stakeholders) == ["ann"]


def test_sources_with_one_origin_count_once_and_mentioned_ones_not_at_all() -> None:
    assert len(context("market")["sources"]) == 2
    assert context("market")["origins"] == 1, "the wire has this figure from the bank"
    assert context("deadline")["origins"] == 1, "it may be the rumour that it has from the bank"
    wire = TEXTS["sources/wire.md"].replace("  - {statement: A rumour, origin: bank}\n", "")
    alone = FakeLookups({**TEXTS, "sources/wire.md": wire})
    assert context("deadline", None, alone)["origins"] == 2, "it reports for itself"
    texts = {
        "a.md": "One [@s]. Two [@mentions:t; @disputes:u].\n",
        **{f"sources/{name}.md": "Text.\n" for name in "stu"},
    }
    site = FakeLookups(texts)
    found = context("a", Page("", cited=("s", "t", "u")), site)
    assert (len(found["sources"]), found["origins"]) == (3, 1)


# -- events ---------------------------------------------------------------------------------------------


def test_an_event_stands_between_what_came_before_and_after() -> None:
    found = context("deadline")
    assert (found["state"], found["occurrence"].id) == ("upcoming", "deadline")
    assert found["previous_event"].title == "An unnamed event"
    assert found["next_event"] is None
    assert [view.entry.id for view in found["evidence"]] == ["wire", "bank"]
    assert found["timeline"].count == 0
    assert (found["frame"].previous, found["frame"].next) == (None, None)


def test_an_event_without_a_date_is_still_a_page() -> None:
    site = FakeLookups({"events/a.md": "---\ntitle: A\n---\n"})
    found = context("a", site=site)
    assert (found["occurrence"], found["state"], found["previous_event"]) == (None, "", None)


# -- stakeholders -------------------------------------------------------------------------------------------


def test_a_profile_assembles_itself() -> None:
    found = context("acme")
    assert [label for label, _ in found["tie_groups"]] == ["owns", "lobbies"]
    assert [group.issue.id for group in found["stances"]] == ["access"]
    assert ids(found["issues_without"]) == ["other-issue"]
    assert (found["influence"].influence.power, found["influence"].sources[0].entry.id) == (
        4,
        "wire",
    )
    assert [(view.post.title, view.entry.id) for view in found["holders"]] == [("Chair", "ann")]
    assert found["timeline"].count == 1
    assert [view.figure.title for view in found["figures"]] == ["The market"]


def test_posts_come_newest_first_with_their_organizations() -> None:
    posts = context("ann")["posts"]
    assert [(p.post.title, p.organization.id) for p in posts] == [
        ("Chair", "acme"),
        ("Clerk", "ministry"),
    ]
    assert context("ann")["influence"] is None


# -- sources, topics, figures -----------------------------------------------------------------------------------


def test_a_source_shows_what_rests_on_it_and_what_it_passes_on() -> None:
    found = context("wire")
    assert {group.entry.id for group in found["claims"]} >= {"demand", "acme", "deadline", "market"}
    assert [(r.title, r.url, r.entry.id) for r in found["relays"]] == [
        ("The market", "/figures/market/", "bank"),
        ("A rumour", "", "bank"),
    ]
    assert [(r.title, r.entry.id) for r in context("bank")["relayed_by"]] == [
        ("The market", "wire"),
        ("A rumour", "wire"),
    ]


def test_a_statement_is_listed_once_under_a_source() -> None:
    groups = {group.entry.id: group.claims for group in context("wire")["claims"]}
    assert [claim.text for claim in groups["deadline"]] == ["The deadline"]


def test_a_topic_gathers_everything_under_it() -> None:
    found = context("access")
    assert found["question"] == "Should it open?"
    assert ids(found["briefs"]) == ["demand"]
    assert [(p.entry.id, p.current.stance.value) for p in found["positions"]] == [
        ("acme", "oppose")
    ]
    assert ids(found["stakeholders"]) == ["acme", "ann", "ministry"]
    assert found["timeline"].count == 3
    assert "The market" in [view.figure.title for view in found["figures"]]


def test_a_figure_has_value_evidence_and_history() -> None:
    found = context("market")
    assert (found["display"], found["figure"].value) == ("125 billion USD", "125e9")
    assert [view.entry.id for view in found["evidence"]] == ["wire", "bank"]
    assert len(found["history"]) == 2
    assert found["figures"] == (), "it is not among the figures of its own page"


# -- pages that stand where a listing would ------------------------------------------------------------------------


def test_an_index_introduces_its_section() -> None:
    texts = {**TEXTS, "briefs/index.md": "---\ntitle: Our briefs\n---\nRead them.\n"}
    site = FakeLookups(texts)
    found = context("briefs-index", site=site)
    assert template("briefs-index", site) == "section.html"
    assert (found["frame"].title, found["frame"].type) == ("Our briefs", "section")
    assert ids(found["entries"]) == ["demand", "older"]
    assert [label for label, _ in found["groups"]] == ["2025", "2024"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index.md", "home.html"),
        ("stakeholders/index.md", "stakeholders.html"),
        ("timeline.md", "timeline.html"),
        ("tags/index.md", "tags.html"),
        ("notes/index.md", "section.html"),
        ("notes/other.md", "page.html"),
    ],
)
def test_the_template_of_a_page_follows_its_address(name: str, expected: str) -> None:
    site = FakeLookups({name: "Text.\n"})
    (entry,) = site.listing("all")
    assert template(entry.id, site) == expected


def test_an_author_may_choose_another_template() -> None:
    site = FakeLookups({"index.md": "---\ntemplate: mine.html\n---\nText.\n"})
    assert template("index", site) == "mine.html"


# -- the frame -----------------------------------------------------------------------------------------------------


def test_a_frame_says_what_machines_and_people_need() -> None:
    toc = (TocItem(2, "a", "A"),)
    frame = context("demand", Page("", toc))["frame"]
    assert (frame.title, frame.head_title) == ("The demand", "The demand · The site")
    assert frame.description == "What is asked for."
    assert frame.canonical == "https://example.org/repo/briefs/demand/"
    assert (frame.url, frame.lang, frame.type, frame.toc) == ("/briefs/demand/", "en", "brief", toc)
    assert [(crumb.title, crumb.url) for crumb in frame.crumbs] == [
        ("Home", "/"),
        ("Briefs", "/briefs/"),
    ]
    assert (frame.previous, frame.next.title) == (None, "An older brief")
    assert ("og:type", "article") in frame.og
    assert ("og:url", frame.canonical) in frame.og


def test_without_a_base_address_nothing_absolute_is_claimed() -> None:
    frame = context("demand", site=FakeLookups(TEXTS))["frame"]
    assert frame.canonical == ""
    assert "og:url" not in dict(frame.og)


def test_navigation_lists_what_exists_and_marks_where_one_is() -> None:
    nav = context("demand")["frame"].nav
    assert [(link.title, link.url) for link in nav] == [
        ("Briefs", "/briefs/"),
        ("Stakeholders", "/stakeholders/"),
        ("Timeline", "/timeline/"),
        ("Topics", "/topics/"),
        ("Figures", "/figures/"),
        ("Sources", "/sources/"),
        ("About us", "/about/"),
    ]
    assert [link.title for link in nav if link.current] == ["Briefs"]


def test_configured_navigation_is_resolved() -> None:
    nav = (
        NavItem("", "about"),
        NavItem("Out", "https://example.org"),
        NavItem("More", "", (NavItem("", "acme"), NavItem("Gone", "nothing"))),
        NavItem("Gone", "nothing"),
    )
    site = FakeLookups(TEXTS, Settings(nav=nav))
    links = context("acme", site=site)["frame"].nav
    assert [(link.title, link.url, len(link.children)) for link in links] == [
        ("About us", "/about/", 0),
        ("Out", "https://example.org", 0),
        ("More", "", 1),
    ]
    assert links[2].children[0].current


def test_pictures_and_marks_of_the_site_reach_the_frame() -> None:
    settings = Settings(
        logo="img/logo.svg", image="cover.png", base_url="https://example.org/repo/"
    )
    files = ("img/logo.svg", "img/cover.png", "a b#c.png")
    site = FakeLookups(
        {"a.md": '---\nimage: "a b#c.png"\n---\nText.\n', "b.md": "Text.\n"}, settings, files=files
    )
    own, other = context("a", site=site)["frame"], context("b", site=site)["frame"]
    assert (own.logo, own.favicon) == ("/img/logo.svg", "")
    assert dict(own.og)["og:image"] == "https://example.org/repo/a%20b%23c.png"
    assert dict(other.og)["og:image"] == "https://example.org/repo/img/cover.png"


def test_pages_of_a_vault_know_the_way_home() -> None:
    site = FakeLookups(VAULT)
    frame = context("projects-big-one-plan", site=site)["frame"]
    assert [(crumb.title, crumb.url) for crumb in frame.crumbs] == [
        ("Home", "/"),
        ("Projects", "/projects/"),
        ("The big one", "/projects/big-one/"),
    ]
    assert [link.title for link in frame.nav] == ["Inbox", "Projects", "Top"]


# -- cards ---------------------------------------------------------------------------------------------------------


def test_every_kind_can_be_shown_inside_a_text() -> None:
    cards = {type: kind.card for type, kind in kinds().items()}
    shown = {type: card("nothing", SITE) for type, card in cards.items() if card}
    assert shown == dict.fromkeys(TYPES)


@pytest.mark.parametrize(
    ("type", "id", "title"),
    [
        ("figure", "users", "Users"),
        ("event", "meeting", "A meeting"),
        ("stakeholder", "acme", "Acme"),
    ],
)
def test_a_card_shows_the_thing(type: str, id: str, title: str) -> None:
    card = kinds()[type].card
    found = card(id, SITE) if card else None
    assert found is not None
    titles = {
        "figure": lambda: found["item"].figure.title,
        "event": lambda: found["item"].occurrence.title,
        "stakeholder": lambda: found["entry"].title,
    }
    assert titles[type]() == title
    assert kinds()[type].card_template == f"cards/{type}.html"

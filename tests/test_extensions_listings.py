"""Pages that nobody has to write: home, indexes, timeline, tags, 404, and the files beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from briefgen.extensions import home, navigation, producers
from briefgen.extensions.base import Planned
from briefgen.model import Made
from briefgen.settings import Settings
from support.fake_lookups import FakeLookups
from support.site import MakeSite
from support.small_site import TEXTS, VAULT


class Recorder:
    """A renderer that keeps what it is given."""

    def __init__(self) -> None:
        self.template = ""
        self.context: dict[str, Any] = {}

    def __call__(self, template: str, context: Mapping[str, Any]) -> str:
        self.template, self.context = template, dict(context)
        return f"<{template}>"


def planned(name: str, site: FakeLookups) -> list[str]:
    return [each.url for each in producers()[name].plan(site)]


def made(name: str, subject: str, site: FakeLookups) -> tuple[str, dict[str, Any]]:
    renderer = Recorder()
    artifact = producers()[name].make(subject, site, renderer)
    assert artifact == Made(f"<{renderer.template}>".encode())
    return renderer.template, renderer.context


def ids(entries: Any) -> list[str]:
    return [entry.id for entry in entries]


def labels(groups: Any) -> list[tuple[str, list[str]]]:
    return [(label, [entry.title for entry in entries]) for label, entries in groups]


NO_HOME = {name: text for name, text in TEXTS.items() if name != "index.md"}
SITE = FakeLookups(NO_HOME)

# -- what is planned ---------------------------------------------------------------------------


def test_what_an_author_writes_is_not_planned_again() -> None:
    taken = {
        "index.md": "Hello.\n",
        "timeline.md": "Hello.\n",
        "tags/index.md": "Hello.\n",
        "briefs/index.md": "Hello.\n",
    }
    assert planned("home", SITE) == ["/"]
    assert planned("timeline-page", SITE) == ["/timeline/"]
    assert planned("tags", SITE)[0] == "/tags/"
    assert "/briefs/" in planned("sections", SITE)
    site = FakeLookups({**NO_HOME, **taken})
    assert (planned("home", site), planned("timeline-page", site)) == ([], [])
    assert planned("tags", site) == ["/tags/market-access/", "/tags/trade/"]
    assert "/briefs/" not in planned("sections", site)


def test_an_index_for_every_type_that_has_documents() -> None:
    assert set(planned("sections", SITE)) == {
        "/briefs/", "/events/", "/stakeholders/", "/sources/", "/topics/", "/figures/", "/pages/",
    }  # fmt: skip
    assert planned("sections", FakeLookups({"briefs/a.md": "Text.\n"})) == ["/briefs/"]


def test_figures_have_an_index_even_if_all_live_on_other_pages() -> None:
    text = "---\nfigures: [{id: n, title: N, value: 1}]\n---\n"
    site = FakeLookups({"briefs/a.md": text})
    assert "/figures/" in planned("sections", site)
    assert [view.target.id for view in made("sections", "type:figure", site)[1]["figures"]] == ["n"]


def test_an_empty_site_has_a_first_page_and_a_404() -> None:
    site = FakeLookups({})
    assert [planned(name, site) for name in ("home", "not-found")] == [["/"], ["/404.html"]]
    assert [planned(name, site) for name in ("sections", "tags", "timeline-page")] == [[], [], []]
    template, context = made("home", "", site)
    assert (template, context["briefs"], context["sections"]) == ("home.html", (), ())


def test_no_address_is_planned_twice() -> None:
    for site in (SITE, FakeLookups(VAULT), FakeLookups({"pages/a.md": "T.\n", "b.md": "T.\n"})):
        urls = [url for name in producers() for url in planned(name, site)]
        assert len(urls) == len(set(urls))


# -- home -----------------------------------------------------------------------------------------


def test_the_first_page_shows_what_is_there() -> None:
    template, context = made("home", "", SITE)
    assert template == "home.html"
    assert (context["frame"].title, context["frame"].crumbs) == ("The site", ())
    assert ids(context["briefs"]) == ["demand", "older"]
    assert [label for label, _ in context["stakeholder_groups"]] == [
        "People",
        "Organizations",
        "Governments",
    ]
    assert [(s.title, s.url, s.count) for s in context["sections"]] == [
        ("Briefs", "/briefs/", 2),
        ("Events", "/events/", 2),
        ("Stakeholders", "/stakeholders/", 4),
        ("Sources", "/sources/", 2),
        ("Topics", "/topics/", 3),
        ("Figures", "/figures/", 2),
        ("Timeline", "/timeline/", 4),
        ("Tags", "/tags/", 2),
        ("Pages", "/pages/", 1),
    ]
    assert [view.figure.title for view in context["figures"]] == ["Users", "The market"]


def test_news_are_the_pages_made_or_changed_last() -> None:
    assert ids(made("home", "", SITE)[1]["new"]) == ["demand", "older"]
    texts = {
        "a.md": "---\nupdated: 2025-02\n---\nText.\n",
        "b.md": "---\ndate: 2025-03\n---\nText.\n",
        "c.md": "Never dated.\n",
        "briefs/d.md": "---\ndate: 2025-04\n---\nText.\n",
    }
    assert ids(made("home", "", FakeLookups(texts))[1]["new"]) == ["d", "b", "a"]


def test_the_timeline_of_the_first_page_is_what_is_near_today() -> None:
    events = [f"{{date: 20{number:02}, title: E{number}}}" for number in range(10, 40)]
    site = FakeLookups({"a.md": f"---\nevents: [{', '.join(events)}]\n---\nText.\n"})
    shown = [occurrence.title for occurrence in home.around_today(site)]
    assert shown == [f"E{number}" for number in range(21, 31)]


def test_of_many_stakeholders_those_of_most_weight_are_shown() -> None:
    texts = {f"stakeholders/s{number:02}.md": "Text.\n" for number in range(20)}
    texts["stakeholders/strong.md"] = "---\ninfluence: {power: 5, interest: 1}\n---\n"
    texts["a.md"] = "---\nstakeholders: [s19]\n---\nLists one.\n"
    shown = ids(home.key_stakeholders(FakeLookups(texts)))
    assert len(shown) == home.MOST_STAKEHOLDERS
    assert {"strong", "s19"} <= set(shown)


# -- indexes ------------------------------------------------------------------------------------------


def test_stakeholders_stand_under_their_kinds() -> None:
    template, context = made("sections", "type:stakeholder", SITE)
    assert template == "stakeholders.html"
    assert labels(context["groups"]) == [
        ("People", ["Ann"]),
        ("Organizations", ["Acme", "Beta"]),
        ("Governments", ["The ministry"]),
    ]


def test_dated_types_stand_under_their_years_and_issues_apart() -> None:
    assert labels(made("sections", "type:event", SITE)[1]["groups"]) == [
        ("2025", ["The deadline"]),
        ("2013", ["Acme enters"]),
    ]
    assert labels(made("sections", "type:topic", SITE)[1]["groups"]) == [
        ("Issues", ["Access", "Other issue"]),
        ("Other topics", ["Plain topic"]),
    ]
    assert made("sections", "type:source", SITE)[1]["groups"] == ()


def test_an_event_dated_by_another_stands_under_its_computed_year() -> None:
    texts = {
        "events/start.md": "---\ndate: 2024-12-01\n---\n",
        "events/end.md": "---\nafter: {event: start, days: 90}\n---\n",
    }
    groups = made("sections", "type:event", FakeLookups(texts))[1]["groups"]
    assert [(year, ids(entries)) for year, entries in groups] == [
        ("2025", ["end"]),
        ("2024", ["start"]),
    ]


def test_every_note_of_a_vault_can_be_reached_from_the_top() -> None:
    site = FakeLookups(VAULT)
    reached: set[str] = set()
    waiting = [item.target for item in navigation.navigation(site)]
    subjects = {each.url: each.subject for each in producers()["sections"].plan(site)}
    written = {entry.url: entry for entry in site.listing("all")}
    while waiting:
        url = waiting.pop()
        if url in reached:
            continue
        reached.add(url)
        subject = subjects.get(
            url, "folder:Projects/Big One" if url == "/projects/big-one/" else ""
        )
        if subject:
            context = made("sections", subject, site)[1]
            listed = [*context["entries"], *(e for _, group in context["groups"] for e in group)]
            waiting += [entry.url for entry in listed]
    assert reached >= set(written)


def test_a_folder_lists_its_folders_before_its_pages() -> None:
    template, context = made("sections", "folder:Projects", FakeLookups(VAULT))
    assert template == "section.html"
    assert labels(context["groups"]) == [("Folders", ["The big one"]), ("Pages", ["Small"])]
    assert context["frame"].title == "Projects"


def test_a_folder_whose_texts_stand_elsewhere_is_no_place_to_go(make_site: MakeSite) -> None:
    """Every page led to a list of it that nobody made: no site with such a folder was built."""
    typed = "---\ntitle: T\ntype: {}\n---\nText.\n"
    site = make_site(
        {
            "content/2025/talks.md": typed.format("brief"),
            "content/2025/spring/acme.md": typed.format("stakeholder"),
            "content/notes/source.md": typed.format("source"),
            "content/notes/deep/note.md": "# Note\n",
        }
    )
    site.build()
    assert site.codes == []
    menu = site.page("/").partition("<nav")[2].partition("</nav>")[0]
    assert "/notes/" in menu
    assert "/2025/" not in site.page("/")
    assert site.page("/notes/").count("Deep") >= 1
    site.write("content/2025/spring/note.md", "# Another\n")
    site.build()
    assert (site.codes, "/2025/" in site.page("/")) == ([], True)


def test_many_pages_at_the_top_share_one_place_in_the_navigation() -> None:
    site = FakeLookups({f"note {number}.md": "Text.\n" for number in range(9)})
    assert [item.title for item in navigation.navigation(site)] == ["Pages"]
    assert len(made("sections", "type:page", site)[1]["entries"]) == 9


# -- timeline, tags, 404 ----------------------------------------------------------------------------------


def test_the_whole_timeline_knows_who_and_what_is_on_it() -> None:
    template, context = made("timeline-page", "", SITE)
    assert (template, context["timeline"].count) == ("timeline.html", 4)
    assert ids(context["stakeholders"]) == ["acme", "ann", "ministry"]
    assert ids(context["topics"]) == ["access", "plain-topic"]


def test_tags_count_pages_and_events_that_only_live_on_pages() -> None:
    template, context = made("tags", "", SITE)
    assert template == "tags.html"
    assert [(t.slug, t.label, t.count, t.url) for t in context["tags"]] == [
        ("market-access", "market access", 1, "/tags/market-access/"),
        ("trade", "Trade", 3, "/tags/trade/"),
    ]


def test_a_tag_lists_its_pages_and_its_events() -> None:
    template, context = made("tags", "trade", SITE)
    assert (template, context["frame"].title) == ("tag.html", "Trade")
    assert labels(context["groups"]) == [
        ("Briefs", ["The demand"]),
        ("Stakeholders", ["The ministry"]),
    ]
    assert context["timeline"].count == 1
    assert [crumb.url for crumb in context["frame"].crumbs] == ["/", "/tags/"]


def test_the_404_page_has_a_frame() -> None:
    template, context = made("not-found", "", SITE)
    assert (template, context["frame"].url, context["frame"].type) == (
        "404.html",
        "/404.html",
        "404",
    )


@pytest.mark.parametrize("name", ["home", "timeline-page", "tags", "not-found"])
def test_nobody_introduces_what_is_produced(name: str) -> None:
    context = made(name, "", SITE)[1]
    assert (context["header"], context["body"], context["sources"]) == (None, "", ())


# -- files ---------------------------------------------------------------------------------------------------


def test_referenced_files_keep_their_path() -> None:
    site = FakeLookups({}, files=("briefs/a b.png", "50% #1.pdf"))
    assert list(producers()["attachments"].plan(site)) == [
        Planned("/50%25 %231.pdf", "50% #1.pdf"),
        Planned("/briefs/a b.png", "briefs/a b.png"),
    ]
    copied = producers()["attachments"].make("briefs/a b.png", site, Recorder())
    assert copied == Made(copy_of="content:briefs/a b.png")


def test_files_of_the_theme_go_under_assets() -> None:
    site = FakeLookups({}, Settings(), theme_files=("css/base.css",))
    assert planned("assets", site) == ["/assets/css/base.css"]
    assert producers()["assets"].make("css/base.css", site, Recorder()) == Made(
        copy_of="theme:css/base.css"
    )

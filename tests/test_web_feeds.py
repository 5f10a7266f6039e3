"""Feeds, read by feedparser and by their own specifications' rules."""

from __future__ import annotations

import json
import re
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.extensions.web.feeds import Feed, Item, atom, json_feed
from support.virtual import VirtualSite, document

BASE = "https://example.org/repo/"
FILES = {
    "briefs/old.md": document(
        title="Old", date="2025-01-05", topics="[trade]", summary="Was first."
    ),
    "briefs/new.md": document(
        title='"News <b>&</b> more"',
        date="2025-04-22",
        updated="2025-05-01",
        tags="[tariffs, e-commerce]",
    ),
    "briefs/month.md": document(
        title="A month", date="2025-03", topics="[trade]", stakeholders="[acme]"
    ),
    "briefs/undated.md": document(title="Undated", topics="[trade]"),
    "briefs/index.md": document(title="Introduction", date="2025-05-30"),
    "events/meeting.md": document(title="A meeting", date="2025-05-20", topics="[trade]"),
    "sources/report.md": document(title="A report", date="2025-05-21"),
    "topics/trade.md": document(title="Trade", summary="All about trade."),
    "topics/quiet.md": document(title="Quiet"),
    "stakeholders/acme.md": document(title="Acme"),
}


def site(files: dict[str, str] = FILES, **settings: Any) -> VirtualSite:
    return VirtualSite(
        files, **{"title": "The desk", "base_url": BASE, "description": "Briefs.", **settings}
    )


def read(text: bytes) -> Any:
    found = feedparser.parse(text)
    assert not found.bozo, found.get("bozo_exception")
    return found


def titles(text: bytes) -> list[str]:
    return [entry.title for entry in read(text).entries]


def test_the_site_feed_tells_of_dated_pages_newest_change_first() -> None:
    assert [item["title"] for item in json.loads(site().made("/feed.json"))["items"]] == [
        "News <b>&</b> more", "A month", "Old",
    ]  # fmt: skip


def test_an_event_and_a_source_are_no_news_for_their_date_is_not_that_of_the_page() -> None:
    assert {"A meeting", "A report", "Introduction", "Undated"}.isdisjoint(
        titles(site().made("/feed.xml"))
    )


def test_an_atom_feed_says_where_it_is_and_when_it_changed() -> None:
    feed = read(site().made("/feed.xml")).feed
    links = {link.rel: link.href for link in feed.links}
    assert links == {"self": f"{BASE}feed.xml", "alternate": BASE}
    assert (feed.title, feed.subtitle, feed.language) == ("The desk", "Briefs.", "en")
    assert feed.updated == "2025-05-01T12:00:00Z"


def test_an_entry_has_its_address_its_days_and_its_words() -> None:
    entry = read(site().made("/feed.xml")).entries[0]
    assert (entry.link, entry.published) == (f"{BASE}briefs/new/", "2025-04-22T12:00:00Z")
    assert entry.updated == "2025-05-01T12:00:00Z"
    assert [tag.term for tag in entry.tags] == ["tariffs", "e-commerce"]
    assert re.fullmatch(
        r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", entry.id
    )


def test_markup_in_a_title_is_text() -> None:
    assert b"News &lt;b&gt;&amp;&lt;/b&gt; more" in site().made("/feed.xml")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/topics/trade/feed.xml", ["A month", "Old"]),
        ("/stakeholders/acme/feed.xml", ["A month"]),
    ],
)
def test_topics_and_stakeholders_have_feeds_of_their_own(address: str, expected: list[str]) -> None:
    assert titles(site().made(address)) == expected


def test_what_has_no_news_has_no_feed() -> None:
    assert not [url for url in site().addresses("feeds") if "quiet" in url]


def test_both_formats_tell_the_same() -> None:
    virtual = site()
    other = json.loads(virtual.made("/feed.json"))["items"]
    one = read(virtual.made("/feed.xml")).entries
    assert [(e.id, e.link, e.title, e.published, e.updated) for e in one] == [
        (i["id"], i["url"], i["title"], i["date_published"], i["date_modified"]) for i in other
    ]


def test_json_feed_has_what_its_version_needs() -> None:
    found = json.loads(site().made("/feed.json"))
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert (found["home_page_url"], found["feed_url"]) == (BASE, f"{BASE}feed.json")
    assert all(item["id"] and item["content_text"] for item in found["items"])


def test_an_entry_keeps_its_id_when_the_page_moves_with_a_redirect() -> None:
    moved = dict(FILES)
    moved["briefs/renamed.md"] = moved.pop("briefs/old.md").replace(
        "title:", "redirect_from: [/briefs/old/]\ntitle:"
    )
    before, after = (
        json.loads(site(files).made("/feed.json"))["items"] for files in (FILES, moved)
    )
    assert [item["id"] for item in before] == [item["id"] for item in after]
    assert [item["url"] for item in before] != [item["url"] for item in after]


def test_ids_stay_when_the_site_moves_and_says_what_it_was() -> None:
    there = site(base_url="https://new.example/", identity=BASE)
    ids = [
        [item["id"] for item in json.loads(s.made("/feed.json"))["items"]] for s in (site(), there)
    ]
    assert ids[0] == ids[1]
    assert ids[0] != [
        item["id"]
        for item in json.loads(site(base_url="https://other.example/").made("/feed.json"))["items"]
    ]


def test_the_clock_changes_no_feed() -> None:
    one, other = (
        VirtualSite(FILES, clock=f"{year}-06-01T12:00:00+00:00", title="T") for year in (2025, 2031)
    )
    assert one.made("/feed.xml") == other.made("/feed.xml")


def test_an_empty_site_has_an_empty_feed_that_is_valid() -> None:
    found = read(
        VirtualSite({"about.md": document(title="About")}, title="T", base_url=BASE).made(
            "/feed.xml"
        )
    )
    assert (found.entries, found.feed.updated) == ([], "1970-01-01T00:00:00Z")


def test_one_line_turns_feeds_off() -> None:
    assert not site(feeds=False).addresses("feeds")


@pytest.mark.parametrize(
    ("owners", "expected"),
    [
        (True, {"/feed.xml", "/topics/trade/feed.xml", "/stakeholders/acme/feed.xml"}),
        ("topics", {"/feed.xml", "/topics/trade/feed.xml"}),
        (["stakeholders"], {"/feed.xml", "/stakeholders/acme/feed.xml"}),
        (False, {"/feed.xml"}),
    ],
)
def test_those_have_feeds_of_their_own_that_the_site_wants(owners: Any, expected: set[str]) -> None:
    made = site(feeds="atom", feeds_for=owners)
    assert made.addresses("feeds") == expected
    for page in ("/topics/trade/", "/stakeholders/acme/"):
        offered = re.findall(r'href="[^"]*?(/[^"/]*/[^"/]*/feed\.xml)"', made.made(page).decode())
        assert offered == ([f"{page}feed.xml"] if f"{page}feed.xml" in expected else [])


@pytest.mark.parametrize(
    ("feeds", "files", "told"),
    [
        ("atom", {"feed.xml"}, "feed.xml): what is new, as Atom"),
        ("json", {"feed.json"}, "feed.json): what is new, as JSON Feed"),
        (["json", "atom"], {"feed.xml", "feed.json"}, "feed.xml): what is new, as Atom"),
        (False, set(), "what is new, as"),
    ],
)
def test_pages_offer_the_formats_that_are_made(feeds: Any, files: set[str], told: str) -> None:
    made = site(feeds=feeds)
    assert {url.rpartition("/")[2] for url in made.addresses("feeds")} == files
    page = made.made("/topics/trade/").decode()
    assert set(re.findall(r'rel="alternate"[^>]*href="[^"]*(feed\.\w+)"', page)) == files
    assert (told in made.made("/llms.txt").decode()) == bool(files)


words = st.text(max_size=30)


@given(words, words, words)
def test_any_text_makes_well_formed_feeds(title: str, summary: str, tag: str) -> None:
    item = Item(
        "0",
        "https://e.org/a/",
        title,
        summary,
        "2025-01-01T00:00:00Z",
        "2025-01-01T00:00:00Z",
        (tag,),
        "en",
    )
    made = Feed(
        "1", title, summary, "https://e.org/", "https://e.org/feed.xml", title, "en", (item,)
    )
    assert len(read(atom(made)).entries) == 1
    assert json.loads(json_feed(made))["items"][0].get("title", "") == title

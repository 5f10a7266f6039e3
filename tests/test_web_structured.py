"""JSON-LD against the terms of schema.org; what the head of a page offers."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.extensions.web.html_tree import tree
from briefgen.extensions.web.structured import safe_json
from support.full_site import BASE, full_site
from support.schema_org import offences
from support.virtual import VirtualSite, document

SITE = full_site()
PAGES = sorted(url for url in SITE.addresses() - SITE.addresses("redirects") if url.endswith("/"))


def head(url: str, site: VirtualSite = SITE) -> str:
    return site.text(url).partition("</head>")[0]


def json_ld(url: str, site: VirtualSite = SITE) -> dict[str, Any]:
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', head(url, site), re.DOTALL
    )
    assert found, url
    made: dict[str, Any] = json.loads(found[1])
    return made


def things(url: str) -> dict[str, dict[str, Any]]:
    return {thing["@type"]: thing for thing in json_ld(url)["@graph"]}


@pytest.mark.parametrize("url", PAGES)
def test_every_page_says_only_what_schema_org_knows(url: str) -> None:
    made = json_ld(url)
    assert made["@context"] == "https://schema.org"
    assert [offence for thing in made["@graph"] for offence in offences(thing)] == []


def test_an_unknown_property_and_a_wrong_value_would_be_found() -> None:
    assert list(offences({"@type": "Person", "headline": "x"}))
    assert list(offences({"@type": "Event", "location": {"@type": "Person"}}))


@pytest.mark.parametrize("url", PAGES)
def test_every_reference_inside_a_page_leads_to_something(url: str) -> None:
    graph = json_ld(url)["@graph"]
    ids = [thing["@id"] for thing in graph]
    assert len(ids) == len(set(ids))
    page = next(thing for thing in graph if thing["@id"] == BASE.rstrip("/") + url)
    assert {
        page[key]["@id"] for key in ("mainEntity", "breadcrumb", "isPartOf") if key in page
    } <= set(ids)


@pytest.mark.parametrize(
    ("url", "type"),
    [
        ("/briefs/demand/", "Report"),
        ("/events/meeting/", "Event"),
        ("/stakeholders/walmart/", "Organization"),
        ("/stakeholders/ministry/", "GovernmentOrganization"),
        ("/stakeholders/mcmillon/", "Person"),
        ("/sources/report/", "NewsArticle"),
        ("/sources/data/", "CreativeWork"),
        ("/topics/access/", "DefinedTerm"),
        ("/figures/market/", "Observation"),
        ("/about/", "WebPage"),
        ("/briefs/", "CollectionPage"),
        ("/", "WebSite"),
    ],
)
def test_each_type_is_called_by_its_name(url: str, type: str) -> None:
    assert type in things(url)


def test_a_report_is_dated_about_something_and_backed() -> None:
    report = things("/briefs/demand/")["Report"]
    assert (report["datePublished"], report["dateModified"]) == ("2025-04-22", "2025-04-23")
    assert [thing["name"] for thing in report["about"]] == ["Access"]
    assert [thing["@type"] for thing in report["mentions"]] == ["Organization", "Person"]
    assert report["correction"] == ["A name was wrong."]
    assert report["sameAs"] == ["https://doi.org/10.1000/182"]


def test_a_person_works_where_an_office_is_still_held() -> None:
    person = things("/stakeholders/mcmillon/")["Person"]
    assert (person["jobTitle"], [place["name"] for place in person["worksFor"]]) == (
        ["Chief executive"], ["Walmart"],
    )  # fmt: skip
    walmart = things("/stakeholders/walmart/")["Organization"]
    assert [thing["name"] for thing in walmart["subOrganization"]] == ["Flipkart"]


def test_an_exact_time_is_given_and_a_doubtful_one_only_in_words() -> None:
    assert things("/events/meeting/")["Event"]["startDate"] == "2025-04-21T09:00-04:00"
    season = things("/events/season/")["Event"]
    assert (season["startDate"], season["endDate"]) == ("2025-04", "2025-06-30")
    doubt = VirtualSite({"events/e.md": document(title="E", date="2025-04~")})
    event = next(t for t in json_ld("/events/e/", doubt)["@graph"] if t["@type"] == "Event")
    assert "startDate" not in event
    assert event["disambiguatingDescription"] == "Date: around April 2025"


def test_one_line_turns_it_off() -> None:
    assert "ld+json" not in full_site(structured_data=False).text("/briefs/demand/")


@given(st.text())
def test_no_text_can_leave_the_script_element(text: str) -> None:
    made = safe_json({"name": f"</script><!--{text}"})
    assert not set("<>&\u2028\u2029") & set(made)
    assert json.loads(made) == {"name": f"</script><!--{text}"}


# -- the rest of the head -------------------------------------------------------------------


def links(url: str) -> dict[str, str]:
    found = tree(head(url)).find("link")
    return {item.get("href"): item.get("type") for item in found if item.get("rel") == "alternate"}


@pytest.mark.parametrize("url", PAGES)
def test_every_page_offers_only_what_is_there(url: str) -> None:
    made = {f"/repo{address}" for address in SITE.addresses()}
    assert set(links(url)) <= made


def test_a_stakeholder_offers_its_feed_its_calendar_and_its_twin() -> None:
    assert links("/stakeholders/walmart/") == {
        "/repo/feed.xml": "application/atom+xml",
        "/repo/feed.json": "application/feed+json",
        "/repo/stakeholders/walmart/feed.xml": "application/atom+xml",
        "/repo/stakeholders/walmart/feed.json": "application/feed+json",
        "/repo/stakeholders/walmart/calendar.ics": "text/calendar",
        "/repo/stakeholders/walmart/index.md": "text/markdown",
    }


def test_a_shared_brief_has_its_words_its_picture_and_its_days() -> None:
    metas = re.findall(r'<meta property="([^"]+)" content="([^"]*)"', head("/briefs/demand/"))
    found = dict(metas)
    assert found["og:title"] == "The demand"
    assert (found["og:type"], found["og:url"]) == ("article", f"{BASE}briefs/demand/")
    assert found["og:description"] == "What is *wanted*, and by whom."
    assert found["article:published_time"] == "2025-04-22T12:00:00Z"
    assert [content for name, content in metas if name == "article:tag"] == ["trade", "=cmd()"]

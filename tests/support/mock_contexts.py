"""What templates are given, made up: rich, hostile and empty, without the stages that make it.

`contexts("rich")`, `contexts("hostile")` and `contexts("empty")` map every template of
the contract to a context. The structs are stand-ins: only their attribute names matter.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace as Of
from typing import Any

from markupsafe import Markup

from briefgen.extensions.evidence import Credit
from briefgen.model import (
    Claim,
    Evidence,
    Header,
    Influence,
    Link,
    Measure,
    Post,
    StakeholderData,
    Target,
    TocItem,
    Update,
)
from briefgen.settings import Settings
from support.mock_body import BODY
from support.mock_change import emptied, poisoned, same
from support.mock_data import (
    AMAZON,
    BACKLINKS,
    BANK,
    BRIEF,
    DOUBTED,
    EVENTS,
    FIGURES,
    INDIA,
    JUDGEMENTS,
    LOBBIES,
    MCMILLON,
    OLD_VIEW,
    OWNS,
    PRESS,
    PRESS_DATA,
    ROOM,
    RULES,
    SEEN,
    SOURCES,
    TRADE,
    VALUES,
    WALMART,
    day,
    timeline,
    view,
)


def _header(type: str, **more: Any) -> Header:
    shared: dict[str, Any] = {
        "name": "a.md",
        "id": "a",
        "type": type,
        "title": "What Washington wants from India on e-commerce",
        "url": "/briefs/a/",
        "summary": BRIEF.summary,
        "date": day("2025-04-22"),
        "updated": day("2025-04-23"),
        "last_reviewed": day("2025-04"),
        "owner": "Trade desk",
        "aliases": ("The demand",),
        "identifiers": (("wikidata", "Q483551"),),
        "links": (Link("https://example.org/", "Home page"),),
    }
    return Header(**{**shared, **more})


def frame(type: str, title: str, **more: Any) -> Of:
    return Of(
        title=title,
        head_title=f"{title} · The site",
        description="About this page.",
        url="/briefs/a/",
        canonical="https://example.org/repo/briefs/a/",
        lang="en",
        dir="ltr",
        type=type,
        logo="",
        favicon="",
        crumbs=(Of(title="Start", url="/"), Of(title="Briefs", url="/briefs/")),
        nav=_nav(),
        previous=Of(title="Who is in the room", url="/briefs/who/"),
        next=Of(title="The trade agreement", url="/briefs/trade/"),
        toc=(TocItem(2, "the-demand", "The demand"), TocItem(3, "what-differs", "What differs")),
        marks=more.get("marks", ()),
        head=(Of(rel="alternate", href="/feed.xml", type="application/atom+xml", title="Briefs"),),
        og=(("og:title", title),),
        json_ld='{"@context": "https://schema.org", "@type": "Article"}',
    )


def _nav() -> tuple[Of, ...]:
    names = ("Briefs", "Events", "Stakeholders", "Topics", "Figures", "Sources", "About")
    return tuple(
        Of(title=name, url=f"/{name.lower()}/", current=name == "Briefs", children=())
        for name in names
    )


def _shared(type: str, title: str, **more: Any) -> dict[str, Any]:
    return {
        "frame": frame(type, title, marks=more.pop("marks", ())),
        "header": _header(type, title=title, **more),
        "body": BODY,
        "timeline": timeline(),
        "backlinks": BACKLINKS,
        "sources": SOURCES,
        "origins": 1,
        "updates": (
            Update(day("2025-04-23"), "major", "First version."),
            Update(day("2025-04-24"), "correction", "A name was misspelt."),
        ),
        "stakeholders": (WALMART, AMAZON, INDIA, MCMILLON),
        "topics": (RULES, TRADE),
        "tags": (("e-commerce", "E-commerce"), ("market-access", "market access")),
        "figures": FIGURES,
        "judgements": JUDGEMENTS if type in ("brief", "page") else (),
        "evidence": DOUBTED if type == "brief" else (),
        "review": Of(due=day("2025-04-21"), overdue=True) if type == "page" else None,
    }


GROUPS = (("Organizations", (WALMART, AMAZON)), ("Governments", (INDIA,)), ("People", (MCMILLON,)))


def _documents() -> dict[str, dict[str, Any]]:
    occurrence = EVENTS[4].occurrence
    return {
        "brief.html": _shared("brief", BRIEF.title, marks=("draft", "AMBER")),
        "page.html": _shared("page", "About this briefing"),
        "event.html": {
            **_shared("event", occurrence.title, summary=occurrence.summary),
            "occurrence": EVENTS[5].occurrence,
            "state": "upcoming",
            "evidence": DOUBTED,
            "previous_event": EVENTS[3].occurrence,
            "next_event": EVENTS[6].occurrence,
        },
        "stakeholder.html": {
            **_shared(
                "stakeholder",
                "Walmart",
                summary=WALMART.summary,
                stakeholder=StakeholderData("organization"),
            ),
            "entry": WALMART,
            "posts": (
                Of(
                    post=Post("Chief executive", "walmart", day("2014")),
                    organization=WALMART,
                    sources=SEEN,
                ),
                Of(
                    post=Post("Head of a division", "", day("2009"), day("2013-12")),
                    organization=None,
                    sources=(),
                ),
            ),
            "holders": (
                Of(post=Post("Chief executive", "", day("2014")), entry=MCMILLON, sources=SEEN),
            ),
            "tie_groups": (("owns", (OWNS,)), ("lobbies", (LOBBIES, OWNS))),
            "stances": (
                Of(issue=RULES, current=view(), history=(OLD_VIEW,)),
                *(Of(issue=TRADE, current=view(value), history=()) for value in VALUES),
            ),
            "issues_without": (TRADE,),
            "influence": Of(
                influence=Influence(3, 5, day("2025-04"), "It has reported access."), sources=SEEN
            ),
        },
        "source.html": {
            **_shared("source", PRESS.title, source=PRESS_DATA),
            "publisher": Credit(PRESS_DATA.publisher, "/stakeholders/press/"),
            "authors": (*map(Credit, PRESS_DATA.authors),),
            "claims": (
                Of(
                    entry=BRIEF,
                    claims=(
                        Claim(
                            "a",
                            "link",
                            "Walmart lobbies the US government",
                            "/x/",
                            Evidence("press-report"),
                        ),
                        Claim(
                            "a",
                            "stance",
                            "",
                            "/x/#y",
                            Evidence(
                                "press-report", "disputes", "p. 3", "a more equitable environment"
                            ),
                        ),
                    ),
                ),
            ),
            "relays": (Of(title="Flipkart's daily users", url="/figures/x/", entry=BANK),),
            "relayed_by": (Of(title="A statement in plain text", url="", entry=None),),
        },
        "topic.html": {
            **_shared("topic", RULES.title, summary=RULES.summary),
            "question": "Should foreign-owned platforms be free to sell goods of their own?",
            "briefs": (BRIEF, ROOM),
            "positions": (
                Of(entry=WALMART, current=view(), history=(OLD_VIEW,)),
                Of(entry=INDIA, current=view("support", basis="stated"), history=()),
            ),
        },
        "figure.html": {
            **_shared("figure", "Indian e-commerce market", summary="What the sector is put at."),
            "figure": FIGURES[0].figure,
            "display": "$125 billion",
            "evidence": SEEN,
            "history": (
                Of(
                    measure=Measure("1.1e11", "", day("2024")), display="$110 billion", sources=SEEN
                ),
                Of(measure=Measure("9e10"), display="$90 billion", sources=()),
            ),
        },
    }


def _line(name: str, type: str, **more: Any) -> Of:
    shared = {"url": "/briefs/a/", "date": None, "see": "", "marks": ()}
    return Of(name=name, type=type, **{**shared, **more})


def _listings() -> dict[str, dict[str, Any]]:
    header = _header("page", title="Briefs", summary="What we have written, newest first.")
    intro = Markup("<p>A short introduction of the section.</p>")
    given: dict[str, Any] = {
        "header": header,
        "body": intro,
        "sources": SOURCES,
        "origins": 2,
        "judgements": JUDGEMENTS,
        "own_timeline": timeline(),
        "own_figures": FIGURES,
    }
    return {
        "home.html": {
            **given,
            "frame": frame("home", "India's e-commerce rules under US pressure"),
            "briefs": (BRIEF, ROOM),
            "new": (BRIEF, WALMART, PRESS),
            "timeline": timeline(),
            "stakeholder_groups": GROUPS,
            "topics": (RULES, TRADE),
            "figures": FIGURES,
            "sections": (
                Of(title="Briefs", url="/briefs/", count=3),
                Of(title="Events", url="/events/", count=7),
            ),
        },
        "section.html": {
            **given,
            "frame": frame("section", "Briefs", marks=("draft",)),
            "entries": (BRIEF, ROOM, WALMART),
            "groups": (("2025", (BRIEF, ROOM)), ("Undated", (WALMART,))),
            "figures": (),
        },
        "stakeholders.html": {**given, "frame": frame("section", "Stakeholders"), "groups": GROUPS},
        "timeline.html": {
            **given,
            "own_timeline": timeline(()),
            "frame": frame("timeline", "Timeline"),
            "timeline": timeline(),
            "stakeholders": (WALMART, AMAZON, INDIA, MCMILLON),
            "topics": (RULES, TRADE),
        },
        "tags.html": {
            **given,
            "frame": frame("tags", "Tags"),
            "tags": (
                Of(slug="e-commerce", label="E-commerce", count=3),
                Of(slug="tariffs", label="tariffs", count=1),
            ),
        },
        "tag.html": {
            **given,
            "frame": frame("tag", "E-commerce"),
            "groups": (("Briefs", (BRIEF, ROOM)), ("Stakeholders", (WALMART,))),
            "timeline": timeline(EVENTS[:2]),
        },
        "search.html": {
            **given,
            "header": None,
            "body": Markup(),
            "sources": (),
            "frame": frame("search", "Search"),
            "names": "/search/names.json",
            "letters": (
                Of(
                    label="W",
                    key="w",
                    lines=(
                        _line("Walmart", "Organization"),
                        _line("Walmart Inc.", "Organization", see="Walmart"),
                        _line("What Washington wants", "Brief", date=BRIEF.date, marks=("draft",)),
                    ),
                ),
                Of(label="Other", key="other", lines=(_line("印度", "Topic"),)),
            ),
        },
        "404.html": {"frame": frame("404", "This page does not exist")},
        "redirect.html": {"entry": BRIEF, "canonical": "https://example.org/repo/briefs/x/"},
    }


def _views() -> dict[str, dict[str, Any]]:
    influence = Influence(3, 5, day("2025-04"), "It has reported access to the President.")
    return {
        "views/timeline.html": {"timeline": timeline()},
        "views/stakeholders.html": {"entries": (WALMART, AMAZON, INDIA)},
        "views/list.html": {"entries": (BRIEF, WALMART, RULES)},
        "views/figures.html": {"figures": FIGURES},
        "views/sources.html": {"sources": SOURCES},
        "views/matrix.html": {
            "rows": (Of(entry=WALMART, influence=influence, sources=SEEN),),
            "without": (AMAZON, INDIA),
        },
        "views/map.html": {
            "ties": (
                Of(origin=WALMART, tie=OWNS.tie, entry=AMAZON, sources=SEEN),
                Of(origin=WALMART, tie=LOBBIES.tie, entry=INDIA, sources=()),
            )
        },
        "views/grid.html": {
            "issues": (RULES, TRADE),
            "rows": (
                Of(entry=WALMART, cells=(view(), None)),
                Of(entry=INDIA, cells=(view("support", basis="inferred"), view("neutral"))),
            ),
        },
        "cards/event.html": {"item": EVENTS[4]},
        "cards/stakeholder.html": {"entry": WALMART},
        "cards/document.html": {"entry": BRIEF},
        "cards/figure.html": {"item": FIGURES[1]},
        "cards/section.html": {
            "target": Target("a", "brief", "Who is in the room", "/briefs/a/", "briefs/a.md"),
            "title": "Two companies",
            "url": "/briefs/a/#two-companies",
            "html": Markup("<p>The text of the section.</p>"),
        },
    }


SITE = Settings(
    title="India's e-commerce rules",
    description="A briefing.",
    author="Trade desk",
    footer="One article.",
)
THEME = {
    "name": "default",
    "title": "",
    "version": "",
    "options": {"scheme": "auto", "accent": "petrol", "credit": "yes"},
}


def contexts(sort: str) -> dict[str, dict[str, Any]]:
    """Every template of the contract with a context: `rich`, `hostile` or `empty`."""
    views = {
        name: {"title": "A view", "cited": ("press-report",), **given}
        for name, given in _views().items()
    }
    found = {**_documents(), **_listings(), **views}
    change: Callable[[Any], Any] = {"rich": same, "hostile": poisoned, "empty": emptied}[sort]
    base = {"site": SITE, "theme": THEME}
    return {
        name: {**base, **{key: change(value) for key, value in given.items()}}
        for name, given in found.items()
    }

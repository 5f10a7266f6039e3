"""Made-up entries, events, figures, positions: what contexts for templates are put together from.

The structs are stand-ins where only the names of attributes matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace as Of
from typing import Any

from briefgen import dates, paths
from briefgen.dates import EdtfDate
from briefgen.model import (
    Archive,
    Entry,
    Evidence,
    Figure,
    Judgement,
    Occurrence,
    Relationship,
    SourceData,
    Stance,
    Target,
    Tie,
)

TODAY = "2025-04-22"

LABELS: Mapping[str, Mapping[str, str]] = {
    "stance": {"strongly-oppose": "strongly opposes", "oppose": "opposes", "support": "supports"},
    "reliability": {"B": "usually reliable"},
    "credibility": {"2": "probably true"},
}


def label(vocabulary: str, value: str) -> str:
    return LABELS.get(vocabulary, {}).get(value, value)


def functions() -> dict[str, Callable[..., Any]]:
    """The functions of the contract, over this made-up site."""
    return {
        "href": lambda url: url if "://" in url else paths.href("/repo/", url),
        "link": lambda name: f"/{name}/",
        "asset": lambda path: paths.href("/repo/", f"/assets/{path}"),
        "date_words": dates.words,
        "short_date": dates.short_words,
        "html_datetime": dates.html_datetime,
        "is_soft": dates.is_soft,
        "is_past": lambda date: dates.is_past(date, TODAY),
        "label": label,
        "state": lambda occurrence: state(occurrence.date),
        "origins": lambda sources, about="": len({found.entry.id for found in sources} - {about}),
    }


def state(date: EdtfDate) -> str:
    if dates.is_past(date, TODAY):
        return "past"
    return "upcoming" if dates.is_upcoming(date, TODAY) else "ongoing"


def day(text: str) -> EdtfDate:
    return dates.parse(text)


# -- entries ------------------------------------------------------------------------


def entry(sort: str, id: str, title: str, summary: str = "", **more: Any) -> Entry:
    folder = {"topic": "topics", "page": ""}.get(sort, f"{sort}s")
    return Entry(id, sort, title, paths.page_url(folder, id), f"{folder}/{id}.md", summary, **more)


WALMART = entry(
    "stakeholder",
    "walmart",
    "Walmart",
    "US retailer and owner of Flipkart. One of the two companies for which Washington seeks wider access.",
    kind="organization",
    classification="retailer",
)
AMAZON = entry(
    "stakeholder",
    "amazon",
    "Amazon",
    "US marketplace and retailer.",
    kind="organization",
    classification="retailer",
)
INDIA = entry(
    "stakeholder",
    "india-government",
    "Government of India",
    "The party the demand is addressed to. It makes the rules at issue; no reply of its own is reported.",
    kind="government",
)
MCMILLON = entry(
    "stakeholder", "doug-mcmillon", "Doug McMillon", "Chief executive of Walmart.", kind="person"
)
RULES = entry(
    "topic",
    "ecommerce-fdi-rules",
    "Rules on foreign-owned platforms",
    "What foreign firms may sell.",
)
TRADE = entry("topic", "trade-agreement", "The bilateral trade agreement")
BRIEF = entry(
    "brief",
    "what-washington-wants",
    "What Washington wants from India on e-commerce",
    "The United States is reported to want India to loosen the rules that keep Amazon and Walmart from selling "
    "their own goods there. No text of the demand and no Indian answer has been reported.",
    date=day("2025-04-22"),
)
ROOM = entry(
    "brief",
    "who-is-in-the-room",
    "Who is in the room, and who is not",
    "Two companies, two governments, and rivals who are not quoted.",
    date=day("2025-04-20"),
    marks=("draft", "AMBER"),
)
PRESS = entry("source", "press-report", "Press report of 22 April 2025", date=day("2025-04-22"))
BANK = entry("source", "bank-data", "Bank of America data", date=day("2025-04~"))

ENTRIES = (BRIEF, ROOM, WALMART, AMAZON, INDIA, MCMILLON, RULES, TRADE, PRESS, BANK)

PRESS_DATA = SourceData(
    url="https://example.org/report?a=1&b=2",
    publisher="Example News",
    authors=("A. Writer", "B. Reporter"),
    accessed=day("2025-04-23"),
    archive=Archive("https://archive.example.org/1", day("2025-04-23")),
    reliability="B",
    credibility="2",
)


def seen(entry: Entry = PRESS, **more: Any) -> Of:
    return Of(entry=entry, evidence=Evidence(entry.id, **more))


SEEN = (seen(),)
DOUBTED = (
    seen(locator="p. 4", quote="a more equitable environment", accessed=day("2025-04-23")),
    seen(BANK, relation="disputes"),
)


# -- timelines ----------------------------------------------------------------------


def item(id: str, title: str, date: str, **more: Any) -> Of:
    occurrence = Occurrence(
        id,
        title,
        f"/events/{id}/",
        day(date),
        id,
        summary=more.get("summary", ""),
        place=more.get("place", ""),
        stakeholders=tuple(who.id for who in more.get("who", ())),
        topics=("ecommerce-fdi-rules",),
        relative=more.get("relative", ""),
    )
    return Of(
        occurrence=occurrence,
        state=state(occurrence.date),
        stakeholders=more.get("who", ()),
        topics=(RULES,),
        sources=more.get("sources", SEEN),
        origin=more.get("origin"),
        marks=more.get("marks", ()),
    )


EVENTS = (
    item("amazon-enters", "Amazon enters the Indian market", "2013", who=(AMAZON,)),
    item("users", "Daily users are counted late in the year", "2024-24~", sources=(seen(BANK),)),
    item(
        "rules-in-force",
        "The rules on foreign-owned platforms are in force",
        "2025-02/..",
        who=(INDIA,),
        summary="Marketplaces may not sell stock of their own.",
    ),
    item(
        "pause-begins",
        "A ninety-day pause of tariffs begins",
        "2025-04-09",
        summary="All but one country.",
    ),
    item(
        "white-house",
        "Retail executives meet at the White House",
        "2025-04-21",
        who=(MCMILLON, WALMART),
        place="Washington",
        summary="Chief executives of several retailers are received by the President.",
        sources=DOUBTED,
        origin=BRIEF,
    ),
    item(
        "pause-ends",
        "The pause ends",
        "2025-07~",
        relative="90 days after the pause begins",
        who=(INDIA,),
    ),
    item("first-part", "First part of an agreement", "2025-34", sources=(), marks=("draft",)),
)


def timeline(items: tuple[Of, ...] = EVENTS) -> Of:
    past = tuple(item for item in items if item.state != "upcoming")
    upcoming = tuple(item for item in items if item.state == "upcoming")
    return Of(
        past=_years(past),
        upcoming=_years(upcoming),
        count=len(items),
        today=day(TODAY),
        newest_first=False,
    )


def _years(items: tuple[Of, ...]) -> tuple[Of, ...]:
    years: dict[str, dict[str, list[Of]]] = {}
    for item in items:
        date = item.occurrence.date
        months = years.setdefault(dates.year_of(date), {})
        months.setdefault(dates.month_of(date) or "", []).append(item)
    return tuple(
        Of(
            label=year,
            months=tuple(Of(label=month, items=tuple(found)) for month, found in months.items()),
        )
        for year, months in years.items()
    )


# -- the rest -----------------------------------------------------------------------


def figure(title: str, display: str, kind: str = "measured", sources: tuple[Of, ...] = SEEN) -> Of:
    id = paths.slug(title)
    figure = Figure(id, title, "125e9", "USD", display, day("2025-04"), kind)
    return Of(
        figure=figure,
        target=Target(id, "figure", title, f"/figures/{id}/", f"figures/{id}.md"),
        sources=sources,
        display=display,
        marks=("draft", "AMBER"),
    )


FIGURES = (
    figure("Indian e-commerce market", "$125 billion"),
    figure("Flipkart's daily users, late 2024", "17.4 million", "estimate", DOUBTED),
    figure("Goal for trade between the two", "$500 billion", "target", ()),
)

SOURCES = (
    Of(entry=PRESS, source=PRESS_DATA, number=1),
    Of(entry=BANK, source=SourceData(publisher="Bank of America"), number=2),
)

BACKLINKS = (
    Of(
        type="brief",
        label="Briefs",
        items=(
            Of(
                entry=BRIEF,
                role_label="",
                relation="",
                sentence="The US government intends to use its trade talks to obtain wider access for Walmart.",
            ),
            Of(entry=ROOM, role_label="lobbies", relation="lobbies", sentence=""),
        ),
    ),
)


def view(value: str = "oppose", **more: Any) -> Of:
    stance = Stance(
        "ecommerce-fdi-rules",
        value,
        more.get("basis", "reported"),
        day(more.get("as_of", "2025-04-22")),
        "Its chief executive is said to have raised concerns about the restrictions.",
        more.get("rationale", ""),
        more.get("rank", "normal"),
    )
    return Of(stance=stance, sources=SEEN)


OLD_VIEW = view(
    "mixed", basis="inferred", as_of="2024~", rationale="Nothing was said.", rank="deprecated"
)
VALUES = ("strongly-oppose", "oppose", "mixed", "support", "strongly-support", "neutral")


def tie(other: Entry, kind: str, relationship: Relationship, sources: tuple[Of, ...] = SEEN) -> Of:
    return Of(
        tie=Tie(other.id, kind, kind, relationship, "walmart", True), entry=other, sources=sources
    )


OWNS = tie(
    AMAZON, "owns", Relationship("owns", "amazon", start=day("2018"), basis="reported"), DOUBTED
)
LOBBIES = tie(
    INDIA,
    "lobbies",
    Relationship("lobbies", "india", date=day("2025-04~"), label="about the rules"),
)

JUDGEMENTS = (
    Of(
        judgement=Judgement(
            "opening",
            "India publicly offers some easing of its limits on foreign-owned platforms before the pause ends.",
            "roughly-even",
            "low",
            would_change=(
                "A written offer on foreign ownership",
                "An Indian statement on the talks",
            ),
        ),
        likelihood_words="roughly even chance",
        range="45–55 %",
        confidence_words="low confidence",
        horizon_words="July 2025",
        horizon_url="/events/pause-ends/",
        sources=SEEN,
        basis=(Target("m", "figure", "Indian e-commerce market", "/figures/m/", "figures/m.md"),),
    ),
    Of(
        judgement=Judgement(
            "stays", "Access to e-commerce remains a US request.", "likely", "moderate"
        ),
        likelihood_words="likely",
        range="55–80 %",
        confidence_words="moderate confidence",
        horizon_words="",
        horizon_url="",
        sources=(),
        basis=(),
    ),
)

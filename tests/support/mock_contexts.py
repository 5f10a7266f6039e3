"""What templates are given, made up: rich, hostile and empty, without the stages that make it.

`contexts("rich")`, `contexts("hostile")` and `contexts("empty")` map every template of
the contract to a context. The structs are stand-ins: only their attribute names matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace as Of
from typing import Any

import msgspec
from markupsafe import Markup

from briefgen import dates, paths
from briefgen.dates import EdtfDate
from briefgen.model import (
    Archive,
    Claim,
    Entry,
    Evidence,
    Figure,
    Header,
    Influence,
    Judgement,
    Link,
    Measure,
    Occurrence,
    Post,
    Relationship,
    SourceData,
    StakeholderData,
    Stance,
    Target,
    Tie,
    TocItem,
    Update,
)
from briefgen.settings import Settings

TODAY = "2025-04-22"
HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}"

LABELS: Mapping[str, Mapping[str, str]] = {
    "relation": {"disputes": "disputed by", "mentions": "mentioned in", "supports": "supported by"},
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
        "label": label,
        "state": lambda occurrence: _state(occurrence.date),
    }


def _state(date: EdtfDate) -> str:
    if dates.is_past(date, TODAY):
        return "past"
    return "upcoming" if dates.is_upcoming(date, TODAY) else "ongoing"


def _day(text: str) -> EdtfDate:
    return dates.parse(text)


# -- entries ------------------------------------------------------------------------


def _entry(sort: str, id: str, title: str, summary: str = "", **more: Any) -> Entry:
    folder = {"topic": "topics", "page": ""}.get(sort, f"{sort}s")
    return Entry(id, sort, title, paths.page_url(folder, id), f"{folder}/{id}.md", summary, **more)


WALMART = _entry(
    "stakeholder",
    "walmart",
    "Walmart",
    "US retailer and owner of Flipkart. One of the two companies for which Washington seeks wider access.",
    kind="organization",
    classification="retailer",
)
AMAZON = _entry(
    "stakeholder", "amazon", "Amazon", "US marketplace and retailer.", kind="organization", classification="retailer"
)
INDIA = _entry(
    "stakeholder",
    "india-government",
    "Government of India",
    "The party the demand is addressed to. It makes the rules at issue; no reply of its own is reported.",
    kind="government",
)
MCMILLON = _entry("stakeholder", "doug-mcmillon", "Doug McMillon", "Chief executive of Walmart.", kind="person")
RULES = _entry("topic", "ecommerce-fdi-rules", "Rules on foreign-owned platforms", "What foreign firms may sell.")
TRADE = _entry("topic", "trade-agreement", "The bilateral trade agreement")
BRIEF = _entry(
    "brief",
    "what-washington-wants",
    "What Washington wants from India on e-commerce",
    "The United States is reported to want India to loosen the rules that keep Amazon and Walmart from selling "
    "their own goods there. No text of the demand and no Indian answer has been reported.",
    date=_day("2025-04-22"),
)
ROOM = _entry(
    "brief",
    "who-is-in-the-room",
    "Who is in the room, and who is not",
    "Two companies, two governments, and rivals who are not quoted.",
    date=_day("2025-04-20"),
    marks=("draft", "AMBER"),
)
PRESS = _entry("source", "press-report", "Press report of 22 April 2025", date=_day("2025-04-22"))
BANK = _entry("source", "bank-data", "Bank of America data", date=_day("2025-04~"))

ENTRIES = (BRIEF, ROOM, WALMART, AMAZON, INDIA, MCMILLON, RULES, TRADE, PRESS, BANK)

PRESS_DATA = SourceData(
    url="https://example.org/report?a=1&b=2",
    publisher="Example News",
    authors=("A. Writer", "B. Reporter"),
    accessed=_day("2025-04-23"),
    archive=Archive("https://archive.example.org/1", _day("2025-04-23")),
    reliability="B",
    credibility="2",
)


def _seen(entry: Entry = PRESS, **more: Any) -> Of:
    return Of(entry=entry, evidence=Evidence(entry.id, **more))


SEEN = (_seen(),)
DOUBTED = (
    _seen(locator="p. 4", quote="a more equitable environment", accessed=_day("2025-04-23")),
    _seen(BANK, relation="disputes"),
)


# -- timelines ----------------------------------------------------------------------


def _item(id: str, title: str, date: str, **more: Any) -> Of:
    occurrence = Occurrence(
        id,
        title,
        f"/events/{id}/",
        _day(date),
        id,
        summary=more.get("summary", ""),
        place=more.get("place", ""),
        stakeholders=tuple(who.id for who in more.get("who", ())),
        topics=("ecommerce-fdi-rules",),
        relative=more.get("relative", ""),
    )
    return Of(
        occurrence=occurrence,
        state=_state(occurrence.date),
        stakeholders=more.get("who", ()),
        topics=(RULES,),
        sources=more.get("sources", SEEN),
        origin=more.get("origin"),
    )


EVENTS = (
    _item("amazon-enters", "Amazon enters the Indian market", "2013", who=(AMAZON,)),
    _item("users", "Daily users are counted late in the year", "2024-24~", sources=(_seen(BANK),)),
    _item(
        "rules-in-force",
        "The rules on foreign-owned platforms are in force",
        "2025-02/..",
        who=(INDIA,),
        summary="Marketplaces may not sell stock of their own.",
    ),
    _item("pause-begins", "A ninety-day pause of tariffs begins", "2025-04-09", summary="All but one country."),
    _item(
        "white-house",
        "Retail executives meet at the White House",
        "2025-04-21",
        who=(MCMILLON, WALMART),
        place="Washington",
        summary="Chief executives of several retailers are received by the President.",
        sources=DOUBTED,
        origin=BRIEF,
    ),
    _item("pause-ends", "The pause ends", "2025-07~", relative="90 days after the pause begins", who=(INDIA,)),
    _item("first-part", "First part of an agreement", "2025-34", sources=()),
)


def _timeline(items: tuple[Of, ...] = EVENTS) -> Of:
    past = tuple(item for item in items if item.state != "upcoming")
    upcoming = tuple(item for item in items if item.state == "upcoming")
    return Of(past=_years(past), upcoming=_years(upcoming), count=len(items), today=_day(TODAY))


def _years(items: tuple[Of, ...]) -> tuple[Of, ...]:
    years: dict[str, dict[str, list[Of]]] = {}
    for item in items:
        date = item.occurrence.date
        months = years.setdefault(dates.year_of(date), {})
        months.setdefault(dates.month_of(date) or "", []).append(item)
    return tuple(
        Of(label=year, months=tuple(Of(label=month, items=tuple(found)) for month, found in months.items()))
        for year, months in years.items()
    )


# -- the rest -----------------------------------------------------------------------


def _figure(title: str, display: str, kind: str = "measured", sources: tuple[Of, ...] = SEEN) -> Of:
    id = paths.slug(title)
    figure = Figure(id, title, "125e9", "USD", display, _day("2025-04"), kind)
    return Of(
        figure=figure,
        target=Target(id, "figure", title, f"/figures/{id}/", f"figures/{id}.md"),
        sources=sources,
        display=display,
    )


FIGURES = (
    _figure("Indian e-commerce market", "$125 billion"),
    _figure("Flipkart's daily users, late 2024", "17.4 million", "estimate", DOUBTED),
    _figure("Goal for trade between the two", "$500 billion", "target", ()),
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


def _view(value: str = "oppose", **more: Any) -> Of:
    stance = Stance(
        "ecommerce-fdi-rules",
        value,
        more.get("basis", "reported"),
        _day(more.get("as_of", "2025-04-22")),
        "Its chief executive is said to have raised concerns about the restrictions.",
        more.get("rationale", ""),
        more.get("rank", "normal"),
    )
    return Of(stance=stance, sources=SEEN)


OLD_VIEW = _view("mixed", basis="inferred", as_of="2024~", rationale="Nothing was said.", rank="deprecated")
VALUES = ("strongly-oppose", "oppose", "mixed", "support", "strongly-support", "neutral")


def _tie(other: Entry, kind: str, relationship: Relationship, sources: tuple[Of, ...] = SEEN) -> Of:
    return Of(tie=Tie(other.id, kind, kind, relationship, "walmart", True), entry=other, sources=sources)


OWNS = _tie(AMAZON, "owns", Relationship("owns", "amazon", start=_day("2018"), basis="reported"), DOUBTED)
LOBBIES = _tie(
    INDIA, "lobbies", Relationship("lobbies", "india", date=_day("2025-04~"), label="about the rules")
)

JUDGEMENTS = (
    Of(
        judgement=Judgement(
            "opening",
            "India publicly offers some easing of its limits on foreign-owned platforms before the pause ends.",
            "roughly-even",
            "low",
            would_change=("A written offer on foreign ownership", "An Indian statement on the talks"),
        ),
        likelihood_words="roughly even chance",
        range="45–55 %",
        confidence_words="low confidence",
        horizon_words="July 2025",
        horizon_url="/events/pause-ends/",
        sources=SEEN,
    ),
    Of(
        judgement=Judgement("stays", "Access to e-commerce remains a US request.", "likely", "moderate"),
        likelihood_words="likely",
        range="55–80 %",
        confidence_words="moderate confidence",
        horizon_words="",
        horizon_url="",
        sources=(),
    ),
)

BODY = Markup("""
<h2 id="the-demand">The demand<a class="heading-anchor" href="#the-demand" aria-label="Link to this section">#</a></h2>
<p>The <a class="link-internal" href="/repo/stakeholders/us-government/">US government</a> intends to use its trade
talks with <a class="link-internal" href="/repo/stakeholders/india-government/">India</a> to obtain wider access for
<a class="link-internal" href="/repo/stakeholders/amazon/">Amazon</a> and
<a class="link-internal" href="/repo/stakeholders/walmart/">Walmart</a> to a sector put at
<span class="number-inline"><a href="/repo/figures/market/">$125 billion</a> <small class="number-note">(Apr 2025;
<a href="/repo/sources/press-report/">Press report</a>)</small></span>
<span class="cite">[<a href="#source-press-report">1</a>, p. 4; <a class="cite-disputes" href="#source-bank-data"
title="disputed by">2</a>]</span>. See <a class="link-external" href="https://example.org/">an address outside</a>,
<span class="link-broken" title="no page of this name">a broken link</span> and <code>inline code</code>.<sup
class="footnote-ref"><a href="#fn1" id="fnref1">1</a></sup></p>
<p>The administration's own phrase is a “more equitable environment”. Stripped of that language, the request is for
equal treatment: foreign firms should be free to do what Indian firms already do. One limits foreign investment, the
other the ownership of platforms. What they mean in practice is a difference in kind of business.</p>
<h3 id="what-differs">What differs</h3>
<div class="table-scroll" role="region" aria-label="Table" tabindex="0"><table>
<thead><tr><th></th><th>American firms</th><th>Indian rivals</th></tr></thead>
<tbody><tr><td>Run a marketplace for other sellers</td><td>yes</td><td>not stated</td></tr>
<tr><td>Make goods and sell them directly</td><td>no</td><td>yes</td></tr></tbody></table></div>
<div class="callout callout-important" role="note"><p class="callout-title">A demand about rules</p>
<div class="callout-body"><p>The push came after tariffs had been suspended.</p></div></div>
<details class="callout callout-warning"><summary class="callout-title">Folded warning</summary>
<div class="callout-body"><p>Only for those who ask.</p></div></details>
<div class="callout callout-tip" role="note"><p class="callout-title">Tip</p><div class="callout-body"><p>Read on.</p>
</div></div>
<blockquote><p>A plain quotation, set apart from the text that surrounds it.</p></blockquote>
<ul><li>Whether India has replied, in public or in private.</li><li>Whether the request is for new law.</li></ul>
<ol><li>First</li><li>Second</li></ol>
<ul class="contains-task-list"><li class="task-list-item"><input type="checkbox" disabled checked
aria-label="done"> Asked</li><li class="task-list-item"><input type="checkbox" disabled
aria-label="not done"> Answered</li></ul>
<dl><dt>FDI</dt><dd>Foreign direct investment.</dd></dl>
<div class="highlight"><pre tabindex="0"><code><span class="k">def</span> <span class="nf">ask</span><span
class="p">(</span><span class="n">who</span><span class="p">):</span>  <span class="c1"># a comment</span>
    <span class="k">return</span> <span class="s2">"an answer"</span><span class="o">,</span> <span class="mi">42</span>
</code></pre></div>
<div class="handling handling-amber"><p class="handling-label">TLP:AMBER</p><p>For those who need to know.</p></div>
<hr>
<section class="footnotes" aria-label="Footnotes"><ol><li id="fn1"><p>A note. <a class="footnote-backref"
href="#fnref1" aria-label="Back to the text">↩</a></p></li></ol></section>
""")


def _header(type: str, **more: Any) -> Header:
    shared: dict[str, Any] = {
        "name": "a.md",
        "id": "a",
        "type": type,
        "title": "What Washington wants from India on e-commerce",
        "url": "/briefs/a/",
        "summary": BRIEF.summary,
        "date": _day("2025-04-22"),
        "updated": _day("2025-04-23"),
        "last_reviewed": _day("2025-04"),
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
        Of(title=name, url=f"/{name.lower()}/", current=name == "Briefs", children=()) for name in names
    )


def _shared(type: str, title: str, **more: Any) -> dict[str, Any]:
    return {
        "frame": frame(type, title, marks=more.pop("marks", ())),
        "header": _header(type, title=title, **more),
        "body": BODY,
        "timeline": _timeline(),
        "backlinks": BACKLINKS,
        "sources": SOURCES,
        "origins": 1,
        "updates": (
            Update(_day("2025-04-23"), "major", "First version."),
            Update(_day("2025-04-24"), "correction", "A name was misspelt."),
        ),
        "stakeholders": (WALMART, AMAZON, INDIA, MCMILLON),
        "topics": (RULES, TRADE),
        "tags": (("e-commerce", "E-commerce"), ("market-access", "market access")),
        "figures": FIGURES,
    }


GROUPS = (("Organizations", (WALMART, AMAZON)), ("Governments", (INDIA,)), ("People", (MCMILLON,)))


def _documents() -> dict[str, dict[str, Any]]:
    occurrence = EVENTS[4].occurrence
    return {
        "brief.html": {**_shared("brief", BRIEF.title, marks=("draft", "AMBER")), "judgements": JUDGEMENTS},
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
            **_shared("stakeholder", "Walmart", summary=WALMART.summary, stakeholder=StakeholderData("organization")),
            "entry": WALMART,
            "posts": (
                Of(post=Post("Chief executive", "walmart", _day("2014")), organization=WALMART, sources=SEEN),
                Of(post=Post("Head of a division", "", _day("2009"), _day("2013-12")), organization=None, sources=()),
            ),
            "tie_groups": (("owns", (OWNS,)), ("lobbies", (LOBBIES, OWNS))),
            "stances": (
                Of(issue=RULES, current=_view(), history=(OLD_VIEW,)),
                *(Of(issue=TRADE, current=_view(value), history=()) for value in VALUES),
            ),
            "issues_without": (TRADE,),
            "influence": Of(influence=Influence(3, 5, _day("2025-04"), "It has reported access."), sources=SEEN),
        },
        "source.html": {
            **_shared("source", PRESS.title, source=PRESS_DATA),
            "claims": (
                Of(
                    entry=BRIEF,
                    claims=(
                        Claim("a", "link", "Walmart lobbies the US government", "/x/", Evidence("press-report")),
                        Claim(
                            "a",
                            "stance",
                            "",
                            "/x/#y",
                            Evidence("press-report", "disputes", "p. 3", "a more equitable environment"),
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
                Of(entry=WALMART, current=_view(), history=(OLD_VIEW,)),
                Of(entry=INDIA, current=_view("support", basis="stated"), history=()),
            ),
        },
        "figure.html": {
            **_shared("figure", "Indian e-commerce market", summary="What the sector is put at."),
            "figure": FIGURES[0].figure,
            "display": "$125 billion",
            "evidence": SEEN,
            "history": (
                Of(measure=Measure("1.1e11", "", _day("2024")), display="$110 billion", sources=SEEN),
                Of(measure=Measure("9e10"), display="$90 billion", sources=()),
            ),
        },
    }


def _listings() -> dict[str, dict[str, Any]]:
    header = _header("page", title="Briefs", summary="What we have written, newest first.")
    intro = Markup("<p>A short introduction of the section.</p>")
    given: dict[str, Any] = {"header": header, "body": intro, "sources": SOURCES, "origins": 2}
    return {
        "home.html": {
            **given,
            "frame": frame("home", "India's e-commerce rules under US pressure"),
            "briefs": (BRIEF, ROOM),
            "new": (BRIEF, WALMART, PRESS),
            "timeline": _timeline(),
            "stakeholder_groups": GROUPS,
            "topics": (RULES, TRADE),
            "figures": FIGURES,
            "sections": (Of(title="Briefs", url="/briefs/", count=3), Of(title="Events", url="/events/", count=7)),
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
            "frame": frame("timeline", "Timeline"),
            "timeline": _timeline(),
            "stakeholders": (WALMART, AMAZON, INDIA, MCMILLON),
            "topics": (RULES, TRADE),
        },
        "tags.html": {
            **given,
            "frame": frame("tags", "Tags"),
            "tags": (Of(slug="e-commerce", label="E-commerce", count=3), Of(slug="tariffs", label="tariffs", count=1)),
        },
        "tag.html": {
            **given,
            "frame": frame("tag", "E-commerce"),
            "groups": (("Briefs", (BRIEF, ROOM)), ("Stakeholders", (WALMART,))),
            "timeline": _timeline(EVENTS[:2]),
        },
        "404.html": {"frame": frame("404", "This page does not exist")},
    }


def _views() -> dict[str, dict[str, Any]]:
    influence = Influence(3, 5, _day("2025-04"), "It has reported access to the President.")
    return {
        "views/timeline.html": {"timeline": _timeline()},
        "views/stakeholders.html": {"entries": (WALMART, AMAZON, INDIA)},
        "views/list.html": {"entries": (BRIEF, WALMART, RULES)},
        "views/figures.html": {"figures": FIGURES},
        "views/sources.html": {"sources": SOURCES},
        "views/matrix.html": {"rows": (Of(entry=WALMART, influence=influence, sources=SEEN),)},
        "views/map.html": {"ties": (Of(origin=WALMART, tie=OWNS.tie, entry=AMAZON, sources=SEEN),
                                    Of(origin=WALMART, tie=LOBBIES.tie, entry=INDIA, sources=()))},
        "views/grid.html": {
            "issues": (RULES, TRADE),
            "rows": (
                Of(entry=WALMART, cells=(_view(), None)),
                Of(entry=INDIA, cells=(_view("support", basis="inferred"), _view("neutral"))),
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


SITE = Settings(title="India's e-commerce rules", description="A briefing.", author="Trade desk", footer="One article.")
THEME = {"name": "default", "title": "", "version": "", "options": {"scheme": "auto", "accent": "petrol", "credit": "yes"}}


def contexts(sort: str) -> dict[str, dict[str, Any]]:
    """Every template of the contract with a context: `rich`, `hostile` or `empty`."""
    views = {name: {"title": "A view", **given} for name, given in _views().items()}
    found = {**_documents(), **_listings(), **views}
    change: Callable[[Any], Any] = {"rich": _same, "hostile": _poisoned, "empty": _emptied}[sort]
    base = {"site": SITE, "theme": THEME}
    return {name: {**base, **{key: change(value) for key, value in given.items()}} for name, given in found.items()}


def _same(value: Any) -> Any:
    return value


KEPT = frozenset({"id", "type", "url", "href", "key", "kind", "value", "rel", "likelihood", "name", "json_ld", "slug",
                  "rank", "basis", "relation", "state", "lang", "confidence", "text", "earliest", "latest"})
"""Fields that are addresses, ids or words of closed lists: authors cannot put markup there."""


def _poisoned(value: Any) -> Any:
    """The same value with every free text replaced by an attack."""
    return _walk(value, lambda text: text if isinstance(text, Markup) else HOSTILE)


def _walk(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, EdtfDate):
        return value
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_walk(item, change) for item in value)
    fields = _fields(value)
    if not fields:
        return value
    made = {name: item if name in KEPT and isinstance(item, str) else _walk(item, change) for name, item in fields}
    return Of(**made) if isinstance(value, Of) else msgspec.structs.replace(value, **made)


def _fields(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Of):
        return list(vars(value).items())
    if isinstance(value, msgspec.Struct):
        return [(name, getattr(value, name)) for name in value.__struct_fields__]
    return []


NEEDED = frozenset({"frame", "entry", "figure", "target", "item", "title", "url", "display", "today", "label"})


def _emptied(value: Any) -> Any:
    """Nothing but what can never be missing: no lists, no dates, no text beside titles."""
    if isinstance(value, tuple):
        return ()
    if isinstance(value, Header):
        return Header(value.name, value.id, value.type, value.title, value.url)
    if isinstance(value, Entry):
        return Entry(value.id, value.type, value.title, value.url, value.name)
    if isinstance(value, Figure):
        return Figure(value.key, value.title, value.value)
    if isinstance(value, Occurrence):
        return None
    if isinstance(value, Markup):
        return Markup("")
    if isinstance(value, Of):
        return Of(**{name: _bare(name, item) for name, item in vars(value).items()})
    return value


def _bare(name: str, value: Any) -> Any:
    if name in ("title", "head_title", "url", "lang", "type", "display", "today", "target", "state", "number"):
        return value
    if name == "influence":
        return msgspec.structs.replace(value, as_of=None, rationale="")
    if name == "count":
        return 0
    if isinstance(value, str):
        return ""
    if name in ("previous", "next", "origin"):
        return None
    return value if name == "occurrence" else _emptied(value)

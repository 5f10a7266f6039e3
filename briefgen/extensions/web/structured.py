"""JSON-LD (schema.org) for every page: what it is, where it stands, and what it is about.

A page is a WebPage with its breadcrumbs; the thing it describes (a Report, a
Person, an Event …) is its main entity. Only what the content states is said:
a date that is not exact, an attendance nobody reports, an author of unknown
nature have no place in a vocabulary that cannot express the doubt.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from briefgen import paths
from briefgen.dates import EdtfDate, html_datetime, parse, words
from briefgen.extensions.ordering import entries, entry
from briefgen.extensions.places import HOME, Crumb, section_url
from briefgen.extensions.web.citation import source_type
from briefgen.lookups import Lookups
from briefgen.model import Entry, Event, Figure, Header, SourceData, StakeholderData, Tie

Thing = dict[str, Any]

KINDS = {"person": "Person", "government": "GovernmentOrganization"}
"""schema.org's types of stakeholders; all others are organizations."""
SAME_AS = {
    "wikidata": "https://www.wikidata.org/entity/{}",
    "orcid": "https://orcid.org/{}",
    "ror": "https://ror.org/{}",
    "isni": "https://isni.org/isni/{}",
    "viaf": "https://viaf.org/viaf/{}",
    "doi": "https://doi.org/{}",
}
"""Addresses that identify a thing beyond doubt, by scheme of identifier."""


def document_ld(header: Header, crumbs: Iterable[Crumb], lookups: Lookups, image: str = "") -> str:
    """The JSON-LD of a document's page; `image` is absolute or empty."""
    if not lookups.settings().structured_data:
        return ""
    page = _page(header.url, header.title, header.summary, header.lang, lookups)
    thing = _thing(header, lookups)
    if header.type != "page":
        page["mainEntity"] = {"@id": thing["@id"]}
    about = page if header.type == "page" else thing
    about |= _common(header, lookups) | ({"image": image} if image else {})
    return _graph(page, [] if about is page else [thing], header.url, header.title, crumbs, lookups)


def listing_ld(url: str, title: str, crumbs: Iterable[Crumb], lookups: Lookups) -> str:
    """The JSON-LD of a page that only lists others."""
    if not lookups.settings().structured_data:
        return ""
    page = _page(url, title, "", "", lookups) | {"@type": "CollectionPage"}
    return _graph(page, [], url, title, crumbs, lookups)


def _graph(
    page: Thing,
    things: list[Thing],
    url: str,
    title: str,
    crumbs: Iterable[Crumb],
    lookups: Lookups,
) -> str:
    steps = [*crumbs, Crumb(title, url)]
    site = _site(lookups)
    trail = [] if url == HOME else [_breadcrumbs(url, steps, lookups)]
    page |= {"breadcrumb": {"@id": trail[0]["@id"]}} if trail else {}
    graph = [_kept(found) for found in (page, *things, *trail, site)]
    return safe_json({"@context": "https://schema.org", "@graph": graph})


def safe_json(value: object) -> str:
    """JSON that is safe inside a `<script>`: nothing in it can end the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate({ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"})


def _kept(thing: Thing) -> Thing:
    """A thing without what nobody states."""
    return {key: value for key, value in thing.items() if value not in ("", None, [], {})}


# -- around every page --------------------------------------------------------------------


def _address(url: str, lookups: Lookups) -> str:
    return paths.absolute(lookups.settings().base_url, url)


def _site(lookups: Lookups) -> Thing:
    settings = lookups.settings()
    return {
        "@type": "WebSite",
        "@id": _address(f"{HOME}#site", lookups),
        "url": _address(HOME, lookups),
        "name": settings.title,
        "description": settings.description,
        "inLanguage": settings.language,
        "creditText": settings.author,
    }


def _page(url: str, title: str, description: str, lang: str, lookups: Lookups) -> Thing:
    return {
        "@type": "WebPage",
        "@id": _address(url, lookups),
        "url": _address(url, lookups),
        "name": title,
        "description": description,
        "inLanguage": lang or lookups.settings().language,
        "isPartOf": {"@id": _address(f"{HOME}#site", lookups)},
    }


def _breadcrumbs(url: str, steps: Iterable[Crumb], lookups: Lookups) -> Thing:
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": step.title,
            "item": {"@id": _address(step.url, lookups)},
        }
        for position, step in enumerate(steps, 1)
    ]
    return {
        "@type": "BreadcrumbList",
        "@id": _address(f"{url}#breadcrumbs", lookups),
        "itemListElement": items,
    }


# -- what a page is about --------------------------------------------------------------------


def _id(url: str, lookups: Lookups) -> str:
    """The name of the thing that a page describes, apart from the page."""
    return _address(f"{url}#this", lookups)


def _thing(header: Header, lookups: Lookups) -> Thing:
    base = {"@id": _id(header.url, lookups), "name": header.title, "description": header.summary}
    if header.stakeholder:
        return _stakeholder(header, header.stakeholder, lookups) | base
    if header.source:
        return _source(header, header.source, lookups) | base
    if header.event:
        return base | _event(header, header.event, lookups)
    if header.figure:
        return _figure(header, header.figure) | base
    if header.type == "topic":
        return _topic(header, lookups) | base
    return _report(header, lookups) | base


def _common(header: Header, lookups: Lookups) -> Thing:
    known = dict(header.identifiers)
    return {
        "alternateName": [*header.aliases],
        "sameAs": [SAME_AS[scheme].format(known[scheme]) for scheme in SAME_AS if scheme in known],
        "identifier": [
            {"@type": "PropertyValue", "propertyID": scheme, "value": value}
            for scheme, value in header.identifiers
        ],
        "url": _address(header.url, lookups) if not header.source else header.source.url,
    }


def _reference(page: Entry, lookups: Lookups) -> Thing:
    """Another page's thing, by its name and title."""
    types = {
        "topic": "DefinedTerm",
        "event": "Event",
        "stakeholder": KINDS.get(page.kind, "Organization"),
    }
    return {
        "@type": types.get(page.type, "CreativeWork"),
        "@id": _id(page.url, lookups),
        "name": page.title,
    }


def _references(names: Iterable[str], type: str, lookups: Lookups) -> list[Thing]:
    return [_reference(page, lookups) for page in entries(names, lookups, type)]


def _report(header: Header, lookups: Lookups) -> Thing:
    corrections = [update.note for update in header.updates if update.kind == "correction"]
    return {
        "@type": "Report",
        "headline": header.title,
        "datePublished": _exact(header.date),
        "dateModified": _exact(header.updated),
        "creditText": lookups.settings().author,
        "inLanguage": header.lang or lookups.settings().language,
        "keywords": ", ".join(header.tags),
        "about": _references(header.topics, "topic", lookups),
        "mentions": _references(header.stakeholders, "stakeholder", lookups),
        "citation": _references((item.source for item in header.evidence), "source", lookups),
        "correction": [note for note in corrections if note],
        "isPartOf": {"@id": _address(f"{HOME}#site", lookups)},
        "mainEntityOfPage": {"@id": _address(header.url, lookups)},
    }


def _stakeholder(header: Header, data: StakeholderData, lookups: Lookups) -> Thing:
    made: Thing = {"@type": KINDS.get(data.kind, "Organization")}
    if data.kind == "person":
        ended = {post for post in data.posts if post.end and post.end.end == "known"}
        held = [post for post in data.posts if post not in ended]
        made["jobTitle"] = [post.title for post in held]
        made["worksFor"] = _references((post.organization for post in held), "stakeholder", lookups)
    else:
        owned = [tie.other for tie in lookups.ties(header.id) if tie.kind == "owns" and _lasts(tie)]
        found = entries(owned, lookups, "stakeholder")
        made["subOrganization"] = [
            _reference(page, lookups) for page in found if page.kind != "person"
        ]
    return made


def _lasts(tie: Tie) -> bool:
    """True for a tie as this side states it, if nothing says that it is over or wrong."""
    end = tie.relationship.end
    over = end is not None and end.end == "known"
    return tie.outgoing and not over and tie.relationship.rank != "deprecated"


def _event(header: Header, event: Event, lookups: Lookups) -> Thing:
    occurrence = lookups.occurrence(header.id)
    date = occurrence.date if occurrence else None
    start, end = _bounds(date)
    told = words(date) if date and not (start or end) else ""
    return {
        "@type": "Event",
        "startDate": start,
        "endDate": end,
        "disambiguatingDescription": f"Date: {told}" if told else "",
        "location": {"@type": "Place", "name": event.place} if event.place else None,
        "about": [
            *_references(occurrence.topics if occurrence else (), "topic", lookups),
            *_references(occurrence.stakeholders if occurrence else (), "stakeholder", lookups),
        ],
    }


def _figure(header: Header, figure: Figure) -> Thing:
    return {
        "@type": "Observation",
        "variableMeasured": header.title,
        "value": figure.value,
        "unitText": figure.unit,
        "observationDate": _exact(figure.as_of),
    }


def _topic(header: Header, lookups: Lookups) -> Thing:
    topics = {
        "@type": "DefinedTermSet",
        "@id": _address(f"{section_url('topic')}#terms", lookups),
        "name": "Topics",
    }
    question = header.topic.question if header.topic else ""
    return {
        "@type": "DefinedTerm",
        "inDefinedTermSet": topics,
        "disambiguatingDescription": question,
    }


def _source(header: Header, data: SourceData, lookups: Lookups) -> Thing:
    publisher = entry(data.publisher, lookups, "stakeholder")
    named = {"@type": "Organization", "name": data.publisher} if data.publisher else None
    return {
        "@type": source_type(data),
        "headline": header.title,
        "datePublished": _exact(header.date),
        "publisher": _reference(publisher, lookups) if publisher else named,
        "archivedAt": data.archive.url if data.archive else "",
    }


# -- dates ----------------------------------------------------------------------------------


def _exact(date: EdtfDate | None) -> str:
    """A date that schema.org can hold: a day, a month, a year, or an instant, without any doubt."""
    return html_datetime(date) or "" if date else ""


def _bounds(date: EdtfDate | None) -> tuple[str, str]:
    """Start and end, each only if it is stated without doubt."""
    if date is None or date.precision != "interval":
        return _exact(date), ""
    first, _, last = date.text.partition("/")
    start = _exact(parse(first)) if date.start == "known" else ""
    return start, _exact(parse(last)) if date.end == "known" else ""

"""A Markdown twin of every document's page (`/briefs/a/index.md`): its facts, its text, its lists.

It is made from what the page shows, so it holds nothing that the page hides;
links in it are whole addresses, so it can be read anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefgen import paths, vocabulary
from briefgen.dates import EdtfDate, words
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.common import own_figures, own_timeline, tag_links
from briefgen.extensions.evidence import EvidenceView, evidence_views, page_source_ids, source_cards
from briefgen.extensions.judgements import grounds
from briefgen.extensions.ordering import entries
from briefgen.extensions.quantities import figure_view
from briefgen.extensions.stakeholder import holders, influence_view, posts
from briefgen.extensions.stances import stance_groups
from briefgen.extensions.ties import tie_views
from briefgen.extensions.web.head import TWIN
from briefgen.extensions.web.markdown import escape, markdown
from briefgen.extensions.wording import label
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Entry, Header, Judgement, Made, Page
from briefgen.numerals import display


def twin(header: Header, page: Page, lookups: Lookups) -> str:
    """The whole twin."""
    base = paths.absolute(lookups.settings().base_url, header.url)
    summary = f"> {escape(_line(header.summary))}" if header.summary else ""
    facts = "\n".join(f"- {name}: {value}" for name, value in _facts(header, lookups) if value)
    parts = [f"# {escape(_line(header.title))}", summary, facts, markdown(page.html, base).strip()]
    for title, lines in _sections(header, page, lookups):
        found = list(lines)
        parts += [f"## {title}", "\n".join(found)] if found else []
    return "\n\n".join(part for part in parts if part) + "\n"


# -- facts ---------------------------------------------------------------------------------


def _facts(header: Header, lookups: Lookups) -> Iterator[tuple[str, str]]:
    yield "Type", label("type", header.type, lookups.settings())
    yield "Date", _when(header.date)
    yield "Updated", _when(header.updated)
    yield from _own_facts(header, lookups)
    yield "Also called", ", ".join(map(escape, header.aliases))
    yield "Stakeholders", _links(header.stakeholders, "stakeholder", lookups)
    yield "Topics", _links(header.topics, "topic", lookups)
    yield "Tags", ", ".join(escape(tag) for _, tag in tag_links(header.tags))
    yield "Address", paths.absolute(lookups.settings().base_url, header.url)


def _own_facts(header: Header, lookups: Lookups) -> Iterator[tuple[str, str]]:
    settings = lookups.settings()
    if header.stakeholder:
        yield "Kind", escape(label("kind", header.stakeholder.kind, settings))
        yield "Classification", escape(header.stakeholder.classification)
    if header.topic:
        yield "Question", escape(_line(header.topic.question))
    if header.event:
        occurrence = lookups.occurrence(header.id)
        yield "Place", escape(header.event.place)
        yield "Counted", escape(occurrence.relative) if occurrence else ""
    if header.figure:
        figure = header.figure
        yield (
            "Value",
            escape(display(figure.display, figure.value, figure.unit)) if figure.value else "",
        )
        yield "As of", _when(figure.as_of)
    if header.source:
        yield "Original", header.source.url
        yield "Accessed", _when(header.source.accessed)


def _when(date: EdtfDate | None) -> str:
    return escape(words(date)) if date else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _link(page: Entry, lookups: Lookups) -> str:
    return _to(page.title, page.url, lookups)


def _to(title: str, url: str, lookups: Lookups) -> str:
    return f"[{escape(_line(title))}]({paths.absolute(lookups.settings().base_url, url)})"


def _links(names: Iterable[str], type: str, lookups: Lookups) -> str:
    return ", ".join(_link(page, lookups) for page in entries(names, lookups, type))


# -- lists ---------------------------------------------------------------------------------


def _sections(header: Header, page: Page, lookups: Lookups) -> Iterator[tuple[str, Iterator[str]]]:
    yield "Key judgements", (_judgement(found, lookups) for found in header.judgements)
    yield "Timeline", _timeline(header, lookups)
    yield "Posts", _posts(header, lookups)
    yield "Offices", _offices(header, lookups)
    yield "Relationships", _ties(header, lookups)
    yield "Stances", _stances(header, lookups)
    yield "Influence", _influence(header, lookups)
    yield "Figures", _figures(header, lookups)
    yield (
        "Updates",
        (f"- {_when(u.date)} ({u.kind}): {escape(_line(u.note))}" for u in header.updates),
    )
    yield "Sources", _sources(header, page, lookups)


def _judgement(found: Judgement, lookups: Lookups) -> str:
    """Likelihood and confidence each in a sentence of its own."""
    term = vocabulary.likelihood(found.likelihood)
    settings = lookups.settings()
    likely = f"Likelihood: {term.label} ({term.low}–{term.high} %)." if term else ""
    sure = (
        f"Confidence: {label('confidence', found.confidence, settings)}."
        if found.confidence
        else ""
    )
    based = ", ".join(_to(on.title, on.url, lookups) for on in grounds(found, lookups))
    backing = _links(found.basis, "source", lookups)
    said = (
        escape(_line(found.text)),
        likely,
        sure,
        f"Based on: {based}." if based else "",
        f"Sources: {backing}." if backing else "",
    )
    return "- " + " ".join(part for part in said if part)


def _timeline(header: Header, lookups: Lookups) -> Iterator[str]:
    for found in own_timeline(header, lookups):
        summary = f": {escape(_line(found.summary))}" if found.summary else ""
        yield f"- {_when(found.date)}: {_to(found.title, found.url, lookups)}{summary}"


def _posts(header: Header, lookups: Lookups) -> Iterator[str]:
    """Offices that a person holds or held."""
    for view in posts(header, lookups):
        where = f", {_link(view.organization, lookups)}" if view.organization else ""
        period = _period(view.post.start, view.post.end)
        yield f"- {escape(view.post.title)}{where}{period}{_backing(view.sources, lookups)}"


def _offices(header: Header, lookups: Lookups) -> Iterator[str]:
    """Offices in an organization, with who holds or held them."""
    for view in holders(header.id, lookups) if header.stakeholder else ():
        period = _period(view.post.start, view.post.end)
        who = _link(view.entry, lookups)
        yield f"- {escape(view.post.title)}: {who}{period}{_backing(view.sources, lookups)}"


def _influence(header: Header, lookups: Lookups) -> Iterator[str]:
    view = influence_view(header.stakeholder, lookups) if header.stakeholder else None
    if view:
        found = view.influence
        as_of = f" ({_when(found.as_of)})" if found.as_of else ""
        why = f": {escape(_line(found.rationale))}" if found.rationale else ""
        backing = _backing(view.sources, lookups)
        yield f"- Power {found.power} of 5, interest {found.interest} of 5{as_of}{why}{backing}"


def _ties(header: Header, lookups: Lookups) -> Iterator[str]:
    for view in tie_views(header.id, lookups) if header.stakeholder else ():
        tie = view.tie.relationship
        period = _period(tie.start, tie.end, tie.date)
        backing = _backing(view.sources, lookups)
        yield f"- {escape(view.tie.label)} {_link(view.entry, lookups)}{period}{backing}"


def _period(start: EdtfDate | None, end: EdtfDate | None, at: EdtfDate | None = None) -> str:
    dates = (("", at), ("from ", start), ("until ", end))
    known = [word + words(date) for word, date in dates if date and date.earliest]
    return f" ({escape(', '.join(known))})" if known else ""


def _stances(header: Header, lookups: Lookups) -> Iterator[str]:
    settings = lookups.settings()
    for group in stance_groups(header, lookups):
        for view in (*([group.current] if group.current else []), *group.history):
            stance = view.stance
            notes = [
                label("basis", stance.basis, settings),
                words(stance.as_of) if stance.as_of else "",
            ]
            notes += ["no longer held" if view is not group.current else ""]
            said = f": {escape(_line(stance.text))}" if stance.text else ""
            value = label("stance", stance.value, settings)
            about = ", ".join(note for note in notes if note)
            yield f"- {_link(group.issue, lookups)}: {value} ({about}){said}{_backing(view.sources, lookups)}"


def _figures(header: Header, lookups: Lookups) -> Iterator[str]:
    for figure, at in own_figures(header, lookups):
        view = figure_view(figure, at, lookups)
        as_of = f" ({_when(figure.as_of)})" if figure.as_of else ""
        backing = _backing(view.sources, lookups)
        yield f"- {_to(at.title, at.url, lookups)}: {escape(view.display)}{as_of}{backing}"
    for old in header.figure.history if header.figure else ():
        shown = display(old.display, old.value, header.figure.unit if header.figure else "")
        backing = _backing(evidence_views(old.evidence, lookups), lookups)
        yield f"- {_when(old.as_of) or 'before'}: {escape(shown)}{backing}"


def _backing(sources: Iterable[EvidenceView], lookups: Lookups) -> str:
    found = ", ".join(_link(view.entry, lookups) for view in sources)
    return f" \\[{found}\\]" if found else ""


def _sources(header: Header, page: Page, lookups: Lookups) -> Iterator[str]:
    for card in source_cards(page_source_ids(header, page, lookups), lookups):
        facts = (escape(card.source.publisher), _when(card.entry.date), card.source.url)
        told = ", ".join(filter(None, facts))
        yield f"{card.number}. {_link(card.entry, lookups)}{f', {told}' if told else ''}"


# -- the door ------------------------------------------------------------------------------


def plan(lookups: Lookups) -> Iterator[Planned]:
    """One twin for each document."""
    for page in lookups.listing("all") if lookups.settings().twins else ():
        yield Planned(page.url + TWIN, page.id, page.name)


def make(id: str, lookups: Lookups, _: Renderer) -> Made:
    """The twin of a document."""
    header, page = lookups.header(id), lookups.page(id)
    if header is None or page is None:
        return Made(failed=True)
    return Made(twin(header, page, lookups).encode())


EXTENSION = Extension("twins", producers=(Producer("twins", plan, make),))

"""The full text: under which terms each document is found, in files of which a search fetches a few.

A document counts with what it says itself: its text with the titles that its links show, and the
words of its front matter. What it only shows of others (embeds, views, backlinks) is found there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from briefgen import asking, terms
from briefgen.catalog import Face
from briefgen.engine import Query, Reader
from briefgen.gather import Gather
from briefgen.index import Buckets
from briefgen.model import Document, Event, Figure, Header, LinkEnd, LinkLabel, LinkStart
from briefgen.statements import Resolve, one

SIZES = ((100, 2, 16), (400, 2, 64), (4000, 2, 256), (10**9, 3, 1024))
"""Below so many documents: how many letters of a term choose its file, and how many files there are.

So a file has some 10 to 20 kB, whatever the site has, and a few that begin like many words ten
times that. A site that grows past such a number has its files made anew, once.
"""

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var|wbr)\b[^>]*>"
)
"""Tags that part no word."""
_TAG = re.compile(r"<[^>]*>")


def said(document: Document, header: Header, resolve: Resolve) -> str:
    """All that a document says itself, as far as `header`, its visible one, shows it."""
    html = "".join(_text(document, resolve))
    text = unescape(_TAG.sub(" ", _INLINE.sub("", html)))
    return "\n".join((text, *_stated(header, resolve)))


def _text(document: Document, resolve: Resolve) -> Iterator[str]:
    for segment in document.body:
        if isinstance(segment, str):
            yield segment
        elif isinstance(segment, LinkLabel):
            named = document.references[segment.reference]
            target = one(resolve, named.name, *named.expects) if named.name else None
            yield target.title if target else " "
        elif not isinstance(segment, LinkStart | LinkEnd):
            yield " "


def _stated(header: Header, resolve: Resolve) -> Iterator[str]:
    """The words of the front matter. Names of others are no words: they may be hidden."""
    yield from header.tags
    for event in header.events if header.event is None else (*header.events, header.event):
        yield from _of_event(event)
    for figure in header.figures if header.figure is None else (*header.figures, header.figure):
        yield from _of_figure(figure)
    for judgement in header.judgements:
        yield from (judgement.text, *judgement.would_change)
    yield from (update.note for update in header.updates)
    yield from (link.title for link in header.links)
    yield header.topic.question if header.topic else ""
    yield from _of_stakeholder(header)
    source = header.source
    for name in (source.publisher, *source.authors) if source else ():
        target = one(resolve, name)
        yield target.title if target else name


def _of_event(event: Event) -> Iterator[str]:
    yield from (event.title, event.summary, event.place, *event.tags)


def _of_figure(figure: Figure) -> Iterator[str]:
    yield from (figure.title, figure.summary, figure.display, figure.unit)


def _of_stakeholder(header: Header) -> Iterator[str]:
    person = header.stakeholder
    if person is None:
        return
    yield person.classification
    yield from (post.title for post in person.posts)
    yield from (tie.label for tie in person.relationships)
    for stance in person.stances:
        yield from (stance.text, stance.rationale)
    yield person.influence.rationale if person.influence else ""


# -- queries ------------------------------------------------------------------------------


def _terms(get: Reader, name: str) -> tuple[str, ...]:
    """The terms of a document, in order."""
    document: Document | None = get.get("document", name)
    header: Header | None = get.get("visible", name).header
    if document is None or header is None:
        return ()
    return tuple(sorted(terms.terms(said(document, header, asking.resolving(get)))))


def _sharding(get: Reader, _: str) -> tuple[int, int]:
    """How many letters of a term choose its file, and how many files there are."""
    count = len(get.get("entries"))
    return next((letters, files) for below, letters, files in SIZES if count < below)


def _rows(
    _: str, face: Face | None, found: tuple[str, ...], sharding: tuple[int, int]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """What a document adds to each file: its id, and those of its terms that belong there."""
    if face is None or face.target.hidden:
        return
    files: dict[int, list[str]] = {}
    for term in found:
        files.setdefault(terms.shard(term, *sharding), []).append(term)
    for number, own in files.items():
        yield str(number), (face.target.id, " ".join(own))


SHARDS = Gather("tree", ("face", "terms"), _rows, given=("sharding",))
"""By the number of the file: ids of documents, each with those of its terms that stand there."""

QUERIES = (
    Query("terms", _terms, tuple[str, ...]),
    Query("sharding", _sharding, tuple[int, int]),
    Query("shards", SHARDS, Buckets[tuple[str, str]], keyed=True),
)
"""In the order of their rank."""

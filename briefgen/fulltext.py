"""The full text: under which terms each document is found, in files of which a search fetches a few.

A document counts with what it says itself: its text with the titles that its links show, and the
words of its front matter. What it only shows of others (embeds, views, backlinks) is found there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from operator import itemgetter

from briefgen import asking, joins, terms
from briefgen.engine import Query, Reader
from briefgen.gather import Gather
from briefgen.index import Buckets
from briefgen.model import (
    Data,
    Document,
    Event,
    Figure,
    Header,
    LinkEnd,
    LinkLabel,
    LinkStart,
)
from briefgen.statements import Resolve, one

SIZES = ((100, 2, 16), (1500, 2, 64), (4000, 2, 256), (10**9, 3, 1024))
"""Below so many documents: how many letters of a term choose its file, and how many files there are.

So a file has some ten kB, compressed, whatever the site has, and one for letters with which many
words begin five times that; more files would cost the writer more than they save the reader. A
site that grows past such a number has its files made anew, once.
"""

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|u|var|wbr)\b[^>]*>"
)
"""Tags that part no word. (`sup` does: it holds the numbers of footnotes.)"""
_TAG = re.compile(r"<[^>]*>")


class Found(Data, frozen=True):
    """Under which terms a document is found: a line of them for each file, by the file's number."""

    id: str = ""
    lines: dict[str, str] = {}  # noqa: RUF012 - msgspec copies it


def found(document: Document, header: Header, resolve: Resolve, sharding: tuple[int, int]) -> Found:
    """The terms of a document, as far as `header`, its visible one, shows it."""
    files: dict[str, list[str]] = {}
    for term in sorted(terms.terms(_said(document, header, resolve))):
        files.setdefault(str(terms.shard(term, *sharding)), []).append(term)
    return Found(header.id, {number: " ".join(own) for number, own in sorted(files.items())})


def _said(document: Document, header: Header, resolve: Resolve) -> str:
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
        target = one(resolve, name, "stakeholder")
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


def _sharding(get: Reader, _: str) -> tuple[int, int]:
    """How many letters of a term choose its file, and how many files there are."""
    count = len(get.get("entries"))
    return next((letters, files) for below, letters, files in SIZES if count < below)


def _terms(get: Reader, name: str) -> Found:
    document: Document | None = get.get("document", name)
    header: Header | None = get.get("visible", name).header
    if document is None or header is None:
        return Found()
    return found(document, header, asking.resolving(get), get.get("sharding"))


def _rows(_: str, found: Found) -> Iterator[tuple[str, tuple[str, str]]]:
    """What a document adds to each file."""
    return ((number, (found.id, line)) for number, line in found.lines.items())


SHARDS = Gather("tree", ("terms",), _rows, joins.by(itemgetter(0)))
"""By the number of the file: ids of documents, each with those of its terms that stand there."""

QUERIES = (
    Query("sharding", _sharding, tuple[int, int]),
    Query("terms", _terms, Found),
    Query("shards", SHARDS, Buckets[tuple[str, str]], keyed=True),
)
"""In the order of their rank."""

"""The search: a page `/search/` with everything that has a name, and what its script looks up.

Without a script the page is an index from A to Z, as in a book. With one it answers while the
reader types: from `names.json` (names, summaries, headings), and for the words of texts from small
files under `words/`, of which a query needs one for each of its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

import msgspec

from briefgen import paths, terms
from briefgen.dates import EdtfDate, words
from briefgen.extensions import listings
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.listings import Listing
from briefgen.extensions.ordering import newest_first
from briefgen.extensions.places import SEARCH
from briefgen.extensions.tags import tag_url
from briefgen.extensions.wording import label
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Data, Entry, Figure, Made, Occurrence, Target
from briefgen.numerals import display

NAMES = f"{SEARCH}names.json"
WORDS = f"{SEARCH}words/"
DIGITS, OTHER = "0–9", "Other"


class Named(Data, frozen=True):
    """Something a reader may look for by its name. `id` is empty for what is no page of its own.

    `type` is in words; `value` is that of a figure; `sections` are pairs of anchor and title.
    """

    title: str
    url: str
    type: str
    id: str = ""
    date: EdtfDate | None = None
    value: str = ""
    summary: str = ""
    aliases: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    marks: tuple[str, ...] = ()


class IndexLine(Data, frozen=True):
    """A line of the index: a name, and for an alias the title that it stands for."""

    name: str
    url: str
    type: str
    date: EdtfDate | None
    see: str = ""
    marks: tuple[str, ...] = ()


class IndexLetter(Data, frozen=True):
    """All names of one letter; `key` is the last part of its anchor."""

    label: str
    key: str
    lines: tuple[IndexLine, ...]


# -- what has a name ----------------------------------------------------------------------


def named(lookups: Lookups) -> tuple[Named, ...]:
    """Everything that has a name, newest first, then by title."""
    figures = {target.id: (figure, target) for figure, target in lookups.figures("site")}
    events = [found for found in lookups.timeline("site") if "#" in found.url]
    inline = [pair for pair in figures.values() if "#" in pair[1].url]
    own = {event.url for event in events} | {target.url for _, target in inline}
    found = [
        *(_page(page, figures, own, lookups) for page in lookups.listing("all")),
        *(_event(event, lookups) for event in events),
        *(_figure(figure, target, lookups) for figure, target in inline),
        *(Named(title, tag_url(slug), "Tag") for slug, title in lookups.tags()),
    ]
    found.sort(key=lambda item: (paths.fold(item.title), item.url))
    return newest_first(found, attrgetter("date"))


def _page(
    page: Entry, figures: dict[str, tuple[Figure, Target]], own: set[str], lookups: Lookups
) -> Named:
    settings = lookups.settings()
    is_person = page.type == "stakeholder" and page.kind
    figure = figures[page.id][0] if page.id in figures else None
    event = lookups.occurrence(page.id) if page.type == "event" and not page.date else None
    anchors = lookups.anchors(page.name)
    return Named(
        page.title,
        page.url,
        label("kind", page.kind, settings) if is_person else label("type", page.type, settings),
        page.id,
        page.date or (event.date if event else None) or (figure.as_of if figure else None),
        display(figure.display, figure.value, figure.unit) if figure else "",
        page.summary,
        page.aliases,
        tuple((id, text) for id, text in anchors if text and f"{page.url}#{id}" not in own),
        page.marks,
    )


def _event(event: Occurrence, lookups: Lookups) -> Named:
    origin = lookups.entry(event.origin)
    type, marks = label("type", "event", lookups.settings()), origin.marks if origin else ()
    return Named(event.title, event.url, type, date=event.date, summary=event.summary, marks=marks)


def _figure(figure: Figure, target: Target, lookups: Lookups) -> Named:
    return Named(
        target.title,
        target.url,
        label("type", "figure", lookups.settings()),
        date=figure.as_of,
        value=display(figure.display, figure.value, figure.unit),
        summary=figure.summary,
    )


# -- the page -----------------------------------------------------------------------------


def content(lookups: Lookups) -> dict[str, Any]:
    """What `search.html` gets beyond frame, header and body; nothing to search where it is off."""
    is_on = lookups.settings().search
    return {
        "names": NAMES if is_on else "",
        "letters": index(named(lookups)) if is_on else (),
    }


def index(found: Iterable[Named]) -> tuple[IndexLetter, ...]:
    """Titles and aliases from A to Z; what begins with a digit stands before, with no letter behind."""
    ordered = sorted(_lines(found), key=lambda line: (*_place(line.name), line.name, line.url))
    letters = groupby(ordered, key=lambda line: _letter(_place(line.name)[1]))
    return tuple(IndexLetter(label, label.lower(), tuple(lines)) for label, lines in letters)


def _lines(found: Iterable[Named]) -> Iterator[IndexLine]:
    for item in found:
        yield IndexLine(item.title, item.url, item.type, item.date, "", item.marks)
        for alias in item.aliases:
            yield IndexLine(alias, item.url, item.type, item.date, item.title, item.marks)


def _place(name: str) -> tuple[int, str]:
    """Where a name stands: by its words, whatever their case, accents and quotation marks."""
    folded = " ".join(terms.fold(name).replace("-", " ").split())
    return {DIGITS: 0, OTHER: 2}.get(_letter(folded), 1), folded


def _letter(folded: str) -> str:
    first = folded[:1]
    if first.isdecimal():
        return DIGITS
    return first.upper() if first.isalpha() and not terms.is_unspaced(first) else OTHER


LISTING = Listing("search", SEARCH, "search.html", lambda _: "Search", content)


# -- what its script looks up ---------------------------------------------------------------


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing of `names.json`: the type and the date in words, the address under the base path."""

    title: str
    url: str
    type: str
    id: str = ""
    date: str = ""
    value: str = ""
    summary: str = ""
    aliases: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    marks: tuple[str, ...] = ()


def names(lookups: Lookups) -> bytes:
    """`names.json`: everything that has a name, and how to find the file of a word."""
    letters, files = lookups.sharding()
    rows = [_row(item, lookups) for item in named(lookups)]
    return _compact({"letters": letters, "files": files, "names": rows})


def _compact(value: object) -> bytes:
    """JSON for the script alone: without the blanks of what people read, a third of the bytes."""
    return msgspec.json.encode(value) + b"\n"


def _row(item: Named, lookups: Lookups) -> Row:
    settings = lookups.settings()
    return Row(
        item.title,
        paths.href(paths.base_path(settings.base_url), item.url),
        item.type,
        item.id,
        words(item.date) if item.date else "",
        item.value,
        item.summary,
        item.aliases,
        item.sections,
        tuple(label("mark", mark, settings) for mark in item.marks),
    )


def plan(lookups: Lookups) -> Iterator[Planned]:
    """The page, unless a document stands there, and the files."""
    if not lookups.settings().search:
        return
    if not listings.is_taken(SEARCH, lookups):
        yield Planned(SEARCH, "")
    yield Planned(NAMES, "names")
    for number in range(lookups.sharding()[1]):
        yield Planned(f"{WORDS}{number}.json", f"{number}")


def make(subject: str, lookups: Lookups, renderer: Renderer) -> Made:
    """The page (""), the names, or one file of words."""
    if not subject:
        return listings.make(LISTING, lookups, renderer)
    if subject == "names":
        return Made(names(lookups))
    return Made(_compact(dict(lookups.shard(int(subject)))))


EXTENSION = Extension("search", producers=(Producer("search", plan, make),))

"""What the options of a view select: the shared filters, read once, with one meaning everywhere.

Values of one option are alternatives, options narrow each other. `from` and `to`
keep what may have been between them: an uncertain date is in if any of its
possible days is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from briefgen import paths
from briefgen.dates import EdtfDate, sort_key
from briefgen.extensions.ordering import on_their_days, target
from briefgen.lookups import Lookups
from briefgen.model import TYPES, Data, Entry
from briefgen.view_options import Option, count, date, texts, words
from briefgen.vocabulary import FIGURE_KINDS, STAKEHOLDER_KINDS

T = TypeVar("T")
STAKEHOLDER_TYPES = tuple(term.name for term in STAKEHOLDER_KINDS)
FIGURE_TYPES = tuple(term.name for term in FIGURE_KINDS)


def options(sorts: tuple[str, ...], types: tuple[str, ...] = TYPES) -> tuple[Option, ...]:
    """The options of the content model, with the orders and the types that a view knows."""
    return (
        Option("topics", "names", expects=("topic",)),
        Option("stakeholders", "names", expects=("stakeholder",)),
        Option("types", "words", types),
        Option("tags", "words"),
        Option("from", "date"),
        Option("to", "date"),
        Option("limit", "count"),
        Option("sort", "text", sorts),
        Option("title", "text"),
    )


class Selection(Data, frozen=True):
    """The options of a view, typed; what is not given, or wrong, is empty.

    A name that leads nowhere, or to what is hidden, is kept as it is: it selects nothing.
    """

    topics: tuple[str, ...] = ()
    stakeholders: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    start: EdtfDate | None = None
    end: EdtfDate | None = None
    limit: int | None = None
    sort: str = ""
    title: str = ""

    @property
    def is_open(self) -> bool:
        """True if nothing is filtered: such a view is about the page it stands on."""
        named = (*self.topics, *self.stakeholders, *self.types, *self.tags)
        return not named and self.start is None and self.end is None


def read(given: Mapping[str, Any], lookups: Lookups) -> Selection:
    """The options as they are given; names become ids, tags slugs."""
    return Selection(
        _ids(given.get("topics"), "topic", lookups),
        _ids(given.get("stakeholders"), "stakeholder", lookups),
        words(given.get("types")),
        tuple(map(paths.slug, words(given.get("tags")))),
        date(given.get("from")),
        date(given.get("to")),
        count(given.get("limit")),
        _text(given.get("sort")),
        _text(given.get("title")),
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _ids(value: object, type: str, lookups: Lookups) -> tuple[str, ...]:
    found = ((target(name, lookups, type), name) for name in texts(value))
    return tuple(dict.fromkeys(known.id if known else name for known, name in found))


def within(found: EdtfDate | None, selection: Selection) -> bool:
    """True if one of a date's possible days lies between `from` and `to`; undated things lie nowhere."""
    start = selection.start.first_day if selection.start else None
    end = selection.end.last_day if selection.end else None
    if selection.start is None and selection.end is None:
        return True
    if found is None:
        return False
    begins_late = end is not None and found.first_day is not None and found.first_day > end
    ends_early = start is not None and found.last_day is not None and found.last_day < start
    return not begins_late and not ends_early


def limited(items: Iterable[T], selection: Selection) -> tuple[T, ...]:
    """As many as are asked for, from the first on."""
    return tuple(items)[: selection.limit]


def pages(selection: Selection, lookups: Lookups) -> frozenset[str] | None:
    """Ids of the pages that its topics, stakeholders and tags select; None if it names none of them."""
    chosen: frozenset[str] | None = None
    for kind, names in (
        ("topic", selection.topics),
        ("stakeholder", selection.stakeholders),
        ("tag", selection.tags),
    ):
        if names:
            found = frozenset(page.id for n in names for page in lookups.listing(f"{kind}:{n}"))
            chosen = found if chosen is None else chosen & found
    return chosen


def documents(selection: Selection, lookups: Lookups) -> tuple[Entry, ...]:
    """The documents that all filters select, in the order of listings; introductions are none."""
    chosen = pages(selection, lookups)
    kept = tuple(
        page
        for page in lookups.listing("all")
        if not paths.is_index(page.name)
        and (chosen is None or page.id in chosen)
        and (not selection.types or page.type in selection.types)
    )
    return tuple(page for page in on_their_days(kept, lookups) if within(page.date, selection))


def by_sort(found: Iterable[Entry], sort: str) -> tuple[Entry, ...]:
    """Entries by `title` or `date`, backwards with a minus; by anything else as they are."""
    kept = tuple(found)
    key = sort.removeprefix("-")
    if key == "title":
        return tuple(sorted(kept, key=lambda p: (paths.fold(p.title), p.id), reverse=sort != key))
    if key != "date":
        return kept
    dated = [(sort_key(page.date), page) for page in kept if page.date]
    dated.sort(key=lambda pair: pair[0], reverse=sort != key)
    return (*(page for _, page in dated), *(page for page in kept if not page.date))

"""The site's indexes: keyed mappings gathered from what every document states.

Each is read item by item, so a page depends on its own backlinks, its own
timeline, its own ties, and on nobody else's. Those in capitals are brought up to
date document by document (see `gather`); the others are made of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter, itemgetter
from typing import TypeVar

from briefgen import joins, paths
from briefgen.catalog import Face
from briefgen.dates import DateError, EdtfDate, relative, sort_key
from briefgen.gather import Gather
from briefgen.joins import All, Last, Own
from briefgen.model import Claim, Edge, Entry, Figure, Occurrence, Target, Tie
from briefgen.settings import RelationKind, Settings
from briefgen.statements import Happening, Stated, occurrence

V = TypeVar("V")
Buckets = dict[str, tuple[V, ...]]
Shares = Iterator[tuple[str, V]]
"""What a document adds to an index: keys, and what goes under each."""

FACES = ("face",)
STATED = ("stated",)
_first = itemgetter(0)
_name = attrgetter("name")
_by_origin = joins.by(attrgetter("origin"))


def _shown(face: Face | None) -> Iterator[Face]:
    """The face of a document, if it may be shown."""
    if face and not face.target.hidden:
        yield face


# -- pages ----------------------------------------------------------------------------------


def _entry(_: str, face: Face | None) -> Shares[Entry]:
    return ((found.entry.id, found.entry) for found in _shown(face))


def _holder(name: str, face: Face | None) -> Shares[str]:
    return ((found.target.id, name) for found in _shown(face))


def _anchors(name: str, face: Face | None) -> Shares[tuple[tuple[str, str], ...]]:
    return ((name, found.anchors) for found in _shown(face))


def _address(name: str, face: Face | None) -> Shares[str]:
    return ((name, found.target.url) for found in _shown(face))


def _former(name: str, face: Face | None) -> Shares[tuple[str, tuple[str, ...]]]:
    return ((found.target.id, (name, found.redirects)) for found in _shown(face) if found.redirects)


ENTRIES = Gather("tree", FACES, _entry, Last(_name))
"""Every page that may be shown, by id."""
HOLDERS = Gather("tree", FACES, _holder, Last(str))
"""The name of the document of every id."""
ANCHORS = Gather("tree", FACES, _anchors, Own())
"""The anchors of every document, by its name."""
ADDRESSES = Gather("tree", FACES, _address, Own())
"""The address of every document that may be shown, by its name."""
MOVED = Gather("tree", FACES, _former, Last(_first))
"""Name and former addresses of every page that states any, by its id."""


def _scopes_of_page(_: str, face: Face | None, stated: Stated) -> Shares[Entry]:
    for found in _shown(face):
        entry = found.entry
        scopes = ["all", f"type:{entry.type}", f"folder:{paths.parent(entry.name)}"]
        scopes += (f"tag:{tag}" for tag in dict.fromkeys(map(paths.slug, entry.tags)))
        scopes += (f"topic:{id}" for id in stated.topics)
        scopes += (f"stakeholder:{id}" for id in stated.stakeholders)
        yield from ((scope, entry) for scope in scopes)


def listed(found: Iterable[Entry]) -> tuple[Entry, ...]:
    """Dated entries newest first, then the others by title."""
    by_title = sorted(found, key=lambda entry: (paths.fold(entry.title), entry.id, entry.name))
    dated = [entry for entry in by_title if entry.date]
    dated.sort(key=lambda entry: sort_key(_date(entry)), reverse=True)
    return (*dated, *(entry for entry in by_title if not entry.date))


def _date(entry: Entry) -> EdtfDate:
    assert entry.date is not None, "only dated entries are sorted by date"
    return entry.date


LISTINGS = Gather("tree", ("face", "stated"), _scopes_of_page, All(_name, listed))
"""Entries by scope: of a type, a folder, a tag, a topic, a stakeholder."""


def _tags_of_page(_: str, face: Face | None) -> Shares[str]:
    return ((tag, label) for found in _shown(face) for tag, label in _slugs(found.entry.tags))


def _slugs(labels: Iterable[str]) -> Shares[str]:
    return ((slug, label) for label in labels if (slug := paths.slug(label)))


PAGE_TAGS = Gather("tree", FACES, _tags_of_page, min)
"""Label of every tag of a page, by slug; the spelling that sorts first where several are used."""


def tags(of_pages: Mapping[str, str], events: Iterable[Occurrence]) -> dict[str, str]:
    """Label of every tag in use, by slug."""
    found = dict(of_pages)
    for event in events:
        for slug, label in _slugs(event.tags):
            found[slug] = min(label, found.get(slug, label))
    return found


def _folders(_: str, face: Face | None) -> Shares[str]:
    for found in _shown(face):
        folder = paths.parent(found.entry.name)
        while folder:
            yield paths.parent(folder), folder
            folder = paths.parent(folder)


def _each_once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(found)))


FOLDERS = Gather("tree", FACES, _folders, _each_once)
"""Direct subfolders that hold pages, at whatever depth, by folder ("" is the content folder)."""


Neighbours = tuple[V | None, V | None]


def neighbours(ordered: Iterable[V], id_of: Callable[[V], str]) -> dict[str, Neighbours[V]]:
    """For every id the item before and the item after it."""
    items = [None, *ordered, None]
    triples = zip(items, items[1:], items[2:], strict=False)
    return {id_of(here): (before, after) for before, here, after in triples if here is not None}


def neighbours_by_type(listings: Iterable[tuple[Entry, ...]]) -> dict[str, Neighbours[Entry]]:
    """The page before and after each, in the listing of its type."""
    found: dict[str, Neighbours[Entry]] = {}
    for entries in listings:
        for row in _rows(entries):
            row_of = neighbours(row, _id)
            found |= row_of
    return found


def _id(entry: Entry) -> str:
    return entry.id


def _rows(entries: Iterable[Entry]) -> Iterable[list[Entry]]:
    """Pages that are read one after the other: plain pages folder by folder, without introductions."""
    rows: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if not paths.is_index(entry.name):
            rows[paths.parent(entry.name) if entry.type == "page" else ""].append(entry)
    return rows.values()


def base_names(files: Iterable[str]) -> Buckets[str]:
    """Files by their name without folders."""
    buckets: dict[str, list[str]] = defaultdict(list)
    for name in sorted(files):
        buckets[name.rpartition("/")[2]].append(name)
    return {base: tuple(names) for base, names in sorted(buckets.items())}


# -- mentions, ties, claims, figures -----------------------------------------------------------


def _mentions(_: str, edges: tuple[Edge, ...]) -> Shares[Edge]:
    return ((edge.target, edge) for edge in edges)


def _ties(_: str, stated: Stated, settings: Settings) -> Shares[Tie]:
    """Every relationship twice: as each of its ends reads it."""
    kinds: dict[str, RelationKind] = {kind.name: kind for kind in settings.relationship_kinds}
    for bond in stated.bonds:
        tie, kind = bond.relationship, kinds.get(bond.relationship.kind)
        there = tie.label or (kind.label if kind else tie.kind)
        back = kind.inverse if kind else tie.kind  # a label is worded from this side only
        yield bond.origin, Tie(bond.other, tie.kind, there, tie, bond.origin, True)
        yield bond.other, Tie(bond.origin, tie.kind, back, tie, bond.origin, False)


def _claims(_: str, stated: Stated) -> Shares[Claim]:
    return iter(stated.claims)


def _numbers(_: str, stated: Stated) -> Shares[tuple[Figure, Target]]:
    for number in stated.numbers:
        scopes = _scopes(number.origin, number.stakeholders, number.topics)
        for scope in (*scopes, f"id:{number.target.id}"):
            yield scope, (number.figure, number.target)


def _scopes(origin: str, people: Iterable[str], topics: Iterable[str]) -> list[str]:
    mine = ["site", f"page:{origin}"]
    return [*mine, *(f"stakeholder:{id}" for id in people), *(f"topic:{id}" for id in topics)]


def _listed_figures(_: str, face: Face | None, stated: Stated) -> Shares[str]:
    return ((found.target.id, id) for found in _shown(face) for id in stated.listed_figures)


def _relays(_: str, face: Face | None, stated: Stated) -> Shares[tuple[str, str]]:
    return ((found.target.id, relay) for found in _shown(face) for relay in stated.relays)


def _with_files(name: str, face: Face | None) -> Shares[bool]:
    if face and face.files:
        yield name, True


MENTIONS = Gather("tree", ("edges",), _mentions, _by_origin)
"""Edges by the id they lead to."""
TIES = Gather("tree", STATED, _ties, _by_origin, given=("settings",))
"""Relationships by the id of each end."""
CLAIMS = Gather("tree", STATED, _claims, _by_origin)
"""Everything that rests on a source, by the source's id."""
FIGURES = Gather("tree", STATED, _numbers, joins.by(lambda pair: pair[1].name))
"""Figures by scope, and each by its own id under `id:ID`."""
LISTED_FIGURES = Gather("tree", ("face", "stated"), _listed_figures)
"""The ids of figures of others that a page names, by its id."""
RELAYS = Gather("tree", ("face", "stated"), _relays)
"""By source: what it only passes on, and from where."""
WITH_FILES = Gather("tree", ("face",), _with_files, Own())
"""Documents that may show or link to files of the site."""


# -- events --------------------------------------------------------------------------------------


def _happenings(name: str, stated: Stated) -> Shares[tuple[Happening, ...]]:
    if stated.happenings:
        yield name, stated.happenings


def _listed_events(_: str, face: Face | None, stated: Stated) -> Shares[str]:
    return ((found.target.id, id) for found in _shown(face) for id in stated.listed_events)


HAPPENINGS = Gather("tree", STATED, _happenings, Own())
"""The events of a document, by its name."""
LISTED_EVENTS = Gather("tree", ("face", "stated"), _listed_events)
"""The ids of events of others that a page names, by its id."""


FindEvent = Callable[[str], Target | None]


def dated(happenings: Iterable[Happening], find: FindEvent) -> dict[str, Occurrence]:
    """Every event that has a date, by id; relative dates worked out along their chains.

    An event whose chain is broken or circular has no date; linking reports the
    one, `circles` the other.
    """
    waiting = {h.id: h for h in happenings}
    done: dict[str, Occurrence] = {}
    for id in sorted(waiting):
        for happening, base_id in reversed(_chain(id, waiting, find, done)):
            base, date, words = done.get(base_id), happening.date, ""
            if date is None and happening.after and base:
                date = _moved(base.date, happening.after.days)
                words = _relative_words(happening.after.days, base.title)
            if date is not None:
                done[happening.id] = occurrence(happening, date, words)
    return done


def _chain(
    id: str, waiting: Mapping[str, Happening], find: FindEvent, done: Mapping[str, Occurrence]
) -> list[tuple[Happening, str]]:
    """An event and those from which its date is counted, each with the id of the next one."""
    chain: dict[str, tuple[Happening, str]] = {}
    while (happening := waiting.get(id)) and id not in done and id not in chain:
        counts = happening.date is None and happening.after
        base = find(happening.after.event) if counts and happening.after else None
        chain[id] = happening, base.id if base else ""
        id = base.id if base else ""
    return list(chain.values())


def _moved(date: EdtfDate, days: int) -> EdtfDate | None:
    try:
        return relative(date, days)
    except DateError:
        return None


def _relative_words(days: int, title: str) -> str:
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{count} {'after' if days >= 0 else 'before'} “{title}”"


def timeline(
    all_dated: Mapping[str, Occurrence], listed: Mapping[str, tuple[str, ...]]
) -> Buckets[Occurrence]:
    """Events in order of date, by scope, and each under `id:ID`; `listed` are the ids a page names."""
    buckets: dict[str, dict[str, Occurrence]] = defaultdict(dict)
    for found in all_dated.values():
        for scope in _scopes(found.origin, found.stakeholders, found.topics):
            buckets[scope][found.id] = found
        for tag in map(paths.slug, found.tags):
            buckets[f"tag:{tag}"][found.id] = found
        buckets[f"id:{found.id}"][found.id] = found
    for page, names in listed.items():
        for name in names:
            if name in all_dated:
                buckets[f"page:{page}"][name] = all_dated[name]
    return {scope: in_order(found.values()) for scope, found in sorted(buckets.items())}


def in_order(found: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """Occurrences by earliest, then latest possible day, then title and id."""
    return tuple(sorted(found, key=lambda o: (sort_key(o.date), paths.fold(o.title), o.id)))

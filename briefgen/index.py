"""The site's indexes: keyed mappings gathered from what every document states.

Each is read item by item, so a page depends on its own backlinks, its own
timeline, its own ties, and on nobody else's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from briefgen import paths
from briefgen.catalog import Face
from briefgen.dates import DateError, EdtfDate, relative, sort_key
from briefgen.model import Claim, Edge, Entry, Figure, Occurrence, Target, Tie
from briefgen.settings import RelationKind
from briefgen.statements import Happening, Number, Stated, occurrence

V = TypeVar("V")
Buckets = dict[str, tuple[V, ...]]


def _frozen(buckets: Mapping[str, Iterable[V]]) -> Buckets[V]:
    return {key: tuple(items) for key, items in sorted(buckets.items())}


# -- pages ----------------------------------------------------------------------------------


def entries(faces: Iterable[Face]) -> dict[str, Entry]:
    """Every page that may be shown, by id."""
    return {face.entry.id: face.entry for face in faces}


def listings(faces: Iterable[Face], all_stated: Mapping[str, Stated]) -> Buckets[Entry]:
    """Entries by scope: of a type, a folder, a tag, a topic, a stakeholder."""
    buckets: dict[str, list[Entry]] = defaultdict(list)
    for face in faces:
        entry = face.entry
        buckets["all"].append(entry)
        buckets[f"type:{entry.type}"].append(entry)
        buckets[f"folder:{paths.parent(entry.name)}"].append(entry)
        for tag in dict.fromkeys(map(paths.slug, entry.tags)):
            buckets[f"tag:{tag}"].append(entry)
        stated = all_stated.get(entry.id, Stated())
        for id in stated.topics:
            buckets[f"topic:{id}"].append(entry)
        for id in stated.stakeholders:
            buckets[f"stakeholder:{id}"].append(entry)
    return {scope: listed(found) for scope, found in sorted(buckets.items())}


def listed(found: Iterable[Entry]) -> tuple[Entry, ...]:
    """Dated entries newest first, then the others by title."""
    by_title = sorted(found, key=lambda entry: (paths.fold(entry.title), entry.id))
    dated = [entry for entry in by_title if entry.date]
    dated.sort(key=lambda entry: sort_key(_date(entry)), reverse=True)
    return (*dated, *(entry for entry in by_title if not entry.date))


def _date(entry: Entry) -> EdtfDate:
    assert entry.date is not None, "only dated entries are sorted by date"
    return entry.date


def tags(faces: Iterable[Face], more: Iterable[Happening]) -> dict[str, str]:
    """Label of every tag in use, by slug; the spelling that sorts first where several are used."""
    labels = [tag for face in faces for tag in face.entry.tags]
    labels += [tag for happening in more for tag in happening.tags]
    return {paths.slug(label): label for label in sorted(labels, reverse=True) if paths.slug(label)}


def folders(faces: Iterable[Face]) -> Buckets[str]:
    """Direct subfolders that hold pages, at whatever depth, by folder ("" is the content folder)."""
    buckets: dict[str, set[str]] = defaultdict(set)
    for face in faces:
        folder = paths.parent(face.entry.name)
        while folder:
            buckets[paths.parent(folder)].add(folder)
            folder = paths.parent(folder)
    return _frozen({key: sorted(found) for key, found in buckets.items()})


Neighbours = tuple[V | None, V | None]


def neighbours(ordered: Iterable[V], id_of: Callable[[V], str]) -> dict[str, Neighbours[V]]:
    """For every id the item before and the item after it."""
    items = [None, *ordered, None]
    triples = zip(items, items[1:], items[2:], strict=False)
    return {id_of(here): (before, after) for before, here, after in triples if here is not None}


def neighbours_by_type(listings: Buckets[Entry]) -> dict[str, Neighbours[Entry]]:
    """The page before and after each, in the listing of its type."""
    found: dict[str, Neighbours[Entry]] = {}
    for scope, entries in listings.items():
        if scope.startswith("type:"):
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
        if paths.stem(entry.name) != "index":
            rows[paths.parent(entry.name) if entry.type == "page" else ""].append(entry)
    return rows.values()


def base_names(files: Iterable[str]) -> Buckets[str]:
    """Files by their name without folders."""
    buckets: dict[str, list[str]] = defaultdict(list)
    for name in sorted(files):
        buckets[name.rpartition("/")[2]].append(name)
    return _frozen(buckets)


# -- mentions, ties, claims, figures -----------------------------------------------------------


def mentions(edges: Iterable[Edge]) -> Buckets[Edge]:
    """Edges by the id they lead to."""
    buckets: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        buckets[edge.target].append(edge)
    return _frozen(buckets)


def ties(all_stated: Iterable[Stated], kinds: Iterable[RelationKind]) -> Buckets[Tie]:
    """Every relationship twice: as each of its ends reads it."""
    words = {kind.name: kind for kind in kinds}
    buckets: dict[str, list[Tie]] = defaultdict(list)
    for stated in all_stated:
        for bond in stated.bonds:
            kind = words.get(bond.relationship.kind)
            there = bond.relationship.label or (kind.label if kind else bond.relationship.kind)
            back = bond.relationship.label or (kind.inverse if kind else bond.relationship.kind)
            for here, other, label, out in (
                (bond.origin, bond.other, there, True),
                (bond.other, bond.origin, back, False),
            ):
                tie = Tie(other, bond.relationship.kind, label, bond.relationship, bond.origin, out)
                buckets[here].append(tie)
    return _frozen(buckets)


def claims(all_stated: Iterable[Stated]) -> Buckets[Claim]:
    """Everything that rests on a source, by the source's id."""
    buckets: dict[str, list[Claim]] = defaultdict(list)
    for stated in all_stated:
        for source, claim in stated.claims:
            buckets[source].append(claim)
    return _frozen(buckets)


def numbers(all_stated: Mapping[str, Stated]) -> dict[str, tuple[tuple[Figure, Target], ...]]:
    """Figures by scope, and each by its own id under `id:ID`."""
    buckets: dict[str, list[tuple[Figure, Target]]] = defaultdict(list)
    known: dict[str, Number] = {}
    for stated in all_stated.values():
        for number in stated.numbers:
            known[number.target.id] = number
            for scope in _scopes(number.origin, number.stakeholders, number.topics):
                buckets[scope].append((number.figure, number.target))
            buckets[f"id:{number.target.id}"].append((number.figure, number.target))
    for id, stated in all_stated.items():
        for name in stated.listed_figures:
            number = known[name]
            if (number.figure, number.target) not in buckets[f"page:{id}"]:
                buckets[f"page:{id}"].append((number.figure, number.target))
    return _frozen({scope: found for scope, found in buckets.items() if found})


def _scopes(origin: str, people: Iterable[str], topics: Iterable[str]) -> list[str]:
    mine = ["site", f"page:{origin}"]
    return [*mine, *(f"stakeholder:{id}" for id in people), *(f"topic:{id}" for id in topics)]


def relays(all_stated: Mapping[str, Stated]) -> dict[str, tuple[tuple[str, str], ...]]:
    """By source: what it only passes on, and from where."""
    return {id: stated.relays for id, stated in sorted(all_stated.items()) if stated.relays}


# -- events --------------------------------------------------------------------------------------


FindEvent = Callable[[str], Target | None]


def dated(happenings: Iterable[Happening], find: FindEvent) -> dict[str, Occurrence]:
    """Every event that has a date, by id; relative dates worked out along their chains.

    An event whose chain is broken or circular has no date; linking reports the
    one, `circles` the other.
    """
    waiting = {h.id: h for h in happenings}
    done: dict[str, Occurrence] = {}
    for id in sorted(waiting):
        _settle(id, waiting, find, done, ())
    return done


def _settle(
    id: str,
    waiting: Mapping[str, Happening],
    find: FindEvent,
    done: dict[str, Occurrence],
    chain: tuple[str, ...],
) -> Occurrence | None:
    happening = waiting.get(id)
    if id in done or happening is None or id in chain:
        return done.get(id)
    date, words = happening.date, ""
    if date is None and happening.after:
        found = find(happening.after.event)
        base = _settle(found.id, waiting, find, done, (*chain, id)) if found else None
        if base:
            date = _moved(base.date, happening.after.days)
            words = _relative_words(happening.after.days, base.title)
    if date is None:
        return None
    done[id] = occurrence(happening, date, words)
    return done[id]


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

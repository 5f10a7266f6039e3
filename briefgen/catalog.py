"""Names: what each page may be called, who answers to a name, and who clashes.

A name is looked up by id, then path, then title, then alias, then file name
(as vaults of notes link); the first of these that has an answer decides. What
the public may not see answers only where nothing public does, and only to be
refused: it can never change the meaning of a public link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from briefgen import paths, suggest
from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Related, Span
from briefgen.gather import Gather
from briefgen.model import Data, Document, Entry, Event, Figure, Header, Target
from briefgen.numerals import display

Places = Callable[[str], tuple[str, Mapping[str, Span]]]
"""From a document's name to its source path and the places of its keys."""


class Face(Data, frozen=True):
    """What the site may know of a document without reading it: names, entry, anchors."""

    target: Target
    entry: Entry
    inline: tuple[Target, ...] = ()
    anchors: tuple[tuple[str, str], ...] = ()
    redirects: tuple[str, ...] = ()
    files: bool = False
    """True if it may show or link to files of the site."""


def face(
    document: Document,
    header: Header,
    marks: tuple[str, ...],
    hidden_parts: tuple[str, ...] = (),
    *,
    hidden: bool,
) -> Face:
    """The face of a document whose hidden parts are already taken out of `header`.

    They answer to their names as hidden pages do: only to be refused.
    """
    target = _target(header, hidden=hidden)
    return Face(
        target,
        entry(header, marks, document.lead),
        tuple(_inline(document.header, hidden_parts, hidden=hidden)),
        tuple(_anchors(document, header)),
        header.redirect_from,
        bool(header.image or document.files),
    )


def _target(header: Header, *, hidden: bool) -> Target:
    figure = header.figure
    label = display(figure.display, figure.value, figure.unit) if figure else ""
    return Target(header.id, header.type, header.title, header.url, header.name, hidden, label)


def entry(header: Header, marks: tuple[str, ...] = (), lead: str = "") -> Entry:
    """What cards and listings show of a document; `lead` stands for a summary it does not have."""
    person = header.stakeholder
    return Entry(
        id=header.id,
        type=header.type,
        title=header.title,
        url=header.url,
        name=header.name,
        summary=header.summary or lead,
        kind=_kind(header),
        classification=person.classification if person else "",
        date=header.date,
        updated=header.updated,
        aliases=header.aliases,
        tags=header.tags,
        topics=header.topics,
        stakeholders=header.stakeholders,
        lang=header.lang,
        image=header.image,
        marks=marks,
    )


def _kind(header: Header) -> str:
    if header.stakeholder:
        return header.stakeholder.kind
    if header.figure:
        return header.figure.kind
    return "issue" if header.topic and header.topic.question else ""


def _inline(header: Header, hidden_parts: tuple[str, ...], *, hidden: bool) -> Iterator[Target]:
    for event in header.events:
        name = inline_id(header, event)
        url = f"{header.url}#event-{event.key}"
        kept_back = hidden or f"event:{event.key}" in hidden_parts
        yield Target(name, "event", event.title, url, header.name, kept_back)
    for figure in header.figures:
        url = f"{header.url}#figure-{figure.key}"
        label = display(figure.display, figure.value, figure.unit)
        kept_back = hidden or f"figure:{figure.key}" in hidden_parts
        yield Target(figure.key, "figure", figure.title, url, header.name, kept_back, label)


def inline_id(header: Header, item: Event | Figure) -> str:
    """The id of an inline object: its own, or the page's with the anchor of an unnamed event."""
    named = not isinstance(item, Event) or item.named
    return item.key if named else f"{header.id}#event-{item.key}"


def _anchors(document: Document, header: Header) -> Iterator[tuple[str, str]]:
    for heading in document.headings:
        yield heading.id, heading.title
    for event in header.events:
        yield f"event-{event.key}", event.title
    for figure in header.figures:
        yield f"figure-{figure.key}", figure.title
    for judgement in header.judgements:
        yield f"judgement-{judgement.key}", judgement.text
    for anchor in document.anchors:
        yield anchor, ""


# -- who answers to a name -------------------------------------------------------------


def _called(_: str, face: Face | None) -> Iterator[tuple[str, tuple[int, Target]]]:
    """Every name in its folded form, with its rank."""
    for rank, name, target in _names(face) if face else ():
        if folded := paths.fold(name):
            yield folded, (rank, target)


def _answer(found: list[tuple[int, Target]]) -> tuple[Target, ...]:
    """The answers of the best rank that has a public one; else of the best rank at all."""
    if len(found) == 1:
        return (found[0][1],)
    public = [(rank, target) for rank, target in found if not target.hidden] or found
    best = min(rank for rank, _ in public)
    answers = dict.fromkeys(target for rank, target in public if rank == best)
    return tuple(sorted(answers, key=lambda t: (t.name, t.url)))


NAMES = Gather("tree", ("face",), _called, _answer)
"""Every name in its folded form, and who answers to it."""


def _names(found: Face) -> Iterator[tuple[int, str, Target]]:
    target = found.target
    yield 0, target.id, target
    yield 1, target.name, target
    yield 1, target.name.removesuffix(".md"), target
    yield 2, target.title, target
    for alias in found.entry.aliases:
        yield 3, alias, target
    yield 1, target.url, target
    for ending in _endings(target.name):
        yield 4, ending, target
    for part in found.inline:
        yield 0, part.id, part
        yield 3, part.title, part


def _endings(name: str) -> Iterator[str]:
    """The file's name without its ending, alone and with ever more of its folders, as vaults link."""
    parts = [*filter(None, paths.parent(name).split("/")), paths.stem(name)]
    return ("/".join(parts[start:]) for start in range(len(parts)))


Ask = Callable[[str], tuple[Target, ...]]
"""Who answers to a name in its folded form, as `NAMES` has it."""


def answers(name: str, ask: Ask) -> tuple[Target, ...]:
    """Who answers to a name as it is written.

    One that begins with a slash is an address, or else a path from the content folder: of a page, with
    its ending or without, or of a folder that has an introduction. Any other may be that of a file.
    """
    folded = paths.fold(name)
    if not name.startswith("/"):
        found = ask(folded)
        is_file = not found and folded.endswith(paths.TEXTS)
        return ask(folded.rpartition(".")[0]) if is_file else found
    if folded.endswith("/") and (found := ask(folded)):  # as every address of a page does
        return found
    path = folded[1:]
    return _named(path, ask) if path.endswith(paths.TEXTS) else _without_ending(path, ask)


def _without_ending(path: str, ask: Ask) -> tuple[Target, ...]:
    """The page at a path, or the introduction of the folder there."""
    names = [] if path.endswith("/") else [path + ending for ending in paths.TEXTS]
    names += [f"{path.rstrip('/')}/index{ending}".removeprefix("/") for ending in paths.TEXTS]
    return next(filter(None, (_named(name, ask) for name in names)), ())


def _named(path: str, ask: Ask) -> tuple[Target, ...]:
    """The page whose very name this is; no title or alias of the same letters."""
    return tuple([target for target in ask(path) if paths.fold(target.name) == path])


def suggestions(name: str, names: Mapping[str, tuple[Target, ...]]) -> tuple[str, ...]:
    """Existing public names that look like this one, nearest first (at most three)."""
    public = {key: found[0] for key, found in names.items() if not found[0].hidden}
    near = suggest.close(paths.fold(name), public, 6, cutoff=0.7)
    ids = dict.fromkeys(public[key].id for key in near)
    return tuple(ids)[:3]


# -- clashes -----------------------------------------------------------------------------


Holders = tuple[tuple[Target, str], ...]
"""Whoever has an id or an address, each with the key where it is written."""


def _held(_: str, face: Face | None) -> Iterator[tuple[str, tuple[Target, str]]]:
    """Every id and every address, in the form in which they must differ."""
    for found in (face,) if face else ():
        yield f"id:{found.target.id}", (found.target, "id")
        for part in found.inline:
            if "#" not in part.id:
                yield f"id:{part.id}", (part, f"{part.type}s.{part.id}")
        yield f"url:{found.target.url.casefold()}", (found.target, "slug")


CONTESTED = Gather("tree", ("face",), _held, lambda held: tuple(held) if held[1:] else None)
"""The ids and the addresses that more than one thing has."""


def clashes(contested: Mapping[str, Holders], places: Places) -> Iterator[Diagnostic]:
    """Two things with one id or one address, each told at the later place."""
    for key, holders in sorted(contested.items()):
        kind, _, id = key.partition(":")
        if kind == "id":
            yield from _clash("duplicate-id", f"the id `{id}`", holders, places)
        else:
            yield from _clash(
                "duplicate-address", f"the address {holders[0][0].url}", holders, places
            )


def _clash(code: str, what: str, holders: Holders, places: Places) -> Iterator[Diagnostic]:
    hint = "give one of them another `id:`" if code == "duplicate-id" else "give one a `slug:`"
    first, *others = sorted(holders, key=lambda held: held[0].name)
    path, spans = places(first[0].name)
    related = (Related(path, _place(spans, first[1]), "the first one is here"),)
    for target, key in others:
        here, own = places(target.name)
        message = f"{what} is already taken by {path}"
        yield diagnose(code, message, here, _place(own, key), hint=hint, related=related)


def _place(spans: Mapping[str, Span], key: str) -> Span:
    return spans.get(key) or spans.get("id") or spans.get("title") or Span(1, 1)

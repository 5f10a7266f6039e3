"""`briefgen mv`: a document gets another place and name, and every link to it follows.

Thought out on the parsed site, where every link is known with its place, and proved
before a byte is written: with the new texts taken in, every name of the site must
mean what it meant before.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from briefgen import paths
from briefgen.model import Document, Reference
from briefgen.places import CONFIG
from briefgen.rename import front, nav
from briefgen.rename.files import Change
from briefgen.rename.mend import Mender, Move
from briefgen.rename.names import place
from briefgen.rename.site import Means, MoveError, Site, meant
from briefgen.rename.text import Edit, Text
from briefgen.resolve import made_at
from briefgen.vocabulary import with_article
from briefgen.walk import is_dropping


class Meaning(msgspec.Struct, frozen=True):
    """What a reference means: its role and section, who answers, and whether that is of a type that may."""

    role: str
    fragment: str
    who: tuple[str, ...]
    is_fit: bool


class Plan(msgspec.Struct, frozen=True):
    """What a move would do. `edits` counts the places that change, by source path."""

    move: Move
    changes: tuple[Change, ...]
    edits: Mapping[str, int]
    redirect: str = ""


def new_name(site: Site, old: str, written: str) -> str:
    """The name from the content folder that NEW means: a path, a folder, or a bare name.

    Raises MoveError for a place that cannot be.
    """
    word = paths.nfc(written.replace("\\", "/"))
    inside = word.removeprefix(f"{site.content}/")
    is_folder = word.endswith("/") or site.at(inside).is_dir()
    path = (Path.cwd() / written.replace("\\", "/")).resolve()
    if path.is_relative_to(site.folder.resolve()) and not site.at(inside).parent.is_dir():
        inside = path.relative_to(site.folder.resolve()).as_posix()
    if "/" not in word.rstrip("/") and not is_folder:
        inside = posixpath.join(posixpath.dirname(old), inside)
    if is_folder:
        inside = posixpath.join(inside, posixpath.basename(old))
    inside = paths.nfc(inside if inside.lower().endswith(paths.TEXTS) else f"{inside}.md")
    found = paths.join("", inside)
    if found is None or not found or inside.startswith("/"):
        raise MoveError(f"`{written}` leads out of the content folder")
    if any(is_dropping(part) for part in found.split("/")) or not paths.slug(paths.stem(found)):
        raise MoveError(f"`{written}` is no name of a page", "use letters and digits")
    return found


def plan(site: Site, old: str, new: str, *, redirect: bool = True) -> Plan:
    """Everything a move changes, tried out and proved. Raises MoveError if it cannot be.

    old, new: names from the content folder.
    """
    _check_places(site, old, new)
    site.require_whole()
    documents = {name: found for name in site.names if (found := site.document(name))}
    before, problems = site.means(), site.problems()
    lists = nav.lists(site, before)
    meant = {name: _meaning(document, before, site) for name, document in documents.items()}
    raw = {name: site.data(name) for name in documents}
    moved, front_edits, address = _moved(site, documents[old], new, raw[old], redirect=redirect)
    after = site.means()
    texts, counts = _mended(site, moved, documents, raw, (before, after), front_edits)
    site.take_in(texts)
    _prove(site, moved, meant, problems)
    _prove_lists(lists, site)
    config, count = nav.mended(site, moved, before, after)
    counts |= {CONFIG: count} if count else {}
    changes = _changes(site, moved, texts, raw)
    if config:
        changes = (*changes, config)
    return Plan(moved, changes, counts, address)


def _check_places(site: Site, old: str, new: str) -> None:
    if new == old:
        raise MoveError(f"{old} is there already")
    if site.at(new).exists():
        raise MoveError(
            f"{site.content}/{new} is there already", "choose another name, or remove it first"
        )


def _moved(
    site: Site, document: Document, new: str, data: bytes, *, redirect: bool
) -> tuple[Move, list[Edit], str]:
    """The document in its new place: its new names, the edits of its front matter, its redirect."""
    old, text = document.header, Text(data)
    edits = [*_id_edit(text, old.name, old.id, new)]
    site.take_in({new: text.with_edits(edits)}, gone=old.name)
    now = site.document(new)
    if now is None:
        raise MoveError(f"{new} cannot be read")
    header = now.header
    back = next((a for a in header.redirect_from if _same(a, header.url)), "")
    leaves = header.url != old.url
    if (redirect and leaves) or back:
        try:
            edits.append(front.with_redirect(text, old.url, back))
        except ValueError as wrong:
            raise MoveError(str(wrong), "write it as a list, or use --no-redirect") from wrong
        site.take_in({new: text.with_edits(edits)})
    return Move(place(old), place(header)), edits, old.url if leaves and (redirect or back) else ""


def _same(address: str, url: str) -> bool:
    return address.rstrip("/").casefold() == url.rstrip("/").casefold()


def _id_edit(text: Text, old: str, id: str, new: str) -> Iterator[Edit]:
    """A stated id that is the file's name goes with the file; one that the author chose stays."""
    was, becomes = paths.slug(paths.stem(old)), paths.slug(paths.stem(new))
    if id == was and becomes != was:
        edit = front.with_id(text, id, becomes)
        if edit:
            yield edit


def _mended(
    site: Site,
    move: Move,
    documents: Mapping[str, Document],
    raw: Mapping[str, bytes],
    means: tuple[Means, Means],
    front_edits: list[Edit],
) -> tuple[dict[str, bytes], dict[str, int]]:
    """The new bytes of every file that changes, and how many places of each do."""
    texts: dict[str, bytes] = {}
    counts: dict[str, int] = {}
    for name, document in documents.items():
        text = Text(raw[name])
        mender = Mender(move, document, text, *means, site.lookups)
        own = name == move.old.name
        edits = {*mender.edits(), *(front_edits if own else ())}
        if mender.missed:
            missed = mender.missed[0]
            where = f"{site.content}/{name}:{missed.span.line}:{missed.span.column}"
            message = f"{where}: the link {missed.written} cannot be changed safely"
            raise MoveError(message, "write it in another form, as `[[id]]`, and try again")
        if edits:
            counts[f"{site.content}/{name}"] = len(edits)
        if edits or own:
            texts[move.new.name if own else name] = text.with_edits(edits)
    return texts, counts


# -- the proof ------------------------------------------------------------------------------


def _meaning(document: Document, means: Means, site: Site) -> list[Meaning]:
    return [_meant(reference, means, site) for reference in document.references]


def _meant(reference: Reference, means: Means, site: Site) -> Meaning:
    found = meant(reference, means)
    who = tuple(sorted({target.name for target in found}))
    if not who and reference.name.startswith("/"):  # what the site makes there, by its address
        who = (made_at(reference.name.removeprefix("/"), site.lookups),)
    is_fit = not reference.expects or any(t.type in reference.expects for t in found)
    return Meaning(reference.role, reference.fragment, who, is_fit)


def _prove(
    site: Site, move: Move, meant: Mapping[str, list[Meaning]], problems: set[tuple[str, str]]
) -> None:
    worse = sorted(site.problems() - problems)
    if worse:
        raise MoveError(f"the site would have a new error: {worse[0][1]} ({worse[0][0]})")
    means = site.means()
    for name, was in meant.items():
        here = move.new.name if name == move.old.name else name
        document = site.document(here)
        now = _meaning(document, means, site) if document else []
        pairs = enumerate(zip(now, was, strict=False))
        at = next((n for n, (one, two) in pairs if not _holds(one, two, move)), -1)
        if at >= 0 and document:
            raise _changed(document.references[at], now[at], f"{site.content}/{here}", site, move)
        if len(now) != len(was):
            raise MoveError(f"{site.content}/{here}: a link would no longer mean what it means now")


def _holds(now: Meaning, was: Meaning, move: Move) -> bool:
    """True if the same is meant; the document also where the list stood whose place it takes."""
    moves = (move.old.name, move.new.url)
    who = tuple(sorted(move.new.name if name in moves else name for name in was.who))
    same = (now.role, now.fragment, now.who) == (was.role, was.fragment, who)
    return same and (now.is_fit or not was.is_fit)


def _changed(reference: Reference, now: Meaning, path: str, site: Site, move: Move) -> MoveError:
    """What to say of a reference that would come to mean something else, or of the wrong type."""
    old, new = move.old, move.new
    if old.type not in reference.expects or new.type in reference.expects or now.is_fit:
        message = f"{path}: {reference.written} would no longer mean what it means now"
        return MoveError(message, "choose a name that nothing else is called by")
    is_one, was_one = with_article(new.type), with_article(old.type)
    return MoveError(
        f"it would be {is_one} there, and {path} names it as {was_one}",
        f"write `type: {old.type}` into {site.content}/{old.name} first",
    )


def _prove_lists(before: set[str], site: Site) -> None:
    means = site.means()
    lost = sorted(path for path in before - nav.lists(site, means) if not means(path))
    if lost:
        message = f"{CONFIG}: the line {lost[0]} of `nav:` would lead to nothing"
        raise MoveError(message, "take it out first")


def _changes(
    site: Site, move: Move, texts: Mapping[str, bytes], raw: Mapping[str, bytes]
) -> tuple[Change, ...]:
    """The changes on the disk; the old file goes last."""
    written = [
        Change(site.at(name), None if name == move.new.name else raw[name], data)
        for name, data in sorted(texts.items())
    ]
    return (*written, Change(site.at(move.old.name), raw[move.old.name], None))

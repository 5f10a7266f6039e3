"""A written name → the written name of the same thing elsewhere, in the form its author chose."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import quote

from briefgen import paths
from briefgen.model import Data, Header

_INNER = re.compile(r"(!?\[\[)(.*)(\]\])", re.DOTALL)
_FROM_HERE = re.compile(r"!?\[\[\s*(?:[a-z][a-z-]*:)?(\.{1,2}/[^|#\]\n]*?)\s*(?:\\?\||#|\]\])")
_DESTINATION = re.compile(r"\]\(\s*(<[^<>\n]*>|[^\s<>()]+(?:\([^\s()]*\)[^\s()]*)*)")
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>[^\[\]\n]+)\]:[ \t]*(?P<where><[^<>\n]*>|\S+)", re.MULTILINE
)
_SAFE_PLAIN = re.compile(r"[\w./][\w./-]*")


class Place(Data, frozen=True):
    """All that a document can be called by."""

    name: str
    id: str
    url: str
    title: str
    type: str


def place(header: Header) -> Place:
    """What a document is called."""
    return Place(header.name, header.id, header.url, header.title, header.type)


def without_ending(name: str) -> str:
    """A name without the ending of a page."""
    return name.rpartition(".")[0] if name.lower().endswith(paths.TEXTS) else name


def renamed(written: str, old: Place, new: Place, is_new: Callable[[str], bool]) -> str:
    """What to write instead of `written`, which meant the old place.

    `is_new` says whether a name means the document in its new place. A title or alias
    that still does stays; an id or path goes along even if a title of the same
    letters would catch it.
    """
    forms = (
        (old.id, new.id),
        (old.name, new.name),
        (without_ending(old.name), without_ending(new.name)),
        (paths.stem(old.name), paths.stem(new.name)),
        (posixpath.basename(old.name), posixpath.basename(new.name)),
        (old.url, new.url),
    )
    if is_new(written) and written not in {was for was, _ in forms}:
        return written
    folded = paths.fold(written)
    same_form = [instead for was, instead in forms if paths.fold(was) == folded]
    if written.startswith("/"):
        same_form = [renamed_path(written, old, new)]
    chosen = [name for name in (*same_form, new.id, new.name) if is_new(name)]
    return chosen[0] if chosen else new.name


def renamed_path(written: str, old: Place, new: Place) -> str:
    """The path to write for one that meant the old place, in the form it has: from the content folder.

    An address stays one; a name goes with its ending or without; a folder stands for its introduction.
    """
    folded = paths.fold(written.removeprefix("/"))
    forms = {old.url[1:]: new.url[1:], old.name: new.name}
    forms[without_ending(old.name)] = without_ending(new.name)
    if paths.is_index(old.name):
        bare = paths.parent(new.name) if paths.is_index(new.name) else without_ending(new.name)
        forms |= {paths.parent(old.name): bare, f"{paths.parent(old.name)}/": f"{bare}/"}
    found = (instead for was, instead in forms.items() if paths.fold(was) == folded)
    return f"/{next(found, new.name)}"


def in_wikilink(raw: str, name: str, instead: str) -> str | None:
    """`[[kind:name#section|text]]` with another name; None if the name does not stand there."""
    found = _INNER.fullmatch(raw)
    if found is None:
        return None
    inner = found[2]
    end = min(
        at for at in (inner.find("|"), inner.find("\\|"), inner.find("#"), len(inner)) if at >= 0
    )
    at = inner.rfind(name, 0, end)
    if at < 0 or inner[at + len(name) : end].strip():
        return None
    return f"{found[1]}{inner[:at]}{instead}{inner[at + len(name) :]}{found[3]}"


def written_from_here(raw: str) -> str:
    """The name in `[[../folder/name]]` that is a path from the document; "" for any other."""
    found = _FROM_HERE.match(raw)
    return found[1] if found else ""


def from_here(path: str, owner: str) -> str:
    """Such a name for a path from the content folder, in the document `owner`."""
    made = posixpath.relpath(path, f"/{paths.parent(owner)}")
    return made if made.startswith(".") else f"./{made}"


def in_citation(raw: str, name: str, instead: str) -> str | None:
    """`@name` or `@kind:name` with another name."""
    return raw[: -len(name)] + instead if raw.endswith(name) and raw.startswith("@") else None


def in_scalar(raw: str, name: str, instead: str, *, quoted: bool) -> str | None:
    """A name in front matter, with quotes if the new one needs some."""
    if raw.strip() != name:
        return None
    safe = quoted or _SAFE_PLAIN.fullmatch(instead)
    written = instead if safe else "'" + instead.replace("'", "''") + "'"
    return raw.replace(name, written)


# -- Markdown links ------------------------------------------------------------------------


class Spot(Data, frozen=True):
    """Where the destination of a Markdown link stands in a text, and what is written there."""

    start: int
    stop: int
    written: str


def destination(raw: str, at: int, text: str) -> Spot | None:
    """The destination of a link or image written `raw` at an offset of a text.

    That of a reference link (`[text][label]`) stands in the label's definition.
    """
    inline = list(_DESTINATION.finditer(raw))
    if inline and raw.endswith(")"):
        last = inline[-1]
        return Spot(at + last.start(1), at + last.end(1), last[1])
    label = re.search(r"\[([^\[\]\n]+)\](?:\[\])?$", raw)
    wanted = paths.fold(label[1]) if label else ""
    for found in _DEFINITION.finditer(text):
        if paths.fold(found["label"]) == wanted:
            return Spot(found.start("where"), found.end("where"), found["where"])
    return None


def redirected(written: str, owner: str, path: str) -> str:
    """A destination in the document `owner` that leads to a path from the content folder.

    It keeps its query, its fragment, its angle brackets, and its habits: from the content folder or
    from the document, with or without a leading `./`.
    """
    angled = written.startswith("<")
    was, mark, fragment = written.strip("<>").partition("#")
    was, question, query = was.partition("?")
    made = path if was.startswith("/") else _seen_from(paths.parent(owner), path, was)
    encoded = _in_angles(made) if angled else paths.destination(made)
    whole = encoded + question + query + mark + fragment
    return f"<{whole}>" if angled else whole


def _in_angles(path: str) -> str:
    """The same between angle brackets, where blanks and parentheses may stand."""
    return re.sub(r"[<>\\%#?]", lambda found: quote(found[0]), path)


def _seen_from(folder: str, path: str, was: str) -> str:
    made = posixpath.relpath(path, f"/{folder}")
    if path.endswith("/") and (was.endswith("/") or made.rpartition("/")[2] not in (".", "..")):
        made += "/"
    return made if made.startswith(".") or not was.startswith("./") else f"./{made}"

"""Where an ordinary Markdown link leads: out, to a page, to a file, or nowhere.

Schemes come from an allow-list. `//host` is refused: it changes its meaning with
the scheme of the page it stands in. Paths inside the site are normalised from the
content folder and may not leave it.
"""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import unquote

from briefgen import paths
from briefgen.model import Data

Kind = Literal["web", "page", "address", "file", "bad"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LOOKS_LIKE_LINK = re.compile(r"!?\[[^\[\]\n]*\]\(([^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)")
_TITLE = re.compile(r"""\s+(?:"[^"]*"|'[^']*')\s*$""")
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")
NEVER = frozenset({"data", "file", "javascript", "vbscript"})
"""Schemes that no configuration can allow."""

LEADS_OUT = "the path leads out of the content folder"

PAGE_ENDINGS = frozenset(ending.removeprefix(".") for ending in paths.TEXTS)
FILE_ENDINGS = frozenset(
    "png jpg jpeg gif svg webp avif bmp ico pdf mp3 m4a ogg wav flac mp4 webm mov csv tsv txt json"
    " xml yaml yml geojson ics bib zip gz tar 7z doc docx xls xlsx ppt pptx odt ods odp epub rtf"
    " html htm parquet".split()
)
"""Endings by which a name in `[[…]]` is known as a file: names of pages may hold full stops too."""


class Destination(Data, frozen=True):
    """`where` is a web address, a path from the content folder, or a site address by `kind`.

    A path begins with a slash: it is no name to be looked for; the page itself is "". For "bad", `where`
    says what is wrong, and `hint` what would mend it. `tail` is what follows the path and is nobody's business here: a query, and of
    a file its fragment.
    """

    kind: Kind
    where: str
    fragment: str = ""
    tail: str = ""
    hint: str = ""


def ending(name: str) -> str:
    """The ending of a file name in lower case, without the full stop; "" without one."""
    found = _ENDING.search(name)
    return found.group(1).lower() if found else ""


def is_file_name(name: str) -> bool:
    """True for the name of a file that is no page."""
    return ending(name) in FILE_ENDINGS


def classify(href: str, name: str, schemes: tuple[str, ...]) -> Destination:
    """The destination of a link in the document `name`. `href` is percent-encoded."""
    href = href.strip()
    if scheme := _SCHEME.match(href):
        if scheme.group(1).lower() in schemes and scheme.group(1).lower() not in NEVER:
            return Destination("web", href)
        return _not_allowed(scheme.group(1))
    if href.startswith("//"):
        message = "an address without its scheme is not allowed"
        return Destination("bad", message, hint=f"write `https:{href}`")
    path, mark, fragment = href.partition("#")
    path, question, query = path.partition("?")
    path, tail = paths.nfc(unquote(path)), question + query
    if _is_file(path):
        return _inside(path, "", tail + mark + fragment, name)
    return _inside(path, paths.nfc(unquote(fragment)), tail, name)


def _not_allowed(scheme: str) -> Destination:
    name = scheme.lower()
    may_be = len(name) > 1 and name not in NEVER  # one letter is a drive of Windows
    hint = f"`link_schemes: [{name}]` in briefgen.yaml allows them" if may_be else ""
    return Destination("bad", f"links with `{scheme}:` are not allowed", hint=hint)


def _is_file(path: str) -> bool:
    kind = ending(path)
    return bool(kind) and kind not in PAGE_ENDINGS


def _inside(path: str, fragment: str, tail: str, name: str) -> Destination:
    if not path:
        if not fragment:
            return Destination("bad", "the link has no address")
        return Destination("page", "", fragment)
    joined = paths.join(paths.parent(name), path)
    if joined is None:
        return Destination("bad", LEADS_OUT)
    is_folder = path.rpartition("/")[2] in ("", ".", "..")
    whole = f"/{joined}/" if is_folder and joined else f"/{joined}"
    if path.startswith("/"):
        return Destination("address", whole, fragment, tail)
    if _is_file(path):
        return Destination("file", whole, "", tail)
    return Destination("page", whole, fragment, tail)


def unread(src: str, at: int) -> re.Match[str] | None:
    """What looks like a link here, and is none in Markdown since its address holds a blank.

    Words in parentheses may follow a bracket: only what looks like a path or an address counts.
    """
    found = _LOOKS_LIKE_LINK.match(src, at)
    address = _TITLE.sub("", found[1]).strip() if found else ""
    if not re.search(r"\s", address):
        return None
    kind = ending(address.partition("#")[0].partition("?")[0])
    begins = address.startswith(("#", "/", "./", "../", "<")) or "://" in address
    return found if begins or kind in PAGE_ENDINGS or kind in FILE_ENDINGS else None


def from_the_top(name: str, document: str) -> str | None:
    """A name in `[[…]]` that is a path from the document (`../briefs/talks`) as one from the content folder.

    Other names as they are; None for a path that leads out.
    """
    if not name.startswith(("./", "../")):
        return name
    joined = paths.join(paths.parent(document), name)
    return None if joined is None else f"/{joined}"


def classify_picture(src: str, name: str) -> Destination:
    """The destination of an image: a file of the site, or one on the web."""
    found = classify(src, name, ("http", "https"))
    if found.kind in ("page", "address"):
        where = found.where.lstrip("/")
        if not where:
            return Destination("bad", "the image has no address")
        return Destination("file", f"/{where}", "", found.tail)
    if found.kind == "bad":
        return Destination("bad", found.where)  # what allows a link allows no picture
    return found

"""The meanings of "path", and every conversion between them.

* a *source path*: relative to the site folder, with slashes, NFC (`content/briefs/a.md`);
* a *name*: relative to the content folder (`briefs/a.md`), as links write it;
* an *id*: a slug, unique over the site;
* a *url*: an address inside the site, starting with a slash, without the base path (`/briefs/a/`);
* an *output path*: relative to the output folder (`briefs/a/index.html`).
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from functools import lru_cache
from typing import NewType
from urllib.parse import quote, unquote, urlsplit

Id = NewType("Id", str)
Url = NewType("Url", str)
OutputPath = NewType("OutputPath", str)

PACKAGED = "briefgen:themes/"
"""How layer paths of the themes that come with the package begin (see `theme`)."""

TEXTS = (".md", ".markdown")
"""Endings of the texts that become pages, in capitals too."""

RESERVED = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"com{n}" for n in range(1, 10)}
    | {f"lpt{n}" for n in range(1, 10)}
)
"""Device names of Windows: a file of such a name cannot be checked out there."""

_NOT_SLUG = re.compile(r"[^\w]+", re.UNICODE)
_NEVER_SLUG = re.compile(r"[^\w-]|_")
"""What no slug has: the first space of a sentence tells it from one."""
_MANY = 1 << 14
"""Names and addresses whose other form is remembered: every page has the same ones again and again."""
MAX_SEGMENT = 120
"""Longest slug, in characters: 255 bytes is what file systems take for one name."""


def nfc(text: str) -> str:
    """Text in Unicode normalisation form C (macOS hands out file names in form D)."""
    return unicodedata.normalize("NFC", text)


def source_path(content: str, name: str) -> str:
    """The path from the site folder of a file of the content folder ("." if that is the site's own)."""
    return name if content == "." else f"{content}/{name}"


def slug(text: str) -> Id:
    """A slug: lower case, letters and digits of any script, single hyphens.

    Empty when nothing of the text can stand in an address.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "")
    words = _NOT_SLUG.sub("-", folded.replace("_", "-")).strip("-")
    words = _within_bytes(words[:MAX_SEGMENT], 200).strip("-")
    return Id(f"{words}-page" if words in RESERVED else nfc(words))


def _within_bytes(text: str, limit: int) -> str:
    return text.encode()[:limit].decode(errors="ignore")


def is_slug(text: str) -> bool:
    """True for text that is its own slug."""
    return bool(text) and not _NEVER_SLUG.search(text) and slug(text) == text


@lru_cache(_MANY)
def fold(name: str) -> str:
    """The form in which names are compared: NFC, case-folded, single spaces."""
    return " ".join(nfc(name).casefold().split())


def stem(name: str) -> str:
    """File name without folder and ending (`a/b.c.md` → `b.c`)."""
    base = posixpath.basename(name)
    return base.rpartition(".")[0] or base


def is_index(name: str) -> bool:
    """True for the introduction of a folder: `index.md`, by any ending, in capitals or not."""
    return stem(name).casefold() == "index"


def parent(name: str) -> str:
    """The folder of a path, "" at the top."""
    return posixpath.dirname(name)


def join(folder: str, relative: str) -> str | None:
    """A relative path seen from a folder; None if it leads out of the root."""
    joined = posixpath.normpath(posixpath.join("/", folder, relative))
    climbs = posixpath.normpath(posixpath.join(folder, relative)).startswith("..")
    return None if climbs else joined.lstrip("/")


def output_path(url: str) -> OutputPath:
    """Where an address is written: a folder gets an `index.html`."""
    plain = unquote(url).lstrip("/")
    return OutputPath(plain + "index.html" if not plain or plain.endswith("/") else plain)


ALL = 1 << 17
"""Addresses of a large site: what is asked of all of them again whenever one more is there."""


@lru_cache(ALL)
def output_key(url: str) -> str:
    """Where an address is written, in the form in which names of files are compared."""
    return fold(output_path(url))


def page_url(*segments: str) -> Url:
    """The address of a page from its segments: `page_url("briefs", "a")` is `/briefs/a/`."""
    kept = [segment for segment in segments if segment]
    return Url("/" + "".join(f"{segment}/" for segment in kept))


def folder_url(folder: str) -> Url:
    """The address of a folder's index: its path, made of slugs; "" is the content folder."""
    return page_url(*(segment(part) for part in folder.split("/") if part))


def segment(text: str) -> str:
    """One part of an address; a name without a letter (an emoji) becomes its code points."""
    return slug(text) or "-".join(f"u{ord(character):x}" for character in text[:12]) or "u"


def attachment_url(name: str) -> Url:
    """The address of a file of the content folder that is no page: its name, in the folder of the pages.

    Folders become slugs as they do for pages: `Notes/` and `notes/` beside each
    other in the output would be one folder where names ignore case.
    """
    folders = [segment(part) for part in parent(name).split("/") if part]
    return file_url("/".join([*folders, posixpath.basename(name)]))


def file_url(name: str) -> Url:
    """The address of a file whose path is kept as it is."""
    return Url("/" + "".join(_MEANS_SOMETHING.get(letter, letter) for letter in name))


_MEANS_SOMETHING = {"%": "%25", "#": "%23", "?": "%3F"}
"""Letters of a file name that would mean something else in an address."""


def destination(path: str) -> str:
    """A path as it stands in a Markdown link: what would end it, or mean something else, is encoded."""
    return _ENDS_DESTINATION.sub(lambda found: quote(found[0]), path)


_ENDS_DESTINATION = re.compile(r"[\s<>()\\%#?]")


@lru_cache(_MANY)
def href(base_path: str, url: str) -> str:
    """An address as it stands in HTML: under the base path, percent-encoded."""
    path, mark, fragment = url.partition("#")
    encoded = quote(base_path.rstrip("/") + path, safe="/%:@!$&'()*+,;=~-._?")
    return encoded + mark + quote(fragment, safe="%:@!$&'()*+,;=~-._?/")


@lru_cache(16)
def base_path(base_url: str) -> str:
    """The path part of the base address, always with both slashes (`/repo/`)."""
    path = urlsplit(base_url).path.strip("/")
    return f"/{path}/" if path else "/"


@lru_cache(_MANY)
def absolute(base_url: str, url: str) -> str:
    """The full address of a url of the site; base_url may be empty."""
    if not base_url:
        return href("/", url)
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}" + href(parts.path, url)

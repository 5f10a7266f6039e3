"""Readers of addresses: of the web, and of the site itself.

Only schemes on a list pass, so no address in front matter can run anything.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from briefgen.nodes import Node, Scalar, as_link
from briefgen.schema.fields import Reader
from briefgen.schema.names import FILE, record
from briefgen.schema.scalars import scalar
from briefgen.schema.scope import Scope

WEB = ("http", "https")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)", re.ASCII)
_NOT_IN_ADDRESS = re.compile(r"[\s\\<>\"`{}|^\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
"""Blanks, controls, what browsers rewrite, and marks that make an address look like another."""
_HOST = re.compile(r"[^.\s/]+\.[^.\s/]{2,}(/|$)")


def url(*schemes: str) -> Reader:
    """The reader of an absolute address of one of the schemes."""

    def read(scope: Scope, node: Node) -> str | None:
        found = scalar(scope, node, "a web address")
        return found and web_address(scope, found, schemes or WEB)  # type: ignore[return-value]

    return read


def web_address(scope: Scope, found: Scalar, schemes: tuple[str, ...]) -> str | None:
    """The address, or None after telling what is wrong with it."""
    word = found.text.strip()
    problem = _web_problem(word, schemes)
    if problem is None:
        return word
    span = found.at(found.text.find(word) + problem.start, problem.length)
    scope.report("bad-url", problem.message, span, problem.hint)
    return None


class _Problem(NamedTuple):
    """What is wrong with an address, and with which part of it."""

    message: str
    start: int
    length: int
    hint: str = ""


def _web_problem(word: str, schemes: tuple[str, ...]) -> _Problem | None:
    if bad := _NOT_IN_ADDRESS.search(word):
        message = f"an address cannot hold the character U+{ord(bad.group()):04X}"
        hint = f"write it percent-encoded: {_encoded(bad.group())}"
        return _Problem(message, bad.start(), 1, hint)
    scheme = _SCHEME.match(word)
    if not scheme:
        hint = (
            f"did you mean https://{word}?" if _HOST.match(word) else f"begin with {schemes[-1]}:"
        )
        return _Problem("a web address needs its scheme", 0, len(word), hint)
    name = scheme.group().lower()
    if name not in schemes:
        hint = f"allowed: {', '.join(schemes)}"
        return _Problem(f"the scheme `{name}` is not allowed here", 0, scheme.end(), hint)
    if name in WEB and not _host(word):
        return _Problem("this web address names no host", 0, len(word))
    return None


def _encoded(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


def _host(word: str) -> str:
    parts = _split(word)
    return (parts.hostname or "") if parts else ""


def _split(word: str) -> SplitResult | None:
    try:
        parts = urlsplit(word)
        parts.port  # noqa: B018 - raises for a port that is no number
    except ValueError:
        return None
    return parts


def site_address(scope: Scope, node: Node) -> str | None:
    """An address inside the site, from its root: `/old/page/`."""
    found = scalar(scope, node, "an address of the site")
    if found is None:
        return None
    word = found.text.strip()
    problem, hint = _site_problem(word)
    if problem:
        scope.report("bad-url", problem, found.inner, hint)
        return None
    return word


def _site_problem(word: str) -> tuple[str, str]:
    if _not_plain(word):
        return "an address of the site has no blanks, marks, query or fragment", _plain_form(word)
    if _SCHEME.match(word) or word.startswith("//"):
        return "this leads out of the site", "write the path alone, as in /old/page/"
    if not word.startswith("/"):
        return "an address of the site begins with a slash", f"write /{word}"
    if any(part in (".", "..") for part in word.split("/")) or "//" in word:
        return "an address of the site has no `.`, `..` or empty parts", ""
    return "", ""


def _not_plain(word: str) -> bool:
    return bool(_NOT_IN_ADDRESS.search(word)) or any(mark in word for mark in "?#%")


def _plain_form(word: str) -> str:
    """How an address can be written of which a browser shows more than its path, or shows it encoded."""
    path = re.split(r"[?#]", word)[0]
    plain = unquote(path)
    if _not_plain(plain):
        return ""
    if path != word:
        return f"only a path can redirect{f': write {plain}' if plain != '/' else ''}"
    return f"write {plain}" if plain != word else ""


def image(scope: Scope, node: Node) -> str | None:
    """The name of a picture of the site (`[[…]]` and `![[…]]` allowed), or a web address of one."""
    return _file(scope, node, web=True)


def file(scope: Scope, node: Node) -> str | None:
    """The name of a file of the site."""
    return _file(scope, node, web=False)


def stored_text(scope: Scope, node: Node) -> str | None:
    """The name of the file with the source's text: plain, so that quotations can be found in it."""
    found = file(scope, node)
    if found and not found.lower().endswith(".txt"):
        hint = "store its plain text, and link the original under `links:`"
        scope.report("wrong-type", "`text` names a plain text, a .txt file", node.span, hint)
    return found


def _file(scope: Scope, node: Node, *, web: bool) -> str | None:
    found = as_link(node) or scalar(scope, node, "the name of a file")
    if found is None:
        return None
    word = found.text.strip()
    if web and _SCHEME.match(word):
        return web_address(scope, found, WEB)
    bare = word.removeprefix("!").removeprefix("[[").removesuffix("]]").partition("|")[0].strip()
    if bare:
        record(scope, found, bare, "", scope.key, "", (FILE,))
    return bare or None

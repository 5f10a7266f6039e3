"""The last look at finished pages: does every address they use exist?

Our own check on ourselves, templates and extensions. What authors link is
resolved long before, with line and column; this is the net beneath.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import NotRequired, TypedDict
from urllib.parse import unquote

from briefgen import paths
from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Span
from briefgen.model import Data, Job
from briefgen.suggest import did_you_mean

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
# It begins with one character, so that the search passes over all others at once: a choice of
# blanks there costs three times as much. And it takes no more than that one: where a value ends
# like an attribute, one that follows it is seen all the same. (What follows its quotation mark is
# the rest of the tag: no id and no address begins like that.)
_ATTRIBUTES = re.compile(r' (?=((?:href|id|src)="(?:[^"> ][^"]*)?)")')
_ID, _SRC = 'id="', 'src="'
_MANY = 1 << 14
"""Links whose aim is remembered: most pages share most of theirs."""


class Outline(Data, frozen=True):
    """The ids of a page, and the addresses inside the site that it uses, as (path, fragment).

    Each once, in an order that is not the page's: what only moved is the same.
    """

    ids: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


Link = tuple[str, str]
"""Path and fragment."""
Written = Callable[[str], Iterable[tuple[Link, Span]]]
"""The addresses that a document writes, each with its place."""


class Known(TypedDict):
    """What is known of an artifact without its bytes: each item can stay while the other changes.

    Only a page of ours has an outline: what stands in a file of the author's is the author's business.
    """

    digest: str
    page: NotRequired[Outline]


def outline(text: str, url: str, base: str) -> Outline:
    """Read the outline of a page. Relative addresses are seen from the page's own."""
    for blank in "\n\t\f\r":
        text = text.replace(blank, " ")
    found = sorted({*_ATTRIBUTES.findall(text)})
    start, stop = bisect_left(found, _ID), bisect_left(found, _SRC)
    ids = [id[len(_ID) :] for id in found[start:stop]]
    used = [*found[:start], *found[stop:]]
    aims = dict.fromkeys([_aim(link, "" if '="/' in link else url, base) for link in used])
    return Outline(tuple(map(unescape, ids)), tuple(filter(None, aims)))


@lru_cache(_MANY)
def _aim(attribute: str, url: str, base: str) -> tuple[str, str] | None:
    """Path and fragment of a link as it is written on the page `url`; None if it leads elsewhere."""
    link = attribute.partition('="')[2]
    if _SCHEME.match(link):
        return None
    path, _, fragment = unescape(link).partition("#")
    path = unquote(path.partition("?")[0])
    if not path:
        path = url
    elif path.startswith(base):
        path = "/" + path.removeprefix(base)
    elif not path.startswith("/"):
        path = (
            "/"
            + (paths.join(paths.parent(url + "x"), path) or "")
            + ("/" if path.endswith("/") else "")
        )
    else:
        path = f"{path} (outside {base})"
    return path, unquote(fragment)


def broken(
    outlines: Mapping[str, Outline],
    jobs: Mapping[str, Job],
    content: str,
    told: Collection[Link] = (),
    written: Written = lambda _: (),
) -> Iterator[Diagnostic]:
    """Addresses that no page has, and fragments that their page does not have.

    Where a document wrote one (a section of what the site makes: all else linking knows), that is its
    place: other pages that show it, embedded, are not named too. `told` are those of which somebody who knows more has told already.
    """
    plain = {unquote(url): url for url in jobs}
    used = set().union(*(found.links for found in outlines.values())) - {*told}
    wrong = {link: what for link in used if (what := problem(*link, plain, outlines))}
    pages = [(url, wrong.keys() & found.links) for url, found in outlines.items() if wrong]
    names = dict.fromkeys(jobs[url].origin for url, links in pages if links)
    placed = set()
    for name in filter(None, names):
        for link, span in written(name):
            if link in wrong:
                placed.add(link)
                path = paths.source_path(content, name)
                yield diagnose("broken-output-link", wrong[link], path, span)
    for url, links in pages:
        for link in sorted(links - placed):
            origin = jobs[url].origin
            path = paths.source_path(content, origin) if origin else f"(page {url})"
            hint = "" if origin else "a theme or extension made this link"
            message = f"{wrong[link]}, linked from {url}"
            yield diagnose("broken-output-link", message, path, hint=hint)


def problem(
    path: str, fragment: str, plain: Mapping[str, str], outlines: Mapping[str, Outline]
) -> str:
    """What is wrong with a path and a fragment; "" if nothing is. `plain` has the unquoted paths."""
    if path not in plain:
        return f"there is no page {path}"
    target = outlines.get(plain[path])
    if fragment and target and fragment not in target.ids:
        return f"the page {path} has no #{fragment}"
    return ""


def nearest(path: str, known: Iterable[str]) -> str:
    """A hint that names the page whose address looks most like this one; "" if none does."""
    return did_you_mean(path, (url for url in known if url.endswith("/")))


def is_page(url: str) -> bool:
    """True for an address whose artifact is HTML."""
    return url.endswith(("/", ".html"))

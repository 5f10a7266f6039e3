"""An independent check of a finished site: every address in every file of an output folder.

Knows nothing of briefgen: it reads the bytes as a browser behind GitHub Pages
would, under a base path such as `/` or `/repo/`, with names in exact case.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from support.html import Reference, Scan, scan

ORIGIN = "https://example.org"
"""Where the site is thought to stand; absolute addresses on it are checked like all others."""

_CSS_URL = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)|@import\s+['"]([^'"]+)['"]""")
_XML_URL = re.compile(r"""<(?:loc|link|url)>([^<]+)</|\shref=["']([^"']+)["']""")
_NOT_IN_URL = re.compile(r"""[\s"<>\\^`{|}]""")
_ELSEWHERE = frozenset({"http", "https", "mailto", "tel", "webcal"})


class Problem(NamedTuple):
    """Something broken: the file it stands in, the line (0 if unknown), the address, the fault."""

    file: str
    line: int
    address: str
    fault: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.address!r} {self.fault}"


class _Site:
    """The output folder as a server sees it."""

    def __init__(self, output: Path, base: str, origin: str) -> None:
        self.base, self.origin = base, origin
        self.files = {
            file.relative_to(output).as_posix(): file
            for file in sorted(output.rglob("*"))
            if file.is_file()
        }
        self.folders = {str(parent) for name in self.files for parent in _parents(name)}
        self.pages = {
            name: scan(file.read_text(encoding="utf-8"))
            for name, file in self.files.items()
            if name.endswith(".html")
        }

    def address(self, name: str) -> str:
        """The full address at which a file is found."""
        return self.origin + self.base + re.sub(r"(^|/)index\.html$", r"\1", name)

    def fault(self, reference: str, page: str) -> str | None:
        """What is wrong with an address that stands in a file; None if nothing is."""
        if not reference.strip():
            return "is empty"
        if _NOT_IN_URL.search(reference):
            return "holds characters that an address cannot have"
        scheme = urlsplit(reference).scheme
        if scheme == "data":
            return None
        if scheme and scheme not in _ELSEWHERE:
            return f"has the scheme {scheme}:"
        if page == "404.html" and not scheme and not reference.startswith(("/", "#")):
            return "is relative, and 404.html is served at every depth"
        target = urljoin(self.address(page), reference)
        return self._fault_of(target) if target.startswith(self.origin + "/") else None

    def _fault_of(self, target: str) -> str | None:
        parts = urlsplit(target)
        path = unquote(parts.path)
        if not path.startswith(self.base):
            return f"leaves the base path {self.base}"
        name = path.removeprefix(self.base)
        if not name or name.endswith("/"):
            name += "index.html"
        if name not in self.files:
            return self._why_missing(name)
        return self._fault_of_fragment(name, parts.fragment)

    def _why_missing(self, name: str) -> str:
        if name in self.folders:
            return "is a folder: the slash at the end is missing"
        twins = [have for have in self.files if have.casefold() == name.casefold()]
        return f"differs in case from {twins[0]}" if twins else "leads nowhere"

    def _fault_of_fragment(self, name: str, fragment: str) -> str | None:
        anchor = unquote(fragment.partition(":~:")[0])
        if not anchor or anchor == "top" or name not in self.pages:
            return None
        return None if anchor in self.pages[name].ids else f"has no such section in {name}"


def broken_links(output: Path, base: str = "/", origin: str = ORIGIN) -> list[Problem]:
    """Every broken address and every doubled or dangling id in the output folder.

    `base` starts and ends with a slash. Raises ValueError if there is no page:
    a check of nothing must not pass.
    """
    site = _Site(output, base, origin)
    if not site.pages:
        raise ValueError(f"no HTML in {output}: the check would prove nothing")
    problems = [
        Problem(name, reference.line, reference.address, fault)
        for name, reference in _references(site)
        if (fault := site.fault(reference.address, name)) is not None
    ]
    return problems + [p for name, page in site.pages.items() for p in _ids(name, page)]


def foreign_loads(output: Path, origin: str = ORIGIN) -> list[Problem]:
    """Everything that a page would fetch from another host just by being shown."""
    return [
        Problem(name, reference.line, reference.address, "is loaded from another host")
        for name, page in _Site(output, "/", origin).pages.items()
        for reference in page.references
        if reference.loaded and _is_foreign(reference.address, origin)
    ]


def unreachable_pages(
    output: Path, base: str = "/", origin: str = ORIGIN, start: str = "index.html"
) -> list[str]:
    """Pages that no chain of links leads to from the start page (404.html is not one)."""
    site = _Site(output, base, origin)
    seen, waiting = {start, "404.html"}, [start]
    while waiting:
        name = waiting.pop()
        new = {found for found in _linked(site, name) if found in site.pages} - seen
        seen |= new
        waiting += sorted(new)
    return sorted(set(site.pages) - seen)


def _linked(site: _Site, name: str) -> Iterator[str]:
    for reference in site.pages[name].references:
        target = urlsplit(urljoin(site.address(name), reference.address))
        if f"{target.scheme}://{target.netloc}" == site.origin and not reference.loaded:
            path = unquote(target.path).removeprefix(site.base)
            yield path + "index.html" if not path or path.endswith("/") else path


def _references(site: _Site) -> Iterator[tuple[str, Reference]]:
    for name, file in site.files.items():
        if name in site.pages:
            yield from ((name, reference) for reference in site.pages[name].references)
        elif name.endswith(".css"):
            yield from _matches(name, file, _CSS_URL)
        elif name.endswith((".xml", ".svg")):
            yield from _matches(name, file, _XML_URL)


def _matches(name: str, file: Path, pattern: re.Pattern[str]) -> Iterator[tuple[str, Reference]]:
    text = file.read_text(encoding="utf-8")
    for match in pattern.finditer(text):
        address = next(group for group in match.groups() if group)
        if name.endswith((".xml", ".svg")):
            address = address.replace("&amp;", "&")
        yield name, Reference(address.strip(), text.count("\n", 0, match.start()) + 1, loaded=True)


def _ids(name: str, page: Scan) -> Iterator[Problem]:
    for line, identifier in page.doubled:
        yield Problem(name, line, identifier, "is the id of two elements")
    for line, identifier in page.pointers:
        if identifier not in page.ids:
            yield Problem(name, line, identifier, "is pointed to and is no id of this page")


def _is_foreign(address: str, origin: str) -> bool:
    return address.startswith(("http:", "https:", "//")) and not address.startswith(origin + "/")


def _parents(name: str) -> Iterator[str]:
    while name := posixpath.dirname(name):
        yield name

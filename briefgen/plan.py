"""What the output will hold: one maker for every address, and no two for one file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import itemgetter

from briefgen import paths
from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Related, Span
from briefgen.model import Job

Planned = tuple[str, Job]


def collisions(jobs: Iterable[Planned], content: str) -> Iterator[Diagnostic]:
    """Two makers for one file, also where a file system only ignores case or Unicode form.

    Two documents with one address have been told with their places already
    (see `catalog.clashes`); here are the others.
    """
    taken: dict[str, list[Planned]] = defaultdict(list)
    folders: dict[str, Planned] = {}
    for planned in jobs:
        output = paths.output_key(planned[0])
        taken[output].append(planned)
        for folder in _folders(output):
            if folder in folders:
                break  # and so are those around it
            folders[folder] = planned
    shared = {output: found for output, found in taken.items() if len(found) > 1}
    twins = [_makers(found) for found in shared.values() if _are_pages(found)]
    for _, found in sorted(shared.items()):
        if not _are_pages(found) and _makers(found) not in twins:
            yield _clash(found, content)
    for output in sorted(taken.keys() & folders.keys()):
        yield _clash([taken[output][0], folders[output]], content)
    yield from _spellings(jobs, content)


def _spellings(jobs: Iterable[Planned], content: str) -> Iterator[Diagnostic]:
    """Folders that are written in two ways, and would be one where names ignore case."""
    seen = _Spellings()
    for url, job in sorted(jobs, key=itemgetter(0)):
        if found := seen.other(paths.parent(paths.output_path(url)), job):
            folder, name, maker = found
            message = f"the folder /{folder}/ differs from /{name}/ only in upper and lower case"
            related = (Related(_place(maker, content), None, f"/{name}/ is wanted here"),)
            yield diagnose(
                "case-collision", message, _place(job, content), Span(1, 1), related=related
            )


class _Spellings:
    """The ways in which folders are written, each looked at once."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, Job]] = {}
        self._known: dict[str, tuple[str, str, Job] | None] = {"": None}

    def other(self, folder: str, job: Job) -> tuple[str, str, Job] | None:
        """This folder or one around it, how it was written before, and by whom."""
        new = []
        while folder not in self._known:
            new.append(folder)
            folder = paths.parent(folder)
        found = self._known[folder]
        for inner in reversed(new):  # from the outside in: there may be a thousand
            name, maker = self._first.setdefault(paths.fold(inner), (inner, job))
            found = self._known[inner] = (inner, name, maker) if name != inner else found
        return found


def _are_pages(found: list[Planned]) -> bool:
    return all(job.producer == "" for _, job in found)


def _makers(found: list[Planned]) -> tuple[str, ...]:
    """Who wants an address. What two pages of one address have beside them clashes, too."""
    return tuple(sorted(job.origin for _, job in found))


_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]|[. ]$')
MAX_NAME, MAX_PATH = 255, 1000
"""Bytes: what file systems take for one name, and a length for whole paths that all of them take."""


def unwritable(jobs: Iterable[Planned], content: str) -> Iterator[Diagnostic]:
    """Addresses that some file system, or the server of the site, could not hold."""
    for url, job in jobs:
        if why := _why_unwritable(url):
            path = (
                paths.source_path(content, job.subject)
                if job.producer == "attachments"
                else _place(job, content)
            )
            hint = "rename the file or folder" if job.producer == "attachments" else ""
            message = f"{why} in the address {url[:200]}"
            yield diagnose("bad-file-name", message, path, Span(1, 1), hint=hint)


@lru_cache(paths.ALL)
def _why_unwritable(url: str) -> str:
    output = paths.output_path(url)
    if len(output.encode()) > MAX_PATH:
        return f"there are more than {MAX_PATH:,} bytes"
    for part in output.split("/"):
        if _NOT_IN_NAMES.search(part):
            return f"there is a character that not every system allows in “{part}”"
        if part.partition(".")[0].casefold() in paths.RESERVED:
            return f"there is a device name of Windows, “{part}”,"
        if len(part.encode()) > MAX_NAME:
            return f"there is a name of more than {MAX_NAME} bytes"
    return ""


def _folders(output: str) -> Iterator[str]:
    while "/" in output:
        output = paths.parent(output)
        yield output


def _clash(found: list[Planned], content: str) -> Diagnostic:
    ordered = sorted(
        found, key=lambda planned: (not planned[1].origin, planned[1].origin, planned[0])
    )
    (url, job), *others = ordered
    related = tuple(
        Related(_place(other, content), None, f"made by {other.producer or 'this page'}")
        for _, other in others
    )
    message = f"the address {url} is wanted twice: {_who(job)} and {_who(others[0][1])}"
    hint = "rename the file or give the page a `slug:`"
    return diagnose(
        "duplicate-address", message, _place(job, content), Span(1, 1), hint=hint, related=related
    )


def _place(job: Job, content: str) -> str:
    return paths.source_path(content, job.origin) if job.origin else "briefgen.yaml"


def _who(job: Job) -> str:
    return f"the {job.producer} extension" if job.producer else f"the page {job.origin}"

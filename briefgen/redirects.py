"""Which old addresses can redirect: none over a living page, none twice, none in a circle.

A redirect always leads to a page that is there, so a circle can only come from a
redirect over a page: over the page's own address, or over that of a page which
redirects from here in turn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from briefgen import paths
from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Related, Span
from briefgen.model import Job

NAME = "redirects"
"""The producer whose jobs are redirects."""

Planned = tuple[str, Job]
Places = Callable[[str], tuple[str, Mapping[str, Span]]]
"""From a document's name to its source path and the places of its keys."""


def old_address(written: str) -> str:
    """The address at which a redirect stands: a folder, so that `/old` answers as `/old/` does."""
    return paths.nfc(written if written.endswith(("/", ".html")) else f"{written}/")


def subject(id: str, number: int) -> str:
    """The subject of the redirect from the page's old address of this number."""
    return f"{number}:{id}"


def target_of(subject: str) -> str:
    """The id of the page that a redirect leads to."""
    return subject.partition(":")[2]


class Settled:
    """A plan whose redirects are apart: which of them stand, and what is wrong with the others."""

    def __init__(self, jobs: Iterable[Planned], places: Places) -> None:
        self._places = places
        self._old: dict[str, list[Planned]] = defaultdict(list)
        self._others: list[Planned] = []
        for planned in jobs:
            if planned[1].producer == NAME:
                self._old[paths.output_key(planned[0])].append(planned)
            else:
                self._others.append(planned)
        for found in self._old.values():
            found.sort(key=_as_written)
        living = self._others if self._old else ()
        self._live = {paths.output_key(url): (url, job) for url, job in living}

    @property
    def jobs(self) -> list[Planned]:
        """The plan without the redirects that cannot be: a living page keeps its address."""
        standing = [
            found[0]
            for key, found in self._old.items()
            if key not in self._live and not _unfit(found[0][0])
        ]
        return self._others + standing

    def problems(self) -> Iterator[Diagnostic]:
        """What is wrong with each of the others, at its place."""
        for key, found in sorted(self._old.items()):
            for planned in found:
                if _unfit(planned[0]):
                    yield self._told(
                        "bad-url", planned, f"{planned[0]} cannot be an address of a site"
                    )
                elif key in self._live:
                    yield self._over(planned, self._live[key])
                elif planned is not found[0]:
                    yield self._twice(planned, found[0])

    def _over(self, planned: Planned, live: Planned) -> Diagnostic:
        url, job = planned
        if live[1].origin == job.origin and not live[1].producer:
            return self._told("redirect-loop", planned, "this is the page's own address")
        if not live[1].producer and self._leads_back(job, live):
            message = (
                f"{url} leads here and back: {live[1].origin} redirects from this page's address"
            )
            return self._told("redirect-loop", planned, message)
        who = live[1].origin or f"the {live[1].producer} extension"
        return self._told("redirect-over-page", planned, f"at {url} stands a living page, of {who}")

    def _leads_back(self, job: Job, live: Planned) -> bool:
        own = {
            paths.output_key(url)
            for url, other in self._others
            if not other.producer and other.origin == job.origin
        }
        return any(
            other.origin == live[1].origin for key in own for _, other in self._old.get(key, ())
        )

    def _twice(self, planned: Planned, first: Planned) -> Diagnostic:
        path, spans = self._places(first[1].origin)
        related = (Related(path, _place(spans, first[1]), "the first one is here"),)
        same = first[1].origin == planned[1].origin
        message = f"{planned[0]} already redirects to {'this page' if same else path}"
        return self._told("duplicate-redirect", planned, message, related)

    def _told(
        self, code: str, planned: Planned, message: str, related: tuple[Related, ...] = ()
    ) -> Diagnostic:
        path, spans = self._places(planned[1].origin)
        hint = "take it out of `redirect_from`"
        return diagnose(code, message, path, _place(spans, planned[1]), hint=hint, related=related)


def _as_written(planned: Planned) -> tuple[str, int]:
    """By document, and in one document as they stand there: the first is the one that counts."""
    return planned[1].origin, int(planned[1].subject.partition(":")[0])


def _unfit(url: str) -> bool:
    """True if a part of the address is a hidden file or the name of a device."""
    parts = [part.casefold() for part in url.split("/")]
    return any(
        (part.startswith(".") and part != ".well-known") or part.partition(".")[0] in paths.RESERVED
        for part in parts
    )


def _place(spans: Mapping[str, Span], job: Job) -> Span:
    number = job.subject.partition(":")[0]
    return spans.get(f"redirect_from.{number}") or spans.get("redirect_from") or Span(1, 1)

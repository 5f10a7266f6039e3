"""What several queries of a site ask in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from briefgen import catalog, outline, paths, promises, statements
from briefgen.diagnostics import Diagnostic, Span
from briefgen.engine import Engine, Reader
from briefgen.model import Document, Target
from briefgen.settings import Settings

if TYPE_CHECKING:
    from briefgen.config.reading import Configured


def places(get: Reader) -> catalog.Places:
    """Finds the source path of a document and the places of its keys."""
    settings: Settings = get.get("settings")

    def find(name: str) -> tuple[str, Mapping[str, Any]]:
        document: Document = get.get("document", name)
        return paths.source_path(settings.content_dir, name), document.spans

    return find


def resolving(get: Reader) -> statements.Resolve:
    """Finds what a written name can mean; a text tends to use the same few again and again."""

    def ask(folded: str) -> tuple[Target, ...]:
        return get.get("names", "", folded) or ()

    return cache(lambda name: catalog.answers(name, ask))


def configured(get: Reader) -> promises.Read:
    """Reads the configuration once more, with the places of its texts: where something is wrong."""

    def read() -> Configured:
        from briefgen.config import configure

        return configure(get.get("config"), {})[0]

    return read


def links(get: Reader) -> outline.Written:
    """Finds the links of a document that are written as addresses, with their places."""

    def read(name: str) -> Iterator[tuple[outline.Link, Span]]:
        document: Document = get.get("document", name)
        for reference in document.references:
            name = reference.name
            if reference.role in ("link", "address") and name.startswith("/"):
                part = reference.fragment or unquote(reference.tail.partition("#")[2])
                for url in dict.fromkeys((name, paths.folder_url(name))):
                    yield (url, part), reference.span

    return read


class Rehearsal:
    """Gives what an engine gives; nothing is recorded, and nobody is told."""

    def __init__(self, engine: Engine) -> None:
        self.get, self.each = engine.get, engine.each

    def report(self, diagnostics: Iterable[Diagnostic]) -> None:
        """It has been told when it counted."""

"""What several queries of a site ask in the same way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from briefgen import catalog, paths, promises, statements
from briefgen.catalog import Face
from briefgen.config import configure
from briefgen.engine import Reader
from briefgen.model import Document
from briefgen.settings import Settings
from briefgen.statements import Stated


def faces(get: Reader, *, hidden: bool = False) -> Iterator[Face]:
    """The faces of all documents that may be shown, or of all."""
    for name in get.get("tree"):
        face: Face | None = get.get("face", name)
        if face and (hidden or not face.target.hidden):
            yield face


def places(get: Reader) -> catalog.Places:
    """Finds the source path of a document and the places of its keys."""
    settings: Settings = get.get("settings")

    def find(name: str) -> tuple[str, Mapping[str, Any]]:
        document: Document = get.get("document", name)
        return paths.source_path(settings.content_dir, name), document.spans

    return find


def resolving(get: Reader) -> statements.Resolve:
    """Finds what a written name can mean."""
    return lambda name: get.get("names", "", paths.fold(name)) or ()


def each(get: Reader, query: str) -> Iterator[Any]:
    """The value of a query for every document."""
    return (get.get(query, name) for name in get.get("tree"))


def stated_by_id(get: Reader) -> dict[str, Stated]:
    """What every document states, by its id; in the order of the documents."""
    by_name = sorted((name, id) for id, name in get.get("holders").items())
    return {id: get.get("stated", name) for name, id in by_name}


def configured(get: Reader) -> promises.Read:
    """Reads the configuration once more, with the places of its texts: where something is wrong."""
    return lambda: configure(get.get("config"), {})[0]

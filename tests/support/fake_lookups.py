"""A site in memory: Markdown texts in, `Lookups` over plain dictionaries out, without engine or disk."""

from __future__ import annotations

from collections.abc import Mapping

from briefgen import catalog, index, paths, statements
from briefgen.extensions import BUILT_IN, navigation
from briefgen.model import (
    Claim,
    Document,
    Edge,
    Entry,
    Figure,
    FileFacts,
    Header,
    Occurrence,
    Page,
    Source,
    Target,
    Tie,
)
from briefgen.parse import parse, parsing_of
from briefgen.settings import NavItem, Settings

VIEWS = tuple(sorted(view.name for extension in BUILT_IN for view in extension.views))


class FakeLookups:
    """Answers from dictionaries. Every text must be free of errors."""

    def __init__(
        self,
        texts: Mapping[str, str],
        settings: Settings | None = None,
        *,
        today: str = "2025-05-01",
        files: tuple[str, ...] = (),
        theme_files: tuple[str, ...] = (),
    ) -> None:
        self._settings = settings or Settings(title="The site")
        self._today = today
        self._files = {name: FileFacts(name, "", 1) for name in files}
        self._theme_files = theme_files
        self._documents = {name: self._parsed(name, text) for name, text in sorted(texts.items())}
        self._by_id = {document.header.id: document for document in self._documents.values()}
        self._gather()

    def _parsed(self, name: str, text: str) -> Document:
        source = Source(name, b"", text.encode())
        parsed = parse(source, name, parsing_of(self._settings, VIEWS))
        errors = [found for found in parsed.diagnostics if found.severity == "error"]
        assert errors == []
        assert parsed.document is not None
        return parsed.document

    def _gather(self) -> None:
        faces = [catalog.face(d, d.header, (), hidden=False) for d in self._documents.values()]
        self._names = catalog.catalog(faces)
        self._edges = {
            id: statements.edges(id, statements.mentions(document, ()), self.resolve)
            for id, document in self._by_id.items()
        }
        stated = {
            id: statements.stated(
                document.header,
                [edge for edge in self._edges[id] if edge.role == "citation"],
                self.resolve,
            )
            for id, document in self._by_id.items()
        }
        dated = index.dated(
            [happening for found in stated.values() for happening in found.happenings],
            lambda name: statements.one(self.resolve, name, "event"),
        )
        listed = {id: found.listed_events for id, found in stated.items()}
        self._entries = index.entries(faces)
        self._listings = index.listings(faces, stated)
        self._neighbours = index.neighbours_by_type(self._listings)
        self._folders = index.folders(faces)
        self._tags = index.tags(faces, dated.values())  # type: ignore[arg-type]
        self._mentions = index.mentions(edge for edges in self._edges.values() for edge in edges)
        self._ties = index.ties(stated.values(), self._settings.relationship_kinds)
        self._claims = index.claims(stated.values())
        self._figures = index.numbers(stated)
        self._relays = index.relays(stated)
        self._timeline = index.timeline(dated, listed)
        self._adjacent = index.neighbours(self._timeline.get("site", ()), lambda found: found.id)

    def settings(self) -> Settings:
        return self._settings

    def today(self) -> str:
        return self._today

    def nav(self) -> tuple[NavItem, ...]:
        return navigation.navigation(self)

    def resolve(self, name: str) -> tuple[Target, ...]:
        return self._names.get(paths.fold(name), ())

    def suggestions(self, name: str) -> tuple[str, ...]:
        return catalog.suggestions(name, self._names)

    def entry(self, id: str) -> Entry | None:
        return self._entries.get(id)

    def listing(self, scope: str) -> tuple[Entry, ...]:
        return self._listings.get(scope, ())

    def neighbours(self, id: str) -> tuple[Entry | None, Entry | None]:
        return self._neighbours.get(id, (None, None))

    def folders(self, folder: str) -> tuple[str, ...]:
        return self._folders.get(folder, ())

    def tags(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(self._tags.items(), key=lambda tag: (paths.fold(tag[1]), tag)))

    def header(self, id: str) -> Header | None:
        return self._by_id[id].header if id in self._by_id else None

    def document(self, name: str) -> Document | None:
        return self._documents.get(name)

    def page(self, id: str) -> Page | None:
        """Nothing is linked here: every page has the same words."""
        return Page("<p>Text</p>") if id in self._by_id else None

    def anchors(self, name: str) -> tuple[tuple[str, str], ...]:
        document = self._documents.get(name)
        if document is None:
            return ()
        return catalog.face(document, document.header, (), hidden=False).anchors

    def file(self, name: str) -> FileFacts | None:
        return self._files.get(name)

    def find_file(self, name: str) -> tuple[str, ...]:
        return index.base_names(self._files).get(name, ())

    def attachments(self) -> tuple[str, ...]:
        return tuple(sorted(self._files))

    def theme_files(self) -> tuple[str, ...]:
        return self._theme_files

    def mentions(self, id: str) -> tuple[Edge, ...]:
        return self._mentions.get(id, ())

    def edges(self, id: str) -> tuple[Edge, ...]:
        return self._edges.get(id, ())

    def timeline(self, scope: str) -> tuple[Occurrence, ...]:
        return self._timeline.get(scope, ())

    def occurrence(self, id: str) -> Occurrence | None:
        return next(iter(self._timeline.get(f"id:{id}", ())), None)

    def adjacent(self, id: str) -> tuple[Occurrence | None, Occurrence | None]:
        return self._adjacent.get(id, (None, None))

    def ties(self, id: str) -> tuple[Tie, ...]:
        return self._ties.get(id, ())

    def claims(self, source_id: str) -> tuple[Claim, ...]:
        return self._claims.get(source_id, ())

    def figure(self, id: str) -> tuple[Figure, Target] | None:
        return next(iter(self._figures.get(f"id:{id}", ())), None)

    def figures(self, scope: str) -> tuple[tuple[Figure, Target], ...]:
        return self._figures.get(scope, ())

    def origins(self, source_ids: tuple[str, ...], statement: str = "") -> tuple[str, ...]:
        """The last sources of all chains; circles are not followed twice."""
        found: set[str] = set()
        waiting, seen = list(source_ids), set[str]()
        while waiting:
            source = waiting.pop()
            further = [o for what, o in self._relays.get(source, ()) if what in ("", statement)]
            seen.add(source)
            found |= set() if further else {source}
            waiting += [origin for origin in further if origin not in seen]
        return tuple(sorted(found))

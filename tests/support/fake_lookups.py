"""A site in memory: Markdown texts in, `Lookups` over plain dictionaries out, without engine or disk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from briefgen import catalog, fulltext, index, paths, statements
from briefgen.diagnostics import Diagnostic
from briefgen.extensions import BUILT_IN, navigation
from briefgen.gather import Gather
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


def gathered(gather: Gather, known: Mapping[str, Any]) -> dict[str, Any]:
    """An index of what is known: a value by its name, or values by name and document."""

    class Asked:
        def get(self, name: str, arg: str = "", item: str | None = None) -> Any:
            assert item is None
            return known[name][arg] if arg else known[name]

        def each(self, name: str, args: Iterable[str]) -> list[Any]:
            return [self.get(name, arg) for arg in args]

        def report(self, diagnostics: Iterable[Diagnostic]) -> None:
            raise AssertionError(list(diagnostics))

    return gather(Asked(), "")


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
        """As `site` does it, in the same order."""
        names = tuple(self._documents)
        known: dict[str, Any] = {"tree": names, "settings": self._settings}
        known["face"] = {
            name: catalog.face(d, d.header, (), hidden=False) for name, d in self._documents.items()
        }
        self._names: dict[str, tuple[Target, ...]] = gathered(catalog.NAMES, known)
        known["edges"] = {
            name: statements.edges(d.header.id, statements.mentions(d, ()), self.resolve)
            for name, d in self._documents.items()
        }
        known["stated"] = {name: self._stated(name, known["edges"][name]) for name in names}
        happenings = gathered(index.HAPPENINGS, known)
        dated = index.dated(
            [happening for found in happenings.values() for happening in found],
            lambda name: statements.one(self.resolve, name, "event"),
        )
        self._edges: index.Buckets[Edge] = {
            d.header.id: known["edges"][name] for name, d in self._documents.items()
        }
        self._entries = gathered(index.ENTRIES, known)
        self._moved = gathered(index.MOVED, known)
        self._listings: index.Buckets[Entry] = gathered(index.LISTINGS, known)
        self._neighbours = index.neighbours_by_type(
            found for scope, found in self._listings.items() if scope.startswith("type:")
        )
        self._folders: index.Buckets[str] = gathered(index.FOLDERS, known)
        self._tags = index.tags(gathered(index.PAGE_TAGS, known), dated.values())
        self._mentions: index.Buckets[Edge] = gathered(index.MENTIONS, known)
        self._ties: index.Buckets[Tie] = gathered(index.TIES, known)
        self._claims: index.Buckets[Claim] = gathered(index.CLAIMS, known)
        self._figures = gathered(index.FIGURES, known)
        self._listed = gathered(index.LISTED_FIGURES, known)
        self._relays = gathered(index.RELAYS, known)
        self._timeline = index.timeline(dated, gathered(index.LISTED_EVENTS, known))
        self._adjacent = index.neighbours(self._timeline.get("site", ()), lambda found: found.id)
        known["terms"] = {
            name: fulltext.found(d, d.header, self.resolve, self.sharding())
            for name, d in self._documents.items()
        }
        self._shards: dict[str, tuple[tuple[str, str], ...]] = gathered(fulltext.SHARDS, known)

    def _stated(self, name: str, edges: tuple[Edge, ...]) -> statements.Stated:
        return statements.stated(self._documents[name].header, edges, self.resolve)

    def settings(self) -> Settings:
        return self._settings

    def today(self) -> str:
        return self._today

    def nav(self) -> tuple[NavItem, ...]:
        return navigation.navigation(self)

    def resolve(self, name: str) -> tuple[Target, ...]:
        return catalog.answers(name, lambda folded: self._names.get(folded, ()))

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

    def is_made(self, url: str) -> bool:
        raise AssertionError(f"nothing is planned here: {url}")

    def made(self) -> Collection[str]:
        raise AssertionError("nothing is planned here")

    def moved(self) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        return self._moved

    def header(self, id: str) -> Header | None:
        return self._by_id[id].header if id in self._by_id else None

    def marks(self, id: str, part: str = "") -> tuple[str, ...]:
        raise AssertionError(f"only a build that shows drafts asks: {id} {part}")

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

    def files_like(self, base: str) -> tuple[str, ...]:
        raise AssertionError(f"no file is missing here: {base}")

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
        kind, _, id = scope.partition(":")
        names = self._listed.get(id, ()) if kind == "page" else ()
        listed = (pair for name in names for pair in self._figures[f"id:{name}"])
        return tuple(dict.fromkeys((*self._figures.get(scope, ()), *listed)))

    def sharding(self) -> tuple[int, int]:
        return 2, 16

    def shard(self, number: int) -> tuple[tuple[str, str], ...]:
        return self._shards.get(str(number), ())

    def origins(
        self, source_ids: tuple[str, ...], statements: Collection[str] = ()
    ) -> tuple[str, ...]:
        """The last sources of all chains; circles are not followed twice."""
        found: set[str] = set()
        waiting, seen = list(source_ids), set[str]()
        while waiting:
            source = waiting.pop()
            further = [o for what, o in self._relays.get(source, ()) if what in ("", *statements)]
            seen.add(source)
            found |= set() if further else {source}
            waiting += [origin for origin in further if origin not in seen]
        return tuple(sorted(found))

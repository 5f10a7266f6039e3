"""Lookups over the engine: every question of a stage becomes a recorded read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from briefgen import paths
from briefgen.catalog import answers, suggestions
from briefgen.engine import Reader
from briefgen.index import in_order
from briefgen.lookups import Lookups
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
    Target,
    Tie,
)
from briefgen.settings import NavItem, Settings
from briefgen.suggest import close
from briefgen.visibility import Visible


class RecordedLookups(Lookups):
    """The `Lookups` that `site` hands to linking, rendering and the extensions."""

    def __init__(self, reader: Reader) -> None:
        self._get = reader.get

    def settings(self) -> Settings:
        return self._get("settings")  # type: ignore[no-any-return]

    def today(self) -> str:
        return self._get("today")  # type: ignore[no-any-return]

    def nav(self) -> tuple[NavItem, ...]:
        return self._get("nav")  # type: ignore[no-any-return]

    def resolve(self, name: str) -> tuple[Target, ...]:
        return answers(name, lambda folded: self._get("names", "", folded) or ())

    def suggestions(self, name: str) -> tuple[str, ...]:
        return suggestions(name, self._get("names"))

    def entry(self, id: str) -> Entry | None:
        return self._get("entries", "", id)  # type: ignore[no-any-return]

    def listing(self, scope: str) -> tuple[Entry, ...]:
        return self._get("listings", "", scope) or ()

    def neighbours(self, id: str) -> tuple[Entry | None, Entry | None]:
        return self._get("neighbours", "", id) or (None, None)

    def folders(self, folder: str) -> tuple[str, ...]:
        return self._get("folders", "", folder) or ()

    def tags(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(self._get("tags").items(), key=lambda tag: (paths.fold(tag[1]), tag)))

    def is_made(self, url: str) -> bool:
        return self._get("plan", "", url) is not None

    def made(self) -> Collection[str]:
        return self._get("plan").keys()  # type: ignore[no-any-return]

    def moved(self) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        return self._get("moved")  # type: ignore[no-any-return]

    def header(self, id: str) -> Header | None:
        name = self._get("holders", "", id)
        return self._get("visible", name).header if name else None

    def marks(self, id: str, part: str = "") -> tuple[str, ...]:
        name = self._get("holders", "", id)
        if not name:
            return ()
        seen: Visible = self._get("visible", name)
        return tuple(dict.fromkeys((*seen.marks, *dict(seen.part_marks).get(part, ()))))

    def document(self, name: str) -> Document | None:
        return self._get("document", name)  # type: ignore[no-any-return]

    def page(self, id: str) -> Page | None:
        name = self._get("holders", "", id)
        return self._get("page", name) if name else None

    def anchors(self, name: str) -> tuple[tuple[str, str], ...]:
        return self._get("anchors", "", name) or ()

    def file(self, name: str) -> FileFacts | None:
        return self._get("file", name)  # type: ignore[no-any-return]

    def find_file(self, name: str) -> tuple[str, ...]:
        return self._get("file-names", "", name) or ()

    def files_like(self, base: str) -> tuple[str, ...]:
        names: Mapping[str, tuple[str, ...]] = self._get("file-names")
        stem, ending = paths.fold(paths.stem(base)), paths.fold(base.rpartition(".")[2])
        alike = [name for name in names if paths.fold(name.rpartition(".")[2]) == ending]
        stems = {paths.fold(paths.stem(name)): name for name in sorted(alike, reverse=True)}
        near = [stem] if stem in stems else close(stem, stems, 3)
        return tuple(path for found in near for path in names[stems[found]])[:3]

    def attachments(self) -> tuple[str, ...]:
        return self._get("attachments")  # type: ignore[no-any-return]

    def theme_files(self) -> tuple[str, ...]:
        return self._get("theme-files")  # type: ignore[no-any-return]

    def mentions(self, id: str) -> tuple[Edge, ...]:
        return self._get("mentions", "", id) or ()

    def edges(self, id: str) -> tuple[Edge, ...]:
        name = self._get("holders", "", id)
        return self._get("edges", name) if name else ()

    def timeline(self, scope: str) -> tuple[Occurrence, ...]:
        found = self._get("timeline", "", scope) or ()
        kind, _, id = scope.partition(":")
        if kind != "page":
            return found
        # A page's own timeline also shows the events that its text speaks of.
        events = [edge.target for edge in self.edges(id) if edge.type == "event"]
        spoken = (self.occurrence(event) for event in events)
        known = {occurrence.id: occurrence for occurrence in (*found, *filter(None, spoken))}
        return in_order(known.values()) if len(known) > len(found) else found

    def occurrence(self, id: str) -> Occurrence | None:
        found = self._get("timeline", "", f"id:{id}")
        return found[0] if found else None

    def adjacent(self, id: str) -> tuple[Occurrence | None, Occurrence | None]:
        return self._get("adjacent", "", id) or (None, None)

    def ties(self, id: str) -> tuple[Tie, ...]:
        return self._get("ties", "", id) or ()

    def claims(self, source_id: str) -> tuple[Claim, ...]:
        return self._get("claims", "", source_id) or ()

    def figure(self, id: str) -> tuple[Figure, Target] | None:
        found = self._get("figures", "", f"id:{id}")
        return found[0] if found else None

    def figures(self, scope: str) -> tuple[tuple[Figure, Target], ...]:
        found = dict.fromkeys(self._get("figures", "", scope) or ())
        kind, _, id = scope.partition(":")
        # A page also shows the figures of others that it names.
        for listed in self._get("listed-figures", "", id) or () if kind == "page" else ():
            found |= dict.fromkeys(self._get("figures", "", f"id:{listed}") or ())
        return tuple(found)

    def sharding(self) -> tuple[int, int]:
        return self._get("sharding")  # type: ignore[no-any-return]

    def shard(self, number: int) -> tuple[tuple[str, str], ...]:
        return self._get("shards", "", str(number)) or ()

    def origins(
        self, source_ids: tuple[str, ...], statements: Collection[str] = ()
    ) -> tuple[str, ...]:
        found: set[str] = set()
        done: set[str] = set()
        way: dict[
            str, Iterator[str]
        ] = {}  # the sources that led here, with whom each still leads to

        def enter(source: str) -> None:
            relays = self._get("relays", "", source) or ()
            origins = [origin for what, origin in relays if not what or what in statements]
            fresh = [origin for origin in origins if origin not in way and origin != source]
            if not fresh:
                found.add(source)
            way[source] = iter(fresh)

        for first in source_ids:
            if first not in done:
                enter(first)
            while way:
                source, ahead = next(reversed(way.items()))
                origin = next((origin for origin in ahead if origin not in done), None)
                if origin is None:
                    done.add(source)
                    del way[source]
                else:
                    enter(origin)
        return tuple(sorted(found))

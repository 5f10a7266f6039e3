"""THE ROAD: every query of a site, in order. Each reads only what stands above it.

    inputs    text(name) file(name) theme-file(path)  tree files themes config options clock today
    settings → parsing → document → visible, face, edges, stated       one document
             → names, entries, listings, mentions, timeline, …         keyed indexes
             → nav, template, plan → page → artifact → outline → links  what is made

Nobody declares a dependency: what a query reads is recorded (see `engine`).
"""

from __future__ import annotations

from datetime import datetime
from operator import itemgetter
from typing import Any

from jinja2 import BytecodeCache
from msgspec.structs import replace

from briefgen import (
    asking,
    catalog,
    circles,
    fulltext,
    index,
    outline,
    paths,
    promises,
    quotes,
    redirects,
    statements,
    visibility,
)
from briefgen.catalog import Face
from briefgen.engine import Engine, Query, Reader, fingerprint
from briefgen.extensions import BUILT_IN, navigation
from briefgen.extensions.base import Extension, template_of
from briefgen.link import Door, link
from briefgen.model import (
    Claim,
    Document,
    Edge,
    Entry,
    Figure,
    FileFacts,
    Header,
    Job,
    Made,
    Mention,
    Occurrence,
    Page,
    Source,
    Target,
    Tie,
)
from briefgen.options import replaced
from briefgen.parse import Parsing, attachments_of, parse, parsing_of
from briefgen.plan import Planned, collisions, unwritable
from briefgen.recorded import RecordedLookups
from briefgen.render import Studio
from briefgen.resolve import files_named
from briefgen.settings import NavItem, Settings
from briefgen.statements import Happening, Stated
from briefgen.theme import Theme
from briefgen.visibility import Visible

Names = dict[str, tuple[Target, ...]]
Neighbours = dict[str, index.Neighbours[Entry]]


class Site:
    """The queries of one site over one engine. Pure: inputs in, values out."""

    def __init__(
        self,
        extensions: tuple[Extension, ...] = BUILT_IN,
        bytecode: BytecodeCache | None = None,
    ) -> None:
        self.engine = Engine(self._queries())
        self.lookups = RecordedLookups(self.engine)
        self._producers = {p.name: p for extension in extensions for p in extension.producers}
        kinds = {kind.type: kind for extension in extensions for kind in extension.kinds}
        views = {view.name: view for extension in extensions for view in extension.views}
        self._door = Door(kinds, views)
        self._studio = Studio(self.engine, self.lookups, extensions, bytecode)

    def _queries(self) -> list[Query]:
        return [
            # the frame of the build
            Query("settings", self._settings, Settings),
            Query("parsing", self._parsing, Parsing),
            # one document
            Query("document", self._document, Document | None, bulky=True),
            Query("visible", self._visible, Visible),
            Query("mentioned", self._mentioned, tuple[Mention, ...], bulky=True),
            Query("face", self._face, Face | None),
            # who is called what
            Query("names", catalog.NAMES, Names, keyed=True, shared=True),
            Query("contested", catalog.CONTESTED, dict[str, catalog.Holders], keyed=True),
            Query("clashes", self._clashes, int),
            Query("entries", index.ENTRIES, dict[str, Entry], keyed=True),
            Query("holders", index.HOLDERS, dict[str, str], keyed=True),
            Query("anchors", index.ANCHORS, dict[str, tuple[tuple[str, str], ...]], keyed=True),
            Query("addresses", index.ADDRESSES, dict[str, str], keyed=True),
            Query("moved", index.MOVED, dict[str, tuple[str, tuple[str, ...]]], keyed=True),
            Query("file-names", self._file_names, dict[str, tuple[str, ...]], keyed=True),
            # what one document states, resolved
            Query("edges", self._edges, tuple[Edge, ...]),
            Query("stated", self._stated, Stated),
            Query("attached", self._attached, tuple[str, ...]),
            # what all of them state, by whom it concerns
            Query("mentions", index.MENTIONS, index.Buckets[Edge], keyed=True),
            Query("listings", index.LISTINGS, index.Buckets[Entry], keyed=True, shared=True),
            Query("neighbours", self._neighbours, Neighbours, keyed=True, shared=True),
            Query("folders", index.FOLDERS, index.Buckets[str], keyed=True),
            Query("ties", index.TIES, index.Buckets[Tie], keyed=True),
            Query("claims", index.CLAIMS, index.Buckets[Claim], keyed=True),
            Query("figures", index.FIGURES, index.Buckets[tuple[Figure, Target]], keyed=True),
            Query("listed-figures", index.LISTED_FIGURES, index.Buckets[str], keyed=True),
            Query("relays", index.RELAYS, index.Buckets[tuple[str, str]], keyed=True),
            Query("happenings", index.HAPPENINGS, index.Buckets[Happening], keyed=True),
            Query("listed-events", index.LISTED_EVENTS, index.Buckets[str], keyed=True),
            Query("dated", self._dated, dict[str, Occurrence], keyed=True),
            Query("page-tags", index.PAGE_TAGS, dict[str, str], keyed=True),
            Query("tags", self._tags, dict[str, str], keyed=True),
            Query("timeline", self._timeline, index.Buckets[Occurrence], keyed=True, shared=True),
            Query("adjacent", self._adjacent, dict[str, index.Neighbours[Occurrence]], keyed=True),
            Query("with-files", index.WITH_FILES, dict[str, bool], keyed=True),
            Query("attached-files", self._attached_files, tuple[str, ...]),
            Query("attachments", self._attachments, tuple[str, ...]),
            *fulltext.QUERIES,
            # the theme, and what is to be made
            Query("theme", self._theme, Theme | None),
            Query("theme-shown", self._theme_shown, dict[str, Any] | None),
            Query("theme-files", self._theme_files, tuple[str, ...]),
            Query("template", self._template, str),
            Query("nav", self._nav, tuple[NavItem, ...]),
            Query("planned", self._planned, tuple[Planned, ...]),
            Query("plan", self._plan, dict[str, Job], keyed=True),
            # what is made
            Query("page", self._page, Page | None, keep="never"),
            Query("artifact", self._artifact, Made, keep="process", gist=_gist),
            Query("outline", self._outline, outline.Known, keyed=True),
            Query("links", self._links, int),
        ]

    @property
    def types(self) -> tuple[str, ...]:
        """The types of documents that there can be."""
        return tuple(self._door.kinds)

    def rehearse(self, type: str) -> None:
        """Make a page of this type for nothing: what it needs lies ready then.

        (Where workers made all pages, templates are compiled in their memory only.)
        """
        stage = asking.Rehearsal(self.engine)
        for entry in self.lookups.listing(f"type:{type}")[:1]:
            self._document(stage, entry.name)
            self._page(stage, entry.name)
            self._artifact(stage, entry.url)

    # -- the frame of the build ------------------------------------------------------------

    def _settings(self, get: Reader, _: str) -> Settings:
        from briefgen.config import configure  # with its readers: where it is read anew

        made, problems = configure(get.get("config"), replaced(get.get("options")))
        get.report(problems)
        return made.settings

    def _parsing(self, get: Reader, _: str) -> Parsing:
        return parsing_of(get.get("settings"), tuple(sorted(self._door.views)))

    # -- one document ----------------------------------------------------------------------

    def _document(self, get: Reader, name: str) -> Document | None:
        source: Source | None = get.get("text", name)
        if source is None:
            return None
        parsed = parse(source, name, get.get("parsing"))
        get.report(parsed.diagnostics)
        return parsed.document

    def _visible(self, get: Reader, name: str) -> Visible:
        document: Document | None = get.get("document", name)
        if document is None:
            return Visible()
        return visibility.visible(
            document.header,
            lambda: datetime.fromisoformat(get.get("clock")),
            get.get("settings").audience,
        )

    def _mentioned(self, get: Reader, name: str) -> tuple[Mention, ...]:
        document: Document | None = get.get("document", name)
        seen: Visible = get.get("visible", name)
        if document is None or seen.header is None:
            return ()
        return statements.mentions(document, seen.hidden_parts)

    def _face(self, get: Reader, name: str) -> Face | None:
        document: Document | None = get.get("document", name)
        if document is None:
            return None
        seen: Visible = get.get("visible", name)
        header = seen.header or document.header
        hidden = seen.header is None
        return catalog.face(document, header, seen.marks, seen.hidden_parts, hidden=hidden)

    # -- who is called what ------------------------------------------------------------------

    def _clashes(self, get: Reader, _: str) -> int:
        contested: dict[str, catalog.Holders] = get.get("contested")
        get.report(catalog.clashes(contested, asking.places(get)))
        return len(contested)

    def _file_names(self, get: Reader, _: str) -> dict[str, tuple[str, ...]]:
        return index.base_names(get.get("files"))

    # -- what one document states, resolved -----------------------------------------------------

    def _edges(self, get: Reader, name: str) -> tuple[Edge, ...]:
        header: Header | None = get.get("visible", name).header
        if header is None:
            return ()
        return statements.edges(header.id, get.get("mentioned", name), asking.resolving(get))

    def _stated(self, get: Reader, name: str) -> Stated:
        header: Header | None = get.get("visible", name).header
        if header is None:
            return Stated()
        return statements.stated(header, get.get("edges", name), asking.resolving(get))

    def _attached(self, get: Reader, name: str) -> tuple[str, ...]:
        header: Header | None = get.get("visible", name).header
        return attachments_of(get.get("document", name), header, self.lookups) if header else ()

    # -- what all of them state, by whom it concerns ------------------------------------------------

    def _neighbours(self, get: Reader, _: str) -> Neighbours:
        types = sorted(self._door.kinds)
        return index.neighbours_by_type(get.get("listings", "", f"type:{t}") or () for t in types)

    def _tags(self, get: Reader, _: str) -> dict[str, str]:
        return index.tags(get.get("page-tags"), get.get("dated").values())

    def _dated(self, get: Reader, _: str) -> dict[str, Occurrence]:
        found: index.Buckets[Happening] = get.get("happenings")
        happenings = [happening for name in sorted(found) for happening in found[name]]
        resolve = asking.resolving(get)

        def find(name: str) -> Target | None:
            return statements.one(resolve, name, "event")

        def document(id: str) -> Document:
            return get.get("document", get.get("holders", "", id))  # type: ignore[no-any-return]

        content = get.get("settings").content_dir
        get.report(circles.circles(happenings, find, document, content))
        return index.dated(happenings, find)

    def _timeline(self, get: Reader, _: str) -> index.Buckets[Occurrence]:
        return index.timeline(get.get("dated"), get.get("listed-events"))

    def _adjacent(self, get: Reader, _: str) -> dict[str, index.Neighbours[Occurrence]]:
        return index.neighbours(get.get("timeline", "", "site") or (), lambda found: found.id)

    def _attached_files(self, get: Reader, _: str) -> tuple[str, ...]:
        found = {file for name in get.get("with-files") for file in get.get("attached", name)}
        return tuple(sorted(found))

    def _attachments(self, get: Reader, _: str) -> tuple[str, ...]:
        settings: Settings = get.get("settings")
        own = (settings.logo, settings.favicon, settings.image)
        known = [found for name in own if name for found in files_named(name, "", self.lookups)]
        get.report(promises.files(settings, self.lookups, asking.configured(get)))
        known += navigation.files(settings.nav, self.lookups)
        return tuple(sorted({*known, *get.get("attached-files")}))

    # -- the theme, and what is to be made -------------------------------------------------------------

    def _theme(self, get: Reader, _: str) -> Theme | None:
        theme, problems = self._studio.assemble(
            get.get("themes"), get.get("settings"), self._theme_file, asking.configured(get)().spans
        )
        get.report(problems)
        return theme

    def _theme_shown(self, get: Reader, _: str) -> dict[str, Any] | None:
        return self._studio.shown(get.get("theme"), get.get("settings"))

    def _theme_file(self, path: str) -> bytes | None:
        return self.engine.get("theme-file", path)  # type: ignore[no-any-return]

    def _theme_files(self, get: Reader, _: str) -> tuple[str, ...]:
        theme: Theme | None = get.get("theme")
        return tuple(sorted(theme.static)) if theme else ()

    def _template(self, get: Reader, name: str) -> str:
        return self._studio.closure(get.get("theme"), name, self._theme_file)

    def _nav(self, get: Reader, _: str) -> tuple[NavItem, ...]:
        get.report(promises.nav_names(get.get("settings"), self.lookups, asking.configured(get)))
        return navigation.navigation(self.lookups)

    def _planned(self, get: Reader, producer: str) -> tuple[Planned, ...]:
        if not producer:
            pages: dict[str, str] = get.get("addresses")
            return tuple((url, Job("", name, name)) for name, url in sorted(pages.items()))
        return tuple(
            (planned.url, Job(producer, planned.subject, planned.origin))
            for planned in self._producers[producer].plan(self.lookups)
        )

    def _plan(self, get: Reader, _: str) -> dict[str, Job]:
        makers = (*self._producers, "")
        jobs: list[Planned] = [job for maker in makers for job in get.get("planned", maker)]
        settled = redirects.Settled(jobs, asking.places(get))
        get.report(settled.problems())
        content = get.get("settings").content_dir
        get.report(collisions(settled.jobs, content))
        get.report(unwritable(settled.jobs, content))
        return dict(sorted(settled.jobs, key=itemgetter(0)))

    # -- what is made --------------------------------------------------------------------------------------

    def _page(self, get: Reader, name: str) -> Page | None:
        document: Document | None = get.get("document", name)
        seen: Visible = get.get("visible", name)
        if document is None or seen.header is None:
            return None
        shown = visibility.shown(document, seen)
        path = paths.source_path(get.get("settings").content_dir, name)

        def linked() -> Page:
            made = link(shown, path, self.lookups, self._studio.render, self._door)
            get.report(made.diagnostics)
            texts = quotes.stored_texts(self.lookups, lambda name: get.get("stored", name))
            get.report(quotes.not_found(document.quotes, path, texts))
            return made.page

        return self._studio.attempt(get, name, linked, None)

    def _artifact(self, get: Reader, url: str) -> Made:
        job: Job | None = get.get("plan", "", url)
        made = Made(failed=True)
        if job is not None:
            made = self._studio.attempt(get, job.origin or url, lambda: self._make(get, job), made)
        return replace(made, digest=fingerprint(made.data))

    def _make(self, get: Reader, job: Job) -> Made:
        if job.producer:
            return self._producers[job.producer].make(
                job.subject, self.lookups, self._studio.render
            )
        header: Header | None = get.get("visible", job.subject).header
        page: Page | None = get.get("page", job.subject)
        if header is None or page is None:
            return Made(failed=True)
        kind = self._door.kinds[header.type]
        context = kind.context(header, page, self.lookups)
        return Made(self._studio.render(template_of(kind, header), context).encode())

    def _outline(self, get: Reader, url: str) -> outline.Known:
        made: Made = get.get("artifact", url)
        digest = self._digest(get, made)
        if not outline.is_page(url) or made.copy_of or made.failed:
            return {"digest": digest}
        base = paths.base_path(get.get("settings").base_url)
        return {"digest": digest, "page": outline.outline(made.data.decode(), url, base)}

    def _digest(self, get: Reader, made: Made) -> str:
        kind, _, name = made.copy_of.partition(":")
        if kind == "content":
            facts: FileFacts | None = get.get("file", name)
            return facts.digest if facts else ""
        if kind == "theme":
            theme: Theme | None = get.get("theme")
            return fingerprint(get.get("theme-file", theme.static[name])).hex() if theme else ""
        return made.digest.hex()

    def _links(self, get: Reader, _: str) -> int:
        jobs: dict[str, Job] = get.get("plan")
        pages = ((url, get.get("outline", url, "page")) for url in jobs if outline.is_page(url))
        outlines: dict[str, outline.Outline] = {url: page for url, page in pages if page}
        settings: Settings = get.get("settings")
        again = asking.configured(get)
        missing = promises.nav_addresses(settings, self.lookups, jobs, outlines, again)
        get.report(missing.values())
        get.report(outline.broken(outlines, jobs, settings.content_dir, missing, asking.links(get)))
        return sum(len(found.links) for found in outlines.values())


def _gist(made: Made) -> object:
    """What tells an artifact from another one: its bytes have their digest already."""
    return made.digest, made.copy_of, made.failed

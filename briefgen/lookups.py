"""What linking, rendering and the extensions may ask of the rest of the site.

`recorded` implements this over the engine, so that every question is a recorded
read; tests implement it over plain dictionaries. Nobody sees the catalog whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

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


class Lookups(Protocol):
    """Small questions with small, comparable answers."""

    def settings(self) -> Settings:
        """The configuration with the options of this build."""

    def today(self) -> str:
        """The day of the build, ISO 8601: what parts past from upcoming."""

    def nav(self) -> tuple[NavItem, ...]:
        """The site's navigation, every target resolved to an address and every title filled in."""

    def resolve(self, name: str) -> tuple[Target, ...]:
        """All that a written name can mean: by id, path, title, then alias."""

    def suggestions(self, name: str) -> tuple[str, ...]:
        """Existing names that look like this one, nearest first (at most three)."""

    def entry(self, id: str) -> Entry | None:
        """What cards and listings know of a page; None for what is not a page."""

    def listing(self, scope: str) -> tuple[Entry, ...]:
        """Entries of a scope, newest first where dated, else by title.

        Scopes: `all`, `type:brief`, `folder:notes`, `tag:SLUG`, `topic:ID`, `stakeholder:ID`.
        """

    def neighbours(self, id: str) -> tuple[Entry | None, Entry | None]:
        """The page before and the page after this one in the listing of its type."""

    def folders(self, folder: str) -> tuple[str, ...]:
        """Direct subfolders of a folder ("" is the content folder) that hold pages, by path."""

    def tags(self) -> tuple[tuple[str, str], ...]:
        """(slug, label) of every tag in use, by label."""

    def is_made(self, url: str) -> bool:
        """True if something of the site stands at this address. Only for what is made: not for plans."""

    def made(self) -> Collection[str]:
        """Every address of the site, for hints. Only for what is made: not for plans."""

    def moved(self) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        """Name and former addresses of every page that states any, by its id."""

    def header(self, id: str) -> Header | None:
        """All the typed front matter of a page."""

    def marks(self, id: str, part: str = "") -> tuple[str, ...]:
        """Why a public build would not show a page, or its inline event or figure (`event:KEY`)."""

    def document(self, name: str) -> Document | None:
        """A whole parsed document by its name, for showing one of its sections in place."""

    def page(self, id: str) -> Page | None:
        """The linked text of a page, for other forms of it. Only for `make`: plans come before it."""

    def anchors(self, name: str) -> tuple[tuple[str, str], ...]:
        """(anchor, title) of every section, inline event, figure and judgement of a document."""

    def file(self, name: str) -> FileFacts | None:
        """A file under the content folder that is no page, by its path from there."""

    def find_file(self, name: str) -> tuple[str, ...]:
        """Paths from the content folder of all files of this base name."""

    def files_like(self, base: str) -> tuple[str, ...]:
        """Paths from the content folder of files whose base name looks like this one (at most three)."""

    def attachments(self) -> tuple[str, ...]:
        """Paths from the content folder of all files that some shown page references."""

    def theme_files(self) -> tuple[str, ...]:
        """The theme's static files, as paths below its `static/`, what it extends included."""

    def mentions(self, id: str) -> tuple[Edge, ...]:
        """Who speaks of this, in text or front matter; ordered by origin."""

    def edges(self, id: str) -> tuple[Edge, ...]:
        """Of whom this document speaks; in the order of the text."""

    def timeline(self, scope: str) -> tuple[Occurrence, ...]:
        """Events in order of date: `site`, `stakeholder:ID`, `topic:ID`, `page:ID`, `tag:SLUG`."""

    def occurrence(self, id: str) -> Occurrence | None:
        """One dated event by its id (of a file, or `owner#event-key` for an unnamed one)."""

    def adjacent(self, id: str) -> tuple[Occurrence | None, Occurrence | None]:
        """The dated event before and the one after this one in the timeline of the site."""

    def ties(self, id: str) -> tuple[Tie, ...]:
        """A stakeholder's relationships from both ends, each read from this side."""

    def claims(self, source_id: str) -> tuple[Claim, ...]:
        """Everything that rests on a source."""

    def figure(self, id: str) -> tuple[Figure, Target] | None:
        """A figure and where it lives."""

    def figures(self, scope: str) -> tuple[tuple[Figure, Target], ...]:
        """Figures of a scope: `site`, `stakeholder:ID`, `topic:ID`, `page:ID`."""

    def sharding(self) -> tuple[int, int]:
        """How many letters of a term choose the file where it is looked up; how many files there are."""

    def shard(self, number: int) -> tuple[tuple[str, str], ...]:
        """One of these files: ids of pages, each with those of its terms that stand there."""

    def origins(
        self, source_ids: tuple[str, ...], statements: Collection[str] = ()
    ) -> tuple[str, ...]:
        """The independent origins behind sources.

        A source that relays one of the statements (ids), or something told in words, which may
        be any of them, is followed to where it has that from.
        """


class Renderer(Protocol):
    """Fills a template of the theme; the read of the template's closure is recorded."""

    def __call__(self, template: str, context: Mapping[str, Any]) -> str:
        """The finished HTML (or XML, or text)."""

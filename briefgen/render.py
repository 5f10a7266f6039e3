"""Rendering: templates of the theme, filled; their reads recorded, their faults told.

What a template may call is listed here once (`_functions`); docs/theming.md is
the contract that theme authors rely on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from jinja2 import BytecodeCache

from briefgen import dates, paths
from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Related, Span
from briefgen.engine import Engine, Reader
from briefgen.extensions.base import Extension
from briefgen.extensions.chronology import state
from briefgen.extensions.evidence import independent
from briefgen.extensions.wording import label
from briefgen.lookups import Lookups
from briefgen.model import Occurrence
from briefgen.settings import Settings
from briefgen.statements import one
from briefgen.templates import TemplateFailed, TemplateProblem, Templates
from briefgen.theme import MANIFEST, Manifest, Theme, assemble, check_options
from briefgen.theme_manifest import read_manifest

T = TypeVar("T")
ReadFile = Callable[[str], bytes | None]

_MANY = 1 << 14
"""Addresses that are remembered as they stand in pages: the same ones stand in most."""
_OUTSIDE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


_last: dict[str, Templates] = {}
"""The templates made last: a second site in the same process need not compile them again."""


class Studio:
    """The templates of the site's theme, kept compiled while its files stay the same."""

    def __init__(
        self,
        engine: Engine,
        lookups: Lookups,
        extensions: Iterable[Extension],
        bytecode: BytecodeCache | None = None,
    ) -> None:
        self._engine = engine
        self._lookups = lookups
        self._bytecode = bytecode
        self._filters = {k: v for extension in extensions for k, v in extension.filters.items()}
        self._base = _Base()
        self._templates: Templates | None = None
        self._made_of: tuple[Theme, dict[str, bytes]] | None = None

    # -- putting the theme together -----------------------------------------------------------

    def assemble(
        self,
        files: Iterable[str],
        settings: Settings,
        read: ReadFile,
        places: Mapping[str, Span],
    ) -> tuple[Theme | None, tuple[Diagnostic, ...]]:
        """The theme that the settings name, from all theme files there are.

        `places` are those of the texts of the configuration.
        """
        known = tuple(files)
        manifests: dict[str, Manifest] = {}
        problems: list[Diagnostic] = []
        for path in known:
            if path.endswith(f"/{MANIFEST}") and path.count("/") == _depth(path):
                manifest, found = read_manifest(read(path) or b"", path)
                manifests[path.removesuffix(MANIFEST)] = manifest
                problems += found
        theme, more = assemble(settings.theme, known, manifests, places.get("theme"))
        if theme:
            problems += check_options(theme, settings.theme_options, "briefgen.yaml", places)
        return theme, (*problems, *more)

    @staticmethod
    def shown(theme: Theme | None, settings: Settings) -> dict[str, Any] | None:
        """What templates see of the theme."""
        if theme is None:
            return None
        return {"name": theme.name, "options": theme.settings(settings.theme_options)}

    def closure(self, theme: Theme | None, name: str, read: ReadFile) -> str:
        """The fingerprint of all that rendering a template reads of the theme."""
        if theme is None:
            return ""
        templates = self._current(theme)
        for path in templates.closure(name).paths:
            read(path)  # recorded: only these files can change what the template gives
        return templates.digest(name)

    def _current(self, theme: Theme) -> Templates:
        """Templates over the theme's files as they are now."""
        wanted = {path for found in theme.templates.values() for path in found}
        files = {path: self._engine.input("theme-file", path) or b"" for path in sorted(wanted)}
        if self._templates is None or self._made_of != (theme, files):
            functions = {**_functions(self._lookups, self._base.href), **self._filters}
            self._templates = Templates(
                theme, files, functions, _last.get("templates"), self._bytecode
            )
            self._made_of = (theme, files)
            _last["templates"] = self._templates
        return self._templates

    # -- filling it ------------------------------------------------------------------------------

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        """A filled template. Raises TemplateFailed; `attempt` turns that into a diagnostic."""
        shown = self._engine.get("theme-shown")
        # The template's closure and `theme-shown` stand for all that is used of the theme.
        theme: Theme | None = self._engine.glance("theme")
        if theme is None or shown is None:
            raise _NoTheme(TemplateProblem("briefgen.yaml", 0, "the site has no theme"))
        # Whoever changed a file of this template has made `closure` run again by now, and
        # with it `_current`: the templates at hand are those of the files as they are.
        self._engine.get("template", template)
        at_hand = self._templates if self._made_of and self._made_of[0] is theme else None
        settings: Settings = self._lookups.settings()
        self._base.be(settings.base_url)  # a read of this page, for all addresses on it
        given = {"site": settings, "theme": shown, **context}
        return (at_hand or self._current(theme)).render(template, given)

    def attempt(self, reader: Reader, page: str, make: Callable[[], T], otherwise: T) -> T:
        """What `make` gives; if a template fails, `otherwise`, and the failure is reported.

        `page`: the document, or the address without one, that is made.
        """
        try:
            return make()
        except _NoTheme:
            return otherwise  # told once, with the theme
        except TemplateFailed as failed:
            content = self._lookups.settings().content_dir
            path = f"(page {page})" if page.startswith("/") else paths.source_path(content, page)
            shown = Related(path, None, "the first page that shows it")
            reader.report([_told(failed.problem, shown)])
            return otherwise


class _NoTheme(TemplateFailed):
    """There is no theme to render with."""


def _depth(path: str) -> int:
    """Slashes in the path of a theme's own manifest: `themes/<name>/theme.yaml`."""
    return 2 if path else 0


def _told(problem: TemplateProblem, shown: Related) -> Diagnostic:
    span = Span(problem.line, 1) if problem.line else None
    place = (problem.path, span)
    return diagnose("template-error", problem.message, *place, hint=problem.hint, related=(shown,))


class _Base:
    """The base path of the site that is rendered at the moment, and the addresses under it."""

    def __init__(self) -> None:
        self._url = ""

        def href(url: str) -> str:
            """An address of the site under the base path; others are left alone."""
            return url if _OUTSIDE.match(url) else paths.href(paths.base_path(self._url), url)

        href.__qualname__ = "href"  # as a template's author knows it
        # What is escaped already and what is not may read alike, and are not alike.
        self.href = lru_cache(_MANY, typed=True)(href)

    def be(self, url: str) -> None:
        """Go on with this base address."""
        if url != self._url:
            self._url = url
            self.href.cache_clear()


def _functions(lookups: Lookups, href: Callable[[str], str]) -> dict[str, Callable[..., Any]]:
    """What templates may call, as functions and as filters."""

    def link(name: str) -> str:
        """The address of a document by any of its names."""
        target = one(lookups.resolve, name)
        if target is None:
            near = lookups.suggestions(name)
            hint = f"did you mean `{near[0]}`?" if near else ""
            problem = TemplateProblem("", 0, f"nothing is called `{name}`", hint)
            raise TemplateFailed(problem)
        return href(target.url)

    return {
        "href": href,
        "link": link,
        "asset": lambda path: href(f"/assets/{path}"),
        "date_words": dates.words,
        "short_date": dates.short_words,
        "html_datetime": dates.html_datetime,
        "is_soft": dates.is_soft,
        "is_past": lambda date: dates.is_past(date, lookups.today()),
        "label": lambda vocabulary, value: label(vocabulary, value, lookups.settings()),
        "state": lambda occurrence: _state(occurrence, lookups),
        "origins": lambda sources, about="": independent(sources, lookups, about),
    }


def _state(occurrence: Occurrence, lookups: Lookups) -> str:
    return state(occurrence, lookups.today())

"""Linking: a parsed document and what the site knows become a finished body.

Every hole of the document is filled through `Lookups`; nothing is parsed
again. Every reference, also those of the front matter, is resolved here once
and reported at its place.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from markupsafe import Markup

from briefgen import paths, view_options
from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic
from briefgen.embeds import OF_THE_WHOLE, Shown, Way, moved, section
from briefgen.extensions.base import Kind, ViewKind
from briefgen.lookups import Lookups, Renderer
from briefgen.markup.views import NAMES
from briefgen.model import (
    Citation,
    Data,
    Document,
    Embed,
    FileLink,
    LinkEnd,
    LinkLabel,
    LinkStart,
    Page,
    Picture,
    Reference,
    Segment,
    Target,
    TocItem,
    View,
)
from briefgen.resolve import Resolved, Resolver, unique
from briefgen.view_options import OptionProblem

CITED = {"disputes": ("disputed by ", "source "), "mentions": ("", "mentioned in source ")}
"""What a reader sees, and hears besides, before the number of a source that does not support the text."""
TOC_LEVELS = range(2, 5)
"""Levels of headings that the table of contents shows."""


@lru_cache(1 << 14)
def _attribute(base: str, url: str) -> str:
    return html.escape(paths.href(base, url))


class Door(Data, frozen=True):
    """What the extensions offer to linking: kinds by type, views by name."""

    kinds: Mapping[str, Kind]
    views: Mapping[str, ViewKind]


class Linked(Data, frozen=True):
    """A finished page and what is wrong with its references."""

    page: Page
    diagnostics: tuple[Diagnostic, ...]


def link(document: Document, path: str, lookups: Lookups, render: Renderer, door: Door) -> Linked:
    """Fill every hole of a document. Problems are returned, never raised."""
    way = Way(((document.header.name, ""),), Shown())
    linker = _Linker(document, path, lookups, render, door, {}, way)
    body = linker.fill(document.body)
    found = tuple(unique([*linker.resolver.diagnostics, *linker.diagnostics]))
    toc = tuple(TocItem(h.level, h.id, h.title) for h in document.headings if h.level in TOC_LEVELS)
    return Linked(Page(body, toc, tuple(linker.cited)), found)


class _Linker:
    """The state of linking one document: its resolved references and cited sources."""

    def __init__(
        self,
        document: Document,
        path: str,
        lookups: Lookups,
        render: Renderer,
        door: Door,
        cited: dict[str, None],
        way: Way,
    ) -> None:
        header = document.header
        own = Target(header.id, header.type, header.title, header.url, header.name)
        self.document, self.path = document, path
        self.lookups, self.render, self.door = lookups, render, door
        self.resolver = Resolver(path, own, lookups)
        self.resolved = way.once(
            header.name, lambda: [self.resolver.resolve(ref) for ref in document.references]
        )
        self.diagnostics: list[Diagnostic] = []
        self.cited = cited
        self.way = way
        self.base = paths.base_path(lookups.settings().base_url)
        self._open: list[str] = []
        self._shown: Counter[str] = Counter()

    def fill(self, segments: Iterable[Segment]) -> str:
        """Segments as finished HTML."""
        fillers = self._fillers
        return "".join(
            [
                segment if type(segment) is str else fillers[type(segment)](self, segment)
                for segment in segments
            ]
        )

    def href(self, url: str) -> str:
        """An address of the site, escaped for an attribute."""
        return _attribute(self.base, url)

    # -- links -------------------------------------------------------------------------

    def _link_start(self, segment: LinkStart) -> str:
        found = self.resolved[segment.reference]
        reference = self.document.references[segment.reference]
        if found.standing == "good":
            return self._opened(
                "a", f'<a{self._link_class(found, reference)} href="{self.href(found.url)}">'
            )
        if found.standing == "hidden":
            return self._opened("span", '<span class="link-hidden">')
        return self._broken(reference.written)

    def _broken(self, written: str) -> str:
        said = html.escape(f"Not found: {written}")
        return self._opened("span", f'<span class="link-broken" title="{said}">')

    def _link_class(self, found: Resolved, reference: Reference) -> str:
        if found.is_file:
            return ' class="link-file"'
        kind = f" link-{found.target.type}" if found.target else ""
        relation = (
            f' data-relation="{html.escape(reference.relation)}"' if reference.relation else ""
        )
        return f' class="link-internal{kind}"{relation}'

    def _opened(self, tag: str, text: str) -> str:
        self._open.append(tag)
        return text

    def _link_end(self, _: LinkEnd) -> str:
        tag = self._open.pop()
        return f"</{tag}>" if tag else ""

    def _link_label(self, segment: LinkLabel) -> str:
        found = self.resolved[segment.reference]
        reference = self.document.references[segment.reference]
        if found.target is None:
            return html.escape(reference.name.removeprefix("/") or reference.fragment)
        if not reference.fragment:
            return html.escape(found.target.title)
        anchor = found.url.partition("#")[2]
        titles = dict(self.lookups.anchors(found.target.name))
        section = titles.get(anchor) or reference.fragment
        own = not reference.name
        return html.escape(section if own else f"{found.target.title}: {section}")

    # -- citations -----------------------------------------------------------------------

    def _citation(self, segment: Citation) -> str:
        shown = [text for item in segment.items if (text := self._cite(*item))]
        return f'<span class="cite">[{"; ".join(shown)}]</span>' if shown else ""

    def _cite(self, index: int, prefix: str, locator: str) -> str:
        found, reference = self.resolved[index], self.document.references[index]
        before = f"{html.escape(prefix)} " if prefix else ""
        after = f", {html.escape(locator)}" if locator else ""
        if found.standing == "hidden":
            return ""
        if found.target is None:
            name = html.escape(reference.name)
            return f'{before}<span class="link-broken">{name}</span>{after}'
        self.cited.setdefault(found.target.id)
        number = list(self.cited).index(found.target.id) + 1
        title = html.escape(found.target.title)
        seen, heard = CITED.get(reference.relation, ("", "source "))
        kind = f' class="cite-{reference.relation}"' if reference.relation in CITED else ""
        label = f'{seen}<span class="visually-hidden">{heard}</span>{number}'
        anchor = html.escape(f"#source-{found.target.id}")
        return f'{before}<a{kind} href="{anchor}" title="{title}">{label}</a>{after}'

    # -- files ------------------------------------------------------------------------------

    def _picture(self, segment: Picture) -> str:
        name = self._file(segment.name, segment)
        if name is None:
            return f'<span class="link-broken">{html.escape(segment.written)}</span>'
        url = self.href(paths.attachment_url(name) + segment.tail)
        if not name.lower().endswith(IMAGES):
            label = html.escape(segment.alt or paths.stem(name))
            return f'<a class="link-file" href="{url}">{label}</a>'
        facts = self.lookups.file(name)
        size = _size(segment.width, facts.width if facts else 0, facts.height if facts else 0)
        title = f' title="{html.escape(segment.title)}"' if segment.title else ""
        alt = html.escape(segment.alt)
        return f'<img src="{url}" alt="{alt}"{title}{size} loading="lazy">'

    def _file_link(self, segment: FileLink) -> str:
        name = self._file(segment.name, segment)
        if name is None:
            return self._broken(segment.written)
        url = self.href(paths.attachment_url(name) + segment.tail)
        return self._opened("a", f'<a class="link-file" href="{url}">')

    def _file(self, name: str, segment: Picture | FileLink) -> str | None:
        return self.resolver.file(name, segment.span)

    # -- embeds -------------------------------------------------------------------------------

    def _embed(self, segment: Embed) -> str:
        found, reference = (
            self.resolved[segment.reference],
            self.document.references[segment.reference],
        )
        target = found.target
        if target is None:
            if found.standing == "hidden":
                return ""
            name = html.escape(reference.written)
            text = f'<span class="link-broken">{name}</span>'
            return f"<p>{text}</p>\n" if segment.block else text
        kind = self.door.kinds.get(target.type)
        is_text = target.type == "page" or reference.fragment
        if is_text and segment.block:
            return self._text_embed(target, reference, found.url)
        card = kind.card if kind and (segment.block or target.type == "figure") else None
        context = card(target.id, self.lookups) if card else None
        if kind and context:
            if target.type == "figure":
                self._cite_all(source.entry.id for source in context["item"].sources)
            text = self.render(kind.card_template, {**context, "cited": tuple(self.cited)})
            return f"<p>{text}</p>\n" if target.type == "figure" and segment.block else text
        return f'<a class="link-internal link-{target.type}" href="{self.href(found.url)}">{html.escape(target.title)}</a>'

    def _cite_all(self, sources: Iterable[str]) -> None:
        """A number shown in the text cites what it rests on, as if its sources were written after it."""
        for id in sources:
            if id != self.document.header.id:
                self.cited.setdefault(id)

    def _text_embed(self, target: Target, reference: Reference, url: str) -> str:
        document = self.lookups.document(target.name)
        if document is None:
            return ""
        anchor = url.partition("#")[2]
        way = self.way.to(target.name, anchor)
        refusal = way.refusal(self.path, reference.span)
        if refusal is not None:
            self.diagnostics += refusal
            return ""
        segments = section(document, anchor)
        if anchor and not segments:
            message = (
                f"“{target.title}” has nothing to show at `#{anchor}`: no section begins there"
            )
            hint = "embed an event or a figure by its own name, or a heading that is in no list or quote"
            self.diagnostics.append(
                diagnose("missing-section", message, self.path, reference.span, hint=hint)
            )
            return ""
        linker = _Linker(document, self.path, self.lookups, self.render, self.door, self.cited, way)
        inner = linker.fill(segments)
        # Only how it all hangs together is this page's own mistake: the rest is told on the embedded page.
        self.diagnostics += [
            _told_here(d, reference) for d in linker.diagnostics if d.code in OF_THE_WHOLE
        ]
        refusal = way.took(segments, inner, self.path, reference.span)
        if refusal is not None:
            self.diagnostics += refusal
            return ""
        text = self._moved(inner, target)
        context = {
            "title": target.title,
            "url": url,
            "target": target,
            "html": Markup(text),  # noqa: S704 - finished HTML of our own linking, escaped there
            "cited": tuple(self.cited),
        }
        return self.render("cards/section.html", context)

    def _moved(self, inner: str, target: Target) -> str:
        """Embedded HTML as it stands on this page, which may show the same more than once."""
        name = str(paths.slug(target.id))
        self._shown[name] += 1
        prefix = f"{name}--" if self._shown[name] == 1 else f"{name}--_{self._shown[name]}--"
        return moved(inner, prefix, self.href(target.url.partition("#")[0]))

    # -- views ----------------------------------------------------------------------------------

    def _view(self, segment: View) -> str:
        kind = self.door.views.get(segment.name)
        if kind is None:
            return ""
        self.diagnostics += [
            _wrong_option(problem, segment, self.path)
            for problem in view_options.problems(kind.options, segment.options)
        ]
        options = self._resolved_options(segment)
        context = kind.context(options, self.document.header, self.lookups)
        return self.render(kind.template, {**context, "cited": tuple(self.cited)})

    def _resolved_options(self, segment: View) -> dict[str, object]:
        options: dict[str, object] = {**segment.options, "title": segment.title}
        for key, types in NAMES.items():
            if key in options:
                options[key] = self._ids(options[key], types)
        return options

    def _ids(self, names: object, types: tuple[str, ...]) -> list[str]:
        """What leads nowhere stands for itself, and selects nothing: without it all would be shown."""
        by_name = {
            reference.name: found.target.id
            for reference, found in zip(self.document.references, self.resolved, strict=True)
            if reference.expects == types and found.target
        }
        return [by_name.get(name, name) for name in view_options.texts(names)]

    _fillers: ClassVar[Mapping[type, Callable[[_Linker, Any], str]]] = {
        LinkStart: _link_start,
        LinkEnd: _link_end,
        LinkLabel: _link_label,
        Embed: _embed,
        Picture: _picture,
        FileLink: _file_link,
        Citation: _citation,
        View: _view,
    }


IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
"""Endings that become an `<img>`; an embed of anything else becomes a link to the file."""


def _size(wanted: int, width: int, height: int) -> str:
    if wanted and width:
        return f' width="{wanted}" height="{max(1, round(height * wanted / width))}"'
    if wanted:
        return f' width="{wanted}"'
    return f' width="{width}" height="{height}"' if width and height else ""


def _wrong_option(problem: OptionProblem, view: View, path: str) -> Diagnostic:
    """A problem of a view's option, told at its value, or at its key where that is the problem."""
    key = view.places.get(problem.option)
    span = view.places.get(f"{problem.option}:") if problem.of_value else key
    return diagnose(
        "view-option", problem.message, path, span or key or view.span, hint=problem.hint
    )


def _told_here(found: Diagnostic, reference: Reference) -> Diagnostic:
    """A problem of embedded text, told where this page embeds it."""
    return diagnose(found.code, found.message, found.path, reference.span, hint=found.hint)


__all__ = ["Door", "Linked", "link"]

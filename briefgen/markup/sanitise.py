"""Raw HTML that the site allows, made harmless with nh3 (the extra `html`).

The whole body is cleaned at once, for `<b>` and `</b>` are separate tokens. Holes
travel through as elements of a name that the text does not contain; one that
comes to lie in an attribute is escaped there, and so is no hole any more.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

import msgspec

from briefgen.markup.headings import Mark
from briefgen.markup.links import NEVER
from briefgen.markup.output import Output
from briefgen.model import FileLink, LinkEnd, LinkStart, Segment

NO_NH3 = (
    "raw HTML is shown as text, since the sanitiser is not installed",
    'run: python -m pip install "briefgen[html]"',
)

_TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em"
    " figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q rp rt ruby s"
    " samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var"
    " wbr".split()
)
_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"aria-label", "href", "role"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "div": {"aria-label", "data-tlp", "role", "tabindex"},
    "img": {"alt", "height", "loading", "src", "width"},
    "input": {"aria-label", "checked", "disabled", "type"},
    "ins": {"cite", "datetime"},
    "ol": {"reversed", "start", "type"},
    "pre": {"tabindex"},
    "q": {"cite"},
    "section": {"role"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
}
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)[^>]*>")
_VOID = frozenset("br col hr img input wbr".split())


@lru_cache(maxsize=1)
def available() -> bool:
    """True if nh3 is installed."""
    return importlib.util.find_spec("nh3") is not None


def sanitise(out: Output) -> None:
    """Cleans the segments in place; headings that no longer stand at the top are no sections."""
    name = _unused_name(out)
    cuts = sorted({mark.heading.start for mark in out.marks if mark.top} | set(out.lead_range))
    if out.notes_at >= 0:
        cuts = sorted({*cuts, out.notes_at})
    clean = _cleaner(name, out)
    rebuilt = _Rebuilt(out.segments, name)
    for part in _with_placeholders(out, name, cuts):
        rebuilt.read(clean(part))
    out.segments = rebuilt.segments
    out.marks = [_moved(mark, rebuilt) for mark in out.marks]
    start, stop = out.lead_range
    out.lead_range = (rebuilt.index(start), rebuilt.index(stop)) if stop else (0, 0)
    if out.notes_at >= 0:
        out.notes_at = rebuilt.index(out.notes_at)


def _unused_name(out: Output) -> str:
    """A tag name that the HTML does not contain: nobody can write a hole by hand."""
    name = "hole"
    html = "".join(found for found in out.segments if isinstance(found, str)).lower()
    while name in html:
        name += "x"
    return name


def _with_placeholders(out: Output, name: str, cuts: list[int]) -> Iterator[str]:
    """The text and the footnotes: cleaned apart, nothing left open in the one takes in the other."""
    pieces: list[str] = []
    for number, segment in enumerate([*out.segments, ""]):
        if number == out.notes_at:
            yield "".join(pieces)
            pieces.clear()
        if number in cuts:
            pieces.append(f'<{name} data-cut="{number}"></{name}>')
        pieces.append(_placeholder(segment, name, number))
    yield "".join(pieces)


def _placeholder(segment: Segment, name: str, number: int) -> str:
    if isinstance(segment, str):
        return segment
    if isinstance(segment, LinkEnd):
        return f"</{name}>"
    close = "" if isinstance(segment, LinkStart | FileLink) else f"</{name}>"
    return f'<{name} data-hole="{number}">{close}'


def _cleaner(name: str, out: Output) -> Callable[[str], str]:
    import nh3

    seen: set[str] = set()

    def keep(_tag: str, attribute: str, value: str) -> str | None:
        """An id stands once; those that the author set can be linked to."""
        if attribute != "id":
            return value
        if value in seen:
            return None
        seen.add(value)
        if out.ids.claim(value) and not value.startswith(("fn-", "fnref-")):
            out.anchors.append(value)
        return value

    return partial(
        nh3.clean,
        tags={*_TAGS, name},
        attributes={**_ATTRIBUTES, name: {"data-cut", "data-hole"}},
        attribute_filter=keep,
        url_schemes=set(out.context.settings.link_schemes) - NEVER,
        link_rel=None,
    )


class _Rebuilt:
    """Segments made anew from the cleaned HTML."""

    def __init__(self, before: list[Segment], name: str) -> None:
        self.segments: list[Segment] = []
        self.cuts: dict[int, tuple[int, int]] = {}
        """Segment before cleaning → segment now, and how deep in other elements it lies."""
        self._before = before
        self._name = name
        self._depth = 0
        self._open: list[bool] = []  # for each open placeholder: is it a link?

    def index(self, cut: int) -> int:
        """Where a cut lies now."""
        return self.cuts.get(cut, (0, 0))[0]

    def read(self, html: str) -> None:
        """Takes the HTML apart at its placeholders."""
        mark = re.compile(rf'<{self._name} data-(cut|hole)="(\d+)">|</{self._name}>')
        at = 0
        for found in mark.finditer(html):
            self._text(html[at : found.start()])
            at = found.end()
            self._placeholder(found.group(1), found.group(2))
        self._text(html[at:])

    def _text(self, html: str) -> None:
        if html:
            self._depth += sum(_steps(html))
            last = self.segments[-1] if self.segments else None
            if isinstance(last, str) and len(self.segments) not in dict(self.cuts.values()):
                self.segments[-1] = last + html
            else:
                self.segments.append(html)

    def _placeholder(self, kind: str | None, number: str | None) -> None:
        if kind is None:
            if self._open.pop():
                self.segments.append(LinkEnd())
            return
        place = int(number or 0)
        link = False
        if kind == "cut":
            self.cuts[place] = (len(self.segments), self._depth)
        else:
            segment = self._before[place]
            link = isinstance(segment, LinkStart | FileLink)
            self.segments.append(segment)
        self._open.append(link)


def _steps(html: str) -> Iterator[int]:
    for found in _TAG.finditer(html):
        if found.group(2) not in _VOID:
            yield -1 if found.group(1) else 1


def _moved(mark: Mark, rebuilt: _Rebuilt) -> Mark:
    place, depth = rebuilt.cuts.get(mark.heading.start, (0, 1))
    heading = msgspec.structs.replace(mark.heading, start=place, stop=place)
    return Mark(heading, mark.top and depth == 0)

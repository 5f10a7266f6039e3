"""Text that is shown on another page: how far embeds may lead, and the ids that it has there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Span
from briefgen.model import Document, Heading, Segment

T = TypeVar("T")

MOST_LEVELS = 30
"""Pages within each other that a page may show."""
MOST_TEXTS = 1_000
"""Texts that a page may show in place, with those that they show in theirs."""
MOST_LETTERS = 10_000_000
"""Letters of HTML that all of them may have, counted once for each level they lie in."""
MOST_HOLES = 100_000
"""Links, embeds, views and the like in all of them: what one costs, it costs also if it shows nothing."""

OF_THE_WHOLE = ("embed-circle", "too-deep", "too-much-embedded")
"""What only the page on which embeds begin can mend; all else is told on the embedded page."""

_IDS = re.compile(r'(\s(?:id|for|aria-labelledby|aria-describedby)=")(?=[^"])')
_HELD = re.compile(r'\sid="([^"]+)"')
_POINTS = re.compile(r'(\shref="#)([^"]+)')


class Shown:
    """How much a page has embedded so far; one for all that is filled for it."""

    def __init__(self) -> None:
        self.texts = self.letters = self.holes = 0
        self.refused = False
        self.resolved: dict[str, Any] = {}

    def most(self) -> str:
        """What the page may not show more of, in words; "" while there is room."""
        if self.texts >= MOST_TEXTS:
            return f"{MOST_TEXTS:,} texts"
        if self.letters >= MOST_LETTERS:
            return _letters()
        return f"{MOST_HOLES:,} links, embeds and views" if self.holes >= MOST_HOLES else ""


def _letters() -> str:
    return f"{MOST_LETTERS:,} letters of HTML"


class Way:
    """The embeds that lead from a page to the text that is being filled: (document, anchor)."""

    def __init__(self, links: tuple[tuple[str, str], ...], shown: Shown) -> None:
        self._links = links
        self._shown = shown

    def to(self, name: str, anchor: str) -> Way:
        """The way that leads one embed further."""
        return Way((*self._links, (name, anchor)), self._shown)

    def once(self, name: str, resolve: Callable[[], T]) -> T:
        """What the references of a document lead to, which may be shown a thousand times."""
        if name not in self._shown.resolved:
            self._shown.resolved[name] = resolve()
        found: T = self._shown.resolved[name]
        return found

    def refusal(self, path: str, span: Span) -> tuple[Diagnostic, ...] | None:
        """What to tell if the text at the end of the way is not shown; None if it is."""
        if self._links[-1] in self._links[:-1]:
            names = " → ".join("#".join(filter(None, link)) for link in self._links)
            message = f"this embed leads in a circle: {names}"
            return (diagnose("embed-circle", message, path, span),)
        if len(self._links) > 1 + MOST_LEVELS:  # with the page itself
            message = (
                f"what is embedded here embeds again, and so on: more than {MOST_LEVELS} levels"
            )
            return (diagnose("too-deep", message, path, span),)
        most = self._shown.most()
        if most:
            return self._too_much(most, path, span)
        self._shown.texts += 1
        return None

    def _too_much(self, most: str, path: str, span: Span) -> tuple[Diagnostic, ...]:
        if self._shown.refused:
            return ()
        self._shown.refused = True
        message = f"from here on nothing is embedded: this page shows {most} already, those in others included"
        hint = "link to some of them, or embed sections that embed less"
        return (diagnose("too-much-embedded", message, path, span, hint=hint),)

    def took(
        self, segments: tuple[Segment, ...], html: str, path: str, span: Span
    ) -> tuple[Diagnostic, ...] | None:
        """Count the text at the end of the way and what it has become; refuse it if that is too much."""
        self._shown.holes += sum(type(segment) is not str for segment in segments)
        self._shown.letters += len(html)
        too_much = self._shown.letters > MOST_LETTERS
        return self._too_much(_letters(), path, span) if too_much else None


def section(document: Document, anchor: str) -> tuple[Segment, ...]:
    """The text of a section, of all for no anchor; nothing if no section has this one."""
    if not anchor:
        return document.body
    heading: Heading | None = next((h for h in document.headings if h.id == anchor), None)
    return document.body[heading.start : heading.stop] if heading else ()


def moved(html: str, prefix: str, page: str) -> str:
    """Embedded HTML with ids of its own; what it points at outside itself leads to its page."""
    held = set(_HELD.findall(html))

    def point(match: re.Match[str]) -> str:
        start, name = match[1], match[2]
        if name in held:
            return f"{start}{prefix}{name}"
        return match[0] if name.startswith("source-") else f' href="{page}#{name}'

    return _POINTS.sub(point, _IDS.sub(lambda match: match[1] + prefix, html))

"""What goes into parsing a body, and what comes out."""

from __future__ import annotations

from typing import Literal

from briefgen.diagnostics import Diagnostic
from briefgen.model import Data, Heading, Reference, Segment


class MarkupSettings(Data, frozen=True):
    """The part of the configuration that decides how text reads.

    `views` are the known names of `:::` blocks, `relation_kinds` the kinds that
    may stand before the colon of a typed link.
    """

    raw_html: bool = False
    audience: Literal["public", "all"] = "public"
    views: tuple[str, ...] = ()
    relation_kinds: tuple[str, ...] = ()
    citation_kinds: tuple[str, ...] = ("supports", "disputes", "mentions")
    link_schemes: tuple[str, ...] = ("http", "https", "mailto", "tel")
    smart_quotes: bool = False


class Body(Data, frozen=True):
    """The text of a document, parsed once.

    `words` counts words of text, without code. `lead_title` is the text of the
    first heading of level 1; `lead_range` its segments if nothing stands before
    it, else (0, 0). `first_paragraph` is plain text, for want of a summary.
    """

    segments: tuple[Segment, ...] = ()
    headings: tuple[Heading, ...] = ()
    references: tuple[Reference, ...] = ()
    anchors: tuple[str, ...] = ()
    words: int = 0
    lead_title: str = ""
    lead_range: tuple[int, int] = (0, 0)
    first_paragraph: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()

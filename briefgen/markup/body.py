"""The text of a document, from Markdown to segments: the public face of the package."""

from __future__ import annotations

import re
from typing import Any, cast

from briefgen.diagnostics import ordered
from briefgen.markup.block_html import render_blocks
from briefgen.markup.context import KEY, Context
from briefgen.markup.footnotes import report_unused
from briefgen.markup.headings import sections
from briefgen.markup.output import Output
from briefgen.markup.parser import parser
from briefgen.markup.positions import Places
from briefgen.markup.sanitise import NO_NH3, available, sanitise
from briefgen.markup.tokens import Token
from briefgen.markup.values import Body, MarkupSettings

_LINE_END = re.compile(r"\r\n?")


def parse_body(text: str, name: str, path: str, first_line: int, settings: MarkupSettings) -> Body:
    """Reads the text of a document.

    `text` is everything after the front matter, from the beginning of a line, which
    is line `first_line` of the file; `name` the path from the content folder, `path`
    the one that diagnostics show. Standard: CommonMark 0.31 with GFM's tables,
    strikethrough, task lists and autolinks. Never raises: faults are in `diagnostics`.
    """
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    text = text.replace("\0", "\ufffd")
    context = Context(Places(text, first_line), name, path, settings)
    html = settings.raw_html and available()
    if settings.raw_html and not html:
        context.no_html = NO_NH3
    out = render(text, context, html=html)
    if out.raw:
        sanitise(out)
    return _finish(out)


def render(text: str, context: Context, *, html: bool) -> Output:
    """Parses and renders a text with line feeds; its raw HTML is not sanitised yet."""
    env: dict[str, Any] = {KEY: context}
    tokens = parser(html=html, smart_quotes=context.settings.smart_quotes).parse(text, env)
    out = Output(context)
    render_blocks(out, cast("list[Token]", tokens))
    out.flush()
    report_unused(context, env.get("footnotes", {}).get("refs", {}))
    return out


def _finish(out: Output) -> Body:
    stop = out.notes_at if out.notes_at >= 0 else len(out.segments)
    return Body(
        segments=tuple(out.segments),
        headings=sections(out.marks, stop),
        references=tuple(out.references),
        anchors=tuple(out.anchors),
        words=out.words(),
        lead_title=out.lead_title,
        lead_range=out.lead_range,
        first_paragraph=out.first_paragraph,
        diagnostics=ordered(out.context.diagnostics),
    )

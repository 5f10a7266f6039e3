"""Block tokens into HTML and holes, in one pass.

Line breaks between elements are those of the specification's examples.
"""

from __future__ import annotations

from collections.abc import Callable

from markdown_it.common.utils import unescapeAll

from briefgen.markup import callouts, footnotes, tables
from briefgen.markup.braces import take_from_heading
from briefgen.markup.elements import Tokens, tag
from briefgen.markup.escapes import attributes
from briefgen.markup.headings import Mark, anchor
from briefgen.markup.highlight import highlight
from briefgen.markup.inline_html import claim_id, is_local_picture, plain_text, render_inline
from briefgen.markup.output import Output
from briefgen.markup.tokens import Token
from briefgen.markup.views import render_view
from briefgen.model import Heading

_LEADING = (0, -1)
"""Range of the leading heading while it is being rendered."""


def render_blocks(out: Output, tokens: Tokens) -> None:
    """Renders a document's tokens."""
    for number, token in enumerate(tokens):
        if token.type == "inline":
            render_inline(out, token)
            if out.row is None:
                _end_text(out, tokens, number)
        else:
            _RENDER.get(token.type, tag)(out, tokens, number)


def _end_text(out: Output, tokens: Tokens, number: int) -> None:
    text = out.end_block()
    before = tokens[number - 1]
    if not out.first_paragraph and before.type == "paragraph_open" and before.level == 0:
        out.first_paragraph = " ".join(text.split())


def _paragraph_open(out: Output, tokens: Tokens, number: int) -> None:
    children = tokens[number + 1].children or ()
    if len(children) == 1 and _stands_alone(children[0], out.context.name):
        children[0].meta["alone"] = True
        if number and tokens[number - 1].hidden:
            out.html.append("\n")
        tokens[number + 2].type = "alone_close"
    else:
        tag(out, tokens, number)


def _stands_alone(token: Token, name: str) -> bool:
    return token.type == "embed" or (token.type == "image" and is_local_picture(token, name))


def _alone_close(out: Output, _tokens: Tokens, _number: int) -> None:
    out.html.append("\n")


def _list_item_open(out: Output, tokens: Tokens, number: int) -> None:
    tag(out, tokens, number)
    if "checked" in tokens[number].meta:
        done = tokens[number].meta["checked"]
        state = ' checked aria-label="Done"' if done else ' aria-label="Open"'
        out.html.append(f'<input type="checkbox" disabled{state}> ')


# -- headings ------------------------------------------------------------------------


def _heading_open(out: Output, tokens: Tokens, number: int) -> None:
    token, inline = tokens[number], tokens[number + 1]
    take_from_heading(token, inline)
    title = " ".join(plain_text(inline.children or ()).split())
    claim_id(out, token)
    if "id" not in token.attrs:
        token.attrs["id"] = out.ids.unique(anchor(title))
    elif out.anchors[-1:] == [token.attrs["id"]]:
        out.anchors.pop()  # it is listed among the headings
    top, level = token.level == 0, int(token.tag[1])
    start = out.flush() if top else len(out.segments)
    span = out.context.places.line_span((token.map or [0])[0])
    out.marks.append(Mark(Heading(level, str(token.attrs["id"]), title, start, start, span), top))
    if top and level == 1 and title and not out.lead_title:
        out.lead_title = title
        out.lead_range = (0, 0) if start else _LEADING
    if number and tokens[number - 1].hidden:
        out.html.append("\n")
    out.html.append(f"<{token.tag}{attributes(token.attrs)}>")


def _heading_close(out: Output, tokens: Tokens, number: int) -> None:
    tag(out, tokens, number)
    if out.lead_range == _LEADING:
        out.lead_range = (0, out.flush())


# -- code ----------------------------------------------------------------------------


def _fence(out: Output, tokens: Tokens, number: int) -> None:
    token = tokens[number]
    if number and tokens[number - 1].hidden:
        out.html.append("\n")
    claim_id(out, token)
    if token.type == "fence" and not token.level and out.context.places.runs_out(token):
        span = out.context.places.line_span((token.map or [0])[0])
        hint = f"close it with a line {token.markup}"
        message = "this block of code is never closed: all that follows is part of it"
        out.context.report("unclosed-block", message, span, hint, "warning")
    info = unescapeAll(token.info).split(maxsplit=1) if token.info.strip() else [""]
    language = info[0]
    if language:
        own = str(token.attrs.get("class", ""))
        token.attrs["class"] = f"{own} language-{language}".strip()
    code = highlight(token.content, language)
    # A region that scrolls must be reachable by keyboard.
    out.html.append(f'<pre tabindex="0"><code{attributes(token.attrs)}>{code}</code></pre>\n')


def _code_block(out: Output, tokens: Tokens, number: int) -> None:
    tokens[number].info = ""
    _fence(out, tokens, number)


def _html_block(out: Output, tokens: Tokens, number: int) -> None:
    out.raw = True
    out.html.append(tokens[number].content)


# -- callouts and handling --------------------------------------------------------------


def _quote_open(out: Output, tokens: Tokens, number: int) -> None:
    if "callout" not in tokens[number].meta:
        tag(out, tokens, number)
        out.quotes.append(None)
        return
    if number and tokens[number - 1].hidden:
        out.html.append("\n")
    out.quotes.append(tokens[number].meta["callout"])


def _callout_title(out: Output, tokens: Tokens, number: int) -> None:
    callout, inline = tokens[number].meta["callout"], tokens[number + 1]
    before, after = callouts.opening(callout)
    out.html.append(before)
    if callout.title:
        render_inline(out, inline)
        out.end_block()
    else:
        out.html.append(callouts.title_html(callout))
    inline.type = "rendered"
    out.html.append(after)


def _quote_close(out: Output, tokens: Tokens, number: int) -> None:
    callout = out.quotes.pop()
    if callout is None:
        tag(out, tokens, number)
    else:
        out.html.append(callouts.closing(callout))


def _handling_open(out: Output, tokens: Tokens, number: int) -> None:
    level = tokens[number].info
    out.html.append(f'<div class="handling" data-tlp="{level}">\n')
    out.html.append(f'<p class="handling-label">TLP:{level}</p>\n')


# -- footnotes -------------------------------------------------------------------------


def _notes_open(out: Output, _tokens: Tokens, _number: int) -> None:
    if any(mark.top for mark in out.marks):  # footnotes belong to no section
        out.notes_at = out.flush()
    out.html.append('<div class="footnotes" role="doc-endnotes">\n<ol>\n')


def _notes_close(out: Output, _tokens: Tokens, _number: int) -> None:
    out.html.append("</ol>\n</div>\n")


def _note_open(out: Output, tokens: Tokens, number: int) -> None:
    note, use = footnotes.reference_ids(tokens[number].meta["id"] + 1, 0)
    out.anchors += [note, use]
    out.html.append(f'<li id="{note}">')


def _note_close(out: Output, _tokens: Tokens, _number: int) -> None:
    out.html.append("</li>\n")


def _note_anchor(out: Output, tokens: Tokens, number: int) -> None:
    meta = tokens[number].meta
    out.html.append(footnotes.back_html(meta["id"] + 1, meta["subId"]))


def _nothing(_out: Output, _tokens: Tokens, _number: int) -> None:
    """A token that another one has rendered."""


_RENDER: dict[str, Callable[[Output, Tokens, int], None]] = {
    "rendered": _nothing,
    "paragraph_open": _paragraph_open,
    "alone_close": _alone_close,
    "list_item_open": _list_item_open,
    "heading_open": _heading_open,
    "heading_close": _heading_close,
    "fence": _fence,
    "code_block": _code_block,
    "html_block": _html_block,
    "table_open": tables.table_open,
    "table_close": tables.table_close,
    "tr_open": tables.row_open,
    "tr_close": tables.row_close,
    "th_open": tables.cell_open,
    "td_open": tables.cell_open,
    "blockquote_open": _quote_open,
    "blockquote_close": _quote_close,
    "callout_title": _callout_title,
    "handling_open": _handling_open,
    "view": render_view,
    "footnote_block_open": _notes_open,
    "footnote_block_close": _notes_close,
    "footnote_open": _note_open,
    "footnote_close": _note_close,
    "footnote_anchor": _note_anchor,
}

"""Tables: a region that scrolls and can be reached by keyboard, and rows as contexts."""

from __future__ import annotations

from briefgen.markup.elements import Tokens, tag
from briefgen.markup.escapes import attributes, escape
from briefgen.markup.inline_html import claim_id, plain_text
from briefgen.markup.output import Output, Row


def table_open(out: Output, tokens: Tokens, number: int) -> None:
    """Wraps the table in a region that scrolls."""
    label = escape(out.unique_label(_head_text(tokens, number) or "Table"))
    region = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">\n'
    if number and tokens[number - 1].hidden:
        out.html.append("\n")
    claim_id(out, tokens[number])
    out.html.append(f"{region}<table{attributes(tokens[number].attrs)}>\n")


def _head_text(tokens: Tokens, number: int) -> str:
    """The texts of the head row: a name for the region in the author's own language."""
    cells: list[str] = []
    for token in tokens[number:]:
        if token.type == "tr_close":
            break
        if token.type == "inline":
            cells.append(" ".join(plain_text(token.children or ()).split()))
    return ", ".join(filter(None, cells))


def table_close(out: Output, _tokens: Tokens, _number: int) -> None:
    """Closes table and region."""
    out.html.append("</table>\n</div>\n")


def row_open(out: Output, tokens: Tokens, number: int) -> None:
    """Begins a row, whose cells are one context for the references in it."""
    out.row = Row()
    tag(out, tokens, number)


def row_close(out: Output, tokens: Tokens, number: int) -> None:
    """Ends a row."""
    out.row = None
    out.end_block()
    tag(out, tokens, number)


def cell_open(out: Output, tokens: Tokens, number: int) -> None:
    """Begins a cell."""
    assert out.row is not None
    out.row.column += 1
    if out.row.column:
        out.plain.append(" · ")
    if tokens[number].tag == "th":
        _head_cell(tokens, number)
    tag(out, tokens, number)


def _head_cell(tokens: Tokens, number: int) -> None:
    """A cell of the head row; one without a text heads nothing, so it is a plain cell."""
    opening, text, closing = tokens[number : number + 3]
    if text.content:
        opening.attrs["scope"] = "col"
    else:
        opening.tag = closing.tag = "td"

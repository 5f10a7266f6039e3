"""Block elements as they are: a tag with its attributes, and the line breaks around it."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.markup.escapes import attributes
from briefgen.markup.inline_html import claim_id
from briefgen.markup.output import Output
from briefgen.markup.tokens import Token

Tokens = Sequence[Token]


def tag(out: Output, tokens: Tokens, number: int) -> None:
    """Any element without rules of its own."""
    token = tokens[number]
    if token.hidden:
        return
    write = out.html.append
    if token.nesting < 0:
        write(f"</{token.tag}>\n")
        return
    if number and tokens[number - 1].hidden:
        write("\n")
    written = f"<{token.tag}>"
    if token.attrs:
        claim_id(out, token)
        written = f"<{token.tag}{attributes(token.attrs)}>"
    write(written if token.nesting == 1 and _holds_text(tokens, number) else f"{written}\n")


def _holds_text(tokens: Tokens, number: int) -> bool:
    """True if no line break follows the opening tag: text does, or the closing tag."""
    if number + 1 >= len(tokens):
        return False
    after = tokens[number + 1]
    closes = after.nesting < 0 and after.tag == tokens[number].tag
    return after.type == "inline" or after.hidden or closes

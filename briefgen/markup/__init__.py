"""Markdown of a document's body: parsed once, into finished HTML with holes for links.

    text ─parser─▶ tokens ─block_html, inline_html─▶ Output ─▶ Body

The grammar is CommonMark and GFM with footnotes, definition lists, callouts,
attributes, wiki-links, embeds, citations, views and handling blocks.
"""

from briefgen.markup.body import parse_body as parse_body
from briefgen.markup.values import Body as Body
from briefgen.markup.values import MarkupSettings as MarkupSettings

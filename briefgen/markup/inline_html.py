"""Inline tokens into HTML and holes: one function per type of token."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence

from briefgen.markup import links, wikilinks
from briefgen.markup.escapes import attributes, escape, is_id
from briefgen.markup.footnotes import reference_html
from briefgen.markup.output import Output, Wanted
from briefgen.markup.tokens import Token
from briefgen.model import (
    Citation,
    Embed,
    FileLink,
    LinkEnd,
    LinkLabel,
    LinkStart,
    Picture,
)
from briefgen.standins import stand_in

_LINK_END = LinkEnd()


def render_inline(out: Output, block: Token) -> None:
    """Renders the children of an inline token."""
    out.block = block
    write, add = out.html.append, out.plain.append
    for token in block.children or ():
        kind = token.type
        if kind in ("text", "text_special"):
            if content := token.content:
                write(escape(content))
                add(content)
        elif kind == "softbreak":
            write("\n")
            add(" ")
        else:
            _RENDER.get(kind, _tag)(out, token)


def plain_text(tokens: Sequence[Token]) -> str:
    """The text of inline tokens without any markup: for alternative texts."""
    pieces: list[str] = []
    for token in tokens:
        if token.children:
            pieces.append(plain_text(token.children))
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif token.type == "embed":
            pieces.append(token.meta["option"] or token.meta["name"].shown)
        elif token.type == "wikilink":
            pieces.append(token.meta["name"].shown)
        else:
            pieces.append(token.content)
    return "".join(pieces)


def claim_id(out: Output, token: Token) -> None:
    """Takes the id that the author gave an element; removes it if it cannot stand."""
    if "id" in token.attrs:
        wanted = str(token.attrs["id"])
        if is_id(wanted) and out.ids.claim(wanted):
            out.anchors.append(wanted)
        else:
            del token.attrs["id"]


def _tag(out: Output, token: Token) -> None:
    """Emphasis and other elements without rules of their own."""
    if token.nesting < 0:
        out.html.append(f"</{token.tag}>")
        return
    if token.attrs:
        claim_id(out, token)
    out.html.append(f"<{token.tag}{attributes(token.attrs)}>")


def _emphasis(out: Output, token: Token) -> None:
    out.html.append(f"<{token.tag}>{escape(token.content)}</{token.tag}>")
    out.plain.append(token.content)


def _code(out: Output, token: Token) -> None:
    claim_id(out, token)
    out.html.append(f"<code{attributes(token.attrs)}>{escape(token.content)}</code>")
    out.plain.append(token.content)


def _break(out: Output, _token: Token) -> None:
    out.html.append("<br>\n")
    out.plain.append(" ")


def _html(out: Output, token: Token) -> None:
    out.raw = True
    out.html.append(token.content)


def _html_refused(out: Output, token: Token) -> None:
    out.html.append(escape(token.content))
    out.plain.append(token.content)
    if not out.block.meta.get("html"):  # one report for a block: the tags of a pair are one place
        out.block.meta["html"] = True
        message, hint = out.context.no_html
        out.report("raw-html", message, token.meta["at"], token.meta["end"], hint)


# -- links -------------------------------------------------------------------------


def _link_open(out: Output, token: Token) -> None:
    context, href = out.context, str(token.attrs.get("href", ""))
    found = links.classify(href, context.name, context.settings.link_schemes)
    claim_id(out, token)
    if found.kind == "web":
        out.html.append(f"<a{attributes(token.attrs)}>")
        out.closers.append("</a>")
    elif found.kind == "bad" or "at" not in token.meta:
        if "at" in token.meta:
            at, end = token.meta["at"], token.meta["end"]
            out.report("bad-link", found.where, at, end, found.hint)
        out.closers.append("")
    else:
        _open_hole(out, token, found)


def _open_hole(out: Output, token: Token, found: links.Destination) -> None:
    at, end = token.meta["at"], token.meta["end"]
    label: LinkLabel | None = None
    if found.kind == "file":
        out.hole(FileLink(found.where, *out.span(at, end), found.tail))
    else:
        role = "address" if found.kind == "address" else "link"
        wanted = Wanted(found.where, found.fragment, role, tail=found.tail)
        label = LinkLabel(out.refer(wanted, at, end))
        out.hole(LinkStart(label.reference))
    # The hole knows only where it leads: title, class and language go on a span inside.
    rest = {key: value for key, value in token.attrs.items() if key != "href"}
    if rest:
        out.html.append(f"<span{attributes(rest)}>")
    if token.meta.get("empty"):
        _show_aim(out, found, label)
    out.closers.append("</span>" if rest else None)


def _show_aim(out: Output, found: links.Destination, label: LinkLabel | None) -> None:
    """What stands for the words of a link that has none: what it leads to."""
    if label:
        out.hole(label)
        out.plain.append(stand_in(found.where) if found.where else found.fragment)
    else:
        name = posixpath.basename(found.where)
        out.html.append(escape(name))
        out.plain.append(name)


def _link_close(out: Output, _token: Token) -> None:
    closer = out.closers.pop()
    if closer:
        out.html.append(closer)
    if closer is None or closer == "</span>":
        out.hole(_LINK_END)


def _wikilink(out: Output, token: Token) -> None:
    """A link without a text: it shows the title of its target."""
    name: wikilinks.Name = token.meta["name"]
    start = _link_start(out, token)
    if start:
        out.hole(start)
        if isinstance(start, FileLink):
            out.html.append(escape(name.name))
        else:
            out.hole(LinkLabel(start.reference))
        out.hole(_LINK_END)
    target = links.from_the_top(name.name, out.context.name)
    out.plain.append(stand_in(target) if target else name.shown)


def _wikilink_open(out: Output, token: Token) -> None:
    start = _link_start(out, token)
    if start:
        out.hole(start)
    out.closers.append(None if start else "")


def _link_start(out: Output, token: Token) -> LinkStart | FileLink | None:
    at, end = token.meta["at"], token.meta["end"]
    name: wikilinks.Name = token.meta["name"]
    if not name.shown:
        out.report("bad-link", "the link names nothing", at, end, "write [[id]]")
        return None
    if links.is_file_name(name.name) and not name.relation:
        return FileLink(name.name, *out.span(at, end), name.tail)
    target = links.from_the_top(name.name, out.context.name)
    if target is None:
        out.report("bad-link", links.LEADS_OUT, at, end)
        return None
    return LinkStart(out.refer(Wanted(target, name.fragment, "link", name.relation), at, end))


# -- embeds and images -----------------------------------------------------------------


def _embed(out: Output, token: Token) -> None:
    meta, alone = token.meta, bool(token.meta.get("alone"))
    at, end, option = meta["at"], meta["end"], meta["option"]
    name: wikilinks.Name = meta["name"]
    if not name.shown:
        out.report("bad-link", "the embed names nothing", at, end, "write ![[id]]")
    elif links.is_file_name(name.name):
        alt, width = wikilinks.read_option(option)
        span, written = out.span(at, end)
        out.hole(Picture(name.name, alt, "", width, span, written, not alone, name.tail))
        out.plain.append(alt)
    else:
        target = links.from_the_top(name.name, out.context.name)
        if target is None:
            out.report("bad-link", links.LEADS_OUT, at, end)
            return
        number = out.refer(Wanted(target, name.fragment, "embed"), at, end)
        out.hole(Embed(number, alone))
        out.plain.append(option or stand_in(target))


def is_local_picture(token: Token, name: str) -> bool:
    """True for an image that is a file of the site."""
    return links.classify_picture(str(token.attrs["src"]), name).kind == "file"


def _image(out: Output, token: Token) -> None:
    alt = plain_text(token.children or ())
    found = links.classify_picture(str(token.attrs["src"]), out.context.name)
    at, end = token.meta["at"], token.meta["end"]
    title = str(token.attrs.get("title", ""))
    out.plain.append(alt)
    if found.kind == "file":
        span, written = out.span(at, end)
        inline = not token.meta.get("alone")
        out.hole(Picture(found.where, alt, title, 0, span, written, inline, found.tail))
    elif found.kind == "bad":
        out.report("bad-link", found.where, at, end, found.hint)
        out.html.append(escape(alt))
    else:
        claim_id(out, token)
        token.attrs["alt"] = alt
        out.html.append(f'<img{attributes(token.attrs)} loading="lazy">')


# -- citations and footnotes ---------------------------------------------------------


def _citation(out: Output, token: Token) -> None:
    base = token.meta["at"]
    if out.plain:
        out.plain[-1] = out.plain[-1].rstrip(" ")  # the bracket leaves no gap before the full stop
    items = [
        (
            out.refer(
                Wanted(cited.name, "", "citation", cited.relation, ("source",)),
                base + cited.at,
                base + cited.end,
            ),
            cited.prefix,
            cited.locator,
        )
        for cited in token.meta["cited"]
    ]
    out.hole(Citation(tuple(items)))


def _citation_unread(out: Output, token: Token) -> None:
    message = "this is shown as text: every part between semicolons needs an `@` with a source"
    hint = "write `[@one, p. 3; @two]`; a locator holds no semicolon"
    out.report("malformed-citation", message, token.meta["at"], token.meta["end"], hint)


def _link_unread(out: Output, token: Token) -> None:
    message = "this is shown as text: the address of a link ends at a blank"
    hint = "write the address between `<` and `>`, or `%20` for the blank"
    out.report("malformed-link", message, token.meta["at"], token.meta["end"], hint)


def _footnote_ref(out: Output, token: Token) -> None:
    out.html.append(reference_html(token.meta["id"] + 1, token.meta["subId"]))


def _footnote_missing(out: Output, token: Token) -> None:
    out.html.append(escape(token.content))
    out.plain.append(token.content)
    message = f"the footnote `{token.content[2:-1]}` is not defined"
    out.report("orphan-footnote", message, token.meta["at"], token.meta["end"])


_RENDER: dict[str, Callable[[Output, Token], None]] = {
    "emphasis": _emphasis,
    "code_inline": _code,
    "citation_unread": _citation_unread,
    "link_unread": _link_unread,
    "hardbreak": _break,
    "html_inline": _html,
    "html_refused": _html_refused,
    "link_open": _link_open,
    "link_close": _link_close,
    "wikilink": _wikilink,
    "wikilink_open": _wikilink_open,
    "wikilink_close": _link_close,
    "embed": _embed,
    "image": _image,
    "citation": _citation,
    "footnote_ref": _footnote_ref,
    "footnote_missing": _footnote_missing,
}

"""Front matter with one more old address, or another id: the smallest edit that says so."""

from __future__ import annotations

import re

from briefgen.frontmatter import split
from briefgen.nodes import Mapping, Node, Scalar, Sequence, read_yaml
from briefgen.rename.text import Edit, Text

KEY = "redirect_from"


def mapping_of(text: Text) -> Mapping | None:
    """The front matter of a file as a tree with places; None if there is none to read."""
    front = split(text.text).front
    return None if front is None else read_yaml(front, "", 2)[0]


def with_redirect(text: Text, address: str, instead_of: str = "") -> Edit:
    """The edit that adds an address to `redirect_from`.

    An address that is no longer an old one (`instead_of`: where the page is now) makes
    way for it. Raises ValueError for a `redirect_from` that is no list of texts.
    """
    mapping = mapping_of(text)
    node = mapping.get(KEY) if mapping else None
    if node is None:
        return _new_key(text, address, has_front=split(text.text).front is not None)
    items = _items(node)
    for item in items:
        if item.text.strip() == instead_of:
            return _replace(text, item, address)
    if isinstance(node, Sequence) and items:
        return _append(text, node, items[-1], address)
    start, stop = text.range(node.span)
    kept = f"{text.text[start:stop]}, " if items else ""
    return Edit(
        start,
        stop,
        f"{'' if start != stop or text.text[start - 1] == ' ' else ' '}[{kept}{address}]",
    )


def _items(node: Node) -> tuple[Scalar, ...]:
    found = node.items if isinstance(node, Sequence) else (node,)
    scalars = tuple(item for item in found if isinstance(item, Scalar))
    if len(scalars) != len(found):
        raise ValueError(f"`{KEY}` is no list of addresses")
    return tuple(item for item in scalars if not item.empty)


def _new_key(text: Text, address: str, *, has_front: bool) -> Edit:
    end = text.newline
    if not has_front:
        return Edit(0, 0, f"---{end}{KEY}: [{address}]{end}---{end}")
    closing = re.search(r"(?:\r\n|\r|\n)(?=(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z))", text.text)
    assert closing is not None, "front matter that ends has a closing line"
    return Edit(closing.end(), closing.end(), f"{KEY}: [{address}]{end}")


def _replace(text: Text, item: Scalar, address: str) -> Edit:
    return Edit(*text.range(item.inner), address)


def _append(text: Text, node: Sequence, last: Scalar, address: str) -> Edit:
    if text.text[text.range(node.span)[0]] == "[":
        stop = text.range(last.span)[1]
        return Edit(stop, stop, f", {address}")
    prefix = text.text[text.line_start(last.span) : text.range(last.span)[0]]
    stop = text.line_stop(last.span)
    cut = text.text[stop - 1 : stop] not in ("\n", "\r")
    return Edit(
        stop, stop, f"{text.newline if cut else ''}{prefix}{address}{'' if cut else text.newline}"
    )


def with_id(text: Text, old: str, new: str) -> Edit | None:
    """The edit of a stated `id:` from the old one to the new one; None if none is stated, or another."""
    mapping = mapping_of(text)
    node = mapping.get("id") if mapping else None
    if not isinstance(node, Scalar) or node.text.strip() != old:
        return None
    return Edit(*text.range(node.inner), node.text.replace(old, new))

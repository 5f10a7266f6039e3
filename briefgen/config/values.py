"""Readers of what only the configuration has: navigation, kinds, folders, zones, schemes."""

from __future__ import annotations

import re
from typing import Any

from briefgen import nodes, paths
from briefgen.nodes import Node, Scalar, Sequence, as_link, is_empty
from briefgen.schema.addresses import url, web_address
from briefgen.schema.fields import Field, Reader, Schema, many, read_item, texts
from briefgen.schema.names import split_name
from briefgen.schema.scalars import choice, flag, is_flag, plain_mapping, scalar, slug, text, whole
from briefgen.schema.scope import Scope
from briefgen.settings import FEED_FORMATS, FEED_OWNERS, LINK_SCHEMES, NavItem
from briefgen.vocabulary import RELATION_KINDS, STANCE_SCALE, RelationKind, StanceValue

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*", re.ASCII)
_DANGEROUS = {"javascript", "data", "vbscript", "file", "blob", "about"}
_FTM_SCHEMAS = (
    "Ownership",
    "Directorship",
    "Membership",
    "Employment",
    "Representation",
    "Succession",
    "Family",
    "Associate",
    "Payment",
    "Debt",
    "UnknownLink",
)
"""FollowTheMoney's schemas that join two parties."""


# -- what is made, addresses, folders, zones ------------------------------------------------------


def some_of(names: tuple[str, ...], advice: dict[str, str]) -> Reader:
    """All of the names, none, or those that are written."""
    written = texts(choice(names, advice=advice))

    def read(scope: Scope, node: Node) -> tuple[str, ...] | None:
        if isinstance(node, Scalar) and is_flag(node):
            return names if flag(scope, node) else ()
        return written(scope, node) or None

    return read


feed_formats = some_of(FEED_FORMATS, {"rss": "atom", "xml": "atom"})
feed_owners = some_of(FEED_OWNERS, {"topic": "topics", "stakeholder": "stakeholders"})


def site_base(scope: Scope, node: Node) -> str | None:
    """The address of the site: http or https, without query and fragment, ending in a slash."""
    found: str | None = url()(scope, node)
    if found and ("?" in found or "#" in found):
        scope.report("bad-url", "the base address has no `?` and no `#`", node.span)
        return None
    return found.rstrip("/") + "/" if found else None


def folder(scope: Scope, node: Node) -> str | None:
    """A folder inside the site folder, in composed form: on the disk it may have the other."""
    found = scalar(scope, node, "the name of a folder")
    if found is None:
        return None
    parts = [part for part in found.text.strip().split("/") if part not in ("", ".")]
    if parts and ".." not in parts and not re.search(r"^/|\\|^[A-Za-z]:", found.text.strip()):
        return paths.nfc("/".join(parts))
    message = f"`{scope.key}` is a folder inside the site's own"
    scope.report("unsafe-path", message, found.inner, "write a relative path without `..`")
    return None


def theme_name(scope: Scope, node: Node) -> str | None:
    """The name of a folder under `themes/`."""
    found = scalar(scope, node, "the name of a theme")
    if found is None:
        return None
    if re.fullmatch(r"[\w][\w.-]*", found.text.strip()):
        return found.text.strip()
    message = "a theme is named by its folder under `themes/`"
    scope.report("unsafe-path", message, found.inner)
    return None


def theme_options(scope: Scope, node: Node) -> dict[str, object] | None:
    """What the site chooses of what its theme offers, with the places of the keys."""
    for key, _ in node.items if isinstance(node, nodes.Mapping) else ():
        scope.sink.spans[f"{scope.path()}.{key.text}"] = key.inner
    return plain_mapping(scope, node)


def time_zone(scope: Scope, node: Node) -> str | None:
    """A name of the IANA time zone database."""
    found = scalar(scope, node, "a time zone")
    if found is None:
        return None
    word = found.text.strip()
    if word == "UTC" or _is_zone(word):
        return word
    message = f"no time zone is called `{word[:60]}`"
    scope.report("bad-timezone", message, found.inner, "write it as `Asia/Kolkata` or `UTC`")
    return None


def _is_zone(word: str) -> bool:
    if word == "UTC":
        return True
    from zoneinfo import ZoneInfo

    try:
        return bool(ZoneInfo(word).key)
    except (ValueError, KeyError, OSError):  # what it raises for bad names, unknown ones, folders
        return False


def link_schemes(scope: Scope, node: Node) -> tuple[str, ...]:
    """The schemes that a site allows in text beside the usual ones."""
    more: tuple[str, ...] = texts(_scheme)(scope, node)
    return tuple(dict.fromkeys((*LINK_SCHEMES, *more)))


def _scheme(scope: Scope, node: Node) -> str | None:
    found = scalar(scope, node, "a scheme, as in `zotero`")
    if found is None:
        return None
    word = found.text.strip().casefold().removesuffix("://").removesuffix(":")
    if word in _DANGEROUS or not _SCHEME.fullmatch(word):
        message = f"the scheme `{word[:60]}` cannot be allowed"
        scope.report("bad-url", message, found.inner)
        return None
    return word


# -- the words a site adds ------------------------------------------------------------


def _spaced(name: str) -> str:
    return name.replace("-", " ")


def _make_kind(
    name: str,
    label: str = "",
    inverse: str = "",
    schema: str = "UnknownLink",
    *,
    symmetric: bool = False,
) -> RelationKind:
    """A kind; without a name from the other side it reads the same from both."""
    shown = label or _spaced(name)
    same = symmetric or not inverse
    return RelationKind(name, shown, shown if same else inverse, same, schema)


_KIND: Schema[RelationKind] = Schema(
    "a kind of relationship",
    _make_kind,
    (
        Field("name", slug, synonyms=("id", "kind"), needed=True),
        Field("label", text),
        Field("inverse", text),
        Field("symmetric", flag),
        Field("schema", choice(_FTM_SCHEMAS)),
    ),
)


def _short_kind(scope: Scope, node: Node) -> RelationKind | None:
    found = slug(scope, node)
    return _make_kind(found) if found else None


def relationship_kinds(scope: Scope, node: Node) -> tuple[RelationKind, ...]:
    """The built-in kinds and the site's own; one of the same name replaces the built-in one."""
    own: tuple[RelationKind, ...] = many(_KIND, _short_kind)(scope, node)
    return tuple({kind.name: kind for kind in (*RELATION_KINDS, *own)}.values())


_BUILT_IN_STANCES = {value.name: value for value in STANCE_SCALE}


def _make_stance(name: str, label: str = "", score: int | None = None) -> StanceValue:
    known = _BUILT_IN_STANCES.get(name, StanceValue(name, _spaced(name)))
    return StanceValue(name, label or known.label, known.score if score is None else score)


_STANCE: Schema[StanceValue] = Schema(
    "a value of the scale",
    _make_stance,
    (
        Field("name", slug, synonyms=("id", "value"), needed=True),
        Field("label", text),
        Field("score", whole(-100, 100)),
    ),
)


def _short_stance(scope: Scope, node: Node) -> StanceValue | None:
    found = slug(scope, node)
    return _make_stance(found) if found else None


def stance_scale(scope: Scope, node: Node) -> tuple[StanceValue, ...] | None:
    """The site's own scale, from against to for; it takes the place of the built-in one."""
    own: tuple[StanceValue, ...] = many(_STANCE, _short_stance)(scope, node)
    return tuple({value.name: value for value in own}.values()) or None


# -- navigation -----------------------------------------------------------------------


def _target(scope: Scope, node: Node) -> str | None:
    """A name, an address of the site, or a web address."""
    found = as_link(node) or scalar(scope, node, "a name or an address")
    if found is None:
        return None
    word, fragment = split_name(found.text)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", word):
        return web_address(scope, found, ("http", "https", "mailto"))
    return f"{word}#{fragment}" if fragment else word


def _make_item(title: str = "", target: str = "", children: tuple[NavItem, ...] = ()) -> NavItem:
    return NavItem(title, target, children)


def _children(scope: Scope, node: Node) -> tuple[NavItem, ...]:
    return NAV(scope, node)  # type: ignore[no-any-return]


NAV_ITEM: Schema[NavItem] = Schema(
    "a line of the navigation",
    _make_item,
    (
        Field("title", text, synonyms=("name", "label")),
        Field("target", _target, synonyms=("url", "link", "href", "page")),
        Field("children", _children, synonyms=("items",)),
    ),
)
_KNOWN = NAV_ITEM.table


def _nav(scope: Scope, node: Node) -> tuple[NavItem, ...]:
    items = node.items if isinstance(node, Sequence) and not as_link(node) else (node,)
    found = [_nav_item(scope, item, number) for number, item in enumerate(items)]
    return tuple(item for item in found if item is not None)


def _nav_item(scope: Scope, node: Any, number: int) -> NavItem | None:
    if is_empty(node):
        return None
    if not isinstance(node, nodes.Mapping):
        scope.sink.spans[f"{scope.path(number)}.target"] = node.span
        target = _target(scope, node)
        return NavItem("", target) if target else None
    key, value = node.items[0]
    if len(node.items) == 1 and key.text not in _KNOWN:
        return _short_item(scope, key, value, number)
    item: NavItem | None = read_item(scope, node, NAV_ITEM, number)
    if item and not item.title and not item.target:
        message = "a line of the navigation needs `title` or `target`"
        scope.report("missing-key", message, node.span)
    return item


def _short_item(scope: Scope, key: Scalar, value: Node, number: int) -> NavItem | None:
    """`Title: target`, or `Title: [children]`."""
    if isinstance(value, Sequence) and not as_link(value):
        inside = scope.inside(nodes.Mapping(((key, value),), key.span), number).at("children")
        return NavItem(key.text, "", _nav(inside, value))
    scope.sink.spans[f"{scope.path(number)}.target"] = value.span
    target = None if is_empty(value) else _target(scope, value)
    return NavItem(key.text, target or "")


NAV: Reader = _nav
"""The reader of `nav:`: names, `Title: target` lines, or objects with `children`."""

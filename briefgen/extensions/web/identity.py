"""Names that stay: what feeds and calendars call a thing for good.

The identity of a page is its oldest address: the first line of its
`redirect_from`, else the address it has. So a page that moves keeps its
identity as long as the old address redirects, which `publish` asks for anyway.
An event with an `id:` is named as if it had a page of its own, so it may move
from one page to another, or get its own file, and stay the same event.

Identities are UUIDs of version 5 (RFC 9562) of the first address ever made
public: unlike a `tag:` URI they need no date on which somebody owned a name.
A site that moves keeps its identities by setting `identity:` to its old base
address.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from briefgen import paths
from briefgen.catalog import inline_id
from briefgen.lookups import Lookups
from briefgen.model import Header, Occurrence

_URL_NAMESPACE = bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8")
"""The namespace of addresses, RFC 9562, section 6.6."""
_MANY = 1 << 14
"""Identities that are remembered: a page has the same one in every feed."""


def oldest_address(header: Header) -> str:
    """The address by which a page is known for good."""
    return header.redirect_from[0] if header.redirect_from else header.url


def page_identity(header: Header, lookups: Lookups, part: str = "") -> str:
    """The UUID of a page, or of a part of it (`feed.xml`)."""
    return identity(oldest_address(header) + part, lookups)


def event_identity(occurrence: Occurrence, lookups: Lookups) -> str:
    """The UUID of an event."""
    owner = lookups.header(occurrence.origin)
    if owner is None:
        return identity(occurrence.url, lookups)
    if owner.event is not None and owner.id == occurrence.id:
        return page_identity(owner, lookups)
    anchor = occurrence.url.partition("#")[2]
    key = anchor.removeprefix("event-")
    named = any(
        e.named and e.key == key and inline_id(owner, e) == occurrence.id for e in owner.events
    )
    address = paths.page_url("events", key) if named else f"{oldest_address(owner)}#{anchor}"
    return identity(address, lookups)


def identity(address: str, lookups: Lookups) -> str:
    """The UUID of an address of the site, in its usual form of 36 characters."""
    settings = lookups.settings()
    return _uuid(paths.absolute(settings.identity or settings.base_url, address))


@lru_cache(_MANY)
def _uuid(name: str) -> str:
    digest = hashlib.sha1(_URL_NAMESPACE + name.encode(), usedforsecurity=False).digest()
    return _form((int.from_bytes(digest[:16]) & _WITHOUT_MARKS) | _VERSION_5)


_WITHOUT_MARKS = ~((0xF << 76) | (0x3 << 62))
_VERSION_5 = (5 << 76) | (2 << 62)


def _form(number: int) -> str:
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))

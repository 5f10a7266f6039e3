"""Everything `briefgen.yaml` and the command line decide, typed, with its defaults.

`config` makes a `Settings` from the file; the command line replaces single
fields (`msgspec.structs.replace`). Nothing here reads a file.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from briefgen.data import Data, Plain
from briefgen.vocabulary import RELATION_KINDS, STANCE_SCALE, RelationKind, StanceValue

__all__ = [
    "FEED_FORMATS",
    "FEED_OWNERS",
    "LINK_SCHEMES",
    "Audience",
    "NavItem",
    "RelationKind",
    "Settings",
    "StanceValue",
]

Audience = Literal["public", "all"]
"""Whom a build is for: `all` shows drafts, embargoed and restricted things with their marks."""

FEED_FORMATS = ("atom", "json")
"""Atom 1.0 (RFC 4287) and JSON Feed 1.1."""

FEED_OWNERS = ("topics", "stakeholders")
"""Whose pages can have feeds of their own, beside the site."""

LINK_SCHEMES = ("http", "https", "mailto", "tel")
"""Schemes of addresses in text that need no permission of the site."""


class NavItem(Data, frozen=True):
    """A line of the navigation. `target` is a name (as in `[[…]]`), a site address or a web address.

    A heading over children may have no target (""); an empty title means the target's own.
    """

    title: str
    target: str = ""
    children: tuple[NavItem, ...] = ()


class Settings(Data, frozen=True):
    """The whole configuration of one build."""

    title: str = ""
    description: str = ""
    base_url: str = ""
    """Where the site will stand (`https://example.org/repo/`); empty: unknown, at a domain root."""
    language: str = "en"
    timezone: str = "UTC"
    theme: str = "default"
    theme_options: Plain = msgspec.field(default_factory=dict)
    author: str = ""
    nav: tuple[NavItem, ...] = ()
    """Empty: the navigation is made of the sections that have pages."""
    relationship_kinds: tuple[RelationKind, ...] = RELATION_KINDS
    """The built-in kinds and the site's own, in that order."""
    stance_scale: tuple[StanceValue, ...] = STANCE_SCALE
    extra_keys: tuple[str, ...] = ()
    """Front-matter keys of the site's own: they go under `extra` without a warning."""
    feeds: tuple[str, ...] = FEED_FORMATS
    """The formats, in the order in which pages offer them; empty: there are no feeds."""
    feeds_for: tuple[str, ...] = FEED_OWNERS
    calendar: bool = True
    sitemap: bool = True
    """Also `robots.txt`, which points to it."""
    structured_data: bool = True
    """JSON-LD in every page."""
    data: bool = True
    twins: bool = True
    """Pages as Markdown beside the HTML, and `llms.txt`, which lists them."""
    cite: bool = True
    cards: bool = False
    """Pictures for shared links (extra `cards`): off by default, since each takes longer than its page."""
    identity: str = ""
    """What identities in feeds and calendars are made from: a moved site's old base address.

    Empty: `base_url`.
    """
    search: bool = True
    strict: bool = False
    content_dir: str = "content"
    output_dir: str = "output"
    raw_html: bool = False
    smart_quotes: bool = True
    broken_links: Literal["error", "warn"] = "error"
    hidden_links: Literal["error", "text"] = "error"
    """What a public text does that links to something hidden: fail, or show plain words."""
    link_schemes: tuple[str, ...] = LINK_SCHEMES
    ignore: tuple[str, ...] = ()
    """Patterns (`fnmatch`, on names from the content folder) of files that are not read."""
    footer: str = ""
    logo: str = ""
    """Name of an image file under the content folder, shown in the masthead."""
    favicon: str = ""
    image: str = ""
    """Name of the image that stands for a page without one where links are previewed."""
    audience: Audience = "public"
    lenient: bool = False

    @property
    def warns_on_broken_links(self) -> bool:
        """True if an unresolved link is a warning and marked text, not an error."""
        return self.lenient or self.broken_links == "warn"

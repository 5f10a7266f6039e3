"""Keys that other tools use: what to write here instead, and which are errors.

Most are a warning with a remedy. An error are those that would be dangerous to
overlook: who writes `draft: true` must not be published.
"""

from __future__ import annotations

from briefgen.model import Handling
from briefgen.nodes import Mapping
from briefgen.schema.hiding import is_draft
from briefgen.schema.scope import Sink

_EXTRA = "put it under `extra:` if a template of yours uses it"

ADVICE: dict[str, str] = {
    **dict.fromkeys(("layout", "view"), "briefgen says `template:`"),
    **dict.fromkeys(
        ("permalink", "url", "path"),
        "the address follows from the file; `slug:` sets its last part",
    ),
    **dict.fromkeys(
        ("author", "authors"),
        "briefgen says `owner:` for who keeps a page; `author:` belongs to sources",
    ),
    **dict.fromkeys(
        ("category", "categories"),
        "briefgen says `topics:` for pages about a subject, `tags:` for words",
    ),
    "keywords": "briefgen says `tags:`",
    **dict.fromkeys(
        ("lastmod", "modified", "last_modified_at", "date_modified"), "briefgen says `updated:`"
    ),
    **dict.fromkeys(("created", "pubdate", "published_at"), "briefgen says `date:`"),
    **dict.fromkeys(("subtitle", "abstract", "excerpt", "tldr"), "briefgen says `summary:`"),
    **dict.fromkeys(
        ("draft", "publish", "published"), "a page is published unless it says `status: draft`"
    ),
    "expirydate": "briefgen says `expires_at:`",
    "publishdate": "briefgen says `publish_at:`",
    "language": "briefgen says `lang:`",
    **dict.fromkeys(
        ("cover", "thumbnail", "banner", "featured_image", "og_image"), "briefgen says `image:`"
    ),
    **dict.fromkeys(("references", "bibliography", "citations"), "briefgen says `sources:`"),
    **dict.fromkeys(("classification_level", "marking"), "briefgen says `tlp:`"),
    "people": "briefgen says `stakeholders:`",
    "timeline": "briefgen says `events:`",
    "judgements": "briefgen says `key_judgements:`",
    **dict.fromkeys(
        ("weight", "order", "nav_order", "toc", "cssclass", "cssclasses", "math", "comments"),
        _EXTRA,
    ),
}
"""By the folded key; no key of the content model stands here for the types that have it."""

_POSITIONS = "views are `stances:`, offices held are `posts:`"


def without_rejected(
    mapping: Mapping, sink: Sink, *, inline: bool = False
) -> tuple[Mapping, Handling | None]:
    """The mapping of a page, or of what stands `inline` in it, without the keys that are errors here.

    Each is reported. The second part is the handling that such a key asks for: of a draft.
    """
    kept = []
    handling: Handling | None = None
    for key, value in mapping.items:
        if key.text == "positions" and not inline:
            sink.report("rejected-key", "`positions` can mean two things", key.inner, _POSITIONS)
        elif is_draft(key.text, value):
            hint = "briefgen says `status: draft`"
            sink.report("rejected-key", f"`{key.text}` is another tool's key", key.inner, hint)
            handling = Handling("draft")
        else:
            kept.append((key, value))
    return Mapping(tuple(kept), mapping.span), handling

"""Keys that ask for something to be kept back: overlooked, each of them would publish it."""

from __future__ import annotations

from briefgen.nodes import Node, Scalar

_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
_PUBLIC = ("clear", "white")


def is_draft(key: str, value: Node) -> bool:
    """True for another tool's word for a draft: `draft: true`, `published: false`."""
    if not isinstance(value, Scalar):
        return False
    key, word = key.casefold(), value.text.strip().casefold()
    return (key == "draft" and word in _TRUE) or (
        key in ("publish", "published") and word in _FALSE
    )


def hides(key: str, value: Node) -> bool:
    """True for a key, of another tool or our own, with a value that keeps something back."""
    if is_draft(key, value):
        return True
    key, word = key.casefold(), value.text.strip().casefold() if isinstance(value, Scalar) else ""
    return (
        (key == "status" and word == "draft")
        or (key == "tlp" and word.removeprefix("tlp:").strip() not in ("", *_PUBLIC))
        or (key in ("publish_at", "expires_at") and word != "")
    )

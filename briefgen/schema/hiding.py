"""Keys that ask for something to be kept back: overlooked, each of them would publish it."""

from __future__ import annotations

from briefgen.nodes import Mapping, Node, Sequence

_TRUE, _FALSE = ("true", "yes", "on", "y", "1"), ("false", "no", "off", "n", "0")
_PUBLIC = ("clear", "white")


def is_draft(key: str, value: Node) -> bool:
    """True for another tool's word for a draft: `draft: true`, `published: false`."""
    key, said = key.casefold(), _words(value)
    return (key == "draft" and not said.isdisjoint(_TRUE)) or (
        key in ("publish", "published") and not said.isdisjoint(_FALSE)
    )


def hides(key: str, value: Node) -> bool:
    """True for a key, of another tool or our own, with a value that keeps something back."""
    if is_draft(key, value):
        return True
    key, said = key.casefold(), _words(value)
    return (
        (key == "status" and "draft" in said)
        or (key == "tlp" and any(_level(word) not in _PUBLIC for word in said))
        or (key in ("publish_at", "expires_at") and bool(said))
    )


def _words(value: Node) -> set[str]:
    """All that a value says, also where it should be one word and is a list, or keys."""
    if isinstance(value, Mapping):
        return {word for _, inner in value.items for word in _words(inner)}
    if isinstance(value, Sequence):
        return {word for inner in value.items for word in _words(inner)}
    return {value.text.strip().casefold()} - {""}


def _level(word: str) -> str:
    return word.removeprefix("tlp:").strip()

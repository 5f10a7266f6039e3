"""What all values share: immutable, compared by content, encoded as plain arrays."""

from __future__ import annotations

from typing import Any

import msgspec

TYPES = ("brief", "event", "stakeholder", "source", "topic", "figure", "page")
"""The seven types, in the order in which listings show them."""

Plain = dict[str, Any]
"""What an author put under `extra:` or `csl:`: text, lists and mappings of text."""


class Data(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of all values: immutable, compared by content, encoded as a plain array."""

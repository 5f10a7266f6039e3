"""`status`, `tlp`, `publish_at`, `expires_at`: what may be shown, to whom and when.

A wrong value closes: what cannot be read is treated as not public, so that a
typing error never publishes anything, not even in a preview.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from briefgen.model import Handling
from briefgen.schema.fields import Field
from briefgen.schema.scalars import choice, moment, names
from briefgen.vocabulary import STATUSES, TLP_LABELS

T = TypeVar("T")

_NEVER = "9999-12-31T00:00:00+00:00"
_LONG_AGO = "0001-01-02T00:00:00+00:00"


def _label(word: str) -> str:
    return word.strip().upper().removeprefix("TLP:").strip()


HANDLING = (
    Field(
        "status",
        choice(
            names(STATUSES), otherwise="draft", advice={"public": "published", "final": "published"}
        ),
    ),
    Field(
        "tlp", choice(names(TLP_LABELS), otherwise="RED", advice={"white": "CLEAR"}, tidy=_label)
    ),
    Field("publish_at", moment(_NEVER)),
    Field("expires_at", moment(_LONG_AGO)),
)

KEYS = tuple(field.key for field in HANDLING)


def handling(values: dict[str, Any]) -> Handling:
    """Take the handling keys out of the values, as one value."""
    return Handling(**{key: values.pop(key) for key in KEYS if key in values})


def handled(make: Callable[..., T]) -> Callable[..., T]:
    """A maker that takes the handling keys as one part."""

    def build(**values: Any) -> T:
        return make(handling=handling(values), **values)

    return build

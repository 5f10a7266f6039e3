"""`:::stakeholders`: cards of the stakeholders of the page, or of those that the options select."""

from __future__ import annotations

from typing import Any

from briefgen.extensions import cast
from briefgen.extensions.base import Context, Extension, ViewKind
from briefgen.lookups import Lookups
from briefgen.model import Header


def context(options: Context, header: Header, lookups: Lookups) -> dict[str, Any]:
    """What `views/stakeholders.html` gets."""
    chosen, found = cast.read(options, header, lookups)
    return {"title": chosen.title, "entries": found}


EXTENSION = Extension(
    "stakeholders",
    views=(ViewKind("stakeholders", cast.OPTIONS, "views/stakeholders.html", context),),
)

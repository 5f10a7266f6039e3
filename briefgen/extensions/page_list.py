"""`:::list`: pages of any type, newest first where dated, else by title; the page itself is left out."""

from __future__ import annotations

from typing import Any

from briefgen.extensions import selection
from briefgen.extensions.base import Context, Extension, ViewKind
from briefgen.lookups import Lookups
from briefgen.model import Header


def context(options: Context, header: Header, lookups: Lookups) -> dict[str, Any]:
    """What `views/list.html` gets."""
    chosen = selection.read(options, lookups)
    found = (page for page in selection.documents(chosen, lookups) if page.id != header.id)
    kept = selection.limited(selection.by_sort(found, chosen.sort), chosen)
    return {"title": chosen.title, "entries": kept}


EXTENSION = Extension(
    "list",
    views=(
        ViewKind(
            "list",
            selection.options(("title", "-title", "date", "-date")),
            "views/list.html",
            context,
        ),
    ),
)

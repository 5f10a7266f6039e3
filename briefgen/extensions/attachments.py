"""Files beside the text (pictures, documents): only what some shown page references is published.

A file that nobody links to may be a private note or a source's stored copy, so
lying in the content folder is no reason to appear on the web.
"""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Made
from briefgen.paths import attachment_url

COPY = "content:"
"""Prefix of `Made.copy_of` for a file below the content folder."""


def plan(lookups: Lookups) -> Iterable[Planned]:
    """Every referenced file, beside the pages of its folder."""
    return tuple(Planned(attachment_url(name), name) for name in lookups.attachments())


def make(name: str, _: Lookups, __: Renderer) -> Made:
    """A copy of the file."""
    return Made(copy_of=COPY + name)


EXTENSION = Extension("attachments", producers=(Producer("attachments", plan, make),))

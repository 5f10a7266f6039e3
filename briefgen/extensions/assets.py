"""The theme's own files: styles, scripts, fonts, pictures, under `/assets/`."""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Made
from briefgen.paths import file_url

COPY = "theme:"
"""Prefix of `Made.copy_of` for a file below the theme's `static/`."""
FOLDER = "assets/"


def plan(lookups: Lookups) -> Iterable[Planned]:
    """Every static file of the theme, at its path below `/assets/`."""
    return tuple(Planned(file_url(FOLDER + path), path) for path in lookups.theme_files())


def make(path: str, _: Lookups, __: Renderer) -> Made:
    """A copy of the file."""
    return Made(copy_of=COPY + path)


EXTENSION = Extension("assets", producers=(Producer("assets", plan, make),))

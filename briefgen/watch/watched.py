"""What is watched, and what never is: output, cache, version control, editors' droppings."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

import msgspec

from briefgen.walk import is_dropping

Batch: TypeAlias = frozenset[Path] | None
"""Files and folders to look at again; None: everything."""


def is_inside(path: str, folder: str) -> bool:
    """True for the folder itself and whatever lies in it (both absolute and normalised)."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


class Watched(msgspec.Struct, frozen=True):
    """The files and folders a site is made of.

    roots: absolute; a folder stands for all in it; none of them need exist yet.
    never: absolute folders below the roots that are left alone (output, cache).
    """

    roots: tuple[Path, ...]
    never: tuple[Path, ...] = ()

    def concerns(self, path: str) -> bool:
        """True if a change of that absolute path can change the site."""
        if any(is_inside(path, str(folder)) for folder in self.never):
            return False
        return any(self._is_source(path, str(root)) for root in self.roots)

    def awaits(self, path: str) -> bool:
        """True if the path is a root, or a folder that one lies in: its coming matters."""
        return any(is_inside(str(root), path) for root in self.roots)

    @staticmethod
    def _is_source(path: str, root: str) -> bool:
        below = path[len(root) :].split(os.sep)
        return is_inside(path, root) and not any(map(is_dropping, below))


def seen_as(path: str, views: Iterable[tuple[str, str]]) -> set[str]:
    """Every path under which a site sees a real path.

    views: pairs of a real path and the path inside the site that shows it.
    """
    return {shown + path[len(real) :] for real, shown in views if is_inside(path, real)}

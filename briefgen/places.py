"""Where things lie in a site's folder, and how the folder is found."""

from __future__ import annotations

import os
from pathlib import Path

CONFIG = "briefgen.yaml"
STATE = ".briefgen"
"""Our private folder in the site."""
CONTENT = "content"
THEMES = "themes"


def in_the_way(folder: Path, *, of_our_own: bool = False) -> str:
    """What stands where a folder belongs, "file" or "link"; "" for a folder, or for nothing.

    `of_our_own`: the folder may be no link either, since what lies in it is trusted and written over.
    """
    if of_our_own and folder.is_symlink():
        return "link"
    return "file" if os.path.lexists(folder) and not folder.is_dir() else ""


def enclosing_site(start: Path, content: str = CONTENT) -> Path | None:
    """The nearest folder from `start` upwards with a configuration or a content folder."""
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file() or (folder / content).is_dir():
            return folder
    return None

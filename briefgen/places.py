"""Where things lie in a site's folder, and how the folder is found."""

from __future__ import annotations

from pathlib import Path

CONFIG = "briefgen.yaml"
STATE = ".briefgen"
"""Our private folder in the site."""
CONTENT = "content"
THEMES = "themes"


def enclosing_site(start: Path, content: str = CONTENT) -> Path | None:
    """The nearest folder from `start` upwards with a configuration or a content folder."""
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file() or (folder / content).is_dir():
            return folder
    return None

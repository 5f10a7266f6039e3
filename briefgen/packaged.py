"""The themes that come with the package: read here, and nowhere else.

In a wheel they lie inside the package (`briefgen/_themes`); in a checkout, and
so in an editable install, at the top of the tree.
"""

from __future__ import annotations

from pathlib import Path

from briefgen.paths import PACKAGED


def packaged_folder() -> Path:
    """The folder of the packaged themes."""
    here = Path(__file__).resolve().parent
    inside = here / "_themes"
    return inside if inside.is_dir() else here.parent / "themes"


def packaged_files() -> dict[str, bytes]:
    """Every file of every packaged theme, by its layer path."""
    root = packaged_folder()
    return {
        PACKAGED + file.relative_to(root).as_posix(): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }


def text(path: str) -> str | None:
    """The text of a packaged theme file by its layer path; None if there is none."""
    file = packaged_folder() / path.removeprefix(PACKAGED)
    if not path.startswith(PACKAGED) or not file.is_file():
        return None
    return file.read_bytes().decode("utf-8-sig", errors="replace")

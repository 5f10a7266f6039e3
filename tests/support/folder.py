"""A site folder in which files, folders and links come, go and move."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path


class Folder:
    """A site folder that is edited, and what a clean build makes of it."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or Path(tempfile.mkdtemp(prefix="briefgen-"))
        (self.root / "content").mkdir()

    def path(self, name: str) -> Path:
        return self.root / name

    def write(self, name: str, text: str | bytes) -> None:
        path = self._free(name)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def link(self, name: str, to: str) -> None:
        self._free(name).symlink_to(to)

    def move(self, name: str, to: str) -> None:
        """Rename a file or folder; what stands at its new place is gone."""
        if name != to and self.path(name).exists():
            self.remove(to)
            self.path(name).rename(self._free(to))

    def remove(self, name: str) -> None:
        """Remove a file, a link, or a folder with all in it."""
        path = self.path(name)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif not any(parent.is_symlink() for parent in path.parents):
            path.unlink(missing_ok=True)

    def _free(self, name: str) -> Path:
        """The path, as a place where a file can be written: no link on the way, no folder there."""
        for path in (*reversed(self.path(name).parents), self.path(name)):
            if path.is_relative_to(self.root) and (
                path.is_symlink() or (path.is_file() and path != self.path(name))
            ):
                path.unlink()
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        return self.path(name)

    def names(self) -> list[str]:
        return sorted(
            path.relative_to(self.root).as_posix()
            for path in (self.root / "content").rglob("*")
            if path.is_file()
        )

    def drop(self) -> None:
        shutil.rmtree(self.root)

"""The site folder → inputs. The only place that reads what authors write.

Everything read stays inside the site folder: what leads out of it (by a link),
and what is no regular file, is refused with a diagnostic. Content decides: a
hint says where to look, the digest says whether anything changed.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterator
from fnmatch import fnmatch
from hashlib import blake2b
from pathlib import Path

import msgspec

from briefgen import paths
from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Span
from briefgen.imagesize import image_size
from briefgen.model import FileFacts, Source

CONFIG = "briefgen.yaml"
STATE = ".briefgen"
TEXTS = (".md", ".markdown")
STORED = ".txt"
MAX_TEXT = 4 * 1024 * 1024
"""Largest Markdown file, in bytes: far beyond any text, near enough to stop an accident."""


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, line separators, marks that turn the direction of writing, bytes that are no UTF-8."""


class Snapshot(msgspec.Struct):
    """What the site folder holds now."""

    config: Source | None = None
    texts: dict[str, Source] = {}
    stored: dict[str, bytes] = {}
    """Plain texts beside the Markdown: copies of sources, in which quotations are looked up."""
    files: dict[str, FileFacts] = {}
    themes: dict[str, bytes] = {}
    diagnostics: tuple[Diagnostic, ...] = ()


class Workspace:
    """Reads a site folder. Remembers nothing but where it is."""

    def __init__(
        self, root: Path, content_dir: str = "content", ignore: tuple[str, ...] = ()
    ) -> None:
        self.root = root.resolve()
        self._content = content_dir
        self._ignore = ignore

    @property
    def content(self) -> Path:
        """The folder with the authors' files."""
        return self.root / self._content

    def config(self) -> Source | None:
        """The configuration file, or None if there is none."""
        path = self.root / CONFIG
        data = _read(path) if path.is_file() else None
        return None if data is None else Source(CONFIG, _digest(data), data)

    def scan(self, apart_from: Collection[Path]) -> Snapshot:
        """Read everything. `apart_from` are folders of ours: the output, the cache."""
        snapshot = Snapshot(self.config())
        problems: list[Diagnostic] = []
        for name, path in self._walk(
            self.content, "", frozenset(apart_from), problems, frozenset()
        ):
            self._take(name, path, snapshot, problems)
        problems += self._twins([*snapshot.texts, *snapshot.files])
        for name, path in self._walk(
            self.root / "themes", "themes/", frozenset(), problems, frozenset()
        ):
            snapshot.themes[name] = _read(path) or b""
        snapshot.diagnostics = tuple(problems)
        return snapshot

    def text(self, path: str) -> str | None:
        """The present text of a source path, for the excerpt under a diagnostic."""
        file = self.root / path
        if not _inside(file, self.root) or not file.is_file():
            return None
        data = _read(file)
        return None if data is None else data.decode("utf-8-sig", errors="replace")

    # -- one file ---------------------------------------------------------------------------

    def _take(self, name: str, path: Path, snapshot: Snapshot, problems: list[Diagnostic]) -> None:
        data = _read(path)
        if data is None:
            return  # it vanished, or may not be read: the same as if it had never been there
        if not name.lower().endswith(TEXTS):
            snapshot.files[name] = _facts(name, data)
            if name.lower().endswith(STORED) and len(data) <= MAX_TEXT:
                snapshot.stored[name] = data
        elif len(data) > MAX_TEXT:
            message = f"the file has {len(data):,} bytes, the limit is {MAX_TEXT:,}"
            problems.append(self._problem("file-too-large", message, name))
        else:
            snapshot.texts[name] = Source(name, _digest(data), data)

    def _problem(self, code: str, message: str, name: str, hint: str = "") -> Diagnostic:
        path = name if name.startswith("themes/") else f"{self._content}/{name}"
        return diagnose(code, message, path, Span(1, 1), hint=hint)

    def _twins(self, names: list[str]) -> Iterator[Diagnostic]:
        """Names that another system could not tell apart."""
        seen: dict[str, str] = {}
        for name in sorted(names):
            first = seen.setdefault(name.casefold(), name)
            if first != name:
                message = f"differs from {first} only in upper and lower case"
                yield self._problem("case-collision", message, name, "rename one of them")

    # -- the walk -----------------------------------------------------------------------------

    def _walk(
        self,
        folder: Path,
        prefix: str,
        apart_from: frozenset[Path],
        problems: list[Diagnostic],
        above: frozenset[tuple[int, int]],
    ) -> Iterator[tuple[str, Path]]:
        """Regular files below a folder with their names, in order, inside the site only."""
        here = _identity(folder)
        if here is None or here in above:
            return  # not there, or a link back to a folder above: a circle
        for item in sorted(_entries(folder), key=lambda item: item.name):
            name = prefix + paths.nfc(item.name)
            if self._skipped(item.name, name) or Path(item.path) in apart_from:
                continue
            if _UNPRINTABLE.search(name):
                problems.append(self._unprintable(name))
                continue
            if not self._is_safe(item, name, problems):
                continue
            if item.is_dir():
                inner = above | {here}
                yield from self._walk(Path(item.path), f"{name}/", apart_from, problems, inner)
            else:
                yield name, Path(item.path)

    def _skipped(self, base: str, name: str) -> bool:
        return is_dropping(base) or any(fnmatch(name, pattern) for pattern in self._ignore)

    def _unprintable(self, name: str) -> Diagnostic:
        """A name that nobody can read or write as it is, shown with the characters replaced."""
        message = "this name holds characters that are not shown, or is no UTF-8"
        shown = _UNPRINTABLE.sub("\ufffd", name)
        return self._problem("bad-file-name", message, shown, "rename it")

    def _is_safe(self, item: os.DirEntry[str], name: str, problems: list[Diagnostic]) -> bool:
        if item.is_symlink() and not _inside(Path(item.path), self.root):
            problems.append(
                self._problem("unsafe-path", "this link leads out of the site folder", name)
            )
            return False
        if not (item.is_dir() or item.is_file()):
            if item.is_symlink():
                problems.append(self._problem("unsafe-path", "this link leads nowhere", name))
            else:
                problems.append(self._problem("unsafe-path", "this is no regular file", name))
            return False
        return True


def enclosing_site(start: Path, content: str = "content") -> Path | None:
    """The nearest folder from `start` upwards with a configuration or a content folder."""
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file() or (folder / content).is_dir():
            return folder
    return None


def is_dropping(base: str) -> bool:
    """True for names that editors, systems and version control leave beside the work."""
    return (
        base.startswith((".", "~$"))
        or base.endswith(("~", ".swp", ".swx", ".tmp", ".bak", ".crswap", ".orig"))
        or (base.startswith("#") and base.endswith("#"))
        or base
        in {"4913", "Thumbs.db", "desktop.ini", "node_modules", "___jb_tmp___", "___jb_old___"}
    )


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []  # it went while we looked, or may not be read; `check` cannot tell these apart


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISDIR(found.st_mode) else None


def _inside(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _facts(name: str, data: bytes) -> FileFacts:
    width, height = image_size(data)
    return FileFacts(name, _digest(data).hex(), len(data), width, height)

"""Walking a folder of the site: which files are there, and which are refused.

Everything that is walked stays inside the site folder: what leads out of it (by
a link), and what is no regular file, is refused with a reason. A walk can start
anywhere below its top and finds there just what a walk from the top would find.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatch, translate
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from briefgen import paths

_DROPPINGS = (
    ".*",
    "#*#",
    "*~",
    "~$*",
    "*.sw[px]",
    "*.swpx",
    "*.tmp",
    "*.bak",
    "*.orig",
    "*.crswap",
    "*.kate-swp",
    "*___jb_tmp___",
    "*___jb_old___",
    "4913",
    "Thumbs.db",
    "desktop.ini",
)
"""What is neither read nor watched. Whatever begins with a dot is among it, our own workshop
beside the output folder too."""
_PRIVATE_FOLDERS = frozenset({"__pycache__", "node_modules"})
_IS_DROPPING = re.compile("|".join(map(translate, _DROPPINGS)))

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, line separators, marks that turn the direction of writing, bytes that are no UTF-8."""


class Fault(NamedTuple):
    """Why a file is refused: the code of the diagnostic, its message, and a hint."""

    code: str
    message: str
    hint: str = ""


MAX_DEPTH = 100
"""Folders inside each other that are read: listings of folders go down as deep as these."""
_TOO_DEEP = Fault(
    "too-deep",
    f"this folder lies inside {MAX_DEPTH} others: nothing in it is read",
    "move it further up, or ignore it",
)
_TWIN = Fault(
    "case-collision",
    "another name beside it differs only in its Unicode form",
    "rename one of them",
)


def unreadable(error: OSError) -> Fault:
    """What the system said when it was asked for a file or folder that is there."""
    reason = error.strerror or str(error)
    return Fault("unreadable", f"this may not be read: {reason}", "make it readable, or ignore it")


class Found(NamedTuple):
    """A file by its name (NFC, with slashes, as seen from the top), or a name that is refused."""

    name: str
    path: str
    fault: Fault | None = None


class _Folder(NamedTuple):
    """A folder that is still to be read: its path, how names in it begin, and what is above it."""

    path: str
    prefix: str
    above: frozenset[tuple[int, int]] = frozenset()


class Walk:
    """One walk.

    `linked` tells afterwards whether a symbolic link was met, a folder that may not be
    read, two names that are one in Unicode's composed form, or a name that is not told as
    it is: then one place does not tell what stands at the others.
    """

    def __init__(
        self,
        root: Path,
        top: Path,
        prefix: str = "",
        ignore: Collection[str] = (),
        apart_from: Collection[Path] = (),
        written: Collection[Path] = (),
    ) -> None:
        """`apart_from` are folders that are walked by others; `written` those that we write.

        What we write is no content, however one gets there: a link may lead to it, or to
        what is above it, under another name.
        """
        self._root = root
        self._top = top
        self._prefix = prefix
        self._ignore = tuple(ignore)
        self._apart_from = frozenset(map(str, apart_from))
        self._written = tuple(Path(os.path.realpath(folder)) for folder in written)
        self._output = {found for folder in self._written if (found := _identity(str(folder)))}
        self.linked = False

    def all(self) -> Iterator[Found]:
        """Every file below the top, folder by folder in order of name."""
        return self._from(_Folder(str(self._top), self._prefix))

    def at(self, path: Path) -> Iterator[Found]:
        """What a walk from the top finds at a path below it: a file, a folder's files, or nothing."""
        next_: Found | _Folder = _Folder(str(self._top), self._prefix)
        for part in path.relative_to(self._top).parts:
            if not isinstance(next_, _Folder):
                return  # refused, or gone: told by whoever looks at that folder
            composed = paths.nfc(part)
            try:
                above, items = self._opened(next_)
            except OSError:
                self.linked = True  # told by a scan
                return
            same = [item for item in items if paths.nfc(item.name) == composed]
            self.linked |= len(same) > 1  # so is this
            name = next_.prefix + composed
            if len(same) != 1 or self._is_passed(same[0], name):
                return
            next_ = self._one(same[0], name, above)
        yield from self._from(next_)

    # -- one folder, one entry ---------------------------------------------------------------

    def _from(self, start: Found | _Folder) -> Iterator[Found]:
        """A file, or all below a folder. Folders may lie deeper in each other than calls may."""
        waiting = [start]
        while waiting:
            next_ = waiting.pop()
            if isinstance(next_, Found):
                yield next_
            else:
                waiting += reversed([*self._inside(next_)])

    def _inside(self, folder: _Folder) -> Iterator[Found | _Folder]:
        try:
            above, items = self._opened(folder)
        except OSError as error:
            self.linked = True
            yield Found(folder.prefix.rstrip("/"), folder.path, unreadable(error))
            return
        taken = ""
        for name, item in sorted(((paths.nfc(item.name), item) for item in items), key=_order):
            whole = folder.prefix + name
            if self._is_passed(item, whole):
                continue
            if name == taken:
                self.linked = True
                yield Found(whole, item.path, _TWIN)
                continue
            taken = name
            yield self._one(item, whole, above)

    def _opened(self, folder: _Folder) -> tuple[frozenset[tuple[int, int]], list[os.DirEntry[str]]]:
        """What is in a folder, and what is above it. Raises OSError if it may not be read."""
        here = _identity(folder.path)
        if here in folder.above or here in self._output:
            return folder.above, []  # a link back to a folder above (a circle), or none of ours
        return folder.above | ({here} if here else set()), _entries(folder.path)

    def _one(
        self, item: os.DirEntry[str], name: str, above: frozenset[tuple[int, int]]
    ) -> Found | _Folder:
        fault = self._fault(item)
        if fault:
            return Found(_UNPRINTABLE.sub("\ufffd", name), item.path, fault)
        if item.is_dir():
            if len(above) > MAX_DEPTH:
                return Found(name, item.path, _TOO_DEEP)
            return _Folder(item.path, f"{name}/", above)
        return Found(name, item.path)

    def _is_passed(self, item: os.DirEntry[str], name: str) -> bool:
        """True for what is none of ours: droppings, ignored names, our own folders."""
        if is_dropping(item.name) or item.path in self._apart_from:
            return True
        if item.is_symlink() and any(
            map(Path(os.path.realpath(item.path)).is_relative_to, self._written)
        ):
            return True
        return any(fnmatch(name, pattern) for pattern in self._ignore)  # see `why_passed`

    def _fault(self, item: os.DirEntry[str]) -> Fault | None:
        linked = item.is_symlink()
        self.linked |= linked
        if _UNPRINTABLE.search(item.name):
            self.linked = True  # another name may be told in the same way
            message = "this name holds characters that are not shown, or is no UTF-8"
            return Fault("bad-file-name", message, "rename it")
        if linked and not is_inside(Path(item.path), self._root):
            hint = "copy what it leads to into the folder, or name the link under `ignore:`"
            return Fault("unsafe-path", "this link leads out of the site folder", hint)
        with contextlib.suppress(OSError):  # links in a circle
            if item.is_dir() or item.is_file():
                return None
        message = "this link leads nowhere" if linked else "this is no regular file"
        return Fault("unsafe-path", message, "delete it, or name it under `ignore:`")


@lru_cache(1 << 14)
def is_dropping(base: str) -> bool:
    """True for names that editors, systems and version control leave beside the work."""
    return base in _PRIVATE_FOLDERS or _IS_DROPPING.match(base) is not None


def why_passed(name: str, ignore: Iterable[str]) -> str:
    """What keeps a file of this name from being read, in words for a hint; "" if nothing does."""
    parts = name.split("/")
    for part in parts:
        if is_dropping(part) and part not in (".", ".."):
            return f"names like `{part}` are never read: rename it"
    places = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    found = (pattern for pattern in ignore if any(fnmatch(place, pattern) for place in places))
    pattern = next(found, "")
    return f"`ignore: {pattern}` in briefgen.yaml keeps it from being read" if pattern else ""


def _order(named: tuple[str, os.DirEntry[str]]) -> tuple[str, bool, str]:
    """By name; of two that are one name, the composed form comes first."""
    name, item = named
    return name, item.name != name, item.name


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder, nothing if it went while we looked. Raises OSError if it may not be read."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        found = os.stat(folder)  # noqa: PTH116 - of every folder of the site
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISDIR(found.st_mode) else None


def on_disk(folder: Path, name: str) -> Path:
    """Where a name stands on the disk: names are NFC here, and some systems and archives write NFD."""
    path = folder / name
    if name.isascii() or os.path.lexists(path):
        return path
    here = folder
    for part in name.split("/"):
        inner = here / part
        if not os.path.lexists(inner):
            with contextlib.suppress(OSError):
                same = (item.name for item in _entries(str(here)) if paths.nfc(item.name) == part)
                inner = here / min(same, default=part)
        here = inner
    return here


def below(top: Path) -> Iterator[os.DirEntry[str]]:
    """Everything below a folder, in no order, links not followed; what may not be read is left out."""
    waiting = [str(top)]
    while waiting:
        with contextlib.suppress(OSError):
            for item in _entries(waiting.pop()):
                yield item
                if item.is_dir(follow_symlinks=False):
                    waiting.append(item.path)


def is_inside(path: Path, root: Path) -> bool:
    """True for a path that stays in the folder, links followed."""
    return Path(os.path.realpath(path)).is_relative_to(root)  # it bears links in a circle

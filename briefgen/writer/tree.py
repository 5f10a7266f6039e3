"""What is in a folder, seen without following a symlink and without opening a file."""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec

Name = str | Path
"""A path; as text where there are thousands, which a `Path` would cost more than the call."""

CHUNK = 1 << 20
_READ = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class Tree(msgspec.Struct, frozen=True):
    """One walk: paths are relative, with slashes.

    `files` has everything that is not a folder (symlinks and devices, too): see `status_of`;
    `folders` were entered, `sealed` folders were not.
    """

    files: dict[str, os.DirEntry[str]]
    folders: set[str]
    sealed: set[str]


def walk(top: Path, known: Container[str]) -> Tree:
    """All entries below a folder, entering only the folders named in `known`.

    A folder that is not known belongs to somebody else: what is in it does not concern us,
    be it a repository of a million objects. A `top` that is missing gives an empty tree.
    """
    tree = Tree({}, set(), set())
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        with suppress(FileNotFoundError), os.scandir(f"{top}/{prefix}") as entries:
            for entry in entries:
                path = prefix + entry.name
                if not entry.is_dir(follow_symlinks=False):
                    tree.files[path] = entry
                elif path in known:
                    tree.folders.add(path)
                    waiting.append(path + "/")
                else:
                    tree.sealed.add(path)
    return tree


def status_of(entry: os.DirEntry[str]) -> os.stat_result:
    """The own status of what a walk found; raises OSError if it went meanwhile."""
    # Windows leaves the inode out of what it tells while listing.
    return os.lstat(entry.path) if os.name == "nt" else entry.stat(follow_symlinks=False)


def is_regular(status: os.stat_result) -> bool:
    """True for a plain file: not a symlink, folder, pipe or device."""
    return stat.S_ISREG(status.st_mode)


def read_chunks(path: Name, *, follow: bool = False) -> Iterator[bytes]:
    """The bytes of a plain file, at most 1 MiB at a time.

    Raises OSError, also for a pipe or device (which would never end) and, unless
    `follow`, for a symlink.
    """
    flags = _READ & ~getattr(os, "O_NOFOLLOW", 0) if follow else _READ
    with os.fdopen(os.open(path, flags), "rb", buffering=0) as file:
        if not is_regular(os.fstat(file.fileno())):
            raise OSError(f"{path} is not a plain file")
        while chunk := file.read(CHUNK):
            yield chunk


def file_digest(path: Name) -> str:
    """The digest of a plain file's bytes; raises OSError."""
    state = blake2b(digest_size=16)
    for chunk in read_chunks(path):
        state.update(chunk)
    return state.hexdigest()

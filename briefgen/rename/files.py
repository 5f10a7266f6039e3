"""Several files changed as one: all of them, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec


class Change(msgspec.Struct, frozen=True):
    """A file's new bytes, and what it holds now (None: it is not there yet)."""

    path: Path
    before: bytes | None
    after: bytes | None


class Changed(Exception):  # noqa: N818 - it says what happened
    """A file is not what it was when the change was thought out."""


def apply(changes: tuple[Change, ...]) -> None:
    """Make all changes, or none: new bytes lie ready beside their places before the first is set.

    Raises Changed if a file has changed meanwhile, OSError if the disk refuses; all files
    are as they were then.
    """
    for change in changes:
        _look(change)
    ready: dict[Path, Path] = {}
    made: list[Path] = []
    done: list[Change] = []
    try:
        for change in changes:
            if change.after is not None:
                made += _folders(change.path.parent)
                ready[change.path] = _beside(change.path, change.after, changes)
        for change in changes:
            done.append(change)
            _set(change, ready)
    except BaseException:
        for change in reversed(done):
            _undo(change)
        for file in ready.values():
            file.unlink(missing_ok=True)
        for folder in reversed(made):
            folder.rmdir()
        raise


def _look(change: Change) -> None:
    present = change.path.read_bytes() if change.path.is_file() else None
    if present != change.before or (change.before is None and os.path.lexists(change.path)):
        raise Changed(f"{change.path} has changed meanwhile")


def _folders(folder: Path) -> list[Path]:
    """Make the missing folders down to this one; the new ones, from the top."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()][::-1]
    for one in missing:
        one.mkdir()
    return missing


def _beside(path: Path, data: bytes, changes: tuple[Change, ...]) -> Path:
    """New bytes beside their place. Raises OSError about the place, whatever the file is called."""
    try:
        return _written(path, data, changes)
    except OSError as wrong:
        raise OSError(wrong.errno, wrong.strerror, str(path)) from wrong


def _written(path: Path, data: bytes, changes: tuple[Change, ...]) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    file = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        like = path if path.exists() else next((c.path for c in changes if c.after is None), None)
        if like is not None:
            shutil.copymode(like, file)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return file


def _set(change: Change, ready: Mapping[Path, Path]) -> None:
    if change.after is None:
        change.path.unlink()
    else:
        ready[change.path].replace(change.path)


def _undo(change: Change) -> None:
    if change.before is None:
        change.path.unlink(missing_ok=True)
    elif not change.path.is_file() or change.path.read_bytes() != change.before:
        change.path.write_bytes(change.before)

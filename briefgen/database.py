"""The file of the cache: SQLite, ours and nothing else; and a draft beside it, which takes its place.

A file that is made anew is made under another name. So a build that fails or is killed leaves
the cache as it was, two builds at once do not take it from each other, and it is there whole
or not at all.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

_JOURNALS = ("-journal", "-wal", "-shm")
"""Endings of what SQLite puts beside a file."""
_SCHEMA = """
CREATE TABLE part (name TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE later (name TEXT, arg TEXT, row BLOB, PRIMARY KEY (name, arg)) WITHOUT ROWID;
CREATE TABLE value (name TEXT, arg TEXT, data BLOB, PRIMARY KEY (name, arg));
"""
_PAGE = 16384
"""Bytes of a page of the file: most values fit into one, and an edit writes few."""
_APPLICATION = 0x62726966  # "brif": what `file` and SQLite call ours
_UNGUARDED = "PRAGMA journal_mode = OFF"
"""No way back: a draft that did not become whole is thrown away."""
_KEPT = 256
"""KiB of the file that SQLite holds in memory."""
_BUSY = 2.0
"""Seconds to wait for another process that is writing."""


def opened(path: Path, *, draft: bool = False) -> sqlite3.Connection:
    """The cache at a path. Raises OSError if there is none, and sqlite3.Error if it is not ours."""
    if not path.is_file():
        raise OSError("there is no cache")
    db = _connect(path)
    if draft:
        db.execute(_UNGUARDED)
    if not _is_ours(db):
        db.close()
        raise sqlite3.DatabaseError("no cache of ours")
    return db


def draft(path: Path) -> Path:
    """Where a new file is made, of this process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{path.stem}.{os.getpid()}.new")
    remove(made)
    return made


def sweep(path: Path) -> None:
    """Take away what dead processes have left beside a file."""
    for left in path.parent.glob(f"{path.stem}.*.new"):
        if not _is_in_use(left):
            remove(left)


def created(path: Path) -> sqlite3.Connection:
    """A new and empty file of ours. Raises sqlite3.Error and OSError."""
    db = _connect(path)
    db.execute(_UNGUARDED)
    shape = f"PRAGMA page_size = {_PAGE}; PRAGMA application_id = {_APPLICATION};"
    db.executescript(shape + _SCHEMA)
    return db


def put_in_place(made: Path, path: Path) -> None:
    """Have a complete file, which is closed, be the one at a path."""
    for ending in _JOURNALS:  # of the old file: nobody shall take it for one of this
        _unlink(f"{path}{ending}")
    made.replace(path)


def remove(path: Path) -> None:
    """Take away a file with what stands beside it, as far as that can be done."""
    for ending in ("", *_JOURNALS):
        _unlink(f"{path}{ending}")


def inode(path: Path) -> int:
    """Which file stands at a path; 0 if none does."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def _unlink(path: str) -> None:
    with contextlib.suppress(OSError):  # gone, or somebody's who has it open
        Path(path).unlink()


def _is_in_use(draft: Path) -> bool:
    """True if the process that makes this file is alive."""
    number = draft.name.split(".")[1]
    if number == str(os.getpid()):
        return True
    if os.name == "nt" or not number.isdecimal():
        return False  # Windows lets nobody delete what is open
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's
        return True
    return True


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
    # The file is data of unknown origin: no function of ours may run because its schema says so.
    db.execute("PRAGMA trusted_schema = OFF")
    # No waiting for the disk: a file torn by a power cut is found out by its checksums.
    db.execute("PRAGMA synchronous = OFF")
    # Nothing is read twice here: what SQLite keeps in memory is only in the way.
    db.execute(f"PRAGMA cache_size = -{_KEPT}")
    return db


def _is_ours(db: sqlite3.Connection) -> bool:
    """True if the file has our tables and nothing else: no view, trigger or virtual table acts when read."""
    try:
        found = db.execute("SELECT sql FROM sqlite_schema WHERE sql NOT NULL").fetchall()
    except sqlite3.Error:
        return False
    return {sql for (sql,) in found} == {sql.strip() for sql in _SCHEMA.split(";") if sql.strip()}

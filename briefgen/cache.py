"""The disk cache: what an earlier process computed, as plain data, keyed by content.

One SQLite file in the site's private folder. It holds every memo's reads and
fingerprint, the values worth keeping, and the digests of the inputs they were
made from; and nothing that could run. Whatever is
missing, damaged, foreign or from another version is as if it had never been
written: a cache costs time, never truth.

It is written after the site is in place, in one transaction. A process that
finds that another one has written since it looked replaces all.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from hashlib import blake2b
from operator import xor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from briefgen.data import Data
from briefgen.diagnostics import Diagnostic
from briefgen.memo import Key, Row, fingerprint
from briefgen.options import Overrides
from briefgen.settings import Settings

if TYPE_CHECKING:  # it is only asked when there is something to compute
    from briefgen.engine import Engine

T = TypeVar("T")
_Place = tuple[str, str, str]
FILE = "cache.db"
_SCHEMA = """
CREATE TABLE memo (name TEXT, arg TEXT, row BLOB, PRIMARY KEY (name, arg)) WITHOUT ROWID;
CREATE TABLE value (name TEXT, arg TEXT, data BLOB, PRIMARY KEY (name, arg)) WITHOUT ROWID;
CREATE TABLE mark (name TEXT, arg TEXT, digest BLOB, PRIMARY KEY (name, arg)) WITHOUT ROWID;
CREATE TABLE state (id INTEGER PRIMARY KEY, data BLOB);
"""
_APPLICATION = 0x62726966  # "brif": what `file` and SQLite call ours
_BUSY = 2.0
"""Seconds to wait for another process that is writing."""


class State(Data, frozen=True):
    """What the last build with this cache was: enough to know that nothing has to be done.

    `inputs` digests everything it was made from but the clock; `now` is its
    instant, of which only the day matters unless it is `timed`. `config` is the
    digest of the configuration file that gave the `settings`, under `options`.
    `sight` is what all of it looked like from outside, or empty if that tells nothing.
    `stamp` names the program that made it. `token` changes with every save; `seal` is the sum of the
    checksums of all rows, so that a row too few, too many or too old is noticed.
    """

    inputs: bytes
    now: str
    timed: bool
    build: str
    addresses: int
    diagnostics: tuple[Diagnostic, ...]
    config: bytes
    options: Overrides
    settings: Settings
    sight: bytes = b""
    stamp: str = ""
    token: str = ""
    seal: bytes = b""


_states = msgspec.msgpack.Decoder(State)
_rows = msgspec.msgpack.Decoder(Row)


class Cache:
    """The cache of one site. Every fault of the file is the same as an empty cache."""

    def __init__(self, folder: Path, stamp: Callable[[], str]) -> None:
        self._path = folder / FILE
        self._stamp = stamp
        self._token = ""
        self._seals: dict[_Place, int] = {}
        self._seal = 0
        self._connection: sqlite3.Connection | None = None

    # -- reading -------------------------------------------------------------------------------

    def state(self) -> State | None:
        """What the last build was; None without a sound cache of this very program."""
        state = self.last()
        return state if state and state.stamp == self._stamp() else None

    def last(self) -> State | None:
        """What the last build was, whichever program made it; None without a sound cache."""
        found = self._sound(lambda db: db.execute("SELECT data FROM state WHERE id = 1").fetchone())
        data = _checked(b"state", found[0]) if found else None
        try:
            state = _states.decode(data) if data else None
        except msgspec.MsgspecError:
            return None
        if state is None:
            return None
        self._token = state.token
        self._seal = int.from_bytes(state.seal, "big")
        return state

    def restore(self, engine: Engine) -> None:
        """Give the engine the memos of the last build; it finds out which of them still hold.

        Call it after `state`, which must have found one.
        """
        marks = self._sound(self._marks)
        rows = self._sound(self._memos)
        whole = self._seal == _sum(self._seals.values())
        if marks is None or rows is None or not whole:
            self.forget()
            return
        engine.restore(rows, marks, self.fetch)

    def fetch(self, name: str, arg: str) -> bytes | None:
        """A stored value; the engine checks it against its fingerprint."""
        query = "SELECT data FROM value WHERE name = ? AND arg = ?"
        found = self._sound(lambda db: db.execute(query, (name, arg)).fetchone())
        return found[0] if found and isinstance(found[0], bytes) else None

    def _marks(self, db: sqlite3.Connection) -> dict[Key, bytes]:
        found = {}
        for name, arg, digest in db.execute("SELECT name, arg, digest FROM mark"):
            found[name, arg] = digest
            self._seals["mark", name, arg] = _number(_seal(_place(name, arg), digest))
        return found

    def _memos(self, db: sqlite3.Connection) -> list[Row]:
        found = []
        for name, arg, data in db.execute("SELECT name, arg, row FROM memo"):
            sound = _checked(_place(name, arg), data)
            if sound is not None:
                found.append(_rows.decode(sound))
                self._seals["memo", name, arg] = _number(data[:16])
        return found

    def _sound(self, ask: Callable[[sqlite3.Connection], T]) -> T | None:
        """The answer of the file, or None if there is none or it is no cache of ours."""
        try:
            return ask(self._open())
        except (sqlite3.Error, msgspec.MsgspecError, OSError, ValueError, TypeError):
            return None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            if not self._path.is_file():
                raise OSError("there is no cache")
            db = _connect(self._path)
            if not _is_ours(db):
                db.close()
                raise sqlite3.DatabaseError("no cache of ours")
            self._connection = db
        return self._connection

    # -- writing ---------------------------------------------------------------------------------

    def save(self, engine: Engine, state: State) -> bool:
        """Store what changed since the last save; False if that was not possible (no harm done)."""
        stored, gone, marks = engine.take_unsaved()
        try:
            return self._store(engine, state, stored, gone, marks)
        except (sqlite3.Error, OSError):
            self.forget()
            return False

    def _store(
        self,
        engine: Engine,
        state: State,
        stored: Iterable[Key],
        gone: Iterable[Key],
        marks: Mapping[Key, bytes | None],
    ) -> bool:
        if not self._is_as_it_was():
            self._make_anew()
            stored, gone, marks = engine.everything()
        db = self._open()
        with db:
            db.execute("BEGIN IMMEDIATE")
            if self._stored_token(db) != self._token:
                raise sqlite3.OperationalError("another process has written meanwhile")
            self._token = os.urandom(8).hex()
            self._drop(db, gone)
            self._put_marks(db, marks)
            self._put_memos(db, engine.rows(stored))
            seal = self._seal.to_bytes(16, "big")
            fresh = msgspec.structs.replace(
                state, stamp=self._stamp(), token=self._token, seal=seal
            )
            _put_state(db, fresh)
        return True

    def _drop(self, db: sqlite3.Connection, gone: Iterable[Key]) -> None:
        dropped = list(gone)
        db.executemany("DELETE FROM memo WHERE name = ? AND arg = ?", dropped)
        db.executemany("DELETE FROM value WHERE name = ? AND arg = ?", dropped)
        for name, arg in dropped:
            self._note(("memo", name, arg), None)

    def _put_marks(self, db: sqlite3.Connection, marks: Mapping[Key, bytes | None]) -> None:
        gone = [key for key, digest in marks.items() if digest is None]
        kept = [(*key, digest) for key, digest in marks.items() if digest is not None]
        db.executemany("DELETE FROM mark WHERE name = ? AND arg = ?", gone)
        db.executemany("INSERT OR REPLACE INTO mark VALUES (?, ?, ?)", kept)
        for name, arg in gone:
            self._note(("mark", name, arg), None)
        for name, arg, digest in kept:
            self._note(("mark", name, arg), _seal(_place(name, arg), digest))

    def _put_memos(self, db: sqlite3.Connection, rows: Iterable[Row]) -> None:
        """Rows without their values, each with its checksum; the values stand apart."""
        values: list[tuple[str, str, bytes]] = []

        def bare() -> Iterator[tuple[str, str, bytes]]:
            for row in rows:
                if row.data is not None:
                    values.append((row.name, row.arg, row.data))
                data = msgspec.msgpack.encode(msgspec.structs.replace(row, data=None))
                seal = _seal(_place(row.name, row.arg), data)
                self._note(("memo", row.name, row.arg), seal)
                yield row.name, row.arg, seal + data

        db.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", bare())
        db.executemany("INSERT OR REPLACE INTO value VALUES (?, ?, ?)", values)

    def _note(self, place: _Place, seal: bytes | None) -> None:
        """Keep the sum of checksums true: the old one of this place out, the new one in."""
        self._seal ^= self._seals.pop(place, 0)
        if seal is not None:
            self._seals[place] = _number(seal)
            self._seal ^= self._seals[place]

    def _is_as_it_was(self) -> bool:
        """True if the file is still the one that was read."""
        token = self._sound(self._stored_token)
        return bool(self._token) and token == self._token

    @staticmethod
    def _stored_token(db: sqlite3.Connection) -> str:
        found = db.execute("SELECT data FROM state WHERE id = 1").fetchone()
        data = _checked(b"state", found[0]) if found else None
        return _states.decode(data).token if data else ""

    def _make_anew(self) -> None:
        self.forget()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = _connect(self._path)
        self._connection.executescript(f"PRAGMA application_id = {_APPLICATION};{_SCHEMA}")

    def forget(self) -> None:
        """Close and delete the cache; nothing is lost but time."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._token, self._seal = "", 0
        self._seals.clear()
        for ending in ("", "-journal", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                Path(f"{self._path}{ending}").unlink()

    def size(self) -> int:
        """Bytes on disk; 0 if there is no cache."""
        return self._path.stat().st_size if self._path.is_file() else 0

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
    # The file is data of unknown origin: no function of ours may run because its schema says so.
    db.execute("PRAGMA trusted_schema = OFF")
    # No waiting for the disk: a file torn by a power cut is found out by its checksums.
    db.execute("PRAGMA synchronous = OFF")
    return db


def _is_ours(db: sqlite3.Connection) -> bool:
    """True if the file has our tables and nothing else: no view, trigger or virtual table acts when read."""
    try:
        found = db.execute("SELECT sql FROM sqlite_schema WHERE sql NOT NULL").fetchall()
    except sqlite3.Error:
        return False
    return {sql for (sql,) in found} == {sql.strip() for sql in _SCHEMA.split(";") if sql.strip()}


def _put_state(db: sqlite3.Connection, state: State) -> None:
    data = msgspec.msgpack.encode(state)
    db.execute("INSERT OR REPLACE INTO state VALUES (1, ?)", (_seal(b"state", data) + data,))


def _place(name: str, arg: str) -> bytes:
    return f"{name}\0{arg}".encode()


def _seal(key: bytes, data: bytes) -> bytes:
    """The checksum of data and of the key it belongs to."""
    return fingerprint(key + b"\0" + data)


def _number(seal: bytes) -> int:
    return int.from_bytes(seal, "big")


def _sum(seals: Iterable[int]) -> int:
    """A sum that does not depend on the order, and from which one can be taken out again."""
    return reduce(xor, seals, 0)


def _checked(key: bytes, sealed: object) -> bytes | None:
    """The data, if it is what was sealed under the key."""
    if not isinstance(sealed, bytes):
        return None
    return sealed[16:] if _seal(key, sealed[16:]) == sealed[:16] else None


def digest_of(marks: Iterable[tuple[Key, bytes]]) -> bytes:
    """One digest of many inputs, whatever their order."""
    total = blake2b(digest_size=16)
    for (name, arg), mark in sorted(marks):
        total.update(f"{len(name)}:{name}{len(arg)}:{arg}".encode() + mark)
    return total.digest()

"""The disk cache: what an earlier process computed, as plain data, keyed by content.

One SQLite file in the site's private folder. It holds the memos' graph (what each one
read, and its fingerprint), the memos that changed since the graph was made, the values
worth keeping, and the digests of the inputs they were made from; and nothing that could
run. Whatever is missing, damaged, foreign or from another version is as if it had never
been written: a cache costs time, never truth.

It counts after the site is in place. Changes go into the file in one transaction; where all
is made anew, or another process has written since this one looked, a new file is made and
then takes the old one's place.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from briefgen import database, processes
from briefgen.graph import Graph, size
from briefgen.memo import Key, Row, fingerprint
from briefgen.seals import SIZE, checked, place, seal
from briefgen.state import State

if TYPE_CHECKING:  # it is only asked when there is something to compute
    from briefgen.engine import Engine

T = TypeVar("T")
FILE = "cache.db"
_FEW = 256
_SHARE = 16
"""So many later memos, or one in so many, and the graph is made anew with them."""
WORTH_IT = 2000
"""Fewer memos than this are stored in less time than it is worth to have another process do it."""

_states = msgspec.msgpack.Decoder(State)
_PLAIN = msgspec.msgpack.Encoder()


class _Past(NamedTuple):
    """What restores an engine."""

    graph: Graph
    later: list[Row]
    marks: list[tuple[str, str, bytes]]
    digests: dict[str, str]


class Cache:
    """The cache of one site. Every fault of the file is the same as an empty cache."""

    def __init__(self, folder: Path, stamp: Callable[[], str]) -> None:
        self._path = folder / FILE
        self._stamp = stamp
        self._token = ""
        self._parts: dict[str, bytes] = {}
        self._later: dict[Key, bytes] = {}
        self._nodes = 0
        self._early: set[Key] | None = None
        self._draft: Path | None = None
        self._beginning: processes.Beside | None = None
        self._inode = 0
        self._connection: sqlite3.Connection | None = None

    # -- reading -------------------------------------------------------------------------------

    def state(self) -> State | None:
        """What the last build was; None without a sound cache of this very program."""
        state = self.last()
        return state if state and state.stamp == self._stamp() else None

    def last(self) -> State | None:
        """What the last build was, whichever program made it; None without a sound cache."""
        return self._sound(_stored_state)

    def restore(self, engine: Engine) -> dict[str, str]:
        """Give the engine the memos of the last build; it finds out which of them still hold.

        What is given back are the digests of the artifacts, by address.

        Call it after `state`, which must have found one.
        """
        state, past = self.state(), self._sound(self._read)
        if state is None or past is None or self._sum() != state.seal:
            self.forget()
            return {}
        self._token, self._nodes = state.token, size(past.graph)
        marks = {(name, arg): mark for name, arg, mark in past.marks}
        engine.restore(past.graph, past.later, marks, self.fetch)
        return past.digests

    def fetch(self, name: str, arg: str) -> bytes | None:
        """A stored value; the engine checks it against its fingerprint."""
        if self._draft is not None:  # the file that had it is no more
            return None
        query = "SELECT data FROM value WHERE name = ? AND arg = ?"
        found = self._sound(lambda db: db.execute(query, (name, arg)).fetchone())
        return found[0] if found and isinstance(found[0], bytes) else None

    def _read(self, db: sqlite3.Connection) -> _Past:
        return _Past(
            self._part(db, "graph", Graph),
            self._changes(db),
            self._part(db, "marks", list[tuple[str, str, bytes]]),
            self._part(db, "digests", dict[str, str]),
        )

    def _part(self, db: sqlite3.Connection, name: str, type: type[T]) -> T:
        """One of the parts that are stored whole. Raises ValueError if it is not what was sealed."""
        found = db.execute("SELECT data FROM part WHERE name = ?", (name,)).fetchone()
        data = checked(name.encode(), found[0]) if found else None
        if data is None:
            raise ValueError(f"{name} is damaged")
        self._parts[name] = found[0][:SIZE]
        return msgspec.msgpack.decode(data, type=type)

    def _changes(self, db: sqlite3.Connection) -> list[Row]:
        """The memos that changed since the graph was made."""
        found = []
        decoder = msgspec.msgpack.Decoder(Row)
        for name, arg, data in db.execute("SELECT name, arg, row FROM later"):
            sound = checked(place(name, arg), data)
            if sound is not None:
                found.append(decoder.decode(sound))
                self._later[name, arg] = data[:SIZE]
        return found

    def _sound(self, ask: Callable[[sqlite3.Connection], T]) -> T | None:
        """The answer of the file, or None if there is none or it is no cache of ours."""
        try:
            return ask(self._open())
        except (sqlite3.Error, msgspec.MsgspecError, OSError, ValueError, TypeError):
            return None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            path = self._draft or self._path
            self._connection = database.opened(path, draft=self._draft is not None)
            self._inode = database.inode(path)
        return self._connection

    # -- writing ---------------------------------------------------------------------------------

    def begin(self, engine: Engine, *, beside: bool) -> None:
        """Where nothing was restored, store what is known already; `beside` whatever follows, if it can be.

        It counts only with the `save` that follows; without one, it never was.
        """
        self.abandon()
        if self._token or not engine.is_settled():  # what is fetched from the file, or may change
            return
        nodes = engine.nodes()
        try:
            self._make_anew()
            self.close()  # no two processes share a connection
            store = partial(self._put_early, engine, nodes)
            if beside and len(nodes) >= WORTH_IT:
                self._beginning = processes.Beside()
                if not self._beginning.start(store):
                    self._beginning = None
            if self._beginning is None:
                store()
            self._early = set(nodes)
        except (sqlite3.Error, OSError):
            self.abandon()

    def _put_early(self, engine: Engine, nodes: Iterable[Key]) -> None:
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            self._put_values(db, engine.rows(nodes), ())
        self.close()

    def _await_beginning(self) -> None:
        """Have stored early what is to be; where another process could not, nothing was."""
        if self._beginning is not None and not self._beginning.done():
            self.abandon()
        self._beginning = None

    def abandon(self) -> None:
        """What was begun will not be saved: take it away. The cache stays as it was."""
        if self._beginning is not None:
            self._beginning.stop()
        self._early = self._beginning = None
        if self._draft is not None:
            self.close()
            database.remove(self._draft)
            self._draft = None

    def save(self, engine: Engine, digests: Mapping[str, str], state: State) -> bool:
        """Store what changed since the last save; False if that was not possible (no harm done).

        `digests` are those of the artifacts, by address.
        """
        try:
            self._store(engine, digests, state)
            self._put_in_place()
        except (sqlite3.Error, OSError):
            self.forget()
            return False
        else:
            return True
        finally:
            self.abandon()
            engine.forget_unsaved()

    def _store(self, engine: Engine, digests: Mapping[str, str], state: State) -> None:
        database.sweep(self._path)
        self._await_beginning()
        early, self._early = self._early, None
        anew = early is not None or not self._is_as_it_was()
        if anew and early is None:
            self._make_anew()
        stored, gone = _apart(early, engine.nodes()) if anew else engine.take_unsaved()
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            if _stored_token(db) != self._token:
                raise sqlite3.OperationalError("another process has written meanwhile")
            later = {*self._later, *stored, *gone}
            if anew or len(later) > max(_FEW, self._nodes // _SHARE):
                # The values first: so they are packed once, and have their marks for the graph.
                self._put_values(db, engine.rows(stored), gone)
                self._put_graph(db, engine)
            else:
                rows = list(engine.rows(stored))
                self._put_later(db, [*rows, *(Row(*key, (), b"", (), None) for key in gone)])
                self._put_values(db, rows, gone)
            marks = sorted((name, arg, mark) for (name, arg), mark in engine.marks().items())
            self._put_part(db, "marks", marks)
            self._put_part(db, "digests", digests)
            self._token = os.urandom(8).hex()
            made = {"stamp": self._stamp(), "token": self._token, "seal": self._sum()}
            _put_state(db, msgspec.structs.replace(state, **made))

    def _put_in_place(self) -> None:
        """What was made anew becomes the cache, in one step; whoever has the old one open keeps it."""
        if self._draft is not None:
            self.close()
            database.put_in_place(self._draft, self._path)
            self._draft = None

    def _put_graph(self, db: sqlite3.Connection, engine: Engine) -> None:
        """The graph of all memos, and nothing later."""
        graph = engine.everything()
        self._put_part(db, "graph", graph)
        db.execute("DELETE FROM later")
        self._later.clear()
        self._nodes = size(graph)

    def _put_part(self, db: sqlite3.Connection, name: str, part: object) -> None:
        data = _PLAIN.encode(part)
        self._parts[name] = seal(name.encode(), data)
        db.execute("INSERT OR REPLACE INTO part VALUES (?, ?)", (name, self._parts[name] + data))

    def _put_later(self, db: sqlite3.Connection, rows: Iterable[Row]) -> None:
        """Rows without their values, each with its checksum; the values stand apart."""
        for row in rows:
            data = _PLAIN.encode(msgspec.structs.replace(row, data=None))
            made = self._later[row.name, row.arg] = seal(place(row.name, row.arg), data)
            sealed = (row.name, row.arg, made + data)
            db.execute("INSERT OR REPLACE INTO later VALUES (?, ?, ?)", sealed)

    @staticmethod
    def _put_values(db: sqlite3.Connection, rows: Iterable[Row], gone: Iterable[Key]) -> None:
        kept = ((row.name, row.arg, row.data) for row in rows if row.data is not None)
        db.executemany("INSERT OR REPLACE INTO value VALUES (?, ?, ?)", kept)
        db.executemany("DELETE FROM value WHERE name = ? AND arg = ?", gone)

    def _sum(self) -> bytes:
        """The digest of all checksums."""
        later = sorted((place(*key), seal) for key, seal in self._later.items())
        parts = [seal for _, seal in sorted(self._parts.items())]
        return fingerprint(b"".join([*parts, *chain.from_iterable(later)]))

    def _is_as_it_was(self) -> bool:
        """True if the file is still the one that was read."""
        same = bool(self._token) and self._sound(_stored_token) == self._token
        return same and database.inode(self._path) == self._inode

    def _make_anew(self) -> None:
        """A file beside the cache, which takes its place when it is complete."""
        self.close()
        self._reset()
        self._draft = database.draft(self._path)
        self._connection = database.created(self._draft)

    def forget(self) -> None:
        """Close and delete the cache; nothing is lost but time."""
        self.abandon()
        self.close()
        self._reset()
        database.remove(self._path)

    def _reset(self) -> None:
        self._token, self._nodes = "", 0
        self._parts.clear()
        self._later.clear()

    def size(self) -> int:
        """Bytes on disk; 0 if there is no cache."""
        return self._path.stat().st_size if self._path.is_file() else 0

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _stored_state(db: sqlite3.Connection) -> State | None:
    found = db.execute("SELECT data FROM part WHERE name = 'state'").fetchone()
    data = checked(b"state", found[0]) if found else None
    return _states.decode(data) if data else None


def _stored_token(db: sqlite3.Connection) -> str:
    state = _stored_state(db)
    return state.token if state else ""


def _put_state(db: sqlite3.Connection, state: State) -> None:
    data = _PLAIN.encode(state)
    sealed = seal(b"state", data) + data
    db.execute("INSERT OR REPLACE INTO part VALUES ('state', ?)", (sealed,))


def _apart(early: set[Key] | None, nodes: list[Key]) -> tuple[list[Key], list[Key]]:
    """What is still to be stored, and what was stored early and is no more."""
    known = early or set()
    return [key for key in nodes if key not in known], sorted(known.difference(nodes))

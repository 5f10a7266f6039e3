"""Inputs into values: what is asked for is computed, what is stale is computed again, and no more."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from briefgen.diagnostics import Diagnostic
from briefgen.gathers import Gathers
from briefgen.held import Held
from briefgen.memo import (
    ABSENT,
    FAILED,
    NOT_AT_HAND,
    EngineError,
    Forms,
    Frame,
    Key,
    Memo,
    Query,
    Read,
    encode,
    fingerprint,
)

Pause = Callable[[], None]
_MOST = 1000
"""So many moved values are kept as they were: of more, it is no dearer to ask everybody."""


def at_once() -> None:
    """No pause."""


def _is_stored(memo: Memo, before: Memo | None) -> bool:
    """True where the memo before was the very same: a cache that has that one has this one."""
    if before is None or not memo.mark or memo.mark != before.mark:
        return False
    return memo.reads is before.reads and memo.diagnostics == before.diagnostics


class Settling(Held):
    """Inputs, queries by rank, and the memos between them, brought up to date."""

    def __init__(self, queries: Sequence[Query]) -> None:
        super().__init__()
        self._queries = {query.name: query for query in queries}
        self._rank = {query.name: rank for rank, query in enumerate(queries, 1)}
        self._inputs: dict[Key, tuple[Any, bytes]] = {}
        self._heap: list[tuple[int, Key]] = []
        self._frames: list[Frame] = []
        self._sure: set[Key] = set()
        self._forms = Forms(queries)
        self._gathers = Gathers(queries, self._forms)
        self.ran: list[tuple[Key, Read | None]] = []
        """What has run since the caller last cleared it, and the read that caused it."""

    # -- inputs ---------------------------------------------------------------

    def put(self, name: str, arg: str, value: Any, mark: bytes | None = None) -> None:
        """Set an input. Equal values (equal marks) change nothing.

        `mark` is a digest of the value; without one the value is encoded.
        """
        key = (name, arg)
        mark = fingerprint(encode(value)) if mark is None else mark
        before = self._inputs.get(key)
        self._inputs[key] = (value, mark)
        if before is None or before[1] != mark:
            self._touch(key)

    def drop(self, name: str, arg: str) -> None:
        """Remove an input; it reads as None from now on."""
        if self._inputs.pop((name, arg), None) is not None:
            self._touch((name, arg))

    def inputs(self, name: str) -> Iterator[str]:
        """The arguments for which an input of this name is set."""
        return (key[1] for key in self._inputs if key[0] == name)

    def input(self, name: str, arg: str) -> Any:
        """The value of an input without recording a read; None if it is not set."""
        held = self._inputs.get((name, arg))
        return held[0] if held else None

    def glance(self, name: str, arg: str = "") -> Any:
        """A settled value without recording a read: only where another, smaller read stands for it."""
        key = (name, arg)
        if self._heap:
            self._freshen(key)
        return self._value(key, self._memo(key) or self._run(key, None))

    # -- reading --------------------------------------------------------------

    def get(self, name: str, arg: str = "", item: str | None = None) -> Any:
        """The value of a node, brought up to date. An unset input is None."""
        if not self._frames:
            self._sure.clear()
            return self._read(name, arg, item)
        frame = self._frames[-1]
        read = (name, arg, item)
        value = frame.reads.get(read, ABSENT)
        if value is not ABSENT:  # asked again: nothing changes while a query runs
            return value
        if self._rank.get(name, 0) >= frame.rank:
            raise EngineError(f"a query of rank {frame.rank} read {name}({arg!r}) of no lower rank")
        memo = None if self._heap else self._memos.get((name, arg))
        if memo is None or type(memo.value) in NOT_AT_HAND:
            frame.reads[read] = ABSENT  # a read, even if it fails
            value = self._read(name, arg, item)
        else:  # as nearly always
            value = memo.value if item is None else memo.value.get(item)
        frame.reads[read] = value
        return value

    def _read(self, name: str, arg: str, item: str | None) -> Any:
        key = (name, arg)
        if self._heap:
            self._freshen(key)
        if name not in self._queries:
            return self.input(name, arg)
        memo = self._memos.get(key) or self._memo(key) or self._run(key, None)
        value = memo.value
        if type(value) not in NOT_AT_HAND:
            return value if item is None else value.get(item)
        if item is None:
            return self._value(key, memo)
        return self._forms.item(name, self._fetched(key, memo), item)

    def each(self, name: str, args: Iterable[str]) -> list[Any]:
        """What `get` gives for each argument: at once, where thousands are asked for."""
        if not self._frames:
            return [self.get(name, arg) for arg in args]
        frame, found = self._frames[-1], []
        for arg in args:
            memo = None if self._heap else self._memos.get((name, arg))
            value = ABSENT if memo is None else memo.value
            if type(value) in NOT_AT_HAND or self._rank[name] >= frame.rank:
                value = self.get(name, arg)
            else:
                frame.reads[name, arg, None] = value
            found.append(value)
        return found

    def report(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Attach problems to the value that is being computed."""
        self._frames[-1].diagnostics.extend(diagnostics)

    def retain(self, keys: Iterable[Key]) -> None:
        """Make these the roots: what they need is kept, all else is forgotten."""
        before, self._roots = self._roots, set(keys)
        self._orphans |= before - self._roots
        if self._knows_readers:  # else there is nothing yet that anybody could have left behind
            self._collect()

    def demand(self, keys: Iterable[Key]) -> None:
        """Make these the roots, and have them all."""
        self.retain(keys)
        self.complete()

    def complete(self, pause: Pause = at_once) -> None:
        """Have all roots, up to date."""
        self.settle(pause=pause)
        for key in sorted(self.missing(self._roots)):
            pause()
            self._run(key, None)
        self._collect()

    def peek(self, name: str, arg: str = "") -> Any:
        """The value of a node after settling only what stands below it or beside it."""
        self._settle(self._rank[name] + 1, at_once)
        key = (name, arg)
        return self._value(key, self._memo(key) or self._run(key, None))

    def prepare(self, pause: Pause = at_once) -> None:
        """Find out now what the first change asks: who reads whom, who has added what to an index."""
        self._find_readers()
        if (
            self._heap
        ):  # whoever asked the parts now would settle them past what was gathered of them
            return
        for key in ((name, "") for name in self._gathers.names):
            pause()
            if key in self._memos:
                self._gathers.remember(key, self._value(key, self._memos[key]), self.get)

    def is_settled(self) -> bool:
        """True if nothing that is held may be another value by now."""
        return not self._heap

    def missing(self, keys: Iterable[Key]) -> list[Key]:
        """Those of the keys that would have to be computed if they were asked for now."""
        return [key for key in keys if key in self._stale or not self._has(key)]

    def diagnostics(self) -> Iterator[Diagnostic]:
        """The problems attached to all values that are alive."""
        for found in self._complaints.values():
            yield from found

    # -- settling -------------------------------------------------------------

    def settle(self, below: str = "", pause: Pause = at_once) -> None:
        """Re-run what is stale (`below` some query), lowest rank first; stop where nothing changes.

        `pause` is called before each value, and may raise: what is done then stays done.
        """
        self._settle(self._rank[below] if below else len(self._rank) + 1, pause)

    def _settle(self, limit: int, pause: Pause) -> None:
        while self._heap and self._heap[0][0] < limit:
            pause()
            self._next()

    def _freshen(self, key: Key) -> None:
        """Bring one node up to date, and of all that is stale only what it reads.

        Below the lowest rank that is stale everything holds; so this costs
        nothing while settling, where whatever is read stands below.
        """
        if self._rank.get(key[0], 0) < self._heap[0][0] or key in self._sure:
            return
        memo = self._memo(key)
        for name, arg, _ in memo.reads if memo else ():
            self._freshen((name, arg))
        if key in self._stale:
            self._refresh(key)
        self._sure.add(key)

    def _next(self) -> None:
        key = heapq.heappop(self._heap)[1]
        if key in self._stale:
            self._refresh(key)

    def _refresh(self, key: Key) -> None:
        cause = self._stale[key]
        before = self._memo(key)
        if before is None or not (key in self._roots or self._readers.has(key)):
            self._forget(key)  # nobody needs it now; whoever asks again computes it
            return
        after = self._run(key, cause)
        for item in self._changes(key, before, after):
            self._spread(key, item, before)

    def _run(self, key: Key, cause: Read | None) -> Memo:
        query, rank = self._queries[key[0]], self._rank[key[0]]
        frame = Frame(rank)
        self._frames.append(frame)
        try:
            made = self._compute(key, query, frame)
        except BaseException:
            if key in self._stale:
                heapq.heappush(self._heap, (rank, key))
            elif self._frames[:-1]:
                # Its reader may go on without it, and then hangs on what this one has read.
                self._keep(key, Memo(ABSENT, self._noted(frame.reads), (), FAILED), cause)
            raise
        finally:
            self._frames.pop()
        made.reads, made.diagnostics = self._noted(made.reads), tuple(frame.diagnostics)
        return self._keep(key, made, cause)

    def _keep(self, key: Key, memo: Memo, cause: Read | None) -> Memo:
        if not _is_stored(memo, self._memo(key)):
            self._unsaved.add(key)
        self._install(key, memo)
        self._stale.pop(key, None)
        self.ran.append((key, cause))
        return memo

    def _compute(self, key: Key, query: Query, frame: Frame) -> Memo:
        """A value and what it read; a gathered one is only brought up to date where it can be."""
        before = self._memo(key)
        if before and (
            again := self._gathers.again(key, before, self._moved.get(key, {}), self.get)
        ):
            return again
        frame.reads.clear()  # what was asked to find out that everybody has to be asked
        value = query.compute(self, key[1])
        if query.keyed:  # in the order in which it will come back from plain data
            value = dict(sorted(value.items()))
        return Memo(value, tuple(frame.reads))

    def _changes(self, key: Key, before: Memo, after: Memo) -> Iterable[str | None]:
        """The items that differ; None stands for the value as a whole."""
        if before.mark and before.mark == after.mark:
            return ()
        self._forms.fetch(before)
        if before.value is ABSENT or after.value is ABSENT:
            same = self._forms.mark(key[0], before) == self._forms.mark(key[0], after)
            return () if same else self._readers.items(key)
        concerned = self._gathers.concerned(key, after.value)
        if concerned is not None:
            item = partial(self._forms.item, key[0])
            changed = [k for k in concerned if item(before, k) != item(after, k)]
            return [*changed, None] if changed else ()
        old, new = self._forms.decoded(key[0], before), self._forms.decoded(key[0], after)
        if not self._queries[key[0]].keyed:
            return () if old == new else (None,)
        changed = [k for k in old.keys() | new.keys() if old.get(k) != new.get(k)]
        return [*changed, None] if changed else ()

    def _touch(self, key: Key) -> None:
        """An input is another one now."""
        self._sure.clear()
        self._spread(key, None)

    def _spread(self, key: Key, item: str | None, before: Memo | None = None) -> None:
        """Whoever reads this is stale. `before` is the memo that has moved, where it is known."""
        if not (self._memos or self._past):
            return  # nothing was computed that could be stale
        cause = (*key, item)
        self._find_readers()
        for reader in self._readers.of(key, item):
            if reader[0] in self._gathers.names:
                self._note(reader, key, before)
            if reader not in self._stale:
                self._stale[reader] = cause
                heapq.heappush(self._heap, (self._rank[reader[0]], reader))

    def _note(self, reader: Key, moved: Key, before: Memo | None) -> None:
        """Remember what has moved below a gathered value; what it was is what it was first."""
        known = self._moved.setdefault(reader, {})
        known.setdefault(moved, before if len(known) < _MOST else None)

    def _value(self, key: Key, memo: Memo) -> Any:
        if type(memo.value) not in NOT_AT_HAND:
            return memo.value
        return self._forms.decoded(key[0], self._fetched(key, memo))

    def _fetched(self, key: Key, memo: Memo) -> Memo:
        """A memo that has its value, in whichever form: this one, or one that is computed again."""
        self._forms.fetch(memo)
        return self._run(key, None) if memo.value is ABSENT else memo

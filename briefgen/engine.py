"""A small incremental engine: inputs, memoised pure queries, recorded reads.

It knows nothing of Markdown. A site is a short list of `Query` objects in the
order of their *rank*; a query may read inputs and queries of lower rank only,
so there can be no circle and no half-settled value ("glitch"): after inputs
changed, `settle` runs what is stale from the lowest rank upwards, and stops
wherever a new value equals the old one (early cutoff). The cost of an edit is
therefore the cost of what it changes.

A *keyed* query returns a mapping; a reader that asks for one item depends on
that item alone. A gathered one (see `gather`) changes item by item, too.

The ideas are Salsa's (recorded reads, revisions, early cutoff) and Jane
Street's Incremental (settling by height); see ARCHITECTURE.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from briefgen.graph import Graph, Past, pack
from briefgen.memo import (
    ABSENT,
    Deposit,
    EngineError,
    Key,
    Memo,
    Packed,
    Query,
    Read,
    Reader,
    Row,
    Stand,
    Stored,
    fingerprint,
)
from briefgen.settling import Pause, Settling

__all__ = ["Engine", "EngineError", "Key", "Pause", "Query", "Read", "Reader", "Row", "fingerprint"]


class Engine(Settling):
    """The whole engine: it also gives its memos away as plain data, and takes them. Not thread-safe."""

    def rows(self, keys: Iterable[Key], *, transfer: bool = False) -> Iterator[Row]:
        """Memos as plain data. `transfer` keeps every value, for another process."""
        kinds = ("always", "process") if transfer else ("always",)
        kept = {name for name, query in self._queries.items() if query.keep in kinds}
        for key in keys:
            memo, data = self._known(key), None
            lying = memo.value
            if key[0] in kept:
                self._forms.fetch(memo)
                data = None if memo.value is ABSENT else self._forms.pack(key[0], memo)
            mark = memo.mark or self._forms.mark(key[0], memo, data)
            yield Row(key[0], key[1], tuple(memo.reads), mark, memo.diagnostics, data)
            if type(lying) is Stored:
                memo.value = lying

    def put_down(self, keys: Collection[Key], spool: Deposit) -> None:
        """Have values lie in a spool: what only this build needs, and what is bulky.

        What no other process needs is let go.
        """
        self.let_go(key for key in keys if self._queries[key[0]].keep == "never")
        for key in keys:
            memo, query = self._memo(key), self._queries[key[0]]
            if memo and (query.bulky or query.keep == "process"):
                self._forms.put_down(key[0], memo, spool)

    def hand_over(self, keys: Iterable[Key], take: Stand) -> None:
        """Have somebody take the values that only this build needs, where he does."""
        for key in keys:
            if self._queries[key[0]].keep == "process" and take(key[1], self._known(key).value):
                self.let_go([key])

    def let_go(self, keys: Iterable[Key]) -> None:
        """Have values nowhere: whoever asks for them computes them again."""
        self._forms.lay_back()
        for key in keys:
            if memo := self._memo(key):
                self._forms.mark(key[0], memo)
                memo.value = ABSENT

    def release(self, keys: Iterable[Key]) -> None:
        """Know nothing of these any more: another process does, and here nobody asks."""
        self._forms.lay_back()
        for key in keys:
            self._memos.pop(key, None)
            self._unsaved.discard(key)

    def is_passing(self, key: Key) -> bool:
        """True for a value that no later process needs."""
        return self._queries[key[0]].keep != "always"

    def read_once(self, name: str, arg: str = "") -> Any:
        """A settled value, which lies afterwards where it lay before; no read is recorded."""
        value = self._value((name, arg), self._known((name, arg)))
        self._forms.lay_back()
        return value

    def named(self, reads: Collection[Read]) -> Collection[Read]:
        """The engine's own objects for what memos read that are going to be absorbed."""
        return self._noted(reads)

    def absorb(self, rows: Iterable[Row]) -> None:
        """Take over memos that another process computed from the same inputs; their reads are `named`."""
        self._sure.clear()
        for row in rows:
            key = (row.name, row.arg)
            before = self._memo(key)
            if before is None or key in self._stale:
                cause = self._stale.pop(key, None)
                after = self._take(row)
                self._unsaved.add(key)
                self.ran.append((key, cause))
                for item in self._changes(key, before, after) if before else ():
                    self._spread(key, item, before)

    def restore(
        self,
        graph: Graph,
        later: Iterable[Row],
        marks: Mapping[Key, bytes],
        fetch: Callable[[str, str], bytes | None],
    ) -> None:
        """Start from the memos of an earlier process, whose values `fetch` brings when needed.

        `later` came or changed after the graph was made (without a mark: went). `marks` are
        the digests of their inputs; whatever read one that differs now is stale. Call it once,
        on an engine that has its inputs and has computed nothing.
        """

        def lying(key: Key) -> Any:
            kept = self._queries[key[0]].keep == "always"
            return Stored(partial(fetch, *key)) if kept else ABSENT

        past = self._past = Past(graph, lying)
        self._readers.go_on_from(past)
        self._knows_readers = True
        self._complaints.update(past.complaints())
        self._orphans.update(past.loose())
        for row in later:
            key = (row.name, row.arg)
            if row.mark:
                self._install(key, Memo(lying(key), row.reads, row.diagnostics, row.mark))
            else:
                self._forget(key)
        for name, arg in self._other_inputs(marks):
            self._spread((name, arg), None)
        self._unsaved.clear()

    def _take(self, row: Row) -> Memo:
        value: Any = ABSENT if row.data is None else Packed(row.data)
        memo = Memo(value, row.reads, row.diagnostics, row.mark)
        self._install((row.name, row.arg), memo)
        return memo

    def _other_inputs(self, marks: Mapping[Key, bytes]) -> set[Key]:
        keys = marks.keys() | self._inputs.keys()
        return {k for k in keys if marks.get(k) != (self._inputs.get(k) or (None, None))[1]}

    def take_unsaved(self) -> tuple[list[Key], list[Key]]:
        """What changed since the last call: memos to store, and memos to drop."""
        nodes = sorted(self._unsaved)
        self._unsaved.clear()
        return [k for k in nodes if self._has(k)], [k for k in nodes if not self._has(k)]

    def forget_unsaved(self) -> None:
        """Nobody will save what has changed so far: it need not be remembered."""
        self._unsaved.clear()

    def everything(self) -> Graph:
        """All memos, as a later process can take them over; their values lie in `rows`."""
        self._bring_all()
        for (name, _), memo in self._memos.items():
            self._forms.mark(name, memo)
        return pack(self._memos, self._all_gates())

    def nodes(self) -> list[Key]:
        """All memos at hand."""
        return list(self._memos)

    def marks(self) -> dict[Key, bytes]:
        """The digests of all inputs."""
        return {key: mark for key, (_, mark) in self._inputs.items()}

    def _known(self, key: Key) -> Memo:
        found = self._memo(key)
        if found is None:
            raise KeyError(key)
        return found

"""Who read what, as one piece of plain data, from which a later process takes only what it needs.

The memos of a site are many, and an edit concerns few of them: to bring them all back, and
to find anew who reads whom, would cost every build what the whole site costs. So they are
stored as numbers, in the form in which graphs are (compressed sparse rows, in both
directions): reading them is copying bytes, and a memo becomes one when it is asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate, chain
from typing import Any, Final

from briefgen.data import Data
from briefgen.diagnostics import Diagnostic
from briefgen.memo import Key, Memo, Read

_MARK = 16
"""Bytes of a fingerprint."""
_NUMBERS: Final = "I"


class Graph(Data, frozen=True):
    """All memos without their values. Numbers are of the machine's own byte order.

    `nodes` and `gates` (whatever was read) are sorted by name and argument. Row `n` of `reads`
    are the gates that node `n` read, in that order, row `n` of `readers` the nodes that read
    gate `n`; `…_ends` says where each row ends. `loose` nodes are read by none.
    """

    nodes: list[Key]
    gates: list[Read]
    marks: bytes
    reads: bytes
    read_ends: bytes
    readers: bytes
    reader_ends: bytes
    complaints: list[tuple[int, tuple[Diagnostic, ...]]]
    loose: list[int]


def pack(memos: Mapping[Key, Memo]) -> Graph:
    """The graph of memos that all have their marks."""
    nodes = sorted(memos)
    reads = [memos[node].reads for node in nodes]
    gates = sorted(set(chain.from_iterable(reads)), key=_place)
    numbers = {gate: number for number, gate in enumerate(gates)}
    rows = [list(map(numbers.__getitem__, row)) for row in reads]
    readers: list[list[int]] = [[] for _ in gates]
    for node, row in enumerate(rows):
        for gate in row:
            readers[gate].append(node)
    known = {gate[:2] for gate in gates}
    return Graph(
        nodes=nodes,
        gates=gates,
        marks=b"".join(memos[node].mark for node in nodes),
        reads=array(_NUMBERS, chain.from_iterable(rows)).tobytes(),
        read_ends=_ends(rows),
        readers=array(_NUMBERS, chain.from_iterable(readers)).tobytes(),
        reader_ends=_ends(readers),
        complaints=[
            (number, memos[node].diagnostics)
            for number, node in enumerate(nodes)
            if memos[node].diagnostics
        ],
        loose=[number for number, node in enumerate(nodes) if node not in known],
    )


def _place(read: Read) -> tuple[str, str, bool, str]:
    name, arg, item = read
    return name, arg, item is not None, item or ""


def _ends(rows: list[list[int]]) -> bytes:
    return array(_NUMBERS, accumulate(map(len, rows))).tobytes()


class Past:
    """The memos of an earlier process, each of which can be taken once.

    `lying` gives the value of a memo as it lies there, unread.
    """

    def __init__(self, graph: Graph, lying: Callable[[Key], Any]) -> None:
        self._graph = graph
        self._lying = lying
        self._taken: set[int] = set()
        self._reads = memoryview(graph.reads).cast(_NUMBERS)
        self._read_ends = memoryview(graph.read_ends).cast(_NUMBERS)
        self._readers = memoryview(graph.readers).cast(_NUMBERS)
        self._reader_ends = memoryview(graph.reader_ends).cast(_NUMBERS)
        self._complaints = dict(graph.complaints)

    def has(self, key: Key) -> bool:
        """True if this memo can still be taken."""
        return self._find(key) is not None

    def take(self, key: Key) -> Memo | None:
        """The memo of a node; None if there was none, or it was taken."""
        number = self._find(key)
        return None if number is None else self._take(number)

    def rest(self) -> Iterator[tuple[Key, Memo]]:
        """All that was not taken yet."""
        for number, key in enumerate(self._graph.nodes):
            if number not in self._taken:
                yield key, self._take(number)

    def readers(self, key: Key) -> dict[str | None, set[Key]]:
        """Who read a node or an input, by item; those that were taken among them."""
        nodes, gates = self._graph.nodes, self._graph.gates
        found: dict[str | None, set[Key]] = {}
        number = bisect_left(gates, key, key=_node)
        while number < len(gates) and gates[number][:2] == key:
            row = _row(self._readers, self._reader_ends, number)
            found[gates[number][2]] = {nodes[reader] for reader in row}
            number += 1
        return found

    def complaints(self) -> Iterator[tuple[Key, tuple[Diagnostic, ...]]]:
        """What each memo complained of, if it did."""
        for number, found in self._graph.complaints:
            yield self._graph.nodes[number], found

    def loose(self) -> Iterator[Key]:
        """The nodes that nobody read: what was asked for."""
        return (self._graph.nodes[number] for number in self._graph.loose)

    def _find(self, key: Key) -> int | None:
        nodes = self._graph.nodes
        number = bisect_left(nodes, key)
        there = number < len(nodes) and nodes[number] == key and number not in self._taken
        return number if there else None

    def _take(self, number: int) -> Memo:
        self._taken.add(number)
        graph = self._graph
        return Memo(
            self._lying(graph.nodes[number]),
            tuple(graph.gates[gate] for gate in _row(self._reads, self._read_ends, number)),
            self._complaints.get(number, ()),
            graph.marks[_MARK * number : _MARK * (number + 1)],
        )


def _node(read: Read) -> Key:
    return read[:2]


def _row(numbers: memoryview, ends: memoryview, number: int) -> memoryview:
    return numbers[ends[number - 1] if number else 0 : ends[number]]

"""Who read what, as one piece of plain data, from which a later process takes only what it needs.

The memos of a site are many, and an edit concerns few of them: to bring them all back, and
to find anew who reads whom, would cost every build what the whole site costs. So they are
stored as numbers, in the form in which graphs are (compressed sparse rows, in both
directions): reading them is copying bytes, and a memo becomes one when it is asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, TypeVar

from briefgen.data import Data
from briefgen.diagnostics import Diagnostic
from briefgen.memo import Key, Memo, Read

T = TypeVar("T")
_MARK = 16
"""Bytes of a fingerprint."""
_NUMBERS: Final = "I"


class Rows(Data, frozen=True):
    """Rows of bytes or of numbers, end to end: row `n` stands before `ends[n]`.

    Numbers are of the machine's own byte order.
    """

    data: bytes
    ends: bytes


class Graph(Data, frozen=True):
    """All memos without their values.

    `nodes` and `gates` (whatever was read) are sorted texts. Row `n` of `reads` are the gates
    that node `n` read, in that order, row `n` of `readers` the nodes that read gate `n`.
    `loose` nodes are read by none.
    """

    nodes: Rows
    gates: Rows
    marks: bytes
    reads: Rows
    readers: Rows
    complaints: list[tuple[int, tuple[Diagnostic, ...]]]
    loose: list[int]


def pack(memos: Mapping[Key, Memo], read: Iterable[Read]) -> Graph:
    """The graph of memos that all have their marks; `read` is all that they read."""
    nodes, node_texts = _sorted(memos, _node_text)
    gates, gate_texts = _sorted(read, _gate_text)
    numbers = {gate: number for number, gate in enumerate(gates)}
    # Arrays, and one table at a time: with a list for each, all this would weigh as much as a site.
    rows = [array(_NUMBERS, map(numbers.__getitem__, memos[node].reads)) for node in nodes]
    del numbers
    readers = [array(_NUMBERS) for _ in gates]
    for node, row in enumerate(rows):
        for gate in row:
            readers[gate].append(node)
    known = {gate[:2] for gate in gates}
    return Graph(
        nodes=_texts(node_texts),
        gates=_texts(gate_texts),
        marks=b"".join(memos[node].mark for node in nodes),
        reads=_numbers(rows),
        readers=_numbers(readers),
        complaints=[
            (number, memos[node].diagnostics)
            for number, node in enumerate(nodes)
            if memos[node].diagnostics
        ],
        loose=[number for number, node in enumerate(nodes) if node not in known],
    )


def size(graph: Graph) -> int:
    """How many memos there are."""
    return len(graph.marks) // _MARK


# A name of a query or a file holds no NUL; an item may hold anything, and stands last.


def _node_text(key: Key) -> bytes:
    return "\0".join(key).encode()


def _gate_text(read: Read) -> bytes:
    name, arg, item = read
    return f"{name}\0{arg}\0{'' if item is None else '=' + item}".encode()


def _node(text: bytes) -> Key:
    name, _, arg = text.decode().partition("\0")
    return name, arg


def _gate(text: bytes) -> Read:
    name, arg, item = text.decode().split("\0", 2)
    return name, arg, item[1:] if item else None


def _sorted(things: Iterable[T], text: Callable[[T], bytes]) -> tuple[list[T], list[bytes]]:
    """Things in the order of their texts, each of which is only one's, and the texts."""
    known = {text(thing): thing for thing in things}
    texts = sorted(known)
    return [known[text] for text in texts], texts


def _texts(texts: list[bytes]) -> Rows:
    return Rows(b"".join(texts), _ends(texts))


def _numbers(rows: list[array[int]]) -> Rows:
    return Rows(b"".join(rows), _ends(rows))


def _ends(rows: Iterable[Sequence[object]]) -> bytes:
    return array(_NUMBERS, accumulate(map(len, rows))).tobytes()


class _View:
    """The rows of a graph by number: texts, or lists of numbers."""

    def __init__(self, rows: Rows, data: Any) -> None:
        self._data = data
        self._ends = memoryview(rows.ends).cast(_NUMBERS)

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[Any]:
        start = 0
        for end in self._ends:
            yield self._data[start:end]
            start = end

    def __getitem__(self, number: int) -> Any:
        return self._data[self._ends[number - 1] if number else 0 : self._ends[number]]


class _Reads(Collection[Read]):
    """What a memo read, by numbers: an index of a site has read every document, and who reads the index asks for none."""

    def __init__(self, gates: _View, numbers: Sequence[int]) -> None:
        self._gates, self._numbers = gates, numbers

    def __iter__(self) -> Iterator[Read]:
        return (_gate(self._gates[number]) for number in self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, read: object) -> bool:
        return any(read == each for each in self)


class Past:
    """The memos of an earlier process, each of which can be taken once.

    `lying` gives the value of a memo as it lies there, unread.
    """

    def __init__(self, graph: Graph, lying: Callable[[Key], Any]) -> None:
        self._graph = graph
        self._lying = lying
        self._taken: set[int] = set()
        self._nodes = _View(graph.nodes, graph.nodes.data)
        self._gates = _View(graph.gates, graph.gates.data)
        self._reads = _View(graph.reads, memoryview(graph.reads.data).cast(_NUMBERS))
        self._readers = _View(graph.readers, memoryview(graph.readers.data).cast(_NUMBERS))
        self._complaints = dict(graph.complaints)
        self._numbers: dict[bytes, int] = {}

    def has(self, key: Key) -> bool:
        """True if this memo can still be taken."""
        return self._find(key) is not None

    def take(self, key: Key) -> Memo | None:
        """The memo of a node; None if there was none, or it was taken."""
        number = self._find(key)
        return None if number is None else self._take(number, key)

    def rest(self) -> Iterator[tuple[Key, Memo]]:
        """All that was not taken yet."""
        for number in range(len(self._nodes)):
            if number not in self._taken:
                key = self._key(number)
                yield key, self._take(number, key)

    def items(self, key: Key) -> Iterator[str | None]:
        """What was read of a node or an input: its items, or None for all of it."""
        start = _gate_text((*key, None))
        number = bisect_left(self._gates, start)
        while number < len(self._gates) and (text := self._gates[number]).startswith(start):
            yield _gate(text)[2]
            number += 1

    def readers(self, key: Key, item: str | None) -> set[Key]:
        """Who read an item of a node or an input; those that were taken among them."""
        text = _gate_text((*key, item))
        number = bisect_left(self._gates, text)
        if number == len(self._gates) or self._gates[number] != text:
            return set()
        return {self._key(reader) for reader in self._readers[number]}

    def complaints(self) -> Iterator[tuple[Key, tuple[Diagnostic, ...]]]:
        """What each memo complained of, if it did."""
        for number, found in self._graph.complaints:
            yield self._key(number), found

    def loose(self) -> Iterator[Key]:
        """The nodes that nobody read: what was asked for."""
        return map(self._key, self._graph.loose)

    def _key(self, number: int) -> Key:
        return _node(self._nodes[number])

    def _find(self, key: Key) -> int | None:
        if not self._numbers:  # thousands are looked for, and few gates
            self._numbers = {text: number for number, text in enumerate(self._nodes)}
        number = self._numbers.get(_node_text(key))
        return number if number not in self._taken else None

    def _take(self, number: int, key: Key) -> Memo:
        self._taken.add(number)
        return Memo(
            self._lying(key),
            _Reads(self._gates, self._reads[number]),
            self._complaints.get(number, ()),
            self._graph.marks[_MARK * number : _MARK * (number + 1)],
        )

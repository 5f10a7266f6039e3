"""The values of the engine: keys, queries, memos, and the forms in which a value can lie.

A value is at hand, packed (as it came from another process), sliced (packed, but for some
of its items), stored (in the cache, fetched when asked for), or absent (only its fingerprint
is known).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from hashlib import blake2b
from operator import itemgetter
from typing import Any, Literal, Protocol, TypeVar, get_args

import msgspec

from briefgen.diagnostics import Diagnostic
from briefgen.sharing import Slices, joined, packed

T = TypeVar("T")

Key = tuple[str, str]
"""A node: name of the query or input, and its argument ("" when it takes none)."""

Read = tuple[str, str, str | None]
"""What was read: a node, and the item of a keyed node (None: all of it)."""

Deposit = Callable[[bytes], Callable[[], bytes | None]]
"""Takes the data of a value, and gives what brings it back (None: it is gone)."""

Stand = Callable[[str, Any], bool]
"""Takes a value, by the argument of its node, for good; False where it did not."""

encode = msgspec.msgpack.Encoder(order="sorted").encode
_slices = msgspec.msgpack.Decoder(dict[str, msgspec.Raw])


class EngineError(Exception):
    """A query broke the engine's rules (a bug of ours, never of an author)."""


class Reader(Protocol):
    """What a query sees of the engine while it runs."""

    def get(self, name: str, arg: str = "", item: str | None = None) -> Any:
        """The value of a node, or of one item of a keyed node; the read is recorded."""

    def each(self, name: str, args: Iterable[str]) -> list[Any]:
        """The value of a node for each argument; the reads are recorded."""

    def report(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Attach problems to the value that is being computed."""


class Query(msgspec.Struct, frozen=True):
    """A pure, memoised function of what it reads.

    `type` is what the value decodes to; `keyed` says that the value is a
    mapping whose items are read one by one; `shared`, that these are tuples with members
    in common. A `bulky` value is one of many that take much memory, and lies elsewhere when
    it is not asked for, if there is a place. `keep` says where the value goes:
    `always` also into the disk cache, `process` to other processes of this
    build only, `never` nowhere: elsewhere it is known by its fingerprint, and
    computed again should anyone ask. `gist` gives what tells one value from another where
    that is less than all of it: of a value that holds its own digest, the digest.
    """

    name: str
    compute: Callable[[Reader, str], Any]
    type: Any
    keyed: bool = False
    bulky: bool = False
    shared: bool = False
    keep: Literal["always", "process", "never"] = "always"
    gist: Callable[[Any], object] | None = None


class Packed(msgspec.Struct, frozen=True):
    """A value that has not been decoded yet."""

    data: bytes


class Sliced(msgspec.Struct, frozen=True):
    """A keyed value whose items are decoded one by one, when they are asked for."""

    data: bytes
    items: dict[str, msgspec.Raw] | Slices
    known: dict[str, Any]


class Stored(msgspec.Struct, frozen=True):
    """A value that lies in a file: `fetch` gives its data, or None if that is gone or damaged.

    ours: nobody but this build can have written there; so what comes is what was put down.
    """

    fetch: Callable[[], bytes | None]
    ours: bool = False


class Absent(msgspec.Struct, frozen=True):
    """A value that was not kept: only its mark is known."""


ABSENT = Absent()
NOT_AT_HAND = (Packed, Sliced, Stored, Absent)


class Memo(msgspec.Struct, gc=False):
    """The last result of a query, what it read, and what it complained of."""

    value: Any
    reads: Collection[Read]
    diagnostics: tuple[Diagnostic, ...] = ()
    mark: bytes = b""


class Row(msgspec.Struct, array_like=True, gc=False):
    """A memo as plain data, to be stored or passed between processes."""

    name: str
    arg: str
    reads: tuple[Read, ...]
    mark: bytes
    diagnostics: tuple[Diagnostic, ...]
    data: bytes | None


def with_items(value: Mapping[str, T], items: Mapping[str, T | None]) -> dict[str, T]:
    """A mapping in the order of its keys with other items; None: without this one."""
    merged = {**value, **items}
    if len(merged) > len(value):
        merged = dict(sorted(merged.items(), key=itemgetter(0)))
    for key in [key for key, item in items.items() if item is None]:
        del merged[key]
    return merged  # type: ignore[return-value]


def fingerprint(data: bytes) -> bytes:
    """The 128-bit BLAKE2b digest by which values are compared across processes."""
    return blake2b(data, digest_size=16).digest()


FAILED = fingerprint(b"")
"""The mark of what could not be computed: no value is packed into nothing."""


class Forms:
    """How values get from one form to another."""

    def __init__(self, queries: Iterable[Query]) -> None:
        self._types = {query.name: query.type for query in queries}
        # Of a mapping of one type of items; few are records, each item of another type.
        args = {query.name: get_args(query.type) for query in queries if query.keyed}
        self._types |= {f"{name}[]": found[1] for name, found in args.items() if found}
        self._shared = {query.name for query in queries if query.shared}
        for name in self._shared:
            member = self._types[f"{name}[]"] = get_args(args[name][1])[0]
            self._types[name] = tuple[list[member], dict[str, bytes]]  # type: ignore[valid-type]
        self._gists = {query.name: query.gist for query in queries if query.gist}
        self._decoders: dict[str, msgspec.msgpack.Decoder[Any]] = {}
        self._unpacked: list[tuple[Memo, Stored]] = []

    def decoded(self, name: str, memo: Memo) -> Any:
        """The value of a query's memo, which is at hand from now on."""
        self.fetch(memo)
        if type(memo.value) in (Packed, Sliced):
            found = self._decoder(name).decode(memo.value.data)
            memo.value = joined(found) if name in self._shared else found
        return memo.value

    def item(self, name: str, memo: Memo, item: str) -> Any:
        """An item of a keyed query's memo: of a packed one, that item alone is unpacked."""
        value = memo.value
        if type(value) is Packed and f"{name}[]" in self._types:
            value = memo.value = Sliced(value.data, self._items(name, value.data), {})
        if type(value) is not Sliced:
            return self.decoded(name, memo).get(item)
        if item not in value.known:
            found = value.items.get(item)
            if isinstance(found, msgspec.Raw):
                found = self._decoder(f"{name}[]").decode(found)
            value.known[item] = found
        return value.known[item]

    def changed(self, name: str, memo: Memo, items: Mapping[str, Any]) -> Any:
        """The value of a keyed query's memo with other items (None: without this one).

        Where the items lie packed one by one, the others are not unpacked.
        """
        value = memo.value
        if type(value) is not Sliced or isinstance(value.items, Slices):
            return with_items(self.decoded(name, memo), items)
        raw = {
            key: None if item is None else msgspec.Raw(encode(item)) for key, item in items.items()
        }
        merged = with_items(value.items, raw)
        return Sliced(encode(merged), merged, {**value.known, **items})

    def _items(self, name: str, data: bytes) -> dict[str, msgspec.Raw] | Slices:
        if name in self._shared:
            return Slices(data, self._decoder(f"{name}[]").decode)
        return _slices.decode(data)

    def _decoder(self, name: str) -> msgspec.msgpack.Decoder[Any]:
        """Made when first needed: resolving the types of all of them costs a tenth of a second."""
        if name not in self._decoders:
            self._decoders[name] = msgspec.msgpack.Decoder(self._types[name])
        return self._decoders[name]

    def fetch(self, memo: Memo) -> None:
        """Bring a value that lies in a file; it is absent from then on if that is damaged."""
        lying = memo.value
        if type(lying) is Stored:
            data = lying.fetch()
            sound = data is not None and (lying.ours or fingerprint(data) == memo.mark)
            memo.value = Packed(data) if data is not None and sound else ABSENT
            if lying.ours:
                self._unpacked.append((memo, lying))

    def pack(self, name: str, memo: Memo) -> bytes:
        """A value as plain data."""
        if type(memo.value) in (Packed, Sliced):
            return memo.value.data  # type: ignore[no-any-return]
        return packed(memo.value, encode) if name in self._shared else encode(memo.value)

    def lay_back(self) -> None:
        """Have all that was fetched out of our own file lie there again, and only there."""
        for memo, lying in self._unpacked:
            memo.value = lying
        self._unpacked.clear()

    def put_down(self, name: str, memo: Memo, spool: Deposit) -> None:
        """Have a value lie elsewhere."""
        if type(memo.value) not in (Stored, Absent):
            self.mark(name, memo)
            memo.value = Stored(spool(self.pack(name, memo)), ours=True)

    def mark(self, name: str, memo: Memo, data: bytes | None = None) -> bytes:
        """The fingerprint of a value; `data` is the value packed, where somebody has it."""
        if not memo.mark:
            gist = self._gists.get(name)
            if gist:
                data = encode(gist(self.decoded(name, memo)))
            memo.mark = fingerprint(self.pack(name, memo) if data is None else data)
        return memo.mark


class Frame:
    """One running query: its rank, what it has read (and was given), what it has reported."""

    __slots__ = ("diagnostics", "rank", "reads")

    def __init__(self, rank: int) -> None:
        self.rank = rank
        self.reads: dict[Read, Any] = {}
        self.diagnostics: list[Diagnostic] = []

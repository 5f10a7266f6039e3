"""Mappings whose tuples have members in common: each member once, and the same mapping comes back."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from briefgen.data import Data
from briefgen.engine import Engine, Query
from briefgen.memo import encode
from briefgen.sharing import Members, Slices, joined, packed


class Thing(Data, frozen=True):
    name: str
    number: int = 0


THINGS = st.builds(Thing, st.text(max_size=3), st.integers(0, 3))
MAPPINGS = st.dictionaries(st.text(max_size=4), st.lists(THINGS, max_size=6).map(tuple)).map(
    lambda found: dict(sorted(found.items()))
)
_members = msgspec.msgpack.Decoder(tuple[list[Thing], dict[str, bytes]])
_decode = msgspec.msgpack.Decoder(Thing).decode


def unpacked(data: bytes) -> dict[str, tuple[Thing, ...]]:
    found: Members = _members.decode(data)
    return joined(found)


@given(MAPPINGS)
def test_what_is_packed_comes_back_whole_and_one_by_one(
    value: dict[str, tuple[Thing, ...]],
) -> None:
    data = packed(value, encode)
    assert unpacked(data) == value
    slices = Slices(data, _decode)
    assert {key: slices.get(key) for key in value} == value
    assert slices.get("no such key") is None


@given(MAPPINGS)
def test_equal_mappings_are_packed_alike_whichever_objects_they_hold(
    value: dict[str, tuple[Thing, ...]],
) -> None:
    others = {key: tuple(Thing(t.name, t.number) for t in row) for key, row in value.items()}
    assert packed(others, encode) == packed(value, encode)
    assert packed(unpacked(packed(value, encode)), encode) == packed(value, encode)


def test_a_member_is_packed_once() -> None:
    one = Thing("x" * 1000)
    data = packed({str(n): (one, Thing("x" * 1000)) for n in range(50)}, encode)
    assert data.count(b"x" * 1000) == 1
    assert len({id(t) for row in unpacked(data).values() for t in row}) == 1


def test_an_engine_takes_items_out_of_what_another_one_has_packed() -> None:
    things = {"a": (Thing("1"), Thing("2")), "b": (Thing("2"),), "c": ()}
    queries = [
        Query("index", lambda *_: things, dict[str, tuple[Thing, ...]], keyed=True, shared=True)
    ]
    first, second, third = (Engine(queries) for _ in range(3))
    assert first.get("index") == things
    rows = list(first.rows([("index", "")]))
    second.absorb(rows)
    assert (second.get("index", "", "b"), second.get("index", "", "d")) == (things["b"], None)
    assert [row.data for row in second.rows([("index", "")])] == [rows[0].data]
    assert second.get("index") == things
    third.absorb(rows)
    assert third.get("index") == things
    assert (second.ran[1:], third.ran[1:]) == ([], [])
    assert [row.mark for row in third.rows([("index", "")])] == [rows[0].mark]

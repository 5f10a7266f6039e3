"""Gathered values: whatever happens to the members, what is brought up to date equals what is made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefgen import joins, settling
from briefgen.engine import Engine, Query, Reader
from briefgen.gather import Gather
from briefgen.joins import All, Join, Last, Mendable, Own, Unsure
from briefgen.memo import Key, Sliced

Texts = dict[str, tuple[str, ...]]
"""Name → the words of a text."""


def words(get: Reader, name: str) -> tuple[str, ...]:
    return tuple(get.get("text", name) or ())


def by_word(name: str, found: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return ((word, name) for word in found)


def not_alone(
    name: str, found: tuple[str, ...], least: int
) -> Iterator[tuple[str, tuple[int, str]]]:
    return ((word, (least, f"{name}{place}")) for place, word in enumerate(found))


def at_least(added: list[tuple[int, str]]) -> tuple[str, ...] | None:
    names = tuple(name for _, name in added)
    return names if len(names) >= added[0][0] else None


def of_owner(name: str, found: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Commonly a member's own; two of them pass for one."""
    return ((word, (OWNERS.get(name, name), place)) for place, word in enumerate(found))


def named(name: str, found: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, int]]]:
    return ((word, (name, place)) for place, word in enumerate(found))


def own(name: str, found: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    if found:
        yield name, found


def backwards(values: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(values, reverse=True))


def report(get: Reader, word: str) -> tuple[object, ...]:
    return tuple(get.get(name, "", word) for name in INDEXES)


OWNERS = {"q": "x", "s": "x"}
IN_ORDER, BACKWARDS = joins.by(itemgetter(0)), All(itemgetter(0), backwards)
Value = tuple[str, int]
GATHERED: dict[str, tuple[Gather, Any]] = {
    "index": (Gather("tree", ("words",), by_word), tuple[str, ...]),
    "frequent": (
        Gather("tree", ("words",), not_alone, at_least, given=("least",)),
        tuple[str, ...],
    ),
    "sorted": (Gather("tree", ("words",), of_owner, IN_ORDER), tuple[Value, ...]),
    "backwards": (Gather("tree", ("words",), of_owner, BACKWARDS), tuple[Value, ...]),
    "last": (Gather("tree", ("words",), named, Last(itemgetter(0))), Value),
    "own": (Gather("tree", ("words",), own, Own()), tuple[str, ...]),
    "with-input": (
        Gather("tree", ("words", "text"), lambda *row: own(*row[:2]), Own()),
        tuple[str, ...],
    ),
}
SHARED = ("sorted",)
INDEXES = tuple(GATHERED)
QUERIES = [
    Query("words", words, tuple[str, ...]),
    *(
        Query(name, gather, dict[str, type], keyed=True, shared=name in SHARED)  # type: ignore[valid-type]
        for name, (gather, type) in GATHERED.items()
    ),
    Query("report", report, tuple[*(type | None for _, type in GATHERED.values())]),  # type: ignore[misc]
]
ROOTS = [*(("report", word) for word in "abcdpq"), *((name, "") for name in INDEXES)]


def bring(engine: Engine, texts: Texts, least: int) -> None:
    for gone in set(engine.inputs("text")) - texts.keys():
        engine.drop("text", gone)
    for name, text in texts.items():
        engine.put("text", name, text)
    shown = texts.keys() - {"p"} if least == 3 else texts  # one that goes though its text stays
    engine.put("tree", "", tuple(sorted(shown)))
    engine.put("least", "", least)


def settled(engine: Engine) -> list[tuple[str, object]]:
    """All that was made, in its order, first item by item."""
    engine.demand(ROOTS)
    items = [(word, engine.get(name, "", word)) for name in INDEXES for word in "abcdpqrst"]
    items += [item for name in INDEXES for item in engine.get(name).items()]
    return items + [(word, engine.get("report", word)) for _, word in ROOTS]


def fresh(texts: Texts, least: int) -> Engine:
    engine = Engine(QUERIES)
    bring(engine, texts, least)
    return engine


Fetch = Callable[[str, str], bytes | None]


def carried(
    old: Engine, texts: Texts, least: int, queries: list[Query], lost: Iterable[str] = ()
) -> tuple[Engine, list[Key]]:
    """The engine of a later process, with the memory of this one, and what it fetches of that.

    Of the `lost` queries no value is found again.
    """
    graph, marks = old.everything(), old.marks()
    values = {(row.name, row.arg): row.data for row in old.rows(list(old._memos))}
    fetched: list[Key] = []

    def fetch(name: str, arg: str) -> bytes | None:
        fetched.append((name, arg))
        return None if name in lost else values.get((name, arg))

    new = Engine(queries)
    bring(new, texts, least)
    new.restore(graph, (), marks, fetch)
    return new, fetched


SITES = st.dictionaries(
    st.sampled_from("pqrst"), st.lists(st.sampled_from("abcd"), max_size=4).map(tuple), max_size=5
)
CROSSINGS = {"cross": (), "lose words": ("words",), "lose indexes": INDEXES}
STEPS = st.lists(
    st.tuples(SITES, st.integers(1, 3), st.sampled_from(["go on", "prepare", "ask", *CROSSINGS])),
    min_size=1,
    max_size=8,
)


@settings(max_examples=250)
@given(STEPS)
def test_law_any_history_equals_a_fresh_start(steps: list[tuple[Texts, int, str]]) -> None:
    engine = Engine(QUERIES)
    for texts, least, how in steps:
        if how == "prepare":
            engine.prepare()
        if how in CROSSINGS:
            engine, _ = carried(engine, texts, least, QUERIES, CROSSINGS[how])
        bring(engine, texts, least)
        if how == "ask":
            assert engine.get("report", "a") == fresh(texts, least).get("report", "a")
        expected = fresh(texts, least)
        assert settled(engine) == settled(expected)
        assert known(engine) == known(expected)


def known(engine: Engine) -> dict[Key, tuple[object, bytes]]:
    """What every memo read, and the mark of its value as it is packed."""
    engine._bring_all()
    return {
        key: (tuple(memo.reads), engine._forms.mark(key[0], memo))
        for key, memo in engine._memos.items()
    }


X, Y = ("x", 0), ("y", 0)
ADDED = st.lists(st.tuples(st.sampled_from("xy"), st.integers(0, 1)), max_size=2)
MEMBERS = st.lists(st.tuples(ADDED, ADDED, st.booleans()), max_size=4)


def at(number: int, values: list[Value], join: Join) -> list[Any]:
    """What a member adds; of the last one that counts, with what no two of them have in common."""
    return [(number, value) for value in values] if isinstance(join, Last) else list(values)


@pytest.mark.parametrize("join", [IN_ORDER, BACKWARDS, All(), Last(itemgetter(0))])
@settings(max_examples=400)
@given(members=MEMBERS)
@example(members=[([], [X], True), ([X], [], False)])
@example(members=[([X], [Y], True), ([X], [], False)])
@example(members=[([], [X], True), ([Y], [], False), ([X], [], True)])
def test_law_a_mended_item_is_the_one_joined_anew(
    join: Mendable, members: list[tuple[list[Value], list[Value], bool]]
) -> None:
    before, after, old, new = [], [], [], []
    for number, (was, added, has_moved) in enumerate(members):
        now = added if has_moved else was
        before += at(number, was, join)
        after += at(number, now, join)
        if has_moved:
            old += at(number, was, join)
            new += at(number, now, join)
    try:
        found = join.mended(join(before) if before else None, old, new)
    except Unsure:
        return
    assert found == (join(after) if after else None)


# -- what is done again ------------------------------------------------------------------------


class Counting:
    """Shares and joins that remember for whom they were called."""

    def __init__(self, join: Join | None = None) -> None:
        self.shared: list[str] = []
        self.joined: list[tuple[str, ...]] = []
        self.broken = False
        gather = Gather("tree", ("words",), self.share, join or self.join)
        index = Query("index", gather, dict[str, tuple[str, ...]], keyed=True)
        self.queries = [Query("words", words, tuple[str, ...]), index]
        self.engine = Engine(self.queries)

    def share(self, name: str, found: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        self.shared.append(name)
        return by_word(name, found)

    def join(self, added: list[str]) -> tuple[str, ...]:
        if self.broken:
            raise ZeroDivisionError
        self.joined.append(tuple(added))
        return tuple(added)

    def index(self, texts: Texts) -> dict[str, tuple[str, ...]]:
        self.shared.clear()
        self.joined.clear()
        bring(self.engine, texts, 1)
        self.engine.demand([("index", "")])
        found: dict[str, tuple[str, ...]] = self.engine.get("index")
        return found


START: Texts = {"p": ("a", "b"), "q": ("b", "c"), "r": ("c",)}


@pytest.fixture
def counting() -> Counting:
    made = Counting()
    made.index(START)
    made.engine.prepare()
    return made


def test_a_change_asks_its_member_and_joins_its_items(counting: Counting) -> None:
    assert counting.index({**START, "q": ("b", "d")}) == {
        "a": ("p",),
        "b": ("p", "q"),
        "c": ("r",),
        "d": ("q",),
    }
    assert counting.shared == ["q"]
    assert sorted(counting.joined) == [("q",), ("r",)]


def test_members_come_and_go(counting: Counting) -> None:
    assert counting.index({"p": ("a", "b"), "o": ("b",)}) == {"a": ("p",), "b": ("o", "p")}
    assert counting.shared == ["o"]
    assert counting.joined == [("o", "p")]


def test_a_member_that_adds_the_same_changes_nothing(counting: Counting) -> None:
    before = counting.index(START)
    assert counting.index({**START, "p": ("b", "a")}) == before
    assert (counting.shared, counting.joined) == (["p"], [])


def test_without_preparation_all_are_asked_where_items_do_not_tell_who_added_what() -> None:
    counting = Counting()
    counting.index(START)
    counting.index({**START, "r": ("d",)})
    assert counting.shared[-3:] == ["p", "q", "r"]
    counting.engine.prepare()
    counting.index({**START, "r": ("e",)})
    assert counting.shared == ["r"]


def test_what_nobody_has_asked_for_needs_no_preparation() -> None:
    counting = Counting()
    bring(counting.engine, START, 1)
    counting.engine.prepare()
    assert counting.shared == []
    assert counting.index(START).keys() == {"a", "b", "c"}


def test_after_a_failure_nothing_is_believed(counting: Counting) -> None:
    texts: Texts = {**START, "q": ("d",), "p": ("e",)}
    counting.broken = True
    with pytest.raises(ZeroDivisionError):
        counting.index(texts)
    counting.broken = False
    assert counting.index(texts) == {"c": ("r",), "d": ("q",), "e": ("p",)}


# -- what a later process asks -------------------------------------------------------------------

LATER: dict[str, tuple[Texts, set[str]]] = {
    "a member adds something else": ({**START, "q": ("b", "d")}, {"q"}),
    "a member adds less": ({**START, "p": ("b",)}, {"p"}),
    "one comes": ({**START, "a": ("b", "z")}, {"a"}),
    "one goes": ({"p": ("a", "b"), "r": ("c",)}, {"q"}),
    "nothing is added otherwise": ({**START, "p": ("b", "a")}, {"p"}),
    "two change places": ({"p": ("a", "b"), "q": ("c",), "r": ("b", "c")}, {"q", "r"}),
    "all go": ({}, set(START)),
}


@pytest.mark.parametrize(("texts", "moved"), LATER.values(), ids=LATER)
def test_a_later_process_asks_those_alone_who_have_moved(texts: Texts, moved: set[str]) -> None:
    counting, anew = Counting(joins.by(str)), Counting(joins.by(str))
    counting.index(START)
    counting.engine, fetched = carried(counting.engine, texts, 1, counting.queries)
    assert counting.index(texts) == anew.index(texts)
    assert set(counting.shared) == moved
    assert {arg for name, arg in fetched if name == "words"} == moved & START.keys()


def test_one_that_goes_is_taken_out_though_its_words_stay() -> None:
    counting = Counting(joins.by(str))
    counting.index(START)
    counting.engine, _ = carried(counting.engine, START, 1, counting.queries)
    counting.engine.put("tree", "", ("p", "r"))
    counting.engine.demand([("index", "")])
    assert counting.engine.get("index") == {"a": ("p",), "b": ("p",), "c": ("r",)}


def test_a_later_process_unpacks_no_item_but_those_that_change() -> None:
    counting = Counting(joins.by(str))
    counting.index(START)
    texts: Texts = {**START, "q": ("b", "d")}
    counting.engine, _ = carried(counting.engine, texts, 1, counting.queries)
    counting.engine.demand([("index", "")])
    value = counting.engine._memos["index", ""].value
    assert isinstance(value, Sliced)
    assert value.known.keys() == {"c", "d"}


def test_where_nothing_is_added_otherwise_the_value_is_neither_fetched_nor_stored_again() -> None:
    counting = Counting(joins.by(str))
    counting.index(START)
    texts: Texts = {**START, "p": ("b", "a")}
    counting.engine, fetched = carried(counting.engine, texts, 1, counting.queries)
    counting.engine.demand([("index", "")])
    assert counting.engine.take_unsaved() == ([("words", "p")], [])
    assert fetched == [("words", "p")]


def test_what_has_moved_twice_was_what_it_was_first() -> None:
    counting = Counting(joins.by(str))
    counting.index(START)
    counting.engine, _ = carried(counting.engine, START, 1, counting.queries)
    for text in ("c", "d", "a"):
        bring(counting.engine, {**START, "q": (text,)}, 1)
        counting.engine.settle(below="index")
    assert counting.index({**START, "q": ("a",)}) == Counting().index({**START, "q": ("a",)})
    assert set(counting.shared) == {"q"}


def test_of_very_many_that_have_moved_it_is_not_remembered_what_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settling, "_MOST", 1)
    counting = Counting(joins.by(str))
    counting.index(START)
    texts: Texts = {"p": ("x",), "q": ("y",), "r": ("c",)}
    counting.engine, fetched = carried(counting.engine, texts, 1, counting.queries)
    assert counting.index(texts) == Counting().index(texts)
    assert ("words", "r") in fetched

"""Gathered values: whatever happens to the members, what is brought up to date equals what is made anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.engine import Engine, Query, Reader
from briefgen.gather import Gather

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


def report(get: Reader, word: str) -> tuple[object, ...]:
    return get.get("index", "", word), get.get("frequent", "", word)


QUERIES = [
    Query("words", words, tuple[str, ...]),
    Query("index", Gather("tree", ("words",), by_word), dict[str, tuple[str, ...]], keyed=True),
    Query(
        "frequent",
        Gather("tree", ("words",), not_alone, at_least, given=("least",)),
        dict[str, tuple[str, ...]],
        keyed=True,
    ),
    Query("report", report, tuple[tuple[str, ...] | None, tuple[str, ...] | None]),
]
ROOTS = [("report", word) for word in "abcd"]


def bring(engine: Engine, texts: Texts, least: int) -> None:
    for gone in set(engine.inputs("text")) - texts.keys():
        engine.drop("text", gone)
    for name, text in texts.items():
        engine.put("text", name, text)
    engine.put("tree", "", tuple(sorted(texts)))
    engine.put("least", "", least)


def settled(engine: Engine) -> list[tuple[str, object]]:
    """All that was made, in its order."""
    engine.demand(ROOTS)
    items = [item for name in ("index", "frequent") for item in engine.get(name).items()]
    return items + [(word, engine.get("report", word)) for _, word in ROOTS]


def fresh(texts: Texts, least: int) -> Engine:
    engine = Engine(QUERIES)
    bring(engine, texts, least)
    return engine


def carried(old: Engine, texts: Texts, least: int) -> Engine:
    """The engine of a later process, with the memory of this one."""
    graph, marks = old.everything(), old.marks()
    values = {(row.name, row.arg): row.data for row in old.rows(list(old._memos))}
    new = fresh(texts, least)
    new.restore(graph, (), marks, lambda name, arg: values.get((name, arg)))
    return new


SITES = st.dictionaries(
    st.sampled_from("pqrst"), st.lists(st.sampled_from("abcd"), max_size=4).map(tuple), max_size=5
)
STEPS = st.lists(
    st.tuples(SITES, st.integers(1, 3), st.sampled_from(["go on", "prepare", "ask", "cross"])),
    min_size=1,
    max_size=8,
)


@settings(max_examples=200)
@given(STEPS)
def test_law_any_history_equals_a_fresh_start(steps: list[tuple[Texts, int, str]]) -> None:
    engine = Engine(QUERIES)
    for texts, least, how in steps:
        if how == "prepare":
            engine.prepare()
        engine = carried(engine, texts, least) if how == "cross" else engine
        bring(engine, texts, least)
        if how == "ask":
            assert engine.get("report", "a") == fresh(texts, least).get("report", "a")
        expected = fresh(texts, least)
        assert settled(engine) == settled(expected)
        assert reads(engine) == reads(expected)


def reads(engine: Engine) -> dict[object, object]:
    engine._bring_all()
    return {key: tuple(memo.reads) for key, memo in engine._memos.items()}


# -- what is done again ------------------------------------------------------------------------


class Counting:
    """Shares and joins that remember for whom they were called."""

    def __init__(self) -> None:
        self.shared: list[str] = []
        self.joined: list[tuple[str, ...]] = []
        self.broken = False
        gather = Gather("tree", ("words",), self.share, self.join)
        queries = [Query("words", words, tuple[str, ...]), Query("index", gather, dict, keyed=True)]
        self.engine = Engine(queries)

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


def test_without_preparation_all_are_asked() -> None:
    counting = Counting()
    counting.index(START)
    counting.index({**START, "r": ("d",)})
    assert counting.shared == ["p", "q", "r"]
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

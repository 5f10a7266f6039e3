"""The engine: what re-runs, what does not, and that it always equals a fresh start.

A toy site stands for the real one: files with a title and links; a catalog of
titles; one page per file that shows the titles it links to.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import parallel
from briefgen.codes import diagnose
from briefgen.engine import Engine, EngineError, Key, Query, Read, Reader, Row
from briefgen.graph import Graph
from briefgen.memo import Sliced

Files = dict[str, tuple[str, tuple[str, ...]]]
"""Name → title and links."""


def parsed(get: Reader, name: str) -> tuple[str, tuple[str, ...]] | None:
    return get.get("file", name)  # type: ignore[no-any-return]


def title(get: Reader, name: str) -> str | None:
    found = get.get("parsed", name)
    return found[0] if found else None


def catalog(get: Reader, _: str) -> dict[str, str]:
    titles = {name: get.get("title", name) for name in get.get("tree")}
    return {name: found for name, found in titles.items() if found is not None}


def plan(get: Reader, _: str) -> dict[str, str]:
    return dict.fromkeys(get.get("catalog"), "page")


def page(get: Reader, name: str) -> str:
    found = get.get("parsed", name)
    if found is None:
        return ""
    shown = []
    for link in found[1]:
        target = get.get("catalog", "", link)
        if target is None:
            get.report([diagnose("unknown-target", f"nothing is called {link}", name)])
        shown.append(target or "?")
    return f"{found[0]}: {', '.join(shown)}"


QUERIES = [
    Query("parsed", parsed, tuple[str, tuple[str, ...]] | None),
    Query("title", title, str | None),
    Query("catalog", catalog, dict[str, str], keyed=True),
    Query("plan", plan, dict[str, str], keyed=True),
    Query("page", page, str, keep="never"),
]


class Toy:
    """An engine over files, and what it made."""

    def __init__(self, files: Files, engine: Engine | None = None) -> None:
        self.engine = engine or Engine(QUERIES)
        self.saved: tuple[Graph | None, dict[Key, Row], dict[Key, bytes | None]] = (None, {}, {})
        self._held: set[str] = set()
        self.bring(files)

    def bring(self, files: Files) -> None:
        for gone in self._held - files.keys():
            self.engine.drop("file", gone)
        for name, content in files.items():
            self.engine.put("file", name, content)
        self.engine.put("tree", "", tuple(sorted(files)))
        self._held = set(files)

    def pages(self) -> dict[str, str]:
        self.engine.ran.clear()
        names = list(self.engine.peek("plan"))
        self.engine.demand([("plan", ""), *(("page", name) for name in names)])
        return {name: self.engine.get("page", name) for name in names}

    def problems(self) -> list[tuple[str, str]]:
        return sorted((found.path, found.message) for found in self.engine.diagnostics())

    def ran(self, files: Files) -> list[str]:
        self.bring(files)
        self.pages()
        return [f"{name}({arg})" for (name, arg), _ in self.engine.ran]


START: Files = {"a": ("A", ("b",)), "b": ("B", ("a", "c")), "c": ("C", ())}


def edited(**changes: tuple[str, tuple[str, ...]] | None) -> Files:
    files = {**START, **{name: made for name, made in changes.items() if made}}
    return {name: made for name, made in files.items() if changes.get(name, made)}


@pytest.fixture
def toy() -> Toy:
    made = Toy(START)
    made.pages()
    return made


def test_nothing_changed_runs_nothing(toy: Toy) -> None:
    assert toy.ran(START) == []


def test_a_changed_link_runs_that_page_only(toy: Toy) -> None:
    assert toy.ran(edited(a=("A", ("c",)))) == ["parsed(a)", "title(a)", "page(a)"]


def test_a_changed_title_runs_those_who_show_it(toy: Toy) -> None:
    ran = toy.ran(edited(c=("See", ())))
    assert ran == ["parsed(c)", "title(c)", "catalog()", "plan()", "page(b)", "page(c)"]


def test_a_new_page_runs_those_who_asked_for_it(toy: Toy) -> None:
    toy.bring(edited(a=("A", ("d",))))
    assert toy.pages()["a"] == "A: ?"
    assert toy.problems() == [("a", "nothing is called d")]
    ran = toy.ran({**edited(a=("A", ("d",))), "d": ("D", ())})
    assert [step for step in ran if step.startswith("page")] == ["page(a)", "page(d)"]
    assert toy.problems() == []


def test_a_removed_page_is_forgotten(toy: Toy) -> None:
    toy.bring(edited(c=None))
    assert toy.pages() == {"a": "A: B", "b": "B: A, ?"}
    assert ("page", "c") not in toy.engine._memos
    assert toy.problems() == [("b", "nothing is called c")]


def test_a_warning_survives_a_warm_rebuild(toy: Toy) -> None:
    toy.bring(edited(a=("A", ("nobody",))))
    toy.pages()
    assert toy.ran(edited(a=("A", ("nobody",)))) == []
    assert toy.problems() == [("a", "nothing is called nobody")]


def test_a_change_taken_back_before_anyone_looked_runs_once_and_stops(toy: Toy) -> None:
    toy.bring(edited(c=("See", ())))
    assert toy.ran(START) == ["parsed(c)"]


def test_a_query_may_not_read_its_own_rank_or_a_higher_one() -> None:
    engine = Engine(
        [
            Query("low", lambda get, _: get.get("high"), int),
            Query("high", lambda _get, _: 1, int),
        ]
    )
    with pytest.raises(EngineError, match="no lower rank"):
        engine.get("low")


def test_many_that_are_asked_for_at_once_are_of_lower_rank_too() -> None:
    engine = Engine(
        [
            Query("low", lambda get, arg: get.each("low", ["b"]) if arg == "a" else [], list[Any]),
            Query("high", lambda get, _: get.each("low", ["b", "c", "b"]), list[Any]),
        ]
    )
    assert engine.get("high") == [[], [], []]
    with pytest.raises(EngineError, match="no lower rank"):  # though it is at hand
        engine.get("low", "a")


def test_what_is_asked_again_while_a_query_runs_is_read_once() -> None:
    def page(get: Reader, _: str) -> list[Any]:
        asked = [("n", "", None), ("titles", "", "a"), ("titles", "", "b"), ("n", "gone", None)]
        return [get.get(*read) for read in asked * 3]

    engine = Engine(
        [
            Query("titles", lambda get, _: {"a": get.get("n")}, dict[str, int], keyed=True),
            Query("page", page, list[Any]),
        ]
    )
    engine.put("n", "", 4)
    engine.demand([("page", "")])
    assert engine.get("page") == [4, 4, None, None] * 3
    (row,) = engine.rows([("page", "")])
    assert row.reads == (
        ("n", "", None),
        ("titles", "", "a"),
        ("titles", "", "b"),
        ("n", "gone", None),
    )
    engine.put("n", "", 5)
    engine.settle()
    assert engine.get("page") == [5, 5, None, None] * 3


def test_a_read_that_fails_is_a_read() -> None:
    def half(get: Reader, _: str) -> int:
        return 1 // int(get.get("n"))

    def page(get: Reader, _: str) -> str:
        try:
            return str(get.get("half"))
        except ZeroDivisionError:
            return "none"

    engine = Engine([Query("half", half, int, gist=abs), Query("page", page, str)])
    engine.put("n", "", 0)
    engine.demand([("page", "")])
    assert engine.get("page") == "none"
    assert next(engine.rows([("page", "")])).reads == (("half", "", None),)
    assert engine.is_settled()
    engine.put("n", "", 1)
    engine.settle()
    assert engine.get("page") == "1"


def test_a_failure_in_a_query_is_tried_again() -> None:
    broken = [True]

    def half(get: Reader, _: str) -> int:
        if broken:
            raise ZeroDivisionError
        return int(get.get("n")) // 2

    engine = Engine([Query("half", half, int)])
    engine.put("n", "", 4)
    with pytest.raises(ZeroDivisionError):
        engine.demand([("half", "")])
    assert engine.missing([("half", "")]) == [("half", "")]
    broken.clear()
    assert engine.get("half") == 2


def test_a_value_whose_renewal_failed_does_not_hold() -> None:
    engine = Engine([Query("half", lambda get, _: 4 // get.get("n"), int)])
    engine.put("n", "", 2)
    engine.demand([("half", "")])
    engine.put("n", "", 0)
    for ask in (engine.settle, engine.settle, lambda: engine.get("half")):
        with pytest.raises(ZeroDivisionError):
            ask()
        assert not engine.is_settled()
    engine.put("n", "", 4)
    engine.settle()
    assert engine.get("half") == 1


# -- memory that crosses processes --------------------------------------------------------------


def carried(old: Toy, files: Files, *, whole: bool = True) -> Toy:
    """A new engine for these files that remembers what the old one had computed.

    Not whole: the old one stores what changed since its own memory was made, if it has one.
    """
    graph, later, values = old.saved
    stored, gone = old.engine.take_unsaved()
    if whole or graph is None:
        graph, later, gone = old.engine.everything(), {}, []
        values.update(
            {(row.name, row.arg): row.data for row in old.engine.rows(old.engine.nodes())}
        )
        stored = []
    for row in old.engine.rows(stored):
        values[row.name, row.arg] = row.data
        later[row.name, row.arg] = msgspec.structs.replace(row, data=None)
    for name, arg in gone:
        later[name, arg] = Row(name, arg, (), b"", (), None)
    graph = msgspec.msgpack.decode(msgspec.msgpack.encode(graph), type=Graph)
    rows = [msgspec.msgpack.decode(msgspec.msgpack.encode(row), type=Row) for row in later.values()]
    new = Toy(files)
    new.saved = (graph, later, values)
    new.engine.restore(graph, rows, old.engine.marks(), lambda name, arg: values.get((name, arg)))
    return new


def test_a_fresh_process_with_nothing_changed_runs_nothing(toy: Toy) -> None:
    new = carried(toy, START)
    new.engine.ran.clear()
    new.engine.peek("plan")
    new.engine.demand([("plan", ""), *(("page", name) for name in START)])
    assert new.engine.ran == []


def test_a_fresh_process_with_one_change_runs_that_change(toy: Toy) -> None:
    new = carried(toy, edited(a=("A", ("c",))))
    new.engine.peek("plan")
    new.engine.demand([("plan", ""), *(("page", name) for name in START)])
    assert [f"{name}({arg})" for (name, arg), _ in new.engine.ran] == [
        "parsed(a)",
        "title(a)",
        "page(a)",
    ]


def test_a_question_before_there_are_roots_costs_its_own_answer_and_forgets_nothing(
    toy: Toy,
) -> None:
    new = carried(toy, edited(a=("A", ("c",)), b=("B", ("a",))))
    assert new.engine.get("parsed", "a") == ("A", ("c",))
    assert [key for key, _ in new.engine.ran] == [("parsed", "a")]
    assert new.engine.get("page", "a") == "A: C"
    new.engine.demand([("plan", ""), *(("page", name) for name in START)])
    ran = [
        ("parsed", "a"),
        ("title", "a"),
        ("parsed", "b"),
        ("title", "b"),
        ("page", "a"),
        ("page", "b"),
    ]
    assert [key for key, _ in new.engine.ran] == ran


def test_a_worker_that_shares_stale_memos_runs_its_own_share_only(toy: Toy) -> None:
    files = edited(a=("Ah", ("c",)), b=("B", ("a",)), c=("C", ("a",)))
    worker = carried(toy, files)
    worker.engine.peek("plan")
    worker.engine.ran.clear()
    worker.engine.get("page", "a")
    assert [key for key, _ in worker.engine.ran] == [("page", "a")]


def test_what_another_process_computed_reaches_those_who_read_it(toy: Toy) -> None:
    files = edited(a=("Ah", ("c",)))
    worker, parent = carried(toy, files), carried(toy, files)
    worker.engine.ran.clear()
    worker.engine.get("parsed", "a")
    parent.engine.absorb(worker.engine.rows([key for key, _ in worker.engine.ran]))
    assert parent.pages() == Toy(files).pages()
    assert parent.engine.get("page", "b") == "B: Ah, C"


def test_a_value_that_another_process_found_to_be_the_same_stops_there(toy: Toy) -> None:
    files = edited(a=("A", ("c",)))
    worker = carried(toy, files)
    toy.saved = (None, {}, values := Fetched(toy.saved[2]))
    parent = carried(toy, files)
    worker.engine.peek("plan")
    parent.engine.absorb(worker.engine.rows([("parsed", "a"), ("title", "a")]))
    assert ("title", "a") not in values.asked  # its digest tells
    assert parent.engine.missing([("catalog", ""), ("page", "a")]) == [("page", "a")]


class Fetched(dict[Key, bytes | None]):
    """Stored values that remember who asked for them."""

    def __init__(self, values: dict[Key, bytes | None]) -> None:
        super().__init__(values)
        self.asked: list[Key] = []

    def get(self, key: Key, default: object = None) -> Any:
        self.asked.append(key)
        return super().get(key, default)


def test_what_a_fresh_process_has_no_use_for_is_forgotten(toy: Toy) -> None:
    new = carried(toy, START)
    new.engine.demand([("page", "a")])
    assert alive(toy.engine) - alive(new.engine) == {("page", "b"), ("page", "c"), ("plan", "")}


def test_what_a_worker_reads_in_several_shares_is_told_once_and_right(toy: Toy) -> None:
    worker, parent, numbers = Toy(START), Toy(START), parallel._Numbers()
    named: list[Read] = []
    inbox = parallel._Inbox(parent.engine, lambda _: None)
    task = parallel._Task(worker.engine, [], lambda _: None)
    results = [parallel._share(task, [("page", page)], numbers) for page in "abc"]
    os.close(task.lots)
    told = [result.named for result in results]
    assert told[1:] == [[("catalog", "", "a"), ("catalog", "", "c")], []]
    assert [result.steps for result in results] == [1, 1, 1]
    for result in results:
        parent.engine.absorb(inbox._rows(result, named))
    assert read_by(parent.engine) == read_by(toy.engine)


def read_by(engine: Engine) -> dict[Key, object]:
    return {key: memo.reads for key, memo in engine._memos.items() if key != ("plan", "")}


def test_of_a_value_that_lies_packed_only_the_items_that_are_asked_for_are_unpacked(
    toy: Toy,
) -> None:
    new = carried(toy, START)
    whole = toy.engine.get("catalog")
    assert new.engine.get("catalog", "", "a") == whole["a"]
    assert new.engine.get("catalog", "", "nobody") is None
    value = new.engine._memos["catalog", ""].value
    assert isinstance(value, Sliced)
    assert value.known == {"a": whole["a"], "nobody": None}
    assert [row.data for row in new.engine.rows([("catalog", "")])] == [value.data]
    assert new.engine.get("catalog") == whole
    assert new.engine.get("catalog", "", "b") == whole["b"]
    assert new.engine.ran == []


def test_damaged_values_are_computed_again(toy: Toy) -> None:
    new = Toy(edited(c=("See", ())))
    graph, marks = toy.engine.everything(), toy.engine.marks()
    new.engine.restore(graph, (), marks, lambda _name, _arg: b"\x00 damaged")
    assert new.pages() == Toy(edited(c=("See", ()))).pages()


# -- laws -------------------------------------------------------------------------------------------

NAMES = st.sampled_from("abcde")
CONTENT = st.tuples(
    st.sampled_from(["one", "two", "three"]), st.lists(NAMES, max_size=3).map(tuple)
)
SITES = st.dictionaries(NAMES, CONTENT, max_size=5)


CROSSINGS = st.sampled_from(["", "whole", "later"])
"""Whether another process goes on, and with what: all memos anew, or those that came later."""
QUESTIONS = st.lists(
    st.tuples(st.sampled_from(["parsed", "title", "page"]), NAMES)
    | st.tuples(st.sampled_from(["catalog", "plan"]), st.just("")),
    max_size=4,
)


@settings(max_examples=150)
@given(st.lists(st.tuples(SITES, CROSSINGS, QUESTIONS), min_size=1, max_size=6))
def test_law_any_history_equals_a_fresh_start(
    history: list[tuple[Files, str, list[Key]]],
) -> None:
    toy = Toy({})
    for files, crosses, questions in history:
        toy = carried(toy, files, whole=crosses == "whole") if crosses else toy
        toy.bring(files)
        fresh = Toy(files)
        for question in questions:  # in any order, before anything is settled
            assert toy.engine.get(*question) == Toy(files).engine.get(*question)
        assert toy.pages() == fresh.pages()
        assert toy.problems() == fresh.problems()
        assert alive(toy.engine) == alive(fresh.engine)


@settings(max_examples=80)
@given(SITES, SITES)
def test_law_memos_of_another_process_are_as_good_as_ones_own(before: Files, after: Files) -> None:
    worker = Toy(after)
    pages = worker.pages()
    toy = Toy(before)
    toy.pages()
    toy.bring(after)
    toy.engine.peek("plan")
    rows = list(
        worker.engine.rows((k for k in worker.engine._memos if k[0] == "page"), transfer=True)
    )
    toy.engine.absorb(
        row for row in rows if (row.name, row.arg) in toy.engine.missing(keys_of(rows))
    )
    assert toy.pages() == pages


def keys_of(rows: Iterable[Row]) -> list[Key]:
    return [(row.name, row.arg) for row in rows]


def alive(engine: Engine) -> set[Any]:
    """What the engine holds: nothing may be left of what nobody needs."""
    engine._bring_all()
    return set(engine._memos)

"""YAML as text with places."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefgen.diagnostics import Diagnostic, Span
from briefgen.nodes import (
    MAX_CHARACTERS,
    Mapping,
    Node,
    Scalar,
    Sequence,
    as_link,
    is_empty,
    plain,
    read_yaml,
)
from briefgen.nodes.composer import compose
from briefgen.nodes.flat import read_flat
from support.marks import marked


def root(text: str, first_line: int = 1) -> Mapping:
    found, problems = read_yaml(text, "a.md", first_line)
    assert problems == ()
    assert found is not None
    return found


def value(text: str) -> Node:
    found = root(f"key: {text}").get("key")
    assert found is not None
    return found


@pytest.mark.parametrize(
    "written",
    [
        "NO",
        "2025-04",
        "12:30",
        "1e5",
        "0o17",
        "yes",
        "null",
        "2025-04-31",
        "1_000",
        ".inf",
        "=",
        "<<",
    ],
)
def test_every_plain_scalar_stays_the_text_it_is(written: str) -> None:
    found = value(written)
    assert isinstance(found, Scalar)
    assert found.text == written
    assert not found.quoted


def test_text_quoted_and_unquoted_is_the_same_with_places_inside_the_quotes() -> None:
    for written, column in (("2025-04", 6), ('"2025-04"', 7), ("'2025-04'", 7)):
        found = value(written)
        assert isinstance(found, Scalar)
        assert found.text == "2025-04"
        assert found.inner == Span(1, column, 7)
        assert found.at(5, 2) == Span(1, column + 5, 2)


@pytest.mark.parametrize(
    "written", ["'it''s'", r'"a\tb"', "|\n  block", ">-\n  folded\n  text", "two\n  lines"]
)
def test_places_inside_escaped_or_folded_text_fall_back_to_the_whole(written: str) -> None:
    found = value(written)
    assert isinstance(found, Scalar)
    assert found.literal is None
    assert found.at(2, 1) == found.span
    assert found.span.line == 1
    assert found.span.column == 6


def test_places_count_characters_and_start_at_the_given_line() -> None:
    found = root("ключ: значение # note\nétat: {ä: 'ö x'}\n", 2)
    assert [key.span for key, _ in found.items] == [Span(2, 1, 4), Span(3, 1, 4)]
    inner = found.get("état")
    assert isinstance(inner, Mapping)
    assert inner.span == Span(3, 7, 10)
    assert inner.items[0][1].span == Span(3, 11, 5)


def test_only_a_line_feed_ends_a_line_as_in_editors() -> None:
    found = root('a: "x\u2028y"\r\nb: "p\u0085q"\rc: z')
    assert [key.span.line for key, _ in found.items] == [1, 2, 3]


def test_a_list_knows_its_items_and_its_place() -> None:
    found = value("[a, 'b c', d]")
    assert isinstance(found, Sequence)
    assert found.span == Span(1, 6, 13)
    assert [item.span.column for item in found.items] == [7, 10, 17]


@pytest.mark.parametrize(
    "written",
    ["[[acme]]", "[[acme|Acme Inc.]]", "[[Acme, Inc.]]", "[[folder/acme.md#Top]]", "[[owns:acme]]"],
)
def test_an_unquoted_wiki_link_is_the_text_it_was_meant_to_be(written: str) -> None:
    found = as_link(value(written))
    assert found is not None
    assert found.text == written
    assert found.inner == Span(1, 6, len(written))


@pytest.mark.parametrize(
    "written", ["acme", "[acme]", "[[a], [b]]", "[ [a] ]", "[[[a]]]", "{a: b}"]
)
def test_other_values_are_no_wiki_links(written: str) -> None:
    assert as_link(value(written)) is None


def test_an_untyped_value_is_texts_lists_and_dicts() -> None:
    found = plain(value("{a: [1, [[x]], {b: no}], c: , d: ~}"))
    assert found == {"a": ["1", "[[x]]", {"b": "no"}], "c": "", "d": ""}


@pytest.mark.parametrize("text", ["", "\n\n", "# a note\n"])
def test_a_text_that_says_nothing_is_no_mapping_and_no_mistake(text: str) -> None:
    assert read_yaml(text, "a.md") == (None, ())


def test_what_is_written_and_says_nothing_is_empty() -> None:
    found = root("a:\nb: ''\nc: ~\nd: []\ne: {}\nf: '~'\ng: 0\n")
    assert [is_empty(node) for _, node in found.items] == [True] * 5 + [False] * 2


def problems(text: str) -> tuple[str, tuple[Diagnostic, ...], Span | None]:
    clean, span = marked(text, 2)
    _, found = read_yaml(clean, "a.md", 2)
    return clean, found, span


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("a: b\n⟦a⟧: c", "duplicate-key", "keep one"),
        ("x: {a: b, ⟦a⟧: c}", "duplicate-key", "keep one"),
        ("title: Foo⟦:⟧ bar", "yaml-syntax", 'write "Foo: bar"'),
        ("a: b\nwho: ⟦@⟧acme", "yaml-syntax", 'write "@acme"'),
        ("a: ⟦`⟧code`", "yaml-syntax", 'write "`code`"'),
        ("a: ⟦'⟧b\nc: d", "yaml-syntax", "close it"),
        (
            "a: ⟦[⟧b, c\nd: e",
            "yaml-syntax",
            "write a comma between two items, `]` behind the last one, and quotes around a text with a colon",
        ),
        ("a: [[b]]⟦,⟧ [[c]]", "yaml-syntax", "put the text in quotes"),
        ("a:\n⟦\t⟧b: c", "yaml-syntax", "indent with spaces"),
        ("a: b\n⟦f⟧oo\nc: d", "yaml-syntax", "add the colon, or indent the line"),
        ("a: b\n⟦---⟧\nc: d", "yaml-syntax", "remove the line `---`"),
        ("a: x⟦\x00⟧", "yaml-syntax", "remove it"),
        ('a: ⟦"\\x00"⟧', "yaml-syntax", "remove it"),
        ("a: ⟦&x⟧ b", "yaml-alias", "put the text in quotes"),
        ("a: ⟦*x⟧", "yaml-alias", "put the text in quotes"),
        ("a: ⟦!x⟧ b", "yaml-tag", "put the text in quotes"),
        ("⟦[a]⟧: b", "wrong-type", "put the text in quotes"),
        ("title: {⟦{ x }⟧}", "wrong-type", "put the text in quotes"),
        ("⟦- a⟧", "wrong-type", ""),
        ("⟦just text⟧", "wrong-type", ""),
    ],
)
def test_a_mistake_is_told_where_it_stands(text: str, code: str, hint: str) -> None:
    _, found, span = problems(text)
    assert [problem.code for problem in found] == [code]
    told = found[0].span
    assert told is not None
    assert span is not None
    assert (told.line, told.column) == (span.line, span.column)
    assert found[0].hint == hint


def test_a_key_written_twice_names_the_first_place_and_keeps_the_first_value() -> None:
    found, told = read_yaml("a: b\na: c", "a.md", 2)
    assert told[0].related[0].span == Span(2, 1, 1)
    assert found is not None
    assert found.text("a") == "b"


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[{", "{a: ", "[a, "])
def test_depth_is_bounded_before_the_stack_is(opening: str) -> None:
    _, told = read_yaml(
        "a: " + opening * 20_000 if opening[0] in "[{" else opening * 20_000, "a.md"
    )
    assert [problem.code for problem in told] == ["front-matter-too-large"]


def test_size_and_number_of_values_are_bounded() -> None:
    for text in ("a" * (MAX_CHARACTERS + 1), "a: [" + "b," * 20_000 + "]"):
        _, told = read_yaml(text, "a.md")
        assert [problem.code for problem in told] == ["front-matter-too-large"]


def test_a_bomb_of_aliases_stays_small() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    _, told = read_yaml("\n".join(lines), "a.md")
    assert {problem.code for problem in told} == {"yaml-alias"}


fragments = st.sampled_from(
    ["a", "b: ", "- ", "[", "]", "{", "}", ", ", "\n", "\n  ", "'", '"', "#", "&x", "*x", "!t", "|", ">", "---\n", "\t", "é", "\u2028", "\ufeff", "\r\n", "\\", "%", "@", "? ", ": ", "~", "\x00"]
)  # fmt: skip
yaml_like = st.lists(fragments, max_size=40).map("".join) | st.text(max_size=60)


@given(yaml_like)
def test_any_text_gives_a_tree_or_problems_inside_the_text(text: str) -> None:
    _, told = read_yaml(text, "a.md", 2)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in told:
        assert problem.span is not None
        line = problem.span.line - 2
        assert 0 <= line < len(lines)
        assert 1 <= problem.span.column <= len(lines[line]) + 1
        assert problem.span.column + problem.span.length <= len(lines[line]) + 2


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(max_size=20), max_size=6)
)
def test_what_is_written_in_double_quotes_is_read_back_with_its_place(
    given_: dict[str, str],
) -> None:
    kept = {
        key: "".join(c for c in text if c.isprintable() and c not in '"\\')
        for key, text in given_.items()
    }
    text = "\n".join(f'{key}: "{words}"' for key, words in kept.items())
    found, told = read_yaml(text, "a.md")
    assert told == ()
    for number, (key, node) in enumerate(found.items if found else ()):
        assert isinstance(node, Scalar)
        assert node.text == kept[key.text]
        assert node.inner == Span(number + 1, len(key.text) + 4, len(node.text))


# -- what is plain is read without the parser -------------------------------------------------

_WORDS = [
    "a",
    "b c",
    "2016-04-03",
    "NO",
    "é",
    "a#b",
    "https://x.y/z",
    "it's",
    "\u00a0",
    "😀",
    "[[a]]",
]
_SIGNS = [*"#:,?[]{}'\"-~&*!|>%@`\\ \t_=", " #", ": ", "", "  ", "\u2028", "\x85", "[]", "''", "- "]
_pieces = st.lists(st.sampled_from(_WORDS * 3 + _SIGNS), max_size=4).map("".join)
_lists = st.lists(_pieces, max_size=3).map(lambda items: f"[{', '.join(items)}]")
_quoted = st.builds("{0}{1}{0}".format, st.sampled_from("'\""), _pieces)
_lines = st.builds(
    "{}:{}{}{}".format,
    st.sampled_from(["a", "b", "c-d", "é", "key_1", "a b", "-a", "'a'", "a:", ""]),
    st.sampled_from([" ", " ", " ", "  ", "", "\t"]),
    _pieces | _lists | _quoted,
    st.sampled_from(["", "", " ", "  ", "\t", " # note"]),
)
flat_like = st.lists(_lines | _pieces, max_size=4).map("\n".join) | yaml_like


@given(flat_like, st.sampled_from(["", "\n"]))
@settings(max_examples=1000)
@example("a: b \nc:\nd: [x , y z]\ne: []\nf: 'q' \n", "")
def test_what_is_plain_is_what_the_parser_reads(text: str, end: str) -> None:
    text = text.replace("\r\n", "\n") + end
    found = read_flat(text, 2)
    assert found is None or (found, ()) == compose(text, "a.md", 2)


@pytest.mark.parametrize(
    "text",
    [
        "title: Costs, prices & “taxes” (2025)\ndate: 2025-04\ntags: [a, b c]\n",
        "url: https://example.org/a#b\nnote: 'a: b'\nsummary: \"\"\nempty:\nlist: []",
    ],
)
def test_most_front_matter_is_plain(text: str) -> None:
    assert read_flat(text, 2)


@pytest.mark.parametrize(
    "text",
    ["a: b\na: c\n", "a: b # c\n", "a: b: c\n", "a: |\n  b\n", "a: [b: c]\n", "", "a: [[b]]\n"],
)
def test_what_may_mean_more_is_left_to_the_parser(text: str) -> None:
    assert read_flat(text, 2) is None


@pytest.mark.parametrize(
    "line", ["a:{}\t", "a: b{}\t", "a: [b{}\t", "a: [b,{}\t", "a: ''{}\t", "a: b{}: c"]
)
@pytest.mark.parametrize("filling", [" ", " b", ",b", "[", ":a", "#"])
def test_what_cannot_be_plain_is_given_up_in_linear_time(line: str, filling: str) -> None:
    """The bound is fifty times what a slow machine takes; quadratic time is above it."""
    start = time.process_time()
    assert read_flat(line.format(filling * (9_900 // len(filling))), 1) is None
    assert time.process_time() - start < 0.1

"""Laws of front matter: no text is too strange, no key is forgotten."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import vocabulary
from briefgen.frontmatter import (
    figures,
    happenings,
    header,
    header_context,
    people,
    shared,
    sources,
    split,
)
from briefgen.frontmatter.header import HeaderResult
from briefgen.frontmatter.tables import OWN
from briefgen.model import (
    Archive,
    Influence,
    Link,
    Measure,
    Post,
    Relationship,
    Relay,
    SourceData,
    StakeholderData,
    Stance,
    Update,
)
from briefgen.nodes import read_yaml
from briefgen.schema.fields import Field
from briefgen.settings import Settings
from support.headers import FIRST_LINE

KEYS = sorted(
    {
        key
        for fields in (shared.SHARED, *OWN.values())
        for f in fields
        for key in (f.key, *f.synonyms)
    }
)
texts = st.text(max_size=12) | st.sampled_from(
    [
        "2025-04-31",
        "[[a]]",
        "[[a|b, c]]",
        "javascript:x",
        "http://[",
        "..",
        "T09:00",
        "9" * 400,
        "1e9999",
        "#",
        "~",
        "İ",
        "ß",
        "\u2028",
    ]
)
trees = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*KEYS, "to", "from", "kind", "relation", "label"]) | texts, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(
    st.dictionaries(st.sampled_from(KEYS), trees, max_size=5),
    st.sampled_from(["briefs", "events", "stakeholders", "sources", "topics", "figures", "notes"]),
)
def test_any_value_under_any_key_gives_a_header_and_problems_inside_the_text(
    tree: dict[str, object], folder: str
) -> None:
    text = msgspec.json.encode(tree).decode()
    mapping, problems = read_yaml(text, "p", FIRST_LINE)
    result = header(mapping, f"{folder}/a.md", header_context(Settings(), "p"))
    assert result.header.title
    assert result.header.url.startswith("/")
    for problem in (*problems, *result.diagnostics):
        assert problem.span is not None
        assert problem.span.line in (1, FIRST_LINE)
        assert 1 <= problem.span.column + problem.span.length <= len(text) + 2
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=HeaderResult) == result


@given(st.text(max_size=80))
def test_any_file_at_all_gives_a_header(text: str) -> None:
    parts = split(text)
    mapping, _ = read_yaml(parts.front or "", "p", FIRST_LINE)
    assert header(mapping, "a.md", header_context(Settings(), "p")).header.id == "a"


# -- the tables ------------------------------------------------------------------------------------

SCHEMAS: list[tuple[tuple[Field, ...], type[msgspec.Struct]]] = [
    (people.POST.fields, Post),
    (people.RELATIONSHIP.fields, Relationship),
    (people.STANCE.fields, Stance),
    (people.INFLUENCE.fields, Influence),
    (people.FIELDS, StakeholderData),
    (figures.MEASURE.fields, Measure),
    (shared.UPDATE.fields, Update),
    (shared.LINK.fields, Link),
    (sources.ARCHIVE.fields, Archive),
    (sources.RELAY.fields, Relay),
    (sources.FIELDS, SourceData),
]


@pytest.mark.parametrize(("fields", "struct"), SCHEMAS)
def test_a_table_fills_every_part_of_its_struct(
    fields: tuple[Field, ...], struct: type[msgspec.Struct]
) -> None:
    assert {field.target for field in fields} == set(struct.__struct_fields__)


@pytest.mark.parametrize(
    "fields",
    [
        shared.SHARED,
        *OWN.values(),
        happenings.EVENT.fields,
        figures.FIGURE.fields,
        people.STANCE.fields,
    ],
)
def test_no_key_stands_twice_in_a_table(fields: tuple[Field, ...]) -> None:
    keys = [key for field in fields for key in (field.key, *field.synonyms)]
    assert len(keys) == len(set(keys))


def test_the_percentages_of_icd_203_join_without_a_gap() -> None:
    terms = vocabulary.LIKELIHOODS
    assert [low.high for low in terms[:-1]] == [high.low for high in terms[1:]]
    assert vocabulary.likelihood("likely") == vocabulary.LikelihoodTerm("likely", "likely", 55, 80)

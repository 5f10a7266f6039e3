"""Tables as JSON and CSV, their schema, and the schema of front matter."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import Any

import jsonschema
import pytest
import yaml

from briefgen.extensions.web.csv_text import safe
from briefgen.extensions.web.front_matter import _Drawing
from briefgen.extensions.web.tables import TABLES
from briefgen.frontmatter.tables import schema as table_of
from briefgen.model import TYPES
from briefgen.settings import Settings
from support.full_site import BASE, FILES, full_site

SITE = full_site()
NAMES = [table.name for table in TABLES]


def rows(name: str) -> list[Any]:
    found: list[Any] = json.loads(SITE.made(f"/data/{name}.json"))
    return found


def csv_rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(SITE.made(f"/data/{name}.csv").decode().splitlines(keepends=True)))


def test_no_front_matter_of_the_example_is_wrong() -> None:
    assert [problem for problem in SITE.problems() if problem.severity == "error"] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_rows_and_satisfies_the_published_schema(name: str) -> None:
    schema = json.loads(SITE.made("/data/schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    one = {**schema, "anyOf": [{"$ref": f"#/$defs/{name}"}]}
    assert rows(name)
    jsonschema.Draft202012Validator(one).validate(rows(name))


def test_the_schema_refuses_what_is_no_row() -> None:
    schema = json.loads(SITE.made("/data/schema.json"))
    one = {**schema, "anyOf": [{"$ref": "#/$defs/stances"}]}
    wrong = [{**rows("stances")[0], "as_of": {"text": "2025", "end": "ajar"}}]
    assert not jsonschema.Draft202012Validator(one).is_valid(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_csv_has_as_many_rows_as_json_and_no_ragged_ones(name: str) -> None:
    found = csv_rows(name)
    assert len(found) == len(rows(name))
    assert all(None not in row and None not in row.values() for row in found)


def test_the_index_tells_names_counts_and_hashes_of_all_files() -> None:
    index = json.loads(SITE.made("/data/index.json"))
    assert [(table["name"], table["records"]) for table in index["tables"]] == [
        (name, len(rows(name))) for name in NAMES
    ]
    files = [file for table in index["tables"] for file in table["files"]] + index["schemas"]
    for file in files:
        data = SITE.made(f"/data/{file['path']}")
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])
    listed = {f"/data/{file['path']}" for file in files} | {"/data/index.json"}
    assert listed == SITE.addresses("data")


def test_inline_events_stand_beside_those_with_pages_and_undated_ones_last() -> None:
    assert [(row["id"], row["page"]) for row in rows("events")] == [
        ("season", "season"),
        ("pause", "demand"),
        ("demand#event-a-call", "demand"),
        ("meeting", "meeting"),
        ("someday", "someday"),
    ]


def test_a_date_keeps_its_words_and_gets_its_bounds() -> None:
    pause = next(row for row in rows("events") if row["id"] == "pause")
    assert pause["date"] == {
        "text": "2025-04-09~", "earliest": "2025-04-09", "latest": "2025-04-09",
        "start": "known", "end": "known",
        "approximate": True, "uncertain": False, "unspecified": False,
    }  # fmt: skip


def test_open_and_unknown_ends_are_told_apart() -> None:
    (mcmillon,) = (row for row in rows("stakeholders") if row["id"] == "mcmillon")
    assert [post["end"] and post["end"]["end"] for post in mcmillon["posts"]] == ["open", "known"]
    assert [row["end"] for row in rows("relationships")] == [None, None]


def test_names_are_ids_and_a_tie_is_told_once() -> None:
    told = [
        (row["stakeholder"], row["kind"], row["other"], row["ftm"]) for row in rows("relationships")
    ]
    assert told == [
        ("walmart", "owns", "flipkart", "Ownership"),
        ("walmart", "lobbies", "ministry", "UnknownLink"),
    ]


def test_stances_keep_their_history() -> None:
    assert [(row["value"], row["score"], row["basis"]) for row in rows("stances")] == [
        ("support", 1, "stated"), ("mixed", 0, "inferred"),
    ]  # fmt: skip


def test_a_judgement_keeps_likelihood_and_confidence_apart() -> None:
    (found,) = rows("judgements")
    assert (found["low"], found["high"], found["confidence"], found["horizon_event"]) == (
        45,
        55,
        "low",
        "pause",
    )
    assert found["url"] == f"{BASE}briefs/demand/#judgement-opening"


def test_claims_say_what_rests_on_a_source() -> None:
    roles = {(row["source"], row["role"], row["page"], row["relation"]) for row in rows("claims")}
    assert ("report", "page", "demand", "disputes") in roles
    assert ("report", "stance", "walmart", "supports") in roles


def test_csv_spreads_a_date_over_columns_and_lists_over_semicolons() -> None:
    pause = next(row for row in csv_rows("events") if row["id"] == "pause")
    assert (pause["date"], pause["date_earliest"], pause["date_end"]) == (
        "2025-04-09~",
        "2025-04-09",
        "known",
    )
    (brief,) = csv_rows("briefs")
    assert (brief["stakeholders"], brief["evidence"]) == ("walmart; mcmillon", "report")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
        ("-5", "-5"), ("+1.5e9", "+1.5e9"), ("plain", "plain"), ("", ""),
    ],
)  # fmt: skip
def test_no_cell_is_run_as_a_formula(text: str, expected: str) -> None:
    assert safe(text) == expected


def test_one_line_turns_the_data_off() -> None:
    assert not full_site(data=False).addresses("data")


# -- the schema of front matter -----------------------------------------------------------

SCHEMA = json.loads(SITE.made("/data/front-matter.schema.json"))


def validator(type: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({**SCHEMA, "anyOf": [{"$ref": f"#/$defs/{type}"}]})


def test_the_schema_of_front_matter_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".md")])
def test_front_matter_that_we_read_satisfies_it(name: str) -> None:
    text = FILES[name]
    assert isinstance(text, str)
    type = name.partition("/")[0].removesuffix("s") if "/" in name else "page"
    # As strings for dates, as editors read YAML 1.2.
    front = yaml.load(text.split("---\n")[1], Loader=yaml.BaseLoader)
    numbers = {"influence": {"power": 4, "interest": 5}} if "influence" in front else {}
    validator(type).validate({**front, **numbers})


@pytest.mark.parametrize(
    ("type", "front"),
    [
        ("brief", {"status": "nearly"}),
        ("brief", {"events": [{"date": "2025"}]}),
        ("stakeholder", {"kind": "company"}),
        ("stakeholder", {"influence": {"power": 6, "interest": 1}}),
        ("stakeholder", {"stances": [{"issue": "x"}]}),
        ("source", {"url": "no address"}),
        ("brief", {"redirect_from": ["old"]}),
    ],
)
def test_front_matter_that_we_refuse_does_not(type: str, front: dict[str, Any]) -> None:
    assert not validator(type).is_valid(front)


def test_every_key_of_every_type_is_described() -> None:
    drawing = _Drawing(Settings())
    for type in TYPES:
        own = SCHEMA["$defs"][type]["properties"]
        assert set(own) == set(table_of(type).table)
        bare = [field.key for field in table_of(type).fields if drawing.form(field.read) == {}]
        assert bare == [], "a reader that front_matter.py does not know yet"

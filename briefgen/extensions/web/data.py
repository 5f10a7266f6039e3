"""`data/`: every table as JSON and CSV, an index with hashes, and the schemas of records and front matter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from briefgen import paths
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.web import csv_text
from briefgen.extensions.web.front_matter import front_matter_schema
from briefgen.extensions.web.json_text import pretty
from briefgen.extensions.web.records import Record
from briefgen.extensions.web.tables import BY_NAME, TABLES, Table
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Made

FOLDER = "/data/"
Rows = tuple[Record, ...]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_table(_: Table, rows: Rows) -> bytes:
    """A table as an array of records."""
    return pretty(rows)


def csv_table(table: Table, rows: Rows) -> bytes:
    """A table as CSV."""
    return csv_text.table(table.row, rows)


def record_schema(lookups: Lookups) -> bytes:
    """The JSON Schema (2020-12) of the tables: `#/$defs/briefs` is that of `briefs.json`."""
    schemas, components = msgspec.json.schema_components(
        (tuple[table.row, ...] for table in TABLES),  # type: ignore[name-defined]
        ref_template="#/$defs/{name}",
    )
    tables = {
        table.name: _titled(found, table) for table, found in zip(TABLES, schemas, strict=True)
    }
    address = paths.absolute(lookups.settings().base_url, f"{FOLDER}schema.json")
    made: dict[str, object] = {
        "$schema": _DIALECT,
        "$id": address,
        "title": "The tables of this site",
        "description": "Any of the tables; each has its own schema under $defs.",
        "anyOf": [{"$ref": f"#/$defs/{table.name}"} for table in TABLES],
        "$defs": tables | components,
    }
    return pretty(made)


def _titled(schema: dict[str, Any], table: Table) -> dict[str, Any]:
    return {"title": table.title, **schema}


def index(lookups: Lookups) -> bytes:
    """The contents of `data/`: every file with its size and SHA-256, every table with its count."""
    settings = lookups.settings()
    schemas = [_file(name, make(name, lookups)) for name in SCHEMAS]
    return pretty(
        {
            "title": settings.title,
            "url": paths.absolute(settings.base_url, "/"),
            "notes": NOTES,
            "tables": [_entry(table, lookups) for table in TABLES],
            "schemas": schemas,
        }
    )


NOTES = (
    "Dates are EDTF (ISO 8601-2) as written, with the first and the last day they can be.",
    "An open side of a date goes on; an unknown one is not known.",
    "In CSV, lists are joined with '; '.",
    "In CSV, a cell that a spreadsheet would run as a formula begins with an apostrophe.",
)


def _entry(table: Table, lookups: Lookups) -> dict[str, object]:
    rows = tuple(table.rows(lookups))  # found once for all that is told of them
    return {
        "name": table.name,
        "title": table.title,
        "records": len(rows),
        "schema": f"schema.json#/$defs/{table.name}",
        "files": [
            _file(f"{table.name}.{kind}", write(table, rows)) for kind, write in FORMATS.items()
        ],
    }


def _file(name: str, data: bytes) -> dict[str, object]:
    return {"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


# -- the door ---------------------------------------------------------------------------

FORMATS = {"json": json_table, "csv": csv_table}
SCHEMAS = {"schema.json": record_schema, "front-matter.schema.json": front_matter_schema}


def make(name: str, lookups: Lookups) -> bytes:
    """One file of the folder, by its name."""
    if name == "index.json":
        return index(lookups)
    if name in SCHEMAS:
        return SCHEMAS[name](lookups)
    table, kind = name.split(".")
    return FORMATS[kind](BY_NAME[table], tuple(BY_NAME[table].rows(lookups)))


def plan(lookups: Lookups) -> Iterator[Planned]:
    """Always the same files: an empty table says that there is nothing."""
    if lookups.settings().data:
        for table in TABLES:
            yield from (
                Planned(f"{FOLDER}{table.name}.{kind}", f"{table.name}.{kind}") for kind in FORMATS
            )
        yield from (Planned(FOLDER + name, name) for name in ("index.json", *SCHEMAS))


def _make(name: str, lookups: Lookups, _: Renderer) -> Made:
    return Made(make(name, lookups))


EXTENSION = Extension("data", producers=(Producer("data", plan, _make),))

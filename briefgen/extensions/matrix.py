"""`:::matrix`: power and interest of stakeholders, strongest first; who has not been assessed is named.

An assessment outside `from` and `to` counts as none.
"""

from __future__ import annotations

from typing import Any

import msgspec

from briefgen.extensions import cast, selection
from briefgen.extensions.base import Context, Extension, ViewKind
from briefgen.extensions.evidence import EvidenceView, evidence_views
from briefgen.lookups import Lookups
from briefgen.model import Data, Entry, Header, Influence
from briefgen.paths import fold


class MatrixRow(Data, frozen=True):
    """A stakeholder with what is said of its power and interest."""

    entry: Entry
    influence: Influence
    sources: tuple[EvidenceView, ...]


def context(options: Context, header: Header, lookups: Lookups) -> dict[str, Any]:
    """What `views/matrix.html` gets: `rows`, and in `without` those of whom nothing is said."""
    chosen = selection.read(options, lookups)
    undated = msgspec.structs.replace(chosen, start=None, end=None, limit=None)
    rows: list[MatrixRow] = []
    without: list[Entry] = []
    for page in cast.cast(undated, header, lookups):
        said = cast.influence(page.id, lookups)
        if said and selection.within(said.as_of, chosen):
            rows.append(MatrixRow(page, said, evidence_views(said.evidence, lookups)))
        else:
            without.append(page)
    ordered = rows if chosen.sort else sorted(rows, key=_strongest)
    return {
        "title": chosen.title,
        "rows": selection.limited(ordered, chosen),
        "without": tuple(without),
    }


def _strongest(row: MatrixRow) -> tuple[int, int, str]:
    return -row.influence.power, -row.influence.interest, fold(row.entry.title)


EXTENSION = Extension(
    "matrix", views=(ViewKind("matrix", cast.OPTIONS, "views/matrix.html", context),)
)

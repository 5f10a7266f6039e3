"""What to cite: a page of this site, or the work that a source stands for, as CSL-JSON.

The names are those of the Citation Style Language (CSL 1.0.2, `csl-data.json`).
For a source, what its author wrote under `csl:` goes before what the short keys say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from briefgen import paths
from briefgen.dates import EdtfDate
from briefgen.extensions.evidence import credit
from briefgen.lookups import Lookups
from briefgen.model import Header, SourceData

Item = dict[str, Any]
"""An item of CSL-JSON."""

CITABLE = ("brief", "source")
"""Types with a page to cite; the others gather what these say."""

SCHEMA_TYPES = {
    "article": "Article",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "bill": "Legislation",
    "book": "Book",
    "broadcast": "CreativeWork",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "interview": "CreativeWork",
    "legislation": "Legislation",
    "motion_picture": "Movie",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "thesis": "Thesis",
    "treaty": "Legislation",
    "webpage": "WebPage",
}
"""schema.org's words for CSL's types of works."""

_DATE = re.compile(r"\d{4}(-\d\d){0,2}(T.*)?", re.ASCII)
_MONTHS = 12


def source_type(data: SourceData) -> str:
    """What schema.org calls the work that a source stands for."""
    return SCHEMA_TYPES.get(str(data.csl.get("type", "")), "CreativeWork")


def item(header: Header, lookups: Lookups) -> Item:
    """What to cite, without what nobody states."""
    made = _work(header, header.source, lookups) if header.source else _page(header, lookups)
    return {key: value for key, value in made.items() if value not in ("", None, [], {})}


def _page(header: Header, lookups: Lookups) -> Item:
    settings = lookups.settings()
    return {
        "id": header.id,
        "type": "report",
        "title": header.title,
        "author": [{"literal": settings.author}] if settings.author else [],
        "container-title": settings.title,
        "issued": date_parts(header.date),
        "abstract": header.summary,
        "language": header.lang or settings.language,
        "keyword": ", ".join(header.tags),
        "URL": paths.absolute(settings.base_url, header.url) if settings.base_url else "",
    }


def _work(header: Header, data: SourceData, lookups: Lookups) -> Item:
    publisher = credit(data.publisher, lookups).title
    short: Item = {
        "type": "webpage" if data.url else "document",
        "title": header.title,
        "author": [{"literal": credit(author, lookups).title} for author in data.authors],
        "publisher": publisher,
        "issued": date_parts(header.date),
        "accessed": date_parts(data.accessed),
        "language": header.lang,
        "URL": data.url,
        "archive_location": data.archive.url if data.archive else "",
    }
    if data.csl.get("type", "") in (
        "article-newspaper",
        "article-magazine",
        "post-weblog",
        "webpage",
    ):
        short |= {"container-title": publisher, "publisher": ""}
    return short | {key: _names(key, value) for key, value in data.csl.items()} | {"id": header.id}


_NAMES = ("author", "editor", "translator", "director", "interviewer")
_DATES = ("issued", "accessed", "event-date", "original-date", "submitted", "available-date")


def _names(key: str, value: Any) -> Any:
    """A field of `csl:`; names and dates may be written as plain texts there."""
    if key in _NAMES:
        given = value if isinstance(value, list) else [value]
        return [{"literal": name} if isinstance(name, str) else name for name in given]
    if key in _DATES and isinstance(value, str):
        return _parts(value) or {"literal": value}
    if key in _DATES and isinstance(value, dict):
        return {part: _numbers(found) for part, found in value.items()}
    return value


def _numbers(value: Any) -> Any:
    """Date parts as numbers: what is read of front matter is all text."""
    if isinstance(value, list):
        return [_numbers(part) for part in value]
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def date_parts(date: EdtfDate | None) -> Item:
    """A date of CSL: its parts, `circa` where the date is not sure, or its own text where it has none."""
    if date is None:
        return {}
    sides = date.text.split("/") if date.precision == "interval" else [date.text]
    bare = [re.sub("[?~%]", "", side) for side in sides]
    parts = [found["date-parts"][0] for side in bare if (found := _parts(side))]
    if len(parts) != len(sides):
        return {"literal": date.text, "raw": date.text}
    doubt = {"circa": True} if date.approximate or date.uncertain else {}
    return {"date-parts": parts, **doubt}


def _parts(text: str) -> Item:
    if not _DATE.fullmatch(text):
        return {}
    numbers = [int(part) for part in text.partition("T")[0].split("-")]
    if len(numbers) > 1 and numbers[1] > _MONTHS:  # a season or a quarter
        return {}
    return {"date-parts": [numbers]}


def people(names: Iterable[Item]) -> list[str]:
    """Names of CSL in plain words, family name last."""
    return [name for name in map(_person, names) if name]


def _person(name: Item) -> str:
    parts = [
        name.get(part, "")
        for part in ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    ]
    return str(name.get("literal") or " ".join(part for part in parts if part))


def year_month_day(issued: Item) -> tuple[str, str, str]:
    """The parts of the first date, as texts that may be empty."""
    parts = [str(part) for part in (issued.get("date-parts") or [[]])[0]]
    year, month, day = (*parts, "", "", "")[:3]
    return year, month, day

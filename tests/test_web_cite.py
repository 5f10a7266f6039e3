"""How to cite: BibTeX read by bibtexparser, CSL-JSON by its rules, plain text by eye."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

from briefgen.dates import parse
from briefgen.extensions.web.citation import date_parts
from briefgen.extensions.web.cite import bibtex, plain
from support.full_site import BASE, full_site

SITE = full_site()


def entry(text: str) -> tuple[str, str, dict[str, str]]:
    library = parse_string(text)
    assert not library.failed_blocks
    (found,) = library.entries
    return found.entry_type, found.key, {field.key: field.value for field in found.fields}


def test_a_brief_is_cited_as_a_report_of_the_site() -> None:
    kind, key, fields = entry(SITE.text("/briefs/demand/cite.bib"))
    assert (kind, key) == ("techreport", "demand")
    assert (fields["author"], fields["title"]) == ("{The desk}", "{The demand}")
    assert (fields["institution"], fields["year"], fields["month"]) == ("The desk", "2025", "4")
    assert fields["url"] == f"{BASE}briefs/demand/"


def test_a_source_is_cited_as_the_work_it_is() -> None:
    kind, _, fields = entry(SITE.text("/sources/report/cite.bib"))
    assert (kind, fields["author"]) == ("article", "Writer, Ann")
    assert (fields["journal"], fields["pages"]) == ("The News", "1-2")
    assert fields["title"] == r"{The report: 100\% \& more}"
    assert (fields["url"], fields["urldate"]) == (
        "https://news.example/report?a=1&b=2",
        "2025-04-23",
    )


def test_csl_json_has_typed_parts() -> None:
    (item,) = json.loads(SITE.text("/sources/report/cite.json"))
    assert (item["id"], item["type"]) == ("report", "article-newspaper")
    assert item["author"] == [{"family": "Writer", "given": "Ann"}]
    assert item["issued"] == {"date-parts": [[2025, 4, 22]]}
    assert item["accessed"] == {"date-parts": [[2025, 4, 23]]}


def test_a_publisher_that_is_a_page_is_called_by_its_title() -> None:
    assert json.loads(SITE.text("/sources/data/cite.json"))[0]["publisher"] == "Walmart"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "/briefs/demand/cite.txt",
            f"The desk (22 April 2025). The demand. The desk. {BASE}briefs/demand/\n",
        ),
        (
            "/sources/report/cite.txt",
            "Ann Writer (22 April 2025). The report: 100% & more. The News. https://news.example/report?a=1&b=2\n",
        ),
        ("/sources/data/cite.txt", "The data. Walmart.\n"),
    ],
)
def test_plain_text_reads_like_a_footnote(url: str, expected: str) -> None:
    assert SITE.text(url) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-04-22", {"date-parts": [[2025, 4, 22]]}),
        ("2025-04", {"date-parts": [[2025, 4]]}),
        ("2025~", {"date-parts": [[2025]], "circa": True}),
        ("2025-04-21/2025-04-23", {"date-parts": [[2025, 4, 21], [2025, 4, 23]]}),
        ("2025-04-22T09:00Z", {"date-parts": [[2025, 4, 22]]}),
        ("2025-21", {"literal": "2025-21", "raw": "2025-21"}),
        ("202X", {"literal": "202X", "raw": "202X"}),
        ("2025-04/..", {"literal": "2025-04/..", "raw": "2025-04/.."}),
    ],
)
def test_a_date_gives_the_parts_it_has(written: str, expected: dict[str, Any]) -> None:
    assert date_parts(parse(written)) == expected


def test_what_is_not_citable_has_no_citation() -> None:
    assert {url.split("/")[1] for url in SITE.addresses("cite")} == {"briefs", "sources"}


def test_one_line_turns_it_off() -> None:
    assert not full_site(cite=False).addresses("cite")


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_gives_one_entry(title: str, author: str) -> None:
    found = {
        "id": "x",
        "type": "book",
        "title": title,
        "author": [{"literal": author}],
        "URL": "https://e.org/{a}",
    }
    kind, key, fields = entry(bibtex(found))
    assert (kind, key, fields["url"]) == ("book", "x", "https://e.org/%7Ba%7D")
    assert plain(found).count("\n") == 1

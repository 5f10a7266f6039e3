"""What the site knows of its documents: listings, rows of pages, dates counted from dates, mentions and claims."""

from __future__ import annotations

import pytest

from support.fake_lookups import FakeLookups


def pages(**front: str) -> FakeLookups:
    """A site of documents by their paths (`notes__a` is `notes/a.md`), each with this front matter."""
    texts = {f"{name.replace('__', '/')}.md": f"---\n{text}\n---\n" for name, text in front.items()}
    return FakeLookups(texts)


def test_dated_pages_stand_newest_first_and_then_the_others_by_title() -> None:
    site = pages(
        a="title: old\ndate: 2024", b="title: banana", c="title: apple", d="title: new\ndate: 2025-01-02",
        f="title: Apple", e="title: Later the same year\ndate: 2025",
    )  # fmt: skip
    assert [entry.id for entry in site.listing("all")] == ["d", "e", "a", "c", "f", "b"]


def test_a_page_stands_once_under_a_tag_that_it_spells_in_two_ways() -> None:
    site = pages(a="title: A\ntags: [Market access, market-access, Trade]")
    assert [entry.id for entry in site.listing("tag:market-access")] == ["a"]
    assert [entry.id for entry in site.listing("tag:trade")] == ["a"]


def test_plain_pages_are_read_folder_by_folder_and_all_briefs_in_one_row() -> None:
    site = pages(
        n__index="title: Notes", n__a="title: 1", n__b="title: 2", m__c="title: 3", m__d="title: 4",
        briefs__x__e="title: 5", briefs__y__f="title: 6",
    )  # fmt: skip
    around = {entry.id: site.neighbours(entry.id) for entry in site.listing("all")}
    assert {
        id: tuple(other and other.id for other in others) for id, others in around.items()
    } == {
        "n-index": (None, None), "n-a": (None, "n-b"), "n-b": ("n-a", None),
        "m-c": (None, "m-d"), "m-d": ("m-c", None), "e": (None, "f"), "f": ("e", None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("days", "date", "words"),
    [
        (1, "2025-02-01", "1 day after “The start”"),
        (28, "2025-02-28", "28 days after “The start”"),
        (0, "2025-01-31", "0 days after “The start”"),
        (-1, "2025-01-30", "1 day before “The start”"),
        (-31, "2024-12-31", "31 days before “The start”"),
    ],
)
def test_a_date_is_counted_from_another(days: int, date: str, words: str) -> None:
    site = pages(
        events__start="title: The start\ndate: 2025-01-31",
        events__next=f"title: Next\nafter: {{event: start, days: {days}}}",
    )
    found = site.occurrence("next")
    assert found
    assert (found.date.text, found.relative) == (date, words)


def test_a_date_beyond_the_calendar_is_none() -> None:
    site = pages(
        events__start="title: The start\ndate: Y999999999999",
        events__next="title: Next\nafter: {event: start, days: 400}",
    )
    assert site.occurrence("start")
    assert site.occurrence("next") is None


def test_a_page_does_not_mention_itself() -> None:
    site = FakeLookups(dict.fromkeys(("a.md", "b.md"), "See [[a]] and [[b]].\n"))
    assert [edge.origin for edge in site.mentions("a")] == ["b"]
    assert [edge.origin for edge in site.mentions("b")] == ["a"]


def test_evidence_names_sources_that_exist_by_their_ids() -> None:
    site = pages(
        sources__report="title: The report",
        events__talks="title: Talks\ndate: 2025\nsources: [The report, nowhere]",
    )
    found = site.occurrence("talks")
    assert found
    assert [item.source for item in found.evidence] == ["report"]
    assert [claim.origin for claim in site.claims("report")] == ["talks", "talks"]


def test_a_source_passes_on_statements_by_their_ids_and_words_for_all() -> None:
    site = pages(
        sources__paper="title: P\nrelays:\n"
        "  - {statement: The share, origin: bureau}\n"
        "  - {statement: A rumour, origin: office}\n"
        "  - {statement: share, origin: nowhere}",
        sources__bureau="title: B",
        sources__office="title: O",
        figures__share="title: The share\nvalue: 1",
    )
    assert site.origins(("paper",)) == ("office",)
    assert site.origins(("paper",), ("share",)) == ("bureau", "office")


def test_each_measure_of_a_figure_rests_on_its_own_source() -> None:
    site = pages(
        figures__share="title: The share\nvalue: 30\nunit: '%'\nsource: new\n"
        "history: [{value: 20, as_of: 2024, source: old}, {value: 10, display: a tenth, as_of: 2023, source: old}]",
        sources__new="title: N",
        sources__old="title: O",
    )
    claims = {
        name: [c.text for c in site.claims(name) if c.role == "figure"] for name in ("new", "old")
    }
    assert claims == {
        "new": ["The share: 30%"],
        "old": ["The share: 20%", "The share: a tenth"],
    }

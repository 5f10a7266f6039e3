"""The search: what its files hold, and what an edit makes of them anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import fulltext
from briefgen.builder import Builder, MemoryOutput, Options
from briefgen.extensions import search
from briefgen.options import Overrides
from briefgen.terms import fold, shard, terms
from support.fresh import clean, ran, write
from support.full_site import full_site
from support.virtual import VirtualSite, document

# -- terms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Strasse, STRASSE, Straße, STRAẞE", {"strasse"}),
        ("Éclair naïve Ångström", {"eclair", "naive", "angstrom"}),
        ("Łódź İstanbul Yıldız", {"łodz", "istanbul", "yildiz"}),
        ("ΟΔΟΣ οδός", {"οδοσ"}),
        ("Ещё ЙОД", {"еще", "иод"}),
        ("ﬁne ² ½ ™", {"fine", "tm"}),
        ("India's e-commerce, co‑operation", {"india", "commerce", "ecommerce", "co", "operation", "cooperation"}),
        ("soft\u00adhyphen zero\u200cwidth", {"softhyphen", "zerowidth"}),
        ("a I 5 of 25", {"of", "25"}),
        ("हिन्दी عَرَبِيّ", {"हिन्दी", "عربي"}),
        ("中国电商", {"中国", "国电", "电商", "商"}),
        ("한국", {"한국"}),
        ("A中B", {"中"}),
        ("— “” … --", set()),
        ("x" * 99, {"x" * 40}),
    ],
)  # fmt: skip
def test_words_become_terms(text: str, expected: set[str]) -> None:
    assert terms(text) == {fold(term) for term in expected}


@given(st.text())
def test_terms_are_found_by_what_is_written(text: str) -> None:
    """Folding twice is folding once, and a term is its own term: else nobody could ask for it."""
    assert fold(fold(text)) == fold(text)
    for term in terms(text):
        assert term == fold(term).strip()
        assert term in terms(term) or len(term) == 40


@given(st.text(min_size=1), st.integers(1, 3), st.integers(1, 64))
def test_a_beginning_of_a_word_leads_to_its_file(word: str, letters: int, files: int) -> None:
    for term in terms(word):
        assert 0 <= shard(term, letters, files) < files
        assert shard(term[:letters], letters, files) == shard(term, letters, files)


# -- what stands in the files -------------------------------------------------------------------


def names(site: VirtualSite) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(site.text("/search/names.json"))["names"]
    return found


def words(site: VirtualSite) -> dict[str, set[str]]:
    """All words under which each document is found, out of all the files."""
    found: dict[str, set[str]] = {}
    for url in site.addresses("search"):
        if url.startswith("/search/words/"):
            for id, line in json.loads(site.text(url)).items():
                found.setdefault(id, set()).update(line.split(" "))
    return found


BRIEF = """Of [[acme]], *mar*ket[^1] and `code`: a &amp; b.

[^1]: A footnote.

## The first section

![[rate]] [@wire, p. 4] [[acme|the firm]]

:::timeline
:::
"""
SITE: dict[str, str | bytes] = {
    "briefs/a.md": document(
        BRIEF,
        title="Talks",
        date="2025-04-22",
        aliases="[The ask]",
        summary="What is wanted.",
        tags="[Trade]",
        events="[{date: 2025-04-21, title: A meeting, place: Geneva, summary: They met.}]",
        figures="[{id: cut, title: A cut, value: 5, unit: percent, as_of: 2025-04}]",
        key_judgements="[{id: soon, text: It opens partially., would_change: [An offer]}]",
        updates="[{date: 2025-04-23, note: Amended.}]",
    ),
    "stakeholders/acme.md": document(
        title="Acme Incorporated",
        kind="organization",
        classification="retailer",
        posts="[{title: Chairman}]",
        influence="{power: 3, interest: 4, rationale: Leverage.}",
    ),
    "figures/rate.md": document("Quoted.", title="Rate", value=26, unit='"%"', as_of="2025-03"),
    "sources/wire.md": document(title="Wire", author="[Jane Doe]", publisher="acme"),
}


def test_everything_that_has_a_name_is_there_newest_first() -> None:
    found = names(VirtualSite(SITE))
    assert [(item["title"], item["type"], item.get("date")) for item in found] == [
        ("Talks", "Brief", "22 April 2025"),
        ("A meeting", "Event", "21 April 2025"),
        ("A cut", "Figure", "April 2025"),
        ("Rate", "Figure", "March 2025"),
        ("Acme Incorporated", "Organization", None),
        ("Trade", "Tag", None),
        ("Wire", "Source", None),
    ]
    talks = found[0]
    assert talks["id"] == "a"
    assert talks["aliases"] == ["The ask"]
    assert talks["summary"] == "What is wanted."
    assert talks["sections"] == [
        ["the-first-section", "The first section"],
        ["judgement-soon", "It opens partially."],
    ]
    assert found[1]["url"] == "/briefs/a/#event-a-meeting"
    assert (found[2]["url"], found[2]["value"]) == ("/briefs/a/#figure-cut", "5 percent")
    assert found[3]["value"] == "26%"
    assert "id" not in found[1]


def test_a_text_is_found_by_what_it_says_itself() -> None:
    found = words(VirtualSite(SITE))
    said = "acme incorporated market code footnote section geneva met percent opens partially offer amended trade"
    assert set(said.split()) <= found["a"]
    assert {"rate", "26", "wire", "mar", "market1", "amp", "em"} & found["a"] == set()
    assert {"retailer", "chairman", "leverage"} <= found["acme"]
    assert {"jane", "doe", "acme", "incorporated"} <= found["wire"]


def test_addresses_stand_under_the_base_path_and_encoded() -> None:
    files: dict[str, str | bytes] = {"briefs/münchen.md": document(title="München")}
    found = names(VirtualSite(files, base_url="https://example.org/repo/"))
    assert [item["url"] for item in found] == ["/repo/briefs/m%C3%BCnchen/"]


def test_drafts_are_marked_where_they_are_shown() -> None:
    files: dict[str, str | bytes] = {"briefs/a.md": document(title="A", status="draft")}
    site = VirtualSite(files)
    assert names(site) == []
    site.site.engine.put("options", "", Overrides(drafts=True))
    assert [item["marks"] for item in names(site)] == [["draft"]]
    assert 'class="mark mark-status">draft</span>' in site.text("/search/")


def test_one_line_takes_all_of_it_away() -> None:
    on, off = VirtualSite(SITE), VirtualSite(SITE, search=False)
    assert {url for url in on.addresses() if url.startswith("/search/")} == on.addresses("search")
    assert on.addresses() - off.addresses() == on.addresses("search")
    assert 'href="/search/"' in on.text("/")
    assert [
        url for url in off.addresses() if b"search" in off.made(url) and url.endswith("/")
    ] == []


def test_a_page_of_that_address_introduces_the_search() -> None:
    page: dict[str, str | bytes] = {"search.md": document("Our own words.", title="Find")}
    site = VirtualSite({**SITE, **page})
    assert site.problems() == []
    text = site.text("/search/")
    assert "<h1>Find</h1>" in text
    assert "Our own words." in text
    assert 'role="search"' in text
    assert "search.js" not in VirtualSite({**SITE, **page}, search=False).text("/search/")


# -- the index of names ----------------------------------------------------------------------------


def index(*titles: str, **more: Any) -> dict[str, list[str]]:
    found = [
        search.Named(title, f"/{place}/", "Page", **more) for place, title in enumerate(titles)
    ]
    return {letter.label: [line.name for line in letter.lines] for letter in search.index(found)}


def test_names_stand_from_a_to_z_whatever_their_case_accents_and_marks() -> None:
    titles = ("b", "Éclair", "“Edge” case", "a", "B", "42 days", "7 days", "中国", "…", "Яна")
    assert index(*titles) == {
        "0–9": ["42 days", "7 days"],
        "A": ["a"],
        "B": ["B", "b"],
        "E": ["Éclair", "“Edge” case"],
        "Я": ["Яна"],
        "Other": ["…", "中国"],
    }


def test_an_alias_leads_to_its_title() -> None:
    item = search.Named("Walmart", "/w/", "Organization", aliases=("The retailer",))
    lines = [line for letter in search.index([item]) for line in letter.lines]
    assert [(line.name, line.see, line.url) for line in lines] == [
        ("The retailer", "Walmart", "/w/"),
        ("Walmart", "", "/w/"),
    ]


def test_every_anchor_of_the_letters_is_there() -> None:
    page = full_site().text("/search/")
    assert page.count('href="#_at-') == page.count('id="_at-') > 5


# -- after edits ----------------------------------------------------------------------------------


def text_of(number: int, more: str = "") -> str:
    return (
        f"---\ntitle: Page {number}\nsummary: The page.\n---\nSome words, number{number}. {more}\n"
    )


def files(count: int) -> Mapping[str, str]:
    return {f"content/notes/p{number}.md": text_of(number) for number in range(count)}


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, Builder, MemoryOutput]:
    output = MemoryOutput()
    write(tmp_path, {"briefgen.yaml": "title: Small\nfeeds: false\n", **files(20)})
    builder = Builder(tmp_path, Options(today="2025-04-22", jobs=1), output)
    assert builder.build().diagnostics == ()
    builder.prepare()
    return tmp_path, builder, output


def remade(builder: Builder) -> list[str]:
    return [url for url in ran(builder, "artifact") if url.startswith("/search/")]


def test_an_edit_of_a_text_makes_the_files_of_its_new_words_anew_and_no_other(
    kept: tuple[Path, Builder, MemoryOutput],
) -> None:
    root, builder, output = kept
    write(root, {"content/notes/p3.md": text_of(3, "Zebras came.")})
    builder.build()
    assert ran(builder, "terms") == ["notes/p3.md"]
    assert ran(builder, "planned") == []
    expected = {f"/search/words/{shard(term, 2, 16)}.json" for term in ("zebras", "came")}
    assert remade(builder) == sorted(expected)
    write(root, {"content/notes/p3.md": text_of(3, "Zebras came. Came zebras.")})
    builder.build()
    assert remade(builder) == []
    assert dict(output.files) == clean(root, builder.options)[0]


def test_a_new_title_is_found_at_once(kept: tuple[Path, Builder, MemoryOutput]) -> None:
    root, builder, output = kept
    write(root, {"content/notes/p3.md": text_of(3).replace("Page 3", "Zebra")})
    builder.build()
    assert remade(builder) == ["/search/", "/search/names.json"]
    assert b"Zebra" in output.files["search/names.json"]


def test_a_title_is_found_in_the_texts_that_show_it(
    kept: tuple[Path, Builder, MemoryOutput],
) -> None:
    root, builder, output = kept
    write(root, {"content/notes/p4.md": text_of(4, "See [[p3]].")})
    builder.build()
    write(root, {"content/notes/p3.md": text_of(3).replace("Page 3", "Zebra")})
    builder.build()
    assert "notes/p4.md" in ran(builder, "terms")
    rows = json.loads(output.files[f"search/words/{shard('zebra', 2, 16)}.json"])
    assert "zebra" in rows["notes-p4"].split()


def test_a_site_that_grows_gets_more_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fulltext, "SIZES", ((4, 2, 4), (6, 2, 8), (10**9, 3, 16)))
    output = MemoryOutput()
    write(tmp_path, {"briefgen.yaml": "title: Small\nfeeds: false\n"})
    builder = Builder(tmp_path, Options(today="2025-04-22", jobs=1), output)
    for count, expected in ((3, 4), (4, 8), (7, 16), (5, 8)):
        for number in range(9):
            (tmp_path / f"content/notes/p{number}.md").unlink(missing_ok=True)
        write(tmp_path, files(count))
        builder.build()
        builder.prepare()
        made = [path for path in output.files if path.startswith("search/words/")]
        assert len(made) == expected
        assert dict(output.files) == clean(tmp_path, builder.options)[0]


def test_without_search_no_text_is_looked_at(tmp_path: Path) -> None:
    write(tmp_path, {"briefgen.yaml": "search: false\n", **files(3)})
    builder = Builder(tmp_path, Options(today="2025-04-22", jobs=1), MemoryOutput())
    builder.build()
    assert ran(builder, "terms") == []
    assert ran(builder, "shards") == []

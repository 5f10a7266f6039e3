"""The benchmark measures what it says: the corpus, the rivals' sites, the scripts from end to end."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from bench import corpus, latency, report, rivals, run, same, stages

from briefgen.builder import Options, build

SMALL = 20


def words(document: corpus.Document) -> int:
    return sum(len(paragraph.split()) for paragraph in document.paragraphs)


def test_the_corpus_is_always_the_same_for_a_seed() -> None:
    assert corpus.documents(50) == corpus.documents(50)
    assert corpus.documents(50) != corpus.documents(50, seed=8)


def test_every_document_has_800_words_and_12_links_to_documents_that_exist() -> None:
    found = corpus.documents(200)
    ids = {document.id for document in found}
    assert len(ids) == 200
    for document in found:
        assert abs(words(document) - corpus.WORDS_PER_DOCUMENT) < 40
        assert len(document.links) == corpus.LINKS_PER_DOCUMENT
        body = "\n".join(document.paragraphs)
        assert all(f"{{{number}}}" in body for number in range(corpus.LINKS_PER_DOCUMENT))
        assert {*document.links, *document.stakeholders, *document.topics} <= ids


def test_the_types_have_their_shares() -> None:
    kinds = Counter(document.kind for document in corpus.documents(1000))
    assert kinds == {kind: 1000 * share for kind, share in corpus.KINDS.items()}


def test_our_site_of_the_corpus_builds_without_a_problem(tmp_path: Path) -> None:
    corpus.write_site(tmp_path, corpus.documents(SMALL))
    result = build(tmp_path, Options())
    assert result.diagnostics == ()
    assert (tmp_path / "output/briefs/brief-00000/index.html").is_file()


@pytest.mark.parametrize("name", rivals.tools())
def test_every_tool_gets_every_document_with_every_link(tmp_path: Path, name: str) -> None:
    found = corpus.documents(SMALL)
    rivals.tools()[name].write(tmp_path, found)
    for document in found:
        text = rivals.source(tmp_path, document).read_text(encoding="utf-8")
        assert document.title in text
        assert all(text.count(link) >= document.links.count(link) for link in document.links)
        assert "{11}" not in text


def test_the_stages_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert stages.main(["--documents", str(SMALL), "--jobs", "1"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"{SMALL} documents")
    assert {line.split()[0] for line in told.splitlines() if line} >= {"parse", "render", "total"}


@pytest.mark.slow
def test_a_measurement_becomes_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "performance.md"
    options = ["--documents", "100", "--runs", "1", "--edits", "0"]
    assert run.main([*options, "--tools", ",".join(run.ALIKE), "--write", str(page)]) == 0
    assert "## 100 documents" in capsys.readouterr().out
    text = page.read_text(encoding="utf-8")
    for case in run.CASES:
        assert f"| {case} |" in text
    if not rivals.tools()["hugo"].command:
        assert "Not measured, because not installed here: hugo, hugo-plain." in text


PAGE = """
<nav class="menu"><a href="/a/">A</a></nav>
<main><a href="/b/">B</a>
<div class="prose"><a href="/c/">C</a> <a href="/c/">C</a></div>
<section><h2 class="section-label" id="_x">Mentioned in</h2><a href="/d/">D</a></section>
</main>
"""


def made(root: Path, **pages: str) -> Path:
    root.mkdir()
    for name, text in pages.items():
        (root / f"{name}.html").write_text(text, encoding="utf-8")
    return root


def test_feeds_are_compared_by_their_entries_whatever_they_are_called(tmp_path: Path) -> None:
    entry = '<entry><link rel="alternate" href="/{}/"/></entry>'
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><link href='/x'/>{}</feed>"
    rss = "<rss><channel><link>/x</link>{}</channel></rss>"
    ours, theirs = made(tmp_path / "ours"), made(tmp_path / "theirs")
    for root in (ours, theirs):
        (root / "topic").mkdir()
        (root / "sitemap.xml").write_text("<urlset/>")
    (ours / "topic/feed.xml").write_text(atom.format(entry.format("a") + entry.format("b")))
    items = "<item><link>/b/</link></item><item><link>/{}/</link></item>"
    (theirs / "topic/index.xml").write_text(rss.format(items.format("a")))
    assert list(same.differences(ours, theirs)) == []
    (theirs / "topic/index.xml").write_text(rss.format(items.format("c")))
    assert list(same.differences(ours, theirs)) == ["topic, feed: /a/ here, /c/ there"]
    (theirs / "topic/index.xml").unlink()
    assert list(same.differences(ours, theirs)) == ["topic: made by one of them only"]


def test_links_are_told_apart_by_the_part_of_a_page() -> None:
    assert same.parts(PAGE) == {
        "": {"/a/": 1},
        "main": {"/b/": 1},
        "prose": {"/c/": 2},
        "Mentioned in": {"/d/": 1},
    }


def test_pages_that_differ_in_a_link_a_part_or_their_number_are_named(tmp_path: Path) -> None:
    ours = made(tmp_path / "ours", one=PAGE, two=PAGE, three=PAGE, four=PAGE)
    theirs = made(
        tmp_path / "theirs",
        one=PAGE.replace("/d/", "/e/"),
        two=PAGE.replace("Mentioned in", "Also in"),
        three=PAGE.replace('<a href="/b/">B</a>', ""),
    )
    assert list(same.differences(ours, theirs)) == [
        "four.html: made by one of them only",
        "one.html, Mentioned in: /d/ here, /e/ there",
        "three.html, main: /b/ here, nothing more there",
        "two.html, Also in: nothing more here, /d/ there",
        "two.html, Mentioned in: /d/ here, nothing more there",
    ]
    assert list(same.differences(ours, ours)) == []


def test_what_is_not_the_same_work_is_not_compared(tmp_path: Path) -> None:
    tools = [rivals.tools()[name] for name in run.ALIKE]
    for tool, page in zip(tools, (PAGE, PAGE, PAGE.replace("/d/", "/e/")), strict=True):
        (tmp_path / tool.name).mkdir()
        made(tmp_path / tool.name / tool.made[0], one=page)
    with pytest.raises(
        RuntimeError, match=r"hugo-plain: not the same work:\none\.html, Mentioned in"
    ):
        run.refuse_other_work(tmp_path, tools)
    run.refuse_other_work(tmp_path, tools[:2])
    run.refuse_other_work(tmp_path, tools[1:])


def test_a_tool_that_is_not_there_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--tools", "briefgen,jekyll"]) == 2
    assert "unknown: jekyll" in capsys.readouterr().err


def test_a_missing_tool_is_reported_as_not_measured() -> None:
    missing = rivals.Tool("hugo", rivals.write_hugo, (), (), ())
    told = report.tables([missing], {}, SMALL, 1, 0)
    assert "Not measured, because not installed here: hugo." in told


def test_ours_are_told_as_times_either_hugo_s_that_was_measured() -> None:
    runs = {name: run.Run(seconds, 1, 1, 1) for name, seconds in (("briefgen", 3), ("hugo", 2))}
    slow = runs | {"hugo-plain": run.Run(4, 1, 1, 1)}
    for found, told in ((runs, "1.50×"), (slow, "1.50× / 0.75×")):
        measured = {
            name: run.Measured({case: [of] for case in run.CASES}, None, {})
            for name, of in found.items()
        }
        line = report.builds(measured).splitlines()[2]
        assert line.startswith(f"| cold build | 3.00 s (1.00) {told} | 2.00 s (1.00) |")


def test_sizes_of_other_runs_stay_on_the_page(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    for size, told in ((10_000, "slow"), (1_000, "quick"), (10_000, "better")):
        report.write(page, size, f"## {size:,} documents\n\n{told}\n")
    text = page.read_text(encoding="utf-8")
    assert text.index("quick") < text.index("better")
    assert "slow" not in text


def test_the_median_of_each_figure_is_taken() -> None:
    runs = [run.Run(1, 9, 5, 0), run.Run(2, 8, 5, 0), run.Run(9, 1, 5, 0)]
    assert run.median(runs) == run.Run(2, 8, 5, 0)


def test_one_slow_edit_in_twenty_is_the_95th_percentile_s_neighbour() -> None:
    assert report.high([0.01] * 19 + [1.0]) == 0.01
    assert report.high([0.01] * 18 + [1.0] * 2) == 1.0


def test_a_body_edit_adds_a_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# A\n", encoding="utf-8")
    latency.edit_body(path, "More.")
    assert path.read_text(encoding="utf-8") == "# A\n\nMore.\n"

"""The link check finds planted faults and passes good sites: a judge must be judged first."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.links import broken_links, foreign_loads, unreachable_pages
from support.txtar import unpack

GOOD = """
-- index.html --
<h1 id="top-of-it">Home</h1>
<a href="a/">A</a> <a href="/a/#part">part</a> <a href="#top-of-it">up</a> <a href="#">top</a>
<a href="https://example.org/a/?q=1">absolute</a> <a href="https://elsewhere.example/x">out</a>
<a href="mailto:a@example.org">mail</a> <a href="m%C3%BCnchen.txt">umlaut</a>
<img src="p.png" srcset="p.png 1x, p.png 2x"> <img src="data:image/png;base64,AAAA">
<link rel="stylesheet" href="s.css"> <label for="q">Q</label><input id="q">
<svg><use href="icons.svg#one"></use></svg>
-- a/index.html --
<h2 id="part">Part</h2> <a href="../">home</a> <a href="./">here</a>
-- s.css --
body { background: url("p.png") }
-- p.png --
-- icons.svg --
<svg xmlns="http://www.w3.org/2000/svg"></svg>
-- münchen.txt --
-- sitemap.xml --
<urlset><url><loc>https://example.org/a/</loc></url></urlset>
"""


def site(folder: Path, text: str) -> Path:
    for name, content in unpack(text).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return folder


def test_a_good_site_has_no_problem(tmp_path: Path) -> None:
    output = site(tmp_path, GOOD)
    assert broken_links(output) == []
    assert foreign_loads(output) == []
    assert unreachable_pages(output) == []


FAULTS = [
    ('<a href="b/">', "leads nowhere"),
    ('<a href="/nowhere.html">', "leads nowhere"),
    ('<a href="a/#no">', "no such section"),
    ('<a href="#no">', "no such section"),
    ('<a href="a">', "slash at the end"),
    ('<a href="A/">', "differs in case"),
    ('<a href="">', "is empty"),
    ('<a href="a b/">', "cannot have"),
    ('<a href="javascript:x()">', "scheme javascript:"),
    ('<a href="https://example.org/gone/">', "leads nowhere"),
    ('<img src="gone.png">', "leads nowhere"),
    ('<img src="p.png" srcset="p.png 1x, gone.png 2x">', "leads nowhere"),
    ('<source srcset="gone.png">', "leads nowhere"),
    ('<link rel="canonical" href="https://example.org/gone/">', "leads nowhere"),
    ('<meta property="og:image" content="https://example.org/gone.png">', "leads nowhere"),
    ('<meta http-equiv="refresh" content="0; url=gone/">', "leads nowhere"),
    ('<svg><use xlink:href="gone.svg#x"></use></svg>', "leads nowhere"),
    ('<p id="twice"></p><p id="twice"></p>', "two elements"),
    ('<p aria-labelledby="gone"></p>', "no id of this page"),
    ('<base href="/a/">', "scheme base:"),
]


@pytest.mark.parametrize(("html", "fault"), FAULTS, ids=[html for html, _ in FAULTS])
def test_a_planted_fault_is_found_with_its_place(tmp_path: Path, html: str, fault: str) -> None:
    output = site(tmp_path, GOOD.replace("Home</h1>", "Home</h1>\n" + html))
    [problem] = broken_links(output)
    assert fault in problem.fault
    assert (problem.file, problem.line) == ("index.html", 2)


OTHER_FILES = [
    ("s.css", 'a { background: url(gone.png) } @import "s.css";'),
    ("feed.xml", "<feed>\n<link href='https://example.org/gone/'/></feed>"),
    ("sitemap.xml", "<urlset><url><loc>https://example.org/gone/</loc></url></urlset>"),
    ("404.html", '<a href="a/">relative</a>'),
]


@pytest.mark.parametrize(("name", "text"), OTHER_FILES, ids=[name for name, _ in OTHER_FILES])
def test_a_fault_in_another_file_is_found(tmp_path: Path, name: str, text: str) -> None:
    output = site(tmp_path, GOOD)
    (output / name).write_text(text, encoding="utf-8")
    assert [problem.file for problem in broken_links(output)] == [name]


def test_a_base_path_is_part_of_every_address(tmp_path: Path) -> None:
    output = site(
        tmp_path,
        """
-- index.html --
<a href="/repo/a/">right</a> <a href="a/">right</a>
<a href="/a/">wrong</a> <a href="../">wrong</a> <a href="https://example.org/a/">wrong</a>
-- a/index.html --
<a href="../">right</a> <a href="/repo/#">right</a>
""",
    )
    problems = broken_links(output, "/repo/")
    assert [(p.address, p.fault) for p in problems] == [
        ("/a/", "leaves the base path /repo/"),
        ("../", "leaves the base path /repo/"),
        ("https://example.org/a/", "leaves the base path /repo/"),
    ]


def test_loads_from_other_hosts_are_found_and_links_to_them_are_not(tmp_path: Path) -> None:
    output = site(
        tmp_path,
        """
-- index.html --
<a href="https://elsewhere.example/">fine</a>
<script src="https://elsewhere.example/x.js"></script>
<link rel="stylesheet" href="//elsewhere.example/x.css">
<link rel="license" href="https://elsewhere.example/licence">
""",
    )
    assert [problem.line for problem in foreign_loads(output)] == [2, 3]


def test_a_page_that_nothing_links_to_is_found(tmp_path: Path) -> None:
    output = site(tmp_path, GOOD)
    (output / "lost.html").write_text('<a href="index.html">home</a>', encoding="utf-8")
    assert unreachable_pages(output) == ["lost.html"]


def test_an_empty_folder_proves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="prove nothing"):
        broken_links(tmp_path)

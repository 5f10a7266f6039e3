"""What a name, a section and a file mean where they are written, and what is said when they mean nothing."""

from __future__ import annotations

import re

import pytest

from briefgen import link
from support.site import MakeSite, Site

SITE: dict[str, str | bytes] = {
    "briefgen.yaml": "title: T\nbroken_links: warn\n",
    "content/plan.md": """\
---
title: The plan
---
## Costs & gains

## Budget {#money}

## Twice {#budget}

## Last of all
""",
    "content/overview.md": "---\ntitle: Overview\n---\n## More\n\n## Overview\n",
    "content/one.md": "---\ntitle: Same\nslug: first\n---\n",
    "content/two/other.md": "---\ntitle: Same\n---\n",
    "content/topics/power-supply.md": "---\ntitle: Power\n---\n",
    "content/stakeholders/power-co.md": "---\ntitle: Power\n---\n",
    "content/events/of-topic.md": "---\ntitle: About it\ndate: 2025-01-03\ntopics: [power-supply]\n---\n",
    "content/events/of-co.md": "---\ntitle: With them\ndate: 2025-01-02\nstakeholders: [power-co]\n---\n",
    "content/map.pdf": b"the site's",
    "content/notes/map.pdf": b"the notes'",
    "content/elsewhere/only.pdf": b"only one",
    "content/notes/photo.PNG": b"\x89PNG\r\n\x1a\n",
}


def built(site: Site, text: str, front: str = "") -> str:
    """What becomes of a text on the page `/notes/page/`."""
    site.write(
        "content/notes/page.md", f"---\ntitle: A page\n{front}---\nA. {text}\n\n## Own part\n"
    )
    site.build(jobs=1)
    found = re.search(r"<p>A\.\s?(.*?)</p>", site.page("/notes/page/"), re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site.create(tmp_path_factory.mktemp("references") / "site", SITE)


@pytest.mark.parametrize(
    ("text", "url", "label"),
    [
        ("[[plan]]", "/plan/", "The plan"),
        ("[[plan#Costs & gains]]", "/plan/#costs--gains", "The plan: Costs &amp; gains"),
        ("[[plan#costs & GAINS]]", "/plan/#costs--gains", "The plan: Costs &amp; gains"),
        # by id, then by title, then by what a title would be as an id
        ("[[plan#budget]]", "/plan/#budget", "The plan: Twice"),
        ("[[plan#Budget]]", "/plan/#money", "The plan: Budget"),
        ("[[plan#last-of-all]]", "/plan/#last-of-all", "The plan: Last of all"),
        ("[[plan#Last, of: all!]]", "/plan/#last-of-all", "The plan: Last of all"),
        # the last of several, as Obsidian writes them
        ("[[plan#Budget#Last of all]]", "/plan/#last-of-all", "The plan: Last of all"),
        # the page's own heading is its top, unless a section is called so
        ("[[plan#the PLAN]]", "/plan/", "The plan: the PLAN"),
        ("[[overview#Overview]]", "/overview/#overview", "Overview: Overview"),
        # a section here
        ("[[#own PART]]", "/notes/page/#own-part", "Own part"),
    ],
)
def test_where_a_section_is(site: Site, text: str, url: str, label: str) -> None:
    found = built(site, text)
    assert site.codes == []
    assert found == f'<a class="link-internal link-page" href="{url}">{label}</a>'


@pytest.mark.parametrize(
    ("text", "front", "message", "hint"),
    [
        ("[[nope]]", "", "nothing is called `nope`", ""),
        ("[[plna]]", "", "nothing is called `plna`", "did you mean `plan`?"),
        ("", "topics: [nope]\n", "nothing is called `nope`", 'make it with `briefgen new topic "nope"`'),
        ("", "topics: [No such]\n", "nothing is called `No such`", ""),
        ("[[plan#Costs gain]]", "", "“The plan” has no section `Costs gain`", "did you mean `Costs & gains`?"),
        ("[[plan#nope]]", "", "“The plan” has no section `nope`", ""),
        ("[[Same]]", "", "`Same` can mean 2 things", "write `one` or `two-other`"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_name_that_means_nothing(
    site: Site, text: str, front: str, message: str, hint: str
) -> None:
    built(site, text, front)
    assert [(d.code, d.message, d.hint) for d in site.diagnostics] == [
        ("broken-link", message, hint)
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[x](only.pdf)", "did you mean `../elsewhere/only.pdf`?"),
        ("[x](../notes/only.pdf)", "did you mean `../elsewhere/only.pdf`?"),
        ("![x](../photo.PNG)", "did you mean `photo.PNG`?"),
        ("[x](gone/map.pdf)", "did you mean `../map.pdf` or `map.pdf`?"),
        ("[[gone/only.pdf]]", "did you mean `elsewhere/only.pdf`?"),
        ("[[nowhere.pdf]]", ""),
        ("![[..]]", ""),
        ("[[../../only.pdf]]", "did you mean `elsewhere/only.pdf`?"),
        ("![[elsewhere\\only.pdf]]", "folders stand before a slash: `elsewhere/only.pdf`"),
    ],
)
def test_what_is_said_of_a_file_that_is_not_there(site: Site, text: str, hint: str) -> None:
    built(site, text)
    assert [(d.code, d.hint) for d in site.diagnostics] == [("broken-link", hint)]


@pytest.mark.parametrize(("name", "column"), [('"[[]]"', 10), ('"[[|x]]"', 10), ('["[[#a]]"]', 11)])
def test_a_view_is_not_told_of_nobody(site: Site, name: str, column: int) -> None:
    """A link without a name was no filter: the view showed all."""
    built(site, f"Text.\n\n:::timeline\ntopics: {name}\n:::\n")
    found = [(d.code, d.span.line, d.span.column) for d in site.diagnostics]
    assert found == [("bad-link", 7, column)]


@pytest.mark.parametrize("name", ["Power", "[[Power]]", '"[[Power]]"'])
def test_each_view_on_a_page_has_its_own_names(site: Site, name: str) -> None:
    """A topic and a stakeholder of one title, each named where it is expected."""
    views = [f":::timeline\n{key}: [{name}]\n:::\n" for key in ("topics", "stakeholders")]
    built(site, "Text.\n\n" + "\n".join(views))
    assert site.codes == []
    _, *shown = site.page("/notes/page/").split('<figure class="view">')
    titles = [re.findall('occurrence-title"><a href="(.*?)"', view) for view in shown]
    assert titles == [["/events/of-topic/"], ["/events/of-co/"]]


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("[x](map.pdf)", "/notes/map.pdf"),
        ("[x](../map.pdf)", "/map.pdf"),
        ("[x](../elsewhere/only.pdf)", "/elsewhere/only.pdf"),
        ("![x](../map.pdf)", "/map.pdf"),
        ("![x](/map.pdf)", "/map.pdf"),
        ("![x](map.pdf)", "/notes/map.pdf"),
        ("[[map.pdf]]", "/notes/map.pdf"),
        ("[[/map.pdf]]", "/map.pdf"),
        ("[[only.pdf]]", "/elsewhere/only.pdf"),
        ("[[elsewhere/only.pdf]]", "/elsewhere/only.pdf"),
        ("[[gone/only.pdf]]", ""),
        ("[x](only.pdf)", ""),
        ("![[elsewhere/only.pdf]]", "/elsewhere/only.pdf"),
    ],
)
def test_which_file_a_path_means(site: Site, text: str, file: str) -> None:
    """Paths of Markdown are seen from the page; of names the one beside it comes first."""
    found = built(site, text)
    if file:
        assert (re.findall('href="(.*?)"', found), site.codes) == ([file], [])
        assert file[1:] in site.files()
    else:
        assert site.codes == ["broken-link"]


@pytest.mark.parametrize(
    ("image", "file"),
    [("photo.PNG", "notes/photo.PNG"), ("../notes/photo.PNG", "notes/photo.PNG"), ("/logo.png", "logo.png")],
)  # fmt: skip
def test_the_picture_that_previews_show_is_the_one_that_is_there(
    make_site: MakeSite, image: str, file: str
) -> None:
    """Of two so called the preview named the other one, which nobody published; and a path led nowhere."""
    files = {f"content/{name}": b"x" for name in ("photo.PNG", "notes/photo.PNG", "logo.png")}
    site = make_site({"briefgen.yaml": "title: T\nbase_url: https://example.org/\n", **files})
    built(site, "Text.", f"image: {image}\n")
    assert site.codes == []
    assert f'"og:image" content="https://example.org/{file}"' in site.page("/notes/page/")
    assert file in site.files()


def test_of_two_pages_with_one_id_the_hint_gives_the_paths(make_site: MakeSite) -> None:
    page = "---\ntitle: Shared\nid: {}\n---\n"
    site = make_site(
        {
            "content/a/one.md": page.format("twin"),
            "content/b/two.md": page.format("twin"),
            "content/c.md": page.format("third"),
            "content/d.md": "See [[Shared]].\n",
        }
    )
    site.build(jobs=1)
    (ambiguous,) = [d for d in site.diagnostics if d.code == "ambiguous-target"]
    assert ambiguous.hint == "write `a/one.md` or `b/two.md` or `third`"


def test_a_source_that_shows_a_figure_of_its_own_does_not_cite_itself(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/sources/report.md": "---\ntitle: R\n---\n![[share]]\n",
            "content/sources/other.md": "---\ntitle: O\n---\n![[share]]\n",
            "content/figures/share.md": "---\ntitle: Share\nvalue: 1\nsource: report\n---\n",
        }
    )
    site.build(jobs=1)
    assert site.codes == []
    for page, leads in (
        ("/sources/other/", "#source-report"),
        ("/sources/report/", "/sources/report/"),
    ):
        prose = site.page(page).partition('<div class="prose">')[2].partition("</div>")[0]
        assert re.findall('class="evidence"><a href="(.*?)"', prose) == [leads]


def test_only_what_is_a_picture_is_shown_as_one(site: Site) -> None:
    shown = '<img src="/notes/photo.PNG" alt="A photo" loading="lazy">'
    assert built(site, "![A photo](photo.PNG)") == shown
    for text, label in (("![A map](map.pdf)", "A map"), ("![](map.pdf)", "map")):
        assert built(site, text) == f'<a class="link-file" href="/notes/map.pdf">{label}</a>'


@pytest.mark.parametrize(
    ("wanted", "width", "height", "size"),
    [
        (0, 0, 0, ""), (0, 40, 30, ' width="40" height="30"'), (0, 40, 0, ""), (0, 0, 30, ""),
        (20, 40, 30, ' width="20" height="15"'), (20, 0, 0, ' width="20"'),
        (20, 3000, 1, ' width="20" height="1"'), (3, 2, 1, ' width="3" height="2"'),
    ],
)  # fmt: skip
def test_a_picture_keeps_its_shape(wanted: int, width: int, height: int, size: str) -> None:
    assert link._size(wanted, width, height) == size

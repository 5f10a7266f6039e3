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
    "content/v1.2.md": "# Version\n",
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
    "content/notes/saved.html": "<p id='other'>Saved</p>",
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
        # a path from the content folder, and one from here, as Obsidian may write both
        ("[[/plan]]", "/plan/", "The plan"),
        ("[[../plan]]", "/plan/", "The plan"),
        ("[[../plan.md#Budget]]", "/plan/#money", "The plan: Budget"),
        ("[[./page#own PART]]", "/notes/page/#own-part", "A page: Own part"),
        # a file's name, with its ending or without
        ("[[power-supply.md]]", "/topics/power-supply/", "Power"),
        ("[[Plan.md#Budget]]", "/plan/#money", "The plan: Budget"),
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
    kind = "topic" if "/topics/" in url else "page"
    assert found == f'<a class="link-internal link-{kind}" href="{url}">{label}</a>'


@pytest.mark.parametrize(
    "link", ["[x](/briefs/b/)", "[x](../briefs/b/)", "[[/briefs/b/]]", "[x](/briefs/b.md)"]
)
def test_an_address_is_the_pages_that_stands_there(make_site: MakeSite, link: str) -> None:
    """A title or an alias that looks like one led away from it."""
    other = "---\ntitle: /briefs/b.md\naliases: [/briefs/b/, briefs/b.md]\n---\n"
    site = make_site({"content/a.md": other, "content/briefs/b.md": "# B\n"})
    assert 'href="/briefs/b/"' in built(site, link)


@pytest.mark.parametrize(
    ("text", "front", "message", "hint"),
    [
        ("[[nope]]", "", "nothing is called `nope`", 'make it with `briefgen new KIND "nope"`, or take the link out'),
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


def test_what_a_name_means_is_told_with_its_article(site: Site) -> None:
    built(site, "", "events: [plan]\ntopics: [of-topic]\n")
    assert [d.message for d in site.diagnostics] == [
        "`plan` is a page; `events` takes an event",
        "`of-topic` is an event; `topics` takes a topic",
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[x](only.pdf)", "did you mean `../elsewhere/only.pdf`?"),
        ("[x](../notes/only.pdf)", "did you mean `../elsewhere/only.pdf`?"),
        ("![x](../photo.PNG)", "did you mean `photo.PNG`?"),
        # in other letters, or nearly so
        ("![x](photo.png)", "did you mean `photo.PNG`?"),
        ("![[Photo.png]]", "did you mean `notes/photo.PNG`?"),
        ("[x](../elsewhere/onyl.pdf)", "did you mean `../elsewhere/only.pdf`?"),
        ("[x](/elsewhere/Only.pdf)", "did you mean `../elsewhere/only.pdf`?"),
        # a page whose name holds a full stop
        ("[x](../v1.2)", "did you mean `../v1.2.md`?"),
        # a page as a picture
        ("![x](../plan.md)", "a page is shown in place by `![[plan]]`"),
        ("![x](page)", "a page is shown in place by `![[notes-page]]`"),
        ("[x](..\\elsewhere\\only.pdf)", "folders stand before a slash: `../elsewhere/only.pdf`"),
        ("[x](www.example.org)", "a web address begins with its scheme: https://www.example.org"),
        (
            "[x](example.org/report.pdf)",
            "a web address begins with its scheme: https://example.org/report.pdf",
        ),
        ("[x](gone/map.pdf)", "did you mean `../map.pdf` or `map.pdf`?"),
        ("[[gone/only.pdf]]", "did you mean `elsewhere/only.pdf`?"),
        (
            "[[nowhere.pdf]]",
            "put it anywhere in the content folder; capitals count",
        ),
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
        ("[x](/map.pdf)", "/map.pdf"),
        ("[x](/elsewhere/only.pdf)", "/elsewhere/only.pdf"),
        ("[x](/only.pdf)", ""),
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
    ("text", "address"),
    [
        ("[x](map.pdf#page=2)", "map.pdf#page=2"),
        ("[x](/notes/map.pdf#page=2)", "map.pdf#page=2"),
        ("[x](map.pdf?a=1&b=2#page=2&zoom=50)", "map.pdf?a=1&amp;b=2#page=2&amp;zoom=50"),
        # as it is: `%26` is no `&` in what a reader of PDF looks for
        ("[x](map.pdf#search=R%26D%20ü)", "map.pdf#search=R%26D%20%C3%BC"),
        ("[x](</notes/map.pdf#search=R%26D ü>)", "map.pdf#search=R%26D%20%C3%BC"),
        ("[x][r]\n\n[r]: map.pdf#page=2 'T'", "map.pdf#page=2"),
        ("![x](map.pdf#page=2)", "map.pdf#page=2"),
        ("![x](photo.PNG#view)", "photo.PNG#view"),
        ("![x](/notes/photo.PNG?v=2)", "photo.PNG?v=2"),
        ("[[map.pdf#page=2]]", "map.pdf#page=2"),
        ("[[map.pdf#page=2|x]]", "map.pdf#page=2"),
        ("![[map.pdf#page=2]]", "map.pdf#page=2"),
        ("![[photo.PNG#view|40]]", "photo.PNG#view"),
        # and no anchor of a page, though the file is one
        ("[x](saved.html#part)", "saved.html#part"),
        ("[x](/notes/saved.html#part)", "saved.html#part"),
    ],
)
def test_what_follows_a_file_in_its_address_is_kept(site: Site, text: str, address: str) -> None:
    """A link to a page of a PDF led to its first one."""
    found = built(site, text)
    assert (re.findall('(?:href|src)="(.*?)"', found), site.codes) == ([f"/notes/{address}"], [])
    assert f"notes/{re.split('[?#]', address)[0]}" in site.files()
    assert ('class="link-file"' in found) == ("<img" not in found)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("[x](/search/?q=power%20%26%20co)", "/search/?q=power%20%26%20co"),
        ("[x](../plan.md?a=1#budget)", "/plan/?a=1#budget"),
        ("[x](/plan/?a=1#money)", "/plan/?a=1#money"),
        ("[x](/plan/?a=1)", "/plan/?a=1"),
    ],
)
def test_a_question_to_a_page_is_kept(site: Site, text: str, url: str) -> None:
    """A link to what the search finds led to the empty search."""
    assert re.findall('href="(.*?)"', built(site, text)) == [url]
    assert site.codes == []


FOLDERS: dict[str, str | bytes] = {
    "briefgen.yaml": "title: T\nbroken_links: warn\n",
    "content/notes/a/index.md": "# A\n\n## S\n",
    "content/notes/b/Index.md": "# B\n",
    "content/notes/c/index.markdown": "# C\n",
    "content/My Notes/ü/x.md": "# X\n",
    "content/My Notes/Old one.md": "# Once\n",
    "content/briefs/2025/brief.md": "---\ntitle: B\nslug: other\n---\n",
    "content/old.markdown": "# Old\n",
    "content/drafts/d.md": "---\nstatus: draft\n---\n# D\n",
    "content/files/map.pdf": b"x",
    "content/LICENSE": "MIT\n",
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site.create(tmp_path_factory.mktemp("folders") / "site", FOLDERS)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        # a folder's introduction, by each of its names
        ("a/", "/notes/a/"), ("a", "/notes/a/"), ("./a/", "/notes/a/"), ("a/#s", "/notes/a/#s"),
        ("a#s", "/notes/a/#s"), ("/notes/a/", "/notes/a/"), ("/notes/a", "/notes/a/"),
        ("b/", "/notes/b/"), ("b", "/notes/b/"), ("b/index.md", "/notes/b/"), ("b/index", "/notes/b/"),
        ("c/", "/notes/c/"), ("c", "/notes/c/"), ("c/index", "/notes/c/"),
        # the list that the site makes of one without an introduction
        ("../briefs/", "/briefs/"), ("../briefs", "/briefs/"), ("/briefs", "/briefs/"),
        ("./", "/notes/"), (".", "/notes/"), ("..", "/"), ("../", "/"), ("/", "/"),
        ("../My%20Notes/", "/my-notes/"), ("<../My Notes/ü>", "/my-notes/%C3%BC/"),
        ("/My%20Notes/%C3%BC/", "/my-notes/%C3%BC/"), ("../timeline/", ""),
        # a page by its path from the content folder
        ("/briefs/2025/brief.md", "/briefs/other/"), ("/briefs/2025/brief", "/briefs/other/"),
        ("/Briefs/2025/Brief.md", "/briefs/other/"), ("/notes/../old.markdown", "/old/"),
        ("../old", "/old/"), ("/old", "/old/"), ("/old/", "/old/"), ("../old/", "/old/"),
        # a file without an ending
        ("../LICENSE", "/LICENSE"), ("/LICENSE", "/LICENSE"),
        # what the site makes, by its address
        ("/tags/", ""), ("/feed.json", "/feed.json"),
        ("/briefs/other/index.md", "/briefs/other/index.md"),
        # nothing: neither a folder without pages, nor one whose pages make no list, nor one in passing
        ("../files/", ""), ("../briefs/2025/", ""), ("../drafts/", ""), ("brief", ""), ("/brief", ""),
        ("../brief.md", ""), ("x", ""),
    ],
)  # fmt: skip
def test_what_a_path_leads_to(folders: Site, written: str, url: str) -> None:
    found = built(folders, f"[x]({written})")
    assert (re.findall('href="(.*?)"', found), folders.codes) == (
        ([url], []) if url else ([], ["broken-link"])
    )


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("nope.md", "nothing is called `notes/nope.md`", ""),
        (
            "brief.md",
            "nothing is called `notes/brief.md`",
            "did you mean `../briefs/2025/brief.md`?",
        ),
        ("old", "nothing is called `notes/old`", "did you mean `../old.markdown`?"),
        ("../breif.md", "nothing is called `breif.md`", "did you mean `../briefs/2025/brief.md`?"),
        (
            "Old%20one.md",
            "nothing is called `notes/Old one.md`",
            "did you mean `../My%20Notes/Old%20one.md`?",
        ),
        ("bb/", "nothing is called `notes/bb/`", ""),
        ("..\\old", "nothing is called `notes/..\\old`", "folders stand before a slash: `../old`"),
        # no folder, though an address is spelt so
        ("../old!/", "nothing is called `old!/`", ""),
        # an address of other generators, and one of ours as it lies on the disk
        ("/old.html", "there is no file `old.html`", "did you mean `/old/`?"),
        ("/briefs/index.html", "there is no file `briefs/index.html`", "did you mean `/briefs/`?"),
        (
            "../briefs/other.html",
            "there is no file `briefs/other.html`",
            "did you mean `/briefs/other/`?",
        ),
        (
            "pib.gov.in/release?id=1",
            "nothing is called `notes/pib.gov.in/release`",
            "a web address begins with its scheme: https://pib.gov.in/release",
        ),
        ("/nots/", "there is no page /nots/", "did you mean `/notes/`?"),
        ("/mpa.pdf", "there is no file `mpa.pdf`", "did you mean `../files/map.pdf`?"),
        ("/map.pdf", "there is no file `map.pdf`", "did you mean `../files/map.pdf`?"),
    ],
)
def test_what_is_said_of_a_path_that_leads_nowhere(
    folders: Site, written: str, message: str, hint: str
) -> None:
    """Where Markdown wants a path the hint gives one, as it would be written there."""
    built(folders, f"[x]({written})")
    assert [(d.message, d.hint) for d in folders.diagnostics] == [(message, hint)]


@pytest.mark.parametrize(
    ("image", "address"),
    [("photo.PNG#view", "notes/photo.PNG#view"), ("'[[photo.PNG#view]]'", "notes/photo.PNG#view"),
     ("/notes/photo.PNG?v=2", "notes/photo.PNG?v=2"), ("'a#2.png'", "a%232.png")],
)  # fmt: skip
def test_in_front_matter_too(make_site: MakeSite, image: str, address: str) -> None:
    files = {f"content/{name}": b"x" for name in ("notes/photo.PNG", "a#2.png")}
    site = make_site({"briefgen.yaml": "title: T\nbase_url: https://example.org/\n", **files})
    built(site, "Text.", f"image: {image}\n")
    assert site.codes == []
    assert f'"og:image" content="https://example.org/{address}"' in site.page("/notes/page/")


def test_in_the_configuration_too(make_site: MakeSite) -> None:
    config = "title: T\nlogo: logo.svg#dark\nfavicon: /logo.svg#small\n"
    site = make_site({"briefgen.yaml": config, "content/logo.svg": "<svg/>"})
    built(site, "Text.")
    assert site.codes == []
    assert 'src="/logo.svg#dark"' in site.page("/notes/page/")
    assert 'href="/logo.svg#small"' in site.page("/notes/page/")
    assert "logo.svg" in site.files()


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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[](../plan.md)", '<a class="link-internal link-page" href="/plan/">The plan</a>'),
        (
            "[](../plan.md#budget)",
            '<a class="link-internal link-page" href="/plan/#budget">The plan: Twice</a>',
        ),
        (
            "[](#own-part)",
            '<a class="link-internal link-page" href="/notes/page/#own-part">Own part</a>',
        ),
        ("[](../map.pdf#page=2)", '<a class="link-file" href="/map.pdf#page=2">map.pdf</a>'),
        ("[](../topics/)", '<a class="link-internal" href="/topics/">topics/</a>'),
    ],
)
def test_a_link_without_words_shows_what_it_leads_to(site: Site, text: str, shown: str) -> None:
    """It was a link with nothing in it, which nobody saw and a screen reader read letter by letter."""
    assert built(site, text) == shown
    assert site.codes == []


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

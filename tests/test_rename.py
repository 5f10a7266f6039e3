"""`briefgen mv` and `briefgen redirect`: documents move, links follow, nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from briefgen.cli import briefgen
from briefgen.rename import Changed, MoveError, Site, apply, find, new_name, plan
from briefgen.rename.files import Change
from support.site import MakeSite
from support.site import Site as Folder

ACME = "---\ntitle: Acme\nkind: company\n---\nA company.\n"


def move(folder: Folder, old: str, new: str, *, redirect: bool = True) -> None:
    site = Site(folder.root)
    name = find(site, old).name
    apply(plan(site, name, new_name(site, name, new), redirect=redirect).changes)


def texts(folder: Folder) -> dict[str, str]:
    content = folder.root / "content"
    return {
        file.relative_to(content).as_posix(): file.read_bytes().decode()
        for file in sorted(content.rglob("*"))
        if file.is_file() and file.suffix != ".png"
    }


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # every form of a wiki link, and of an embed
        ("[[acme]]", "[[apex]]"),
        ("[[ACME|the company]]", "[[apex|the company]]"),
        ("[[acme#History]]", "[[apex#History]]"),
        ("[[acme#History|then]]", "[[apex#History|then]]"),
        ("[[owns:acme]]", "[[owns:apex]]"),
        ("[[ acme | spaced ]]", "[[ apex | spaced ]]"),
        ("[[stakeholders/acme.md]]", "[[stakeholders/apex.md]]"),
        ("[[stakeholders/acme|path]]", "[[stakeholders/apex|path]]"),
        ("![[acme]]", "![[apex]]"),
        ("![[acme#History]]", "![[apex#History]]"),
        ("**[[acme]]** and *[[acme|x]]*", "**[[apex]]** and *[[apex|x]]*"),
        ("> quoted [[acme]]", "> quoted [[apex]]"),
        (
            "| a | b |\n|---|---|\n| [[acme\\|A]] | [[acme]] |",
            "| a | b |\n|---|---|\n| [[apex\\|A]] | [[apex]] |",
        ),
        # relative Markdown links, each with its habits
        ("[a](../stakeholders/acme.md)", "[a](../stakeholders/apex.md)"),
        ("[a](../stakeholders/acme.md#history 'T')", "[a](../stakeholders/apex.md#history 'T')"),
        ("[a](../stakeholders/acme)", "[a](../stakeholders/apex)"),
        ("[a](<../stakeholders/acme.md>)", "[a](<../stakeholders/apex.md>)"),
        ("[a](/stakeholders/acme/)", "[a](/stakeholders/apex/)"),
        ("[a](/stakeholders/acme/?x=1#history)", "[a](/stakeholders/apex/?x=1#history)"),
        ("[a](../stakeholders/acme/)", "[a](../stakeholders/apex/)"),
        ("[a](../Stakeholders/ACME.md)", "[a](../stakeholders/apex.md)"),
        ("[a](../stakeholders/acme.md?x=1#history)", "[a](../stakeholders/apex.md?x=1#history)"),
        # a path from the content folder
        ("[a](/stakeholders/acme.md#history)", "[a](/stakeholders/apex.md#history)"),
        ("[a](/stakeholders/acme)", "[a](/stakeholders/apex)"),
        ("[a](</stakeholders/acme.md>)", "[a](</stakeholders/apex.md>)"),
        ("[[/stakeholders/acme]]", "[[/stakeholders/apex]]"),
        ("[[acme.md|x]]", "[[apex.md|x]]"),
        # one from here, as Obsidian may write it
        ("[[../stakeholders/acme]]", "[[../stakeholders/apex]]"),
        ("[[ ../stakeholders/acme.md#History|x ]]", "[[ ../stakeholders/apex.md#History|x ]]"),
        ("[[owns:../stakeholders/acme]]", "[[owns:../stakeholders/apex]]"),
        ("![[../stakeholders/acme#History]]", "![[../stakeholders/apex#History]]"),
        ("[[./n]]", "[[./n]]"),
        ("[[/stakeholders/acme.md#History|x]]", "[[/stakeholders/apex.md#History|x]]"),
        ("[a][1]\n\n[1]: ../stakeholders/acme.md", "[a][1]\n\n[1]: ../stakeholders/apex.md"),
        # what still means it, and what never did
        ("[[Acme Incorporated]]", "[[Acme Incorporated]]"),
        ("[[The Company|x]]", "[[The Company|x]]"),
        ("`[[acme]]` and acme", "`[[acme]]` and acme"),
        ("```\n[[acme]]\n```", "```\n[[acme]]\n```"),
        (
            ":::stakeholders\nstakeholders: [acme]\n:::",
            ":::stakeholders\nstakeholders: [apex]\n:::",
        ),
    ],
)
def test_every_form_of_a_link_follows(make_site: MakeSite, written: str, expected: str) -> None:
    folder = make_site(
        {
            "content/stakeholders/acme.md": (
                "---\ntitle: Acme Incorporated\naliases: [The Company]\n---\n## History\nOld.\n"
            ),
            "content/notes/n.md": f"# N\n\nBefore. {written}\n"
            if "\n" not in written
            else f"# N\n\n{written}\n",
        }
    )
    before = texts(folder)["notes/n.md"]
    move(folder, "acme", "apex")
    after = texts(folder)
    assert after["notes/n.md"] == before.replace(written, expected)
    assert set(after) == {"notes/n.md", "stakeholders/apex.md"}
    folder.build()
    assert [d for d in folder.diagnostics if d.severity == "error"] == []


def test_names_in_front_matter_follow_in_every_key_and_quoting(make_site: MakeSite) -> None:
    front = """\
    ---
    title: N
    date: 2025-04-22
    stakeholders: [acme, "acme2", [[acme]], 'acme']
    source: wire
    events:
      - {date: 2025-04-21, title: Talks, stakeholders: [[acme]], source: {source: wire, quote: "acme"}}
    key_judgements:
      - {text: It will grow., likelihood: likely, confidence: low, basis: [wire]}
    ---
    As [@wire, p. 4; @disputes:wire] says.
    """
    folder = make_site(
        {
            "content/stakeholders/acme.md": ACME,
            "content/stakeholders/acme2.md": ACME.replace("Acme", "Acme Two"),
            "content/stakeholders/child.md": (
                "---\ntitle: Child\nrelationships:\n  - kind: owned-by\n    to: acme # the parent\n    source: wire\n---\n"
            ),
            "content/sources/wire.md": "---\ntitle: Wire\n---\nacme\n",
            "content/briefs/n.md": front,
        }
    )
    before = texts(folder)
    folder.build()
    errors = [d for d in folder.diagnostics if d.severity == "error"]
    move(folder, "stakeholders/acme.md", "apex")
    move(folder, "wire", "cable")
    after = texts(folder)
    expected = before["briefs/n.md"].replace("wire", "cable")
    expected = (
        expected.replace("[acme, ", "[apex, ")
        .replace("[[acme]]", "[[apex]]")
        .replace("'acme'", "'apex'")
    )
    assert after["briefs/n.md"] == expected
    assert "to: apex # the parent\n    source: cable\n" in after["stakeholders/child.md"]
    folder.build()
    assert [d.code for d in folder.diagnostics if d.severity == "error"] == [d.code for d in errors]


def test_words_that_may_be_a_name_follow_only_whom_they_mean(make_site: MakeSite) -> None:
    source = "---\ntitle: S\npublisher: acme\nauthor: [Acme, survey]\n---\n"
    folder = make_site(
        {
            "content/stakeholders/acme.md": ACME.replace("Acme", "Acme Incorporated"),
            "content/briefs/survey.md": "---\ntitle: T\n---\n",
            "content/sources/s.md": source,
        }
    )
    move(folder, "acme", "apex")
    move(folder, "survey", "poll")
    expected = source.replace("acme", "apex").replace("Acme", "apex")
    assert texts(folder)["sources/s.md"] == expected


def test_the_old_address_is_kept_and_chains_stay_short(make_site: MakeSite) -> None:
    folder = make_site({"content/briefs/a.md": "---\ntitle: T\n---\nX\n"})
    move(folder, "a", "b")
    move(folder, "b", "c")
    assert texts(folder) == {
        "briefs/c.md": "---\ntitle: T\nredirect_from: [/briefs/a/, /briefs/b/]\n---\nX\n"
    }
    move(folder, "c", "a")
    assert texts(folder) == {
        "briefs/a.md": "---\ntitle: T\nredirect_from: [/briefs/c/, /briefs/b/]\n---\nX\n"
    }
    folder.build()
    assert folder.codes == []
    assert {"briefs/b/index.html", "briefs/c/index.html"} <= folder.files().keys()


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("", "---\nredirect_from: [/briefs/a/]\n---\n"),
        ("---\ntitle: T\n---\n", "---\ntitle: T\nredirect_from: [/briefs/a/]\n---\n"),
        (
            "---\nredirect_from:\n  - /x/\n  - '/y/' # two\ntitle: T\n---\n",
            "---\nredirect_from:\n  - /x/\n  - '/y/' # two\n  - /briefs/a/\ntitle: T\n---\n",
        ),
        (
            "---\nredirect_from: [/x/, '/y/']  # both\n---\n",
            "---\nredirect_from: [/x/, '/y/', /briefs/a/]  # both\n---\n",
        ),
        ("---\nredirect_from: /x/\n---\n", "---\nredirect_from: [/x/, /briefs/a/]\n---\n"),
        (
            "---\nredirect_from:\ntitle: T\n---\n",
            "---\nredirect_from: [/briefs/a/]\ntitle: T\n---\n",
        ),
        ("---\nredirect_from: []\n---\n", "---\nredirect_from: [/briefs/a/]\n---\n"),
        ("---\r\ntitle: T\r\n---\r\n", "---\r\ntitle: T\r\nredirect_from: [/briefs/a/]\r\n---\r\n"),
    ],
)
def test_redirect_from_grows_in_the_form_it_has(
    make_site: MakeSite, front: str, expected: str
) -> None:
    folder = make_site({})
    folder.write("content/briefs/a.md", (front + "# T\n").encode())
    move(folder, "a", "b")
    assert (folder.root / "content/briefs/b.md").read_bytes().decode() == expected + "# T\n"


def test_relative_links_of_the_moved_file_follow_it(make_site: MakeSite) -> None:
    folder = make_site(
        {
            "content/notes/a.md": (
                "# A\n\n[b](b.md#x) ![p](p.png) ![[p.png]] [self](a.md) [c](../c.md) [up](/c/) [[b]] [d](p.pdf)\n\n## X\n"
            ),
            "content/notes/b.md": "# B\n\n## X\n",
            "content/notes/p.png": b"\x89PNG",
            "content/notes/p.pdf": b"%PDF",
            "content/c.md": "# C\n",
        }
    )
    move(folder, "notes/a.md", "deep/er/a2.md", redirect=False)
    assert texts(folder)["deep/er/a2.md"] == (
        "# A\n\n[b](../../notes/b.md#x) ![p](../../notes/p.png) ![[p.png]] [self](a2.md) [c](../../c.md)"
        " [up](/c/) [[notes-b]] [d](../../notes/p.pdf)\n\n## X\n".replace("[[notes-b]]", "[[b]]")
    )
    folder.build()
    assert [d for d in folder.diagnostics if d.severity == "error"] == []


def test_what_follows_a_file_or_a_folder_in_its_address_is_kept(make_site: MakeSite) -> None:
    """A link to a folder's list was left as it was, and led to nothing from the new place."""
    folder = make_site(
        {
            "content/notes/a.md": (
                "---\ntitle: A\nimage: p.svg#view\n---\n"
                "[d](p.pdf#page=2) [d](<p.pdf?x=1#page=2>) ![p](p.svg#view 'T') [[p.pdf#page=2]] ![[p.pdf#page=3|x]]"
                " [m](/notes/p.pdf#page=4) [b](../briefs/) [b](../briefs#list) [n](.) [n](./) [h](..) [s](sub/)"
                " [s](sub) [[./sub/index]] ![[../briefs/b|x]] [[../notes/a#x]] [l](../LICENSE) [f](/feed.json) [t](/briefs/)\n"
            ),
            "content/notes/p.pdf": b"%PDF",
            "content/notes/p.svg": b"<svg/>",
            "content/other/p.svg": b"<svg/>",
            "content/other/p.pdf": b"%PDF",
            "content/notes/sub/index.markdown": "# Sub\n",
            "content/briefs/b.md": "# B\n",
            "content/LICENSE": "MIT",
        }
    )
    move(folder, "notes/a.md", "other/er/a.md", redirect=False)
    assert texts(folder)["other/er/a.md"] == (
        "---\ntitle: A\nimage: 'notes/p.svg#view'\n---\n"
        "[d](../../notes/p.pdf#page=2) [d](<../../notes/p.pdf?x=1#page=2>) ![p](../../notes/p.svg#view 'T')"
        " [[notes/p.pdf#page=2]] ![[notes/p.pdf#page=3|x]] [m](/notes/p.pdf#page=4) [b](../../briefs/)"
        " [b](../../briefs#list) [n](../../notes/) [n](../../notes/) [h](../..) [s](../../notes/sub/)"
        " [s](../../notes/sub) [[../../notes/sub/index]] ![[../../briefs/b|x]] [[./a#x]] [l](../../LICENSE) [f](/feed.json) [t](/briefs/)\n"
    )


def test_links_to_a_folder_follow_its_introduction(make_site: MakeSite) -> None:
    folder = make_site(
        {
            "content/notes/index.md": "# Notes\n\n[a](a.md) [self](.)\n\n## S\n",
            "content/notes/a.md": "# A\n\n[up](./) [up](.) [up](index.md) [up](../notes#s) [up](/notes/) [up](/notes)\n",
            "content/b.md": "# B\n\n[n](notes/#s) [n](notes) [n](./notes/) [[/notes/]] [[notes/index]] [a](notes/a)\n",
        }
    )
    move(folder, "notes/index.md", "papers/index.md", redirect=False)
    after = texts(folder)
    assert after == {
        "papers/index.md": "# Notes\n\n[a](../notes/a.md) [self](.)\n\n## S\n",
        "notes/a.md": "# A\n\n[up](../papers/) [up](../papers/) [up](../papers/index.md) [up](../papers#s)"
        " [up](/papers/) [up](/papers)\n",
        "b.md": "# B\n\n[n](papers/#s) [n](papers) [n](./papers/) [[/papers/]] [[papers/index]] [a](notes/a)\n",
    }
    folder.build()
    assert folder.codes == []


def test_a_move_that_leaves_a_folder_without_its_list_is_refused(make_site: MakeSite) -> None:
    """The list of a folder goes with its last page, and a link to it led to nothing."""
    page = "# B\n\n[list](notes/)\n"
    folder = make_site({"content/notes/a.md": "# A\n", "content/b.md": page})
    with pytest.raises(MoveError, match=r"content/b.md: \[list\]\(notes/\) would no longer mean"):
        move(folder, "notes/a.md", "papers/a.md")
    folder.write("content/notes/c.md", "# C\n")
    move(folder, "notes/a.md", "papers/a.md")
    assert texts(folder)["b.md"] == page


def test_neither_does_a_line_of_the_navigation_lose_its_list(make_site: MakeSite) -> None:
    config = "title: T\nnav: [/notes/, {title: Tags, target: /tags/}]\n"
    folder = make_site(
        {"briefgen.yaml": config, "content/notes/a.md": "# A\n", "content/b.md": "# B\n"}
    )
    with pytest.raises(MoveError, match=r"the line /notes/ of `nav:` would lead to nothing"):
        move(folder, "notes/a.md", "papers/a.md")
    move(folder, "notes/a.md", "notes/index.md", redirect=False)
    assert (folder.root / "briefgen.yaml").read_text() == config


@pytest.mark.parametrize("written", ["/notes/", "notes/", "/notes", "notes"])
def test_a_page_may_become_the_introduction_of_a_folder_that_is_linked_to(
    make_site: MakeSite, written: str
) -> None:
    """It stands where the list stood."""
    page = f"# B\n\n[list]({written})\n"
    folder = make_site(
        {"content/a.md": "# A\n", "content/notes/c.md": "# C\n", "content/b.md": page}
    )
    move(folder, "a.md", "notes/index.md")
    assert texts(folder)["b.md"] == page
    folder.build()
    assert folder.codes == []


def test_everything_else_stays_byte_for_byte(make_site: MakeSite) -> None:
    odd = "\ufeff---\r\ntitle:   Ünï  # kept\r\n---\r\n\tcode\r\n\r\n→ [[acme]]  \r\nlast line, no end".encode()
    folder = make_site({"content/stakeholders/acme.md": ACME, "content/odd.md": odd})
    move(folder, "acme", "apex")
    assert (folder.root / "content/odd.md").read_bytes() == odd.replace(b"acme", b"apex")


def test_an_id_that_is_the_file_name_follows_and_a_chosen_one_stays(make_site: MakeSite) -> None:
    folder = make_site(
        {
            "content/briefs/one.md": "---\nid: one\ntitle: T\n---\nX [[two]]\n",
            "content/briefs/2.md": "---\nid: two\ntitle: T2\n---\nX [[one]]\n",
        }
    )
    move(folder, "one", "uno", redirect=False)
    move(folder, "two", "zwei")
    after = texts(folder)
    assert after["briefs/uno.md"] == "---\nid: uno\ntitle: T\n---\nX [[two]]\n"
    assert after["briefs/zwei.md"] == "---\nid: two\ntitle: T2\n---\nX [[uno]]\n"


def test_links_in_hidden_places_follow_too(make_site: MakeSite) -> None:
    folder = make_site(
        {
            "content/stakeholders/acme.md": ACME,
            "content/draft.md": "---\nstatus: draft\n---\n[[acme]]\n",
            "content/open.md": "# O\n\n:::handling AMBER\n[[acme]]\n:::\n",
        }
    )
    move(folder, "acme", "apex")
    after = texts(folder)
    assert "[[apex]]" in after["draft.md"]
    assert "[[apex]]" in after["open.md"]


def test_the_navigation_follows(make_site: MakeSite) -> None:
    nav = "title: T # t\nnav:\n  - {title: A, target: about}\n  - title: More\n    children: [{title: B, target: /about/}]\n"
    folder = make_site({"briefgen.yaml": nav, "content/about.md": "# About\n"})
    move(folder, "about", "us")
    config = (folder.root / "briefgen.yaml").read_text()
    assert config == nav.replace("target: about", "target: us").replace("/about/", "/us/")
    folder.build()
    assert folder.codes == []


@pytest.mark.parametrize(
    "line",
    [
        "- rbi",
        "- Bank: rbi",
        "- Bank: stakeholders/rbi",
        '- Bank: "rbi#history"',
        '- Bank: "/stakeholders/rbi.md#history"',
        "- Bank: '/stakeholders/rbi/?a=b#history'",
        "- {title: Bank, page: rbi}",
        "- {name: Bank, link: /stakeholders/rbi/}",
        "- More:\n      - Bank: rbi\n      - rbi",
        "- Rbi: rbi\n  - rbi: /about/",
    ],
)
def test_a_line_of_the_navigation_follows_in_every_form(make_site: MakeSite, line: str) -> None:
    config = f"title: T\nnav:\n  {line}\n"
    page = "---\ntitle: Reserve Bank\n---\n## History\n"
    files = {"content/stakeholders/rbi.md": page, "content/about.md": "# About\n"}
    folder = make_site({"briefgen.yaml": config, **files})
    folder.build()
    assert folder.codes == []
    move(folder, "rbi", "reserve")
    made = (folder.root / "briefgen.yaml").read_text()
    kept = "rbi: /about/"
    assert made == config.replace(kept, "§").replace("rbi", "reserve").replace("§", kept)
    folder.build()
    assert folder.codes == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("nobody", "x", "no page is called `nobody`"),
        ("acme", "other", "is there already"),
        ("acme", "../../x", "leads out of the content folder"),
        ("acme", "acme", "is there already"),
        ("acme", "taken", "would no longer mean"),
        ("acme", "notes/🙂.md", "is no name of a page"),
    ],
)
def test_a_move_that_would_break_something_is_refused(
    make_site: MakeSite, old: str, new: str, said: str
) -> None:
    folder = make_site(
        {
            "content/stakeholders/acme.md": ACME,
            "content/stakeholders/other.md": "---\ntitle: Other\naliases: [taken]\n---\n",
            "content/notes.md": "# N\n\n[[taken]] [[acme]]\n",
        }
    )
    before = texts(folder)
    with pytest.raises(MoveError, match=said.replace("(", r"\(")):
        move(folder, old, new)
    assert texts(folder) == before


@pytest.mark.parametrize(
    ("written", "path", "folder", "type"),
    [
        ("---\nstakeholders: [acme]\n---\nX\n", "stakeholders/acme.md", "notes/", "stakeholder"),
        ("---\nsource: wire\n---\nX\n", "sources/wire.md", "notes/", "source"),
        ("# N\n\nAs [@wire] says.\n", "sources/wire.md", "notes/", "source"),
        ("---\nevents: [talks]\n---\nX\n", "events/talks.md", "briefs/", "event"),
        (":::list\ntopics: [[trade]]\n:::\n", "topics/trade.md", "briefs/", "topic"),
    ],
)
def test_a_move_that_makes_it_something_else_is_refused_where_that_matters(
    make_site: MakeSite, written: str, path: str, folder: str, type: str
) -> None:
    """The folder gives the type: what names a stakeholder named a page then, and the site did not build."""
    files = {
        f"content/{name}.md": "---\ntitle: T\ndate: 2025-04-01\n---\nX\n"
        for name in ("stakeholders/acme", "sources/wire", "events/talks", "topics/trade")
    }
    site = make_site({**files, "content/n.md": written})
    before = texts(site)
    kind = "page" if folder == "notes/" else "brief"
    code, said = run("mv", path, folder, "--site", str(site.root))
    assert code == 1
    assert f"would be a {kind} there, and content/n.md names it as " in said
    assert f"hint: write `type: {type}` into content/{path} first" in said
    assert texts(site) == before
    site.write(f"content/{path}", before[path].replace("title", f"type: {type}\ntitle"))
    code, said = run("mv", path, folder, "--site", str(site.root))
    assert (code, "type:" in said) == (0, False)
    site.build()
    assert [d for d in site.diagnostics if d.severity == "error"] == []


def test_a_move_may_make_it_what_it_is_named_as(make_site: MakeSite) -> None:
    brief = "---\ntitle: B\nstakeholders: [Acme]\n---\n"
    acme = "---\ntitle: Acme\n---\nA company.\n"
    folder = make_site({"content/notes/acme.md": acme, "content/briefs/b.md": brief})
    folder.build()
    assert "wrong-target-type" in folder.codes
    move(folder, "notes/acme.md", "stakeholders/acme.md")
    folder.build()
    assert [d for d in folder.diagnostics if d.severity == "error"] == []


def test_a_move_that_makes_it_something_else_says_so(make_site: MakeSite) -> None:
    site = make_site({"content/briefs/a.md": "# A\n", "content/n.md": "# N\n\n[[a]]\n"})
    code, said = run("mv", "a", "notes/", "--site", str(site.root))
    assert (code, "  type: brief → page\n" in said) == (0, True)


@pytest.mark.parametrize("old", ["content/files/r.pdf", "files/r.pdf", "r.pdf"])
def test_a_file_beside_the_texts_is_no_page_and_the_way_is_told(
    make_site: MakeSite, old: str
) -> None:
    site = make_site({"content/a.md": "# A\n\n[[r.pdf#page=2]]\n", "content/files/r.pdf": b"x"})
    code, said = run("mv", old, "s.pdf", "--site", str(site.root))
    assert code == 1
    assert f"`{old}` is a file beside the texts, and no page" in said
    assert "move it yourself: `briefgen check` tells where it is linked" in said


def test_a_clash_of_addresses_is_refused(make_site: MakeSite) -> None:
    folder = make_site(
        {
            "content/a.md": "---\ntitle: A\n---\nX\n",
            "content/b.md": "---\nslug: c\ntitle: B\n---\nX\n",
        }
    )
    with pytest.raises(MoveError, match="would have a new error"):
        move(folder, "a", "c")


def test_all_files_change_or_none(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_site(
        {
            "content/stakeholders/acme.md": ACME,
            **{f"content/n{n}.md": f"# N{n}\n\n[[acme]]\n" for n in range(3)},
        }
    )
    before = texts(folder)
    site = Site(folder.root)
    made = plan(site, "stakeholders/acme.md", "companies/apex.md")
    calls = 0
    replace = Path.replace

    def fails_at_the_third(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError("no space left")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fails_at_the_third)
    with pytest.raises(OSError, match="no space left"):
        apply(made.changes)
    assert texts(folder) == before
    assert not (folder.root / "content/companies").exists()


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"new")
    with pytest.raises(Changed):
        apply((Change(file, b"old", b"mine"),))
    assert file.read_bytes() == b"new"


# -- the verbs ---------------------------------------------------------------------------------


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(briefgen, arguments)
    return result.exit_code, result.output


def test_mv_says_what_it_would_do_and_then_does_it(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_site(
        {"content/stakeholders/acme.md": ACME, "content/n.md": "# N\n\n[[acme]] [[acme]]\n"}
    )
    monkeypatch.chdir(folder.root)
    before = texts(folder)
    code, said = run(
        "mv", "content/stakeholders/acme.md", "content/stakeholders/apex.md", "--dry-run"
    )
    assert (code, texts(folder)) == (0, before)
    assert "would move content/stakeholders/acme.md → content/stakeholders/apex.md" in said
    assert "/stakeholders/acme/ → /stakeholders/apex/ (the old one redirects)" in said
    assert "content/n.md: 2 places" in said
    code, said = run("mv", "acme", "apex")
    assert code == 0
    assert texts(folder)["n.md"] == "# N\n\n[[apex]] [[apex]]\n"


def test_mv_into_a_folder_keeps_the_name(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_site({"content/a.md": "# A\n", "content/notes/b.md": "# B\n"})
    monkeypatch.chdir(folder.root)
    assert run("mv", "a", "notes/")[0] == 0
    assert set(texts(folder)) == {"notes/a.md", "notes/b.md"}


def test_a_failed_move_says_why_and_that_nothing_changed(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_site({"content/acme.md": "# Acme\n"}).root)
    code, said = run("mv", "acmee", "x")
    assert code == 1
    assert "no page is called `acmee`" in said
    assert "did you mean `acme`?" in said
    assert "nothing was changed" in said


@pytest.mark.parametrize(
    ("name", "kind"), [("meeting", "event"), ("They meet", "event"), ("price", "figure")]
)
def test_what_has_no_page_of_its_own_is_not_moved_but_the_way_is_told(
    make_site: MakeSite, name: str, kind: str
) -> None:
    page = """\
        ---
        events: [{id: meeting, date: 2025-04-21, title: They meet}]
        figures: [{id: price, title: Price, value: 5, as_of: 2025-04}]
        ---
        # A
        """
    site = make_site({"content/briefs/a.md": page})
    code, said = run("mv", name, "other", "--site", str(site.root))
    assert code == 1
    assert (
        f"`{name}` is no page of its own: it is one of the {kind}s in content/briefs/a.md" in said
    )
    assert "change its `id:` there" in said


def test_redirect_adds_an_old_address(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_site({"content/a.md": "# A\n", "content/b.md": "# B\n"})
    monkeypatch.chdir(folder.root)
    code, said = run("redirect", "/gone/", "a")
    assert (code, said) == (0, "/gone/ redirects to /a/ (content/a.md)\n")
    assert texts(folder)["a.md"] == "---\nredirect_from: [/gone/]\n---\n# A\n"
    code, said = run("redirect", "/b/", "/a/")
    assert code == 1
    assert "at /b/ stands a living page" in said
    code, said = run("redirect", "no address", "/a/")
    assert code == 1
    assert "nothing was changed" in said


@pytest.mark.parametrize(
    "address",
    [
        "/alte-%C3%9Cbersicht/",
        "/alte-U%CC%88bersicht/",
        "https://example.org/repo/alte-%C3%9Cbersicht/",
    ],
)
def test_redirect_takes_an_address_as_the_browser_shows_it(
    make_site: MakeSite, address: str
) -> None:
    config = "title: T\nbase_url: https://example.org/repo/\n"
    site = make_site({"briefgen.yaml": config, "content/a.md": "# A\n"})
    code, said = run("redirect", address, "a", "--site", str(site.root))
    assert (code, said) == (0, "/alte-Übersicht/ redirects to /a/ (content/a.md)\n")
    assert texts(site)["a.md"] == "---\nredirect_from: [/alte-Übersicht/]\n---\n# A\n"
    site.build()
    assert site.codes == []

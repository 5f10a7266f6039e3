"""A folder of notes that knows nothing of briefgen becomes a site that one can walk."""

from __future__ import annotations

import re
import struct
import sys
import unicodedata
import zlib
from pathlib import Path

import pytest

from briefgen.builder import Builder
from briefgen.commands import prepared
from briefgen.options import Options
from support.command import briefgen
from support.links import broken_links, foreign_loads, unreachable_pages
from support.nu import check_html
from support.site import MakeSite, Site


def png(width: int, height: int) -> bytes:
    """A picture without content, of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = zlib.compress((b"\0" + b"\0" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


VAULT: dict[str, str | bytes] = {
    ".obsidian/workspace.json": "{}",
    ".obsidian/plugins/x/README.md": "Not a note. [[Nowhere]]\n",
    ".trash/Old Note.md": "[[Nowhere]]\n",
    "Welcome.md": """\
Start with [[Second Note]], [[Second note|the same]] or [[Projects/Big One/Plan]].

The plan has [[Plan#Next Steps]] and [[Plan#Next Steps|more]]. #todo #area/trade

An alias: [[USTR]]. A page beside: [Second](Inbox/Second%20Note.md), [angled](<Inbox/Second Note.md>).

![[Chart One.png|200]]

![[Big picture.png]]

![[Second Note]]

![[Plan#Next Steps]]

> [!note]- Folded *title*
> Inside it a [[Second Note|link]] and a list
> - one
> - two

> [!TIP]
> GitHub's form.

- [ ] open task
- [x] done task with [[Plan]]

Text with ==marks==, `[[no link in code]]` and an e-mail me@example.org.[^1]

[^1]: A footnote with [[Second Note]].

```python
x = "[[no link]]"
```
""",
    "Inbox/Second Note.md": "# A heading of its own\n\nText, and back to [[Welcome]].\n\n## Part\n\nSee [[#Part]].\n",
    "Inbox/Third & Last (2024).md": "No heading at all. [[Welcome]]\n",
    "Projects/Big One/Plan.md": "---\naliases: [Master Plan]\ntags: [planning]\n---\n## Next Steps\n\nDo it.\n\n## Later\n\nWait.\n",
    "Projects/Big One/Chart One.png": png(400, 200),
    "Projects/Small/Notes.md": "The [[Big One/Notes|other notes]] and [[Master Plan]].\n",
    "Projects/Big One/Notes.md": "The [[Projects/Small/Notes|small notes]].\n",
    "People/United States Trade Representative.md": "---\naliases:\n  - USTR\n---\nAn office.\n",
    "Überblick/Größe.md": "Umlauts. [[Welcome]]\n",
    "日本/メモ.md": "メモ [[Größe]]\n",
    "attachments/Big picture.png": png(10, 10),
    "attachments/unused.pdf": b"%PDF-1.4",
    "Empty.md": "",
}
"""What people keep: spaces, capitals, other scripts, one name in two folders, no index anywhere."""


@pytest.fixture
def vault(tmp_path: Path) -> Site:
    root = tmp_path / "My Vault"
    for name, content in VAULT.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Site(root)


def build(vault: Site, **options: object) -> Site:
    vault.build(content=".", jobs=1, today="2025-04-22", **options)
    return vault


def test_it_builds_without_a_word(vault: Site) -> None:
    build(vault, strict=True)
    assert [(d.path, d.message) for d in vault.diagnostics] == []


def test_every_note_is_a_page_reached_from_home(vault: Site) -> None:
    build(vault)
    for url in (
        "/welcome/",
        "/inbox/second-note/",
        "/inbox/third-last-2024/",
        "/projects/big-one/plan/",
        "/projects/big-one/notes/",
        "/projects/small/notes/",
        "/people/united-states-trade-representative/",
        "/überblick/grösse/",
        "/日本/メモ/",
        "/empty/",
        "/projects/",
        "/projects/big-one/",
    ):
        assert vault.page(url)
    assert unreachable_pages(vault.output) == []
    assert list(map(str, broken_links(vault.output))) == []
    assert foreign_loads(vault.output) == []


@pytest.mark.slow
def test_its_pages_are_valid(vault: Site) -> None:
    build(vault)
    assert list(map(str, check_html(vault.output.rglob("*.html")))) == []


def test_links_lead_where_they_did(vault: Site) -> None:
    page = build(vault).page("/welcome/")
    assert page.count('href="/inbox/second-note/"') >= 4
    assert 'href="/projects/big-one/plan/#next-steps"' in page
    assert 'href="/people/united-states-trade-representative/"' in page
    assert 'href="/projects/small/notes/"' in vault.page("/projects/big-one/notes/")
    assert 'href="/projects/big-one/notes/"' in vault.page("/projects/small/notes/")
    assert 'href="/projects/big-one/plan/"' in vault.page("/projects/small/notes/")


def test_pictures_keep_their_proportions_and_only_shown_files_go_along(vault: Site) -> None:
    page = build(vault).page("/welcome/")
    assert 'src="/projects/big-one/Chart%20One.png"' in page.replace(
        "/Projects/Big%20One/", "/projects/big-one/"
    )
    assert 'width="200" height="100"' in page
    pictures = [name for name in vault.files() if name.endswith(("One.png", "picture.png", ".pdf"))]
    assert len(pictures) == 2


def test_embedded_notes_are_shown_in_place(vault: Site) -> None:
    page = build(vault).page("/welcome/")
    assert "A heading of its own" in page
    assert "Text, and back to" in page
    assert "Do it." in page
    assert "Wait." not in page


def test_what_is_embedded_is_text_like_any_other_at_every_depth(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "## One\n\nHello *you* & 1 < 2.\n\n## Two\n\nNot this.\n",
            "content/b.md": "Before.\n\n![[a#One]]\n",
            "content/c.md": "![[b]]\n\n## One\n",
        }
    )
    assert site.build().diagnostics == ()
    for page, prefix in (("/b/", "a--"), ("/c/", "b--a--")):
        text = site.page(page)
        assert f'<h2 id="{prefix}one">One' in text
        assert "<p>Hello <em>you</em> &amp; 1 &lt; 2.</p>" in text
        assert "&lt;" not in text.replace("1 &lt; 2", "")
        assert "Not this" not in text
    assert "Hello *you*" in site.files()["c/index.md"].decode()


def test_callouts_fold(vault: Site) -> None:
    page = build(vault).page("/welcome/")
    assert '<details class="callout callout-note"' in page
    assert "callout-tip" in page
    assert "<em>title</em>" in page


def test_what_is_text_stays_text(vault: Site) -> None:
    page = build(vault).page("/welcome/")
    assert "#todo #area/trade" in page
    assert "[[no link in code]]" in page
    assert "me@example.org" in page


def test_hidden_folders_are_nobodys_business(vault: Site) -> None:
    build(vault)
    assert not any("obsidian" in name or "trash" in name for name in vault.files())


def test_an_address_that_differs_only_in_unicode_form_is_found(vault: Site) -> None:
    decomposed = unicodedata.normalize("NFD", "Größe")
    (vault.root / "Link.md").write_text(f"[[{decomposed}]]", encoding="utf-8")
    assert 'href="/%C3%BCberblick/gr%C3%B6sse/"' in build(vault).page("/link/")


def test_what_is_embedded_twice_has_ids_of_its_own_each_time(make_site: MakeSite) -> None:
    page = "![[a#One]]\n\nBetween.\n\n![[a#One]]\n\n![[a]]\n"
    site = make_site({"content/a.md": "## One\n\n[Here](#one).\n", "content/b.md": page})
    assert site.build().diagnostics == ()
    text = site.page("/b/")
    for prefix in ("a--", "a--_2--", "a--_3--"):
        assert text.count(f'id="{prefix}one"') == 1
    assert check_html(site.output.rglob("index.html")) == ()


def test_ids_stay_apart_and_notes_lead_home_in_what_embeds_what_embeds(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "![[b]]\n\n![[b]]\n\n![[b#Noted]]\n",
            "content/b.md": "## One\n\n![[2]]\n\n## Noted\n\nText[^1].\n\n## Last\n\n[^1]: The note.\n",
            "content/2.md": "## One\n",
        }
    )
    assert site.build().diagnostics == ()
    ids = re.findall(r'id="([^"]+)"', site.page("/a/"))
    assert len(ids) == len(set(ids))
    twin = site.files()["a/index.md"].decode()
    assert "[^/" not in twin


@pytest.mark.parametrize("place", ["event-meet", "inside"])
def test_an_embed_of_what_is_no_section_is_told(make_site: MakeSite, place: str) -> None:
    stated = "---\ntitle: A\nevents:\n  - {id: meet, title: They meet, date: 2025-01-01}\n---\n"
    site = make_site(
        {
            "content/a.md": f"{stated}Text.\n\n> ## Inside\n>\n> Quoted.\n",
            "content/b.md": f"Shown:\n\n![[a#{place}]]\n",
        }
    )
    site.build()
    told = [(d.code, d.path, d.span.line, d.span.column) for d in site.diagnostics]
    assert told == [("missing-section", "content/b.md", 3, 1)]


@pytest.mark.skipif(sys.platform == "darwin", reason="names have one form only there")
def test_files_may_be_named_in_the_form_of_other_systems(make_site: MakeSite) -> None:
    folder, page, picture = (
        unicodedata.normalize("NFD", name) for name in ("Lösung", "äpfel.md", "bild-ä.svg")
    )
    drawn = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    shown = "# Äpfel\n\n![[bild-ä.svg]] " + unicodedata.normalize("NFD", "![[bild-ä.svg]]")
    site = make_site(
        {
            f"content/{folder}/{page}": shown,
            f"content/{folder}/{picture}": drawn,
            "content/other.md": "[[äpfel]] and [[nowhere-yet]]\n",
            "content/nowhere-yet.md": "# N\n",
        }
    )
    assert site.build().diagnostics == ()
    assert drawn.encode() in site.files().values()
    for command in (("mv", "äpfel", "birnen"), ("redirect", "/old/", "birnen")):
        done = briefgen(*command, cwd=site.root)
        assert done.returncode == 0, done.stderr
    assert "[[birnen]]" in (site.root / "content/other.md").read_text(encoding="utf-8")
    assert site.build().diagnostics == ()
    assert "/old/" in {f"/{name.removesuffix('index.html')}" for name in site.files()}


BROKEN = "Text with [[Nowhere At All]] in it, and ![[gone.png]].\n"


def test_a_link_to_nothing_is_told_with_its_place(vault: Site) -> None:
    (vault.root / "Inbox/Broken.md").write_text(BROKEN)
    build(vault)
    told = [(d.code, d.severity, d.path, d.span.line, d.span.column) for d in vault.diagnostics]
    assert told == [
        ("unknown-target", "error", "Inbox/Broken.md", 1, 11),
        ("missing-file", "error", "Inbox/Broken.md", 1, 41),
    ]
    assert vault.result.fatal
    assert not vault.output.exists()


@pytest.mark.parametrize("way", ["option", "configuration"])
def test_it_may_be_a_warning_and_marked_text(vault: Site, way: str) -> None:
    (vault.root / "Inbox/Broken.md").write_text(BROKEN)
    if way == "configuration":
        (vault.root / "briefgen.yaml").write_text("broken_links: warn\n")
    build(vault, lenient=way == "option")
    assert [(d.code, d.severity) for d in vault.diagnostics] == [("broken-link", "warning")] * 2
    page = vault.page("/inbox/broken/")
    assert (
        '<span class="link-broken" title="Not found: [[Nowhere At All]]">Nowhere At All</span>'
        in page
    )
    assert 'class="link-broken">' in page
    assert "gone.png" in page


def test_an_ambiguous_name_lists_what_it_can_mean(vault: Site) -> None:
    (vault.root / "Which.md").write_text("[[Notes]]\n")
    build(vault)
    (found,) = vault.diagnostics
    assert found.code == "ambiguous-target"
    assert [other.path for other in found.related] == [
        "Projects/Big One/Notes.md",
        "Projects/Small/Notes.md",
    ]
    assert found.hint == "write `projects-big-one-notes` or `projects-small-notes`"


def test_a_folder_without_content_is_its_own_content(vault: Site) -> None:
    root, content = prepared(vault.root, None)
    assert (root, content) == (vault.root, ".")
    builder = Builder(root, Options(content=content, jobs=1))
    assert not builder.build().fatal
    again = builder.build()
    assert (again.written, again.removed) == ((), ())
    assert not any("output" in name for name in vault.files())


def test_the_command_builds_it_from_anywhere(vault: Site, tmp_path: Path) -> None:
    done = briefgen("build", "--site", vault.root, "--jobs", "1", cwd=tmp_path)
    assert (done.returncode, done.stderr.startswith("built ")) == (0, True), done.stderr
    assert vault.page("/welcome/")


@pytest.mark.parametrize("name", ["index.md", "Index.md", "index.markdown", "INDEX.Markdown"])
def test_an_introduction_is_one_by_whatever_ending(make_site: MakeSite, name: str) -> None:
    site = make_site(
        {
            f"content/notes/{name}": "---\ntitle: My notes\n---\nWelcome.\n",
            "content/notes/a.md": "# A\n",
            "content/notes/b.md": "# B\n",
        }
    )
    assert site.build().diagnostics == ()
    listing = site.page("/notes/")
    assert "Welcome." in listing
    assert 'href="/notes/a/"' in listing
    assert ">My notes</a>" in site.page("/notes/a/")
    assert "My notes" not in site.page("/notes/b/").partition("</article>")[2], "it turns no page"
    assert 'rel="next"' not in site.page("/notes/b/")

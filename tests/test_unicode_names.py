"""Names in the two forms of Unicode: what one system writes composed, another writes in pieces.

A folder or file is found whichever form the author or the disk has; two names that are one
in the other form are an error, and a look at one of them finds what a scan finds.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefgen.builder import Builder
from briefgen.cli import briefgen
from briefgen.diagnostics import ordered
from briefgen.options import Options
from briefgen.workspace import Snapshot, Workspace
from support.repository import alone, commit, repository
from support.site import MakeSite, Site, run_build

pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="names have one form only there")


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


BOTH = pytest.mark.parametrize(("given", "there"), [(nfc, nfd), (nfd, nfc)])
Form = Callable[[str], str]
NOTES = "schön/Übersicht"


def said(*command: str, code: int = 0) -> str:
    done = CliRunner().invoke(briefgen, command)
    assert done.exit_code == code, done.output
    return done.output


def notes(make_site: MakeSite, given: Form, there: Form) -> Site:
    config = f"title: T\ncontent_dir: {given(NOTES)}\nbase_url: https://ada.github.io/repo/\n"
    return make_site({"briefgen.yaml": config, f"{there(NOTES)}/a.md": "# Alpha\n\n[[b]]\n"})


@BOTH
def test_the_content_folder_is_found_in_either_form(
    make_site: MakeSite, given: Form, there: Form
) -> None:
    site = notes(make_site, given, there)
    where = ("--site", str(site.root))
    told = said("build", *where, code=1)
    assert f"{nfc(NOTES)}/a.md:3:" in told
    assert "[[b]]" in told  # the excerpt
    said("new", "page", "B", *where)
    assert (site.root / there(NOTES) / "b.md").is_file()
    assert {file.name for file in site.root.iterdir()} >= {there("schön")}
    assert not (site.root / given("schön")).exists()
    said("build", *where)
    assert "Alpha" in site.page("/a/")
    said("mv", "b.md", "c.md", *where)
    assert "[[c]]" in (site.root / there(NOTES) / "a.md").read_text(encoding="utf-8")
    said("doctor", *where)


@BOTH
def test_so_is_one_that_the_command_line_names(
    make_site: MakeSite, given: Form, there: Form
) -> None:
    site = make_site({"briefgen.yaml": "title: T\n", f"{there(NOTES)}/a.md": "# Alpha\n"})
    said("build", "--site", str(site.root), "--content", given(NOTES))
    assert "Alpha" in site.page("/a/")


@BOTH
def test_the_output_folder_too_has_one_place(make_site: MakeSite, given: Form, there: Form) -> None:
    config = f"title: T\noutput_dir: {given('öffentlich')}\n"
    site = make_site({"briefgen.yaml": config, "content/a.md": "# Alpha\n"})
    (site.root / there("öffentlich")).mkdir()
    said("build", "--site", str(site.root))
    assert (site.root / there("öffentlich") / "a/index.html").is_file()
    assert not (site.root / given("öffentlich")).exists()


@BOTH
def test_a_preview_follows_what_is_saved_in_it(
    make_site: MakeSite, given: Form, there: Form
) -> None:
    site = notes(make_site, given, there)
    builder = Builder(site.root, Options(lenient=True))
    builder.build()
    saved = site.write(f"{there(NOTES)}/a.md", "# Beta\n")
    assert builder.watched().concerns(str(saved))
    builder.build([saved])
    assert "Beta" in site.page("/a/")


@BOTH
def test_publish_sees_what_is_not_committed(
    make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: Form, there: Form
) -> None:
    alone(monkeypatch, tmp_path)
    site = notes(make_site, given, there)
    site.write(f"{there(NOTES)}/b.md", "# B\n")
    repository(site.root, tmp_path / "remote.git")
    site.write(f"{there(NOTES)}/{there('später')}.md", "# New\n")
    where = ("--site", str(site.root))
    assert f"not committed: {NOTES}/später.md" in said("publish", *where, code=1)
    ignored = site.root / ".gitignore"
    ignored.write_text(ignored.read_text() + f"{there('später')}.md\n", encoding="utf-8")
    commit(site.root)
    assert f"not committed: {NOTES}/später.md" in said("publish", *where, code=1)


@BOTH
def test_mv_moves_into_a_folder_of_either_form_and_over_no_file_of_the_other(
    make_site: MakeSite, given: Form, there: Form
) -> None:
    kept = f"content/{there('Lösung')}/{there('ä')}.md"
    site = make_site({"content/a.md": "# A\n", "content/b.md": "# B\n", kept: "# Kept\n"})
    where = ("--site", str(site.root))
    said("mv", "a.md", given("Lösung"), *where)
    assert {file.name for file in (site.root / "content").iterdir()} == {there("Lösung"), "b.md"}
    taken = said("mv", "b.md", given("Lösung/ä.md"), *where, code=1)
    assert "content/Lösung/ä.md is there already" in taken
    said("mv", given("content/Lösung/ä.md"), "c.md", *where)
    assert not (site.root / kept).exists()


# -- two files of one name ----------------------------------------------------------------------


def seen(snapshot: Snapshot) -> object:
    texts = {name: source.digest for name, source in snapshot.texts.items()}
    return texts, snapshot.files, ordered(snapshot.diagnostics)


FIRST = {"content/a.md": "# A\n", f"content/{nfd('ä')}.md": "# In pieces\n"}


@pytest.mark.parametrize("twin", [f"content/{nfc('ä')}.md", f"content/{nfc('ä')}.md/inner.md"])
def test_a_look_at_a_twin_finds_what_a_scan_finds(make_site: MakeSite, twin: str) -> None:
    site = make_site(FIRST)
    space = Workspace(site.root.resolve())
    alone = space.scan()
    assert alone.diagnostics == ()
    saved = site.write(twin, "# Composed\n")
    both = space.look(alone, [saved])
    assert [d.code for d in both.diagnostics] == ["case-collision"]
    assert both.diagnostics[0].message == "another name beside it differs only in its Unicode form"
    assert seen(both) == seen(space.scan())
    old = site.root / f"content/{nfd('ä')}.md"
    old.write_text("# Edited\n")
    assert seen(space.look(both, [old])) == seen(space.scan())
    old.unlink()
    after = space.look(both, [old])
    assert after.diagnostics == ()
    assert seen(after) == seen(space.scan())


def test_a_file_that_gets_its_name_in_the_other_form_is_still_there(make_site: MakeSite) -> None:
    site = make_site({**FIRST, f"content/{nfd('übrig')}/b.md": "# B\n"})
    space = Workspace(site.root.resolve())
    before = space.scan()
    for name in ("content/ä.md", "content/übrig"):
        old, new = site.root / nfd(name), site.root / nfc(name)
        old.rename(new)
        after = space.look(before, [old, new])
        assert seen(after) == seen(space.scan()) == seen(before)


def test_a_look_where_a_name_is_not_told_as_it_is_finds_what_a_scan_finds(
    make_site: MakeSite,
) -> None:
    """The complaint of a file that was renamed as the hint says stayed until the preview ended."""
    one, other = (f"content/a{mark}.md" for mark in "\u200e\u200f")  # told by the same name
    site = make_site({"content/index.md": "# I\n", one: "# A\n", other: "# A\n"})
    space = Workspace(site.root.resolve())
    shown = space.scan()
    for name in (one, other):
        path = site.root / name
        new = path.with_name(f"{ord(name[-4])}.md")
        path.rename(new)
        shown = space.look(shown, [path, new])
        assert seen(shown) == seen(space.scan())
    assert shown.diagnostics == ()


def test_twins_are_told_and_nothing_is_written(make_site: MakeSite) -> None:
    site = make_site({**FIRST, f"content/{nfc('ä')}.md": "# Composed\n"})
    result = run_build(site.root, site.output)
    assert result.fatal
    assert site.files() == {}
    assert "hint: rename one of them" in said("check", "--site", str(site.root), code=1)

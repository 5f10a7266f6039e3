"""Whose file is it? Strangers stay, ours are kept right, whatever memory is lost."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.writer import (
    MANIFEST,
    OutputError,
)
from support.disk import SITE, NoExchange, NoLinks, OutputSite, Trip, folders_of, snapshot


@pytest.fixture
def site(tmp_path: Path) -> OutputSite:
    return OutputSite(tmp_path / "site")


@pytest.mark.parametrize("disk", [Trip, NoExchange, NoLinks])
def test_pruning_takes_ours_and_leaves_strangers(site: OutputSite, disk: type[Trip]) -> None:
    site.write(SITE)
    site.put("CNAME", "example.org")
    site.put("briefs/a/notes.txt", "mine")
    site.put(".git/objects/01", "blob")
    (site.output / "latest").symlink_to("/nowhere/at/all")
    (site.output / "empty").mkdir()
    os.mkfifo(site.output / "pipe")
    strangers = {
        "CNAME": "example.org", "briefs/a/notes.txt": "mine", ".git/objects/01": "blob",
        "latest": "→ /nowhere/at/all",
    }  # fmt: skip
    objects = (site.output / ".git").stat().st_ino
    for files in ({"index.html": "new"}, SITE, {"index.html": "again"}):
        site.write(files, syscalls=disk())
        assert stat.S_ISFIFO((site.output / "pipe").lstat().st_mode)
        (site.output / "pipe").rename(site.output.parent / "pipe")
        assert snapshot(site.output) == files | strangers
        (site.output.parent / "pipe").rename(site.output / "pipe")
    assert folders_of(site.output) == {"briefs", "briefs/a", ".git", ".git/objects", "empty"}
    assert (site.output / ".git").stat().st_ino == objects
    assert set(snapshot(site.workshop / "spare")) == set(SITE), "each stranger exists once"


@pytest.mark.parametrize(
    ("stranger", "named"),
    [
        ("briefs/c/index.html", "briefs/c/index.html"),
        ("briefs/c", "briefs/c"),
        ("briefs/c/index.html/deep.txt", "briefs/c/index.html"),
    ],
)
def test_a_stranger_in_the_way_is_named_and_kept(
    site: OutputSite, stranger: str, named: str
) -> None:
    site.write(SITE)
    site.put(stranger, "mine")
    with pytest.raises(OutputError, match=f"“{named}” in .* was not made by briefgen"):
        site.write({**SITE, "briefs/c/index.html": "C"})
    assert snapshot(site.output) == SITE | {stranger: "mine"}


def test_a_stranger_below_a_page_that_becomes_a_file(site: OutputSite) -> None:
    site.write(SITE)
    site.put("briefs/mine.txt", "mine")
    with pytest.raises(OutputError, match=r"“briefs/mine\.txt”"):
        site.write({"briefs": "a file"})


def test_an_equal_stranger_is_adopted(site: OutputSite) -> None:
    path = site.put("index.html", "home")
    inode = path.stat().st_ino
    assert site.write(SITE).unchanged == 1
    assert path.stat().st_ino == inode
    site.write({})
    assert snapshot(site.output) == {}


def _edit(site: OutputSite) -> None:
    site.put("index.html", "HOME")  # of the same length, at once, in place


def _delete(site: OutputSite) -> None:
    (site.output / "briefs/a/index.html").unlink()


def _delete_folder(site: OutputSite) -> None:
    (site.output / "briefs").rename(site.output.parent / "elsewhere")


def _link_file(site: OutputSite) -> None:
    (site.output / "index.html").unlink()
    (site.output / "index.html").symlink_to(site.output.parent / "secret")


def _link_folder(site: OutputSite) -> None:
    _delete_folder(site)
    (site.output / "briefs").symlink_to(site.output.parent / "elsewhere")


def _spoil_manifest(site: OutputSite) -> None:
    site.put(MANIFEST, '{"generator": "briefgen", "format": 1, "files": {"../secret": "00"}}')


DAMAGE = [_edit, _delete, _delete_folder, _link_file, _link_folder, _spoil_manifest]


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("disk", [Trip, NoLinks])
def test_damage_by_hand_is_repaired(
    site: OutputSite, damage: Callable[[OutputSite], None], disk: type[Trip]
) -> None:
    site.write(SITE)
    site.write({**SITE, "new.html": "makes a spare generation"}, syscalls=disk())
    secret = site.output.parent / "secret"
    secret.write_text("keep")
    assert site.is_intact()
    damage(site)
    assert not site.is_intact()
    for files in (SITE, {"index.html": "smaller"}, SITE):
        site.write(files, syscalls=disk())
        assert snapshot(site.output) == files
        assert site.is_intact()
    assert secret.read_text() == "keep"
    assert not (site.workshop / "found").exists()
    elsewhere = site.output.parent / "elsewhere"
    assert not elsewhere.exists() or len(snapshot(elsewhere)) == 2, "nothing behind a link goes"


@pytest.mark.parametrize(
    "lost",
    [
        [".briefgen"],
        [".output.briefgen"],
        ["output/" + MANIFEST],
        [".briefgen", ".output.briefgen"],
    ],
)
def test_lost_memory_is_no_loss(site: OutputSite, lost: list[str]) -> None:
    site.write(SITE)
    site.write({**SITE, "new.html": "new"})
    site.put("CNAME", "example.org")
    for name in lost:
        gone = site.output.parent / name
        gone.rename(site.output.parent.parent / gone.name)
    site.write({"index.html": "home, edited"})
    assert snapshot(site.output) == {"index.html": "home, edited", "CNAME": "example.org"}


def test_without_its_list_only_what_has_our_bytes_is_ours(site: OutputSite) -> None:
    site.write({**SITE, "edited.html": "ours"})
    site.put("edited.html", "mine")
    (site.output / "briefs/a/index.html").unlink()
    (site.output / MANIFEST).unlink()
    site.write({"index.html": "new"})
    assert snapshot(site.output) == {"index.html": "new", "edited.html": "mine"}


@pytest.mark.parametrize("why", ["is on another file system", "may not be moved by you"])
def test_a_strangers_folder_that_cannot_be_moved_is_named(
    site: OutputSite, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    site.write(SITE)
    theirs = site.put("theirs/file", "mine").parent
    access, lstat = os.access, os.lstat
    if "moved" in why:
        monkeypatch.setattr(os, "access", lambda it, *how: it != theirs and access(it, *how))
    else:

        def seen(path: str | Path) -> os.stat_result:
            mode, inode, device, *rest = lstat(path)
            return os.stat_result((mode, inode, device + (path == theirs), *rest))

        monkeypatch.setattr(os, "lstat", seen)
    with pytest.raises(OutputError, match=f"“theirs” .* {why}"):
        site.write({"index.html": "new"})
    monkeypatch.undo()
    assert snapshot(site.output) == SITE | {"theirs/file": "mine"}


def test_all_memory_lost_is_said(site: OutputSite) -> None:
    site.write(SITE)
    (site.output / MANIFEST).unlink()
    (site.state).rename(site.output.parent.parent / "gone")
    site.write(SITE)  # the same site: every file is recognised by its bytes
    (site.output / MANIFEST).unlink()
    (site.state).rename(site.output.parent.parent / "gone too")
    with pytest.raises(OutputError, match=r"“index\.html” in .* was not made by briefgen"):
        site.write({"index.html": "home, edited"})


def test_a_late_stranger_in_the_old_folder_comes_back(site: OutputSite) -> None:
    site.write(SITE)
    site.write({**SITE, "index.html": "2"})
    (site.workshop / "spare/briefs/late.txt").write_text("from a shell that stood in output")
    (site.workshop / "spare/index.txt").write_text("from me")
    site.put("index.txt", "another one")
    result = site.write({**SITE, "index.html": "3"})
    assert result.set_aside == ("index.txt",)
    assert snapshot(site.output)["briefs/late.txt"] == "from a shell that stood in output"
    assert snapshot(site.workshop / "found") == {"1/index.txt": "from me"}
    assert snapshot(site.output)["index.txt"] == "another one"


def test_nothing_comes_back_through_a_link(site: OutputSite) -> None:
    site.write(SITE)
    site.write({**SITE, "index.html": "2"})
    (site.workshop / "spare/briefs/late.txt").write_text("late")
    _link_folder(site)
    assert site.write({**SITE, "index.html": "3"}).set_aside == ("briefs/late.txt",)
    assert "late.txt" not in snapshot(site.output.parent / "elsewhere")
    assert snapshot(site.workshop / "found") == {"1/briefs/late.txt": "late"}

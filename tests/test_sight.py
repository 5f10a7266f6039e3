"""The look from outside: what it saves, what it must not miss, and when it is not believed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec
import pytest

from briefgen.builder import Builder
from briefgen.sight import Sight, look
from briefgen.workspace import Snapshot, Workspace
from support.fresh import OPTIONS, SMALL, built, clean, fresh, write


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site that was built once, when its files had settled."""
    root = write(tmp_path / "site", SMALL)
    time.sleep(0.05)
    assert built(root)[0]
    return root


def test_what_looks_the_same_is_not_even_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: Workspace) -> None:
        raise AssertionError("the content was read")

    monkeypatch.setattr(Workspace, "scan", read)
    _, result = fresh(site)
    assert (result.ran, result.unchanged > 0, result.fatal) == (0, True, False)


@pytest.mark.parametrize(
    "change",
    ["same size and time", "touched", "renamed", "new folder", "gone", "linked", "theme", "mode"],
)
def test_any_change_is_seen(site: Path, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = site / "content/notes/three.md"
    status = path.stat()
    if change == "same size and time":
        path.write_text(path.read_text().replace("Alone,", "Alike,"))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    elif change == "touched":
        path.touch()
    elif change == "renamed":
        path.rename(path.with_name("four.md"))
    elif change == "new folder":
        write(site, {"content/more/five.md": "---\ntitle: Five\n---\nText.\n"})
    elif change == "gone":
        path.unlink()
    elif change == "linked":
        (site / "content/other.png").symlink_to(site / "content/map.png")
    elif change == "theme":
        write(site, {"themes/default/static/more.css": "p { color: red }"})
    else:
        path.chmod(0o600)
    scans: list[int] = []
    scan = Workspace.scan

    def counted(self: Workspace) -> Snapshot:
        scans.append(1)
        return scan(self)

    monkeypatch.setattr(Workspace, "scan", counted)
    after = built(site)
    assert scans
    assert after == clean(site)


def test_another_option_is_not_the_same_build(site: Path) -> None:
    builder = Builder(site, msgspec.structs.replace(OPTIONS, drafts=True))
    try:
        assert builder.build().ran > 0
    finally:
        builder.close()


def test_a_damaged_page_is_made_again_though_the_content_looks_the_same(site: Path) -> None:
    page = site / "output/notes/three/index.html"
    whole = page.read_bytes()
    page.write_bytes(whole[:-1] + b" ")
    fresh(site)
    assert page.read_bytes() == whole


def test_files_of_this_very_moment_are_not_believed() -> None:
    now = 1_700_000_000_123_456_789
    second = 1_700_000_000_000_000_000
    assert not Sight(b"", now, now + 10_000_000).is_settled
    assert Sight(b"", now, now + 30_000_000).is_settled
    assert not Sight(b"", second, second + 2_000_000_000).is_settled
    assert Sight(b"", second, second + 3_500_000_000).is_settled


def test_a_fresh_change_is_read_the_next_time(tmp_path: Path) -> None:
    root = write(tmp_path / "site", SMALL)
    (root / "content/notes/three.md").touch()
    builder, _ = fresh(root)
    state = builder._cache.last()
    builder.close()
    assert state is not None
    settled = builder._sight is not None and builder._sight.is_settled
    assert bool(state.sight) == settled
    assert built(root) == clean(root)


def test_a_link_makes_a_look_worthless(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "file.md").write_text("x")
    seen = look([folder], [])
    assert seen is not None
    again = look([folder], [])
    assert again is not None
    assert (again.digest, again.newest) == (seen.digest, seen.newest)
    (folder / "link").symlink_to("file.md")
    assert look([folder], []) is None
    assert look([folder / "link"], []) is None


def test_our_own_folders_and_droppings_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    before = look([tmp_path], [tmp_path / "output"], ["a"])
    (tmp_path / "output/page.html").write_text("x")
    (tmp_path / ".three.md.swp").write_text("x")
    after = look([tmp_path], [tmp_path / "output"], ["a"])
    other = look([tmp_path], [tmp_path / "output"], ["b"])
    assert before
    assert after
    assert other
    assert before.digest == after.digest != other.digest

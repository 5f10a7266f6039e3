"""The look from outside: what it saves, what it must not miss, and when it is not believed."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from briefgen import workspace
from briefgen.builder import Builder, OutputError
from briefgen.sight import Sight, look
from briefgen.workspace import Snapshot, Workspace
from support.fresh import OPTIONS, SMALL, Outcome, built, clean, fresh, on_disk, write


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


# -- one text at a time ---------------------------------------------------------------------------

SETTLED = 0.03
"""Seconds after which a change is sure to look like one."""
NEW = {"content/notes/four.md": "---\ntitle: Four\n---\nOf [[one]].\n"}


def read_by(root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], Outcome]:
    """The texts that one more build opens, and what comes of it."""
    opened: list[str] = []
    read = workspace._read

    def noted(path: str | Path) -> bytes | None:
        opened.append(str(path))
        return read(path)

    with monkeypatch.context() as patch:
        patch.setattr(workspace, "_read", noted)
        outcome = built(root)
    top = f"{root.resolve()}/content/"
    return sorted(path.removeprefix(top) for path in opened if path.endswith(".md")), outcome


def test_only_the_text_that_looks_different_is_read(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site, NEW)
    time.sleep(SETTLED)
    assert read_by(site, monkeypatch) == (["notes/four.md"], clean(site))
    assert read_by(site, monkeypatch) == ([], clean(site))
    path = site / "content/briefs/two.md"
    status = path.stat()
    path.write_text(path.read_text().replace("Of [[one]]", "On [[one]]"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # the same size and time
    time.sleep(SETTLED)
    assert read_by(site, monkeypatch) == (["briefs/two.md"], clean(site))
    path.rename(path.with_name("three.md"))
    assert read_by(site, monkeypatch) == (["briefs/three.md"], clean(site))


def test_a_text_that_has_not_settled_is_read_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefgen.sight._TICK_NS", 3_600_000_000_000)  # a clock of whole hours
    write(site, {"content/briefs/one.md": "---\ntitle: One\n---\nEdited.\n"})
    assert read_by(site, monkeypatch) == (["briefs/one.md"], clean(site))
    write(site, {"content/briefs/two.md": "---\ntitle: Two\n---\nEdited.\n"})
    everything = ["briefs/one.md", "briefs/two.md", "notes/three.md"]
    assert read_by(site, monkeypatch) == (everything, clean(site))


def have_all_parsed_again(site: Path) -> None:
    """Change a setting on which every parsed text hangs, though none of them looks different."""
    config = site / "briefgen.yaml"
    config.write_text(f"{config.read_text()}smart_quotes: false\n")


def after_the_scan(patch: pytest.MonkeyPatch, happen: Callable[[], object]) -> None:
    """Have something happen to the files when all of them have been looked at."""
    scan = Workspace.scan

    def and_then(self: Workspace) -> Snapshot:
        snapshot = scan(self)
        happen()
        return snapshot

    patch.setattr(Workspace, "scan", and_then)


def test_what_is_not_read_is_read_when_it_is_needed(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_all_parsed_again(site)
    time.sleep(SETTLED)
    opened, outcome = read_by(site, monkeypatch)
    assert outcome == clean(site)
    assert opened == ["briefs/one.md", "briefs/two.md", "notes/three.md"]


def test_a_text_that_changes_behind_the_look_is_told_and_the_site_stays(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = on_disk(site / "output")
    have_all_parsed_again(site)
    meanwhile = {"content/notes/three.md": "---\ntitle: Three\n---\nMeanwhile.\n"}
    builder = Builder(site, OPTIONS)
    with monkeypatch.context() as patch:
        after_the_scan(patch, lambda: write(site, meanwhile))
        with pytest.raises(OutputError, match=r"three\.md changed while the site was built"):
            builder.build()
    assert on_disk(site / "output") == before
    result = builder.build()  # the same builder goes on
    builder.close()
    assert (on_disk(site / "output"), result.diagnostics, result.fatal) == clean(site)
    assert built(site) == clean(site)


def _folder(path: Path) -> None:
    path.mkdir()


def _circle(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize("instead", [_folder, _circle, os.mkfifo])
def test_a_text_that_becomes_something_else_behind_the_look_is_told_too(
    site: Path, monkeypatch: pytest.MonkeyPatch, instead: Callable[[Path], None]
) -> None:
    """What cannot be read at all was an error of ours; of a pipe it was waited for for ever."""
    before = on_disk(site / "output")
    have_all_parsed_again(site)

    def become() -> None:
        path = site / "content/notes/three.md"
        path.unlink()
        instead(path)

    after_the_scan(monkeypatch, become)
    with pytest.raises(OutputError, match=r"three\.md changed while the site was built"):
        built(site)
    assert on_disk(site / "output") == before


def test_texts_that_are_not_read_never_make_another_site(tmp_path: Path) -> None:
    """Random edits, each built by a new process's knowledge, all of them old enough to be believed."""
    chance = random.Random(7)
    root = write(tmp_path / "site", SMALL)
    names = [name for name in SMALL if name.endswith(".md")] + ["content/briefs/more.md"]
    for step in range(12):
        for name in chance.sample(names, chance.randint(1, 2)):
            path = root / name
            if chance.random() < 0.2:
                path.unlink(missing_ok=True)
            elif chance.random() < 0.3 and path.exists():
                path.replace(root / chance.choice(names))
            else:
                title = chance.choice(["One", "Two", "Three"])
                write(root, {name: f"---\ntitle: {title} {step}\n---\nOf step {step}.\n"})
        time.sleep(SETTLED)
        assert built(root) == clean(root), f"after step {step}"

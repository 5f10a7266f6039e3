"""The second generation that is made beside what follows a first write: there in time, and never in the way."""

from __future__ import annotations

import fcntl
import json
import os
import sys
from pathlib import Path

import pytest

from briefgen.builder import Builder, Options
from briefgen.writer import MANIFEST, locate, second
from briefgen.writer.place import Place
from briefgen.writer.syscalls import Syscalls
from support.fresh import DAY, SMALL, clean, on_disk, write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it is made on Linux only")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site after its first build, as if it were large enough."""
    monkeypatch.setattr(second, "WORTH_IT", 1)
    root = write(tmp_path / "site", SMALL)
    build(root)
    return root


def build(root: Path) -> tuple[str, ...]:
    builder = Builder(root, Options(today=DAY, jobs=1))
    try:
        return builder.build().written  # type: ignore[no-any-return, unused-ignore]
    finally:
        builder.close()


def place_of(root: Path) -> Place:
    return locate(root / "output", root / ".briefgen")


def run(place: Place) -> None:
    process = second.start(place, MANIFEST, 1)
    assert process is not None
    second.wait(process)


def without(place: Place) -> Place:
    """The same output with one generation only."""
    Syscalls().rmtree(place.spare)
    return place


def test_every_file_has_its_second_name_when_the_first_build_ends(site: Path) -> None:
    place = place_of(site)
    assert on_disk(place.spare) == on_disk(place.live)
    for file in place.live.rglob("*"):
        twin = place.spare / file.relative_to(place.live)
        assert file.is_dir() or twin.stat().st_ino == file.stat().st_ino


def test_the_next_write_gives_no_names(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise AssertionError("a name was given")

    monkeypatch.setattr(Syscalls, "link", link)
    write(site, {"content/notes/three.md": "---\ntitle: Three\n---\nEdited.\n"})
    assert "notes/three/index.html" in build(site)
    assert on_disk(site / "output") == clean(site)[0]


def test_it_is_not_begun_where_there_is_one_or_little_to_make(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_of(site)
    assert second.start(place, MANIFEST, 1000) is None
    monkeypatch.undo()
    assert second.start(without(place), MANIFEST, second.WORTH_IT - 1) is None


@pytest.mark.parametrize("name", ["spare", "next"])
def test_a_link_in_its_place_leads_nowhere(site: Path, tmp_path: Path, name: str) -> None:
    place, elsewhere = place_of(site), write(tmp_path / "elsewhere", {"mine/a.txt": "mine"})
    if name == "spare":
        without(place)
    (place.workshop / name).symlink_to(elsewhere)
    write(site, {"content/notes/three.md": "---\ntitle: Three\n---\nEdited.\n"})
    assert "notes/three/index.html" in build(site)
    assert (elsewhere / "mine/a.txt").read_text() == "mine"
    assert on_disk(site / "output") == clean(site)[0]


def test_while_somebody_writes_it_keeps_out_of_the_way(site: Path) -> None:
    place = without(place_of(site))
    with place.lock.open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run(place)
    assert not place.spare.exists()
    run(place)
    assert on_disk(place.spare) == on_disk(place.live)


@pytest.mark.parametrize("path", ["../out.txt", "a/../../out.txt", "/out.txt", "", "a//b"])
def test_a_manifest_from_elsewhere_leads_nowhere(site: Path, path: str) -> None:
    place = without(place_of(site))
    listed = json.loads((place.live / MANIFEST).read_text())
    listed["files"] = {path: "", **listed["files"]}
    (place.live / MANIFEST).write_text(json.dumps(listed))
    around = {found.name for found in (*site.iterdir(), *place.workshop.iterdir())}
    run(place)
    assert {found.name for found in (*site.iterdir(), *place.workshop.iterdir())} <= {
        *around,
        "spare",
    }


def test_half_of_it_is_completed_as_ever(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, link, made = without(place_of(site)), os.link, []

    def no_more(source: str, target: str, **options: bool) -> None:
        made.append(target)
        if len(made) > 3:
            raise OSError("the machine went down")
        link(source, target, **options)

    monkeypatch.setattr(os, "link", no_more)
    files = json.loads((place.live / MANIFEST).read_text())["files"]
    with pytest.raises(OSError, match="went down"):
        second.double(str(place.live), str(place.spare), [MANIFEST, *files])
    monkeypatch.undo()
    write(site, {"content/notes/three.md": "---\ntitle: Three\n---\nEdited.\n"})
    assert "notes/three/index.html" in build(site)
    assert on_disk(site / "output") == clean(site)[0]


def test_without_a_program_to_start_the_next_write_does_it(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert second.start(without(place_of(site)), MANIFEST, 1000) is None


def test_a_program_that_is_buried_already_is_not_waited_for() -> None:
    gone = os.fork()
    if gone == 0:
        os._exit(0)
    os.waitpid(gone, 0)
    second.wait(gone)

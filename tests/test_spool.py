"""Pages wait for the disk in a file, not in memory; and where that cannot be, in memory."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from briefgen.builder import Builder, Options
from briefgen.memo import Absent, Stored
from briefgen.spool import Spool
from support.fresh import DAY, SMALL, clean, on_disk, write


def test_what_is_put_down_comes_again_in_any_order(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "state")
    first, second = spool.put(b"one"), spool.put(b"two" * 1000)
    assert (second(), first(), second()) == (b"two" * 1000, b"one", b"two" * 1000)
    assert not (tmp_path / "state").exists()  # a little is not worth a file
    large = [spool.put(bytes([number]) * 100_000) for number in range(10)]
    assert [found() for found in large] == [bytes([number]) * 100_000 for number in range(10)]
    assert (second(), first()) == (b"two" * 1000, b"one")
    assert list((tmp_path / "state").iterdir()) == []  # nothing is left behind, however it ends


@pytest.mark.parametrize("short", [True, False], ids=["some of it", "none of it"])
def test_without_room_on_the_disk_it_stays_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short: bool
) -> None:
    def write(_file: int, data: bytes, _start: int) -> int:
        if short:
            return len(data) - 1
        raise OSError(errno.ENOSPC, "no space left")

    spool, half = Spool(tmp_path), 200_000  # two are more than waits to be written
    kept = spool.put(b"k" * half)
    lost = spool.put(b"l" * half)
    monkeypatch.setattr(os, "pwrite", write)
    again = spool.put(b"a" * half)
    monkeypatch.undo()
    last = spool.put(b"z" * half)
    assert len(spool._pages) == 2  # the one for which there was no room, and the last
    found = [kept(), lost(), again(), last()]
    assert found == [letter * half for letter in (b"k", b"l", b"a", b"z")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_to_disk_holds_no_page_in_memory(tmp_path: Path, jobs: int) -> None:
    root = write(tmp_path / "site", SMALL)
    builder = Builder(root, Options(today=DAY, jobs=jobs))
    try:
        result = builder.build()
        assert builder._work is not None
        memos = builder._work.engine._memos
        held = [key for key in memos if key[0] == "artifact"]
        assert len(held) == result.pages
        assert all(type(memos[key].value) in (Stored, Absent) for key in held)
        assert on_disk(root / "output") == clean(root)[0]
        write(root, {"content/notes/three.md": "---\ntitle: Three\n---\nAgain.\n"})
        builder.build()  # and goes on from there
        assert on_disk(root / "output") == clean(root)[0]
    finally:
        builder.close()

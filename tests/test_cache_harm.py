"""The disk cache, spoiled: whatever becomes of it, and whoever is killed or at work at once, the result is the same."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from briefgen import cache as caching
from briefgen import database
from briefgen.builder import Builder, OutputError
from briefgen.stamp import stamp
from briefgen.writer.syscalls import Syscalls
from support.fresh import (
    DAY,
    ENVIRONMENT,
    OPTIONS,
    SMALL,
    built,
    built_once,
    cache_of,
    clean,
    edit,
    fresh,
    in_a_process,
    on_disk,
    ran,
    write,
)
from support.full_site import FILES as FULL


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site that was built once, with its cache."""
    return built_once(tmp_path / "site")


# -- what may become of it -----------------------------------------------------------------------------


class Spoiling:
    """One cache, spoiled again and again under a site that is edited in between."""

    def __init__(self, site: Path) -> None:
        self.site, self.path = site, cache_of(site)
        self.sound = self.path.read_bytes()
        self.results = []
        for number in range(2):
            edit(site, f"Edit {number}")
            self.results.append(clean(site))
        self._turn = 0

    def check(self, data: bytes) -> None:
        self.path.write_bytes(data)
        turn = self._turn = 1 - self._turn
        edit(self.site, f"Edit {turn}")
        assert built(self.site) == self.results[turn]


def test_a_cache_cut_anywhere_is_as_good_as_none(site: Path) -> None:
    spoiling = Spoiling(site)
    size = len(spoiling.sound)
    for length in {0, 1, 15, 16, 17, 99, 100, 101, 4095, 4096, 4097, *range(0, size, size // 10)}:
        spoiling.check(spoiling.sound[:length])


def test_a_cache_with_a_bit_flipped_anywhere_is_as_good_as_none(site: Path) -> None:
    spoiling = Spoiling(site)
    size = len(spoiling.sound)
    pages = [page + byte for page in range(0, size, 4096) for byte in (0, 3, 9)]
    inside = range(2048, size, size // 24)
    for place in {
        *range(0, 100, 9),
        100,
        105,
        107,
        111,
        *pages[:: max(1, len(pages) // 12)],
        *inside,
    }:
        flipped = bytearray(spoiling.sound)
        flipped[place] ^= 1 << (place % 8)
        spoiling.check(bytes(flipped))


def test_a_deleted_cache_is_none(site: Path) -> None:
    shutil.rmtree(site / ".briefgen")
    assert built(site) == clean(site)


def test_a_cache_of_another_version_is_none(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[Builder.__module__], "stamp", lambda: "another")
    builder, result = fresh(site)
    assert result.ran > 0
    assert len(ran(builder, "document")) == 3
    assert (on_disk(site / "output"), result.diagnostics, result.fatal) == clean(site)


def test_a_cache_of_another_site_changes_nothing(site: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", {f"content/{name}": text for name, text in FULL.items()})
    write(other, {"briefgen.yaml": "title: Other\n"})
    shutil.copytree(site / ".briefgen", other / ".briefgen")
    assert built(other) == clean(other)
    shutil.copytree(other / ".briefgen", site / ".briefgen", dirs_exist_ok=True)
    assert built(site) == clean(site)
    edit(site)
    assert built(site) == clean(site)


def test_a_folder_in_its_place_is_none(site: Path) -> None:
    cache_of(site).unlink()
    (cache_of(site) / "deep").mkdir(parents=True)
    for text in ("First", "Second"):
        edit(site, text)
        assert built(site) == clean(site)


def test_a_cache_that_cannot_be_written_does_no_harm(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = database._connect

    def read_only(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.execute("PRAGMA query_only = ON")
        return connection

    monkeypatch.setattr(database, "_connect", read_only)
    for text in ("First", "Second"):
        edit(site, text)
        assert built(site) == clean(site)


@pytest.mark.parametrize("lock", ["EXCLUSIVE", "IMMEDIATE", "DEFERRED"])
def test_a_cache_that_another_process_holds_does_no_harm(
    site: Path, lock: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY", 0.02)
    holder = sqlite3.connect(cache_of(site), isolation_level=None)
    holder.execute(f"BEGIN {lock}")
    holder.execute("SELECT count(*) FROM part").fetchall()
    try:
        for text in ("First", "Second"):
            edit(site, text)
            assert built(site) == clean(site)
    finally:
        holder.close()
    edit(site, "Third")
    assert built(site) == clean(site)


OTHER_ROWS = {
    "no graph": "DELETE FROM part WHERE name = 'graph'",
    "no values": "DELETE FROM value",
    "some values": "DELETE FROM value WHERE rowid_of(name, arg) % 2 = 0",
    "swapped values": "UPDATE value SET data = (SELECT data FROM value v WHERE v.name = value.name LIMIT 1)",
    "no digests": "DELETE FROM part WHERE name = 'digests'",
    "digests of nothing": "UPDATE part SET data = x'80' WHERE name = 'digests'",
    "no marks": "DELETE FROM part WHERE name = 'marks'",
    "marks in the place of the graph": "UPDATE part SET data = (SELECT data FROM part WHERE name = 'marks') "
    "WHERE name = 'graph'",
    "marks that are text": "UPDATE part SET data = 'text' WHERE name = 'marks'",
    "no later memos": "DELETE FROM later",
    "some later memos": "DELETE FROM later WHERE rowid_of(name, arg) % 3 = 0",
    "more memos": "INSERT INTO later SELECT name, arg || 'x', row FROM later",
    "memos that are numbers": "UPDATE later SET row = 7",
    "names that are bytes": "INSERT INTO later VALUES (x'ff00', x'ff', x'ff')",
    "no state": "DELETE FROM part WHERE name = 'state'",
    "a state that is text": "UPDATE part SET data = 'text' WHERE name = 'state'",
    "a state that is short": "UPDATE part SET data = x'00' WHERE name = 'state'",
    "no table": "DROP TABLE later",
    "another table": "DROP TABLE value; CREATE TABLE value (a, b)",
}


@pytest.mark.parametrize("statement", OTHER_ROWS.values(), ids=OTHER_ROWS)
def test_rows_that_are_missing_strange_or_too_many_do_no_harm(site: Path, statement: str) -> None:
    edit(site, "Later than the graph")
    assert built(site)[0]
    with sqlite3.connect(cache_of(site)) as db:
        db.create_function("rowid_of", 2, lambda name, arg: len(f"{name}{arg}"))
        db.executescript(statement)
    db.close()
    for text in ("First", "Second"):
        edit(site, text)
        assert built(site) == clean(site)


MENDED = ("terms", "shards", "edges", "mentions", "stated", "claims", "listings", "face", "entries")
"""Of what indexes are mended with in a fresh process, and the indexes."""


@pytest.mark.parametrize("name", MENDED)
def test_an_index_is_mended_with_nothing_that_is_missing_or_of_another_time(
    tmp_path: Path, name: str
) -> None:
    demand = FULL["briefs/demand.md"]
    site = write(tmp_path, {f"content/{name}": text for name, text in FULL.items()})

    def say(words: str, date: str) -> None:
        text = (
            str(demand).replace("- one", f"- {words}").replace("date: 2025-04-22", f"date: {date}")
        )
        write(site, {"content/briefs/demand.md": text})
        assert built(site) == clean(site)

    say("older zebra [@report]", "2025-04-20")
    with sqlite3.connect(cache_of(site)) as db:
        query = "SELECT name, arg, data FROM value WHERE name = ?"
        older = db.execute(query, (name,)).fetchall()
    say("newer [[someday]]", "2025-04-19")
    with sqlite3.connect(cache_of(site)) as db:
        assert older != db.execute(query, (name,)).fetchall()
        db.executemany("INSERT OR REPLACE INTO value VALUES (?, ?, ?)", older)
    say("zebra", "2025-04-20")
    with sqlite3.connect(cache_of(site)) as db:
        db.execute("DELETE FROM value WHERE name = ?", (name,))
    db.close()
    say("none", "2025-04-18")


@pytest.mark.parametrize("table", ["part WHERE name <> 'state'", "later"])
def test_rows_of_an_older_save_do_no_harm(site: Path, table: str) -> None:
    edit(site, "Older")
    built(site)
    with sqlite3.connect(cache_of(site)) as db:
        old = db.execute(f"SELECT * FROM {table}").fetchall()
    assert old
    edit(site, "Newer")
    built(site)
    with sqlite3.connect(cache_of(site)) as db:
        places = ", ".join("?" for _ in old[0])
        db.executemany(
            f"INSERT OR REPLACE INTO {table.split(maxsplit=1)[0]} VALUES ({places})", old
        )
    db.close()
    write(site, {"content/briefs/one.md": "---\ntitle: First\n---\nOf [[two]].\n"})
    assert built(site) == clean(site)


ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'a', i, x'00' FROM n"
)
MALICE = {
    "a view without end": f"ALTER TABLE later RENAME TO m; CREATE VIEW later AS {ENDLESS}",
    "a trigger": (
        "CREATE TRIGGER t AFTER DELETE ON later BEGIN INSERT INTO value VALUES ('a', 'b', zeroblob(9)); END"
    ),
    "a trigger on the state": (
        f"CREATE TRIGGER s BEFORE INSERT ON part BEGIN SELECT count(*) FROM ({ENDLESS}); END"
    ),
    "a virtual table": "ALTER TABLE part RENAME TO m; CREATE VIRTUAL TABLE part USING fts5(name, data)",
    "one more table": "CREATE TABLE extra (a)",
    "a computed column": "ALTER TABLE part ADD COLUMN more AS (zeroblob(1000))",
}


@pytest.mark.parametrize("statement", MALICE.values(), ids=MALICE)
def test_a_file_with_any_other_schema_is_no_cache_of_ours(site: Path, statement: str) -> None:
    db = sqlite3.connect(cache_of(site))
    db.executescript(statement)
    db.close()
    assert caching.Cache(site / ".briefgen", stamp).state() is None
    edit(site)
    assert built(site) == clean(site)
    db = sqlite3.connect(cache_of(site))
    names = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE sql NOT NULL")}
    db.close()
    assert names == {"part", "later", "value"}


def test_clean_ignores_it(site: Path) -> None:
    builder, result = fresh(site, msgspec.structs.replace(OPTIONS, clean=True))
    assert len(ran(builder, "document")) == 3
    assert (on_disk(site / "output"), result.diagnostics, result.fatal) == clean(site)


# -- processes that are killed, or at work at once ------------------------------------------------------

KILL = "os.kill(os.getpid(), signal.SIGKILL)"
POINTS = {
    "after the swap, before the save": "Cache.save = lambda *_: {kill}",
    "when a new one is complete": "def _(*a):\n        {kill}\n    caching.database.put_in_place = _",
    "before later memos": "Cache._put_later = lambda *_: {kill}",
    "among later memos": "old = Cache._put_later\n"
    "    def _(self, db, rows):\n"
    "        def some():\n"
    "            for number, row in enumerate(rows):\n"
    "                if number == 3: {kill}\n"
    "                yield row\n"
    "        old(self, db, some())\n"
    "    Cache._put_later = _",
    "before values": "Cache._put_values = lambda *_: {kill}",
    "before marks": "Cache._put_part = lambda *_: {kill}",
    "before the graph": "caching._FEW = 0\n    Cache._put_graph = lambda *_: {kill}",
    "after the graph": "caching._FEW = 0\n    old = Cache._put_graph\n"
    "    def _(self, *a):\n        old(self, *a); {kill}\n    Cache._put_graph = _",
    "before the graph, first of all": "Cache._put_graph = lambda *_: {kill}",
    "before the state": "caching._put_state = lambda *_: {kill}",
    "before the end": "old = caching._put_state\n"
    "    def _(db, state):\n        old(db, state); db.execute('PRAGMA cache_spill = 1'); {kill}\n"
    "    caching._put_state = _",
    "after the end": "old = Cache._store\n    def _(*a):\n        old(*a); {kill}\n    Cache._store = _",
}


@pytest.mark.parametrize("point", POINTS)
def test_a_process_killed_while_it_saves_leaves_no_harm(site: Path, point: str) -> None:
    if point.endswith("first of all"):
        cache_of(site).unlink()
    elif point == "when a new one is complete":
        cache_of(site).write_bytes(b"damaged, so that it is made anew")
    edit(site, "Before the kill")
    lines = POINTS[point].format(kill=KILL).replace("\n    ", "\n")
    code = f"import sqlite3\nfrom briefgen import cache as caching\nfrom briefgen.cache import Cache\n{lines}"
    killed = in_a_process(site, "--jobs", "1", code=code)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert built(site) == clean(site)
    edit(site, "After the kill")
    assert built(site) == clean(site)


def test_builds_at_once_leave_a_sound_site_and_a_sound_cache(site: Path) -> None:
    edit(site, "For both")
    command = [sys.executable, "-m", "briefgen", "build", "--today", DAY, "--jobs", "1"]
    both = [
        subprocess.Popen(
            command,
            cwd=site,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in both:
        _, told = process.communicate(timeout=60)
        assert (process.returncode, "Traceback" in told) == (0, False), told
    assert built(site) == clean(site)
    edit(site, "Afterwards")
    assert built(site) == clean(site)


def test_two_builders_in_turn_over_one_cache_stay_right(site: Path) -> None:
    kept = Builder(site, OPTIONS)  # as `build --watch` keeps it
    for number in range(4):
        edit(site, f"Round {number}")
        if number % 2:
            assert built(site) == clean(site)
        result = kept.build()
        assert (on_disk(site / "output"), result.diagnostics, result.fatal) == clean(site)
    kept.close()
    assert fresh(site)[1].ran == 0


def test_a_cache_that_another_process_put_in_place_is_not_taken_for_the_one_that_was_read(
    site: Path,
) -> None:
    kept = Builder(site, OPTIONS)
    edit(site, "Read")
    kept.build()
    shutil.copy(cache_of(site), site / "copy")  # the same token, but another file
    (site / "copy").replace(cache_of(site))
    edit(site, "Stored")
    kept.build()
    kept.close()
    assert fresh(site)[1].ran == 0


def test_what_another_process_stores_at_the_last_moment_is_not_mixed_with_ours(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = caching.Cache._is_as_it_was

    def then_another_stores(cache: caching.Cache) -> bool:
        same = look(cache)
        monkeypatch.undo()
        edit(site, "Theirs")
        fresh(site)
        return same

    monkeypatch.setattr(caching.Cache, "_is_as_it_was", then_another_stores)
    edit(site, "Ours")
    fresh(site)
    assert not cache_of(site).exists()
    assert built(site) == clean(site)


def test_a_build_that_is_killed_before_its_save_leaves_no_half_memory(tmp_path: Path) -> None:
    root = write(tmp_path, SMALL)
    code = (
        "from briefgen.cache import Cache\n"
        "Cache.save = lambda *given: os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert in_a_process(root, "--jobs", "1", code=code).returncode == -signal.SIGKILL
    assert [path.suffix for path in cache_of(root).parent.glob("cache.*.new")] == [".new"]
    builder, result = fresh(root)
    assert ran(builder, "document") == ["briefs/one.md", "briefs/two.md", "notes/three.md"]
    assert (on_disk(root / "output"), result.diagnostics, result.fatal) == clean(root)
    builder, result = fresh(root)
    assert result.ran == 0
    assert [path.name for path in cache_of(root).parent.glob("cache*")] == ["cache.db"]


@pytest.mark.parametrize("how", ["killed", "broken off", "broken off at once", "full"])
def test_a_build_from_nothing_that_comes_to_nothing_leaves_the_cache_as_it_was(
    site: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "killed":
        code = "from briefgen.cache import Cache\nCache.save = lambda *_: " + KILL
        assert in_a_process(site, "--clean", code=code).returncode == -signal.SIGKILL
    else:
        shutil.rmtree(site / "output")  # so that there is something to write
        error = OSError(errno.ENOSPC, "full") if how == "full" else KeyboardInterrupt()

        def fails(*_: object) -> None:
            raise error

        if how == "broken off at once":  # while what is known already is stored
            monkeypatch.setattr(caching.Cache, "_put_values", fails)
        else:
            monkeypatch.setattr(Syscalls, "rename", fails)
        with pytest.raises((KeyboardInterrupt, OutputError)):
            Builder(site, msgspec.structs.replace(OPTIONS, clean=True)).build()
        monkeypatch.undo()
        assert [path.name for path in cache_of(site).parent.glob("cache*")] == ["cache.db"]
        assert fresh(site)[1].ran <= 1  # nothing is computed but what the pages are written from
    assert fresh(site)[1].ran == 0
    assert on_disk(site / "output") == clean(site)[0]


def test_a_link_in_the_place_of_a_new_cache_leads_nowhere(site: Path, tmp_path: Path) -> None:
    aim = tmp_path / "mine.txt"
    aim.write_text("mine")
    cache_of(site).unlink()
    (site / ".briefgen" / f"cache.{os.getpid()}.new").symlink_to(aim)
    cache_of(site).symlink_to(aim)
    assert built(site) == clean(site)
    assert aim.read_text() == "mine"
    assert not cache_of(site).is_symlink()


def test_what_was_stored_before_a_write_that_failed_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, rename = write(tmp_path, SMALL), Syscalls.rename

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    builder = Builder(root, OPTIONS)
    monkeypatch.setattr(Syscalls, "rename", full)
    with pytest.raises(OutputError, match="full"):
        builder.build()
    monkeypatch.setattr(Syscalls, "rename", rename)
    edit(root)
    builder.build()
    builder.close()
    assert on_disk(root / "output") == clean(root)[0]
    later, result = fresh(root)
    assert (result.ran, later.ran) == (0, [])
    edit(root, "Again")
    later, _ = fresh(root)
    assert ran(later, "document") == ["notes/three.md"]
    assert on_disk(root / "output") == clean(root)[0]

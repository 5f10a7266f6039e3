"""The running preview under fire: whatever happens to the files, however fast, it ends where a clean build does."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest

from briefgen.audience import NOBODY, Audience
from briefgen.builder import Builder, BuildResult, MemoryOutput, Options
from briefgen.preview.loop import outcomes
from briefgen.preview.preview import Preview, PreviewOptions
from briefgen.watch import Watcher
from support.fake_build import Journal
from support.fresh import DAY, in_a_process, on_disk, write

SOON = 20.0
REST = 0.3
"""Seconds without a build after which none is to come."""

CONFIG = (
    "title: Rapid\nfeeds: false\ndata: false\ntwins: false\nsearch: false\ncite: false\n"
    "structured_data: false\nbroken_links: warn\n"
)
START: dict[str, str | bytes] = {
    "briefgen.yaml": CONFIG,
    "content/index.md": "---\ntitle: Home\n---\nOf [[a]] and [[b]].\n",
    "content/notes/a.md": "---\ntitle: A\n---\nOf [[b]].\n",
    "content/notes/b.md": "---\ntitle: B\n---\nOf [[a]].\n",
    "content/briefs/c.md": "---\ntitle: C\ndate: 2025-04-01\n---\nWith [a file](../data.txt).\n",
    "content/data.txt": "data\n",
}


class Counting(Builder):
    """A builder that counts its builds."""

    builds = 0

    def build(
        self, hints: Collection[Path] | None = None, audience: Audience = NOBODY
    ) -> BuildResult:
        self.builds += 1
        return super().build(hints, audience)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(Path(os.path.realpath(tmp_path)) / "site", START)


class Running:
    """A preview of a site, and what a test wants to know of it."""

    def __init__(self, site: Path) -> None:
        self.site, output = site, MemoryOutput()
        self.builder = Counting(site, Options(today=DAY, jobs=1), output)
        self.preview = Preview(
            self.builder,
            output,
            site=site,
            base_path=lambda: "/",
            reporter=Journal(),
            options=PreviewOptions(port=0),
        )

    def page(self, name: str) -> str:
        return self.preview.served.files.get(f"{name}index.html", b"").decode()

    def answers(self) -> bool:
        """True if the server answers at all."""
        host, port = self.preview.url.split("/")[2].split(":")
        with contextlib.closing(http.client.HTTPConnection(host, int(port), timeout=5)) as client:
            client.request("GET", "/")
            return client.getresponse().status in (200, 404, 503)

    def rest(self) -> int:
        """Wait until no build follows; gives how many there were."""
        seen, since = self.builder.builds, time.monotonic()
        while time.monotonic() - since < REST:
            time.sleep(0.02)
            if self.builder.builds != seen:
                seen, since = self.builder.builds, time.monotonic()
        return seen

    def ends_as_a_clean_build(self) -> None:
        expected = clean(self.site)
        until(lambda: dict(self.preview.served.files) == expected)
        assert self.preview.served.problems == ()
        assert self.answers()


@contextlib.contextmanager
def running(site: Path) -> Iterator[Running]:
    found = Running(site)
    found.preview.start()
    try:
        assert found.preview.wait(SOON)
        until(lambda: bool(found.preview.served.files))
        yield found
    finally:
        found.preview.stop()
    assert found.preview.failure is None


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.01)


def clean(site: Path) -> dict[str, bytes]:
    """What a process of its own makes of a copy of the site."""
    copy = site.parent / f"copy-{time.monotonic_ns()}"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns("output", ".briefgen"), symlinks=True)
    done = in_a_process(copy, "--jobs", "1")
    assert done.returncode == 0, done.stderr
    return on_disk(copy / "output")


# -- how files are saved ----------------------------------------------------------------------------------


def plain(path: Path, text: str) -> None:
    path.write_text(text)


def atomic(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text)
    temporary.replace(path)


def with_backup(path: Path, text: str) -> None:
    if path.exists():
        path.rename(path.with_name(f"{path.name}~"))
    path.write_text(text)


def in_pieces(path: Path, text: str) -> None:
    with path.open("w") as file:
        for line in text.splitlines(keepends=True):
            file.write(line)
            file.flush()


def removed_first(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.write_text(text)


SAVES = (plain, atomic, with_backup, in_pieces, removed_first)


@pytest.mark.parametrize("save", SAVES)
def test_one_save_is_one_build(site: Path, save: Callable[[Path, str], None]) -> None:
    with running(site) as found:
        before = found.rest()
        for number in range(2):
            save(site / "content/notes/a.md", f"---\ntitle: A\n---\nEdit {number}.\n")
            until(lambda number=number: f"Edit {number}." in found.page("notes/a/"))  # type: ignore[misc]
            assert found.rest() == before + number + 1


# -- five hundred edits ---------------------------------------------------------------------------------------

NAMES = [f"content/{folder}/{name}.md" for folder in ("notes", "briefs") for name in "abcdef"]


class Author:
    """Somebody who edits at random, and fast."""

    def __init__(self, site: Path, seed: int) -> None:
        self._site, self._chance = site, random.Random(seed)

    def act(self, number: int) -> None:
        path = self._site / self._chance.choice(NAMES)
        path.parent.mkdir(parents=True, exist_ok=True)
        what = self._chance.randrange(12)
        if what < 7:
            self._chance.choice(SAVES)(path, self._text(number))
        elif what < 9:
            path.unlink(missing_ok=True)
        elif what == 9 and path.exists():
            path.rename(self._site / self._chance.choice(NAMES[: len(NAMES) // 2]))
        elif what == 10:
            (self._site / "content/data.txt").write_text(f"{number}\n")
        else:
            self._move_a_folder()

    def _text(self, number: int) -> str:
        other = Path(self._chance.choice(NAMES)).stem
        return f"---\ntitle: T{number % 7} {number}\n---\nEdit {number}, see [[{other}]].\n"

    def _move_a_folder(self) -> None:
        here, there = self._site / "content/briefs", self._site / "content/moved"
        if there.exists():
            here, there = there, here
        shutil.rmtree(there, ignore_errors=True)
        here.rename(there)
        (self._site / "content/notes").mkdir(exist_ok=True)


def test_five_hundred_rapid_edits_end_in_the_right_state(site: Path) -> None:
    with running(site) as found:
        author = Author(site, seed=20250422)
        for number in range(500):
            author.act(number)
            if number % 8 == 0:
                time.sleep(0.01)
        found.ends_as_a_clean_build()


# -- faults, and their mending ----------------------------------------------------------------------------------

FAULTS: dict[str, tuple[str, str | bytes, str | bytes]] = {
    "configuration": ("briefgen.yaml", "title: [broken\n", CONFIG),
    "content": ("content/notes/a.md", "---\ntitle: [broken\n---\n", START["content/notes/a.md"]),
    "bytes": ("content/notes/a.md", b"\xff\xfe\0", START["content/notes/a.md"]),
    "template": (
        "themes/default/templates/page.html",
        "{% if %}",
        '{% extends "parent:page.html" %}',
    ),
    "theme": ("briefgen.yaml", f"{CONFIG}theme: nobody\n", CONFIG),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_keeps_the_last_good_site_and_goes_when_mended(site: Path, fault: str) -> None:
    name, broken, good = FAULTS[fault]
    with running(site) as found:
        before = dict(found.preview.served.files)
        write(site, {name: broken})
        until(lambda: found.preview.served.problems != ())
        assert dict(found.preview.served.files) == before
        assert found.answers()
        write(site, {"content/notes/b.md": "---\ntitle: B\n---\nEdited meanwhile.\n"})
        found.rest()
        write(site, {name: good})
        found.ends_as_a_clean_build()
        assert "Edited meanwhile." in found.page("notes/b/")


def test_the_content_folder_goes_and_comes_back(site: Path) -> None:
    with running(site) as found:
        shutil.copytree(site / "content", site / "kept")
        shutil.rmtree(site / "content")
        until(
            lambda: (
                "notes/a/index.html" not in found.preview.served.files
                or found.preview.served.problems != ()
            )
        )
        assert found.answers()
        (site / "kept").rename(site / "content")
        found.ends_as_a_clean_build()
        write(site, {"content/notes/a.md": "---\ntitle: A\n---\nStill heard.\n"})
        until(lambda: "Still heard." in found.page("notes/a/"))


def test_a_folder_behind_a_link_is_watched_too(site: Path) -> None:
    write(site, {"shared/d.md": "---\ntitle: D\n---\nFirst.\n"})
    with running(site) as found:
        (site / "content/linked").symlink_to("../shared")
        until(lambda: "First." in found.page("linked/d/"))
        write(site, {"shared/d.md": "---\ntitle: D\n---\nSecond.\n"})
        until(lambda: "Second." in found.page("linked/d/"))
        (site / "content/linked").unlink()
        found.ends_as_a_clean_build()


def test_an_output_folder_among_the_sources_wakes_nobody(site: Path) -> None:
    builder = Counting(site, Options(today=DAY, jobs=1, output=site / "content/public"))
    watcher, stopped = Watcher(builder.watched(), site=site), threading.Event()
    watcher.start()
    work = threading.Thread(target=lambda: list(outcomes(builder, watcher, stopped)), daemon=True)
    work.start()
    try:
        page = site / "content/public/notes/a/index.html"
        until(page.exists)
        time.sleep(2 * REST)
        assert builder.builds == 1
        plain(site / "content/notes/a.md", "---\ntitle: A\n---\nWritten once.\n")
        until(lambda: "Written once." in page.read_text())
        time.sleep(2 * REST)
        assert builder.builds == 2
    finally:
        stopped.set()
        watcher.batches.put(None)
        work.join(SOON)
        watcher.stop()
        builder.close()

"""The truth after any edits: pages and diagnostics equal a clean build, byte for byte.

One machine draws edits of every sort and compares, after each of them, the site
kept alive with a clean one; another crosses processes through the disk cache.
`BRIEFGEN_SEQUENCES=2000 pytest tests/test_incremental.py` runs as many histories.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from briefgen import cache, parallel
from briefgen.audience import Interrupted
from briefgen.builder import Builder, BuildResult, MemoryOutput, NoOutput, Options
from support.edits import (
    BODIES,
    CASES,
    CONFIGS,
    EXTRAS,
    FOLDERS,
    FRONTS,
    LINKS,
    NAMES,
    TEMPLATES,
    THEME_FILES,
)
from support.folder import Folder

SEQUENCES = int(os.environ.get("BRIEFGEN_SEQUENCES", "6"))
STEPS = int(os.environ.get("BRIEFGEN_STEPS", "6"))
SETTLED = 0.025
"""Seconds after which a file has settled, so that a look at it from outside is believed."""


def clean(root: Path, options: Options) -> tuple[dict[str, bytes], BuildResult, dict[str, str]]:
    """What a build from nothing makes and says, and the digests of what it would write."""
    output = MemoryOutput()
    builder = Builder(root, options, output)
    result = builder.build()
    return dict(output.files), result, planned(builder)


def planned(builder: Builder) -> dict[str, str]:
    """What a builder would write, also where a fault keeps it from writing."""
    work = builder._work
    return dict(work.plan(lambda _: b"").files) if work else {}


class Edits(RuleBasedStateMachine):
    """Edits of every sort. What is compared with a clean build, and how, is the subclass's."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Folder()
        self.options = Options(today="2025-04-22", jobs=1)
        self.unbuilt = 0

    @initialize(fronts=st.lists(st.tuples(NAMES, FRONTS, BODIES), min_size=3, max_size=6))
    def start(self, fronts: list[tuple[str, str, str]]) -> None:
        self.folder.write("briefgen.yaml", "title: Start\nfeeds: false\n")
        for name, front, body in fronts:
            self.folder.write(name, front + body)

    @rule(name=NAMES, front=FRONTS, body=BODIES)
    def write(self, name: str, front: str, body: str) -> None:
        self.folder.write(name, front + body)

    @rule(data=st.data(), body=BODIES)
    def edit_body(self, data: Any, body: str) -> None:
        name = self._some_page(data)
        if name:
            text = self.folder.path(name).read_text(errors="replace")
            front = text[: text.find("\n---\n") + 5] if "\n---\n" in text else ""
            self.folder.write(name, front + body)

    @rule(data=st.data())
    def delete(self, data: Any) -> None:
        name = self._some_page(data)
        if name:
            self.folder.remove(name)

    @rule(data=st.data(), to=NAMES)
    def rename(self, data: Any, to: str) -> None:
        name = self._some_page(data)
        if name:
            self.folder.move(name, to)

    @rule(text=CONFIGS)
    def configure(self, text: str) -> None:
        self.folder.write("briefgen.yaml", text)

    @rule(data=st.data(), name=st.sampled_from(sorted(EXTRAS)))
    def attach(self, data: Any, name: str) -> None:
        content = data.draw(st.sampled_from((*EXTRAS[name], None)))
        if content is not None:
            self.folder.write(name, content)
        else:
            self.folder.remove(name)

    @rule(here=st.sampled_from(FOLDERS), there=st.sampled_from(FOLDERS))
    def move_folder(self, here: str, there: str) -> None:
        if here != there:
            self.folder.move(here, there)

    @rule(name=st.sampled_from(FOLDERS))
    def delete_folder(self, name: str) -> None:
        self.folder.remove(name)

    @rule(names=st.sampled_from(CASES), back=st.booleans())
    def change_case(self, names: tuple[str, str], back: bool) -> None:
        self.folder.move(*(reversed(names) if back else names))

    @rule(data=st.data(), name=st.sampled_from(sorted(LINKS)))
    def link(self, data: Any, name: str) -> None:
        to = data.draw(st.sampled_from((*LINKS[name], None)))
        self.folder.remove(name)
        if to is not None:
            self.folder.link(name, to)

    @rule(builds=st.integers(1, 2))
    def keep_on_editing(self, builds: int) -> None:
        self.unbuilt = builds  # so many edits follow before the next build

    @rule(name=st.sampled_from(THEME_FILES), text=TEMPLATES)
    def theme(self, name: str, text: str) -> None:
        if text:
            self.folder.write(name, text)
        else:
            self.folder.remove(name)

    @rule(
        drafts=st.booleans(),
        lenient=st.booleans(),
        today=st.sampled_from(["2025-04-22", "2030-01-01"]),
        base=st.sampled_from([None, "https://example.org/repo/"]),
    )
    def option(self, drafts: bool, lenient: bool, today: str, base: str | None) -> None:
        self.options = Options(drafts=drafts, lenient=lenient, today=today, base_url=base, jobs=1)

    @invariant()
    def equals_a_clean_build(self) -> None:
        self.unbuilt -= 1
        if self.unbuilt < 0:
            self.compare()

    def compare(self) -> None:
        """Build, and compare with a clean build."""
        raise NotImplementedError

    def _some_page(self, data: Any) -> str | None:
        names = [name for name in self.folder.names() if name.endswith(".md")]
        return data.draw(st.sampled_from(names)) if names else None

    def teardown(self) -> None:
        self.folder.drop()


class SameProcess(Edits):
    """One builder kept alive, as the preview keeps it."""

    def __init__(self) -> None:
        super().__init__()
        self.output = MemoryOutput()
        self.builder: Builder | None = None

    def hints(self) -> set[Path] | None:
        """What the builder is told to look at; None: everything."""
        return None

    def compare(self) -> None:
        if self.builder is None:
            self.builder = Builder(self.folder.root, self.options, self.output)
        self.builder.options = self.options
        result = self.builder.build(self.hints())
        files, expected, digests = clean(self.folder.root, self.options)
        assert result.diagnostics == expected.diagnostics
        assert result.fatal == expected.fatal
        assert planned(self.builder) == digests
        if not expected.fatal:
            assert dict(self.output.files) == files


class ThroughHints(SameProcess):
    """One builder kept alive that is only told where to look, as the watcher tells it."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[Path, bytes] | None = None

    def hints(self) -> set[Path] | None:
        found = dict(_states(self.folder.root))
        before, self.seen = self.seen, found
        if before is None:
            return None
        return {p for p in found.keys() | before.keys() if found.get(p) != before.get(p)}


def _states(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """What a watcher can tell apart: every file, and every link with where it leads."""
    for path in folder.rglob("*"):
        if path.is_symlink():
            yield path, bytes(path.readlink()) + (path.read_bytes() if path.is_file() else b"")
        elif path.is_file():
            yield path, path.read_bytes()


class Onlooker:
    """Somebody who looks at every page that there was, and breaks builds off after some steps."""

    def __init__(self, pages: Iterable[str], steps: int) -> None:
        self._pages, self._steps = tuple(pages), steps
        self.shown: dict[str, bytes] = {}

    def wanted(self) -> tuple[str, ...]:
        return self._pages

    def show(self, pages: Mapping[str, bytes]) -> None:
        self.shown = dict(pages)

    def pause(self) -> None:
        self._steps -= 1
        if self._steps == 0:
            raise Interrupted


class WithOnlookers(ThroughHints):
    """Builds that show pages first, and are broken off again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = 4
        self.missed: set[Path] | None = set()

    @rule(steps=st.integers(0, 12))
    def hurry(self, steps: int) -> None:
        self.steps = steps  # of every build until they are others; 0: all

    def compare(self) -> None:
        if self.builder is None:
            self.builder = Builder(self.folder.root, self.options, self.output)
        self.builder.options = self.options
        hints, (files, expected, digests) = self.hints(), clean(self.folder.root, self.options)
        self.missed = None if hints is None or self.missed is None else self.missed | hints
        onlooker = Onlooker([*self.output.files, *files], self.steps)
        with contextlib.suppress(Interrupted):
            result = self.builder.build(self.missed, onlooker)
            self.missed = set()
            assert result.diagnostics == expected.diagnostics
            assert planned(self.builder) == digests
            assert expected.fatal or dict(self.output.files) == files
            self.builder.prepare()
        if not expected.fatal:
            assert {path: files[path] for path in onlooker.shown} == onlooker.shown


class AcrossProcesses(Edits):
    """A new builder for every step, with nothing but the disk cache and the output folder."""

    jobs = 1

    def compare(self) -> None:
        time.sleep(SETTLED)
        before = self.written()
        builder = Builder(self.folder.root, msgspec.structs.replace(self.options, jobs=self.jobs))
        try:
            result = builder.build()
        finally:
            builder.close()
        files, expected, digests = clean(self.folder.root, self.options)
        assert result.diagnostics == expected.diagnostics
        assert result.fatal == expected.fatal
        assert planned(builder) in ({}, digests)  # {}: nothing had to be computed
        assert self.written() == (before if expected.fatal else files)

    def written(self) -> dict[str, bytes]:
        output = self.folder.root / "output"
        return {
            path.relative_to(output).as_posix(): path.read_bytes()
            for path in output.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }


class WithWorkers(AcrossProcesses):
    """The same, with every value computed by forked workers where that is possible, and a memory made anew more often."""

    jobs = 2

    def compare(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(parallel, "WORTH_IT", 1)
            patch.setattr(parallel, "_SHARE", 3)
            patch.setattr(cache, "_FEW", 24)
            patch.setattr(cache, "WORTH_IT", 0)
            super().compare()


_SETTINGS = settings(
    max_examples=SEQUENCES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestSameProcess = SameProcess.TestCase
TestSameProcess.settings = _SETTINGS
TestThroughHints = ThroughHints.TestCase
TestThroughHints.settings = _SETTINGS
TestWithOnlookers = WithOnlookers.TestCase
TestWithOnlookers.settings = _SETTINGS
TestAcrossProcesses = AcrossProcesses.TestCase
TestAcrossProcesses.settings = _SETTINGS
TestWithWorkers = WithWorkers.TestCase
TestWithWorkers.settings = _SETTINGS


# -- what re-ran ---------------------------------------------------------------------------------


def ran(builder: Builder, query: str) -> list[str]:
    """Arguments for which a query ran in the last build."""
    return sorted(arg for (name, arg), _ in builder.ran if name == query)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in {
        "briefgen.yaml": "title: Small\nfeeds: false\n",
        "content/briefs/one.md": "---\ntitle: One\ndate: 2025-04-01\n---\nOf [[two]].\n",
        "content/briefs/two.md": "---\ntitle: Two\ndate: 2025-04-02\n---\nOf nobody.\n",
        "content/notes/three.md": "---\ntitle: Three\n---\nAlone.\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def built(site: Path) -> Builder:
    builder = Builder(site, Options(today="2025-04-22", jobs=1), NoOutput())
    assert not builder.build().fatal
    return builder


def change(site: Path, name: str, old: str, new: str) -> None:
    path = site / "content" / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_cold_build_runs_everything_once(site: Path) -> None:
    builder = built(site)
    keys = [key for key, _ in builder.ran]
    assert len(keys) == len(set(keys))


def test_nothing_changed_runs_nothing(site: Path) -> None:
    builder = built(site)
    builder.build()
    assert builder.ran == []


def test_a_body_edit_renders_that_page_only(site: Path) -> None:
    builder = built(site)
    change(site, "notes/three.md", "Alone.", "Still alone.")
    builder.build()
    assert ran(builder, "document") == ["notes/three.md"]
    assert ran(builder, "page") == ["notes/three.md"]
    assert "/briefs/one/" not in ran(builder, "artifact")
    assert "/notes/three/" in ran(builder, "artifact")


def test_a_body_edit_checks_no_address_again_unless_it_adds_one(site: Path) -> None:
    builder = built(site)
    change(site, "notes/three.md", "Alone.", "Still alone.")
    builder.build()
    assert ran(builder, "links") == []
    change(site, "notes/three.md", "Still alone.", "Near [[two]].")
    builder.build()
    assert ran(builder, "links") == [""]


def test_only_a_document_with_files_is_asked_for_them(site: Path) -> None:
    builder = built(site)
    assert ran(builder, "attached") == []
    (site / "content" / "a.png").write_bytes(b"\x89PNG")
    change(site, "notes/three.md", "Alone.", "With ![a picture](../a.png).")
    builder.build()
    assert ran(builder, "attached") == ["notes/three.md"]
    assert ran(builder, "attachments") == [""]
    change(site, "notes/three.md", "With", "Still with")
    builder.build()
    assert ran(builder, "attached") == ["notes/three.md"]
    assert ran(builder, "attached-files") == []


def test_a_title_edit_plans_nothing_anew(site: Path) -> None:
    builder = built(site)
    change(site, "briefs/two.md", "title: Two", "title: Second")
    builder.build()
    assert "twins" in ran(builder, "planned")
    assert ran(builder, "plan") == []


def test_a_title_edit_reaches_those_who_show_the_title(site: Path) -> None:
    builder = built(site)
    change(site, "briefs/two.md", "title: Two", "title: Second")
    builder.build()
    assert ran(builder, "document") == ["briefs/two.md"]
    assert ran(builder, "page") == ["briefs/one.md", "briefs/two.md"]
    assert "/notes/three/" not in ran(builder, "artifact")


def test_a_template_edit_parses_nothing(site: Path) -> None:
    builder = built(site)
    themes = site / "themes" / "default" / "templates"
    themes.mkdir(parents=True)
    themes.joinpath("404.html").write_text("<!doctype html><title>Gone</title><p>Gone.</p>")
    builder.build()
    assert ran(builder, "document") == []
    assert ran(builder, "artifact") == ["/404.html"]
    assert ran(builder, "page") == []


def test_a_new_day_renders_timelines_only(site: Path) -> None:
    builder = built(site)
    builder.options = Options(today="2025-04-23", jobs=1)
    builder.build()
    assert ran(builder, "document") == []
    assert ran(builder, "page") == []
    assert ran(builder, "artifact") == ["/"]  # which tells what is now and next


def test_what_a_template_asks_outside_of_macros_or_of_plain_text_is_asked_anew(
    tmp_path: Path,
) -> None:
    folder = Folder(tmp_path)
    folder.write("briefgen.yaml", "title: Asked\nfeeds: false\n")
    folder.write("content/notes/acme.md", "---\ntitle: Acme\n---\nText.\n")
    parts = "themes/default/templates/parts"
    folder.write(
        f"{parts}/own.html",
        '{% set home = href("/notes/") %}{% macro m() %}{{ home }}{% endmacro %}',
    )
    folder.write(
        f"{parts}/more.html",
        '{% from "parts/own.html" import m %}{% macro n() %}{{ m() }}{% endmacro %}',
    )
    page = '{% from "parts/more.html" import n %}<title>x</title>{{ n() }} {{ "/a/"|href }} {{ "acme"|link }}'
    folder.write("themes/default/templates/page.html", page)
    output = MemoryOutput()
    builder = Builder(tmp_path, Options(today="2025-04-22", jobs=1), output)
    builder.build()
    assert output.files["notes/acme/index.html"].endswith(b"/notes/ /a/ /notes/acme/")
    folder.write("briefgen.yaml", "title: Asked\nfeeds: false\nbase_url: https://example.org/x/\n")
    folder.write("content/notes/acme.md", "---\ntitle: Acme\nslug: firm\n---\nText.\n")
    builder.build()
    assert output.files["notes/firm/index.html"].endswith(b"/x/notes/ /x/a/ /x/notes/firm/")

"""The truth after any edits: pages and diagnostics equal a clean build, byte for byte.

One machine draws edits of every sort and compares, after each of them, the site
kept alive with a clean one; another crosses processes through the disk cache.
`BRIEFGEN_SEQUENCES=2000 pytest tests/test_incremental.py` runs as many histories.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from briefgen.build import Builder, BuildResult, MemoryOutput, NoOutput, Options
from support.edits import BODIES, CONFIGS, EXTRAS, FRONTS, NAMES, TEMPLATES, THEME_FILES

SEQUENCES = int(os.environ.get("BRIEFGEN_SEQUENCES", "6"))
STEPS = int(os.environ.get("BRIEFGEN_STEPS", "6"))


class Folder:
    """A site folder that is edited, and what a clean build makes of it."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or Path(tempfile.mkdtemp(prefix="briefgen-"))
        (self.root / "content").mkdir()

    def path(self, name: str) -> Path:
        return self.root / name

    def write(self, name: str, text: str | bytes) -> None:
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def names(self) -> list[str]:
        return sorted(
            path.relative_to(self.root).as_posix()
            for path in (self.root / "content").rglob("*")
            if path.is_file()
        )

    def drop(self) -> None:
        shutil.rmtree(self.root)


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
            text = self.folder.path(name).read_text()
            front = text[: text.find("\n---\n") + 5] if "\n---\n" in text else ""
            self.folder.write(name, front + body)

    @rule(data=st.data())
    def delete(self, data: Any) -> None:
        name = self._some_page(data)
        if name:
            self.folder.path(name).unlink()

    @rule(data=st.data(), to=NAMES)
    def rename(self, data: Any, to: str) -> None:
        name = self._some_page(data)
        if name:
            target = self.folder.path(to)
            target.parent.mkdir(parents=True, exist_ok=True)
            self.folder.path(name).replace(target)

    @rule(text=CONFIGS)
    def configure(self, text: str) -> None:
        self.folder.write("briefgen.yaml", text)

    @rule(name=st.sampled_from(sorted(EXTRAS)), there=st.booleans())
    def attach(self, name: str, there: bool) -> None:
        if there:
            self.folder.write(name, EXTRAS[name])
        else:
            self.folder.path(name).unlink(missing_ok=True)

    @rule(name=st.sampled_from(THEME_FILES), text=TEMPLATES)
    def theme(self, name: str, text: str) -> None:
        if text:
            self.folder.write(name, text)
        else:
            self.folder.path(name).unlink(missing_ok=True)

    @rule(
        drafts=st.booleans(),
        lenient=st.booleans(),
        today=st.sampled_from(["2025-04-22", "2030-01-01"]),
        base=st.sampled_from([None, "https://example.org/repo/"]),
    )
    def option(self, drafts: bool, lenient: bool, today: str, base: str | None) -> None:
        self.options = Options(drafts=drafts, lenient=lenient, today=today, base_url=base, jobs=1)

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

    @invariant()
    def equals_a_clean_build(self) -> None:
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
        found = {path: path.read_bytes() for path in self.folder.root.rglob("*") if path.is_file()}
        before, self.seen = self.seen, found
        if before is None:
            return None
        return {p for p in found.keys() | before.keys() if found.get(p) != before.get(p)}


class AcrossProcesses(Edits):
    """A new builder for every step, with nothing but the disk cache and the output folder."""

    @invariant()
    def equals_a_clean_build(self) -> None:
        before = self.written()
        builder = Builder(self.folder.root, self.options)
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
TestAcrossProcesses = AcrossProcesses.TestCase
TestAcrossProcesses.settings = _SETTINGS


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
    assert "/briefs/two/" not in ran(builder, "artifact") or ran(builder, "today") == [""]


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

"""Compiled templates of the packaged themes: taken from one process to the next, never trusted blindly."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import jinja2
import pytest

from briefgen import bytecode
from briefgen.builder import Builder, MemoryOutput, Options
from briefgen.bytecode import PackagedBytecode
from briefgen.templates import Templates
from briefgen.theme import assemble
from support.fresh import DAY, SMALL, write

OURS = "briefgen:themes/default/templates/"
SITE = "themes/default/templates/"
FILES = {
    OURS + "page.html": b'{% extends "base.html" %}{% block main %}{{ title }}{% endblock %}',
    OURS + "base.html": b"<b>{% block main %}{% endblock %}</b>",
}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Python keeps compiled files in this test."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of all templates that are compiled."""
    names: list[str] = []
    compile_ = jinja2.Environment.compile

    def spy(self: jinja2.Environment, source: Any, name: Any = None, *more: Any) -> Any:
        names.append(name)
        return compile_(self, source, name, *more)

    monkeypatch.setattr(jinja2.Environment, "compile", spy)
    return names


def render(files: dict[str, bytes] = FILES) -> str:
    """A page as a process of its own would make it."""
    theme, problems = assemble("default", files, {})
    assert theme, problems
    made = Templates(theme, files, {}, bytecode=PackagedBytecode())
    return made.render("page.html", {"title": "T"})


def files_of(folder: Path) -> list[Path]:
    """What is kept of templates, drafts included; Python itself keeps its own there."""
    return sorted(path for path in folder.rglob("*themes-default*") if path.is_file())


def test_the_next_process_compiles_nothing(kept: Path, compiled: list[str]) -> None:
    assert render() == "<b>T</b>"
    assert sorted(compiled) == sorted(FILES)
    assert len(files_of(kept)) == len(FILES)
    compiled.clear()
    assert render() == "<b>T</b>"
    assert compiled == []


def test_it_lies_where_python_keeps_what_it_compiled_of_the_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", None)
    beside = Path(bytecode.__file__).parent / "__pycache__"
    assert bytecode._file("x.html") == beside / f"x.html.{sys.implementation.cache_tag}.pyc"


@pytest.mark.usefixtures("kept")
def test_another_text_is_compiled_anew(compiled: list[str]) -> None:
    render()
    compiled.clear()
    assert render({**FILES, OURS + "base.html": b"<i>{% block main %}{% endblock %}</i>"}) == (
        "<i>T</i>"
    )
    assert compiled == [OURS + "base.html"]


@pytest.mark.usefixtures("kept")
def test_another_program_compiles_anew(
    compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    render()
    compiled.clear()
    monkeypatch.setattr(bytecode, "stamp", lambda: "another version")
    render()
    assert sorted(compiled) == sorted(FILES)


@pytest.mark.parametrize("damage", ["empty", "short", "flipped", "foreign", "folder"])
def test_a_damaged_file_is_as_if_there_were_none(
    kept: Path, compiled: list[str], damage: str
) -> None:
    render()
    compiled.clear()
    for path in files_of(kept):
        data = path.read_bytes()
        path.unlink()
        if damage == "folder":
            path.mkdir()
            continue
        middle = len(data) // 2
        path.write_bytes(
            {
                "empty": b"",
                "short": data[:-1],
                "flipped": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
                "foreign": b"something else entirely, of some length, and no code of ours",
            }[damage]
        )
    assert render() == "<b>T</b>"
    assert sorted(compiled) == sorted(FILES)
    compiled.clear()
    assert render() == "<b>T</b>"
    assert len(compiled) == (len(FILES) if damage == "folder" else 0)
    assert len(files_of(kept)) == (0 if damage == "folder" else len(FILES))


def test_nothing_is_kept_where_python_keeps_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert render() == "<b>T</b>"
    assert files_of(kept) == []


def test_a_program_that_cannot_be_written_to_works(kept: Path, compiled: list[str]) -> None:
    kept.write_text("a file where the folder would have to be")
    assert render() == "<b>T</b>"
    assert render() == "<b>T</b>"
    assert len(compiled) == 2 * len(FILES)


def test_nothing_of_a_site_is_kept_or_run(kept: Path, compiled: list[str]) -> None:
    site = {**FILES, SITE + "base.html": b"<u>{% block main %}{% endblock %}</u>"}
    assert render(site) == "<u>T</u>"
    assert len(files_of(kept)) == 1  # of the page, which is ours
    compiled.clear()
    assert render(site) == "<u>T</u>"
    assert compiled == [SITE + "base.html"]


def test_a_build_leaves_compiled_templates_beside_the_program_and_none_in_the_site(
    kept: Path, compiled: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefgen.render._last", {})
    template = b'{% extends "parent:page.html" %}'
    site = write(tmp_path / "site", {**SMALL, SITE + "page.html": template.decode()})
    output = MemoryOutput()
    Builder(site, Options(today=DAY, jobs=1), output).build()
    assert SITE + "page.html" in compiled
    assert OURS + "base.html" in compiled
    assert len(files_of(kept)) == len({name for name in compiled if name.startswith(OURS)})
    assert not [path for path in files_of(site) if path.suffix == ".pyc"]

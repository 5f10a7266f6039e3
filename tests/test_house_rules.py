"""Each rule of test_architecture finds a planted offence; the tree names no machine."""

from __future__ import annotations

import ast
import re
import tempfile
from pathlib import Path

import pytest
from test_architecture import documented_methods, io_calls, is_io, part_of, swallowed, undocumented

from support.house import PACKAGE, ROOT, Module, imports, outside_imports, project_files


def module(text: str, name: str = "writer.example") -> Module:
    return Module(name, PACKAGE / "writer" / "example.py", text, ast.parse(text))


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("import briefgen.paths", "paths"),
        ("from briefgen import paths", "paths"),
        ("from briefgen.paths import slug", "paths"),
        ("from .. import paths", "paths"),
        ("from ..paths import slug", "paths"),
        ("from briefgen import __version__", ""),
        ("def f():\n    from briefgen.dates import parse", "dates"),
    ],
)
def test_an_import_is_seen_however_it_is_written(line: str, target: str) -> None:
    assert [name for name, _ in imports(module(line))] == [target]


@pytest.mark.parametrize(
    "line", ["import os", "import os.path", "from os import path", "from pathlib import Path"]
)
def test_an_import_of_io_is_seen(line: str) -> None:
    assert [is_io(name) for name, _ in outside_imports(module(line))] == [True]


def test_pure_paths_are_no_io() -> None:
    found = outside_imports(module("from pathlib import PurePosixPath\nimport posixpath"))
    assert not any(is_io(name) for name, _ in found)


@pytest.mark.parametrize(
    "line",
    ["open('x')", "p.read_text()", "datetime.now()", "datetime.datetime.now()", "date.today()"],
)
def test_a_call_of_io_is_seen(line: str) -> None:
    assert len(list(io_calls(module(line)))) == 1


def test_a_method_called_today_is_no_clock() -> None:
    assert list(io_calls(module("lookups.today()"))) == []


@pytest.mark.parametrize(
    "handler",
    [
        "except: x = 1",
        "except Exception: x = 1",
        "except (ValueError, BaseException): x = 1",
        "except ValueError: pass",
    ],
)
def test_a_swallowed_exception_is_seen(handler: str) -> None:
    assert len(list(swallowed(ast.parse(f"try: f()\n{handler}")))) == 1


@pytest.mark.parametrize(
    "handler",
    ["except ValueError: x = 1", "except Exception: raise", "except Exception as e: tell(e)"],
)
def test_a_handled_exception_is_no_offence(handler: str) -> None:
    assert list(swallowed(ast.parse(f"try: f()\n{handler}"))) == []


def test_a_broad_suppress_is_seen() -> None:
    text = "with suppress(OSError), contextlib.suppress(Exception): f()"
    assert len(list(swallowed(ast.parse(text)))) == 1


def test_a_missing_docstring_is_seen() -> None:
    text = "class A:\n  'doc'\n  def b(self): ...\n  def _c(self): ...\ndef d(): ..."
    assert list(undocumented(ast.parse(text), {})) == ["line 3: b", "line 5: d"]


def test_a_method_may_leave_its_docstring_to_a_protocol() -> None:
    protocol = ast.parse("class P:\n  'doc'\n  def b(self): 'doc'\n  def c(self): ...")
    text = ast.parse("class A(m.P):\n  'doc'\n  def b(self): ...\n  def c(self): ...")
    assert list(undocumented(text, documented_methods([protocol]))) == ["line 4: c"]


def test_modules_find_their_entry_on_the_table() -> None:
    assert part_of("writer.lock") == "writer"
    assert part_of("extensions.base") == "extensions.base"
    assert part_of("extensions.any") == "extensions.*"
    assert part_of("nowhere") is None


# Put together at run time, so that this file does not hold what it forbids.
HOSTS = [
    name + end for name, end in (("pypi", ".org"), ("registry.npm", "js"), ("python", "hosted"))
]
HERE = {str(ROOT), str(Path.home()), tempfile.gettempdir()} - {"/"}
FOLDERS = [re.escape(place) for place in sorted(HERE)]
FOLDERS += [f"/{name}" for name in ("root", "tmp", "work", "opt", "home/[a-z]+")]
MACHINE = re.compile(rf"(?<![\w.:~/-])({'|'.join(FOLDERS)})/")


@pytest.mark.parametrize("place", sorted(HERE))
def test_a_path_of_a_machine_is_seen(place: str) -> None:
    assert MACHINE.search(f"see {place}/x")


@pytest.mark.parametrize("text", ["https://example.org/work/x", "~/tmp/x", "a/tmp/x", "/tmpl/x"])
def test_an_innocent_path_is_not(text: str) -> None:
    assert not MACHINE.search(text)


def test_no_file_names_a_machine_or_a_registry() -> None:
    """What is committed must mean the same everywhere."""
    files = project_files()
    assert len(files) > len(list(PACKAGE.rglob("*.py")))
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for file in files
        for number, line in enumerate(file.read_text(errors="replace").split("\n"), 1)
        if MACHINE.search(line) or any(host in line for host in HOSTS)
    ]
    assert found == []

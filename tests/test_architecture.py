"""The house itself: who may import whom, where I/O lives, how large things grow.

`FLOORS` is the drawing in ARCHITECTURE.md as data.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter

import pytest

from support.house import Module, import_name, imports, modules, outside_imports

FLOORS: tuple[tuple[str, ...], ...] = (
    # values, and what stands alone
    (
        "clock",
        "conflicts",
        "data",
        "database",
        "dates",
        "diagnostics",
        "directions",
        "imagesize",
        "joins",
        "numerals",
        "paths",
        "places",
        "processes",
        "sharing",
        "shelf",
        "spool",
        "stamp",
        "standins",
        "stopwatch",
        "suggest",
        "terms",
        "version",
    ),
    (
        "codes",
        "console",
        "memo",
        "model",
        "view_options",
        "vocabulary",
        "walk",
        "writer",
        "yaml_hints",
    ),
    # the engine, and small pure rooms
    ("gather", "graph", "result", "seals"),
    ("mending", "readers"),
    ("gathers", "held"),
    ("settling",),
    ("catalog", "engine", "nodes", "outline", "plan", "redirects", "settings", "theme"),
    ("audience", "options", "sight", "visibility", "watch", "workspace"),
    # stages, and what they ask
    (
        "bytecode",
        "embeds",
        "inputs",
        "lookups",
        "markup",
        "outputs",
        "packaged",
        "parallel",
        "preview",
        "schema",
        "state",
        "statements",
    ),
    ("hints",),
    (
        "cache",
        "circles",
        "config",
        "extensions.base",
        "frontmatter",
        "index",
        "resolve",
        "templates",
    ),
    ("extensions.*", "link", "parse", "quotes", "recorded", "theme_manifest"),
    ("extensions", "promises", "render"),
    ("asking",),
    ("fulltext",),
    # the road, and one pass over it
    ("site",),
    ("work",),
    ("builder",),
    # the verbs
    ("", "rename", "scaffold", "serving"),
    ("publish",),
    ("commands", "doctor"),
    ("publishing", "upkeep"),
    ("cli",),
    ("__main__",),
)
"""From the ground up; "" is `briefgen/__init__.py`, the public face.

A module imports from lower floors only. A package on the table stands for all
its modules, which may import each other; `name.*` are the modules inside a
package whose `__init__` stands elsewhere.
"""

IO_PARTS = {
    "builder",
    "bytecode",
    "cache",
    "cli",
    "clock",
    "commands",
    "database",
    "doctor",
    "packaged",
    "parallel",
    "places",
    "processes",
    "outputs",
    "preview",
    "publish",
    "publishing",
    "rename",
    "scaffold",
    "serving",
    "shelf",
    "sight",
    "spool",
    "stamp",
    "stopwatch",
    "upkeep",
    "walk",
    "watch",
    "workspace",
    "writer",
    "__main__",
}
"""Parts that may touch the disk, the network, other programs and the clock."""

IO_MODULES = {
    "fcntl", "glob", "http", "io", "os", "pathlib.Path", "random", "secrets", "select",
    "shutil", "signal", "socket", "socketserver", "subprocess", "tempfile", "time",
    "urllib.request", "uuid", "watchdog",
}  # fmt: skip
IO_METHODS = {"read_bytes", "read_text", "write_bytes", "write_text", "iterdir", "rglob", "mkdir"}
CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60

MODULES = sorted(modules())
each_module = pytest.mark.parametrize("name", MODULES, ids=lambda name: name or "briefgen")


def part_of(name: str) -> str | None:
    """The entry of the table that a module belongs to; None if it is not on the table."""
    table = {part for floor in FLOORS for part in floor}
    parent = name.rpartition(".")[0]
    if name in table:
        return name
    if f"{parent}.*" in table:
        return f"{parent}.*"
    return part_of(parent) if parent else None


def floor_of(part: str) -> int:
    return next(number for number, floor in enumerate(FLOORS) if part in floor)


def test_the_package_is_there() -> None:
    assert {"model", "engine", "diagnostics"} <= set(MODULES)


def test_every_module_is_on_the_table_and_no_entry_is_left_over() -> None:
    homeless = [name for name in MODULES if part_of(name) is None]
    left_over = {part for floor in FLOORS for part in floor} - {part_of(name) for name in MODULES}
    assert (homeless, sorted(left_over)) == ([], [])


@each_module
def test_imports_go_down(name: str) -> None:
    own = part_of(name)
    assert own is not None, f"{name} is not on the table of floors"
    upward = [
        f"line {line}: {target}"
        for target, line in imports(modules()[name])
        if (part := part_of(target)) is None or (part != own and floor_of(part) >= floor_of(own))
    ]
    assert upward == []


def test_there_is_no_circle_of_imports() -> None:
    graph = {name: {target for target, _ in imports(modules()[name])} - {name} for name in MODULES}
    assert sum(map(len, graph.values())) > len(graph) / 2, "the graph has hardly an edge"
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(f"circle of imports: {' → '.join(circle.args[1])}")


IMPORT_EACH = """
import importlib, os, sys, traceback
import jinja2, markdown_it, msgspec, yaml
for name in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        try:
            importlib.import_module(name)
        except BaseException:
            traceback.print_exc(limit=-2)
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        print(name)
"""


def test_every_module_can_be_imported_alone() -> None:
    """Each in a fresh copy of an interpreter that has loaded nothing of briefgen.

    It has loaded the libraries already, and is forked rather than started: a tenth of the time.
    """
    names = [import_name(name) for name in MODULES if name != "__main__"]
    command = [sys.executable, "-W", "error", "-c", IMPORT_EACH, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [], done.stderr


HEAVY = {"jinja2", "markdown_it", "msgspec", "pygments", "starlette", "uvicorn", "watchdog", "yaml"}


def test_the_command_line_alone_loads_nothing_heavy() -> None:
    """`--help`, `--version` and completion must answer in a blink."""
    code = "import briefgen.cli, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "click" in loaded
    assert HEAVY & set(loaded) == set()


@pytest.mark.parametrize("name", [name for name in MODULES if part_of(name) not in IO_PARTS])
def test_io_stays_in_the_io_modules(name: str) -> None:
    module = modules()[name]
    found = [
        f"line {line}: imports {what}" for what, line in outside_imports(module) if is_io(what)
    ]
    assert found + list(io_calls(module)) == []


def is_io(imported: str) -> bool:
    """`os.path.join` and `pathlib.Path` are, `osmosis` and `pathlib.PurePath` are not."""
    return any(imported == name or imported.startswith(f"{name}.") for name in IO_MODULES)


def io_calls(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            callee = node.func
            if isinstance(callee, ast.Name) and callee.id in {"open", "input", "print"}:
                yield f"line {node.lineno}: {callee.id}()"
            if isinstance(callee, ast.Attribute) and (
                callee.attr in IO_METHODS or (last_name(callee.value), callee.attr) in CLOCK
            ):
                yield f"line {node.lineno}: .{callee.attr}()"


def last_name(node: ast.expr) -> str:
    """`datetime` for `datetime.now` and for `datetime.datetime.now`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


@each_module
def test_files_and_functions_stay_small(name: str) -> None:
    module = modules()[name]
    lines = module.text.count("\n")
    assert lines <= MAX_FILE_LINES
    long = {
        node.name: length
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION_LINES
    }
    assert long == {}


Methods = dict[str, set[str]]


@each_module
def test_every_public_name_is_documented(name: str) -> None:
    module = modules()[name]
    bare = [] if ast.get_docstring(module.tree) else ["the module"]
    assert bare + list(undocumented(module.tree, documented_in_package())) == []


@cache
def documented_in_package() -> Methods:
    return documented_methods(module.tree for module in modules().values())


def undocumented(owner: ast.Module | ast.ClassDef, documented: Methods) -> Iterator[str]:
    """Public classes, functions and methods without a docstring.

    A method may leave it to the base class, or protocol, that its class names;
    overloads speak for each other.
    """
    bases = owner.bases if isinstance(owner, ast.ClassDef) else []
    inherited = {name for base in bases for name in documented.get(last_name(base), ())}
    for node in public_definitions(owner):
        if not ast.get_docstring(node) and node.name not in inherited:
            yield f"line {node.lineno}: {node.name}"
        if isinstance(node, ast.ClassDef):
            yield from undocumented(node, documented)


Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public_definitions(owner: ast.Module | ast.ClassDef) -> Iterator[Definition]:
    for node in owner.body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            decorators = {last_name(decorator) for decorator in node.decorator_list}
            if not decorators & {"overload", "setter"}:
                yield node


def documented_methods(trees: Iterable[ast.AST]) -> Methods:
    """The documented methods of every class, by the name of the class."""
    return {
        node.name: {method.name for method in public_definitions(node) if ast.get_docstring(method)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }


@each_module
def test_no_exception_is_swallowed(name: str) -> None:
    assert list(swallowed(modules()[name].tree)) == []


BROAD = {"", "Exception", "BaseException"}


def swallowed(tree: ast.AST) -> Iterator[str]:
    """Handlers that do nothing, broad ones that drop what they caught, broad `suppress`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            idle = all(isinstance(line, ast.Pass | ast.Continue) for line in node.body)
            broad = caught(node.type) & BROAD
            if idle or (broad and not tells(node)):
                yield f"line {node.lineno}: except {ast.unparse(node.type) if node.type else ''}"
        if isinstance(node, ast.Call) and last_name(node.func) == "suppress":
            if not BROAD & {last_name(argument) for argument in node.args}:
                continue
            yield f"line {node.lineno}: {ast.unparse(node)}"


def caught(kind: ast.expr | None) -> set[str]:
    """The names of the exceptions that a handler catches; "" for a bare one."""
    if isinstance(kind, ast.Tuple):
        return {last_name(member) for member in kind.elts}
    return {last_name(kind)} if kind else {""}


def tells(handler: ast.ExceptHandler) -> bool:
    """True if a handler raises again, or uses what it caught."""
    inside = [node for line in handler.body for node in ast.walk(line)]
    used = {node.id for node in inside if isinstance(node, ast.Name)}
    return any(isinstance(node, ast.Raise) for node in inside) or handler.name in used

"""The package as the tests of the house see it: its modules, their trees, who imports whom."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "briefgen"


class Module(NamedTuple):
    """One file of the package. `name` leaves out `briefgen.`; the package itself is ""."""

    name: str
    file: Path
    text: str
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        """True for an `__init__.py`."""
        return self.file.name == "__init__.py"


def name_of(file: Path) -> str:
    """The dotted name of a file of the package, without `briefgen.`."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Module]:
    """Every module of the package by its name."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        found[name_of(file)] = Module(name_of(file), file, text, ast.parse(text, str(file)))
    return found


def import_name(name: str) -> str:
    """The full name by which Python imports a module."""
    return f"briefgen.{name}".rstrip(".")


def imports(module: Module) -> Iterator[tuple[str, int]]:
    """Modules of the package that this one imports, with the line.

    Imports for types only and imports inside functions count like all others.
    """
    for node in ast.walk(module.tree):
        for full in _full_names(module, node):
            if full == "briefgen" or full.startswith("briefgen."):
                yield _module_in(full), getattr(node, "lineno", 0)


def outside_imports(module: Module) -> Iterator[tuple[str, int]]:
    """Full dotted names imported from outside the package (`os`, `pathlib.Path`), with the line."""
    for node in ast.walk(module.tree):
        for full in _full_names(module, node):
            if full.partition(".")[0] != "briefgen":
                yield full, getattr(node, "lineno", 0)


def _full_names(module: Module, node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        origin = _origin(module, node)
        return [f"{origin}.{alias.name}" for alias in node.names]
    return []


def _origin(module: Module, node: ast.ImportFrom) -> str:
    """The module that `from … import` names, with the dots of a relative one resolved."""
    if not node.level:
        return node.module or ""
    up = node.level - (1 if module.is_package else 0)
    parts = import_name(module.name).split(".")
    return ".".join([*parts[: len(parts) - up], *([node.module] if node.module else [])])


def _module_in(full: str) -> str:
    """`briefgen.paths.slug` → `paths`: the longest leading part that is a module.

    For a module that is not there (yet, or any more) the name it should have.
    """
    name = full.removeprefix("briefgen").lstrip(".")
    wanted = name.rpartition(".")[0]
    while name and name not in modules():
        name = name.rpartition(".")[0]
    return name or wanted


def project_files() -> list[Path]:
    """Every file of the project that is, or would be, under version control."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "-co", "--exclude-standard"]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]

"""A small site that is built in processes of its own, or by builders that know no more than such a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from briefgen.builder import Builder, BuildResult, MemoryOutput, Options
from briefgen.diagnostics import Diagnostic
from support.house import ROOT

DAY = "2025-04-22"
OPTIONS = Options(today=DAY, jobs=1)
CONFIG = "title: Small\nfeeds: false\ndata: false\ntwins: false\nsearch: false\n"
SMALL: dict[str, str | bytes] = {
    "briefgen.yaml": CONFIG,
    "content/briefs/one.md": "---\ntitle: One\ndate: 2025-04-01\n---\nOf [[two]].\n",
    "content/briefs/two.md": "---\ntitle: Two\ndate: 2025-04-02\nsumary: x\n---\nOf [[one]].\n",
    "content/notes/three.md": "---\ntitle: Three\nsummary: Alone.\n---\nAlone, with ![a picture](../map.png).\n",
    "content/map.png": b"\x89PNG\r\n\x1a\n",
}
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
Outcome = tuple[dict[str, bytes], tuple[Diagnostic, ...], bool]


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def built_once(root: Path) -> Path:
    """The small site in a folder, with what a first build leaves."""
    assert built(write(root, SMALL))[0]
    return root


def fresh(root: Path, options: Options = OPTIONS) -> tuple[Builder, BuildResult]:
    """What a process of its own would do."""
    builder = Builder(root, options)
    try:
        return builder, builder.build()
    finally:
        builder.close()


def built(root: Path, options: Options = OPTIONS) -> Outcome:
    """What stands in the output folder after one more build, and what it says."""
    result = fresh(root, options)[1]
    return on_disk(root / "output"), result.diagnostics, result.fatal


def clean(root: Path, options: Options = OPTIONS) -> Outcome:
    """What a build from nothing makes and says."""
    output = MemoryOutput()
    result = Builder(root, options, output).build()
    return dict(output.files), result.diagnostics, result.fatal


def on_disk(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def edit(root: Path, text: str = "Quite alone") -> None:
    write(
        root, {"content/notes/three.md": f"---\ntitle: Three\n---\n{text}. [[One]] [[nobody|x]]\n"}
    )
    write(root, {"briefgen.yaml": f"{CONFIG}broken_links: warn\n"})


def cache_of(root: Path) -> Path:
    return root / ".briefgen" / "cache.db"


def ran(builder: Builder, query: str) -> list[str]:
    return sorted(arg for (name, arg), _ in builder.ran if name == query)


def in_a_process(root: Path, *arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """Runs `briefgen build`, after some code that has its modules at hand."""
    start = f"import os, signal, sys\n{code}\nfrom briefgen.__main__ import main\nmain()\n"
    command = [sys.executable, "-c", start, "build", "--today", DAY, *arguments]
    return subprocess.run(
        command, cwd=root, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False
    )


def states(root: Path) -> dict[str, tuple[int, int]]:
    """Time and inode of every file that a build may write."""
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_ino)
        for folder in (root / "output", root / ".briefgen")
        for path in folder.rglob("*")
        if path.is_file()
    }

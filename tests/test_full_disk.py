"""A disk that takes nothing more: every verb says so in one plain sentence, and leaves all as it was.

A limit on the size of files stands for it: the system then refuses to write, whoever asks.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support.command import environment
from support.repository import alone, repository
from support.site import MakeSite

resource = pytest.importorskip("resource", reason="the system has no such limits")

FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from briefgen.cli import briefgen
briefgen()
"""


def tree(folder: Path) -> dict[str, bytes]:
    """What an author has: not our private folder, which may be begun, nor git's."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
        if path.relative_to(folder).parts[0] not in (".briefgen", ".git", ".output.briefgen")
    }


@pytest.fixture
def root(make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    alone(monkeypatch, tmp_path)
    site = make_site(
        {
            "briefgen.yaml": "title: T\nbase_url: https://ada.github.io/repo/\n",
            "content/a.md": "# A\n\n[[b]]\n",
            "content/b.md": "# B\n",
        }
    )
    repository(site.root, tmp_path / "remote.git")
    return site.root


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (("build",), "output"),
        (("publish",), "briefgen"),
        (("publish", "--workflow"), ".github/workflows/publish.yml"),
        (("mv", "b.md", "c.md"), "content/a.md"),
        (("mv", "b.md", "new/c.md"), "content/a.md"),
        (("redirect", "/old/", "b.md"), "content/b.md"),
        (("new", "page", "Bee"), "content/bee.md"),
        (("new", "inner"), "inner"),
    ],
    ids=lambda given: given if isinstance(given, str) else " ".join(given),
)
def test_it_is_told_in_a_sentence(root: Path, words: tuple[str, ...], about: str) -> None:
    before = tree(root)
    done = run(root, *words)
    assert (done.returncode, done.stdout) == (1, "")
    first = done.stderr.splitlines()[0]
    assert first.lower().startswith("error: ")
    assert about in first
    assert "Traceback" not in done.stderr
    assert "Errno" not in done.stderr
    assert tree(root) == before


@pytest.mark.parametrize("words", [("check",), ("doctor",)], ids=" ".join)
def test_who_only_looks_is_not_held_up(root: Path, words: tuple[str, ...]) -> None:
    before = tree(root)
    assert run(root, *words).returncode == 0
    assert tree(root) == before


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", FULL, *words],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )

"""Git repositories in a test: one that holds a site, and a bare one to publish to.

Nothing of the machine's own git configuration counts in them.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

IGNORED = "/output/\n/.briefgen/\n/.output.briefgen/\n"


def git(folder: Path, *arguments: str, given: str | None = None) -> str:
    """What git prints; the test fails if git does."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.removesuffix("\n")


def alone(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Shut out the configuration of whoever runs the tests, and give a fixed identity."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / "no-such-config"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ada@example.org")


def commit(folder: Path, message: str = "Content") -> str:
    """Commit everything in a folder; the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def repository(folder: Path, remote: Path) -> None:
    """Make a folder a repository with one commit, and a bare one as its remote `origin`."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
    commit(folder)
    remote.mkdir(parents=True)
    git(remote, "init", "--quiet", "--bare", "--initial-branch=main")
    git(folder, "remote", "add", "origin", str(remote))
    git(folder, "push", "--quiet", "origin", "main")


def files(remote: Path, branch: str = "gh-pages") -> dict[str, str]:
    """Path → text of everything on a branch; {} if there is no such branch."""
    if not git(remote, "branch", "--list", branch):
        return {}
    names = git(remote, "ls-tree", "-r", "-z", "--name-only", branch).split("\0")
    return {
        name: subprocess.run(
            ["git", "cat-file", "blob", f"{branch}:{name}"],
            cwd=remote,
            capture_output=True,
            check=True,
        ).stdout.decode(errors="replace")
        for name in filter(None, names)
        if not name.startswith("assets/")
    }

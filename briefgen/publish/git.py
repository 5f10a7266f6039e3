"""Calling git: no shell, no prompt where nobody could answer, English messages, time limits.

The user's own git does the work, with the user's credentials and identity; what it
says when it fails becomes plain words with a remedy (`plain_words`).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from briefgen.publish.errors import PublishError

LOCAL = 120.0
"""Time limit of a call that stays on this machine, in seconds."""
NETWORK = 1800.0
"""Time limit of a call to a remote, in seconds: a first push of a large site takes minutes."""

_OF_ANOTHER_REPOSITORY = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_INDEX_FILE",
    "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_WORK_TREE",
)  # fmt: skip
"""Set inside git's hooks; they would lead our calls astray."""


class Git:
    """The git of one folder. Every failure is a `PublishError` in plain words."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(
        self,
        *arguments: str,
        given: bytes = b"",
        env: Mapping[str, str] | None = None,
        limit: float = LOCAL,
    ) -> str:
        """What a call prints, without the last line end. Raises PublishError if it fails."""
        done = self._call(arguments, given, env, limit)
        if done.returncode:
            raise plain_words(arguments[0], done.stderr.decode(errors="replace"))
        return done.stdout.decode(errors="surrogateescape").removesuffix("\n")

    def ask(self, *arguments: str) -> str | None:
        """What a call prints, or None if its answer is no (it fails)."""
        done = self._call(arguments, b"", None, LOCAL)
        if done.returncode:
            return None
        return done.stdout.decode(errors="surrogateescape").removesuffix("\n")

    def read(self, *arguments: str) -> bytes:
        """The bytes that a call prints. Raises PublishError if it fails."""
        done = self._call(arguments, b"", None, LOCAL)
        if done.returncode:
            raise plain_words(arguments[0], done.stderr.decode(errors="replace"))
        return done.stdout

    def _call(
        self, arguments: tuple[str, ...], given: bytes, env: Mapping[str, str] | None, limit: float
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                ["git", *arguments],  # noqa: S607 - the git of the user's PATH is meant
                cwd=self.folder,
                env={**environment(), **(env or {})},
                input=given,
                capture_output=True,
                timeout=limit,
                check=False,
            )
        except FileNotFoundError:
            raise PublishError("git is not installed", "install it: https://git-scm.com/") from None
        except subprocess.TimeoutExpired:
            message = f"git {arguments[0]} did not end within {limit:.0f} s"
            raise PublishError(message, "look at the network and try again") from None


def environment() -> dict[str, str]:
    """The environment of every call: the user's, in English, without questions nobody hears."""
    found = {key: value for key, value in os.environ.items() if key not in _OF_ANOTHER_REPOSITORY}
    found.pop("LANGUAGE", None)
    found["LC_ALL"] = "C"
    found["GIT_OPTIONAL_LOCKS"] = "0"
    if not sys.stdin or not sys.stdin.isatty():
        found["GIT_TERMINAL_PROMPT"] = "0"
    return found


_MEANINGS: tuple[tuple[str, str, str], ...] = (
    (
        r"fetch first|non-fast-forward|stale info|cannot lock ref|incorrect old value",
        "the remote has moved on: somebody published while this ran",
        "run `briefgen publish` again; it will build on what is there now",
    ),
    (
        r"protected branch|GH006|GH013|pre-receive hook declined|push declined",
        "the remote refuses pushes to this branch",
        "allow them in the repository's rules for branches, or name another branch with --branch",
    ),
    (
        r"Authentication failed|could not read |prompts disabled|Permission denied|Host key|403",
        "the remote does not let you in",
        "check with `git push` that git knows your credentials; briefgen never asks for any",
    ),
    (
        r"Could not resolve host|unable to access|Connection (?:refused|timed out|reset)|Network is",
        "the remote cannot be reached",
        "look at the network and try again",
    ),
    (
        r"does not appear to be a git repository|Repository not found|Could not read from remote",
        "there is no repository at the remote's address",
        "look at `git remote -v`, and make the repository if it does not exist yet",
    ),
    (
        r"exceeds GitHub's file size limit|GH001",
        "GitHub refuses a file over 100 MB",
        "store it elsewhere and link to it",
    ),
    (
        r"Please tell me who you are|empty ident|unable to auto-detect email",
        "git does not know who you are, and a commit needs an author",
        "run `git config user.name NAME` and `git config user.email ADDRESS`",
    ),
    (
        r"detected dubious ownership",
        "git does not trust this folder, since it belongs to another user",
        "run the `git config … safe.directory` command that `git status` shows",
    ),
)


def plain_words(verb: str, said: str) -> PublishError:
    """What git said on its error stream, as a problem with its remedy."""
    quoted = " ".join(line.strip() for line in said.strip().splitlines()[-3:])
    for pattern, message, hint in _MEANINGS:
        if re.search(pattern, said):
            return PublishError(message, hint, f"git {verb}: {quoted}")
    return PublishError(f"git {verb} failed: {quoted or 'it gave no reason'}")

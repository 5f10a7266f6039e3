"""The command line as a user runs it: another process, from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.house import ROOT


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that finds the package where these tests find it."""
    found = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    return {**found, **more}


def briefgen(
    *words: str | Path, cwd: Path, timeout: float = 60, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder and wait for it."""
    return subprocess.run(
        [sys.executable, "-m", "briefgen", *map(str, words)],
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )

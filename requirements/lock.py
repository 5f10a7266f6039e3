"""Choose the newest versions that pyproject.toml allows and pin them.

Writes run.txt (the package with every extra) and test.txt (that, and what
tests and checks need). The lists hold names and versions only: no address of
a registry, no path, so that they mean the same on every machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))


def extras() -> list[str]:
    """Everything that the package needs at run time, with every extra."""
    optional = PROJECT["project"]["optional-dependencies"]
    own = [line for name, lines in optional.items() if name != "all" for line in lines]
    return [*PROJECT["project"]["dependencies"], *own]


def group(name: str) -> list[str]:
    """The requirements of one dependency group, the groups it includes among them."""
    found: list[str] = []
    for entry in PROJECT["dependency-groups"][name]:
        found += [entry] if isinstance(entry, str) else group(entry["include-group"])
    return found


def pip(python: Path, *arguments: str) -> str:
    """Run pip of that environment; returns what it printed."""
    command = [str(python), "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout


def pin(python: Path, requirements: list[str], file: str, what: str) -> None:
    """Install the requirements and write down what the environment then holds."""
    pip(python, "install", "--quiet", *requirements)
    header = f"# Made by `make lock`: {what}.\n"
    (HERE / file).write_text(header + pip(python, "freeze"), encoding="utf-8")


def main() -> None:
    """Both lists, the second on top of the first."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        pin(python, extras(), "run.txt", "what runs briefgen, with every extra")
        pin(python, group("dev"), "test.txt", "run.txt and what its tests and checks need")
    sys.stdout.write("requirements/run.txt and requirements/test.txt are new\n")


if __name__ == "__main__":
    main()

"""The built package works where there is no checkout: themes, entry point, metadata."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Callable
from email import message_from_string
from pathlib import Path

import pytest

from support.house import PACKAGE, ROOT

pytestmark = pytest.mark.slow

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSION: str = PROJECT["version"]
DIST_INFO = f"briefgen-{VERSION}.dist-info"


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program that knows nothing of the checkout; returns what it printed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command} → {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def build(target: str, folder: Path) -> Path:
    """Build one distribution of the checkout."""
    run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder, cwd=ROOT)
    [made] = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def files_below(folder: Path) -> set[str]:
    return {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_the_wheel_carries_every_module_and_every_theme_file(names: set[str]) -> None:
    themes = files_below(ROOT / "themes")
    assert any(name.endswith("theme.yaml") for name in themes)
    assert names >= {f"briefgen/{name}" for name in files_below(PACKAGE)}
    assert names >= {f"briefgen/_themes/{name}" for name in themes}


def test_the_wheel_carries_nothing_else(names: set[str]) -> None:
    assert {name.partition("/")[0] for name in names} == {"briefgen", DIST_INFO}


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(f"{DIST_INFO}/METADATA").decode()
    metadata = message_from_string(text)
    assert (metadata["Name"], metadata["Version"]) == ("briefgen", VERSION)
    assert (metadata["License-Expression"], metadata["Requires-Python"]) == ("MIT", ">=3.11")
    assert metadata["License-File"] == "LICENSE"


def test_the_same_checkout_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    assert build("wheel", tmp_path).read_bytes() == wheel.read_bytes()


def test_a_wheel_built_from_the_sdist_is_the_same(
    wheel: Path, names: set[str], tmp_path: Path
) -> None:
    sdist = build("sdist", tmp_path / "sdist")
    command = ("-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    run(sys.executable, *command, "-w", tmp_path / "wheel", sdist, cwd=tmp_path)
    [made] = (tmp_path / "wheel").iterdir()
    assert made.name == wheel.name
    assert set(zipfile.ZipFile(made).namelist()) == names


def borrowed(folder: Path, wheel: Path) -> Path:
    """An environment with the wheel alone; its dependencies are lent by this one.

    A path file lends packages but not their own path files, so the checkout's
    editable install does not shine through.
    """
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    [site_packages] = folder.glob("lib/python*/site-packages")
    (site_packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    return python


def honest(folder: Path, wheel: Path) -> Path:
    """An environment into which the wheel brought everything it needs, and nothing else."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pins = ROOT / "requirements" / "run.txt"
    pip = (python, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--constraint", pins, wheel, cwd=folder)
    run(*pip, "check", cwd=folder)
    return python


@pytest.mark.parametrize("install", [borrowed, honest], ids=["borrowed", "honest"])
def test_a_new_site_builds_from_the_wheel(
    wheel: Path, tmp_path: Path, install: Callable[[Path, Path], Path]
) -> None:
    python = install(tmp_path / "venv", wheel)
    briefgen = python.with_name("briefgen")
    where = run(python, "-c", "import briefgen; print(briefgen.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(tmp_path / "venv")
    assert VERSION in run(briefgen, "--version", cwd=tmp_path)
    run(briefgen, "new", "site", cwd=tmp_path)
    run(briefgen, "build", cwd=tmp_path / "site")
    home = (tmp_path / "site" / "output" / "index.html").read_text(encoding="utf-8")
    assert "<h1" in home
    assert 'rel="stylesheet"' in home

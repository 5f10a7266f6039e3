"""What a reader can look up is all there, and nothing that has gone still is."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import click
import pytest

from briefgen.codes import CODES
from support.house import ROOT

MANUAL = ROOT / "docs"
CODE_PAGE = MANUAL / "diagnostics.md"


def manual() -> str:
    """README and manual as one text."""
    pages = [ROOT / "README.md", *sorted(MANUAL.rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def commands(group: click.Group, name: str) -> dict[str, click.Command]:
    """Every command below a group, by the words one types."""
    found: dict[str, click.Command] = {}
    for word, command in group.commands.items():
        found[f"{name} {word}"] = command
        if isinstance(command, click.Group):
            found |= commands(command, f"{name} {word}")
    return found


def all_commands() -> dict[str, click.Command]:
    module = importlib.import_module("briefgen.cli")
    groups = [value for value in vars(module).values() if isinstance(value, click.Group)]
    assert groups, "briefgen.cli has no click group"
    root = max(groups, key=lambda group: len(commands(group, "briefgen")))
    return commands(root, "briefgen")


def test_every_verb_is_in_the_manual() -> None:
    verbs = all_commands()
    assert {"briefgen build", "briefgen check", "briefgen new"} <= set(verbs)
    text = manual()
    assert [verb for verb in verbs if not re.search(rf"{verb}\b", text)] == []


def test_every_option_is_in_the_manual() -> None:
    options = {
        max(parameter.opts, key=len)
        for command in all_commands().values()
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
    }
    assert "--strict" in options
    text = manual()
    assert [option for option in sorted(options) if not re.search(rf"{option}\b", text)] == []


def test_every_verb_has_help() -> None:
    assert [verb for verb, command in all_commands().items() if not command.help] == []


def test_the_page_of_codes_and_the_table_agree() -> None:
    """Each code is a heading of the page: ### `unknown-target`."""
    headings = re.findall(r"^#+ `([a-z-]+)`", CODE_PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(headings) == sorted(CODES)


def test_every_target_of_make_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md")]
    named = {name for text in texts for name in re.findall(r"`make ([a-z]+)", text)}
    assert {"demo", "test"} <= named
    assert named - targets == set()


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"])
def test_the_papers_are_there(page: str) -> None:
    assert len(Path(ROOT / page).read_text(encoding="utf-8").splitlines()) > 10

"""What a reader can look up is all there, and nothing that has gone still is."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import click
import pytest

from briefgen import dates
from briefgen.codes import CODES
from briefgen.config import FIELDS
from briefgen.frontmatter.shared import SHARED
from briefgen.settings import Settings
from briefgen.vocabulary import (
    CONFIDENCES,
    FIGURE_KINDS,
    LIKELIHOODS,
    RELATION_KINDS,
    STANCE_BASES,
    STANCE_SCALE,
    TLP_LABELS,
)
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
    headings = re.findall(
        r"^#+ `([a-z0-9-]+)`", CODE_PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(headings) == sorted(CODES)


def test_the_page_of_settings_and_the_table_agree() -> None:
    """Each key is a row, with the default it has: | `language` | `en` | … |."""
    text = (MANUAL / "configuration.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z_]+)` \|(?: `([^`]*)`)? \|", text, re.MULTILINE))
    assert rows == {field.key: default_of(field.key) for field in FIELDS}


def default_of(key: str) -> str:
    """A default as YAML writes it; lists and mappings are told in words."""
    value = getattr(Settings(), key)
    return (
        str(value).lower() if isinstance(value, bool) else value if isinstance(value, str) else ""
    )


def test_every_page_of_the_manual_is_on_its_front_page() -> None:
    front = (MANUAL / "index.md").read_text(encoding="utf-8")
    pages = {page.name for page in MANUAL.glob("*.md")} - {"index.md"}
    assert pages == set(re.findall(r"\]\(([a-z-]+\.md)\)", front))


def test_links_between_the_papers_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *MANUAL.glob("*.md")]:
        text = re.sub(
            r"^```.*?^```$|`[^`\n]*`",
            "",
            page.read_text(encoding="utf-8"),
            flags=re.MULTILINE | re.DOTALL,
        )
        targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
        assert [name for name in targets if not (page.parent / name).is_file()] == [], page.name


def test_dates_are_shown_as_the_manual_says() -> None:
    text = (MANUAL / "dates.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| (.*) \|$", text, re.MULTILINE)
    assert len(rows) > 12
    assert [(dates.words(dates.parse(written)), written) for written, _ in rows] == [
        (shown, written) for written, shown in rows
    ]


def test_the_words_of_the_manual_are_those_of_the_vocabulary() -> None:
    """Every word of a closed list stands in backticks on the page for writers (or of evidence)."""
    pages = [MANUAL / "writing.md", MANUAL / "evidence.md"]
    told = set(re.findall(r"`([^`\n]+)`", "\n".join(page.read_text() for page in pages)))
    lists = (
        RELATION_KINDS,
        STANCE_SCALE,
        LIKELIHOODS,
        CONFIDENCES,
        TLP_LABELS,
        STANCE_BASES,
        FIGURE_KINDS,
    )
    words = {term.name for terms in lists for term in terms} | {field.key for field in SHARED}
    assert words - told == set()


def test_every_target_of_make_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md")]
    named = {name for text in texts for name in re.findall(r"`make ([a-z]+)", text)}
    assert {"demo", "test"} <= named
    assert named - targets == set()


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"])
def test_the_papers_are_there(page: str) -> None:
    assert len(Path(ROOT / page).read_text(encoding="utf-8").splitlines()) > 10

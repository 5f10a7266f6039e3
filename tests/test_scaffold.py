"""`briefgen new`: sites that build at once, documents that nothing gets in the way of."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import __version__, paths
from briefgen.cli import briefgen
from briefgen.model import TYPES
from briefgen.scaffold import launch, new, texts, workflow
from support.house import ROOT
from support.need import lacking
from support.site import run_build

EXAMPLE = {"briefs": 1, "events": 1, "figures": 1, "sources": 1, "stakeholders": 2, "topics": 1}


def run(*words: str, github: bool = False, site: Path | None = None, day: str | None = None) -> int:
    return new(words, site, github=github, date=day)


def refused(*words: str, **options: Any) -> str:
    with pytest.raises(click.UsageError) as caught:
        run(*words, **options)
    return caught.value.message


def built(site: Path, **options: Any) -> Any:
    return run_build(site, site / "output", strict=True, today="2025-03-04", **options)


def tree(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*")}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def site(here: Path) -> Path:
    run("site")
    return here / "site"


# -- a site ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["site", "My site", "Ålesund 港", "deep/er/site", "-dash", "site/"]
)
def test_a_new_site_builds_at_once_without_a_warning(here: Path, name: str) -> None:
    run(name)
    result = built(here / name)
    assert (result.diagnostics, result.fatal) == ((), False)


def test_an_absolute_name_and_the_current_folder(here: Path) -> None:
    run(str(here / "a b"))
    (here / "c").mkdir()
    os.chdir(here / "c")
    inode = (here / "c").stat().st_ino
    run(".")
    assert (here / "c").stat().st_ino == inode, "the shell's current folder must stay"
    assert not built(here / "a b").fatal
    assert not built(here / "c").fatal


def test_the_example_is_small_and_says_that_it_is_one(site: Path) -> None:
    folders = {folder.name: len(list(folder.iterdir())) for folder in (site / "content").iterdir()}
    assert folders == EXAMPLE
    files = sorted((site / "content").rglob("*.md"))
    assert [f.name for f in files if "tags: [example]" not in f.read_text(encoding="utf-8")] == []
    brief = (site / "content/briefs/night-ferry.md").read_text(encoding="utf-8")
    assert "invented example" in brief
    built(site)
    page = (site / "output/timeline/index.html").read_text(encoding="utf-8")
    assert "Council votes" in page, "the event of the brief"
    assert "asks for a night service" in page, "the event of the file"


def test_git_sees_what_was_written_and_nothing_that_was_built(site: Path) -> None:
    before = {name for name in tree(site) if (site / name).is_file()}
    assert built(site).diagnostics == ()
    assert len(tree(site)) > len(before) + 10
    subprocess.run(["git", "init", "--quiet"], cwd=site, check=True)
    command = ["git", "ls-files", "-z", "--others", "--exclude-standard"]
    seen = subprocess.run(command, cwd=site, check=True, capture_output=True, text=True).stdout
    assert set(seen.split("\0")) - {""} == before


def test_the_name_of_the_folder_becomes_the_title(here: Path) -> None:
    run("port-of_call")
    assert (
        yaml.safe_load((here / "port-of_call/briefgen.yaml").read_text())["title"] == "Port of call"
    )


@given(st.text(min_size=1, max_size=40))
def test_any_title_is_one_quoted_yaml_text(title: str) -> None:
    printable = "".join(c for c in title if c.isprintable())
    assert yaml.safe_load(f"title: {texts.quoted(printable)}\nb: 1") == {"title": printable, "b": 1}


def test_a_folder_in_use_is_refused_and_left_alone(here: Path) -> None:
    (here / "site").mkdir()
    (here / "site" / "thesis.md").write_text("mine")
    message = refused("site")
    assert "not empty (it holds thesis.md)" in message
    assert "choose another name" in message
    assert tree(here) == {"site", "site/thesis.md"}


def test_a_file_in_the_way_is_refused(here: Path) -> None:
    (here / "site").write_text("mine")
    assert "is a file" in refused("site")


def test_a_fresh_repository_is_no_obstacle(here: Path) -> None:
    (here / "site" / ".git").mkdir(parents=True)
    run("site")
    assert {".git", "briefgen.yaml", "content", "README.md"} <= tree(here / "site")


@pytest.mark.parametrize("empty", [False, True], ids=["new folder", "empty folder"])
@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
@pytest.mark.parametrize("call", [0, 5, 9, 10, 11])
def test_a_site_is_made_whole_or_not_at_all(
    here: Path, monkeypatch: pytest.MonkeyPatch, call: int, failure: BaseException, empty: bool
) -> None:
    """The failure strikes at every file that is written, and in the middle of the move."""
    if empty:
        (here / "a" / "site").mkdir(parents=True)
    before = tree(here)
    strike_at(monkeypatch, call, failure)
    with pytest.raises((click.ClickException, KeyboardInterrupt)):
        run("a/site")
    assert tree(here) == before


def strike_at(monkeypatch: pytest.MonkeyPatch, call: int, failure: BaseException) -> None:
    """Calls before that number work; there are 10 files, so the last ones fall into the move."""
    calls = 0
    write, rename, move = Path.write_text, os.rename, Path.rename

    def counted(real: Any) -> Any:
        def do(*args: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == call + 1:
                raise failure
            return real(*args, **named)

        return do

    monkeypatch.setattr(Path, "write_text", counted(write))
    monkeypatch.setattr(os, "rename", counted(rename))
    monkeypatch.setattr(Path, "rename", counted(move))


# -- a document --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TYPES)
def test_a_new_document_stands_in_its_place_and_builds(
    site: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.chdir(site / "content" / "briefs")
    run(kind, "Talks", "résumé", day="2025-02-01")
    folder = "" if kind == "page" else f"{kind}s/"
    made = site / f"content/{folder}talks-résumé.md"
    assert 'title: "Talks résumé"' in made.read_text(encoding="utf-8")
    found = {problem.code for problem in built(site, drafts=True).diagnostics}
    # A number cannot be made up: what a figure lacks is told until somebody writes it.
    assert found == (
        {"figure-without-source", "figure-without-value"} if kind == "figure" else set()
    )


COMMENTED_KEY = re.compile(r"^# (?=\w+:(?:\s|$)|  )", re.MULTILINE)
"""Before `# key: …` and before what belongs to such a key."""


@pytest.mark.parametrize("kind", TYPES)
def test_the_comments_teach_what_the_type_has(site: Path, kind: str) -> None:
    """With the comment signs taken away nothing is wrong but names of things that are not there."""
    run(kind, "Taught", site=site, day="2025-02-01")
    [made] = (site / "content").rglob("taught.md")
    text, keys = COMMENTED_KEY.subn("", made.read_text(encoding="utf-8"))
    assert bool(keys) == (kind != "page")
    made.write_text(text, encoding="utf-8")
    told = {problem.code: problem.message for problem in built(site, drafts=True).diagnostics}
    lacking_in_a_figure = {"figure-without-source", "figure-without-value"} & told.keys()
    assert told.keys() <= {"unknown-target"} | (
        lacking_in_a_figure if kind == "figure" else set()
    ), told


def test_the_date_is_todays_in_the_zone_of_the_site(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = site / "briefgen.yaml"
    config.write_text(config.read_text().replace("timezone: UTC", "timezone: Pacific/Kiritimati"))
    monkeypatch.setenv(
        "SOURCE_DATE_EPOCH", "1740826800"
    )  # 2025-03-01 11:00 UTC: the 2nd, out there
    run("brief", "Late", site=site)
    assert "date: 2025-03-02" in (site / "content/briefs/late.md").read_text()


def test_the_content_folder_is_the_configured_one(here: Path) -> None:
    (here / "briefgen.yaml").write_text("content_dir: texts/all\n")
    run("stakeholder", "Acme")
    assert (here / "texts/all/stakeholders/acme.md").is_file()


def test_a_document_is_never_overwritten(site: Path) -> None:
    run("brief", "Talks", site=site)
    made = site / "content/briefs/talks.md"
    made.write_text("mine")
    assert "briefs/talks.md has this id already" in refused("brief", "TALKS!", site=site)
    assert made.read_text() == "mine"


def test_an_id_of_another_type_lengthens_the_name(site: Path) -> None:
    run("stakeholder", "Trade", site=site)
    run("topic", "Trade", site=site)
    assert (site / "content/topics/trade-topic.md").is_file()
    assert "topics/trade-topic.md has this id" in refused("topic", "Trade", site=site)


def test_an_id_that_is_stated_counts(site: Path) -> None:
    other = site / "content/briefs/other.md"
    other.write_text("---\nid: talks\ntitle: Other\n---\ntext\n")
    assert "briefs/other.md" in refused("brief", "Talks", site=site)


def test_a_title_may_hold_anything_a_yaml_text_can(site: Path) -> None:
    run("brief", 'A "b": #1 [c] \\ $d ${e}', site=site)
    built(site)
    page = (site / "output/briefs/a-b-1-c-d-e/index.html").read_text(encoding="utf-8")
    assert "A “b”: #1 [c] \\ $d ${e}" in page or "A &#34;b&#34;: #1 [c] \\ $d ${e}" in page


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_any_title_gives_a_name_inside_its_folder_or_is_refused(title: str) -> None:
    stem = paths.slug(title)
    assert "/" not in stem
    assert stem == "" or not stem.startswith(".")


# -- wrong usage -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("breif", "Talks"), "did you mean `brief`?"),
        (("stakeholders", "Acme"), "did you mean `stakeholder`?"),
        (("person", "Ann"), "did you mean `stakeholder`?"),
        (("brief",), 'briefgen new brief "Its title"'),
        (("page", "  "), "a page needs a title"),
        (("my", "site"), 'briefgen new "my site"'),
        (("brief", "?!"), "no letter or digit"),
        (("",), "a site needs a name"),
        (("a\0b",), "NUL"),
    ],
)
def test_wrong_usage_says_what_was_meant(site: Path, words: tuple[str, ...], said: str) -> None:
    before = tree(site.parent)
    os.chdir(site)
    assert said in refused(*words)
    assert tree(site.parent) == before


def test_a_document_needs_a_site(here: Path) -> None:
    assert "briefgen new SITE" in refused("brief", "Talks")
    assert tree(here) == set()


def test_options_that_do_not_go_together(site: Path) -> None:
    assert "--github goes with a new site" in refused("brief", "x", site=site, github=True)
    assert "--date goes with a new document" in refused("other", day="2025-01-01")
    assert "--site names a site that is there" in refused("other", site=site)


def test_the_command_line_says_where_and_what_next(here: Path) -> None:
    made = CliRunner().invoke(briefgen, ["new", "My site"])
    assert made.exit_code == 0
    assert "cd 'My site' && briefgen build" in made.output
    os.chdir(here / "My site")
    made = CliRunner().invoke(briefgen, ["new", "brief", "Talks"])
    assert made.output == f"{Path('content/briefs/talks.md')}\n"
    wrong = CliRunner().invoke(briefgen, ["new", "breif", "x"])
    assert wrong.exit_code == 2
    assert "did you mean `brief`?" in wrong.output


def test_a_disk_that_refuses_is_told_plainly(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strike_at(monkeypatch, 0, OSError(errno.ENOSPC, "No space left on device"))
    made = CliRunner().invoke(briefgen, ["new", "site"])
    assert made.exit_code == 1
    assert "No space left on device" in made.output
    assert tree(here) == set()


# -- the workflow -------------------------------------------------------------------------------------------


@pytest.fixture
def flow(here: Path) -> dict[Any, Any]:
    run("site", github=True)
    made: dict[Any, Any] = yaml.safe_load((here / "site" / workflow.PATH).read_text())
    return made


def steps(flow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in flow["jobs"].values() for step in job["steps"]]


def test_a_site_with_the_workflow_builds_too(here: Path, flow: dict[Any, Any]) -> None:
    assert flow["jobs"].keys() == {"build", "publish"}
    assert built(here / "site").diagnostics == ()
    assert f"briefgen=={__version__}\n" in (here / "site" / "requirements.txt").read_text()


def test_every_action_is_pinned_by_a_commit_and_official(flow: dict[Any, Any]) -> None:
    used = [step["uses"] for step in steps(flow) if "uses" in step]
    assert {name.partition("@")[0] for name in used} == set(workflow.ACTIONS)
    for name in used:
        owner, _, commit = name.partition("@")
        assert owner.startswith("actions/")
        assert len(commit) == 40
        assert int(commit, 16)


def test_each_job_has_the_least_permissions(flow: dict[Any, Any]) -> None:
    granted = {name: job["permissions"] for name, job in flow["jobs"].items()}
    assert flow["permissions"] == {}
    assert granted == {
        "build": {"contents": "read", "pages": "read"},
        "publish": {"pages": "write", "id-token": "write"},
    }


def test_the_workflow_does_what_a_living_site_needs(flow: dict[Any, Any]) -> None:
    triggers = flow[True]  # YAML 1.1 reads `on` so
    assert triggers["push"] == {"branches": ["main"]}
    assert triggers["schedule"] == [{"cron": "17 3 * * *"}]
    assert flow["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    by_action = {step.get("uses", "").partition("@")[0]: step for step in steps(flow)}
    assert by_action["actions/checkout"]["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert by_action["actions/cache"]["with"]["path"] == ".briefgen"
    [build] = [step for step in steps(flow) if step["name"] == "Build"]
    assert build["env"] == {"BASE_URL": "${{ steps.pages.outputs.base_url }}"}
    assert '--base-url "$BASE_URL"' in build["run"]


def test_the_command_of_the_workflow_works(here: Path, flow: dict[Any, Any]) -> None:
    """To the letter, with the address that a project site has."""
    [build] = [step for step in steps(flow) if step["name"] == "Build"]
    script = build["run"].replace("briefgen", f'"{sys.executable}" -m briefgen', 1)
    done = subprocess.run(
        ["sh", "-ec", script],
        cwd=here / "site",
        env={
            **os.environ,
            "BASE_URL": "https://octocat.github.io/notes",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    home = (here / "site/_site/index.html").read_text(encoding="utf-8")
    assert 'href="/notes/briefs/' in home


def test_the_branch_can_be_another() -> None:
    made = yaml.safe_load(workflow.workflow("release/2025"))
    assert made[True]["push"] == {"branches": ["release/2025"]}


def audit(path: Path) -> subprocess.CompletedProcess[str]:
    """zizmor, offline, at its strictest."""
    beside = Path(sys.executable).with_name("zizmor")
    program = str(beside) if beside.is_file() else shutil.which("zizmor")
    if program is None:
        lacking("no zizmor here: requirements/test.txt has it")
    command = [program, "--offline", "--no-progress", "--persona", "auditor", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.usefixtures("flow")
def test_an_auditor_finds_nothing(here: Path) -> None:
    done = audit(here / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings" in done.stdout


@pytest.mark.usefixtures("flow")
@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (workflow.ACTIONS["actions/checkout"][0], "v7", "unpinned-uses"),
        ("persist-credentials: false", "", "artipacked"),
        ("permissions: {}", "permissions: write-all", "excessive-permissions"),
        ('"$BASE_URL"', "${{ github.head_ref }}", "template-injection"),
    ],
)
def test_the_auditor_finds_what_is_planted(here: Path, old: str, new: str, finding: str) -> None:
    file = here / "site" / workflow.PATH
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    done = audit(file)
    assert (done.returncode != 0, finding in done.stdout) == (True, True), done.stdout


def test_titles_of_folders() -> None:
    assert [launch.title_of(name) for name in ("a-b", "Über uns", "__")] == [
        "A b",
        "Über uns",
        "__",
    ]

"""The command line as people and scripts use it: exit codes, formats, words of advice, what is left behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefgen.cli import briefgen as program
from support.command import briefgen, environment
from support.house import ROOT
from support.small_site import TEXTS

VERBS = sorted(program.commands)
GOOD = "---\ntitle: A\n---\nText.\n"
BAD = "---\ntitle: A\n---\nSee [[nobody]].\n"
WARNED = "---\ntitle: A\nsumary: x\n---\nText.\n"


def make(root: Path, text: str = GOOD) -> Path:
    (root / "content").mkdir(parents=True)
    (root / "content/a.md").write_text(text)
    return root


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


# -- help in a blink -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), *((verb, "--help") for verb in VERBS)], ids=" ".join
)
def test_help_imports_the_command_line_alone(words: tuple[str, ...], tmp_path: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "briefgen", *words]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )
    imported = modules(done.stderr)
    ours = {name for name in imported if name.partition(".")[0] == "briefgen"}
    assert ours <= {"briefgen", "briefgen.__main__", "briefgen.cli", "briefgen.version"}
    foreign = {name.partition(".")[0] for name in imported} - sys.stdlib_module_names
    assert (
        foreign & {"jinja2", "markdown_it", "msgspec", "yaml", "pygments", "starlette", "watchdog"}
        == set()
    )
    assert done.stdout


def modules(said: str) -> set[str]:
    """The modules that `-X importtime` names."""
    return {line.rpartition("|")[2].strip() for line in said.splitlines() if "|" in line}


@pytest.mark.parametrize(("text", "loaded"), [(GOOD, False), (BAD, True)])
def test_a_build_without_mistakes_looks_for_no_word_that_was_meant(
    tmp_path: Path, text: str, loaded: bool
) -> None:
    site = make(tmp_path / "site", text)
    command = [sys.executable, "-X", "importtime", "-m", "briefgen", "build", "--jobs", "1"]
    done = subprocess.run(
        command, cwd=site, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == int(loaded)
    assert "briefgen.builder" in modules(done.stderr)
    assert ("difflib" in modules(done.stderr)) is loaded


def test_every_option_of_help_tells_what_it_does() -> None:
    silent = [
        f"{verb} {option.opts}"
        for verb, command in program.commands.items()
        for option in command.params
        if option.param_type_name == "option" and not getattr(option, "help", "")
    ]
    assert silent == []


def test_the_list_of_verbs_ends_no_sentence_with_dots() -> None:
    done = CliRunner().invoke(program, ["--help"], terminal_width=80)
    assert "..." not in done.output.partition("Commands:")[2]


# -- exit codes and formats -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        (GOOD, ["build"], 0),
        (GOOD, ["check"], 0),
        (WARNED, ["build"], 0),
        (WARNED, ["build", "--strict"], 1),
        (WARNED, ["check", "--strict"], 1),
        (BAD, ["build"], 1),
        (BAD, ["build", "--lenient"], 0),
        (BAD, ["build", "--lenient", "--strict"], 1),
        (GOOD, ["biuld"], 2),
        (GOOD, ["build", "--sirict"], 2),
        (GOOD, ["build", "--format", "xml"], 2),
        (GOOD, ["build", "--today", "tomorrow"], 2),
        (GOOD, ["build", "--base-url", "example.org"], 2),
        (GOOD, ["build", "--jobs", "0"], 2),
        (GOOD, ["build", "--site", "gone"], 2),
        (GOOD, ["new"], 2),
        (GOOD, ["completion", "tcsh"], 2),
    ],
)  # fmt: skip
def test_exit_codes(tmp_path: Path, text: str, words: list[str], code: int) -> None:
    done = briefgen(*words, cwd=make(tmp_path / "site", text))
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["biuld"], "build"),
        (["sreve"], "serve"),
        (["build", "--sirict"], "--strict"),
        (["build", "--ouput", "x"], "--output"),
        (["build", "--today", "22.4.2025"], "2025-04-22"),
        (["build", "--base-url", "example.org"], "https://"),
        (["build", "--format", "xml"], "'github'"),
        (["new", "breif", "Title"], "brief"),
    ],
)
def test_wrong_usage_says_what_was_meant(tmp_path: Path, words: list[str], advice: str) -> None:
    done = briefgen(*words, cwd=make(tmp_path / "site"))
    assert done.returncode == 2
    assert advice in done.stderr


def test_no_site_says_how_to_start_one(tmp_path: Path) -> None:
    done = briefgen("build", cwd=tmp_path)
    assert done.returncode == 2
    assert "briefgen new SITE" in done.stderr
    assert "--site" in done.stderr


def test_json_is_one_object_on_the_output_alone(tmp_path: Path) -> None:
    done = briefgen("check", "--format", "json", cwd=make(tmp_path / "site", BAD))
    found = json.loads(done.stdout)
    assert done.stderr == ""
    assert (found["errors"], found["warnings"]) == (1, 0)
    (problem,) = found["diagnostics"]
    assert (problem["path"], problem["line"], problem["column"]) == ("content/a.md", 4, 5)
    assert problem["code"] == "unknown-target"


def test_github_reads_annotations(tmp_path: Path) -> None:
    done = briefgen("check", "--format", "github", cwd=make(tmp_path / "site", BAD))
    assert done.stdout.startswith("::error file=content/a.md,line=4,col=5,")


def test_quiet_says_nothing_but_problems(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    done = briefgen("build", "--quiet", cwd=site)
    assert (done.stdout, done.stderr) == ("", "")
    (site / "content/a.md").write_text(BAD)
    done = briefgen("build", "--quiet", cwd=site)
    assert "unknown-target" in done.stderr
    assert "failed" not in done.stderr


def test_verbose_says_what_ran_and_why(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    assert "ran document(a.md)" in briefgen("build", "-v", cwd=site).stderr
    (site / "content/a.md").write_text(GOOD + "More.\n")
    assert "ran document(a.md) because of text(a.md)" in briefgen("build", "-v", cwd=site).stderr


# -- where ----------------------------------------------------------------------------------------------


def test_the_site_is_found_from_below(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    deep = site / "content/one/two"
    deep.mkdir(parents=True)
    assert briefgen("build", cwd=deep).returncode == 0
    assert (site / "output/a/index.html").is_file()


def test_the_output_goes_where_it_is_told_to(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    assert briefgen("build", "--output", "../there", cwd=site).returncode == 0
    assert (tmp_path / "there/a/index.html").is_file()
    assert not (site / "output").exists()


def test_a_strangers_file_whose_place_was_taken_is_told(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    for text in ("One", "Two"):
        (site / "content/index.md").write_text(f"# {text}\n")
        assert briefgen("build", cwd=site).returncode == 0
    (site / ".output.briefgen/spare/notes.txt").write_text("from a shell that stood in output")
    (site / "output/notes.txt").write_text("another one")
    (site / "content/index.md").write_text("# Three\n")
    done = briefgen("build", cwd=site)
    assert done.returncode == 0
    assert (
        "notes.txt is none of ours and its place was taken: it is kept in .output.briefgen/found"
        in done.stderr
    )
    kept = [path.read_text() for path in (site / ".output.briefgen/found").rglob("notes.txt")]
    assert kept == ["from a shell that stood in output"]


@pytest.mark.parametrize("epoch", ["abc", "2025-01-01", "99999999999999", "253402300799", "-1e3"])
def test_an_epoch_that_is_none_is_refused_in_words(tmp_path: Path, epoch: str) -> None:
    site = make(tmp_path / "site")
    done = briefgen("check", cwd=site, SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 2
    assert f"SOURCE_DATE_EPOCH is '{epoch}'" in done.stderr
    assert "Traceback" not in done.stderr
    assert briefgen("check", "--today", "2025-01-01", cwd=site).returncode == 0


def test_today_parts_past_and_upcoming(tmp_path: Path) -> None:
    event = "---\ntitle: E\ndate: 2025-05-01\n---\n"
    site = make(tmp_path / "site")
    (site / "content/events").mkdir()
    (site / "content/events/e.md").write_text(event)
    pages = []
    for day in ("2025-04-30", "2025-05-02"):
        assert briefgen("build", "--today", day, cwd=site).returncode == 0
        pages.append((site / "output/events/e/index.html").read_text())
    assert "upcoming" in pages[0].lower()
    assert "upcoming" not in pages[1].lower()


# -- what is left behind ------------------------------------------------------------------------------------


def test_a_failed_build_leaves_the_last_good_site(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    briefgen("build", cwd=site)
    before = files(site / "output")
    (site / "content/a.md").write_text(BAD)
    done = briefgen("build", cwd=site)
    assert done.returncode == 1
    assert "the last good site stays" in done.stderr
    assert files(site / "output") == before


def test_a_page_goes_with_its_file_and_a_stranger_stays(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    (site / "content/b.md").write_text("---\ntitle: B\n---\n")
    briefgen("build", cwd=site)
    (site / "output/CNAME").write_text("example.org\n")
    (site / "output/b/mine.txt").write_text("mine\n")
    (site / "content/b.md").unlink()
    assert briefgen("build", cwd=site).returncode == 0
    left = files(site / "output")
    assert not any(name.startswith("b/") and name != "b/mine.txt" for name in left)
    assert (left["CNAME"], left["b/mine.txt"]) == (b"example.org\n", b"mine\n")


@pytest.mark.parametrize("folder", ["content", "texts/../content", "link"])
def test_the_content_folder_is_no_output_folder(tmp_path: Path, folder: str) -> None:
    """An empty site was put between the texts."""
    root = make(tmp_path / "site")
    (root / "texts").mkdir()
    (root / "link").symlink_to("content")
    done = briefgen("build", "--output", folder, cwd=root)
    assert done.returncode == 1
    assert "holds the content" in done.stderr
    assert files(root / "content") == {"a.md": GOOD.encode()}


@pytest.mark.parametrize("what", ["a file", "a folder in a file", "the site itself"])
def test_an_output_that_cannot_be_written_is_one_plain_error(tmp_path: Path, what: str) -> None:
    site = make(tmp_path / "site")
    (site / "file").write_text("x")
    output = {"a file": "file", "a folder in a file": "file/sub", "the site itself": "."}[what]
    done = briefgen("build", "--output", output, cwd=site)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert "error" in done.stderr.lower()
    assert (site / "file").read_text() == "x"
    assert (site / "content/a.md").read_text() == GOOD


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_stands_where_our_own_folder_belongs_is_named(tmp_path: Path, kind: str) -> None:
    """It was said that the output could not be written: “File exists”."""
    site, own = make(tmp_path / "site"), tmp_path / "site/.briefgen"
    (own.write_text if kind == "file" else own.symlink_to)("elsewhere")
    for words in (["build"], ["build", "--clean"]):
        done = briefgen(*words, cwd=site)
        assert done.returncode == 1
        assert (
            f"error: {own} is a {kind}: briefgen keeps its cache in a folder there" in done.stderr
        )
        assert "hint: Move it away, or give it another name." in done.stderr
    assert f".briefgen is a {kind}" in briefgen("doctor", cwd=site).stdout
    assert briefgen("check", cwd=site).returncode == 0  # it keeps nothing
    assert (own.is_file(), own.is_symlink()) == (kind == "file", kind == "link")
    assert not (site / "output").exists()


def test_a_file_where_the_site_belongs_is_named(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    (site / "output").write_text("mine")
    done = briefgen("build", cwd=site)
    assert done.returncode == 1
    assert f"error: The output folder {site / 'output'} is a file." in done.stderr
    assert "hint: Move it away, or name another folder." in done.stderr
    found = briefgen("doctor", cwd=site).stdout
    assert "output is a file" in found
    assert "not built yet" not in found
    assert briefgen("check", cwd=site).returncode == 0
    assert (site / "output").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_one_plain_error(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    site.chmod(0o555)
    done = briefgen("build", cwd=site)
    site.chmod(0o755)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def wait_until(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_with_130_and_the_next_build_is_whole(tmp_path: Path, jobs: str) -> None:
    site = make(tmp_path / "site")
    for number in range(400):
        text = f"---\ntitle: Note {number}\n---\n" + "Some [[a|words]] of text. " * 40 + "\n"
        (site / f"content/note-{number}.md").write_text(text)
    command = [sys.executable, "-m", "briefgen", "build", "--jobs", jobs]
    running = subprocess.Popen(
        command,
        cwd=site,
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_until((site / ".briefgen").exists)  # the first pages are made
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130, said
    assert "interrupted" in said
    assert "Traceback" not in said
    assert briefgen("build", cwd=site).returncode == 0
    assert len(list((site / "output").glob("note-*/index.html"))) == 400


# -- the same bytes -------------------------------------------------------------------------------------------


def _site(root: Path, names: list[str]) -> Path:
    for name in names:
        file = root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEXTS[name])
    (root / "briefgen.yaml").write_text("base_url: https://example.org/repo/\n")
    return root


def _bytes(site: Path, *words: str, **env: str) -> dict[str, bytes]:
    done = briefgen("build", "--today", "2025-05-01", *words, cwd=site, timeout=60, **env)
    assert done.returncode == 0, done.stderr
    return files(site / "output")


def test_the_same_content_is_the_same_bytes_anywhere(tmp_path: Path) -> None:
    names = sorted(TEXTS)
    there = _site(tmp_path / "one", names)
    here = _site(tmp_path / "another place", names[::-1])
    first = _bytes(there, "--jobs", "1", TZ="Asia/Kolkata", PYTHONHASHSEED="1", LC_ALL="C")
    other = _bytes(
        here, "--jobs", "2", TZ="America/Los_Angeles", PYTHONHASHSEED="2", LC_ALL="C.UTF-8"
    )
    assert first.keys() == other.keys()
    assert [name for name in first if first[name] != other[name]] == []
    assert len(first) > 40


def test_an_edit_and_back_and_a_clean_build_are_the_same_bytes(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", sorted(TEXTS))
    first = _bytes(site)
    note = site / "content/about.md"
    note.write_text(TEXTS["about.md"] + "\nMore about [[acme]].\n")
    assert _bytes(site) != first
    note.write_text(TEXTS["about.md"])
    assert _bytes(site) == first
    shutil.rmtree(site / ".briefgen")
    assert _bytes(site, "--clean") == first


def test_the_program_is_this_one() -> None:
    assert Path(sys.modules["briefgen"].__file__ or "").is_relative_to(ROOT)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes the streams")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_is_closed_is_no_failure(tmp_path: Path, closed: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("# A\n")
    command = ["sh", "-c", f'"$@" {closed}', "sh", sys.executable, "-m", "briefgen", "build"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert (tmp_path / "output/a/index.html").is_file()

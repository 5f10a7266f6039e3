"""`briefgen doctor`: a line for each thing that can be in the way, with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefgen import doctor
from briefgen.cli import briefgen
from briefgen.doctor import Line, examine, table
from briefgen.publish.limits import Limits
from support.repository import alone, git, repository
from support.site import MakeSite, Site

CONFIG = "title: T\nbase_url: https://example.org/\n"


@pytest.fixture
def site(make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    alone(monkeypatch, tmp_path)
    return make_site({"briefgen.yaml": CONFIG, "content/a.md": "# A\n"})


def looked(site: Site) -> dict[str, Line]:
    return {line.name: line for line in examine(site.root)}


def test_a_site_in_order_needs_no_advice(site: Site, tmp_path: Path) -> None:
    repository(site.root, tmp_path / "remote.git")
    site.build()
    found = {name: line for name, line in looked(site).items() if not name.startswith("extra ")}
    assert {name: line.state for name, line in found.items()} == dict.fromkeys(found, "ok")
    assert [line.advice for line in found.values() if line.advice] == []
    assert {"python", "briefgen", "libraries", "git", "remote", "output", "cache"} <= found.keys()


def test_it_changes_nothing(site: Site) -> None:
    before = sorted(site.root.rglob("*"))
    examine(site.root)
    assert sorted(site.root.rglob("*")) == before


def test_what_publishing_still_needs(site: Site) -> None:
    site.write("briefgen.yaml", "title: T\n")
    found = looked(site)
    assert "git init" in found["repository"].advice
    git(site.root, "init", "--quiet")
    found = looked(site)
    assert (found["repository"].value, found["remote"].state) == ("nothing committed", "note")
    assert "git remote add origin" in found["remote"].advice
    git(site.root, "remote", "add", "origin", "https://ada:s3cret@github.com/Ada/repo.git")
    found = looked(site)
    assert found["remote"].value == "origin → https://github.com/Ada/repo.git"
    assert "base_url: https://ada.github.io/repo/" in found["base address"].advice


def test_a_base_address_of_another_repository(site: Site) -> None:
    site.write("briefgen.yaml", "title: T\nbase_url: https://ada.github.io/other/\n")
    git(site.root, "init", "--quiet")
    git(site.root, "remote", "add", "origin", "git@github.com:ada/repo.git")
    line = looked(site)["base address"]
    assert line.state == "bad"
    assert "GitHub serves this repository at https://ada.github.io/repo/" in line.advice


def test_a_configuration_with_problems(site: Site) -> None:
    site.write("briefgen.yaml", "titel: T\n")
    assert looked(site)["configuration"].advice == "run `briefgen check`"


def test_an_output_near_and_over_the_limits(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert looked(site)["output"].advice == "run `briefgen build`"
    site.output.mkdir()
    (site.output / "big").write_bytes(bytes(1000))
    for limit, state in ((2000, "ok"), (1100, "note"), (900, "bad")):
        monkeypatch.setattr(doctor, "GITHUB_PAGES", Limits(limit, 10_000))
        assert looked(site)["output"].state == state


def test_too_few_watches(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "max_user_watches").write_text("1\n")
    monkeypatch.setattr(doctor, "INOTIFY", tmp_path)
    line = looked(site)["watching"]
    assert line.state == "bad"
    assert "sysctl fs.inotify.max_user_watches=" in line.advice


def test_a_cache_of_another_version(site: Site) -> None:
    (site.root / ".briefgen").mkdir()
    (site.root / ".briefgen/cache.db").write_bytes(b"nonsense")
    line = looked(site)["cache"]
    assert (line.state, line.value) == ("note", "8 bytes in .briefgen/, of another version")


def test_the_table_puts_advice_below_its_line() -> None:
    shown = table((Line("git", "ok", "2.39"), Line("remote", "note", "none", "add one")))
    assert shown == "git     ok    2.39\nremote  note  none\n              → add one"


def test_programs_get_json(site: Site) -> None:
    result = CliRunner().invoke(briefgen, ["doctor", "--site", str(site.root), "--format", "json"])
    assert result.exit_code == 0
    lines = json.loads(result.output)
    assert {"name": "briefgen", "state": "ok", "value": "0.1.0", "advice": ""} in lines

"""`briefgen publish` into a local bare repository: what arrives, what stays untouched, what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefgen.cli import briefgen
from briefgen.options import Options
from briefgen.publish import Publication, Publisher, PublishError, Refused, branch
from briefgen.publish import git as calls
from briefgen.publish.limits import Limits
from support.repository import alone, commit, files, git, repository
from support.site import MakeSite, Site

CONFIG = "title: T\nbase_url: https://ada.github.io/repo/\n"
PAGE = "---\ntitle: {0}\n---\nThe text of the page called {0}, in a few plain words.\n"


class Work:
    """A site in a repository, with the remote that it is published to."""

    def __init__(self, site: Site, remote: Path) -> None:
        self.site, self.root, self.remote = site, site.root, remote
        self.said = ""

    def publish(self, *options: str) -> int:
        """Run the verb; the exit code. What it said is kept."""
        result = CliRunner().invoke(briefgen, ["publish", "--site", str(self.root), *options])
        self.said = result.output
        return result.exit_code

    def write(self, name: str, title: str) -> None:
        """Write a page and commit it."""
        self.site.write(f"content/{name}.md", PAGE.format(title))
        commit(self.root)

    @property
    def log(self) -> list[str]:
        """Subjects of the commits of the published branch, youngest first."""
        return git(self.remote, "log", "--format=%s", "gh-pages").splitlines()


@pytest.fixture
def work(make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    alone(monkeypatch, tmp_path)
    site = make_site({"briefgen.yaml": CONFIG, "content/a.md": PAGE.format("Alpha")})
    repository(site.root, tmp_path / "remote.git")
    return Work(site, tmp_path / "remote.git")


def test_the_site_arrives_byte_for_byte(work: Work) -> None:
    # Rules of line ends and filters of the source must not touch the finished site.
    work.site.write(".gitattributes", "* text eol=crlf\n")
    commit(work.root)
    assert work.publish() == 0, work.said
    arrived = branch.tree(calls.Git(work.remote), "gh-pages")
    work.site.build(base_url="https://ada.github.io/repo/")
    built = {name: branch.blob_id(data, "sha1") for name, data in work.site.files().items()}
    del built[".briefgen-manifest.json"]
    assert arrived == {**built, ".nojekyll": branch.blob_id(b"", "sha1")}
    assert "404.html" in arrived


def test_index_branch_and_files_of_the_user_stay_as_they_are(work: Work) -> None:
    work.site.write("notes.txt", "staged")
    git(work.root, "add", "notes.txt")
    work.site.write("notes.txt", "and changed")
    before = [
        git(work.root, *ask)
        for ask in (("status", "--porcelain"), ("branch", "--all"), ("stash", "list"))
    ]
    index = (work.root / ".git/index").read_bytes()
    assert work.publish() == 0, work.said
    after = [
        git(work.root, *ask)
        for ask in (("status", "--porcelain"), ("branch", "--all"), ("stash", "list"))
    ]
    assert after[0] == before[0]
    assert set(after[1].split()) - set(before[1].split()) <= {"remotes/origin/gh-pages"}
    assert (work.root / ".git/index").read_bytes() == index
    assert not work.site.output.exists()
    assert not (work.root / ".git/FETCH_HEAD").exists()


def test_every_publication_is_a_commit_on_top_that_names_its_source(work: Work) -> None:
    work.publish()
    work.write("b", "Beta")
    assert work.publish() == 0, work.said
    assert len(work.log) == 2
    source = git(work.root, "rev-parse", "HEAD")
    message = git(work.remote, "log", "-1", "--format=%an <%ae>%n%B", "gh-pages")
    assert message.startswith("Ada <ada@example.org>\nPublish: ")
    assert re.search(r"^Publish: 1 page added, \d+ pages? changed", message, re.MULTILINE)
    assert "+ /b/" in message
    assert f"Briefgen-Source: {source}" in message


def test_nothing_is_pushed_when_nothing_changed(work: Work) -> None:
    work.publish()
    work.site.write("README", "no part of the site")
    commit(work.root)
    assert work.publish() == 0
    assert "nothing changed" in work.said
    assert len(work.log) == 1


def test_a_rehearsal_tells_the_changes_and_makes_none(work: Work) -> None:
    work.publish()
    git(work.root, "rm", "--quiet", "content/a.md")
    work.write("b", "Beta")
    assert work.publish("--dry-run") == 0
    assert "+ /b/" in work.said
    assert "- /a/" in work.said
    assert "would publish to origin/gh-pages: 1 page added" in work.said
    assert len(work.log) == 1
    assert "b/index.html" not in files(work.remote)


def test_a_rehearsal_before_the_first_publication_makes_no_branch(work: Work) -> None:
    assert work.publish("--dry-run") == 0
    assert files(work.remote) == {}


def test_an_address_that_would_go_dark_is_told_with_the_command_that_keeps_it(work: Work) -> None:
    work.publish()
    git(work.root, "mv", "content/a.md", "content/z.md")
    commit(work.root)
    work.publish("--dry-run")
    assert "this address would go dark: /a/" in work.said
    assert "briefgen redirect /a/ z.md" in work.said
    result = CliRunner().invoke(briefgen, ["redirect", "/a/", "z.md", "--site", str(work.root)])
    assert result.exit_code == 0, result.output
    commit(work.root)
    work.publish("--dry-run")
    assert "go dark" not in work.said
    assert work.publish() == 0
    assert "url=/repo/z/" in files(work.remote)["a/index.html"]


def test_an_unrelated_new_page_is_not_offered_as_the_new_home(work: Work) -> None:
    work.publish()
    work.site.delete("content/a.md")
    work.site.write(
        "content/q.md", "---\ntitle: Quite another\n---\nNothing in common at all here.\n"
    )
    commit(work.root)
    work.publish("--dry-run")
    assert "this address would go dark: /a/" in work.said
    assert "if its content lives elsewhere, keep it: briefgen redirect /a/ PAGE" in work.said
    assert "q.md" not in work.said


# -- domains ------------------------------------------------------------------------------------


def test_an_own_domain_gets_its_cname_and_a_domain_set_at_the_host_stays(work: Work) -> None:
    work.site.write("briefgen.yaml", "title: T\nbase_url: https://brief.example.org/\n")
    commit(work.root)
    assert work.publish() == 0, work.said
    assert files(work.remote)["CNAME"] == "brief.example.org\n"
    work.site.write("briefgen.yaml", CONFIG)
    commit(work.root)
    assert work.publish() == 0, work.said
    assert files(work.remote)["CNAME"] == "brief.example.org\n"
    assert "set `base_url: https://brief.example.org/`" in work.said


def test_a_site_at_github_has_no_cname(work: Work) -> None:
    work.publish()
    assert "CNAME" not in files(work.remote)


def test_a_commit_of_the_host_on_top_is_no_hindrance(work: Work, tmp_path: Path) -> None:
    """GitHub commits a CNAME itself when a domain is set in its settings."""
    work.publish()
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(work.remote), str(other))
    (other / "CNAME").write_text("ada.example.org")
    commit(other, "Create CNAME")
    git(other, "push", "--quiet")
    work.write("b", "Beta")
    assert work.publish() == 0, work.said
    assert files(work.remote)["CNAME"] == "ada.example.org"
    assert work.log[1:] == ["Create CNAME", work.log[2]]


# -- what others put on top -----------------------------------------------------------------------


def on_top(work: Work, folder: Path, changed: dict[str, str | None], *options: str) -> Path:
    """Commit files on the published branch from a clone of it (None removes one)."""
    other = folder / "other"
    if not other.exists():
        git(folder, "clone", "--quiet", "--branch", "gh-pages", str(work.remote), str(other))
    git(other, "pull", "--quiet", "--rebase")
    for name, text in changed.items():
        if text is None:
            (other / name).unlink()
        else:
            (other / name).write_text(text, encoding="utf-8")
    git(other, "add", "--all")
    git(other, "commit", "--quiet", *(options or ("--message", "By hand")))
    git(other, "push", "--quiet", "--force")
    return other


@pytest.mark.parametrize(
    "changed", [{"a/index.html": "Taken back\n"}, {"a/index.html": None}, {"proof.html": "mine\n"}]
)
def test_what_somebody_put_on_top_is_not_overwritten(
    work: Work, tmp_path: Path, changed: dict[str, str | None]
) -> None:
    work.publish()
    ours = git(work.remote, "rev-parse", "gh-pages")
    on_top(work, tmp_path, changed)
    work.write("b", "Beta")
    said = refused(work)
    (name,) = changed
    assert f"somebody changed the branch gh-pages by hand, and that would be lost: {name}" in said
    tip = git(work.remote, "rev-parse", "gh-pages")
    assert f"git diff {ours[:12]} {tip[:12]}" in said
    assert "--force" in said
    assert refused(work, "--dry-run")
    git(work.root, "diff", ours[:12], tip[:12])  # the command that was named works here
    assert work.publish("--force") == 0, work.said
    work.write("c", "Gamma")
    assert work.publish() == 0, work.said
    assert work.log[2] == "By hand"


def test_what_is_in_the_content_too_by_now_is_not_lost(work: Work, tmp_path: Path) -> None:
    work.publish()
    work.write("b", "Beta")
    work.publish()
    page = files(work.remote)["b/index.html"]
    on_top(work, tmp_path, {"b/index.html": "broken\n"})
    on_top(work, tmp_path, {"b/index.html": page})
    work.write("c", "Gamma")
    assert work.publish() == 0, work.said


def test_our_own_commit_amended_is_no_longer_ours(work: Work, tmp_path: Path) -> None:
    """It bears our mark still, but not the site that the mark tells of."""
    work.publish()
    work.write("b", "Beta")
    work.publish()
    on_top(work, tmp_path, {"b/index.html": "better\n"}, "--amend", "--no-edit")
    work.write("c", "Gamma")
    said = refused(work)
    assert "would be lost: " in said
    assert "b/index.html" in said


def test_the_first_commit_amended_is_somebody_elses(work: Work, tmp_path: Path) -> None:
    work.publish()
    on_top(work, tmp_path, {"a/index.html": "better\n"}, "--amend", "--no-edit")
    work.write("b", "Beta")
    assert "holds something that briefgen did not publish" in refused(work)


def test_commits_squashed_into_one_name_the_source_of_the_last(work: Work, tmp_path: Path) -> None:
    """Their messages are all there, the oldest first, as GitHub writes them."""
    elsewhere = tmp_path / "elsewhere"
    git(tmp_path, "clone", "--quiet", str(work.remote), str(elsewhere))
    work.publish()
    work.write("b", "Beta")
    work.publish()
    messages = git(work.remote, "log", "--reverse", "--format=%B", "gh-pages")
    tree = git(work.remote, "rev-parse", "gh-pages^{tree}")
    squashed = git(work.remote, "commit-tree", tree, "-m", f"Squashed\n\n{messages}")
    git(work.remote, "update-ref", "refs/heads/gh-pages", squashed)
    (elsewhere / "content/a.md").write_text(PAGE.format("Other"))
    commit(elsewhere)
    result = CliRunner().invoke(briefgen, ["publish", "--site", str(elsewhere)])
    assert "somebody else published something newer" in result.output
    work.write("c", "Gamma")
    assert work.publish() == 0, work.said


def test_a_merge_on_top(work: Work, tmp_path: Path) -> None:
    work.publish()
    other = on_top(work, tmp_path, {"CNAME": "ada.example.org"}, "--message", "Create CNAME")
    git(other, "checkout", "--quiet", "-b", "side", "HEAD~1")
    (other / "proof.html").write_text("mine\n")
    commit(other)
    git(other, "checkout", "--quiet", "gh-pages")
    git(other, "merge", "--quiet", "--no-edit", "side")
    git(other, "push", "--quiet")
    work.write("b", "Beta")
    said = refused(work)
    assert "would be lost: proof.html\n" in said
    git(other, "rm", "--quiet", "proof.html")
    commit(other)
    git(other, "push", "--quiet")
    assert work.publish() == 0, work.said
    assert files(work.remote)["CNAME"] == "ada.example.org"


def test_our_commits_are_known_whatever_the_user_s_git_shows_of_them(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = {"grep.patternType": "fixed", "log.showSignature": "true", "log.decorate": "full"}
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(chosen)))
    for number, (key, value) in enumerate(chosen.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    work.publish()
    work.write("b", "Beta")
    assert work.publish() == 0, work.said


def test_a_domain_taken_back_at_the_host_is_no_hindrance(work: Work, tmp_path: Path) -> None:
    work.publish()
    on_top(work, tmp_path, {"CNAME": "ada.example.org"}, "--message", "Create CNAME")
    on_top(work, tmp_path, {"CNAME": None}, "--message", "Delete CNAME")
    work.write("b", "Beta")
    assert work.publish() == 0, work.said
    assert "CNAME" not in files(work.remote)


# -- refusals -----------------------------------------------------------------------------------


def refused(work: Work, *options: str) -> str:
    """Publish, which must be refused and leave the remote alone; what was said."""
    before = git(work.remote, "for-each-ref")
    assert work.publish(*options) == 1, work.said
    assert git(work.remote, "for-each-ref") == before
    assert "not published" in work.said
    return work.said


def test_errors_in_the_content(work: Work) -> None:
    work.write("b", "Beta\ndate: 2025-04-31")
    assert work.publish() == 1
    assert "bad-date" in work.said
    assert files(work.remote) == {}


def test_content_that_is_not_committed(work: Work) -> None:
    work.site.write("content/new.md", "# New\n")
    assert "not committed: content/new.md" in refused(work)
    assert work.publish("--allow-dirty") == 0
    message = git(work.remote, "log", "-1", "--format=%B", "gh-pages")
    assert "Made with changes that are in no commit." in message


def test_content_that_git_ignores_is_not_committed_either(work: Work) -> None:
    work.site.write(".gitignore", "/output/\n/.briefgen/\ncontent/own/\n*.log\n")
    work.site.write("content/own/secret.md", "# Mine\n")
    work.site.write("content/.draft.swp.log", "no content")
    commit(work.root)
    assert "not committed: content/own/secret.md\n" in refused(work)


def test_a_configuration_that_is_not_committed(work: Work) -> None:
    work.site.write("briefgen.yaml", CONFIG + "description: New\n")
    assert "not committed: briefgen.yaml" in refused(work)


def test_no_base_address(work: Work) -> None:
    work.site.write("briefgen.yaml", "title: T\n")
    commit(work.root)
    git(work.root, "remote", "set-url", "--push", "origin", "git@github.com:Ada/My.Repo.git")
    assert "put `base_url: https://ada.github.io/My.Repo/` into briefgen.yaml" in refused(work)


def test_no_repository_and_no_remote(work: Work, make_site: MakeSite, tmp_path: Path) -> None:
    lonely = Work(make_site({"content/a.md": "# A\n"}), tmp_path / "remote.git")
    said = refused(lonely, "--base-url", "https://example.org/")
    assert "in no git repository" in said
    assert "git init" in said
    git(work.root, "remote", "rename", "origin", "home")
    said = refused(work)
    assert "there is no remote `origin`" in said
    assert "home" in said


def test_nothing_committed_yet(make_site: MakeSite, work: Work) -> None:
    fresh = Work(make_site({"briefgen.yaml": CONFIG, "content/a.md": "# A\n"}), work.remote)
    git(fresh.root, "init", "--quiet")
    assert "nothing is committed yet" in refused(fresh)


def test_drafts_and_lenience(work: Work) -> None:
    said = refused(work, "--drafts", "--lenient")
    assert "--drafts would publish what is not public" in said
    assert "--lenient would publish broken links" in said


def test_the_branch_of_the_content(work: Work) -> None:
    assert "is the branch that holds your content" in refused(work, "--branch", "main")


def test_a_branch_that_somebody_else_filled(work: Work) -> None:
    empty = git(work.root, "commit-tree", git(work.root, "write-tree"), "-m", "By hand")
    git(work.root, "push", "--quiet", "origin", f"{empty}:refs/heads/gh-pages")
    assert "holds something that briefgen did not publish" in refused(work)
    assert work.publish("--force") == 0, work.said
    assert work.log == [work.log[0], "By hand"]


def test_a_publication_from_a_newer_state_elsewhere(work: Work, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", str(work.remote), str(other))
    (other / "content/b.md").write_text(PAGE.format("Beta"))
    commit(other)
    git(other, "push", "--quiet", "origin", "main")
    result = CliRunner().invoke(briefgen, ["publish", "--site", str(other)])
    assert result.exit_code == 0, result.output
    said = refused(work)
    assert "somebody else published something newer" in said
    assert "git pull" in said
    git(work.root, "pull", "--quiet", "origin", "main")
    assert work.publish() == 0
    assert "nothing changed" in work.said


def test_a_race_is_lost_without_harm(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    work.publish()
    work.write("b", "Beta")
    publisher = Publisher(work.root, Options(), Publication())
    publisher.prepare()
    publisher.build()
    commit_ = Publisher._commit

    def somebody_is_faster(self: Publisher, *rest: object) -> str:
        tip = git(work.remote, "rev-parse", "gh-pages")
        tree = git(work.remote, "rev-parse", "gh-pages^{tree}")
        faster = git(work.remote, "commit-tree", tree, "-p", tip, "-m", "Faster")
        git(work.remote, "update-ref", "refs/heads/gh-pages", faster)
        return commit_(self, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Publisher, "_commit", somebody_is_faster)
    with pytest.raises(PublishError, match="the remote has moved on"):
        publisher.publish()
    assert work.log[0] == "Faster"


def test_the_limits_of_the_host(work: Work) -> None:
    wanted = Publication(limits=Limits(site=2_000, file=1_000))
    publisher = Publisher(work.root, Options(), wanted)
    publisher.prepare()
    publisher.build()
    with pytest.raises(Refused) as refusal:
        publisher.publish()
    said = [reason.message for reason in refusal.value.reasons]
    assert any(
        re.fullmatch(r"a/index\.html has .* kB; GitHub takes files of up to 1\.0 kB", one)
        for one in said
    )
    assert any(one.endswith("GitHub Pages takes 2.0 kB") for one in said)
    assert files(work.remote) == {}


def test_a_remote_that_is_not_there(work: Work) -> None:
    git(work.root, "remote", "set-url", "origin", str(work.remote.parent / "nowhere.git"))
    assert work.publish() == 1
    assert "there is no repository at the remote's address" in work.said


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (" ! [rejected] x -> gh-pages (fetch first)", "the remote has moved on"),
        (" ! [rejected] x -> gh-pages (stale info)", "the remote has moved on"),
        (
            "fatal: could not read Username for 'https://x': terminal prompts disabled",
            "does not let you in",
        ),
        ("git@github.com: Permission denied (publickey).", "does not let you in"),
        ("fatal: unable to access 'https://x/': Could not resolve host: x", "cannot be reached"),
        ("remote: error: GH006: Protected branch update failed", "refuses pushes"),
        ("remote: error: GH001: Large files detected.", "over 100 MB"),
        ("something new", "git push failed: something new"),
    ],
)
def test_what_git_says_becomes_plain_words(said: str, message: str) -> None:
    assert message in calls.plain_words("push", said).message


def test_nobody_is_asked_where_nobody_can_answer() -> None:
    assert calls.environment()["GIT_TERMINAL_PROMPT"] == "0"


# -- what else it says ----------------------------------------------------------------------------


def test_it_says_once_that_markdown_is_public(work: Work) -> None:
    work.publish("--dry-run")
    assert "everybody can\n  read all of it, whatever its marks say" in work.said
    work.publish()
    assert "everybody can" not in work.said


def test_programs_get_json(work: Work) -> None:
    assert work.publish("--format", "json") == 0
    told = json.loads(work.said)
    assert told["published"] is True
    assert "a/index.html" in told["added"]
    assert told["commit"] == git(work.remote, "rev-parse", "gh-pages")


def test_the_workflow_is_written_once_and_replaced_only_if_asked(work: Work) -> None:
    file = work.root / ".github/workflows/publish.yml"
    assert work.publish("--workflow") == 0, work.said
    text = file.read_text()
    assert 'branches: ["main"]' in text
    assert (work.root / "requirements.txt").is_file()
    file.write_text("mine\n")
    assert work.publish("--workflow") == 1
    assert file.read_text() == "mine\n"
    assert work.publish("--workflow", "--force") == 0
    assert file.read_text() == text


def test_a_site_in_a_subfolder_of_its_repository(work: Work, tmp_path: Path) -> None:
    top = tmp_path / "top"
    (top / "docs").mkdir(parents=True)
    inner = Work(
        Site.create(top / "docs/site", {"briefgen.yaml": CONFIG, "content/a.md": "# A\n"}),
        work.remote,
    )
    git(top, "init", "--quiet", "--initial-branch=main")
    commit(top)
    git(top, "remote", "add", "origin", str(work.remote))
    inner.site.write("content/b.md", "# B\n")
    assert "not committed: content/b.md" in refused(inner)
    (top / "elsewhere.txt").write_text("not content")
    commit(top)
    (top / "elsewhere.txt").write_text("changed")
    assert inner.publish() == 0, inner.said
    assert "b/index.html" in files(work.remote)

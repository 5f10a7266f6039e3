"""What the system does not let us read is told, and what stood in it does not vanish from the site.

The system is played here: root, as whom these tests may run, reads everything.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from briefgen import walk, workspace
from briefgen.cli import briefgen
from support.site import MakeSite, Site

FILES = {
    "briefgen.yaml": "title: Shut\n",
    "content/a.md": "# A\n\n[[b]]\n",
    "content/notes/b.md": "# B\n",
    "content/picture.png": "no picture",
    "themes/default/templates/parts/head.html": "<!-- ours -->\n",
}


def shut(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """Have the system refuse to open a file or to list a folder."""

    def refusing(real: Any) -> Any:
        def ask(path: Any, *given: Any, **named: Any) -> Any:
            if not isinstance(path, int) and os.path.realpath(path) == os.path.realpath(place):
                raise PermissionError(13, "Permission denied", os.fspath(path))
            return real(path, *given, **named)

        return ask

    class System:
        """The module `os`, but for what is refused."""

        open, scandir = staticmethod(refusing(os.open)), staticmethod(refusing(os.scandir))

        def __getattr__(self, name: str) -> Any:
            return getattr(os, name)

    monkeypatch.setattr(workspace, "os", System())
    monkeypatch.setattr(walk, "os", System())


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    site = make_site(FILES)
    assert site.build().diagnostics == ()
    return site


@pytest.mark.parametrize(
    "place",
    ["briefgen.yaml", "content/a.md", "content/notes", "content", "content/picture.png", "themes"],
)
def test_it_is_an_error_at_its_place_and_the_last_good_site_stays(
    site: Site, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    before = site.files()
    with monkeypatch.context() as patch:
        shut(patch, site.root / place)
        result = site.build(clean=True)
        told = [d for d in result.diagnostics if d.code == "unreadable"]
        assert [(d.path, d.message) for d in told] == [
            (place, "this may not be read: Permission denied")
        ]
        assert result.fatal
        assert site.files() == before
    assert site.build().diagnostics == ()


def test_a_file_that_is_gone_is_no_error(site: Site) -> None:
    (site.root / "content/picture.png").unlink()
    assert site.build().diagnostics == ()


@pytest.mark.parametrize("place", ["briefgen.yaml", "content/notes", "content", "themes"])
def test_a_look_at_one_file_finds_it_too_and_finds_it_mended(
    site: Site, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    saved = {"themes": "themes/default/templates/parts/head.html"}.get(place, "content/notes/b.md")
    seen = workspace.Workspace(site.root)
    before = seen.scan()
    with monkeypatch.context() as patch:
        shut(patch, site.root / place)
        shown = seen.look(before, [site.root / saved])
        assert [d.code for d in shown.diagnostics] == ["unreadable"]
        assert shown.diagnostics == seen.scan().diagnostics
    after = seen.look(shown, [site.root / saved])
    assert (after.diagnostics, after.texts.keys()) == ((), before.texts.keys())


def test_a_content_folder_that_is_not_there_is_told_and_the_last_good_site_stays(
    site: Site,
) -> None:
    before, content = site.files(), site.root / "content"
    content.rename(site.root / "texts")
    result = site.build()
    assert [(d.code, d.path) for d in result.diagnostics] == [("no-content", "content")]
    assert (result.fatal, site.files()) == (True, before)
    site.write("briefgen.yaml", "content_dir: texts\n")
    assert site.build().diagnostics == ()
    seen = workspace.Workspace(site.root)  # one that has looked when there was none
    gone = seen.scan()
    (site.root / "texts").rename(content)
    back = seen.look(gone, [content])
    assert (len(gone.diagnostics), back.diagnostics, len(back.texts)) == (1, (), 2)


def test_the_excerpt_of_what_may_not_be_read_is_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refused)
    assert workspace.Workspace(site.root).text("content/a.md") is None
    assert workspace.Workspace(site.root).config() is None


@pytest.mark.parametrize("place", ["content/notes", "content/notes/b.md", "briefgen.yaml"])
@pytest.mark.parametrize(
    "words", [("mv", "a", "c"), ("mv", "a", "c", "--dry-run"), ("mv", "b", "c")]
)
def test_nothing_is_moved_while_something_may_not_be_read(
    site: Site, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], place: str
) -> None:
    """Links in it were left as they were, without a word."""
    site.write("content/notes/b.md", "# B\n\n[[a]]\n")
    before = _contents(site)
    with monkeypatch.context() as patch:
        shut(patch, site.root / place)
        done = CliRunner().invoke(briefgen, [*words, "--site", str(site.root)])
    assert done.exit_code == 1
    assert f"error: {place}: this may not be read: Permission denied" in done.output
    assert "hint: what links from there would not follow: mend that first" in done.output
    assert done.output.endswith("nothing was changed\n")
    assert _contents(site) == before


@pytest.mark.parametrize(
    ("place", "data"),
    [
        ("content/notes/odd.md", b"[[b]] \xff"),
        ("content/notes/odd.md", b"x" * (workspace.MAX_TEXT + 1)),
        ("content/notes/odd.md", b"---\ntopics: [b\n---\n"),
        ("content/notes/odd.md", b"---\ntopics: [b]\n"),
        ("briefgen.yaml", b"nav: [b\n"),
    ],
)
def test_nothing_is_moved_past_a_text_that_cannot_be_read(
    site: Site, place: str, data: bytes
) -> None:
    (site.root / place).write_bytes(data)
    before = _contents(site)
    done = CliRunner().invoke(briefgen, ["mv", "b", "c", "--site", str(site.root)])
    assert (done.exit_code, _contents(site)) == (1, before)
    assert f"error: {place}: " in done.output
    assert "mend that first" in done.output


def test_what_may_not_be_read_of_a_theme_is_in_no_moves_way(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        shut(patch, site.root / "themes")
        done = CliRunner().invoke(briefgen, ["mv", "b", "c", "--site", str(site.root)])
    assert (done.exit_code, (site.root / "content/notes/c.md").is_file()) == (0, True)


def _contents(site: Site) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in site.root.rglob("*") if path.is_file()}


# -- what is left out on purpose ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("[[private/secret]]", "`ignore: private` in briefgen.yaml keeps it from being read"),
        (
            "[x](../private/secret.md)",
            "`ignore: private` in briefgen.yaml keeps it from being read",
        ),
        ("[x](todo)", "`ignore: briefs/todo.md` in briefgen.yaml keeps it from being read"),
        ("[x](/private/)", "`ignore: private` in briefgen.yaml keeps it from being read"),
        ("[x](/briefs/plan.psd)", "`ignore: *.psd` in briefgen.yaml keeps it from being read"),
        ("![x](plan.psd)", "`ignore: *.psd` in briefgen.yaml keeps it from being read"),
        ("![[plan.psd]]", "`ignore: *.psd` in briefgen.yaml keeps it from being read"),
        ("[[notes.bak]]", "names like `notes.bak` are never read: rename it"),
        ("[x](.hidden.md)", "names like `.hidden.md` are never read: rename it"),
        ("![x](../.pictures/x.png)", "names like `.pictures` are never read: rename it"),
        ("[[plan]]", 'make it with `briefgen new KIND "plan"`, or take the link out'),
    ],
)
def test_a_link_to_what_is_left_out_says_what_leaves_it_out(
    make_site: MakeSite, link: str, hint: str
) -> None:
    site = make_site(
        {
            "briefgen.yaml": "title: T\nignore: [private, '*.psd', briefs/todo.md]\n",
            "content/briefs/a.md": f"# A\n\n{link}\n",
            "content/private/secret.md": "# Secret\n",
            "content/briefs/plan.psd": "x",
            "content/briefs/todo.md": "# Todo\n",
            "content/briefs/notes.bak": "x",
            "content/briefs/.hidden.md": "x",
            "content/.pictures/x.png": "x",
        }
    )
    site.build()
    assert [(d.code in ("unknown-target", "missing-file"), d.hint) for d in site.diagnostics] == [
        (True, hint)
    ]

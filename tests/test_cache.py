"""The disk cache, across processes: it saves work, and no history of options confuses it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from briefgen.builder import Builder, MemoryOutput, Options
from briefgen.gather import Gather
from briefgen.memo import Memo, Packed
from support.fresh import (
    DAY,
    OPTIONS,
    built,
    built_once,
    clean,
    edit,
    fresh,
    in_a_process,
    on_disk,
    ran,
    states,
    write,
)
from support.full_site import FILES as FULL


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site that was built once, with its cache."""
    return built_once(tmp_path / "site")


# -- what it saves ---------------------------------------------------------------------------------


def test_with_nothing_changed_a_process_computes_nothing_and_writes_nothing(site: Path) -> None:
    before = states(site)
    builder, result = fresh(site)
    assert (result.ran, result.written, result.removed) == (0, (), ())
    assert builder._work is None
    assert states(site) == before


def test_the_command_leaves_every_file_alone(site: Path) -> None:
    first = in_a_process(site)
    before = states(site)
    code = "import briefgen.parse\nbriefgen.parse.parse = None\n"  # whoever parses, fails
    again = in_a_process(site, code=code)
    assert (first.returncode, again.returncode, states(site) == before) == (0, 0, True)
    assert again.stderr == first.stderr.replace(
        first.stderr.splitlines()[-1], again.stderr.splitlines()[-1]
    )


def test_a_body_edit_costs_that_page_in_a_fresh_process(site: Path) -> None:
    before = states(site)
    path = site / "content/notes/three.md"
    path.write_text(path.read_text().replace("Alone,", "Quite alone,"))
    builder, result = fresh(site)
    assert ran(builder, "document") == ["notes/three.md"]
    assert ran(builder, "page") == ["notes/three.md"]
    assert ran(builder, "template") == []
    assert [url for url in ran(builder, "artifact") if "briefs" in url] == []
    assert result.written == ("notes/three/index.html",)
    after = states(site)
    output = str(site / "output")
    changed = {
        name for name in after if name.startswith(output) and after[name] != before.get(name)
    }
    assert {name for name in changed if "/." not in name} == {f"{output}/notes/three/index.html"}
    assert built(site) == clean(site)


def test_a_title_edit_parses_that_page_only(site: Path) -> None:
    path = site / "content/briefs/two.md"
    path.write_text(path.read_text().replace("title: Two", "title: Second"))
    builder, _ = fresh(site)
    assert ran(builder, "document") == ["briefs/two.md"]
    assert ran(builder, "page") == ["briefs/one.md", "briefs/two.md"]
    assert built(site) == clean(site)


DEMAND = "content/briefs/demand.md"
EDITS: dict[str, tuple[str, str, str]] = {
    "a word": (DEMAND, "- one", "- one more word"),
    "a link": (DEMAND, "1. first", "1. first of [[someday]]"),
    "a citation": (DEMAND, "1. first", "1. first [@report]"),
    "a heading": (DEMAND, "## What is", "## Why it is"),
    "a date": (DEMAND, "date: 2025-04-22", "date: 2025-04-20"),
    "an event": (DEMAND, "{date: 2025-04-21,", "{date: 2025-04-20,"),
    "a figure": (DEMAND, "as_of: 2024-36", "as_of: 2024-35"),
    "a topic less": (DEMAND, "topics: [access]", "topics: []"),
    "a tie": ("content/stakeholders/walmart.md", 'from: "2018"', 'from: "2019"'),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_index_asks_in_a_fresh_process_for_the_edited_document_alone(
    edit: tuple[str, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path, {f"content/{name}": text for name, text in FULL.items()})
    built(root)
    name, old, new = edit
    text = (root / name).read_text()
    assert old in text
    (root / name).write_text(text.replace(old, new))
    asked, anew = set[str](), []
    share_of, gather = Gather.share_of, Gather.__call__

    def one(self: Gather, member: str, *rest: Any) -> Any:
        asked.add(member)
        return share_of(self, member, *rest)

    def all_of_them(self: Gather, *rest: Any) -> dict[str, Any]:
        anew.append(self)
        return gather(self, *rest)

    monkeypatch.setattr(Gather, "share_of", one)
    monkeypatch.setattr(Gather, "__call__", all_of_them)
    outcome = built(root)
    monkeypatch.undo()
    assert (asked, anew) == ({name.removeprefix("content/")}, [])
    assert outcome == clean(root)


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_edits_are_shared_by_workers_each_doing_its_part(tmp_path: Path, jobs: int) -> None:
    numbers = range(110)
    texts = {f"content/n/{i}.md": f"---\ntitle: N{i}\n---\nSee [[n/{i + 1}]].\n" for i in numbers}
    root = write(
        tmp_path, {"briefgen.yaml": "feeds: false\nbroken_links: warn\ntitle: X\n", **texts}
    )
    options = Options(today=DAY, jobs=jobs)
    built(root, options)
    for name in list(texts)[:70]:
        (root / name).write_text(texts[name].replace("See", "Look at"))
    builder, result = fresh(root, options)
    assert (len(ran(builder, "document")), len(set(ran(builder, "document")))) == (70, 70)
    assert (on_disk(root / "output"), result.diagnostics, result.fatal) == clean(root, options)


# -- histories of options --------------------------------------------------------------------------------

Step = tuple[dict[str, Any], dict[str, str | bytes | None], str]
"""Options, files to write (None: to delete), and the hour (epoch seconds; "": a fixed day)."""

NOON = "1745323200"  # 2025-04-22T12:00:00Z
THEME = "<!doctype html><title>{{ site.title }}</title>"
HISTORIES: dict[str, list[Step]] = {
    "drafts": [({"drafts": True}, {}, ""), ({}, {}, ""), ({"drafts": True}, {}, "")],
    "lenient": [
        ({}, {"content/c.md": "---\ntitle: C\n---\n[[gone]]\n"}, ""),
        ({"lenient": True}, {}, ""),
        ({}, {}, ""),
        ({"strict": True, "lenient": True}, {}, ""),
    ],
    "base": [
        ({"base_url": "https://example.org/a/"}, {}, ""),
        ({"base_url": "https://example.org/b/"}, {}, ""),
        ({}, {}, ""),
    ],
    "days": [
        ({"today": "2025-04-20"}, {}, ""),
        ({"today": "2025-04-30"}, {}, ""),
        ({"today": "2025-04-20"}, {}, ""),
    ],
    "hours": [
        ({"today": None}, {}, str(int(NOON) - 60)),
        ({"today": None}, {}, NOON),
        ({"today": None}, {}, str(int(NOON) - 3600)),
        ({"today": None}, {"content/later.md": None}, str(int(NOON) + 60)),
    ],
    "a broken configuration": [
        ({}, {"briefgen.yaml": "title: [broken\n"}, ""),
        ({}, {"content/briefs/one.md": "---\ntitle: Uno\n---\n"}, ""),
        ({}, {"briefgen.yaml": "title: Mended\n"}, ""),
        ({}, {"briefgen.yaml": None}, ""),
    ],
    "themes": [
        ({}, {"briefgen.yaml": "title: T\ntheme: mine\n"}, ""),
        (
            {},
            {
                "themes/mine/theme.yaml": "extends: default\n",
                "themes/mine/templates/brief.html": THEME,
            },
            "",
        ),
        ({}, {"briefgen.yaml": "title: T\n"}, ""),
        ({}, {"themes/mine/templates/brief.html": "{% if %}"}, ""),
        ({}, {"briefgen.yaml": "title: T\ntheme: mine\n"}, ""),
    ],
    "faults of files": [
        ({}, {"content/big.md": b" " * (4 * 1024 * 1024 + 1)}, ""),
        ({}, {"content/big.md": None}, ""),
        ({}, {"content/ONE.md": "---\ntitle: Upper\n---\n"}, ""),
        ({}, {"content/one.md": "---\ntitle: Lower\n---\n"}, ""),
    ],
    "content": [
        ({"content": "texts"}, {"texts/a.md": "---\ntitle: A\n---\n"}, ""),
        ({}, {}, ""),
        ({}, {"briefgen.yaml": "title: T\ncontent_dir: texts\n"}, ""),
    ],
}


@pytest.mark.parametrize("steps", HISTORIES.values(), ids=HISTORIES)
def test_any_history_of_options_equals_clean_builds(
    site: Path, steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site, {"content/later.md": "---\ntitle: Later\npublish_at: 2025-04-22T12:00Z\n---\n"})
    write(site, {"content/draft.md": "---\ntitle: Draft\nstatus: draft\n---\n"})
    for options, files, epoch in steps:
        write(site, {name: text for name, text in files.items() if text is not None})
        for name in (name for name, text in files.items() if text is None):
            (site / name).unlink()
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch or NOON)
        given = Options(**{"today": DAY, "jobs": 1, **options})
        before = on_disk(site / "output")
        for _ in range(2):
            pages, diagnostics, fatal = built(site, given)
            made, found, stays = clean(site, given)
            assert (diagnostics, fatal) == (found, stays)
            assert pages == (before if fatal else made)


def test_a_link_that_leads_out_is_told_though_nothing_else_changed(site: Path) -> None:
    (site / "content/notes/out.md").symlink_to("/nowhere/at/all.md")
    assert "unsafe-path" in {found.code for found in built(site)[1]}
    assert built(site) == (on_disk(site / "output"), *clean(site)[1:])
    (site / "content/notes/out.md").unlink()
    assert built(site) == clean(site)


def test_output_elsewhere_and_back(site: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    fresh(site, msgspec.structs.replace(OPTIONS, output=away))
    assert on_disk(away) == clean(site)[0]
    edit(site)
    assert built(site) == clean(site)
    fresh(site, msgspec.structs.replace(OPTIONS, output=away))
    assert on_disk(away) == clean(site)[0]


def test_what_was_changed_in_the_output_is_made_good(site: Path) -> None:
    page = site / "output/briefs/one/index.html"
    page.unlink()
    assert built(site) == clean(site)
    shutil.rmtree(site / "output")
    assert built(site) == clean(site)


# -- plain data ---------------------------------------------------------------------------------------------


def differences(one: Any, other: Any, where: str) -> Iterator[str]:
    """Where two values differ in a way that something made of them may show."""
    if type(one) is not type(other):
        yield f"{where}: {type(one).__name__} became {type(other).__name__}"
    elif isinstance(one, msgspec.Struct):
        for name in one.__struct_fields__:
            yield from differences(getattr(one, name), getattr(other, name), f"{where}.{name}")
    elif isinstance(one, dict):
        looked_up_only = where.endswith((".spans", ".places"))
        if list(one) != list(other) and not looked_up_only:
            yield f"{where}: another order"
        for key in one.keys() | other.keys():
            yield from differences(one.get(key), other.get(key), f"{where}[…]")
    elif isinstance(one, tuple | list):
        for left, right in zip(one, other, strict=True):
            yield from differences(left, right, f"{where}[]")
    elif one != other:
        yield f"{where}: {one!r} became {other!r}"


def test_every_value_comes_back_from_plain_data_as_it_was(tmp_path: Path) -> None:
    root = write(tmp_path, {f"content/{name}": text for name, text in FULL.items()})
    write(
        root,
        {
            "content/zz.md": "---\ntitle: Z\nextra_b: 1\nextra: {b: 1, a: [x]}\n---\n:::list\nlimit: 2\ntypes: [brief]\n:::\n"
        },
    )
    write(root, {"briefgen.yaml": "title: Full\ntheme_options: {scheme: dark, accent: green}\n"})
    builder = Builder(root, Options(today=DAY, jobs=1, lenient=True), MemoryOutput())
    builder.build()
    assert builder._work is not None
    engine = builder._work.engine
    kept = [key for key in engine._memos if engine._queries[key[0]].keep != "never"]
    assert {name for name, _ in kept} >= {"document", "visible", "names", "listings", "outline"}
    for key in kept:
        value = engine.get(*key)
        data = engine._forms.pack(key[0], Memo(value, ()))
        back = engine._forms.decoded(key[0], Memo(Packed(data), ()))
        assert list(differences(value, back, key[0])) == [], key

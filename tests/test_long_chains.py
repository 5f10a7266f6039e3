"""Things that lead to the next one, hundreds of times: the result is right, or the author is told; nobody's stack ends."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from briefgen.cli import briefgen
from briefgen.model import Reference
from briefgen.recorded import RecordedLookups
from briefgen.resolve import Resolved, Resolver
from briefgen.workspace import Workspace
from support.site import MakeSite

MANY = 1_200


def test_what_many_pass_on_has_its_origin_however_many_they_are(make_site: MakeSite) -> None:
    files = {
        f"content/sources/s{n}.md": (
            f"---\ntitle: S {n}\nrelays: [{{statement: all of it, origin: s{n + 1}}}]\n---\n"
        )
        for n in range(MANY)
    }
    last = {f"content/sources/s{MANY}.md": "---\ntitle: Last\n---\n"}
    brief = "---\ntitle: B\nsources: [s0, s7]\n---\n"
    site = make_site({"content/briefs/b.md": brief, **files, **last})
    assert site.build().diagnostics == ()
    assert "2 sources, 1 independent origin" in site.page("/briefs/b/")


Relays = Mapping[str, tuple[tuple[str, str], ...]]


class Passed:
    """What sources pass on, where an engine would know it."""

    def __init__(self, relays: Relays) -> None:
        self.relays = relays

    def get(self, query: str, _: str, source: str) -> tuple[tuple[str, str], ...] | None:
        assert query == "relays"
        return self.relays.get(source)


def followed(sources: tuple[str, ...], told: Collection[str], relays: Relays) -> tuple[str, ...]:
    """The origins, as one would define them: whoever passes on nothing that did not lead to them."""
    found, done = set(), set()

    def follow(source: str, path: frozenset[str]) -> None:
        if source in done:
            return
        origins = [o for what, o in relays.get(source, ()) if not what or what in told]
        fresh = [o for o in origins if o not in path and o != source]
        if not fresh:
            found.add(source)
        for origin in fresh:
            follow(origin, path | {source})
        done.add(source)

    for source in sources:
        follow(source, frozenset())
    return tuple(sorted(found))


names = st.sampled_from("abcdef")


@given(
    st.lists(names).map(tuple),
    st.sets(st.sampled_from("xy")),
    st.dictionaries(names, st.lists(st.tuples(st.sampled_from(["", "x", "y"]), names)).map(tuple)),
)
def test_origins_are_those_of_the_definition(
    sources: tuple[str, ...], told: set[str], relays: Relays
) -> None:
    lookups = RecordedLookups(Passed(relays))  # type: ignore[arg-type]
    assert lookups.origins(sources, told) == followed(sources, told, relays)


def test_events_counted_from_each_other_are_dated_however_many_they_are(
    make_site: MakeSite,
) -> None:
    files = {
        f"content/events/e{n}.md": f"---\ntitle: E {n}\nafter: {{event: e{n - 1}, days: 1}}\n---\n"
        for n in range(1, MANY)
    }
    first = "---\ntitle: E 0\ndate: 2020-01-01\n---\n"
    site = make_site({"content/events/e0.md": first, **files})
    assert site.build(today="2025-01-01").diagnostics == ()
    assert "14 April 2023" in site.page(f"/events/e{MANY - 1}/")


def test_a_long_circle_is_told_once_from_its_first_event(make_site: MakeSite) -> None:
    files = {
        f"content/events/e{n:04}.md": (
            f"---\ntitle: E {n}\nafter: {{event: e{(n + 1) % MANY:04}, days: 1}}\n---\n"
        )
        for n in range(MANY)
    }
    leading = {"content/events/a.md": "---\ntitle: A\nafter: {event: e0500, days: 1}\n---\n"}
    site = make_site({**files, **leading})
    site.build()
    told = [d for d in site.diagnostics if d.code == "relative-date-circle"]
    assert [(d.path, len(d.related)) for d in told] == [("content/events/e0000.md", MANY - 1)]


def test_embeds_within_embeds_end_with_a_word(make_site: MakeSite) -> None:
    site = make_site(
        {
            f"content/p{n}.md": f"## S\n\nText {n}.\n\n![[p{n + 1}#S]]\n" if n < 99 else "## S\n"
            for n in range(100)
        }
    )
    site.build()
    assert set(site.codes) == {"too-deep"}
    paths = {d.path for d in site.diagnostics}
    assert "content/p0.md" in paths
    assert "content/p69.md" not in paths  # which shows thirty others and the last of all
    told = next(d for d in site.diagnostics if d.path == "content/p0.md")
    assert (told.span.line, told.span.column) == (5, 1)


def test_embeds_that_double_at_every_level_end_with_a_word(make_site: MakeSite) -> None:
    """Two embeds of the next page on each of 15: 2^15 texts."""
    pages = {
        f"content/p{n:02}.md": f"# P {n}\n\n![[p{n + 1:02}]]\n\nText\n\n![[p{n + 1:02}]]\n"
        for n in range(15)
    }
    site = make_site({**pages, "content/p15.md": "# P 15\n\nLast.\n"})
    site.build()
    told = [(d.code, d.path, d.span.line) for d in site.diagnostics]
    assert told == [("too-much-embedded", f"content/p{n:02}.md", 3) for n in range(6)] + [
        ("too-much-embedded", "content/p06.md", 7)
    ]


def test_much_that_is_embedded_is_shown(make_site: MakeSite) -> None:
    terms = "".join(f"## T{n}\n\nTerm {n}.\n\n" for n in range(1_000))
    every = "".join(f"![[terms#T{n}]]\n\n" for n in range(1_000))
    site = make_site({"content/terms.md": terms, "content/all.md": f"# All\n\n{every}"})
    assert site.build().diagnostics == ()
    assert "Term 999." in site.page("/all/")
    site.write("content/all.md", f"# All\n\n{every}![[terms#T7]]\n\n![[terms#T8]]\n")
    site.build()
    assert [(d.code, d.span.line) for d in site.diagnostics] == [("too-much-embedded", 2_003)]


@pytest.mark.parametrize("holes", ["![[all]]", "![[kept]]"])
def test_texts_with_many_holes_together_end_with_a_word(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch, holes: str
) -> None:
    """What shows nothing has no letters that could be counted: two pages of 100 KB took minutes."""
    monkeypatch.setattr("briefgen.embeds.MOST_HOLES", 200)
    full = "# Full\n\n" + f"{holes}\n\n" * 100
    site = make_site(
        {
            "briefgen.yaml": "title: T\nhidden_links: text\n",
            "content/full.md": full,
            "content/kept.md": "---\nstatus: draft\n---\n# Kept\n",
            "content/all.md": "# All\n" + "\n![[full]]\n" * 4,
        }
    )
    site.build()
    told = [d for d in site.diagnostics if d.code == "too-much-embedded"]
    assert ("content/all.md", 7) in {(d.path, d.span.line) for d in told}
    assert "200 links, embeds and views" in told[0].message


def test_a_text_is_resolved_once_however_often_it_is_shown(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    resolve = Resolver.resolve

    def counted(resolver: Resolver, reference: Reference) -> Resolved:
        asked.append(reference.name)
        return resolve(resolver, reference)

    monkeypatch.setattr(Resolver, "resolve", counted)
    links = "# Links\n\n" + "[[other]] " * 50 + "\n\n## Part\n\nShort.\n"
    site = make_site(
        {
            "content/links.md": links,
            "content/other.md": "# Other\n",
            "content/all.md": "# All\n" + "\n![[links#Part]]\n" * 20,
        }
    )
    assert site.build().diagnostics == ()
    assert site.page("/all/").count("Short.") >= 20
    assert asked.count("other") <= 50 * 2  # for its own page, and for the one that shows it


def test_texts_that_are_long_together_end_with_a_word(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefgen.embeds.MOST_LETTERS", 3_000)
    long = "# Long\n\n" + "word " * 300
    site = make_site({"content/long.md": long, "content/all.md": "# All\n" + "\n![[long]]\n" * 4})
    site.build()
    assert [(d.code, d.span.line) for d in site.diagnostics] == [("too-much-embedded", 5)]
    assert "3,000 letters" in site.diagnostics[0].message


def test_texts_that_are_long_inside_each_other_end_with_a_word(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each level holds all that is further in, and is gone through again."""
    monkeypatch.setattr("briefgen.embeds.MOST_LETTERS", 10_000)
    long = "word " * 300
    pages = {f"content/p{n}.md": f"# P\n\n![[p{n + 1}]]\n\n{long}\n" for n in range(5)}
    site = make_site({**pages, "content/p5.md": f"# P\n\n{long}\n"})
    site.build(jobs=1)
    told = [(d.code, d.path, d.span.line) for d in site.diagnostics]
    assert told == [("too-much-embedded", f"content/p{n}.md", 3) for n in range(2)]
    assert "10,000 letters" in site.diagnostics[0].message


@pytest.fixture
def go_down() -> Iterator[Callable[[Path], Path]]:
    """Makes a thousand folders inside each other, and takes them away again, the deepest first.

    pytest goes down by calls when it clears up after earlier runs, and would end in them.
    """
    lowest: list[Path] = []

    def make(top: Path) -> Path:
        here = top
        for _ in range(1_000):
            here /= "d"
            here.mkdir(exist_ok=True)
        lowest.append(here)
        return here

    yield make
    for here in lowest:
        for folder in (here, *here.parents[:999]):
            shutil.rmtree(folder)


def test_folders_in_folders_end_with_a_word(
    make_site: MakeSite, go_down: Callable[[Path], Path]
) -> None:
    site = make_site({"content/top.md": "# Top\n", "content/" + "d/" * 100 + "a.md": "# A\n"})
    assert site.build().diagnostics == ()
    assert "<h1" in site.page("/" + "d/" * 100 + "a/")
    (go_down(site.root / "content") / "a.md").write_text("# Deep\n")
    deep = "content/" + "d/" * 101
    site.build()
    told = [(d.code, d.path) for d in site.diagnostics]
    assert told == [("too-deep", deep.rstrip("/"))]
    space = Workspace(site.root.resolve(), ignore=("d/*",))
    assert space.scan().diagnostics == ()
    space = Workspace(site.root.resolve())
    before = space.scan()
    after = space.look(before, [site.root / deep / "d/d/a.md", site.root / deep])
    assert (after.diagnostics, after.texts.keys()) == (before.diagnostics, before.texts.keys())


@pytest.mark.parametrize(
    "command", [("doctor",), ("new", "page", "Bee"), ("mv", "top.md", "b.md"), ("check",)]
)
def test_no_command_ends_in_them(
    make_site: MakeSite, go_down: Callable[[Path], Path], command: tuple[str, ...]
) -> None:
    site = make_site({"content/top.md": "# Top\n"})
    go_down(site.root / "content")
    done = CliRunner().invoke(briefgen, [*command, "--site", str(site.root)])
    assert (done.exit_code, type(done.exception)) in ((0, type(None)), (1, SystemExit))


def test_notes_are_found_below_any_number_of_folders(
    tmp_path: Path, go_down: Callable[[Path], Path]
) -> None:
    go_down(tmp_path)
    done = CliRunner().invoke(briefgen, ["check", "--site", str(tmp_path)])
    assert "no Markdown files" in done.output


def test_an_old_address_of_many_parts_is_judged_like_any(make_site: MakeSite) -> None:
    page = "---\nredirect_from: /{0}\n---\n# A\n"
    site = make_site({"content/a.md": page.format("r/" * 1_200), "content/b.md": "# B\n"})
    site.build()
    assert site.codes == ["bad-file-name"]
    assert len(site.diagnostics[0].message) < 400
    site.write("content/a.md", page.format("r/" * 400))
    assert site.build().diagnostics == ()


def test_emphasis_in_emphasis_has_a_page_and_a_twin(make_site: MakeSite) -> None:
    deep = "*" * 900 + "deep" + "*" * 900
    site = make_site({"content/a.md": f"# A\n\nBefore {deep} after.\n\nLast.\n"})
    assert site.build().diagnostics == ()
    twin = site.files()["a/index.md"].decode()
    assert twin.index("Before") < twin.index("deep") < twin.index("after.") < twin.index("Last.")

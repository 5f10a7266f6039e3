"""Whoever looks at a page gets it first, and it is the page that the whole build would give."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from briefgen.audience import Interrupted
from briefgen.builder import Builder, MemoryOutput, Options
from briefgen.engine import Pause
from briefgen.preview.attention import MOST, Attention
from support.fresh import CONFIG, DAY, SMALL, clean, write

ONE = "briefs/one/index.html"


class Onlooker:
    """Looks at one page; notes what it is shown, and what had been computed by then."""

    def __init__(self, builder: Builder, steps: int = -1) -> None:
        self.builder, self.steps = builder, steps
        self.seen: list[dict[str, bytes]] = []
        self.made: list[str] = []

    def wanted(self) -> Iterable[str]:
        return (ONE, "no/such/page/index.html")

    def show(self, pages: Mapping[str, bytes]) -> None:
        assert self.builder._work is not None
        self.seen.append(dict(pages))
        self.made = [arg for (name, arg), _ in self.builder._work.engine.ran if name == "artifact"]

    def pause(self) -> None:
        """Break off after so many steps."""
        self.steps -= 1
        if self.steps == 0:
            raise Interrupted


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", SMALL)


@pytest.fixture
def builder(site: Path) -> Builder:
    made = Builder(site, Options(today=DAY, jobs=1), MemoryOutput())
    made.build()
    return made


def retitle(site: Path, title: str = "One again") -> None:
    """An edit that two pages show, and the lists."""
    text = f"---\ntitle: {title}\ndate: 2025-04-01\n---\nOf [[two]].\n"
    write(site, {"content/briefs/one.md": text})


def test_the_page_that_is_looked_at_is_shown_before_the_others_are_made(
    site: Path, builder: Builder
) -> None:
    retitle(site)
    onlooker = Onlooker(builder)
    builder.build([site / "content/briefs/one.md"], onlooker)
    assert onlooker.seen == [{ONE: clean(site)[0][ONE]}]
    assert onlooker.made == ["/briefs/one/"]


def test_nothing_is_shown_of_what_is_known_to_be_wrong(site: Path, builder: Builder) -> None:
    write(site, {"briefgen.yaml": f"{CONFIG}broken_links: error\n"})
    write(site, {"content/briefs/one.md": "---\ntitle: One\ndate: 2025-13-01\n---\nOf [[two]].\n"})
    onlooker = Onlooker(builder)
    assert builder.build(None, onlooker).fatal
    assert onlooker.seen == []


@pytest.mark.parametrize("steps", [1, 2, 5, 9])
def test_a_build_that_is_broken_off_is_gone_on_with(
    site: Path, builder: Builder, steps: int
) -> None:
    retitle(site)
    with pytest.raises(Interrupted):
        builder.build([site / "content/briefs/one.md"], Onlooker(builder, steps))
    write(site, {"content/notes/three.md": "---\ntitle: Three\nsummary: Later.\n---\nLater.\n"})
    result = builder.build([site / "content/notes/three.md"])
    output = builder._given_output
    assert isinstance(output, MemoryOutput)
    assert (dict(output.files), result.diagnostics, result.fatal) == clean(site)


def test_a_rehearsal_leaves_no_trace(builder: Builder) -> None:
    work = builder._work
    assert work is not None
    work.engine.ran.clear()
    before = list(work.diagnostics())
    builder.prepare()
    artifacts = [key for key, _ in work.engine.ran if key[0] in ("document", "page", "artifact")]
    assert (artifacts, list(work.diagnostics())) == ([], before)
    assert builder.build().written == ()


@contextmanager
def eager_collector() -> Iterator[list[str]]:
    """Garbage is looked for after every few values, wherever that is allowed; gives the looks."""
    looks: list[str] = []

    def note(phase: str, _: object) -> None:
        looks.append(phase)

    often, was_on = gc.get_threshold(), gc.isenabled()
    gc.enable()
    gc.set_threshold(1)
    gc.callbacks.append(note)
    try:
        yield looks
    finally:
        gc.callbacks.remove(note)
        gc.set_threshold(*often)
        gc.unfreeze()
        if not was_on:
            gc.disable()


def test_what_a_preview_keeps_is_not_looked_through_for_garbage(
    builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither while it gets ready nor later: on a large site the first edits waited for that."""
    assert builder._work is not None
    engine, during = builder._work.engine, list[str]()
    prepare = engine.prepare

    def watched(pause: Pause) -> None:
        before = len(looks)
        prepare(pause)
        during.extend(looks[before:])

    monkeypatch.setattr(engine, "prepare", watched)
    kept = gc.get_freeze_count()
    with eager_collector() as looks:
        assert [[n] for n in range(100)]
        assert looks, "otherwise nothing would be seen here"
        builder.prepare()
        assert (during, gc.isenabled()) == ([], True)
        first = gc.get_freeze_count()
        assert first > kept + 1000
        later = [[n] for n in range(1000)]  # what comes after edits is let go as usual
        builder.prepare()
        assert gc.get_freeze_count() < first + len(later)


def test_attention_is_paid_to_a_few_pages_the_newest_first() -> None:
    attention = Attention()
    for path in ("a.html", "b.html", "style.css", "a.html"):
        attention.note(path)
    assert attention.pages == ("a.html", "b.html")
    for number in range(MOST):
        attention.note(f"{number}.html")
    assert attention.pages == tuple(f"{number}.html" for number in reversed(range(MOST)))

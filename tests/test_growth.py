"""A builder that lives through many edits holds what the site needs, and no more."""

from __future__ import annotations

import gc
import sys
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest

from briefgen.builder import Builder, MemoryOutput, Options
from support.fresh import CONFIG, DAY, SMALL, write
from support.house import ROOT

MAX_BLOCKS = 500
"""Blocks of memory that seventy edits may leave, beside caches that have a bound of their own."""


def round_of_edits(site: Path, number: int) -> None:
    """A page that comes and goes under ever new names, with its title, tags, links, and a template."""
    for old in (site / "content/notes").glob("new-*.md"):
        old.unlink()
    front = f"title: T{number}\ntags: [t{number}]\ndate: 2025-04-0{number % 9 + 1}"
    text = f"---\n{front}\n---\nOf [[one]] and [[gone {number}]].\n"
    write(site, {f"content/notes/new-{number}.md": text})
    write(site, {"content/notes/three.md": f"---\ntitle: Three\n---\nEdit {number}.\n"})
    if number % 5 == 0:
        template = f'{{% extends "parent:page.html" %}}{{# {number} #}}'
        write(site, {"themes/default/templates/page.html": template})
    if number % 7 == 0:
        broken = "nav: [x" if number % 2 else "broken_links: warn"
        write(site, {"briefgen.yaml": f"{CONFIG}{broken}\n"})


def held(builder: Builder) -> dict[str, int]:
    """How many things the engine and what stands around it remember."""
    assert builder._work is not None
    engine = builder._work.engine
    studio = builder._work._site._studio
    templates = studio._templates
    return {
        "memos": len(engine._memos),
        "readers": sum(len(them) for by in engine._readers._by.values() for them in by.values()),
        "complaints": len(engine._complaints),
        "inputs": len(engine._inputs),
        "orphans": len(engine._orphans),
        "stale": len(engine._stale),
        "heap": len(engine._heap),
        "sure": len(engine._sure),
        "unsaved": len(engine._unsaved),
        "compiled": len(templates.code) if templates else 0,
        "checksums": len(builder._cache._parts),
    }


def empty_bounded_caches() -> None:
    """Forget what functions remember of their last arguments; none may do so without a bound."""
    for found in gc.get_objects():
        ours = isinstance(found, _lru_cache_wrapper) and found.__module__.startswith("briefgen")
        if ours and found.cache_parameters()["maxsize"] is not None:
            found.cache_clear()


@pytest.mark.parametrize(
    ("to_disk", "rounds"), [(False, 210), (True, 140)], ids=["preview", "disk"]
)
def test_hundreds_of_edits_leave_nothing_behind(tmp_path: Path, to_disk: bool, rounds: int) -> None:
    site = write(tmp_path, SMALL)
    builder = Builder(site, Options(today=DAY, jobs=1), None if to_disk else MemoryOutput())
    sizes, blocks = [], []
    for number in range(1, rounds + 1):
        round_of_edits(site, number)
        builder.build()
        if number % 70 == 0:  # the same configuration, the same template: the same needs
            empty_bounded_caches()
            gc.collect()
            sizes.append(held(builder))
            blocks.append(sys.getallocatedblocks())
    builder.close()
    assert sizes[-1] == sizes[-2]
    assert blocks[-1] - blocks[-2] < MAX_BLOCKS


def test_what_is_made_of_a_document_leaves_no_circle_behind() -> None:
    """A build from nothing does not look for garbage: what holds itself stays, with its page."""
    builder = Builder(ROOT, Options(today=DAY, jobs=1), MemoryOutput())
    builder.build()
    assert builder._work is not None
    engine = builder._work.engine
    made = [key for key in engine._memos if key[0] in ("document", "page", "artifact", "outline")]
    pages = [key for key in made if not key[1].endswith((".xml", ".json"))]  # the libraries' own
    assert len(pages) > 100
    gc.collect()
    gc.freeze()  # all that is there already: only what a page leaves is looked at
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        for key in pages:
            engine._run(key, None)
            gc.collect()
            assert (key, gc.garbage) == (key, [])
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.unfreeze()

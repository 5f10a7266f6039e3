"""Measurements as Markdown tables, and the page of the manual that holds them."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median as middle
from typing import TYPE_CHECKING

from bench import latency, rivals
from bench.rivals import Tool

if TYPE_CHECKING:
    from bench.run import Measured, Run

RIVAL = "hugo"
AIMS = {
    "cold build": 1.5,
    "fresh process, nothing changed": 0.1,
    "fresh process, one body edited": 0.25,
    "peak memory, all processes": 0.5,
    latency.BODY: 0.1,
}
"""Times Hugo's that we mean to stay under."""


def tables(
    tools: Sequence[Tool], measured: Mapping[str, Measured], documents: int, runs: int, edits: int
) -> str:
    """Everything of one measurement: machine, builds, memory, previews."""
    parts = [machine(tools, runs), builds(measured)]
    if edits:
        parts.append(previews(measured))
    missing = [tool.name for tool in tools if not tool.command]
    if missing:
        parts.append(f"Not measured, because not installed here: {', '.join(missing)}.\n")
    return f"## {documents:,} documents\n\n" + "\n".join(parts)


def machine(tools: Sequence[Tool], runs: int) -> str:
    """Where and with what it was measured."""
    versions = ", ".join(f"{tool.name} {version(tool)}" for tool in tools if tool.command)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({platform.machine()}, "
        f"{platform.system()}), load {load:.1f} at the end, Python {platform.python_version()}; "
        f"{versions}. Medians of {runs} runs in turn.\n"
    )


def version(tool: Tool) -> str:
    """The first thing that looks like a version in what the tool says."""
    done = subprocess.run(
        tool.version, capture_output=True, text=True, check=True, env=rivals.environment()
    )
    found = re.search(r"\d+\.\d+(\.\d+)?", done.stdout)
    return found[0] if found else "of unknown version"


def builds(measured: Mapping[str, Measured]) -> str:
    """Cases down, tools across: seconds, processor seconds, and the ratio to Hugo."""
    from bench.run import CASES, median

    names = list(measured)
    lines = [
        _row(["", *names, *_ratio_head(names)]),
        _row(["---", *["---:" for _ in names], *_bars(names)]),
    ]
    for case in CASES:
        found = {name: median(measured[name].runs[case]) for name in names}
        cells = [f"{found[name].seconds:.2f} s ({found[name].cpu:.2f})" for name in names]
        ratio = _ratios({name: found[name].seconds for name in names}, case)
        lines.append(_row([case, *cells, *ratio]))
    lines += _memory(names, measured)
    note = "Wall seconds, in brackets the seconds of all cores together.\n"
    return "\n".join(lines) + f"\n\n{note}"


def _memory(names: list[str], measured: Mapping[str, Measured]) -> list[str]:
    found: dict[str, Run] = {
        name: memory for name in names if (memory := measured[name].memory) is not None
    }
    lines = []
    for title, field in (
        ("peak memory, all processes", "tree"),
        ("peak memory, largest process", "process"),
    ):
        sizes = {name: getattr(run, field) for name, run in found.items()}
        cells = [f"{sizes[name] / 2**20:.0f} MiB" if name in sizes else "" for name in names]
        lines.append(_row([title, *cells, *_ratios(sizes, title)]))
    return lines


def previews(measured: Mapping[str, Measured]) -> str:
    """Edits down, tools across: the median and the 95th percentile from save to page."""
    names = [name for name in measured if measured[name].preview]
    if not names:
        return "No preview was measured.\n"
    heads = [f"{name} p50 / p95" for name in names]
    lines = [_row(["save → new page served", *heads, *_ratio_head(names)])]
    lines.append(_row(["---", *["---:" for _ in names], *_bars(names)]))
    for edit in latency.EDITS:
        found = {name: measured[name].preview[edit] for name in names}
        cells = [f"{1000 * middle(found[n]):.0f} / {1000 * high(found[n]):.0f} ms" for n in names]
        lines.append(_row([edit, *cells, *_ratios({n: middle(found[n]) for n in names}, edit)]))
    return "\n".join(lines) + "\n"


def high(values: Sequence[float]) -> float:
    """The 95th percentile: the smallest value that so many do not pass."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * 95 // 100) - 1)]


def _ratio_head(names: Sequence[str]) -> list[str]:
    return ["briefgen ÷ Hugo", "aim"] if {"briefgen", RIVAL} <= set(names) else []


def _bars(names: Sequence[str]) -> list[str]:
    return ["---:" for _ in _ratio_head(names)]


def _ratios(values: Mapping[str, float], case: str) -> list[str]:
    if not _ratio_head(list(values)):
        return []
    aim = f"≤ {AIMS[case]:g}×" if case in AIMS else ""
    return [f"{values['briefgen'] / values[RIVAL]:.2f}×", aim]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


# -- the page of the manual -----------------------------------------------------------------------


INTRODUCTION = """# Performance

Measured by `tests/bench/run.py` on a made-up site: documents of 800 words with twelve
links each, in five types. Whole processes, start-up included, one after the other in turn.

Hugo is given the same work where it has the means: backlinks on every page, a page per
stakeholder and per topic that lists its briefs and events, a timeline, tags, feeds, a
sitemap. It does not check links, quotes no sentences beside backlinks, and makes no
calendars, data files and citations, which briefgen does in the same time. MkDocs, Pelican
and Eleventy do less still: documents, lists, and of tags, feed and sitemap what they have.

To repeat it: install the other tools beside the Python of the environment or on the PATH,
and in `tests/` say `python -m bench.run --documents 1000 --write ../docs/performance.md`.
"""


def write(path: Path, documents: int, text: str) -> None:
    """Put the tables of one size into the page; those of other sizes stay."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    parts = {_size(part): part for part in re.split(r"(?m)^(?=## )", old)[1:]}
    parts[documents] = text
    body = "\n".join(parts[size].rstrip() + "\n" for size in sorted(parts))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{INTRODUCTION}\n{body}", encoding="utf-8")


def _size(part: str) -> int:
    found = re.match(r"## ([\d,]+)", part)
    return int(found[1].replace(",", "")) if found else 0

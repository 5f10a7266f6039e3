"""Measurements as Markdown tables, and the page of the manual that holds them."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median as middle
from typing import TYPE_CHECKING

from bench import latency, rivals
from bench.rivals import Tool

if TYPE_CHECKING:
    from bench.run import Measured

RIVALS = ("hugo", "hugo-plain")
"""Whom we compare ourselves with: Hugo with its quickest layouts, and with plain ones."""
AIMS = {
    "cold build": 1.5,
    "fresh process, nothing changed": 0.1,
    "fresh process, one body edited": 0.25,
    "peak memory, all processes": 0.5,
    latency.BODY: 0.1,
}
"""Times Hugo's that we mean to stay under, whichever its layouts are."""
MEMORY = {"peak memory, all processes": "tree", "peak memory, largest process": "process"}


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
        f"{versions}. {f'Medians of {runs} runs' if runs > 1 else 'One run of each'} in turn.\n"
    )


def version(tool: Tool) -> str:
    """The first thing that looks like a version in what the tool says."""
    done = subprocess.run(
        tool.version, capture_output=True, text=True, check=True, env=rivals.environment()
    )
    found = re.search(r"\d+\.\d+(\.\d+)?", done.stdout)
    return found[0] if found else "of unknown version"


def builds(measured: Mapping[str, Measured]) -> str:
    """Cases down, tools across: seconds, processor seconds, and the ratios to Hugo."""
    from bench.run import CASES, median

    lines = _head("", measured)
    for case in CASES:
        found = {name: median(of.runs[case]) for name, of in measured.items()}
        cells = {name: f"{run.seconds:.2f} s ({run.cpu:.2f})" for name, run in found.items()}
        lines.append(_line(case, measured, cells, {n: run.seconds for n, run in found.items()}))
    for title, field in MEMORY.items():
        known = {name: of.memory for name, of in measured.items() if of.memory}
        sizes: dict[str, float] = {name: getattr(run, field) for name, run in known.items()}
        cells = {name: f"{size / 2**20:.0f} MiB" for name, size in sizes.items()}
        lines.append(_line(title, measured, cells, sizes))
    note = (
        "Wall seconds (in brackets those of all cores together), and times Hugo's wall seconds: "
        f"{' / '.join(RIVALS)}."
    )
    return "\n".join(lines) + f"\n\n{note}\n"


def previews(measured: Mapping[str, Measured]) -> str:
    """Edits down, tools across: the median and the 95th percentile from save to page."""
    shown = {name: found for name, found in measured.items() if found.preview}
    if not shown:
        return "No preview was measured.\n"
    lines = _head("save → new page served, p50 / p95", shown)
    for edit in latency.EDITS:
        found = {name: of.preview[edit] for name, of in shown.items()}
        cells = {n: f"{1000 * middle(s):.0f} / {1000 * high(s):.0f} ms" for n, s in found.items()}
        lines.append(_line(edit, shown, cells, {n: middle(s) for n, s in found.items()}))
    return "\n".join(lines) + "\n"


def _head(title: str, names: Iterable[str]) -> list[str]:
    cells = [title, *names, "aim"]
    return [_row(cells), _row(["---", *["---:" for _ in cells[1:]]])]


def _line(
    title: str, names: Iterable[str], cells: Mapping[str, str], values: Mapping[str, float]
) -> str:
    """One row: what each tool took, and how many times either Hugo's that is."""
    shown = [" ".join(filter(None, (cells.get(n, ""), _times(n, values)))) for n in names]
    return _row([title, *shown, f"≤ {AIMS[title]:g}×" if title in AIMS else ""])


def _times(name: str, values: Mapping[str, float]) -> str:
    if name in RIVALS or name not in values:
        return ""
    known = [values[rival] for rival in RIVALS if rival in values]
    return " / ".join(f"{values[name] / value:.2f}×" for value in known)


def high(values: Sequence[float]) -> float:
    """The 95th percentile: the smallest value that so many do not pass."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * 95 // 100) - 1)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


# -- the page of the manual -----------------------------------------------------------------------


INTRODUCTION = """# Performance

Measured by `tests/bench/run.py` on a made-up site: documents of 800 words with twelve
links each, in five types. Whole processes, start-up included, one after the other in turn.

Hugo is given the same work as `briefgen-lean`: its pages have the same links in the same
parts, its feeds the same entries, which is checked before anything is compared. Documents link by name in both, and a
name that leads nowhere is an error. Backlinks, profiles, timelines with those who took part,
topics, tags, feeds of the site and of topics, a sitemap are in both. What Hugo has not the
means for, briefgen does in the same time: it reads links out of the text (for Hugo they also stand
in the front matter), quotes the sentences beside backlinks, and checks the finished pages for
broken links and anchors. `briefgen` is the same with all that it makes by default: calendars, data files,
citations, Markdown twins, the search, more feeds. MkDocs, Pelican and Eleventy do less: documents, lists, and
of tags, feed and sitemap what they have.

Hugo stands in two columns, with the same site. `hugo` has layouts as quick as we could make them, at both
sizes: one index of the site made once, everything that stands on several pages finished in it,
whatever does not change from page to page cached. `hugo-plain` has the same index and
writes every piece where it stands. Ratios are to either.

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

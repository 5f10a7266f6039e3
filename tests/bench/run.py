"""How long and how much, beside other generators: `python -m bench.run --documents 1000`.

Whole processes, in turn (A B A B), medians. Run it from the folder `tests`, with the
other tools beside this Python or on the PATH; those that are missing are reported as such.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import corpus, latency, report, rivals, same
from bench.corpus import Document
from bench.rivals import Tool

MEASURE = Path(__file__).with_name("measure.py")
PAUSE_LIMIT = 900
"""Seconds after which a run is given up."""

COLD, SAME, EDIT = "cold build", "fresh process, nothing changed", "fresh process, one body edited"
CASES = (COLD, SAME, EDIT)
ALIKE = ("briefgen-lean", *report.RIVALS)
"""Tools that are compared only if their pages have the same links as the first one's."""


class Run(NamedTuple):
    """One run of one tool: seconds, processor seconds, and bytes of its largest process."""

    seconds: float
    cpu: float
    process: float
    tree: float


class Measured(NamedTuple):
    """All runs of a tool by case, its memory in a run of its own, and its preview."""

    runs: Mapping[str, list[Run]]
    memory: Run | None
    preview: Mapping[str, list[float]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, and write the page where `--write` names it."""
    chosen = _options(arguments)
    found = corpus.documents(chosen.documents)
    known = rivals.tools()
    unknown = sorted(set(chosen.tools.split(",")) - known.keys())
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    tools = [known[name] for name in chosen.tools.split(",")]
    with tempfile.TemporaryDirectory(prefix="briefgen-bench-") as folder:
        measured = measure(Path(folder), tools, found, chosen.runs, chosen.edits)
    text = report.tables(tools, measured, chosen.documents, chosen.runs, chosen.edits)
    print(text)
    if chosen.write:
        report.write(Path(chosen.write), chosen.documents, text)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.run", description=__doc__)
    parser.add_argument("--documents", type=int, default=1000, metavar="N")
    parser.add_argument(
        "--tools",
        default="briefgen,briefgen-lean,hugo,hugo-plain,mkdocs,pelican,eleventy",
        metavar="A,B",
    )
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="of each case and tool")
    parser.add_argument(
        "--edits", type=int, default=20, metavar="N", help="in each preview; 0: none"
    )
    parser.add_argument(
        "--write", metavar="FILE", help="put the tables into this page of the manual"
    )
    return parser.parse_args(arguments)


def measure(
    folder: Path, tools: Sequence[Tool], found: Sequence[Document], runs: int, edits: int
) -> dict[str, Measured]:
    """Every tool that is there, case by case, in turn."""
    present = [tool for tool in tools if tool.command]
    for tool in present:
        (folder / tool.name).mkdir()
        tool.write(folder / tool.name, found)
    cases: dict[str, dict[str, list[Run]]] = {t.name: {c: [] for c in CASES} for t in present}
    for number in range(runs):
        for case in CASES:
            for tool in present:
                site = folder / tool.name
                _prepare(tool, site, case, found, number)
                cases[tool.name][case].append(once(tool, site))
            if number == 0 and case == COLD:
                refuse_other_work(folder, present)
    return {
        tool.name: Measured(
            cases[tool.name],
            _memory(tool, folder / tool.name),
            latency.preview(tool, folder / tool.name, found, edits) if edits else {},
        )
        for tool in present
    }


def _prepare(tool: Tool, site: Path, case: str, found: Sequence[Document], number: int) -> None:
    """Bring the site to where the case starts."""
    if case == COLD:
        unmake(tool, site)
    if case == EDIT:
        latency.edit_body(rivals.source(site, found[number]), f"Edited {number}.")


def unmake(tool: Tool, site: Path) -> None:
    """Put aside all that a build made.

    It is not deleted: ext4 does not give away the place of a deleted file for some seconds,
    and whoever makes files meanwhile, of whichever tool, mostly measures the search for others.
    """
    aside = Path(tempfile.mkdtemp(prefix="unmade-", dir=site.parent))
    for made in tool.made:
        if (site / made).exists():
            (site / made).rename(aside / made)


def refuse_other_work(folder: Path, built: Sequence[Tool]) -> None:
    """Raise RuntimeError where one tool has made less than another: there is nothing to compare then."""
    made = {tool.name: folder / tool.name / tool.made[0] for tool in built if tool.name in ALIKE}
    if ours := made.pop(ALIKE[0], None):
        for name, theirs in made.items():
            if found := list(same.differences(ours, theirs)):
                raise RuntimeError("\n".join([f"{name}: not the same work:", *found[:10]]))


def _memory(tool: Tool, site: Path) -> Run | None:
    unmake(tool, site)
    return once(tool, site, sample=True) if sys.platform == "linux" else None


def once(tool: Tool, site: Path, *, sample: bool = False) -> Run:
    """One build. Raises RuntimeError if it fails: there is nothing to compare then."""
    command = [sys.executable, "-I", "-S", str(MEASURE), "sample" if sample else "plain"]
    done = subprocess.run(
        [*command, *tool.command],
        cwd=site,
        env=rivals.environment(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=PAUSE_LIMIT,
    )
    figures = json.loads(done.stdout)
    if figures["code"]:
        raise RuntimeError(f"{tool.name} ended with {figures['code']} in {site}")
    return Run(*(figures[name] for name in Run._fields))


def median(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(*(statistics.median(figures) for figures in zip(*runs, strict=True)))


if __name__ == "__main__":
    sys.exit(main())

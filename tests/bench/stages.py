"""Where the time of a build goes: `python -m bench.stages --documents 1000`.

Stage by stage, from nothing and after the edit of one body in the same process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import corpus, rivals
from bench.latency import edit_body

from briefgen.builder import Builder, BuildResult, Options


def main(arguments: Sequence[str] | None = None) -> int:
    """Generate, build, edit, build again, and print both."""
    parser = argparse.ArgumentParser(prog="bench.stages", description=__doc__)
    parser.add_argument("--documents", type=int, default=1000, metavar="N")
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="processes; 0: all cores")
    chosen = parser.parse_args(arguments)
    found = corpus.documents(chosen.documents)
    with tempfile.TemporaryDirectory(prefix="briefgen-bench-") as folder:
        root = Path(folder)
        corpus.write_site(root, found)
        builder = Builder(root, Options(jobs=chosen.jobs))
        try:
            cold = builder.build()
            edit_body(rivals.source(root, found[0]), "One more sentence.")
            warm = builder.build()
        finally:
            builder.close()
    print(table(chosen.documents, cold, warm))
    return int(cold.fatal or warm.fatal)


def table(documents: int, cold: BuildResult, warm: BuildResult) -> str:
    """Both builds, stage by stage."""
    spent = dict(warm.timings)
    lines = [f"{documents:,} documents, {cold.pages:,} files", ""]
    lines.append(f"{'stage':<12}{'cold':>12}{'one body edited':>20}")
    for stage, seconds in cold.timings:
        lines.append(f"{stage:<12}{_told(seconds):>12}{_told(spent.get(stage, 0.0)):>20}")
    lines.append(f"{'total':<12}{_told(cold.seconds):>12}{_told(warm.seconds):>20}")
    lines.append(f"{'computed':<12}{cold.ran:>12,}{warm.ran:>20,}")
    lines.append(f"{'written':<12}{len(cold.written):>12,}{len(warm.written):>20,}")
    return "\n".join(lines)


def _told(seconds: float) -> str:
    return f"{1000 * seconds:,.1f} ms"


if __name__ == "__main__":
    sys.exit(main())

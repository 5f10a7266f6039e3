"""The outline of a page: one first heading, and no level left out on the way down."""

from __future__ import annotations

import itertools
import re

_HEADING = re.compile(r"<h([1-6])\b")


def outline_problems(page: str) -> list[str]:
    """What is wrong with the levels of a page's headings; empty for a good page."""
    levels = [int(level) for level in _HEADING.findall(page)]
    problems = [] if levels.count(1) == 1 else [f"{levels.count(1)} first headings"]
    steps = itertools.pairwise(levels)
    return problems + [f"h{after} after h{before}" for before, after in steps if after > before + 1]

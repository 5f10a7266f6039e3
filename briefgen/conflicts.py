"""Marks that a merge of two versions left in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OURS, _PARTED, _THEIRS = "<<<<<<<", "=======", ">>>>>>>"
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")

MESSAGE = "two versions were merged here, and nobody chose between them"
HINT = f"keep what is right, and delete the lines {_OURS}, {_PARTED} and {_THEIRS}"
LENGTH = len(_OURS)


def conflicts(text: str) -> Iterator[int]:
    """The lines (from 0) on which an open conflict begins; not those of code between fences."""
    if f"\n{_PARTED}\n" not in text:
        return
    opened, fence, stage = 0, "", ""
    for number, line in enumerate(text.split("\n")):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif fence:
            continue
        elif _is(line, _OURS):
            opened, stage = number, _OURS
        elif stage == _OURS and line == _PARTED:
            stage = _PARTED
        elif stage == _PARTED and _is(line, _THEIRS):
            stage = ""
            yield opened


def _is(line: str, mark: str) -> bool:
    return line == mark or line.startswith(mark + " ")

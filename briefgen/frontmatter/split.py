"""Where front matter ends and text begins.

A file that starts with a line `---` starts with front matter, up to the next line
`---` or `...`. As in Pandoc a rule is told apart from it: what follows the
first line is blank or no `key:`, and nothing closes it or no key stands in it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_FENCE = re.compile(r"---[ \t]*$")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_KEY = re.compile(r"""(?:[\w"'][^:\n]*:(?:\s|$)|#|\{)""")


class Split(NamedTuple):
    """The two parts of a file. `front` is None where there is no front matter.

    `body_line` is the line of the file on which the body starts; front matter
    starts on line 2. `problem` is the code of what is wrong, or "".
    """

    front: str | None
    body: str
    body_line: int
    problem: str = ""


def split(text: str) -> Split:
    """Front matter and body of a text, with line ends as line feeds and no byte order mark."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = plain.split("\n")
    if not _FENCE.match(lines[0]):
        return Split(None, plain, 1)
    close = next((n for n, line in enumerate(lines[1:], 1) if _CLOSE.match(line)), 0)
    first = next((line for line in lines[1 : close or None] if line.strip()), "")
    keyed = bool(_KEY.match(first))
    if not close:
        unclosed = keyed and bool(lines[1].strip())
        return _unclosed(lines) if unclosed else Split(None, plain, 1)
    if not keyed and first and not lines[1].strip():
        return Split(None, plain, 1)
    return Split(_joined(lines[1:close]), "\n".join(lines[close + 1 :]), close + 2)


def _unclosed(lines: list[str]) -> Split:
    return Split(None, "\n".join(lines[1:]), 2, "front-matter-unclosed")


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)

"""Where front matter ends and text begins.

A file that starts with a line `---` starts with front matter, up to the next line
`---` or `...`. As in Pandoc a rule is told apart from it: what follows the
first line is blank or no `key:`, and nothing closes it or no key stands in it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_FENCE = re.compile(r"---[ \t]*$")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
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
    opening, _, rest = plain.partition("\n")
    if not _FENCE.match(opening):
        return Split(None, plain, 1)
    close = _CLOSE.search(rest)
    front = rest[: close.start()] if close else rest
    first = next((line for line in front.split("\n") if line.strip()), "")
    keyed, blank = bool(_KEY.match(first)), not rest.partition("\n")[0].strip()
    if not close:
        unclosed = keyed and not blank
        return Split(None, rest, 2, "front-matter-unclosed") if unclosed else Split(None, plain, 1)
    if not keyed and first and blank:
        return Split(None, plain, 1)
    return Split(front, rest[close.end() + 1 :], front.count("\n") + 3)

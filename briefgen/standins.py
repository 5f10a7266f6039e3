"""Names that stand in a sentence for titles which are not known yet.

`[[walmart]]` without a text of its own shows the title of what it names. When a
sentence is cut out for backlinks nobody knows that title, so the name goes
into it between two noncharacters (Unicode 23.7), and linking fills it in.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_STAND_IN = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")


def stand_in(name: str) -> str:
    """A name marked as standing for the title of what it names."""
    return f"{_OPEN}{name}{_CLOSE}"


def plain(text: str) -> str:
    """The text with the names themselves."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def filled(text: str, title: Callable[[str], str]) -> str:
    """The text with titles for names; what was cut in two keeps its name."""
    return plain(_STAND_IN.sub(lambda match: title(match[1]) or match[1], text))

"""Callouts: `> [!note] Title`, with `+` and `-` for folding.

The forms of GitHub (five kinds) and Obsidian (thirteen, with their other names).
"""

from __future__ import annotations

import re

from briefgen.markup.escapes import escape
from briefgen.model import Data

MARK = re.compile(r"\[!([A-Za-z][\w-]*)(?:\|[^\]\n]*)?\]([+-]?)(?:[ \t]+(.*))?$")

_MEANT = re.compile(r"\[![ \t]*[A-Za-z][\w -]*(?:\](?!\()|[^\]]*$)")
"""A first line that was to open a callout: its bracket is not closed, or no blank stands behind it."""

KINDS = (
    "note abstract info todo tip important success question warning caution failure danger"
    " bug example quote"
).split()
ALIASES = {
    "summary": "abstract",
    "tldr": "abstract",
    "hint": "tip",
    "check": "success",
    "done": "success",
    "help": "question",
    "faq": "question",
    "attention": "warning",
    "fail": "failure",
    "missing": "failure",
    "error": "danger",
    "cite": "quote",
}


class Callout(Data, frozen=True):
    """The first line of a callout. `at` is where its title begins in that line."""

    kind: str
    fold: str
    title: str
    at: int
    default_title: str


def read_mark(line: str) -> Callout | None:
    """The callout that a line opens, or None. Unknown kinds look like notes."""
    found = MARK.match(line)
    if not found:
        return None
    word, fold, title = found.groups(default="")
    name = word.lower()
    kind = ALIASES.get(name, name if name in KINDS else "note")
    return Callout(kind, fold, title.strip(), found.start(3), word.replace("-", " ").capitalize())


def is_meant(line: str) -> bool:
    """True for the first line of a quote that looks like a callout's, and is not."""
    return _MEANT.match(line) is not None


def opening(callout: Callout) -> tuple[str, str]:
    """HTML before and after the title."""
    classes = f"callout callout-{callout.kind}"
    if callout.fold:
        state = " open" if callout.fold == "+" else ""
        return (
            f'<details class="{classes}"{state}>\n<summary class="callout-title">',
            "</summary>\n",
        )
    return f'<div class="{classes}">\n<p class="callout-title">', "</p>\n"


def closing(callout: Callout) -> str:
    """HTML after the content."""
    return "</details>\n" if callout.fold else "</div>\n"


def title_html(callout: Callout) -> str:
    """The title of a callout that has none of its own."""
    return escape(callout.default_title)

"""The door: what is plain is read line by line, all else by the parser."""

from __future__ import annotations

from briefgen.diagnostics import Diagnostic
from briefgen.nodes.flat import read_flat
from briefgen.nodes.tree import Mapping


def read_yaml(
    text: str, path: str, first_line: int = 1
) -> tuple[Mapping | None, tuple[Diagnostic, ...]]:
    """The mapping that a text states, and what is wrong with the text.

    `first_line` is the line of the file on which the text starts. The mapping is
    None for an empty text and for one that cannot be read. Never raises.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    flat = read_flat(text, first_line)
    if flat:
        return flat, ()
    from briefgen.nodes.composer import compose  # brings YAML: many a build can do without

    return compose(text, path, first_line)

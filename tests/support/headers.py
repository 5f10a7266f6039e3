"""Front matter as the tests read it."""

from __future__ import annotations

from briefgen.frontmatter import header, header_context
from briefgen.frontmatter.header import HeaderResult
from briefgen.model import Header
from briefgen.nodes import read_yaml
from briefgen.settings import Settings

FIRST_LINE = 2
"""Front matter starts below the first `---`."""


def read(text: str, name: str = "briefs/a.md", settings: Settings | None = None) -> HeaderResult:
    """The header of a file `name` whose front matter is good YAML."""
    mapping, problems = read_yaml(text, f"content/{name}", FIRST_LINE)
    assert problems == ()
    return header(mapping, name, header_context(settings or Settings(), f"content/{name}"))


def stated(text: str, name: str = "briefs/a.md", settings: Settings | None = None) -> Header:
    """The header of a file that has nothing wrong with it."""
    result = read(text, name, settings)
    assert result.diagnostics == ()
    return result.header

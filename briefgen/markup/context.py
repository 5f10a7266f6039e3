"""What the rules of one parse share: settings, places, problems, open blocks.

The parser itself is used for many documents; this goes with one, in its `env`.
"""

from __future__ import annotations

from typing import Any

from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Severity, Span
from briefgen.markup.positions import Places
from briefgen.markup.values import MarkupSettings

KEY = "context"


class Container:
    """An open `:::` block: at which depth its content lies, and how many colons opened it."""

    def __init__(self, level: int, colons: int) -> None:
        self.level = level
        self.colons = colons


class Context:
    """One document on its way through the parser."""

    def __init__(self, places: Places, name: str, path: str, settings: MarkupSettings) -> None:
        self.places = places
        self.name = name
        self.path = path
        self.settings = settings
        self.diagnostics: list[Diagnostic] = []
        self.notes: dict[str, int] = {}
        """Label of a footnote → the line of its definition, from 0."""
        self.in_note = False
        """True while the definition of a footnote is read."""
        self.no_html = (
            "raw HTML is shown as text",
            "set `raw_html: true` in briefgen.yaml, or write Markdown",
        )
        """Why tags are shown as text, and the remedy."""
        self.containers: list[Container] = []
        self.depth = 0
        """Open `:::` blocks, hidden ones included: they nest like quotes and lists."""
        self.closed = False
        """Set by the line that closes the innermost block, until that block has seen it."""

    def shadow(self) -> Context:
        """A context whose findings nobody reads, for text that must leave no trace."""
        shadow = Context(self.places, self.name, self.path, self.settings)
        shadow.depth = self.depth
        return shadow

    def report(
        self,
        code: str,
        message: str,
        span: Span | None,
        hint: str = "",
        severity: Severity | None = None,
    ) -> None:
        """Notes a problem."""
        problem = diagnose(code, message, self.path, span, hint=hint, severity=severity)
        self.diagnostics.append(problem)


def context_of(env: Any) -> Context:
    """The context in the parser's environment."""
    found: Context = env[KEY]
    return found

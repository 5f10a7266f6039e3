"""Expected places shown in the text itself: `date: 2025-04-⟦31⟧`."""

from __future__ import annotations

from briefgen.diagnostics import Span

OPEN, CLOSE = "⟦", "⟧"


def marked(text: str, first_line: int = 1) -> tuple[str, Span | None]:
    """The text without its marks, and the place between them; None without marks."""
    if OPEN not in text:
        return text, None
    before, _, rest = text.partition(OPEN)
    inside, _, after = rest.partition(CLOSE)
    line = first_line + before.count("\n")
    column = len(before) - (before.rfind("\n") + 1) + 1
    return before + inside + after, Span(line, column, len(inside))

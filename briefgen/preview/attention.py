"""Which pages are looked at: those that were asked for last."""

from __future__ import annotations

MOST = 6
"""So many pages are remembered: nobody looks at more of them at once."""


class Attention:
    """Output paths of pages, the newest first. Any thread may ask or tell."""

    def __init__(self) -> None:
        self.pages: tuple[str, ...] = ()

    def note(self, output: str) -> None:
        """Somebody asked for this path; what is no page does not count."""
        if output.endswith(".html"):
            others = (path for path in self.pages if path != output)
            self.pages = (output, *others)[:MOST]  # one assignment: there is no half of it

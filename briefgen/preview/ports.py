"""What the preview needs of a build, an output and a terminal, as protocols."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Protocol

from briefgen.audience import NOBODY, Audience
from briefgen.diagnostics import Diagnostic
from briefgen.watch import Watched


class Result(Protocol):
    """What came of one build."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All problems of the site, in the order of printing."""

    @property
    def fatal(self) -> bool:
        """True if the last good site stays."""

    @property
    def written(self) -> tuple[str, ...]:
        """Output paths that are new or have other bytes."""

    @property
    def removed(self) -> tuple[str, ...]:
        """Output paths that are gone."""

    @property
    def seconds(self) -> float:
        """How long the build took."""


class Builds(Protocol):
    """One site kept alive; used by one thread only."""

    def build(self, hints: Collection[Path] | None = None, audience: Audience = NOBODY) -> Result:
        """Bring the site up to date; hints: where to look (None: everywhere).

        Raises Interrupted if the audience breaks it off.
        """

    def prepare(self, audience: Audience = NOBODY) -> None:
        """Nothing is to be done at the moment: do what makes the next build quicker.

        Raises Interrupted if the audience breaks it off.
        """

    def watched(self) -> Watched:
        """What a change of which can change the site."""

    @property
    def sources(self) -> Callable[[str], str | None]:
        """The text of a source path; None if there is none."""


class Output(Protocol):
    """Where the last good site is kept."""

    @property
    def files(self) -> Mapping[str, bytes]:
        """Output path → bytes; a new mapping after each build that changed something."""


class Reporter(Protocol):
    """The terminal, or whoever listens."""

    def say(self, line: str) -> None:
        """One calm line."""

    def warn(self, line: str) -> None:
        """One line that asks for attention."""

    def problems(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Problems in full, with their excerpts."""

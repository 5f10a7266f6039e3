"""Where artifacts go: the output folder, memory (see `writer`), or nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from briefgen.writer import OutputPlan, WriteResult, write


class Output(Protocol):
    """Where artifacts go."""

    def write(self, plan: OutputPlan, *, build: str) -> WriteResult:
        """Hold exactly the plan."""


class DiskOutput:
    """The output folder."""

    def __init__(self, folder: Path, state: Path) -> None:
        self.folder = folder
        self._state = state

    def write(self, plan: OutputPlan, *, build: str) -> WriteResult:
        """Write the site, whole (see `writer`)."""
        return write(self.folder, plan, state=self._state, build=build)


class NoOutput:
    """Nowhere: `check` only wants to know what is wrong."""

    def write(self, plan: OutputPlan, *, build: str) -> WriteResult:  # noqa: ARG002
        """Write nothing."""
        return WriteResult(unchanged=len(plan.files))

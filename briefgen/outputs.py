"""Where artifacts go: the output folder, memory (see `writer`), or nowhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from briefgen.writer import MANIFEST, OutputError, OutputPlan, WriteResult, locate, second, write


class Output(Protocol):
    """Where artifacts go."""

    def write(self, plan: OutputPlan, *, build: str) -> WriteResult:
        """Hold exactly the plan."""

    def settle(self) -> None:
        """Return when nothing that `write` began is still going on."""


class DiskOutput:
    """The output folder."""

    def __init__(self, folder: Path, state: Path, content: Path) -> None:
        self.folder = folder
        self._state = state
        self._content = content
        self._second: int | None = None

    def write(self, plan: OutputPlan, *, build: str) -> WriteResult:
        """Write the site, whole (see `writer`). Raises OutputError where it would stand around its texts."""
        if Path(os.path.realpath(self._content)).is_relative_to(os.path.realpath(self.folder)):
            message = (
                f"The output folder {self.folder} holds the content: nothing in it would be read."
            )
            raise OutputError(message, "Name a folder of its own, such as “output”.")
        result = write(self.folder, plan, state=self._state, build=build)
        place = locate(self.folder, self._state)
        self._second = second.start(place, MANIFEST, len(plan.files))
        return result

    def settle(self) -> None:
        """Wait for what was begun beside."""
        if self._second is not None:
            second.wait(self._second)
            self._second = None


class NoOutput:
    """Nowhere: `check` only wants to know what is wrong."""

    def write(self, plan: OutputPlan, *, build: str) -> WriteResult:  # noqa: ARG002
        """Write nothing."""
        return WriteResult(unchanged=len(plan.files))

    def settle(self) -> None:
        """Nothing was begun."""

"""Whoever looks at the site while it is made: what they wait for comes first, and whole builds later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol


class Interrupted(Exception):  # noqa: N818 - it says what happened
    """A build was broken off, since more has changed: what it did stays done, and the next one goes on."""


class Audience(Protocol):
    """The preview, as a build sees it."""

    def wanted(self) -> Iterable[str]:
        """Output paths of the pages that somebody looks at."""

    def show(self, pages: Mapping[str, bytes]) -> None:
        """These pages are what they will be, unless the rest of the build finds an error."""

    def pause(self) -> None:
        """A step is done. Raises Interrupted where there is something newer to be done."""


class Nobody:
    """Nobody waits: all is made before anything is shown."""

    def wanted(self) -> Iterable[str]:
        """No page."""
        return ()

    def show(self, pages: Mapping[str, bytes]) -> None:
        """Nobody is there."""

    def pause(self) -> None:
        """Go on."""


NOBODY = Nobody()

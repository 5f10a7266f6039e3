"""What one build did and found, as its callers see it."""

from __future__ import annotations

import msgspec

from briefgen.diagnostics import Diagnostic


class BuildResult(msgspec.Struct, frozen=True):
    """What one build did and found.

    `pages` counts addresses, `ran` computed values. `timings` are seconds by
    stage. `revision` grows with every build that changed the site or its problems.
    `set_aside` are files in the output that are not ours and could not stay at their place.
    """

    diagnostics: tuple[Diagnostic, ...]
    fatal: bool
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    pages: int = 0
    ran: int = 0
    seconds: float = 0.0
    timings: tuple[tuple[str, float], ...] = ()
    revision: int = 0
    set_aside: tuple[str, ...] = ()

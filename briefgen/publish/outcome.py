"""What is asked of a publication, and what came of it."""

from __future__ import annotations

import msgspec

from briefgen.publish.changes import Changes
from briefgen.publish.limits import GITHUB_PAGES, Limits
from briefgen.publish.moves import Move


class Publication(msgspec.Struct, frozen=True):
    """What is asked for: where to, and what to let pass.

    `force` publishes over a branch that is not ours, whose source is ahead, or that others
    changed by hand, and pushes with a lease instead of forward only; the old state stays the parent of the new one.
    """

    remote: str = "origin"
    branch: str = "gh-pages"
    dry_run: bool = False
    force: bool = False
    allow_dirty: bool = False
    limits: Limits = GITHUB_PAGES


class Outcome(msgspec.Struct, frozen=True):
    """What was, or would be, published. `commit` is empty if nothing was."""

    changes: Changes
    vanishing: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    commit: str = ""
    first: bool = False
    base_url: str = ""
    remote: str = ""
    notes: tuple[str, ...] = ()

"""What a build for the public may show: published, due, unexpired, and CLEAR.

The clock is asked only by things that carry a time, so that a new minute
re-runs nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from briefgen.model import Handling, Header

Clock = Callable[[], datetime]
"""The instant of the build, with its zone."""


def marks(handling: Handling, clock: Clock) -> tuple[str, ...]:
    """Why the public may not see it: `draft`, `embargoed`, `expired`, a TLP label; else empty."""
    found = ["draft"] if handling.status == "draft" else []
    if handling.publish_at and clock() < datetime.fromisoformat(handling.publish_at):
        found.append("embargoed")
    if handling.expires_at and clock() >= datetime.fromisoformat(handling.expires_at):
        found.append("expired")
    if handling.tlp != "CLEAR":
        found.append(handling.tlp)
    return tuple(found)


def hidden_parts(header: Header, clock: Clock) -> frozenset[str]:
    """The inline events and figures of a page that the public may not see, as `event:KEY`."""
    events = (f"event:{e.key}" for e in header.events if marks(e.handling, clock))
    figures = (f"figure:{f.key}" for f in header.figures if marks(f.handling, clock))
    return frozenset([*events, *figures])


def without(header: Header, parts: frozenset[str]) -> Header:
    """The header as if its hidden inline objects had never been written."""
    if not parts:
        return header
    return msgspec.structs.replace(
        header,
        events=tuple(e for e in header.events if f"event:{e.key}" not in parts),
        figures=tuple(f for f in header.figures if f"figure:{f.key}" not in parts),
    )

"""What a build for the public may show: published, due, unexpired, and CLEAR.

The clock is asked only by things that carry a time, so that a new minute
re-runs nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec

from briefgen.model import Data, Document, Handling, Header

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


class Visible(Data, frozen=True):
    """What a build may show of one document: all, some parts not, or nothing (`header` is None)."""

    header: Header | None = None
    """Without its hidden parts."""
    marks: tuple[str, ...] = ()
    hidden_parts: tuple[str, ...] = ()
    """Inline events and figures that are hidden alone, as `event:KEY` and `figure:KEY`."""
    part_marks: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Those that are shown here and would be hidden from the public, with the reasons."""


def visible(header: Header, clock: Clock, audience: str) -> Visible:
    """What a build for this audience may show of the document."""
    found = marks(header.handling, clock)
    if audience == "all":
        return Visible(header, found, part_marks=tuple(_marked_parts(header, clock)))
    if found:
        return Visible(None, found)
    parts = tuple(part for part, _ in _marked_parts(header, clock))
    return Visible(without(header, parts), found, parts)


def _marked_parts(header: Header, clock: Clock) -> Iterator[tuple[str, tuple[str, ...]]]:
    parts = (
        *((f"event:{event.key}", event.handling) for event in header.events),
        *((f"figure:{figure.key}", figure.handling) for figure in header.figures),
    )
    for part, handling in parts:
        if found := marks(handling, clock):
            yield part, found


def without(header: Header, parts: tuple[str, ...]) -> Header:
    """The header as if its hidden inline objects had never been written."""
    if not parts:
        return header
    return msgspec.structs.replace(
        header,
        events=tuple(e for e in header.events if f"event:{e.key}" not in parts),
        figures=tuple(f for f in header.figures if f"figure:{f.key}" not in parts),
    )


def shown(document: Document, seen: Visible) -> Document:
    """The document with its visible header, and without the references of hidden parts.

    References of the text stand before those of the front matter, so the
    segments' indexes stay true.
    """
    parts = seen.hidden_parts
    if not parts or seen.header is None:
        return document
    kept = tuple(ref for ref in document.references if ref.part not in parts)
    return msgspec.structs.replace(document, header=seen.header, references=kept)

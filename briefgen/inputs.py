"""A snapshot of the site folder → inputs of the engine: what of them is another than before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from briefgen.memo import Key, fingerprint
from briefgen.options import Overrides
from briefgen.workspace import Snapshot

Inputs = dict[Key, tuple[object, bytes]]
"""Inputs of the engine by key: the value and its digest."""


class Material(msgspec.Struct, frozen=True):
    """Everything that a site is made from, but the clock. `themes` has the packaged ones, too."""

    snapshot: Snapshot
    themes: Mapping[str, bytes]
    options: Overrides


class Difference(msgspec.Struct, frozen=True):
    """Inputs that may be others than before, and those that are no more."""

    fresh: Inputs
    gone: tuple[Key, ...] = ()


def difference(before: Material | None, after: Material) -> Difference:
    """What a later material has that an earlier one has not; all of it where there is none.

    A value is looked at only where it is another object: a look at the hinted places
    leaves all others as they are.
    """
    fresh: Inputs = dict(_always(after))
    gone: list[Key] = []
    for name, listed, part, mark in _PARTS:
        old, new = part(before) if before else {}, part(after)
        fresh |= {(name, n): (v, mark(v)) for n, v in new.items() if old.get(n) is not v}
        if before is None or old.keys() != new.keys():
            gone += ((name, n) for n in old.keys() - new.keys())
            if listed:
                fresh[listed, ""] = _names(new)
    return Difference(fresh, tuple(gone))


def _always(material: Material) -> Iterator[tuple[Key, tuple[object, bytes]]]:
    config, chosen = material.snapshot.config, material.options
    yield ("config", ""), (config, config.digest if config else b"")
    yield ("options", ""), (chosen, fingerprint(repr(chosen).encode()))
    # What is wrong with the files themselves, no query asks; but it is a difference.
    yield ("faults", ""), (None, fingerprint(repr(material.snapshot.diagnostics).encode()))


Part = Callable[[Material], Mapping[str, Any]]

_PARTS: tuple[tuple[str, str, Part, Callable[[Any], bytes]], ...] = (
    ("text", "tree", lambda m: m.snapshot.texts, lambda source: source.digest),
    ("stored", "", lambda m: m.snapshot.stored, fingerprint),
    ("file", "files", lambda m: m.snapshot.files, lambda facts: bytes.fromhex(facts.digest)),
    ("theme-file", "themes", lambda m: m.themes, fingerprint),
)
"""The inputs with an argument: their name, the input that lists the arguments, where they are, their digest."""


def _names(named: Mapping[str, object]) -> tuple[tuple[str, ...], bytes]:
    names = tuple(sorted(named))
    return names, fingerprint("\0".join(names).encode())

"""What we wrote: the list inside the output, and the memory of its files' signatures.

The *manifest* (`.briefgen-manifest.json`) lies in the output folder itself and is swapped
with it, so that it always fits the files beside it, whatever was killed and whatever cache
was deleted; it survives a copy of the folder to another machine. It names public paths and
their digests, follows from the site alone (same site, same bytes) and holds no secret;
publishing may leave it out. Whatever it does not name belongs to somebody else.

The *signatures* lie in the state folder: per file its digest with the size, time and inode
it had when we last knew its bytes. They save reading, and decide nothing by themselves:
without them every file is read once.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from briefgen.writer.plan import MANIFEST, digest, fault
from briefgen.writer.tree import read_chunks

_FORMAT = 1
_TICK_NS = 11_000_000
"""The longest tick of a file system clock: two changes within one tick look like one."""
_COARSE_NS = 2_000_000_000
"""The tick of file systems that keep whole seconds (FAT keeps even ones)."""

Signature = tuple[str, int, int, int]
"""Digest, size in bytes, modification time in ns, inode."""


class _Manifest(msgspec.Struct, frozen=True):
    generator: str
    format: int
    files: dict[str, str]


class Signatures(msgspec.Struct, frozen=True):
    """The state file: which build was written, by the disk's clock when, and its files."""

    format: int = _FORMAT
    build: str = ""
    clock: int = 0
    files: dict[str, Signature] = {}

    def digest_of(self, path: str, status: os.stat_result) -> str:
        """The digest of an untouched file, "" when it must be read to know."""
        known = self.files.get(path)
        fits = known is not None and known[1:] == signature("", status)[1:]
        return known[0] if known and fits and self.is_settled(known) else ""

    def is_settled(self, known: Signature) -> bool:
        """False when a later change may have fallen into the same tick of the clock."""
        tick = _TICK_NS if known[2] % 1_000_000_000 else _COARSE_NS
        return known[2] + tick < self.clock


def signature(content_digest: str, status: os.stat_result) -> Signature:
    """What a file looks like from outside, with what we know of its inside."""
    return content_digest, status.st_size, status.st_mtime_ns, status.st_ino


def encode(files: Mapping[str, str]) -> bytes:
    """The manifest of these files (path → digest): sorted, one to a line."""
    manifest = _Manifest("briefgen", _FORMAT, dict(sorted(files.items())))
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def read(folder: Path) -> dict[str, str] | None:
    """The files an output folder's manifest names; None when there is no sound one.

    It may have come from anywhere: a list with a path that leads out is no list at all.
    """
    try:
        raw = b"".join(read_chunks(folder / MANIFEST))
        manifest = msgspec.json.decode(raw, type=_Manifest)
    except (OSError, msgspec.DecodeError):
        return None
    sound = manifest.format == _FORMAT and not any(map(fault, manifest.files))
    return manifest.files if sound else None


def state_file(state: Path, live: Path) -> Path:
    """Where the signatures of one output folder are kept: one site may have several."""
    return state / f"output-{digest(os.fsencode(live))[:12]}.msgpack"


def load(file: Path) -> Signatures:
    """The remembered signatures; none when they are missing, foreign or broken."""
    try:
        remembered = msgspec.msgpack.decode(b"".join(read_chunks(file)), type=Signatures)
    except (OSError, msgspec.DecodeError):
        return Signatures()
    return remembered if remembered.format == _FORMAT else Signatures()


def dump(signatures: Signatures) -> bytes:
    """The state file's bytes."""
    return msgspec.msgpack.encode(signatures)

"""Checksums of what lies on the disk, each of data and of the place that it belongs to."""

from __future__ import annotations

from briefgen.memo import fingerprint

SIZE = 16
"""Bytes of a checksum."""


def place(name: str, arg: str) -> bytes:
    """The place of a memo's data."""
    return f"{name}\0{arg}".encode()


def seal(key: bytes, data: bytes) -> bytes:
    """The checksum of data and of the key it belongs to."""
    return fingerprint(key + b"\0" + data)


def checked(key: bytes, sealed: object) -> bytes | None:
    """The data behind its checksum, if it is what was sealed under the key."""
    if not isinstance(sealed, bytes):
        return None
    return sealed[SIZE:] if seal(key, sealed[SIZE:]) == sealed[:SIZE] else None

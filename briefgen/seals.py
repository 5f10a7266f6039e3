"""Checksums of what lies on the disk, each of data and of the place that it belongs to."""

from __future__ import annotations

from hashlib import blake2b

SIZE = 16
"""Bytes of a checksum."""


def place(name: str, arg: str) -> bytes:
    """The place of a memo's data."""
    return f"{name}\0{arg}".encode()


def seal(key: bytes, data: bytes) -> bytes:
    """The checksum of data and of the key it belongs to."""
    made = blake2b(key + b"\0", digest_size=SIZE)
    made.update(data)  # not in one piece with the key: data may be megabytes
    return made.digest()


def checked(key: bytes, sealed: object) -> bytes | None:
    """The data behind its checksum, if it is what was sealed under the key."""
    if not isinstance(sealed, bytes):
        return None
    return sealed[SIZE:] if seal(key, sealed[SIZE:]) == sealed[:SIZE] else None

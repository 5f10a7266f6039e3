"""What is read from the site folder."""

from __future__ import annotations

import msgspec

from briefgen.data import Data


class Source(msgspec.Struct, frozen=True):
    """One text file as it was read: its path, digest, and bytes."""

    path: str
    digest: bytes
    data: bytes


class FileFacts(Data, frozen=True):
    """What others may know of a file that is not parsed (a picture, a PDF)."""

    path: str
    digest: str
    size: int
    width: int = 0
    height: int = 0

"""What is read from the site folder."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from briefgen.data import Data


class Source(msgspec.Struct, frozen=True):
    """One text file as it was read: its path, digest, and bytes, at hand or where `fetch` brings them from."""

    path: str
    digest: bytes
    held: bytes = b""
    fetch: Callable[[], bytes | None] | None = None

    @property
    def data(self) -> bytes:
        """The bytes. Raises OSError if they do not come back from where they were put."""
        if self.fetch is None:
            return self.held
        data = self.fetch()
        if data is None:
            raise OSError(f"what was read of {self.path} is lost")
        return data


class FileFacts(Data, frozen=True):
    """What others may know of a file that is not parsed (a picture, a PDF)."""

    path: str
    digest: str
    size: int
    width: int = 0
    height: int = 0

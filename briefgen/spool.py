"""Where values wait between the moment they are made and the moment they are written."""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path


class Spool:
    """A file without a name in a folder, made when it is first needed, gone with this object."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None
        self._end = 0

    def put(self, data: bytes) -> Callable[[], bytes | None]:
        """Put something down; what is given back brings it again.

        Where there is no room for it on the disk, or no such file, it stays in memory.
        """
        if not hasattr(os, "pwrite"):  # Windows
            return lambda: data
        start = self._end
        try:
            written = os.pwrite(self._opened(), data, start)
        except OSError:
            written = 0
        if written < len(data):
            return lambda: data
        self._end += written
        return lambda: self._read(start, written)

    def _read(self, start: int, size: int) -> bytes | None:
        data = os.pread(self._opened(), size, start)
        return data if len(data) == size else None

    def _opened(self) -> int:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file, name = tempfile.mkstemp(dir=self._folder)
            weakref.finalize(self, os.close, self._file)
            os.unlink(name)  # noqa: PTH108 - it was never a path
        return self._file

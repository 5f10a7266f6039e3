"""Where values wait between the moment they are made and the moment they are written."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path

_PAGE = 1 << 18
"""Bytes that are gathered before they are written."""


class Spool:
    """A file without a name in a folder, made when it is first needed, gone with this object."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None
        self._end = 0
        self._pages: dict[int, bytearray] = {}
        """What is not in the file, by its place: the last page, and those for which there is no room."""

    def put(self, data: bytes) -> Callable[[], bytes | None]:
        """Put something down; what is given back brings it again, here and in children forked later.

        Where there is no room for it on the disk, or no such file, it stays in memory. Only the
        process that made the spool puts anything into it.
        """
        place = next(reversed(self._pages), -1)
        if place < 0 or len(self._pages[place]) + len(data) > _PAGE:
            self._write(place)
            place = self._end
            self._pages[place] = bytearray()
        start = self._end - place
        self._pages[place] += data
        self._end += len(data)
        return partial(self._read, place, start, len(data))

    def _write(self, place: int) -> None:
        """Bring a page to the disk, if there is room."""
        if place < 0 or not hasattr(os, "pwrite"):  # as on Windows
            return
        page = self._pages[place]
        try:
            written = os.pwrite(self._opened(), page, place)
        except OSError:
            return
        if written == len(page):
            del self._pages[place]

    def _read(self, place: int, start: int, size: int) -> bytes | None:
        page = self._pages.get(place)
        if page is not None:
            return bytes(page[start : start + size])
        data = os.pread(self._opened(), size, place + start)
        return data if len(data) == size else None

    def _opened(self) -> int:
        if self._file is None:
            import tempfile  # a build at rest needs none

            self._folder.mkdir(parents=True, exist_ok=True)
            self._file, name = tempfile.mkstemp(dir=self._folder)
            weakref.finalize(self, os.close, self._file)
            os.unlink(name)  # noqa: PTH108 - it was never a path
        return self._file

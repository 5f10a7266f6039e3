"""Where finished artifacts stand, each a file of its own, until they are moved into the site.

Whoever makes one puts it there, a worker too: making a file is mostly the system's work, and
all cores do it at once. What then is left to do at the end is to give each its name.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
from hashlib import blake2b
from pathlib import Path


class Shelf:
    """A folder for one build; `open` it before anything is put there, `close` it at the end.

    What stands there goes into the site as it is. So it is a new folder with a name that nobody
    could know, within the one that is named: nothing was there before.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place = ""
        self._held: int | None = None

    def open(self) -> None:
        """Begin with an empty folder, or do without one: where another build has it, or none can be."""
        if sys.platform != "linux" or self._held is not None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            held = _locked(self._folder)
        except OSError:
            return
        try:
            for left in self._folder.iterdir():  # by a build that was killed
                _remove(left)
            place = f"{self._folder}/{os.urandom(8).hex()}"
            os.mkdir(place, 0o700)  # noqa: PTH102 - raises if it is there
        except OSError:
            os.close(held)
        else:
            self._held, self._place = held, place

    def put(self, name: str, data: bytes) -> bool:
        """Stand something there under a name; False where that could not be done."""
        if self._held is None:
            return False
        path = self._path(name)
        try:
            _create(path, data)
        except OSError:  # no room, it may be: then it stays where it is
            with contextlib.suppress(OSError):
                os.unlink(path)  # noqa: PTH108 - as it was made
            return False
        return True

    def find(self, name: str) -> str:
        """The path of the file that stands there under a name; "" if none does."""
        if self._held is None:
            return ""
        path = self._path(name)
        try:
            found = os.lstat(path)
        except OSError:
            return ""
        return path if stat.S_ISREG(found.st_mode) else ""

    def close(self) -> None:
        """Throw away what is left."""
        if self._held is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            os.close(self._held)
            self._held = None

    def _path(self, name: str) -> str:
        return f"{self._place}/{blake2b(name.encode(), digest_size=16).hexdigest()}"


def _locked(folder: Path) -> int:
    """A hold on a folder that ends with this process and its workers. Raises OSError if there is one."""
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_there = os.path.samestat(os.fstat(descriptor), os.lstat(folder))
    except OSError:
        os.close(descriptor)
        raise
    if not is_there:
        os.close(descriptor)
        raise FileNotFoundError(f"{folder} was taken away, and is another one now")
    return descriptor


def _remove(left: Path) -> None:
    if left.is_dir() and not left.is_symlink():
        shutil.rmtree(left)
    else:
        left.unlink()


def _create(path: str, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o644)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)

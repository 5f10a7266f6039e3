"""Every call of the writer that changes the disk, in one object.

One door makes two things possible: a test lets any single call fail or kill the
process, and the one call that Python lacks, the atomic exchange of two folders,
has one home. All of them raise OSError; none follows a symlink at its last part.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.writer.tree import Name

if TYPE_CHECKING:  # imported where there is something to write
    import ctypes

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # macOS, sys/stdio.h
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_CREATE = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
# Windows has no such choice, and there links to links are made of themselves anyway.
_LINK_OPTIONS: dict[str, bool] = (
    {"follow_symlinks": False} if os.link in os.supports_follow_symlinks else {}
)


class Syscalls:
    """The disk and the clock, as the writer uses them."""

    def mkdir(self, path: Name) -> None:
        """Make one folder, 0755 less the umask."""
        os.mkdir(path, 0o755)

    def makedirs(self, path: Path) -> None:
        """Make a folder and what is above it; one that is there is fine."""
        path.mkdir(mode=0o755, parents=True, exist_ok=True)

    def rmdir(self, path: Name) -> None:
        """Remove an empty folder."""
        os.rmdir(path)

    def rmtree(self, path: Path) -> None:
        """Remove a folder with all that is in it, never through a symlink."""
        import shutil

        shutil.rmtree(path)

    def chmod(self, path: Name, mode: int) -> None:
        """Set permission bits."""
        os.chmod(path, mode)

    def unlink(self, path: Name) -> None:
        """Remove a file or a symlink."""
        os.unlink(path)

    def rename(self, source: Name, target: Name) -> None:
        """Move within the file system; a file replaces a file in one step."""
        os.replace(source, target)

    def link(self, source: Name, target: Name) -> None:
        """Give a file (or the symlink itself) a second name."""
        os.link(source, target, **_LINK_OPTIONS)

    def create(self, path: Name, chunks: Iterable[bytes]) -> None:
        """Write a new file, 0644 less the umask; raises FileExistsError over an old one."""
        # Not by way of a file object, which asks the system three things more of each file.
        descriptor = os.open(path, _CREATE, 0o644)
        try:
            for chunk in chunks:
                rest = memoryview(chunk)
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
        finally:
            os.close(descriptor)

    def set_mtime(self, path: Name, mtime_ns: int) -> None:
        """Give a copy the time of its original."""
        os.utime(path, ns=(mtime_ns, mtime_ns))

    def exchange(self, one: Path, other: Path) -> bool:
        """Swap two folders in one atomic step; False where that cannot be done."""
        call = _exchange_call()
        if call is None:
            return False
        if call(os.fsencode(one), os.fsencode(other)) == 0:
            return True
        number = _errno()
        if number in _UNSUPPORTED:
            return False
        raise OSError(number, os.strerror(number), str(one), None, str(other))

    def fsync(self, path: Name) -> None:
        """Wait until a file or a folder is on the disk."""
        if os.name == "nt" and os.path.isdir(path):
            return  # a folder cannot be opened there; NTFS keeps a journal of its own
        descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def syncfs(self, path: Name) -> bool:
        """Wait until the whole file system is on the disk; False where that is unknown."""
        call = getattr(_libc(), "syncfs", None) if sys.platform == "linux" else None
        if call is None:
            return False
        descriptor = os.open(path, os.O_RDONLY)
        try:
            if call(descriptor) != 0:
                number = _errno()
                raise OSError(number, os.strerror(number), str(path))
        finally:
            os.close(descriptor)
        return True

    def sleep(self, seconds: float) -> None:
        """Wait, for a lock."""
        time.sleep(seconds)


def _libc() -> ctypes.CDLL:
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def _errno() -> int:
    import ctypes

    return ctypes.get_errno()


def _exchange_call() -> Any:
    """A function of two byte paths that gives 0 when they have changed places, or None."""
    if sys.platform == "linux" and hasattr(_libc(), "renameat2"):
        call = _libc().renameat2
        return lambda a, b: call(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE)
    if sys.platform == "darwin" and hasattr(_libc(), "renamex_np"):
        call = _libc().renamex_np
        return lambda a, b: call(a, b, _RENAME_SWAP)
    return None

"""A second generation after the first: made beside whatever follows, so that the next write finds it.

The first write has nothing to make the next generation from; the second one would have to give
every file its second name before it could swap. That is work of the system alone, so it is done
while the cache is written: by a program of its own, which copies nothing of our memory, shares no
lock of the interpreter, and starts in ten milliseconds. It must not import anything of ours.

Nothing depends on it: a generation that is half there, or not at all, is completed as ever. It does
not wait for the disk either: who uses it does (`staging`), and tells it by the mode of its folder.
"""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.writer.place import Place

WORTH_IT = 256
"""Fewer files than this are linked in less time than it takes to start a program."""


def start(place: Place, manifest: str, count: int) -> int | None:
    """The process that makes it, or None where there is one already, or little to make."""
    wanted = count >= WORTH_IT and sys.platform == "linux" and bool(sys.executable)
    if not wanted or os.path.lexists(place.spare):
        return None
    paths = map(str, (place.live, place.spare, place.lock, manifest))
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
    command = [sys.executable, "-I", "-S", __file__, *paths]
    try:
        return os.posix_spawn(sys.executable, command, os.environ, file_actions=quiet)
    except OSError:  # then the next write does it
        return None


def wait(process: int) -> None:
    """Return when it has ended, however it did."""
    try:
        os.waitpid(process, 0)
    except ChildProcessError:  # the system has buried it
        return


def double(live: str, spare: str, files: Iterable[str]) -> None:
    """Give every file of the live generation a second name; raises OSError where that is not to be had."""
    os.mkdir(spare, 0o755 | stat.S_ISVTX)
    folders = {""}
    for path in files:
        if any(part in ("", ".", "..") for part in path.split("/")):
            raise OSError(f"{path!r} is no path of a site")
        missing, folder = [], path.rpartition("/")[0]
        while folder not in folders:
            missing.append(folder)
            folder = folder.rpartition("/")[0]
        for folder in reversed(missing):
            os.mkdir(f"{spare}/{folder}", 0o755)
        folders.update(missing)
        os.link(f"{live}/{path}", f"{spare}/{path}", follow_symlinks=False)


def main(live: str, spare: str, lock: str, manifest: str) -> None:
    """Do it under the writer's lock, if nobody else has it and nothing has changed."""
    import fcntl
    import json

    descriptor = os.open(lock, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with open(f"{live}/{manifest}", encoding="utf-8") as file:
        files = json.load(file)["files"]
    double(live, spare, [manifest, *files])


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (OSError, ValueError):
        sys.exit(1)  # told by nobody: the next write does without

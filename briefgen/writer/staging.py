"""The next generation, made from the spare one by what differs from the live one.

A file that stays is the same inode in both generations, so "is it right already?" is one
comparison of numbers, after any history and any crash; and its time stays as it was.

The spare folder's entries move into a new folder first. A reader that opened a generation
by its folder and still holds it two builds later finds nothing there any more, and never
a mixture of two sites.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from hashlib import blake2b

import msgspec

from briefgen.writer import tree
from briefgen.writer.place import Place
from briefgen.writer.plan import MANIFEST, OutputError, OutputPlan, SourceFile, parents
from briefgen.writer.survey import Survey
from briefgen.writer.syscalls import Syscalls

_NO_LINKS = {
    errno.EPERM,
    errno.EACCES,
    errno.EMLINK,
    errno.ENOSYS,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.EINVAL,
}
"""How file systems say that they have no (more) hard links, or none for this file."""

_FEW = 16
"""So many files are flushed one by one; for more, the whole file system at once is faster."""

_MANY = 256
"""More files than this are worth a thread that begins to flush while they get their names."""


class Staged(msgspec.Struct, frozen=True):
    """The finished generation.

    status: of every file of ours in it; linked: the strangers' files that have a second
    name in it, and their inodes.
    """

    status: dict[str, os.stat_result]
    linked: dict[str, int]


def stage(
    place: Place,
    plan: OutputPlan,
    seen: Survey,
    spare: tree.Tree,
    syscalls: Syscalls,
    *,
    durable: bool,
) -> Staged:
    """Build `next` for the plan; raises OSError and OutputError, and leaves scrap then.

    spare: what is in the spare generation, all of it ours.
    """
    stage = _Stage(place, plan, seen, syscalls)
    with _flushing(str(place.workshop), syscalls) if durable and stage.is_large else nullcontext():
        stage.take_spare()
        stage.clear(spare)
        stage.fill()
    if durable:
        stage.flush()
    stage.leave_spare()
    return Staged(stage.status, stage.linked)


@contextmanager
def _flushing(folder: str, syscalls: Syscalls) -> Iterator[None]:
    """Have what is written already get to the disk meanwhile: the wait at the end is short then."""
    import threading

    failed: list[OSError] = []

    def flush() -> None:
        try:
            syscalls.syncfs(folder)
        except (
            OSError
        ) as error:  # of which the system tells once: the flush at the end knows nothing
            failed.append(error)

    ahead = threading.Thread(target=flush)
    try:
        ahead.start()
    except RuntimeError:  # no more threads: then all is waited for at the end
        yield
        return
    try:
        yield
    finally:
        ahead.join()
    if failed:
        raise failed[0]


class _Stage:
    def __init__(self, place: Place, plan: OutputPlan, seen: Survey, syscalls: Syscalls) -> None:
        self.live, self.next, self.spare = str(place.live), str(place.next), place.spare
        self.plan, self.seen, self.syscalls = plan, seen, syscalls
        self.folders = seen.folders | parents((*seen.strangers, *seen.sealed))
        self.status = dict(seen.kept)
        self.linked: dict[str, int] = {}
        self.there: set[str] = set()
        self.folders_there: set[str] = set()
        self.touched: set[str] = set()
        self.new: list[str] = []
        self.is_large = len(seen.changed) > _MANY

    def take_spare(self) -> None:
        """A new folder with everything the spare one has, but its list of files.

        While something of it may be left, or be back after a power cut, we know whose it is.
        """
        self.syscalls.mkdir(self.next)
        if os.path.lexists(self.live):
            self.syscalls.chmod(self.next, stat.S_IMODE(os.lstat(self.live).st_mode))
        if os.path.lexists(self.spare):
            if not self._was_live():
                self.touched |= self.folders
            for entry in sorted(self.spare.iterdir()):
                if entry.name != MANIFEST:
                    self.syscalls.rename(entry, f"{self.next}/{entry.name}")

    def _was_live(self) -> bool:
        """False where another program made the spare generation (`second`) and waited for nothing."""
        return not os.lstat(self.spare).st_mode & stat.S_ISVTX

    def leave_spare(self) -> None:
        """Nothing is left in the spare folder but the list."""
        if os.path.lexists(self.spare / MANIFEST):
            self.syscalls.unlink(self.spare / MANIFEST)
        if os.path.lexists(self.spare):
            self.syscalls.rmdir(self.spare)

    def clear(self, found: tree.Tree) -> None:
        """Remove what the next site does not have, or has otherwise."""
        for path, entry in sorted(found.files.items()):
            if path == MANIFEST:
                continue
            if self._stays(path, entry):
                self.there.add(path)
            else:
                self._touch(path)
                self.syscalls.unlink(f"{self.next}/{path}")
        self.folders_there = found.folders & self.folders
        for folder in sorted(found.folders - self.folders, reverse=True):
            self._touch(folder)
            self.syscalls.rmdir(f"{self.next}/{folder}")

    def _stays(self, path: str, entry: os.DirEntry[str]) -> bool:
        right = self.seen.kept.get(path)
        if right is None:
            return False
        if right.st_ino == entry.inode():  # which the folder tells: nobody asks for the file
            return True
        status = os.lstat(f"{self.next}/{path}")
        same = (right.st_size, right.st_mtime_ns) == (status.st_size, status.st_mtime_ns)
        # Without hard links the generations have copies, and a clock's tick can hide a change.
        if same and _content_digest(f"{self.next}/{path}", status) == self.plan.files[path]:
            self.status[path] = status
            return True
        return False

    def fill(self) -> None:
        """Make folders, give kept files and strangers a second name, write what is new."""
        for folder in sorted(self.folders - self.folders_there):
            self._touch(folder)
            self._make_folder(f"{self.next}/{folder}")
        for path in sorted(self.seen.kept.keys() - self.there):
            self._keep(path)
        for path in self.seen.changed:
            self._write(path)
        for path in self.seen.strangers:
            self._link_stranger(path)

    def _make_folder(self, path: str) -> None:
        try:
            self.syscalls.mkdir(path)
        except FileExistsError:  # a stranger's, or ours under another spelling
            if not stat.S_ISDIR(os.lstat(path).st_mode):
                raise

    def _keep(self, path: str) -> None:
        self._touch(path)
        if not self._link(path):
            mtime = self.seen.kept[path].st_mtime_ns
            chunks = tree.read_chunks(f"{self.live}/{path}")
            self._create(path, _verified(path, chunks, self.plan.files))
            self.syscalls.set_mtime(f"{self.next}/{path}", mtime)
            self.status[path] = os.lstat(f"{self.next}/{path}")

    def _write(self, path: str) -> None:
        self._touch(path)
        content = self.plan.content(path)
        if isinstance(content, bytes):  # what was made is what was planned
            self._create(path, (content,))
        elif isinstance(content, SourceFile):
            self._create(path, _verified(path, _source_chunks(content), self.plan.files))
        else:
            self._move(path, content.path)
        self.status[path] = os.lstat(f"{self.next}/{path}")

    def _move(self, path: str, ready: str) -> None:
        try:
            self.syscalls.rename(ready, f"{self.next}/{path}")
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            self._create(path, tree.read_chunks(ready))  # the site is on another disk
        else:
            self.new.append(path)

    def _create(self, path: str, chunks: Iterable[bytes]) -> None:
        self.syscalls.create(f"{self.next}/{path}", chunks)
        self.new.append(path)

    def _link_stranger(self, path: str) -> None:
        """What cannot be linked (a pipe, somebody else's file) moves after the swap."""
        self._touch(path)
        if self._link(path):
            self.linked[path] = os.lstat(f"{self.next}/{path}").st_ino

    def _link(self, path: str) -> bool:
        try:
            self.syscalls.link(f"{self.live}/{path}", f"{self.next}/{path}")
        except OSError as error:
            if error.errno in _NO_LINKS:
                return False
            raise
        return True

    def _touch(self, path: str) -> None:
        self.touched.add(path.rpartition("/")[0])

    def flush(self) -> None:
        """Wait until all of it is on the disk."""
        if len(self.new) + len(self.touched) > _FEW and self.syscalls.syncfs(self.next):
            return
        for path in self.new:
            self.syscalls.fsync(f"{self.next}/{path}")
        for folder in sorted(self.touched & {"", *self.folders}):
            self.syscalls.fsync(f"{self.next}/{folder}")


def _content_digest(path: str, status: os.stat_result) -> str:
    return tree.file_digest(path) if tree.is_regular(status) else ""


def _source_chunks(source: SourceFile) -> Iterator[bytes]:
    try:
        yield from tree.read_chunks(source.path, follow=True)
    except OSError as error:
        raise OutputError(
            f"{source.path} could not be copied into the site ({error.strerror or error}).",
            "See that the file can be read, and build again.",
        ) from error


def _verified(path: str, chunks: Iterator[bytes], files: Mapping[str, str]) -> Iterator[bytes]:
    """Pass bytes on; raises OutputError when they were not the planned ones."""
    state = blake2b(digest_size=16)
    for chunk in chunks:
        state.update(chunk)
        yield chunk
    if state.hexdigest() != files[path]:
        raise OutputError(
            f"“{path}” changed while the site was written.",
            "Build again; the site is as it was before.",
        )

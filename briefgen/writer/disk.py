"""From a plan to the output folder: lock, repair, compare, stage, swap, put away.

The order is the safety. Until the swap the live folder is only read; the swap is one
atomic step; after it nothing but housekeeping is left, which a later build can finish.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from briefgen.writer import generations, manifest, tree
from briefgen.writer.lock import hold
from briefgen.writer.manifest import Signatures
from briefgen.writer.place import Place, ignore_workshop, locate, open_workshop
from briefgen.writer.plan import (
    MANIFEST,
    Content,
    OutputError,
    OutputPlan,
    WriteResult,
    check,
    digest,
    parents,
)
from briefgen.writer.staging import Staged, stage
from briefgen.writer.survey import Ground, Survey, current_digest, own_files, survey
from briefgen.writer.syscalls import Syscalls

LOCK_WAIT = 30.0
"""Seconds that a build waits for another one in the same output folder."""


def write(
    output: Path,
    plan: OutputPlan,
    *,
    state: Path,
    build: str,
    durable: bool = True,
    wait: float = LOCK_WAIT,
    syscalls: Syscalls | None = None,
) -> WriteResult:
    """Make the output folder hold exactly the plan, and whatever strangers put there.

    Readers see the old site or the new one, each complete, also when this process is
    killed. Files that are right are not touched; others are asked of `plan.content`.

    state: the site's private folder, for the cache of signatures.
    build: a name for what is written, which `is_intact` compares.
    durable: wait for the disk, so that even a power cut leaves one complete site.
    wait: seconds to wait for another build.

    Raises OutputError: nothing was changed for a reader then, or (if it says so) the new
    site is in place; the next write repairs the rest.
    """
    check(plan.files)
    place = locate(output, state)
    calls = syscalls or Syscalls()
    with _explained(place):
        open_workshop(place, calls)
        with hold(place.lock, wait=wait, syscalls=calls):
            ignore_workshop(place, calls)
            return _Writing(place, plan, build, calls, durable=durable).run()


class _Writing:
    """One write under the lock."""

    def __init__(
        self,
        place: Place,
        plan: OutputPlan,
        build: str,
        syscalls: Syscalls,
        *,
        durable: bool,
    ) -> None:
        self.place, self.build, self.syscalls = place, build, syscalls
        self.durable = durable
        self.plan = with_manifest(plan)
        self.known = manifest.load(place.signatures)

    def run(self) -> WriteResult:
        aside = generations.recover(self.place, self.syscalls)
        ours = self._own_files()
        seen = self._survey(ours)
        if seen.is_current:
            self._remember(seen)
            return _result(seen, aside)
        spare = generations.look_at_spare(self.place, ours)
        if spare.strangers:
            aside += generations.bring_back(self.place, spare.strangers, {}, self.syscalls)
            seen = self._survey(ours)
        return _result(seen, aside + self._renew(seen, spare.ours))

    def _own_files(self) -> Mapping[str, str]:
        """The manifest; where somebody lost it, it is written anew from memory."""
        listed = manifest.read(self.place.live)
        if listed is not None:
            return listed
        ours = own_files(self.place.live, self.known)
        target = self.place.live / MANIFEST
        if ours and not target.is_dir():
            draft = self.place.workshop / "manifest.new"
            generations.replace(draft, target, manifest.encode(ours), self.syscalls)
        return ours

    def _survey(self, ours: Iterable[str]) -> Survey:
        owned = frozenset({MANIFEST, *ours})
        ground = Ground(self.place.live, self.plan.files, owned, self.known)
        return survey(ground)

    def _renew(self, seen: Survey, spare: tree.Tree) -> tuple[str, ...]:
        """Stage, swap, and bring the strangers along; gives those that were set aside."""
        draft = self.place.signatures.with_suffix(".new")
        try:
            staged = self._stage(seen, spare)
            self._draft(draft, self._signatures(staged.status))
            # Strangers that move are the one thing that no later build could make again.
            moving = bool(seen.sealed) or len(staged.linked) < len(seen.strangers)
            durable = self.durable or moving
            generations.write_journal(self.place, staged.linked, self.syscalls, durable=durable)
        except OSError as error:
            self._give_back_space(error)
            raise
        generations.swap(self.place, self.syscalls)
        with _after_swap(self.place):
            generations.put_away(self.place, self.syscalls, durable=self.durable)
            strangers = (*seen.strangers, *seen.sealed)
            aside = generations.bring_back(self.place, strangers, staged.linked, self.syscalls)
            self.syscalls.rename(draft, self.place.signatures)
            generations.close_journal(self.place, self.syscalls)
        return aside

    def _stage(self, seen: Survey, spare: tree.Tree) -> Staged:
        return stage(self.place, self.plan, seen, spare, self.syscalls, durable=self.durable)

    def _give_back_space(self, error: OSError) -> None:
        """A disk that our scrap filled would stay full; elsewhere the next build clears up."""
        if error.errno in _FULL:
            generations.discard(self.place.next, self.syscalls)

    def _remember(self, seen: Survey) -> None:
        signatures = self._signatures(seen.kept)
        settled = all(map(self.known.is_settled, self.known.files.values()))
        same = (signatures.files, signatures.build) == (self.known.files, self.known.build)
        if not (same and settled):
            draft = self.place.signatures.with_suffix(".new")
            self._draft(draft, signatures)
            self.syscalls.rename(draft, self.place.signatures)

    def _signatures(self, status: dict[str, os.stat_result]) -> Signatures:
        files = {
            path: manifest.signature(self.plan.files[path], status[path]) for path in sorted(status)
        }
        # The clock of the output's own disk: it may be on another machine.
        os.utime(self.place.lock)
        return Signatures(
            build=self.build, clock=os.lstat(self.place.lock).st_mtime_ns, files=files
        )

    def _draft(self, draft: Path, signatures: Signatures) -> None:
        """Written before the swap, so that a full disk shows while nothing has happened."""
        self.syscalls.makedirs(self.place.state)
        if os.path.lexists(draft):
            self.syscalls.unlink(draft)
        self.syscalls.create(draft, [manifest.dump(signatures)])


def with_manifest(plan: OutputPlan) -> OutputPlan:
    """The plan together with the list of its files."""
    listing = manifest.encode(plan.files)

    def content(path: str) -> Content:
        return listing if path == MANIFEST else plan.content(path)

    return OutputPlan({**plan.files, MANIFEST: digest(listing)}, content)


def is_intact(output: Path, *, state: Path, build: str | None = None) -> bool:
    """Whether every file is still as the last write left it (of this build, if named).

    A cheap look at sizes, times and inodes; only files that were written in the last
    moment before the look was remembered are read. Takes no lock and changes nothing.
    """
    place = locate(output, state)
    known = manifest.load(place.signatures)
    if not known.files or build not in (None, known.build) or os.path.lexists(place.journal):
        return False
    live = str(place.live)
    linked = any(os.path.islink(f"{live}/{folder}") for folder in parents(known.files))
    return not linked and all(_is_as_left(live, path, known) for path in known.files)


def _is_as_left(live: str, path: str, known: Signatures) -> bool:
    try:
        status = os.lstat(f"{live}/{path}")
    except (FileNotFoundError, NotADirectoryError):
        return False
    left = known.files[path]
    if left != manifest.signature(left[0], status) or not tree.is_regular(status):
        return False
    return known.is_settled(left) or current_digest(Path(live), path, status, known) == left[0]


def _result(seen: Survey, aside: tuple[str, ...]) -> WriteResult:
    return WriteResult(
        written=tuple(path for path in seen.changed if path != MANIFEST),
        removed=seen.removed,
        unchanged=len(seen.kept.keys() - {MANIFEST}),
        set_aside=aside,
    )


_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_FIXED = {errno.EBUSY, errno.EXDEV}


@contextmanager
def _explained(place: Place) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _in_words(place, error, "The site there is as it was.") from error


@contextmanager
def _after_swap(place: Place) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _in_words(
            place, error, "The new site is in place; the next build tidies up."
        ) from error


def _in_words(place: Place, error: OSError, standing: str) -> OutputError:
    number = error.errno
    if number in _FULL:
        return OutputError(
            f"The disk of {place.live} is full. {standing}", "Free some space, and build again."
        )
    if number in _FORBIDDEN:
        return OutputError(
            f"Not allowed to write {error.filename or place.live}. {standing}",
            f"Writing needs {place.live.parent} and {place.state}: change their permissions,"
            " or name another output folder.",
        )
    if number in _FIXED:
        return OutputError(
            f"{place.live} cannot be swapped: it is a mount point, or in use. {standing}",
            f"Build into a folder inside it, such as {place.live / 'site'}.",
        )
    said = error.strerror or error
    return OutputError(f"{place.live} could not be written: {said}. {standing}")

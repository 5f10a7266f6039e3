"""Two generations of a site, swapped in one step, and repaired after any crash.

The journal is written when the next generation is complete and goes when the swap is done
and the strangers are back. So at any start:

* no journal: the live folder is right; a `next` folder is scrap.
* a journal, and `next` is the generation it announces: not swapped yet; `next` is scrap, too.
* the same, but no live folder: died between the two renames that replace the atomic
  exchange where there is none; the second one follows now.
* a journal, and `next` is the generation that was live: swapped; it is to be put aside.
* a journal, and `next` is none of these: scrap. A power cut has brought back the journal of
  a swap that was over.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from briefgen.writer import manifest, tree
from briefgen.writer.place import Place, make_folder
from briefgen.writer.plan import MANIFEST, parents
from briefgen.writer.syscalls import Syscalls


class Journal(msgspec.Struct, frozen=True):
    """What is about to be swapped in.

    inode: of the next generation's folder; old: of the live one's, if there is one; linked: the
    strangers' files that have a second name in the next one, and their inodes.
    """

    inode: int
    old: int | None
    linked: dict[str, int]


def read_journal(place: Place) -> Journal | None:
    """The journal of a swap under way; None when there is none."""
    try:
        return msgspec.json.decode(place.journal.read_bytes(), type=Journal)
    except (FileNotFoundError, msgspec.DecodeError):
        # Half a journal: it is renamed into place, so only a power cut in a build that did
        # not wait for the disk can leave one, and such a build moves no stranger's folder.
        return None


def swap(place: Place, syscalls: Syscalls) -> None:
    """Make the next generation the live one; when it raises OSError, nothing was swapped."""
    if not os.path.lexists(place.live):
        syscalls.rename(place.next, place.live)
    elif not syscalls.exchange(place.next, place.live):
        _swap_in_two_steps(place, syscalls)


def put_away(place: Place, syscalls: Syscalls, *, durable: bool) -> None:
    """After the swap: the old generation becomes the spare one."""
    if durable:
        _sync(place, syscalls)
    if os.path.lexists(place.next):
        syscalls.rename(place.next, place.spare)


def _swap_in_two_steps(place: Place, syscalls: Syscalls) -> None:
    syscalls.rename(place.live, place.spare)
    try:
        syscalls.rename(place.next, place.live)
    except OSError:
        syscalls.rename(place.spare, place.live)
        raise


def _sync(place: Place, syscalls: Syscalls) -> None:
    syscalls.fsync(place.live.parent)
    syscalls.fsync(place.workshop)


def write_journal(
    place: Place, linked: Mapping[str, int], syscalls: Syscalls, *, durable: bool
) -> None:
    """Announce the swap of the complete next generation.

    durable: the announcement is on the disk before the swap can be. Without it, after a
    power cut, the old generation could pass for scrap.
    """
    journal = Journal(os.lstat(place.next).st_ino, _inode(place.live), dict(linked))
    replace(place.workshop / "journal.new", place.journal, msgspec.json.encode(journal), syscalls)
    if durable:
        syscalls.fsync(place.journal)
        syscalls.fsync(place.workshop)


def replace(draft: Path, target: Path, content: bytes, syscalls: Syscalls) -> None:
    """Write a file by way of a draft beside it, so that it is there whole or not at all."""
    if os.path.lexists(draft):
        syscalls.unlink(draft)
    syscalls.create(draft, [content])
    syscalls.rename(draft, target)


def recover(place: Place, syscalls: Syscalls) -> tuple[str, ...]:
    """Put right what a killed build left; gives the strangers' files that were set aside."""
    for folder in (place.next, place.spare):
        if os.path.islink(folder):  # none of ours: what it leads to is somebody else's
            syscalls.unlink(folder)
    journal = read_journal(place)
    aside: tuple[str, ...] = ()
    if journal is not None:
        found = _inode(place.next)
        if found == journal.inode and not os.path.lexists(place.live):
            syscalls.rename(place.next, place.live)
        elif found is not None and found == journal.old:
            syscalls.rename(place.next, place.spare)
        _sync(place, syscalls)  # before the next write takes the old generation apart
        ours = manifest.read(place.live) or {}
        # Only in a generation that went live are the second names the ones that count.
        linked = journal.linked if _inode(place.live) == journal.inode else {}
        aside = bring_back(place, look_at_spare(place, ours).strangers, linked, syscalls)
    discard(place.next, syscalls)
    close_journal(place, syscalls)
    return aside


def close_journal(place: Place, syscalls: Syscalls) -> None:
    """The swap is over, and everything is where it belongs."""
    if os.path.lexists(place.journal):
        syscalls.unlink(place.journal)


def discard(folder: Path, syscalls: Syscalls) -> None:
    """Remove a generation that never became live, if there is one."""
    if os.path.lexists(folder):
        syscalls.rmtree(folder)


class Spare(msgspec.Struct, frozen=True):
    """The spare generation: what was not made by us, sorted, and all the rest.

    There are no strangers in it, unless a build died while moving them back, or somebody
    still wrote into the old folder after the swap (a process keeps a folder by its inode).
    """

    strangers: tuple[str, ...]
    ours: tree.Tree


def look_at_spare(place: Place, live_files: Iterable[str]) -> Spare:
    """Tell ours from others' in the spare generation, if there is one."""
    ours = {MANIFEST, *live_files, *(manifest.read(place.spare) or {})}
    folders = parents(ours)
    found = tree.walk(place.spare, folders)
    foreign = found.files.keys() - ours - folders
    files = {path: it for path, it in found.files.items() if path not in foreign}
    rest = tree.Tree(files, found.folders, set())
    return Spare(tuple(sorted(foreign | found.sealed)), rest)


def bring_back(
    place: Place, strangers: Iterable[str], linked: Mapping[str, int], syscalls: Syscalls
) -> tuple[str, ...]:
    """Move strangers from the spare generation into the live one.

    A file that already has its second name there only loses the first. One whose place is
    taken goes to `found`; these paths are given back.
    """
    aside = []
    moved: set[Path] = set()
    for path in strangers:
        source, target = place.spare / path, place.live / path
        if not os.path.lexists(source):
            continue
        if linked.get(path) == _inode(source):
            syscalls.unlink(source)
            continue
        if not _is_free(place.live, path):
            target = _shelf(place.found, path)
            aside.append(path)
        make_folder(target.parent, syscalls)
        syscalls.rename(source, target)
        moved.add(target.parent)
    for folder in sorted(moved):  # before the journal goes: nobody could make these files again
        syscalls.fsync(folder)
    return tuple(aside)


def _inode(path: Path) -> int | None:
    return os.lstat(path).st_ino if os.path.lexists(path) else None


def _is_free(top: Path, path: str) -> bool:
    """Nothing is there, and nothing but real folders leads there."""
    above = [top / folder for folder in parents([path])]
    real = all(not os.path.lexists(it) or stat.S_ISDIR(os.lstat(it).st_mode) for it in above)
    return real and not os.path.lexists(top / path)


def _shelf(found: Path, path: str) -> Path:
    number = 1
    while os.path.lexists(found / str(number) / path):
        number += 1
    return found / str(number) / path

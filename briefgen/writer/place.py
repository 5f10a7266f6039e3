"""Where everything lies: the output folder and, beside it, the workshop.

    site/output/                 the live generation, what readers see
    site/.output.briefgen/       the workshop, on the same file system
        lock                     held by the build that is writing
        spare/                   the generation before: base of the next one
        next/                    the generation being made; never seen by a reader
        journal                  there from just before the swap until all is put away
        found/                   strangers' files that could not go back to their place
    site/.briefgen/output-….msgpack   signatures of the live files (a cache)

An output path that is a symlink to a folder means that folder: its target is written,
the link stays.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import msgspec

from briefgen.places import in_the_way
from briefgen.writer import manifest
from briefgen.writer.plan import OutputError
from briefgen.writer.syscalls import Syscalls


class Place(msgspec.Struct, frozen=True):
    """The paths of one output folder, all absolute."""

    live: Path
    workshop: Path
    state: Path
    signatures: Path

    @property
    def lock(self) -> Path:
        """The file that is locked."""
        return self.workshop / "lock"

    @property
    def next(self) -> Path:
        """The generation being made."""
        return self.workshop / "next"

    @property
    def spare(self) -> Path:
        """The generation that was live before."""
        return self.workshop / "spare"

    @property
    def journal(self) -> Path:
        """Says that a swap is under way."""
        return self.workshop / "journal"

    @property
    def found(self) -> Path:
        """Strangers' files without a place."""
        return self.workshop / "found"


def locate(output: Path, state: Path) -> Place:
    """The place of an output folder; raises OutputError for one that cannot be used.

    A folder that holds the state folder (so the site), or the home folder, is refused:
    it would be swapped as a whole.
    """
    live = Path(os.path.realpath(output))
    kept = Path(os.path.realpath(state))
    if in_the_way(live):
        hint = "Move it away, or name another folder."
        raise OutputError(f"The output folder {output} is a file.", hint)
    if kept.is_relative_to(live) or Path.home().is_relative_to(live) or live.is_relative_to(kept):
        raise OutputError(
            f"The output folder {output} holds other things than a site can be swapped with.",
            "Name a folder of its own, such as “output”.",
        )
    workshop = live.parent / f".{live.name}.briefgen"
    return Place(live, workshop, kept, manifest.state_file(kept, live))


def refuse_foreign(state: Path) -> None:
    """Raise OutputError unless our private folder is the site's own: what it holds is trusted, and written over."""
    if what := in_the_way(state, of_our_own=True):
        message = f"{state} is a {what}: briefgen keeps its cache in a folder there."
        raise OutputError(message, "Move it away, or give it another name.")


def open_workshop(place: Place, syscalls: Syscalls) -> None:
    """Make the workshop if need be; raises OutputError when it is somebody else's link."""
    try:
        status = os.lstat(place.workshop)
    except FileNotFoundError:
        make_folder(place.workshop, syscalls)
    else:
        if not stat.S_ISDIR(status.st_mode):
            raise OutputError(f"{place.workshop} is not a folder.", "Remove it and build again.")


def make_folder(folder: Path, syscalls: Syscalls) -> None:
    """Make a folder and what is above it; a power cut does not take it with what it holds."""
    missing = [it for it in (folder, *folder.parents) if not os.path.lexists(it)]
    syscalls.makedirs(folder)
    for it in missing:
        syscalls.fsync(it.parent)


def ignore_workshop(place: Place, syscalls: Syscalls) -> None:
    """Nobody wants the workshop in a repository."""
    ignore = place.workshop / ".gitignore"
    if not os.path.lexists(ignore):
        syscalls.create(ignore, [b"*\n"])

"""The live folder against the plan: what is right, what must change, what is not ours."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from briefgen.writer import tree
from briefgen.writer.manifest import Signatures
from briefgen.writer.plan import MANIFEST, OutputError, parents

_NAMED = 5


class Survey(msgspec.Struct, frozen=True):
    """Sorted paths of the live folder.

    kept: files with the right bytes, and their status; changed: missing or different;
    removed: ours, and no longer wanted; strangers: somebody else's files and links;
    sealed: somebody else's folders. And, unsorted, folders: those that all wanted files need.
    """

    kept: dict[str, os.stat_result]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    strangers: tuple[str, ...]
    sealed: tuple[str, ...]
    folders: set[str]

    @property
    def is_current(self) -> bool:
        """Nothing to do."""
        return not self.changed and not self.removed


class Ground(msgspec.Struct, frozen=True):
    """What a survey goes by: the folder, whose files are whose, and what is remembered."""

    live: Path
    wanted: Mapping[str, str]
    owned: frozenset[str]
    signatures: Signatures


def survey(ground: Ground) -> Survey:
    """Compare; raises OutputError when somebody else's file is where one of ours must go."""
    folders = parents(ground.wanted)
    found = tree.walk(ground.live, folders | parents(ground.owned - ground.wanted.keys()))
    kept = {
        path: status
        for path, entry in found.files.items()
        if path in ground.wanted and _is_right(ground, path, status := tree.status_of(entry))
    }
    foreign = sorted(found.files.keys() - ground.wanted.keys() - ground.owned)
    # A link in the place of one of our folders is damage, like an edited page.
    links = {path for path in foreign if path in folders and found.files[path].is_symlink()}
    damage = links and links & parents(ground.owned)
    strangers = tuple(path for path in foreign if path not in damage)
    result = Survey(
        kept=kept,
        changed=tuple(sorted(ground.wanted.keys() - kept.keys())),
        removed=tuple(sorted((ground.owned - ground.wanted.keys()) & found.files.keys())),
        strangers=strangers,
        sealed=tuple(sorted(found.sealed)),
        folders=folders,
    )
    _refuse(ground, _in_the_way(ground, found, result))
    _check_movable(ground.live, result.sealed)
    return result


def _is_right(ground: Ground, path: str, status: os.stat_result) -> bool:
    return current_digest(ground.live, path, status, ground.signatures) == ground.wanted[path]


def current_digest(live: Path, path: str, status: os.stat_result, signatures: Signatures) -> str:
    """The digest of what lies at a path, read only when its signature is not known.

    "" for what is not a plain file, or cannot be read.
    """
    if not tree.is_regular(status):
        return ""
    try:
        return signatures.digest_of(path, status) or tree.file_digest(live / path)
    except OSError:  # unreadable or gone this moment: either way not the right bytes
        return ""


def _in_the_way(ground: Ground, found: tree.Tree, seen: Survey) -> set[str]:
    """Strangers at a path, or at a folder above a path, that we need."""
    foreign = ground.wanted.keys() - ground.owned - seen.kept.keys()
    return (
        (foreign & found.files.keys())
        | (ground.wanted.keys() & found.sealed)
        | (seen.folders & set(seen.strangers))
        | {
            path
            for path in (*seen.strangers, *seen.sealed)
            if parents([path]) & ground.wanted.keys()
        }
    )


def _refuse(ground: Ground, blocked: set[str]) -> None:
    if not blocked:
        return
    names = ", ".join(f"“{path}”" for path in sorted(blocked)[:_NAMED])
    more = f" and {len(blocked) - _NAMED} more" if len(blocked) > _NAMED else ""
    raise OutputError(
        f"{names}{more} in {ground.live} was not made by briefgen, and stands where a page must go.",
        "Move it away, or build into another folder.",
    )


def _check_movable(live: Path, sealed: tuple[str, ...]) -> None:
    """A stranger's folder moves to the next generation: find out now that it can."""
    for path in sealed:
        place = live / path
        elsewhere = os.lstat(place).st_dev != os.lstat(live).st_dev
        if elsewhere or not os.access(place, os.W_OK):
            reason = "is on another file system" if elsewhere else "may not be moved by you"
            raise OutputError(
                f"The folder “{path}” in {live} was not made by briefgen and {reason}.",
                "Take it out of the output folder, or build into another folder.",
            )


def own_files(live: Path, signatures: Signatures) -> dict[str, str]:
    """Our files by memory alone, when the manifest is lost: those that still have our bytes."""
    found = tree.walk(live, parents(signatures.files))
    return {
        path: known[0]
        for path, known in sorted(signatures.files.items())
        if path != MANIFEST
        and path in found.files
        and current_digest(live, path, tree.status_of(found.files[path]), signatures) == known[0]
    }

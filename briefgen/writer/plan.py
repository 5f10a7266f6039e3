"""What must be in the output folder, and what came of it: the values of the writer.

A plan says for every path the digest of its bytes; the bytes themselves are only
asked for when they must be written, so that the cost follows the change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from briefgen import paths

MANIFEST = ".briefgen-manifest.json"
"""Our list of what we wrote, at the top of the output folder; no plan may claim the path."""

_REFUSED = re.compile(r"[\x00-\x1f\x7f\\]|^[A-Za-z]:")
_LEADS_OUT = re.compile(r"(?:^|/)\.{0,2}(?:/|$)")
_DEVICES = "|".join(sorted(paths.RESERVED))
_RESERVED = re.compile(rf"(?:^|/)(\.git|(?:{_DEVICES})(?:\.[^/]*)?)(?:/|$)", re.IGNORECASE)
_PLAIN_NAME = rf"(?!(?:{_DEVICES})[./])[a-z0-9_-][a-z0-9_.-]*"
_PLAIN = re.compile(rf"(?:{_PLAIN_NAME}/)*{_PLAIN_NAME}/")
"""A path, with a slash after it, that has none of these faults: nearly all, known at one look."""


class SourceFile(msgspec.Struct, frozen=True):
    """Content that is copied from a file as it is, without holding it in memory."""

    path: Path


class ReadyFile(msgspec.Struct, frozen=True):
    """Content that is a file already, which nobody else needs: it is moved."""

    path: str


Content = bytes | SourceFile | ReadyFile


class OutputPlan(msgspec.Struct, frozen=True):
    """Everything a site consists of.

    `files` maps output paths (relative, with slashes, NFC) to the digest of their bytes
    (see `digest`); `content` gives the bytes of one of these paths.
    """

    files: Mapping[str, str]
    content: Callable[[str], Content]

    def name(self) -> str:
        """A name for the site: the digest of its paths and digests."""
        return digest(
            "".join(f"{path}\0{it}\n" for path, it in sorted(self.files.items())).encode()
        )


class WriteResult(msgspec.Struct, frozen=True):
    """What a write did: sorted output paths, and how many files were right already.

    `set_aside` names strangers' files that could not go back to their place (someone else
    was there); they are kept in the folder `found` of the workshop beside the output.
    """

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    set_aside: tuple[str, ...] = ()


class OutputError(Exception):
    """The output could not be written; in plain words, with a remedy."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


def digest(content: bytes) -> str:
    """BLAKE2b-128 (RFC 7693) in hexadecimal: what a plan says of a file's bytes."""
    return blake2b(content, digest_size=16).hexdigest()


def parents(files: Iterable[str]) -> set[str]:
    """All folders above the given paths, without the top."""
    found: set[str] = set()
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def fault(path: str) -> str:
    """Why a path cannot stand in the output folder; "" when it can."""
    if _PLAIN.fullmatch(path + "/"):
        return ""
    if not path or _REFUSED.search(path):
        return "is empty or has characters that no address may have"
    if unicodedata.normalize("NFC", path) != path:
        return "is not in Unicode normalisation form C"
    if path == MANIFEST:
        return "is reserved for the list of what briefgen wrote"
    if _LEADS_OUT.search(path):
        return "leads out of the output folder"
    reserved = _RESERVED.search(path)
    return f"has the reserved name “{reserved[1]}”" if reserved else ""


def check(files: Mapping[str, str]) -> None:
    """Refuse a plan that no file system could hold safely; raises OutputError.

    The stages before have told the author already; this is the last gate.
    """
    for path in files:
        if reason := fault(path):
            raise OutputError(f"The output path “{path}” {reason}.")
    folders = parents(files)
    if clash := sorted(folders & files.keys()):
        raise OutputError(f"“{clash[0]}” would be both a file and a folder of the output.")
    every = {*files, *folders}
    if len(set(map(str.casefold, every))) == len(every):
        return
    folded: dict[str, str] = {}
    for path in sorted(every):
        other = folded.setdefault(path.casefold(), path)
        if other != path:
            raise OutputError(f"The output paths “{other}” and “{path}” differ only by case.")

"""The next state of the branch: the built site, and the few files that hosts look for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from briefgen.model import Data
from briefgen.publish import branch
from briefgen.publish.branch import Published
from briefgen.publish.domain import domain
from briefgen.publish.git import Git
from briefgen.writer import manifest

NO_JEKYLL = ".nojekyll"
"""Without it GitHub runs Jekyll over the site, which drops folders whose names start with `_`."""


class Upcoming(Data, frozen=True):
    """Path → id of every file, the bytes of those the build did not make, and a remark."""

    files: dict[str, str]
    added: dict[str, bytes]
    note: str = ""


def sizes(folder: Path) -> dict[str, int]:
    """Bytes of each file that the build wrote; not of what strangers put beside them."""
    return {path: (folder / path).stat().st_size for path in sorted(manifest.read(folder) or {})}


def upcoming(git: Git, folder: Path, published: Published, base_url: str) -> Upcoming:
    """The next state: the folder's site, `.nojekyll`, CNAME, and the present page for errors."""
    present = published.files.get("CNAME")
    before = branch.text(git, present) if present else ""
    place = domain(base_url, before)
    added = {NO_JEKYLL: b""}
    if place.cname:
        same = before.strip() == place.cname
        added["CNAME"] = before.encode() if same else f"{place.cname}\n".encode()
    algorithm = branch.object_format(git)
    written = {path: folder / path for path in sizes(folder)}
    files = {path: branch.blob_id(file.read_bytes(), algorithm) for path, file in written.items()}
    files.update((path, branch.blob_id(data, algorithm)) for path, data in added.items())
    if "404.html" in published.files:
        files.setdefault("404.html", published.files["404.html"])
    return Upcoming(files, added, place.note)


def store(git: Git, folder: Path, next_: Upcoming, published: Published, aside: Path) -> None:
    """Put all bytes of the next state into the repository that it does not have yet."""
    aside.mkdir(parents=True, exist_ok=True)
    for path, data in next_.added.items():
        (aside / path).write_bytes(data)
    there = set(published.files.values())
    for place, paths in ((aside, next_.added), (folder, _built(next_, there))):
        branch.store(git, place, {path: next_.files[path] for path in paths})


def _built(next_: Upcoming, there: set[str]) -> Iterator[str]:
    return (p for p, id in next_.files.items() if p not in next_.added and id not in there)

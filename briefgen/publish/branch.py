"""The branch that is served: what it holds, and the next commit on top of it.

Only git's plumbing, on an index file of its own: the user's index, branch and work
tree are never touched. The branch is known by the ref `refs/briefgen/…`, which no
porcelain shows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from briefgen.publish.errors import PublishError
from briefgen.publish.git import NETWORK, Git

TRAILER = "Briefgen-Source"
"""The line of our commits that names the commit of the content."""
MADE = "Briefgen-Tree"
"""The line that names the tree we made: a commit that was amended has another one."""

_MARKS = re.compile(rf"^{TRAILER}: ([0-9a-f]{{40,64}})\n{MADE}: ([0-9a-f]{{40,64}})$", re.MULTILINE)


class Published(msgspec.Struct, frozen=True):
    """The last published state; all empty before the first one.

    `ours` is the youngest commit of the branch that `briefgen publish` made, "" if none
    is; it holds the files `made`, and names its `source`. What others put on top of it
    is the difference between `made` and `files`.
    """

    tip: str = ""
    files: Mapping[str, str] = msgspec.field(default_factory=dict)
    ours: str = ""
    made: Mapping[str, str] = msgspec.field(default_factory=dict)
    source: str = ""


def fetch(git: Git, remote: str, branch: str) -> Published:
    """Look what the remote holds. Raises PublishError if it cannot be reached."""
    listed = git.run("ls-remote", "--", remote, f"refs/heads/{branch}", limit=NETWORK)
    if not listed:
        return Published()
    tip = listed.split()[0]
    ref = f"refs/briefgen/{branch}"
    git.run(
        "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
        "--no-auto-maintenance", "--", remote, f"+refs/heads/{branch}:{ref}",
        limit=NETWORK,
    )  # fmt: skip
    tip = git.run("rev-parse", "--verify", ref)
    files = tree(git, tip)
    for ours, source in _of_us(git, tip):
        return Published(tip, files, ours, files if ours == tip else tree(git, ours), source)
    return Published(tip, files)


def _of_us(git: Git, tip: str) -> Iterator[tuple[str, str]]:
    """Our commits up to a tip, youngest first, each with its source; none that was changed since.

    Of several that were made one commit, that bears the marks of all, the one counts whose tree it has.
    """
    said = git.run(
        "log", "-z", "--topo-order", "--format=%H %T%n%B", f"--grep=^{TRAILER}: ", tip,
        "--basic-regexp", "--no-show-signature",  # whatever the user's configuration says
    )  # fmt: skip
    for entry in filter(None, said.split("\0")):
        head, _, message = entry.partition("\n")
        commit, made = head.split()
        sources = {tree: source for source, tree in _MARKS.findall(message)}
        if made in sources:
            yield commit, sources[made]


def tree(git: Git, commit: str) -> dict[str, str]:
    """Path → object id of every file of a commit."""
    found: dict[str, str] = {}
    for entry in filter(None, git.read("ls-tree", "-r", "-z", commit).split(b"\0")):
        about, _, path = entry.partition(b"\t")
        found[path.decode(errors="surrogateescape")] = about.split()[2].decode()
    return found


def text(git: Git, blob: str) -> str:
    """The text of one published file."""
    return git.read("cat-file", "blob", blob).decode(errors="replace")


# -- the next commit ------------------------------------------------------------------


def object_format(git: Git) -> str:
    """The name of the hash that this repository counts objects by (sha1 or sha256)."""
    return git.ask("rev-parse", "--show-object-format") or "sha1"


def blob_id(data: bytes, algorithm: str) -> str:
    """The id that git gives to these bytes."""
    return hashlib.new(
        algorithm, b"blob %d\0" % len(data) + data, usedforsecurity=False
    ).hexdigest()


def store(git: Git, folder: Path, files: Mapping[str, str]) -> None:
    """Put files of a folder (path → id) into the repository, byte for byte.

    No filter and no line ending rule of the user's configuration may touch a finished
    site. Raises PublishError if a file is no longer what its id says.
    """
    listed = "".join(f"{folder.as_posix()}/{path}\n" for path in files)
    stored = git.run("hash-object", "-w", "--no-filters", "--stdin-paths", given=listed.encode())
    if stored.split() != list(files.values()):
        raise PublishError("the site changed while it was published", "publish again")


def commit(git: Git, files: Mapping[str, str], index: Path, parent: str, message: str) -> str:
    """A commit that holds exactly these files, and says so below its message; its id."""
    entries = "".join(f"100644 {id}\t{path}\0" for path, id in sorted(files.items()))
    private = {"GIT_INDEX_FILE": str(index)}
    index.unlink(missing_ok=True)
    git.run("read-tree", "--empty", env=private)
    git.run("update-index", "-z", "--index-info", given=entries.encode(), env=private)
    written = git.run("write-tree", env=private)
    index.unlink(missing_ok=True)
    parents = ["-p", parent] if parent else []
    marked = f"{message}{MADE}: {written}\n"
    return git.run("commit-tree", written, *parents, "-F", "-", given=marked.encode())


def push(git: Git, remote: str, branch: str, new: str, tip: str, *, force: bool) -> None:
    """Move the remote's branch to a commit: forward only, or from `tip` only if forced."""
    lease = [f"--force-with-lease=refs/heads/{branch}:{tip}"] if force else []
    git.run("push", "--quiet", *lease, "--", remote, f"{new}:refs/heads/{branch}", limit=NETWORK)
    git.run("update-ref", f"refs/briefgen/{branch}", new)

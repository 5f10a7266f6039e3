"""Looking at an output folder, and a disk on which any single call can fail."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from briefgen.writer import MANIFEST, OutputPlan, WriteResult, digest, is_intact, write
from briefgen.writer.syscalls import Syscalls
from briefgen.writer.tree import Name

CALLS = (
    "mkdir", "makedirs", "rmdir", "rmtree", "chmod", "unlink", "rename", "link",
    "set_mtime", "exchange",
)  # fmt: skip


class Killed(BaseException):
    """The process ends here: nothing that follows may run."""


class Trip(Syscalls):
    """A disk that acts up at its n-th call; a file being written is half there by then."""

    def __init__(self, at: int = 0, act: Callable[[], None] = lambda: None) -> None:
        self.at, self.act = at, act
        self.log: list[str] = []

    def trip(self, name: str) -> None:
        self.log.append(name)
        if len(self.log) == self.at:
            self.act()

    def create(self, path: Name, chunks: Iterable[bytes]) -> None:
        if len(self.log) + 1 == self.at:
            whole = b"".join(chunks)
            super().create(path, [whole[: len(whole) // 2]])
        self.trip("create")
        super().create(path, chunks)

    def fsync(self, path: Name) -> None:  # noqa: ARG002 - the real one's name
        # Counts, and costs nothing: what a flush does shows only after a power cut.
        self.trip("fsync")

    def syncfs(self, path: Name) -> bool:  # noqa: ARG002 - the real one's name
        self.trip("syncfs")
        return False


def _watched(name: str) -> Callable[..., Any]:
    def call(self: Trip, *arguments: Any) -> Any:
        self.trip(name)
        return getattr(Syscalls, name)(self, *arguments)

    return call


for _name in CALLS:
    setattr(Trip, _name, _watched(_name))


class NoExchange(Trip):
    """A system without an atomic exchange of folders."""

    def exchange(self, one: Path, other: Path) -> bool:  # noqa: ARG002 - the real one's names
        self.trip("exchange")
        return False


class NoLinks(Trip):
    """A file system without hard links, such as FAT."""

    def link(self, source: Name, target: Name) -> None:
        self.trip("link")
        raise OSError(errno.EPERM, "no hard links here", str(source), None, str(target))


def kill() -> None:
    raise Killed


def full_disk() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def plan_of(files: Mapping[str, str | bytes], asked: list[str] | None = None) -> OutputPlan:
    """A plan of these texts; the paths whose content is asked for are added to `asked`."""
    raw = {path: it.encode() if isinstance(it, str) else it for path, it in files.items()}

    def content(path: str) -> bytes:
        if asked is not None:
            asked.append(path)
        return raw[path]

    return OutputPlan({path: digest(it) for path, it in raw.items()}, content)


def snapshot(folder: Path) -> dict[str, str]:
    """Every file of a folder as text, links as `→ target`; without the manifest."""
    seen: dict[str, str] = {}
    for top, folders, files in os.walk(folder):
        for name in (*files, *(it for it in folders if (Path(top) / it).is_symlink())):
            path = Path(top) / name
            text = f"→ {path.readlink()}" if path.is_symlink() else path.read_text()
            seen[path.relative_to(folder).as_posix()] = text
    seen.pop(MANIFEST, None)
    return seen


def folders_of(folder: Path) -> set[str]:
    """Every folder below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


SITE = {"index.html": "home", "briefs/a/index.html": "A", "briefs/b/index.html": "B"}


class OutputSite:
    """A site folder with an output of its own."""

    def __init__(self, top: Path) -> None:
        self.output, self.state = top / "output", top / ".briefgen"
        self.workshop = top / ".output.briefgen"
        self.asked: list[str] = []

    def write(
        self,
        files: Mapping[str, str],
        *,
        build: str = "1",
        wait: float = 5.0,
        syscalls: Syscalls | None = None,
        durable: bool = False,
    ) -> WriteResult:
        self.asked.clear()
        plan = plan_of(files, self.asked)
        return write(
            self.output,
            plan,
            state=self.state,
            build=build,
            durable=durable,
            wait=wait,
            syscalls=syscalls,
        )

    def is_intact(self, build: str | None = None) -> bool:
        return is_intact(self.output, state=self.state, build=build)

    def put(self, path: str, text: str) -> Path:
        target = self.output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        return target

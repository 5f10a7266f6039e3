"""The output folder's twin in memory, for the preview and for tests."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from briefgen.writer import tree
from briefgen.writer.plan import Content, OutputError, OutputPlan, WriteResult, check, digest


class MemoryOutput:
    """A site held in memory: path → bytes, replaced as a whole by every write."""

    def __init__(self) -> None:
        self._files: Mapping[str, bytes] = MappingProxyType({})
        self._digests: Mapping[str, str] = {}
        self.build = ""

    @property
    def files(self) -> Mapping[str, bytes]:
        """The site of the last write; a reader that keeps it keeps that complete site."""
        return self._files

    def write(self, plan: OutputPlan, *, build: str) -> WriteResult:
        """Hold exactly the plan; only changed files' content is asked for.

        Raises OutputError like the disk's `write`, and the old site stays then.
        """
        check(plan.files)
        old = self._digests
        written = tuple(sorted(p for p, wanted in plan.files.items() if old.get(p) != wanted))
        fresh = {path: _bytes(path, plan) for path in written}
        files = {
            path: fresh[path] if path in fresh else self._files[path] for path in sorted(plan.files)
        }
        removed = tuple(sorted(old.keys() - plan.files.keys()))
        self._digests, self._files, self.build = dict(plan.files), MappingProxyType(files), build
        return WriteResult(written, removed, len(files) - len(written))


def _bytes(path: str, plan: OutputPlan) -> bytes:
    content = _load(plan.content(path))
    if digest(content) != plan.files[path]:
        raise OutputError(f"“{path}” changed while the site was made.", "Build again.")
    return content


def _load(content: Content) -> bytes:
    if isinstance(content, bytes):
        return content
    try:
        return b"".join(tree.read_chunks(content.path, follow=True))
    except OSError as error:
        raise OutputError(f"{content.path} could not be read: {error}.") from error

"""The output folder's twin in memory, for the preview and for tests."""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.writer import tree
from briefgen.writer.plan import Content, OutputError, OutputPlan, WriteResult, check, digest


class MemoryOutput:
    """A site held in memory: path → bytes, replaced as a whole by every write."""

    def __init__(self) -> None:
        self._digests: Mapping[str, str] = {}
        self.files: Mapping[str, bytes] = {}
        """The site of the last write; a reader that keeps it keeps that complete site."""

    def write(self, plan: OutputPlan, *, build: str) -> WriteResult:  # noqa: ARG002
        """Hold exactly the plan; only changed files' content is asked for.

        Raises OutputError like the disk's `write`, and the old site stays then.
        """
        old, new = self._digests, plan.files
        if old.keys() != new.keys():
            check(new)
        written = tuple(sorted(path for path, wanted in new.items() if old.get(path) != wanted))
        removed = tuple(sorted(old.keys() - new.keys()))
        if written or removed:
            files = {**self.files, **{path: _bytes(path, plan) for path in written}}
            for path in removed:
                del files[path]
            self.files, self._digests = files, dict(new)
        return WriteResult(written, removed, len(new) - len(written))

    def settle(self) -> None:
        """Nothing goes on after a write."""


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

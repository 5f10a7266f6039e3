"""A small build for tests of the preview: files of a folder become the site as they are.

A file that holds `BROKEN` is an error at that word, `DOUBTFUL` a warning, `CRASH` a fault
of the build itself. The last good files stay, as with the true build.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import msgspec

from briefgen.audience import NOBODY, Audience
from briefgen.diagnostics import Diagnostic, Severity, Span
from briefgen.watch import Watched


class FakeResult(msgspec.Struct, frozen=True):
    diagnostics: tuple[Diagnostic, ...]
    fatal: bool
    written: tuple[str, ...]
    removed: tuple[str, ...]
    seconds: float = 0.041


class FakeBuild:
    """Builder and output in one. `hints` remembers what each build was told."""

    def __init__(self, site: Path, *, strict: bool = False) -> None:
        self.site, self.strict = site, strict
        self.files: Mapping[str, bytes] = {}
        self.base = "/"
        self.hints: list[frozenset[Path] | None] = []
        self.threads: set[int] = set()
        self.audience: Audience = NOBODY
        self.prepared: list[Audience] = []

    def base_path(self) -> str:
        return self.base

    def watched(self) -> Watched:
        return Watched((self.site / "content",), never=(self.site / "output",))

    def sources(self, path: str) -> str | None:
        file = self.site / path
        return file.read_text() if file.is_file() else None

    def prepare(self, audience: Audience = NOBODY) -> None:
        self.prepared.append(audience)

    def build(
        self, hints: Collection[Path] | None = None, audience: Audience = NOBODY
    ) -> FakeResult:
        self.audience = audience
        self.hints.append(None if hints is None else frozenset(hints))
        self.threads.add(threading.get_ident())
        content = self.site / "content"
        files = {
            file.relative_to(content).as_posix(): file.read_bytes()
            for file in sorted(content.rglob("*"))
            if file.is_file()
        }
        diagnostics = tuple(found for name in files for found in _problems(name, files[name]))
        fatal = any(self.strict or found.severity == "error" for found in diagnostics)
        old, new = self.files, self.files if fatal else files
        if new != old:
            self.files = new
        written = tuple(name for name in new if old.get(name) != new[name])
        return FakeResult(diagnostics, fatal, written, tuple(sorted(old.keys() - new.keys())))


def _problems(name: str, content: bytes) -> Iterator[Diagnostic]:
    text = content.decode(errors="replace")
    if "CRASH" in text:
        raise RuntimeError("the build fell over")
    marks: dict[str, Severity] = {"BROKEN": "error", "DOUBTFUL": "warning"}
    for word, severity in marks.items():
        before, found, _ = text.partition(word)
        if found:
            span = Span(before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1, len(word))
            message = f"{word.capitalize()} text <b>here</b>"
            yield Diagnostic(
                "unknown-target", severity, message, f"content/{name}", span, "mend it"
            )


class Journal:
    """A reporter that remembers."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.warnings: list[str] = []
        self.told: list[tuple[Diagnostic, ...]] = []

    def say(self, line: str) -> None:
        self.lines.append(line)

    def warn(self, line: str) -> None:
        self.warnings.append(line)

    def problems(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.told.append(diagnostics)

"""Artifacts → output folder: a whole site, old or new, at the cost of what changed.

`write` brings a folder to a plan, `is_intact` looks whether it still is, `MemoryOutput`
is the same in memory. The parts, from the bottom: `plan` (values and refusals),
`syscalls` (every call that changes the disk), `tree` (what is there), `lock`, `manifest`
(what we wrote), `place` (where things lie), `survey` (what must change), `generations`
(swap and repair), `staging` (the next generation), `disk` (the order of it all), `second`
(a generation for the next write).
"""

from briefgen.writer.disk import is_intact, write
from briefgen.writer.memory import MemoryOutput
from briefgen.writer.place import locate, refuse_foreign
from briefgen.writer.plan import (
    MANIFEST,
    Content,
    OutputError,
    OutputPlan,
    ReadyFile,
    SourceFile,
    WriteResult,
    digest,
)

__all__ = [
    "MANIFEST",
    "Content",
    "MemoryOutput",
    "OutputError",
    "OutputPlan",
    "ReadyFile",
    "SourceFile",
    "WriteResult",
    "digest",
    "is_intact",
    "locate",
    "refuse_foreign",
    "write",
]

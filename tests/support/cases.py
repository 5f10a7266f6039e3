"""Cases of diagnostics: the files of a site and the report that people read, in one text.

A case is a txtar; the last file, `report`, is what is expected. Three things that text
cannot show as they are:

    <<4300000 x>>                    that many times the text
    <<byte ff>>                      one byte
    -- content/a.md -> ../out.md --  a symbolic link, without content
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from briefgen import console
from briefgen.builder import Builder, NoOutput
from briefgen.options import Options
from support.txtar import unpack

REPORT = "report"
_SPECIAL = re.compile(r"<<(?:(\d+) (.*?)|byte ([0-9a-f]{2}))>>")


class Case(NamedTuple):
    """The files of a site, and what is told of them."""

    files: dict[str, str]
    report: str


def read_case(file: Path) -> Case:
    """The case in a file; the report is empty as long as nobody has refreshed it."""
    files = unpack(file.read_text(encoding="utf-8"))
    return Case({k: v for k, v in files.items() if k != REPORT}, files.get(REPORT, ""))


def written(case: Case) -> str:
    """The text of a case."""
    parts = {**case.files, REPORT: case.report}
    return "".join(f"-- {name} --\n{text}" for name, text in parts.items())


def make_folder(case: Case, root: Path) -> None:
    """Write the files of a case."""
    (root / "content").mkdir(parents=True)
    for name, text in case.files.items():
        path, arrow, target = name.partition(" -> ")
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if arrow:
            file.symlink_to(target)
        else:
            file.write_bytes(_bytes(text))


def _bytes(text: str) -> bytes:
    parts, start = [], 0
    for special in _SPECIAL.finditer(text):
        parts.append(text[start : special.start()].encode())
        count, what, byte = special.groups()
        parts.append(bytes.fromhex(byte) if byte else what.encode() * int(count))
        start = special.end()
    return b"".join([*parts, text[start:].encode()])


def report_of(root: Path) -> str:
    """What `briefgen check` tells of a site, as people read it."""
    builder = Builder(root, Options(today="2025-04-22", jobs=1), NoOutput())
    result = builder.build()
    return console.report(result.diagnostics, builder.sources, "text", strict=builder.strict)

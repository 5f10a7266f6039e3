"""The W3C's Nu HTML checker: every page of a site in one run.

Its start takes seconds, so it is given all files at once.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import msgspec

from support.need import lacking

JAR = Path(__file__).parents[1] / ".node/node_modules/vnu-jar/build/dist/vnu.jar"


class Message(msgspec.Struct, frozen=True, rename="camel"):
    """One complaint. `kind` is error, info (a warning too) or non-document-error."""

    kind: str = msgspec.field(name="type")
    message: str
    url: str = ""
    last_line: int = 0
    last_column: int = 0
    extract: str = ""
    sub_type: str = ""

    def __str__(self) -> str:
        place = f"{self.url}:{self.last_line}:{self.last_column}"
        return f"{place}: {self.sub_type or self.kind}: {self.message} [{self.extract.strip()}]"


class _Report(msgspec.Struct, frozen=True):
    messages: tuple[Message, ...]


def check_html(files: Iterable[Path]) -> tuple[Message, ...]:
    """Everything the checker says of these files (HTML, CSS and SVG); empty for good ones."""
    names = sorted(str(file) for file in files)
    if not names:
        raise ValueError("no file to check: the test would prove nothing")
    java = shutil.which("java")
    if java is None:
        lacking("no java on this machine: the W3C's HTML checker needs it")
    if not JAR.is_file():
        lacking("no vnu-jar: `make test` installs it when npm is there")
    command = [java, "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always"]
    command += ["--also-check-css", "--also-check-svg", *names]
    done = subprocess.run(command, capture_output=True, check=True)
    return msgspec.json.decode(done.stdout, type=_Report).messages

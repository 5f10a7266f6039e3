"""From saving a file to the new page over HTTP, in the running preview of a tool."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bench import rivals
from bench.corpus import Document
from bench.rivals import Tool

BODY, TITLE, PAGE, TEMPLATE = "body edit", "title edit", "new page", "template edit"
EDITS = (BODY, TITLE, PAGE, TEMPLATE)
START_LIMIT = 300
EDIT_LIMIT = 60
POLL = 0.002
"""Seconds between two looks at the page: how exact the figures are."""
REST = 0.3
"""Seconds between two edits, so that the next one does not join the last one's build."""


def preview(
    tool: Tool, site: Path, found: Sequence[Document], edits: int
) -> Mapping[str, list[float]]:
    """Seconds of every edit by its kind; empty for a tool whose preview is not measured."""
    if not tool.serve:
        return {}
    template = _own_template(tool, site)
    # The preview builds the same site again, in memory or over what is there.
    with _serving(tool, site) as port:
        look = _Look(port, _address(found[0]))
        look.until(lambda text: found[0].title in text, START_LIMIT)
        few = max(1, edits // 4)
        return {
            BODY: [_body(site, found[0], look, number) for number in range(edits)],
            TITLE: [_title(site, found[0], look, number) for number in range(few)],
            PAGE: [_page(site, found[0], look, number) for number in range(few)],
            TEMPLATE: [_template(template, look, number) for number in range(few)],
        }


# -- edits -------------------------------------------------------------------------------------------


def edit_body(path: Path, text: str) -> None:
    """Another paragraph at the end of a document."""
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")


def _body(site: Path, document: Document, look: _Look, number: int) -> float:
    path, text = rivals.source(site, document), f"Preview edit {number}."
    return look.after(lambda: edit_body(path, text), text)


def _title(site: Path, document: Document, look: _Look, number: int) -> float:
    path = rivals.source(site, document)
    old, new = path.read_text(encoding="utf-8"), f"Retitled {number}"
    head, rest = old.split("\n", 2)[0], old.split("\n", 2)[2]
    return look.after(
        lambda: path.write_text(f"{head}\ntitle: {new}\n{rest}", encoding="utf-8"), new
    )


def _page(site: Path, document: Document, look: _Look, number: int) -> float:
    path = rivals.source(site, document)
    name, text = f"fresh-{number}", f"A fresh page {number}."
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[1] = f"title: Fresh {number}"
    fresh = path.with_name(f"{name}.md")
    other = _Look(look.port, _address(document).replace(document.id, name))
    return other.after(
        lambda: fresh.write_text("\n".join([*lines, text, ""]), encoding="utf-8"), text
    )


def _template(path: Path, look: _Look, number: int) -> float:
    text, mark = path.read_text(encoding="utf-8"), "<article"
    new = f'<article data-edit="e{number}"'
    start = text.index(mark)
    end = start + len(mark)
    if text[end:].startswith(' data-edit="'):
        end = text.index('"', end + len(' data-edit="')) + 1
    return look.after(
        lambda: path.write_text(text[:start] + new + text[end:], encoding="utf-8"),
        f'data-edit="e{number}"',
    )


def _own_template(tool: Tool, site: Path) -> Path:
    """The template of the edits, in the site: a copy of the packaged one if it is not there."""
    path = site / tool.templates
    if not path.exists():
        path.parent.mkdir(parents=True)
        shutil.copyfile(rivals.ROOT / tool.templates, path)
    return path


# -- looking -----------------------------------------------------------------------------------------


def _address(document: Document) -> str:
    return f"{rivals.BASE}/{document.kind}s/{document.id}/"


class _Look:
    """Somebody who reloads one page until it says what is awaited."""

    def __init__(self, port: int, address: str) -> None:
        self.port, self._address = port, address

    def after(self, edit: Callable[[], object], text: str) -> float:
        """Seconds from just before the edit until the page holds the text."""
        time.sleep(REST)
        start = time.perf_counter()
        edit()
        self.until(lambda page: text in page, EDIT_LIMIT)
        return time.perf_counter() - start

    def until(self, awaited: Callable[[str], bool], limit: float) -> None:
        """Poll. Raises TimeoutError after so many seconds."""
        end = time.monotonic() + limit
        while not awaited(self._get()):
            if time.monotonic() > end:
                raise TimeoutError(f"{self._address} did not change in {limit} seconds")
            time.sleep(POLL)

    def _get(self) -> str:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
                line.request("GET", urlsplit(self._address).path)
                return line.getresponse().read().decode(errors="replace")
        except (ConnectionError, TimeoutError, http.client.HTTPException):  # not up yet, or busy
            return ""


@contextmanager
def _serving(tool: Tool, site: Path) -> Iterator[int]:
    port = _free_port()
    with subprocess.Popen(
        [*tool.serve, str(port)],
        cwd=site,
        env=rivals.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield port
        finally:
            process.terminate()


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

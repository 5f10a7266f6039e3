"""What is made: pages, and the artifacts that are written."""

from __future__ import annotations

from briefgen.data import Data


class TocItem(Data, frozen=True):
    """A line of the table of contents."""

    level: int
    id: str
    title: str


class Page(Data, frozen=True):
    """A linked document: finished body HTML, contents, and the sources it cites in order."""

    html: str
    toc: tuple[TocItem, ...] = ()
    cited: tuple[str, ...] = ()


class Job(Data, frozen=True):
    """What makes one artifact: the producer's name and the subject it is about."""

    producer: str
    subject: str
    origin: str = ""
    """Name of the document to point at when something is wrong with it."""


class Made(Data, frozen=True):
    """An artifact: its bytes, or the site file it copies. `failed` keeps the last good one.

    `digest` is that of the bytes: nobody but the site fills it in.
    """

    data: bytes = b""
    copy_of: str = ""
    failed: bool = False
    digest: bytes = b""

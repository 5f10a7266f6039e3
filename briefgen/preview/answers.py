"""Bytes → an HTTP answer: type, validator, conditional and range requests (RFC 9110)."""

from __future__ import annotations

import mimetypes
import posixpath
import re
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import Response

from briefgen.preview.served import digest

TYPES = {
    ".avif": "image/avif",
    ".atom": "application/atom+xml",
    ".bib": "application/x-bibtex",
    ".css": "text/css",
    ".csv": "text/csv",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".map": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".pdf": "application/pdf",
    ".rss": "application/rss+xml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""What the system's own table may lack or call otherwise."""

MAX_DIGITS = 18

_TABLE = mimetypes.MimeTypes(filenames=())
_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
_WEAK = re.compile(r'(?:W/)?("[^"]*")')


def content_type(output: str) -> str:
    """The media type of an output path, with the charset where text has one."""
    ending = posixpath.splitext(output)[1].lower()
    kind = TYPES.get(ending) or _TABLE.guess_type(f"x{ending}")[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind.endswith(("+xml", "/xml"))
    return f"{kind}; charset=utf-8" if is_text else kind


def answer(
    content: bytes, kind: str, request: Headers, *, status: int = HTTPStatus.OK, head: bool = False
) -> Response:
    """The answer to GET or HEAD with that content: 200, 206, 304, 416, or the given status."""
    etag = f'"{digest(content)}"'
    headers = {"ETag": etag, "Accept-Ranges": "bytes", "Content-Type": kind}
    if status == HTTPStatus.OK and _is_known(request.get("if-none-match", ""), etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
    if status == HTTPStatus.OK and not head and "range" in request:
        part = _part(request, etag, len(content))
        if part is not None:
            return _partial(content, part, headers)
    headers["Content-Length"] = str(len(content))
    return Response(b"" if head else content, status, headers)


def _is_known(header: str, etag: str) -> bool:
    return header.strip() == "*" or etag in _WEAK.findall(header)


def _part(request: Headers, etag: str, size: int) -> range | None:
    """The range that is asked for (empty: none of it exists); None: send everything."""
    found = _RANGE.match(request.get("range", "").replace(" ", ""))
    if found is None or found[0] == "bytes=-" or request.get("if-range", etag) != etag:
        return None  # several ranges, or no range at all: a server may ignore them
    first, last = found[1], found[2]
    if not first:
        return range(max(0, size - _number(last, size)), size)
    start = _number(first, size)
    end = _number(last, size) if last else size
    return None if end < start and last else range(start, min(size, end + 1))


def _number(digits: str, size: int) -> int:
    """A number that is never far beyond the size (thousands of digits are slow to read)."""
    return int(digits) if len(digits) <= MAX_DIGITS else size + 1


def _partial(content: bytes, part: range, headers: dict[str, str]) -> Response:
    size = len(content)
    if len(part) == 0:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
    where = f"bytes {part.start}-{part.stop - 1}/{size}"
    return Response(content[part.start : part.stop], 206, {**headers, "Content-Range": where})

"""One request to an ASGI application, exactly as written: no client cleans it up first."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Scope


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    app: ASGIApp,
    target: str,
    *,
    method: str = "GET",
    host: str | None = "localhost:8000",
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """The answer to a request for a target (path and query, encoded as it should arrive)."""
    path, _, query = target.partition("?")
    sent = {**({} if host is None else {"host": host}), **(headers or {})}
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in sent.items()],
    }
    return asyncio.run(_ask(app, scope))


async def _ask(app: ASGIApp, scope: Scope) -> Reply:
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    await app(scope, receive, send)
    start = messages[0]
    headers = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return Reply(start["status"], headers, b"".join(m.get("body", b"") for m in messages[1:]))

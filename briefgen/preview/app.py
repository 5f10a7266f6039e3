"""The preview as an ASGI application: from a request to bytes of the newest good site."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from briefgen.preview import guard, inject
from briefgen.preview.answers import answer, content_type
from briefgen.preview.hub import Hub
from briefgen.preview.served import LIVE, Served

HTML = "text/html; charset=utf-8"
MAX_ADDRESS = 4096
"""Longest address that is looked at, in characters; longer ones do not exist."""


def load_assets() -> dict[str, bytes]:
    """The scripts and the style sheet of live reload: name → bytes."""
    folder = Path(__file__).parent / "assets"
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}


def hello(served: Served) -> str:
    """The message that tells which state is the newest."""
    return json.dumps({"instance": served.instance, "revision": served.revision})


class App:
    """The application. `served` gives the state; it is asked once for each request.

    seen: told of the output path of every page that somebody looks at.
    """

    def __init__(
        self,
        served: Callable[[], Served],
        hub: Hub,
        *,
        host: str,
        seen: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._served, self._hub, self._host, self._seen = served, hub, host, seen
        self._assets = load_assets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] == "http":
            response = self._respond(scope)
            for name, value in guard.SECURITY.items():
                response.headers.setdefault(name, value)
            await response(scope, receive, send)

    def _respond(self, scope: Scope) -> Response:
        headers, method = Headers(scope=scope), scope["method"]
        refused = guard.refusal(method, headers, self._host)
        if refused is not None:
            return refused
        served, path = self._served(), scope["path"]
        live = f"{served.base}{LIVE}/"
        if path.startswith(live):
            return self._live(path[len(live) :], scope, headers, served)
        self._seen(served.place(path[:MAX_ADDRESS]))
        return _page(served, path, scope, headers)

    def _live(self, name: str, scope: Scope, headers: Headers, served: Served) -> Response:
        """The preview's own addresses, which no other site may use."""
        head = scope["method"] == "HEAD"
        if guard.is_foreign(headers):
            return PlainTextResponse("Only for pages of this preview.\n", 403)
        if name == "events":
            return self._events(head=head)
        if name == "revision":
            asked = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=5)
            path = asked.get("page", [served.base])[0][:MAX_ADDRESS]
            self._seen(served.place(path))
            return answer(inject.state(served, path), "application/json", headers, head=head)
        if name in self._assets:
            return answer(self._assets[name], content_type(name), headers, head=head)
        return PlainTextResponse("Not found.\n", 404)

    def _events(self, *, head: bool) -> Response:
        if self._hub.is_full:
            return PlainTextResponse("Too many streams.\n", 503, {"Retry-After": "5"})
        kind = "text/event-stream"
        if head:
            return Response(media_type=kind)
        return StreamingResponse(self._hub.stream(lambda: hello(self._served())), media_type=kind)


def _page(served: Served, path: str, scope: Scope, headers: Headers) -> Response:
    """A page or a file of the site."""
    head = scope["method"] == "HEAD"
    if not served.files:
        page = inject.unbuilt_page(served.problems)
        return _html(served, path[:MAX_ADDRESS], page, headers, status=503, head=head)
    found = served.find(path if len(path) <= MAX_ADDRESS else served.base + "\0")
    if found.status == HTTPStatus.FOUND:
        query = scope["query_string"].decode("latin-1")
        return RedirectResponse(found.location + (f"?{query}" if query else ""), 302)
    content = served.files[found.output] if found.output else inject.missing_page(served)
    if found.status == HTTPStatus.NOT_FOUND or found.output.endswith(".html"):
        page_path = path[:MAX_ADDRESS]
        return _html(served, page_path, content, headers, status=found.status, head=head)
    return answer(content, content_type(found.output), headers, head=head)


def _html(
    served: Served, path: str, page: bytes, headers: Headers, *, status: int, head: bool
) -> Response:
    live = inject.inject(page, inject.tag(served, path))
    return answer(live, HTML, headers, status=status, head=head)

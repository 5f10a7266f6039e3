"""Who may ask, and what every answer carries: the preview is for its author only.

A page of some other site must not read drafts through the author's browser: not by a name
that points to this machine (Host is checked), not by scripts (no CORS), not by the event
stream, not by embedding. RFC 9110 (methods, Host), Fetch Metadata, CSP Level 3.
"""

from __future__ import annotations

import ipaddress
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
ANYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - recognised, not bound

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'self';"
    " form-action 'self'; frame-ancestors 'self'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def refusal(method: str, headers: Headers, host: str) -> Response | None:
    """Why a request is not answered at all; None if it is. host: what the server listens on."""
    asked = headers.getlist("host")
    if len(asked) != 1 or not is_own_host(asked[0], host):
        return PlainTextResponse("This preview does not answer for that host.\n", 400)
    if method not in {"GET", "HEAD"}:
        return PlainTextResponse("Only GET and HEAD.\n", 405, {"Allow": "GET, HEAD"})
    return None


def is_own_host(header: str, host: str) -> bool:
    """True if a Host header names this server, with whatever port.

    A server that listens everywhere answers for every numeric address too: a foreign name
    that points here (DNS rebinding) is a name.
    """
    name = host_name(header)
    if name in LOCAL or name == host.lower():
        return name != ""
    return host in ANYWHERE and _is_numeric(name)


def host_name(header: str) -> str:
    """The host of a Host header, in lower case, without port and brackets."""
    name = header.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0]


def is_foreign(headers: Headers) -> bool:
    """True if a page of another site sent the request (or may have)."""
    if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return True
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")


def _is_numeric(name: str) -> bool:
    with suppress(ValueError):  # a name
        ipaddress.ip_address(name)
        return True
    return False

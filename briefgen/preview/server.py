"""The HTTP server: a free port, uvicorn in a thread of its own, and an end at once."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from collections.abc import Callable
from contextlib import closing, suppress

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from briefgen.preview.app import App
from briefgen.preview.guard import ANYWHERE
from briefgen.preview.hub import Hub
from briefgen.preview.served import Served

FIRST_PORT, LAST_PORT = 8000, 8099
HEAD_SECONDS = 10.0
"""How long a client may take over the head of a request; slower ones are hung up on."""

STOP_SECONDS = 5.0

ROUNDS_TO_BE_KNOWN = 3
"""Rounds of asyncio's loop from the accepting of a client to `connection_made`: a task is
made, it runs, and what it scheduled runs."""


_Place = tuple[str | int | bytes, ...]


class PreviewError(Exception):
    """The preview cannot start: a sentence for the author, and a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def listen(host: str, port: int | None) -> socket.socket:
    """A listening socket at that port, or at the first free one from 8000 on (None).

    Raises PreviewError if the port is taken or the host is not this machine's.
    """
    family, place = _resolve(host, port or FIRST_PORT)
    ports = range(FIRST_PORT, LAST_PORT + 1) if port is None else (port,)
    for number in ports:
        found = _try_port(family, (place[0], number, *place[2:]))
        if found is not None:
            return found
    if port is not None:
        raise PreviewError(
            f"Port {port} is taken by another program",
            "Stop that program, name another port with --port, or leave --port out.",
        )
    raise PreviewError(f"All ports from {FIRST_PORT} to {LAST_PORT} are taken", "Use --port.")


def _resolve(host: str, port: int) -> tuple[socket.AddressFamily, _Place]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise PreviewError(f"“{host}” is no host to listen on: {error}") from error
    family, _, _, _, place = found[0]
    return family, place


def _try_port(family: socket.AddressFamily, place: _Place) -> socket.socket | None:
    sock = socket.socket(family, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows shares ports unless told not to
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(place)
        sock.listen(128)
    except OSError as error:
        sock.close()
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            return None
        raise PreviewError(f"Cannot listen on {place[0]!r}: {error.strerror}") from error
    return sock


class Server:
    """Serves in a thread of its own, from `start` to `stop`."""

    def __init__(
        self,
        sock: socket.socket,
        host: str,
        served: Callable[[], Served],
        seen: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.host, self.port = host, int(sock.getsockname()[1])
        self.hub = Hub()
        self._sock = sock
        config = uvicorn.Config(
            App(served, self.hub, host=host, seen=seen),
            loop="asyncio",
            http=PatientProtocol,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            h11_max_incomplete_event_size=32 * 1024,
            timeout_graceful_shutdown=1,
        )
        self._uvicorn = PoliteServer(config)
        self._thread = threading.Thread(target=self._run, name="briefgen-serve", daemon=True)

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it, without a path."""
        shown = "127.0.0.1" if self.host in ANYWHERE else self.host
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}"

    def start(self) -> None:
        """Serve from now on (the socket has been listening before)."""
        self._thread.start()

    def stop(self) -> None:
        """End all streams and connections; returns when the port is free."""
        self.hub.close()
        self._uvicorn.should_exit = True
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        self._sock.close()

    def _run(self) -> None:
        with closing(self._sock):
            asyncio.run(self._uvicorn.serve(sockets=[self._sock]))


class PoliteServer(uvicorn.Server):
    """uvicorn's server, with a goodbye for those who are just coming in.

    uvicorn says goodbye to the clients that it knows. One whom the system has let in a moment
    before is not among them, and asyncio leaves his connection open for good if its server is
    closed before it is made.
    """

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody else in, get to know those who are inside, and say goodbye to all."""
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError):  # Windows' loop accepts in another way
            for server in self.servers:
                for sock in server.sockets:
                    loop.remove_reader(sock)
        for _ in range(ROUNDS_TO_BE_KNOWN):
            await asyncio.sleep(0)
        await super().shutdown(sockets)


class PatientProtocol(H11Protocol):
    """uvicorn's protocol, with an end to patience: it waits for ever for the rest of a request.

    Without it, clients that send a byte and fall silent pile up until no file descriptor
    is left.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give a new client some seconds for its first request."""
        super().connection_made(transport)
        self._arm()

    def data_received(self, data: bytes) -> None:
        """Stop the clock when a request's head is complete; start it when a new one begins."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._disarm()
        elif self._deadline is None:
            self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clock."""
        self._disarm()
        super().connection_lost(exc)

    def _arm(self) -> None:
        self._deadline = self.loop.call_later(HEAD_SECONDS, self._hang_up)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _hang_up(self) -> None:
        self._deadline = None
        if not self.transport.is_closing() and self.conn.their_state is h11.IDLE:
            self.transport.close()

"""Open event streams: one message means "look again", and a slow reader gets only the newest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

MAX_STREAMS = 64
"""Streams at once; tabs share one, so this many browsers. More of them poll."""

HEARTBEAT = 15.0
"""Seconds between signs of life, by which a reader that is gone is noticed."""

RETRY = 300
"""Milliseconds after which a browser connects again, to a server that restarted."""


class Hub:
    """The streams of one server. All but `publish` and `close` belong to its event loop."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[str | None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    @property
    def is_full(self) -> bool:
        """True if no further stream can be opened."""
        return len(self._queues) >= MAX_STREAMS or self._closed

    def publish(self, message: str) -> None:
        """Send a message to every stream; from any thread."""
        self._call(message)

    def close(self) -> None:
        """End every stream, now and in future (a server cannot stop while one is open)."""
        self._closed = True
        self._call(None)

    async def stream(self, greeting: Callable[[], str]) -> AsyncIterator[str]:
        """The text of one event stream (HTML Living Standard, server-sent events).

        greeting: asked when the stream is registered, so that no message falls between.
        """
        self._loop = asyncio.get_running_loop()
        queue: asyncio.Queue[str | None] = asyncio.Queue(maxsize=1)
        self._queues.add(queue)
        try:
            yield f"retry: {RETRY}\ndata: {greeting()}\n\n"
            while not self._closed:
                try:
                    message = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    yield ":\n\n"
                    continue
                if message is None:
                    return
                yield f"data: {message}\n\n"
        finally:
            self._queues.discard(queue)

    def _call(self, message: str | None) -> None:
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has ended, and the streams with it
                loop.call_soon_threadsafe(self._deliver, message)

    def _deliver(self, message: str | None) -> None:
        for queue in self._queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(message)

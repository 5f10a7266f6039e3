"""The watcher: one thread that turns events, the clock and snapshots into batches.

Events are quick but not to be trusted: queues overflow, network mounts are silent, a
replaced folder takes its watch along. So a snapshot is compared at the start, after each
build (`settle`) and every few seconds, and whatever it finds is in the next batch. Where
events fail, polling takes over by itself, and says so.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Protocol, TypeAlias

import msgspec

from briefgen.watch.debounce import Debounce
from briefgen.watch.ledger import Ledger, places, views
from briefgen.watch.silence import Silence
from briefgen.watch.watched import Batch, Watched, seen_as

if TYPE_CHECKING:
    from briefgen.watch.native import Native


MAX_ROUNDS = 3
"""Links can lead to links; a folder that is replaced again and again waits for the next look."""


class Timing(msgspec.Struct, frozen=True):
    """How patient the watcher is; all in seconds.

    quiet, patience, cap: see `Debounce`. poll: between two looks when polling. look:
    between two looks beside native events. pause: between a build and the look after it, so
    that its page is fetched first. grace: how late an event may come before the system counts
    as silent. coarse: how coarse the times of a polled disk may be. share: the part of one
    core that looking may cost.
    """

    quiet: float = 0.03
    patience: float = 0.1
    cap: float = 0.25
    poll: float = 0.4
    look: float = 2.0
    pause: float = 0.1
    grace: float = 0.4
    coarse: float = 2.0
    share: float = 0.04


class Watches(Protocol):
    """What the preview asks of a watcher: a `Watcher`, or a scripted one in a test."""

    @property
    def batches(self) -> SimpleQueue[Batch]:
        """Where the batches arrive."""

    def start(self) -> None:
        """Begin to watch: what changes from here on is told."""

    def stop(self) -> None:
        """End all threads."""

    def update(self, watched: Watched) -> None:
        """Watch these from now on."""

    def settle(self) -> None:
        """A build is over: look whether anything changed behind its back."""

    def rescan(self) -> None:
        """Tell that everything may have changed."""


Hear: TypeAlias = Callable[[set[str], set[str]], None]
Lost: TypeAlias = Callable[[], None]


def start_native(hear: Hear, lost: Lost) -> Native:
    """A running native observer. Raises OSError when the system has none to give."""
    from briefgen.watch.native import Native

    native = Native(hear, lost)
    try:
        native.start()
    except OSError:
        native.stop()
        raise
    return native


class Watcher:
    """Watches a site's sources; `batches` gives what to look at again."""

    def __init__(
        self,
        watched: Watched,
        *,
        site: Path,
        poll: bool = False,
        tell: Callable[[str], None] = lambda _: None,
        timing: Timing | None = None,
        native: Callable[[Hear, Lost], Native] = start_native,
    ) -> None:
        """tell: takes a sentence for the author, such as that polling takes over."""
        self.batches: SimpleQueue[Batch] = SimpleQueue()
        self._timing = times = timing or Timing()
        self._wants_native, self._start_native, self._tell = not poll, native, tell
        self._native: Native | None = None
        self._ledger = Ledger(watched, site)
        self._incoming = watched
        self._views: tuple[tuple[str, str], ...] = ()
        self._pending = Debounce(quiet=times.quiet, patience=times.patience, cap=times.cap)
        self._silence = Silence(times.grace)
        self._next_look = self._rested = 0.0
        self._state = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="briefgen-watch", daemon=True)

    @property
    def is_polling(self) -> bool:
        """True if no native events are listened to."""
        return self._native is None

    def start(self) -> None:
        """Begin to watch: when this returns, no later change is lost."""
        if self._wants_native:
            self._or_poll(self._listen)
        self._or_poll(lambda: self._look(tells=False))
        self._thread.start()

    def stop(self) -> None:
        """End all threads, and wait for them."""
        with self._state:
            self._stopped = True
            self._state.notify()
        if self._thread.is_alive():
            self._thread.join()
        self._close_native()

    def update(self, watched: Watched) -> None:
        """Watch these from now on."""
        if watched != self._incoming:
            self._incoming = watched
            self._look_at(0.0)

    def settle(self) -> None:
        """A build is over: look whether anything changed behind its back."""
        self._look_at(max(self._rested, time.monotonic() + self._timing.pause))

    def _look_at(self, moment: float) -> None:
        with self._state:
            self._next_look = min(self._next_look, moment)
            self._state.notify()

    def rescan(self) -> None:
        """Tell that everything may have changed."""
        with self._state:
            self._pending.add_everything(time.monotonic())
            self._silence.excuse()
            self._state.notify()

    def _hear(self, real_paths: set[str], whole: set[str]) -> None:
        """Events of the system, from a thread of the observer."""
        watched, shown = self._ledger.watched, self._shown(real_paths)
        with self._state:
            now = time.monotonic()
            self._silence.hear(shown, now)
            self._pending.add(filter(watched.concerns, shown), now, self._shown(whole))
            if any(map(watched.awaits, shown)):
                self._next_look = 0.0
            self._state.notify()

    def _shown(self, real_paths: set[str]) -> set[str]:
        return real_paths.union(*(seen_as(path, self._views) for path in real_paths))

    def _run(self) -> None:
        while True:
            with self._state:
                wait = self._next_moment() - time.monotonic()
                if wait > 0 and not self._stopped:
                    self._state.wait(wait)
                    continue
                if self._stopped:
                    return
            self._or_poll(self._step)

    def _next_moment(self) -> float:
        moments = (self._next_look, self._batch_due(), self._silence.due())
        return min(moment for moment in moments if moment is not None)

    def _batch_due(self) -> float | None:
        due = self._pending.due()
        if due is not None and due <= time.monotonic():
            return self._pending.due(unfinished=self._ledger.is_unfinished(self._pending.paths))
        return due

    def _step(self) -> None:
        if self._silence.is_certain(time.monotonic()):
            self._go_polling("the system does not report every change here")
        if self._next_look <= time.monotonic():
            self._look()
        with self._state:
            due = self._batch_due()
        if due is not None and due <= time.monotonic():
            self._send()

    def _send(self) -> None:
        with self._state:
            paths = self._pending.take(time.monotonic())
        if paths is None:
            self._ledger.look()
            self.batches.put(None)
        else:
            told = paths | self._ledger.note(paths)
            self.batches.put(frozenset(map(Path, told)))

    def _look(self, *, tells: bool = True) -> None:
        """Compare the disk with the last snapshot, and tell what differs."""
        begun = time.monotonic()
        self._next_look = begun + 3600  # whoever wants another look from here on, gets it
        self._ledger.watched = self._incoming
        found, moved = self._compare()
        if self.is_polling:
            found |= self._ledger.once_more(found, begun, self._timing.coarse) if tells else set()
        elif moved:
            self._silence.excuse()
        else:
            self._silence.see(self._ledger.reshaped, begun)
        with self._state:
            if tells:
                self._pending.add(found, time.monotonic())
            self._plan_look(begun)

    def _compare(self) -> tuple[set[str], bool]:
        """What changed, and whether new folders were taken up meanwhile."""
        found, moved = self._ledger.look(), False
        for _ in range(MAX_ROUNDS):
            if not self._arrange():
                break
            # What happened before the new folders were listened to was told by nobody.
            found, moved = found | self._ledger.look(), True
        return found, moved

    def _arrange(self) -> bool:
        watched, links = self._ledger.watched, self._ledger.seen.links
        self._views = views(watched, links)
        return self._native is not None and self._native.arrange(places(watched, links))

    def _plan_look(self, begun: float) -> None:
        now = time.monotonic()
        usual = self._timing.poll if self.is_polling else self._timing.look
        self._rested = now + (now - begun) / self._timing.share
        later = max(now + usual, self._rested)
        repeat = self._ledger.next_repeat() if self.is_polling else None
        self._next_look = min(self._next_look, later, *(() if repeat is None else (repeat,)))

    def _listen(self) -> None:
        self._native = self._start_native(self._hear, self.rescan)

    def _or_poll(self, work: Callable[[], None]) -> None:
        """Do the work; when the system refuses, poll from here on, and say why."""
        try:
            work()
        except OSError as error:
            self._go_polling(error.strerror or str(error))

    def _go_polling(self, reason: str) -> None:
        self._close_native()
        self._next_look = 0.0
        self.rescan()
        self._tell(
            f"Watching by system events failed ({reason}):"
            f" looking for changes every {self._timing.poll:g} s instead"
        )

    def _close_native(self) -> None:
        native, self._native = self._native, None
        if native is not None:
            native.stop()

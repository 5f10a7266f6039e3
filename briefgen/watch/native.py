"""Events of the operating system, by watchdog: which folders, and what they told.

Only events that change content are asked for: reading files is an event, too, and a build
that wakes itself never rests.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import wraps
from typing import Any, NamedTuple

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

CHANGES: list[type[events.FileSystemEvent]] = [
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileClosedEvent,
    events.FileMovedEvent,
    events.FileDeletedEvent,
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.DirDeletedEvent,
]

MOVE_WAIT = 0.05
"""Seconds that watchdog waits for the second half of a move (half a second by itself).

Every later event waits in line, and an editor whose backups go to another folder would
be seen that late at each save. A half that comes alone is a deletion, which is right.
"""

Hear = Callable[[set[str], set[str]], None]
"""Takes real paths, and those of them that are known to be written to their end."""

Identity = tuple[int, int]
"""Device and inode of a folder: another folder under the same name is another one."""


class _Place(NamedTuple):
    watch: ObservedWatch
    identity: Identity


class Native:
    """A watchdog observer, and the folders it looks at."""

    def __init__(
        self,
        hear: Hear,
        lost: Callable[[], None],
        observer: Callable[[], BaseObserver] = Observer,
    ) -> None:
        """hear: called from a thread of the observer. lost: events were dropped.

        Raises OSError when the system has no watcher to give.
        """
        _mend_watchdog()
        self._observer = observer()
        self._handler = _Handler(hear)
        self._alarm = _Alarm(lost)
        self._places: dict[tuple[str, bool], _Place] = {}

    def start(self) -> None:
        """Begin to listen. Raises OSError when the system's limits are exhausted."""
        logging.getLogger("watchdog").addHandler(self._alarm)
        # What watchdog says when a folder that was moved out comes back; all is well then.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        self._observer.start()

    def stop(self) -> None:
        """End all threads, and wait until they have ended."""
        logging.getLogger("watchdog").removeHandler(self._alarm)
        with suppress(RuntimeError):  # it never started
            self._observer.stop()
            self._observer.join()

    def arrange(self, wanted: Mapping[str, bool]) -> bool:
        """Look at exactly these folders (real path → with all below it?); True if new ones came.

        Folders that were replaced by others of the same name are taken up anew. Raises
        OSError when the system's limits are exhausted.
        """
        now = {key: identity for key in wanted.items() if (identity := _identity(key[0]))}
        alive = {emitter.watch for emitter in self._observer.emitters if emitter.is_alive()}
        for key, place in list(self._places.items()):
            if now.get(key) != place.identity or place.watch not in alive:
                self._forget(key)
        fresh = [key for key in now if key not in self._places]
        taken = [self._take_up(key, now[key]) for key in fresh]
        return any(taken)

    def _forget(self, key: tuple[str, bool]) -> None:
        self._observer.unschedule(self._places.pop(key).watch)

    def _take_up(self, key: tuple[str, bool], identity: Identity) -> bool:
        path, recursive = key
        with suppress(FileNotFoundError, NotADirectoryError):  # gone again: the next look tells
            watch = self._observer.schedule(
                self._handler, path, recursive=recursive, event_filter=CHANGES
            )
            self._places[key] = _Place(watch, identity)
            return True
        return False


class _Handler(events.FileSystemEventHandler):
    def __init__(self, hear: Hear) -> None:
        self._hear = hear

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        told = (event.src_path, event.dest_path)
        self._hear(_real(told), _real(_whole(event)))


def _whole(event: events.FileSystemEvent) -> tuple[str | bytes, ...]:
    """What an event says to be complete: a file that was closed after writing, or put in place."""
    if isinstance(event, events.FileClosedEvent):
        return (event.src_path,)
    return (event.dest_path,) if isinstance(event, events.FileMovedEvent) else ()


def _real(told: Iterable[str | bytes]) -> set[str]:
    return {os.path.abspath(os.fsdecode(path)) for path in told if path}


class _Alarm(logging.Handler):
    """watchdog tells of an overflow in its log only; what it logs is not for authors."""

    def __init__(self, lost: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._lost = lost

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in record.getMessage():
            self._lost()


def _identity(path: str) -> Identity | None:
    with suppress(OSError):  # not there (yet)
        status = os.stat(path)
        return (status.st_dev, status.st_ino)
    return None


def _mend_watchdog() -> None:
    with suppress(ImportError, OSError):  # there is no inotify: nothing to mend
        from watchdog.observers.inotify import InotifyWatchGroup
        from watchdog.observers.inotify_move_event_grouper import (
            InotifyMoveEventGrouper,
        )

        InotifyMoveEventGrouper.delay = MOVE_WAIT
        _forgive(InotifyWatchGroup, "_remove_watch_internally")


def _forgive(owner: type, name: str) -> None:
    """Let a method of watchdog's pass over what it does not know.

    Two folders that change places (as a site's generations do, where the output folder is
    among the sources) leave it with a watch whose path is another's. Letting go of that one
    raises, and would end the thread that reads all events.
    """
    old = getattr(owner, name, None)
    if old is None or hasattr(old, "__wrapped__"):
        return

    @wraps(old)
    def forgiving(*arguments: Any) -> None:
        with suppress(KeyError):
            old(*arguments)

    setattr(owner, name, forgiving)

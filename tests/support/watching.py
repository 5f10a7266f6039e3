"""A watcher that says what a test tells it to, and nothing else."""

from __future__ import annotations

from pathlib import Path
from queue import SimpleQueue

from briefgen.watch import Batch, Watched


class ScriptedWatcher:
    """The scripted twin of `Watcher`: `say` is an event, and every call is remembered."""

    def __init__(self) -> None:
        self.batches: SimpleQueue[Batch] = SimpleQueue()
        self.calls: list[str] = []
        self.watched: list[Watched] = []

    def say(self, *paths: Path) -> None:
        """Let these paths be the next batch."""
        self.batches.put(frozenset(paths))

    def start(self) -> None:
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")

    def update(self, watched: Watched) -> None:
        self.watched.append(watched)

    def settle(self) -> None:
        self.calls.append("settle")

    def rescan(self) -> None:
        self.batches.put(None)

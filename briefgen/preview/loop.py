"""Batches → builds → outcomes: the loop that `serve` and `build --watch` share.

It belongs to one thread, and nothing that goes wrong in a build ends it: what a site is
made of may be broken in any way, and so may we.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

import msgspec

from briefgen.audience import NOBODY, Audience, Interrupted
from briefgen.console import duration
from briefgen.diagnostics import Diagnostic
from briefgen.preview import problems
from briefgen.preview.ports import Builds, Reporter, Result
from briefgen.preview.problems import Problem
from briefgen.watch import Batch, Watched, Watches
from briefgen.writer import OutputError

MAX_NAMED = 3
"""Files of a batch that the log names; of more it gives the number."""


class Outcome(msgspec.Struct, frozen=True):
    """One build: its result, or None where a fault of ours or of the output ended it.

    blocking: what made it fail, as the overlay shows it; empty for a good build. watched:
    what the site is made of now; None if the build cannot tell. trace: of a fault of ours.
    """

    batch: Batch
    result: Result | None
    blocking: tuple[Problem, ...]
    watched: Watched | None = None
    trace: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """The output paths that have other bytes than before."""
        return (*self.result.written, *self.result.removed) if self.result else ()


def outcomes(
    builder: Builds, watcher: Watches, stopped: threading.Event, audience: Audience = NOBODY
) -> Iterator[Outcome]:
    """Build once, then after each batch, until `stopped` is set (and one more batch comes).

    A build that crashed is followed by a complete one, since half its work may be done; one
    that the audience breaks off, by one of its batch and the next.
    """
    crashed, batch = False, None
    while not stopped.is_set():
        try:
            outcome = _build(builder, None if crashed else batch, batch, audience)
        except Interrupted:
            batch = _together(batch, _next(watcher.batches))
            continue
        crashed = outcome.result is None
        yield outcome
        if outcome.watched is not None:
            watcher.update(outcome.watched)
        watcher.settle()  # finds what was saved during the build
        for fault in () if crashed else _prepare(builder, batch, audience):
            crashed = True
            yield fault
        batch = _next(watcher.batches)


def _build(builder: Builds, hints: Batch, batch: Batch, audience: Audience) -> Outcome:
    try:
        result = builder.build(hints, audience)
        blocking = problems.blocking(result.diagnostics) if result.fatal else ()
        shown = problems.shown(blocking, builder.sources)
        return Outcome(batch, result, shown, watched=builder.watched())
    except Interrupted:
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours must not end the preview
        return _failed(batch, error)


def _prepare(builder: Builds, batch: Batch, audience: Audience) -> Iterator[Outcome]:
    """Use the rest before the next batch; gives a fault of ours, if there is one."""
    try:
        builder.prepare(audience)
    except Interrupted:
        return
    except Exception as error:  # noqa: BLE001 - nor must this one
        yield _failed(batch, error)


def _failed(batch: Batch, error: Exception) -> Outcome:
    if isinstance(error, OutputError):
        return Outcome(batch, None, (problems.refusal(error),))
    return Outcome(batch, None, (problems.crash(error),), trace=traceback.format_exc())


def _next(batches: SimpleQueue[Batch]) -> Batch:
    """The next batch, together with all that have come meanwhile."""
    batch = batches.get()
    with suppress(Empty):
        while True:
            batch = _together(batch, batches.get_nowait())
    return batch


def _together(batch: Batch, later: Batch) -> Batch:
    return None if batch is None or later is None else batch | later


class Log:
    """Tells the terminal: one line for each change, and problems when they are others."""

    def __init__(self, reporter: Reporter, site: Path) -> None:
        self._reporter, self._site = reporter, site
        self._told: tuple[Diagnostic, ...] = ()
        self._begun = False

    def tell(self, outcome: Outcome) -> None:
        """One build; nothing at all is said of one that changed nothing."""
        if outcome.result is None:
            self._told = ()
            said = (outcome.trace.rstrip(), *map(_in_words, outcome.blocking))
            for line in filter(None, said):
                self._reporter.warn(line)
            return
        fresh = outcome.result.diagnostics != self._told
        if outcome.paths or fresh or outcome.batch is None:
            idle = not (self._begun or outcome.paths or outcome.result.fatal)
            line = self._line(outcome.batch, outcome.result)
            self._reporter.say("everything is ready" if idle else line)
            self._begun = True
        if fresh:
            self._told = outcome.result.diagnostics
            self._reporter.problems(self._told)

    def _line(self, batch: Batch, result: Result) -> str:
        span = duration(result.seconds)
        return f"{self._cause(batch)} → {_effect(result)} in {span}"

    def _cause(self, batch: Batch) -> str:
        if batch is None:
            return "everything"
        names = sorted(_name(path, self._site) for path in batch)
        rest = len(names) - MAX_NAMED
        return ", ".join(names[:MAX_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _effect(result: Result) -> str:
    if result.fatal:
        count = len(problems.blocking(result.diagnostics))
        return f"{_counted(count, 'problem')}; the last good site stays; found"
    written, removed = len(result.written), len(result.removed)
    gone = f", {removed} removed" if removed else ""
    return f"{_counted(written, 'file')} written{gone}" if written or gone else "nothing changed"


def _in_words(problem: Problem) -> str:
    return f"{problem.message.rstrip('.')}. {problem.hint}".rstrip()


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _name(path: Path, site: Path) -> str:
    return path.relative_to(site).as_posix() if path.is_relative_to(site) else path.as_posix()


def start_thread(work: Callable[[], None], name: str) -> threading.Thread:
    """A thread that does not keep the process alive."""
    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread

"""Cold work on all cores: this process and forked workers, which share the engine as it stands.

A child inherits every input and memo without copying. All draw from one pipe what is to be
done next, so that whoever is free goes on; a child sends back what it computed as plain
data. Where processes cannot be forked safely (Windows, macOS, or a program with threads)
the work is done here, one after the other, with the same result. So it is with what a
worker leaves that dies: it costs time, and what went wrong in it goes wrong here again,
where it can be told.
"""

from __future__ import annotations

import contextlib
import gc
import os
import struct
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from sys import intern
from typing import Final, NoReturn

import msgspec

from briefgen.data import Data
from briefgen.engine import Engine, Key, Read, Row
from briefgen.processes import can_fork

WORTH_IT = 48
"""Fewer values than this cost less than starting workers."""
_SHARE = 24
"""Values that are drawn at once."""
_BETWEEN = 8
"""Values of our own after which we see whether results have come: a pipe has room for some."""
_SHARES = 1024
"""So many lots a pipe holds for certain: a page of memory, where a user has many pipes."""
_PIPE = 1 << 20
"""Bytes that a worker may be ahead of us, where the system allows so many."""
Finish = Callable[[Collection[Key]], None]

_LOT = struct.Struct("=I")
_SIZE = struct.Struct("=Q")
_NUMBERS: Final = "I"


class _Result(Data, frozen=True):
    """What a worker sends of one share, of `steps` values that were asked for.

    Thousands of memos read the same. So of each row the reads stand in `reads`, as numbers;
    `named` are the reads that this worker numbers from now on.
    """

    steps: int
    named: list[Read]
    reads: list[bytes]
    rows: list[Row]


_results = msgspec.msgpack.Decoder(_Result)
_encode = msgspec.msgpack.Encoder().encode


def compute(
    engine: Engine,
    keys: Sequence[Key],
    jobs: int,
    progress: Callable[[int], None],
    finish: Finish,
) -> None:
    """Have the engine hold these values.

    `progress` is told how many more are done; `finish` is given what a worker has computed,
    in the worker, before it is sent.
    """
    missing = engine.missing(keys)
    if jobs > 1 and len(missing) >= WORTH_IT and can_fork():
        _spread(_Task(engine, _shares(missing), finish), jobs, progress)
        missing = engine.missing(missing)
    for share in _shares(missing):
        for key in share:
            engine.get(*key)
        progress(len(share))


def _shares(keys: list[Key]) -> list[list[Key]]:
    size = max(_SHARE, len(keys) // _SHARES + 1)
    return [keys[start : start + size] for start in range(0, len(keys), size)]


class _Task:
    """What is to be done: by whoever draws, share by share."""

    def __init__(self, engine: Engine, shares: list[list[Key]], finish: Finish) -> None:
        self.engine, self.finish, self.shares = engine, finish, shares
        self.lots = _all_lots(len(shares))


def _spread(task: _Task, jobs: int, progress: Callable[[int], None]) -> None:
    inbox = _Inbox(task.engine, progress)
    gc.freeze()  # no collection may touch, and so copy, the pages shared with the children
    try:
        for _ in range(min(jobs, len(task.shares)) - 1):
            with contextlib.suppress(OSError):  # no more processes: those there are do it
                inbox.expect(*_start(task, inbox.pipes))
        for number in _draw(task.lots):
            for count, key in enumerate(task.shares[number]):
                task.engine.get(*key)
                if count % _BETWEEN == 0:
                    inbox.take(wait=False)
            progress(len(task.shares[number]))
        inbox.take(wait=True)
    finally:
        inbox.close()
        os.close(task.lots)
        gc.unfreeze()


def _all_lots(count: int) -> int:
    """A pipe out of which everyone draws numbers below `count`, each of them once."""
    drawn, laid = os.pipe()
    os.write(laid, b"".join(map(_LOT.pack, range(count))))
    os.close(laid)
    return drawn


def _draw(lots: int) -> Iterator[int]:
    while lot := os.read(lots, _LOT.size):  # one at a time: Linux reads a pipe under a lock
        yield _LOT.unpack(lot)[0]


# -- a worker -------------------------------------------------------------------------------------


def _start(task: _Task, others: Iterable[int]) -> tuple[int, int]:
    """A worker: its process, and the pipe from which its results come. Raises OSError.

    `others` are the pipes of earlier ones. A worker reads none: a pipe that only its writers
    hold is broken, and so they notice that nobody waits for them any more.
    """
    us = os.getpid()
    results, outlet = os.pipe()
    try:
        _widen(outlet)
        process = os.fork()
        if process == 0:
            _work_and_end(task, outlet, (results, *others))
    except OSError:
        os.close(results)
        raise
    finally:
        if os.getpid() != us:  # Ctrl-C, before it had begun
            os._exit(1)
        os.close(outlet)
    return process, results


def _widen(pipe: int) -> None:
    import fcntl

    with contextlib.suppress(OSError):  # then it holds as much as any
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _work_and_end(task: _Task, outlet: int, others: Iterable[int]) -> NoReturn:
    """The life of a worker: nothing that its parent would do at the end is done twice."""
    code, numbers = 1, _Numbers()
    try:
        gc.disable()
        task.engine.note_nothing()
        for other in others:
            os.close(other)
        for number in _draw(task.lots):
            _send(outlet, _encode(_share(task, task.shares[number], numbers)))
        code = 0
    finally:
        os._exit(code)


def _share(task: _Task, keys: list[Key], numbers: _Numbers) -> _Result:
    engine = task.engine
    engine.ran.clear()
    for key in keys:
        engine.get(*key)
    fresh = dict.fromkeys(key for key, _ in engine.ran)
    task.finish(fresh)
    rows = list(engine.rows(fresh, transfer=True))
    known = len(numbers)
    reads = [numbers.of(row.reads) for row in rows]
    for row in rows:
        row.reads = ()
    # The parent has them now, and nobody asks here for what belongs to one page.
    engine.release({*keys, *filter(engine.is_passing, fresh)})
    return _Result(len(keys), list(islice(numbers, known, None)), reads, rows)


class _Numbers(defaultdict[Read, int]):
    """Numbers for reads, in the order in which they come."""

    def __init__(self) -> None:
        super().__init__(self.__len__)

    def of(self, reads: tuple[Read, ...]) -> bytes:
        """The numbers of some reads."""
        return array(_NUMBERS, map(self.__getitem__, reads)).tobytes()


def _send(outlet: int, data: bytes) -> None:
    rest = memoryview(_SIZE.pack(len(data)) + data)
    while rest:
        rest = rest[os.write(outlet, rest) :]


# -- what comes of it -----------------------------------------------------------------------------


class _Inbox:
    """Where the results of all workers come in, and go into the engine."""

    def __init__(self, engine: Engine, progress: Callable[[int], None]) -> None:
        import select

        self._engine, self._progress = engine, progress
        self._poll = select.poll()
        self._arriving: dict[int, bytearray] = {}
        self._named: dict[int, list[Read]] = {}
        self._processes: dict[int, int] = {}

    @property
    def pipes(self) -> Iterable[int]:
        """Those from which something may still come."""
        return self._arriving.keys()

    def expect(self, process: int, results: int) -> None:
        """There is one more worker."""
        self._processes[results] = process
        self._arriving[results], self._named[results] = bytearray(), []
        self._poll.register(results)

    def take(self, *, wait: bool) -> None:
        """Take in what is there, or (`wait`) all that is still to come."""
        while self._arriving:
            ready = self._poll.poll(None if wait else 0)
            if not ready:
                return
            for results, _ in ready:
                self._take_from(results)

    def _take_from(self, results: int) -> None:
        data, buffer = os.read(results, _PIPE), self._arriving[results]
        if not data:  # its end, or all that it lived to say
            self._poll.unregister(results)
            os.close(results)
            del self._arriving[results]
            return
        buffer += data
        while len(buffer) >= _SIZE.size:
            end = _SIZE.size + _SIZE.unpack_from(buffer)[0]
            if len(buffer) < end:
                return
            result = _results.decode(memoryview(buffer)[_SIZE.size : end])
            del buffer[:end]
            self._engine.absorb(self._rows(result, self._named[results]))
            self._progress(result.steps)

    def _rows(self, result: _Result, named: list[Read]) -> Iterator[Row]:
        """The rows with their reads, one object for each of these, and one for the name of a query."""
        named += self._engine.named([(intern(name), arg, item) for name, arg, item in result.named])
        for row, reads in zip(result.rows, result.reads, strict=True):
            row.name = intern(row.name)
            row.reads = tuple(map(named.__getitem__, memoryview(reads).cast(_NUMBERS)))
            yield row

    def close(self) -> None:
        """No worker outlives its work."""
        import signal

        for results in self._arriving:  # we were broken off
            os.close(results)
            with contextlib.suppress(ProcessLookupError):  # buried already
                os.kill(self._processes[results], signal.SIGKILL)
        for process in self._processes.values():
            with contextlib.suppress(ChildProcessError):  # where the system buries them itself
                os.waitpid(process, 0)

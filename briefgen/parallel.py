"""Cold work on all cores: forked workers that share the engine as it stands.

A child inherits every input and memo without copying, computes its share, and
sends back what it computed as plain data. Where processes cannot be forked
safely (Windows, macOS, or a program with threads) the work is done here, one
after the other, with the same result.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence

import msgspec

from briefgen.engine import Engine, Key, Read, Row

WORTH_IT = 48
"""Fewer values than this cost less than starting workers."""
_CHUNK = 24


class _Shared:
    """What forked workers inherit: the engine, set while they are forked."""

    engine: Engine | None = None


_rows = msgspec.msgpack.Decoder(list[Row])


def can_fork() -> bool:
    """True where a forked child is a sound copy of this process."""
    return sys.platform == "linux" and threading.active_count() == 1


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def compute(
    engine: Engine, keys: Sequence[Key], jobs: int, progress: Callable[[int], None] | None = None
) -> None:
    """Have the engine hold these values; `progress` is told how many more are done."""
    missing = engine.missing(keys)
    if jobs == 1 or len(missing) < WORTH_IT or not can_fork():
        for key in missing:
            engine.get(*key)
            if progress:
                progress(1)
        return
    _spread(engine, missing, jobs, progress)


def _spread(
    engine: Engine, missing: list[Key], jobs: int, progress: Callable[[int], None] | None
) -> None:
    # Imported here: a quarter of the start-up time that a small build does not need.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    known: dict[Read, Read] = {}
    _Shared.engine = engine
    chunks = [missing[start : start + _CHUNK] for start in range(0, len(missing), _CHUNK)]
    gc.freeze()  # no collection may touch, and so copy, the pages shared with the parent
    try:
        with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
            for chunk, data in zip(chunks, pool.map(_work, chunks), strict=True):
                engine.absorb(_with_shared_reads(_rows.decode(data), known))
                if progress:
                    progress(len(chunk))
    finally:
        _Shared.engine = None
        gc.unfreeze()


def _with_shared_reads(rows: list[Row], known: dict[Read, Read]) -> Iterator[Row]:
    """The rows with one object for every read: thousands read the same."""
    for row in rows:
        row.reads = tuple(map(known.setdefault, row.reads, row.reads))
        yield row


def _work(keys: list[Key]) -> bytes:
    engine = _Shared.engine
    assert engine is not None, "workers are forked while the engine is set"
    gc.disable()
    engine.ran.clear()
    for key in keys:
        engine.get(*key)
    fresh = dict.fromkeys(key for key, _ in engine.ran)
    data = msgspec.msgpack.encode(list(engine.rows(fresh, transfer=True)))
    # The parent has them now, and nobody asks here for what belongs to one page.
    engine.let_go({*keys, *filter(engine.is_passing, fresh)})
    return data

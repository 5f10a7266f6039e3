"""Run one command and print, as JSON, its seconds, its processor seconds and its memory.

A program of its own, with nothing imported that it does not need: what the system
counts as the peak of a child includes what its parent had in memory at the fork.
"""

from __future__ import annotations

import json
import os
import sys
import time


def _lines(name: str) -> list[str]:
    # Not pathlib: it would triple what this process imports.
    with open(f"/proc/{name}", encoding="ascii") as file:  # noqa: PTH123
        return file.readlines()


def peak_of(pid: int) -> int:
    """Bytes that a process and its children hold now, shared pages counted once (PSS)."""
    total, waiting = 0, [pid]
    while waiting:
        process = waiting.pop()
        try:
            total += next(
                int(line.split()[1])
                for line in _lines(f"{process}/smaps_rollup")
                if line.startswith("Pss:")
            )
            waiting += [
                int(child)
                for line in _lines(f"{process}/task/{process}/children")
                for child in line.split()
            ]
        except (OSError, StopIteration):  # it ended while we looked
            continue
    return total * 1024


def run(command: list[str], *, sample: bool) -> dict[str, float]:
    """Seconds and bytes of one run; `sample` watches the whole tree (and disturbs the time)."""
    start = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=quiet)
    tree, done, status, usage = 0, 0, 0, None
    while not done:
        done, status, usage = os.wait4(pid, os.WNOHANG if sample else 0)
        if sample and not done:
            tree = max(tree, peak_of(pid))
            time.sleep(0.02)
    assert usage is not None
    return {
        "seconds": time.perf_counter() - start,
        "cpu": usage.ru_utime + usage.ru_stime,
        "process": usage.ru_maxrss * 1024,
        "tree": tree,
        "code": os.waitstatus_to_exitcode(status),
    }


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[2:], sample=sys.argv[1] == "sample")))

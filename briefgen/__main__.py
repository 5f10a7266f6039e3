"""The entry: small, so that Ctrl-C during the imports ends quietly too."""

from __future__ import annotations

import gc
import sys

_ROOM = 100_000
"""Words of stack: 800 KB of a chunk of 1 MB. They are never touched; all other frames have the rest."""


def main() -> None:
    """Run the command line. Exit codes: 0 clean, 1 content errors, 2 wrong usage, 130 interrupted."""
    # What is imported and built is needed to the end: there is nothing to search for in it.
    # Commands that stay turn the search on again.
    gc.disable()
    try:
        from briefgen.cli import briefgen

        briefgen(prog_name="briefgen")
    except KeyboardInterrupt:
        sys.stderr.write("\ninterrupted\n")
        sys.exit(130)
    except SystemExit as end:
        _leave(end)


def _leave(end: SystemExit) -> None:
    """End at once: the system frees a site's million values faster than Python, one by one.

    They are all still there, held by the frames that `end` came through. A profiler or a
    debugger has something to say at the end, and so has Python where a flush fails.
    """
    import os

    watched = sys.getprofile() or sys.gettrace()
    if watched or not isinstance(end.code, int):
        raise end
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # either may have been closed
            stream.flush()
    except (OSError, ValueError):
        raise end from None
    os._exit(end.code)


# CPython keeps its frames in chunks of 16 KB, and gives one back to the system as soon as the
# first frame in it ends. Where the edge of a chunk falls into a busy place, every other call
# asks for memory, which was 7 % of a short build. A first frame that is larger than a
# chunk gets a large one, in which all others find room.
main.__code__ = main.__code__.replace(co_stacksize=_ROOM)


if __name__ == "__main__":
    main()

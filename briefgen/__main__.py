"""The entry: small, so that Ctrl-C during the imports ends quietly too."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. Exit codes: 0 clean, 1 content errors, 2 wrong usage, 130 interrupted."""
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
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        raise end from None
    os._exit(end.code)


if __name__ == "__main__":
    main()

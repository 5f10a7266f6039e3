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


if __name__ == "__main__":
    main()

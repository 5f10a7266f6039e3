"""The limits of GitHub Pages, and whether a site stays within them.

A published site may have 1 GB; GitHub refuses pushes with a file over 100 MiB
and warns of those over 50 MiB.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.model import Data
from briefgen.publish.errors import PublishError

KILO = 1000


class Limits(Data, frozen=True):
    """In bytes."""

    site: int = 1_000_000_000
    file: int = 100 * 1024 * 1024


GITHUB_PAGES = Limits()


def over(sizes: Mapping[str, int], limits: Limits = GITHUB_PAGES) -> tuple[PublishError, ...]:
    """What is too large, with a remedy. `sizes` are those of the output's files, in bytes."""
    found = [
        PublishError(
            f"{path} has {size_words(size)}; GitHub takes files of up to {size_words(limits.file)}",
            "make it smaller, or store it elsewhere and link to it",
        )
        for path, size in sorted(sizes.items())
        if size > limits.file
    ]
    total = sum(sizes.values())
    if total > limits.site:
        largest = sorted(sizes, key=lambda path: (-sizes[path], path))[:3]
        shown = ", ".join(f"{path} ({size_words(sizes[path])})" for path in largest)
        message = f"the site has {size_words(total)}; GitHub Pages takes {size_words(limits.site)}"
        found.append(PublishError(message, f"the largest files are {shown}"))
    return tuple(found)


def size_words(size: float) -> str:
    """A size in words: `12 kB`, `3.4 MB` (powers of 1000)."""
    for unit in ("bytes", "kB", "MB"):
        if size < KILO:
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 10 else f"{size:.1f} {unit}"  # noqa: PLR2004
        size /= KILO
    return f"{size:.1f} GB"

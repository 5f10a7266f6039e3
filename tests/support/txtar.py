"""Several files in one text, as Go's txtar has them: `-- path --` starts each."""

from __future__ import annotations

import re

_SEPARATOR = re.compile(r"^-- (\S.*?) --\n", re.MULTILINE)


def unpack(text: str) -> dict[str, str]:
    """Path → content. What stands before the first separator is a comment.

    Raises ValueError when there is no file, or one path twice.
    """
    _, *parts = _SEPARATOR.split(text if text.endswith("\n") else text + "\n")
    paths, contents = parts[::2], parts[1::2]
    if not paths or len(set(paths)) < len(paths):
        raise ValueError(f"no files, or one of them twice: {paths}")
    return dict(zip(paths, contents, strict=True))

"""Single keys from the terminal, without Enter; the terminal is restored in any case."""

from __future__ import annotations

import os
import select
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable


class Keys:
    """A context in which `read` gives single keys; where there is no terminal, none come."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stdin if stream is None else stream
        self._restore: Callable[[], None] | None = None
        self.available = False

    def __enter__(self) -> Self:
        self.available = _is_terminal(self._stream)
        if self.available and os.name == "posix":
            self._restore = _single_keys(self._stream.fileno())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trail: TracebackType | None,
    ) -> None:
        if self._restore is not None:
            self._restore()
            self._restore = None

    def read(self, seconds: float) -> str:
        """The next key, in lower case; "" if none comes within that time."""
        if not self.available:
            time.sleep(seconds)
            return ""
        key = _read_posix(self._stream, seconds) if os.name == "posix" else _read_windows(seconds)
        if key is None:  # the terminal is gone: no more keys, but the preview goes on
            self.available = False
            return ""
        return key.lower()


def _is_terminal(stream: TextIO) -> bool:
    """True for a terminal whose foreground job this is (another one would be stopped)."""
    try:
        if not stream.isatty():
            return False
        return os.name != "posix" or os.tcgetpgrp(stream.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False


def _single_keys(number: int) -> Callable[[], None]:
    import termios  # POSIX only
    import tty

    before = termios.tcgetattr(number)
    tty.setcbreak(number)
    return lambda: termios.tcsetattr(number, termios.TCSADRAIN, before)


def _read_posix(stream: TextIO, seconds: float) -> str | None:
    ready, _, _ = select.select([stream], [], [], seconds)
    if not ready:
        return ""
    try:
        return os.read(stream.fileno(), 1).decode(errors="ignore") or None
    except OSError:
        return None


def _read_windows(seconds: float) -> str:
    import importlib

    msvcrt = importlib.import_module("msvcrt")
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if msvcrt.kbhit():
            return str(msvcrt.getwch())
        time.sleep(0.05)
    return ""

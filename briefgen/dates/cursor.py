"""A place in a text that moves forward: what the reader of dates is built on."""

from typing import NoReturn

from .model import DateError


class Cursor:
    """Reads ``text`` from ``position`` up to ``stop``; positions are 0-based characters of ``text``."""

    __slots__ = ("position", "stop", "text")

    def __init__(self, text: str, position: int = 0, stop: int | None = None) -> None:
        self.text = text
        self.position = position
        self.stop = len(text) if stop is None else stop

    def peek(self) -> str:
        """The next character, or the empty string at the end."""
        return self.text[self.position] if self.position < self.stop else ""

    def take(self, characters: str) -> str:
        """Step over the next character if it is one of ``characters``, and give it; else the empty string."""
        found = self.peek()
        if not found or found not in characters:
            return ""
        self.position += 1
        return found

    def run(self, characters: str) -> str:
        """Step over the longest run of ``characters``, and give it."""
        begin = self.position
        while self.take(characters):
            pass
        return self.text[begin : self.position]

    def fail(self, message: str, hint: str = "", begin: int | None = None) -> NoReturn:
        """Raise the error for the text from ``begin`` to here, or for the next character."""
        offset = self.position if begin is None else begin
        length = max(self.position - offset, 1 if offset < self.stop else 0)
        raise DateError(message, offset, length, hint)

"""What in a page could run: scripts, handlers, styles, addresses of dangerous schemes, frames."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

DATA_BLOCKS = frozenset({"application/ld+json", "application/json"})
"""Types of `<script>` that browsers do not run."""
FORBIDDEN = frozenset("applet base embed frame frameset iframe object param portal style".split())
ADDRESSES = frozenset(
    "action background cite data formaction href longdesc poster src srcset xlink:href".split()
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.found += [f"line {self.getpos()[0]}: {what}" for what in _dangers(tag, values)]


def _dangers(tag: str, values: dict[str, str]) -> Iterator[str]:
    if tag in FORBIDDEN:
        yield f"<{tag}>"
    if tag == "script" and "src" not in values and values.get("type") not in DATA_BLOCKS:
        yield "an inline script"
    if tag == "meta" and values.get("http-equiv", "").lower() not in ("", "refresh"):
        yield f"<meta http-equiv={values['http-equiv']}>"
    for name, value in values.items():
        if name.startswith("on") or name in ("style", "srcdoc"):
            yield f"<{tag} {name}={value[:60]!r}>"
        if name in ADDRESSES and _is_dangerous(value):
            yield f"<{tag} {name}={value[:60]!r}>"
    if tag == "meta" and _is_dangerous(values.get("content", "").rpartition("url=")[2]):
        yield "a refresh to a dangerous address"


def _is_dangerous(address: str) -> bool:
    plain = "".join(letter for letter in address if letter > " ").casefold()
    return plain.startswith(("javascript:", "vbscript:", "data:text", "file:"))


def dangers(page: str) -> list[str]:
    """Everything in a page that could run or take it over; empty for a good page."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found

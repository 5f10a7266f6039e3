"""A page as a reader meets it: headings, text, links and dates, without classes and attributes.

What golden pages hold: a change of the theme's markup does not touch them, a change
of what a page says does.
"""

from __future__ import annotations

from html.parser import HTMLParser

BLOCKS = frozenset(
    "address article aside blockquote dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td th thead tr"
    " ul".split()
)
_BEFORE = {"li": "- ", "dt": "", "dd": "  ", "summary": "> ", "th": "| ", "td": "| "}
_BEFORE |= {f"h{level}": "#" * level + " " for level in range(1, 7)}
_UNSEEN = frozenset({"script", "style", "template", "svg"})


class _Reader(HTMLParser):
    """Collects the lines of `<main>`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._inside = 0
        self._unseen = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._inside += tag == "main"
        self._unseen += tag in _UNSEEN
        if not self._inside:
            return
        if tag in BLOCKS:
            self._break(_BEFORE.get(tag, ""))
        if tag == "a":
            self._links.append(values.get("href") or "")
            self.lines[-1] += "["
        if tag == "time":
            self.lines[-1] += f"<{values.get('datetime')}>"
        if tag == "img":
            self.lines[-1] += f"![{values.get('alt')}]({values.get('src')})"

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag == "a":
            self.lines[-1] += f"]({self._links.pop()})"
        if self._inside and tag in BLOCKS:
            self._break("")
        self._inside -= tag == "main"
        self._unseen -= tag in _UNSEEN

    def handle_data(self, data: str) -> None:
        if self._inside and not self._unseen:
            words = " ".join(data.split())
            before = " " if data[:1].isspace() else ""
            after = " " if data[-1:].isspace() and words else ""
            self.lines[-1] += f"{before}{words}{after}"

    def _break(self, mark: str) -> None:
        if self.lines[-1].strip() in {"", *map(str.strip, _BEFORE.values())}:
            mark = self.lines.pop() + mark
        self.lines.append(mark)


def prose(page: str) -> str:
    """The main part of a page, line by line."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    tidy = (" ".join(line.split()) for line in reader.lines)
    return "".join(f"{line}\n" for line in tidy if line)

"""Finished HTML as plain Markdown (CommonMark with GitHub's tables, footnotes and callouts).

It starts from what is shown, not from what was written: views are filled,
links lead somewhere, and what is hidden is already gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urljoin

if TYPE_CHECKING:  # the parser comes where a twin is written
    from briefgen.extensions.web.html_tree import Element

_BLOCKS = frozenset(
    "address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section summary table ul".split()
)
_LEFT_OUT = frozenset({"script", "style", "svg", "button", "template", "noscript", "select"})
_EMPHASIS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~"}
_SPECIAL = re.compile(r"[\\`*\[\]<>~|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|!(?=\[)")
_PERHAPS_SPECIAL = re.compile(r"[\\`*\[\]<>~|_&!]")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_UNEVEN = ("\n", "  ", "\t", "\r", "\f")
"""What white space has that is more than single blanks."""
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_MANY = 1 << 14
"""Addresses that are remembered as they stand in Markdown: pages link the same ones again and again."""
_FROM_TOP = re.compile(r"/(?!/)")
_AT_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^([#+=-])|^( {4,})")


def markdown(html: str, base: str) -> str:
    """HTML as Markdown; addresses are made absolute from `base`, the page's own (which may lack a host)."""
    from briefgen.extensions.web.html_tree import tree

    return "\n\n".join(_Writer(base).blocks(tree(html).inner)).strip() + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is, inside a line."""
    if not _PERHAPS_SPECIAL.search(text):
        return text
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def _at_start(line: str) -> str:
    """A line that begins no list, heading or rule."""
    found = _AT_START.match(line)
    if not found:
        return line
    return f"{found[1]}\\{line[len(found[1]) :]}" if found[1] else f"\\{line}"


class _Writer:
    """Writes one page; `base` is the address that relative ones start from."""

    def __init__(self, base: str) -> None:
        self.base, self._top = base, urljoin(base, "/")

    # -- blocks ---------------------------------------------------------------------------

    def blocks(self, parts: Iterable[Element | str]) -> list[str]:
        """The blocks of a piece of HTML; text between them is a paragraph of its own."""
        found: list[str] = []
        run: list[Element | str] = []
        for part in parts:
            if isinstance(part, str):
                if run or not part.isspace():  # a paragraph begins with its first word
                    run.append(part)
            elif _is_block(part):
                found += self._paragraph(run)
                found += self._block(part)
                run = []
            else:
                run.append(part)
        return [*found, *self._paragraph(run)]

    def _paragraph(self, parts: list[Element | str]) -> Iterator[str]:
        if not parts:
            return
        lines = [line.strip() for line in self._inline(parts).split("\n")]
        text = "\n".join(_at_start(line) for line in lines if line and line != "\\").removesuffix(
            "\\"
        )
        if text:
            yield text

    def _block(self, part: Element) -> Iterator[str]:
        if part.tag in _LEFT_OUT or "hidden" in part.attributes:
            return
        if part.has_class("callout"):
            yield from self._callout(part)
        elif part.has_class("footnotes"):
            yield from self._footnotes(part)
        elif part.tag in self._special:
            yield from self._special[part.tag](self, part)
        elif part.tag in _HEADINGS:
            title = " ".join(self._inline(part.inner).split())
            yield from [f"{_HEADINGS[part.tag]} {title}"] if title else []
        else:
            yield from self.blocks(part.inner)

    def _quote(self, part: Element) -> Iterator[str]:
        inner = self.blocks(part.inner)
        yield from [_prefixed("\n\n".join(inner), "> ", "> ")] if inner else []

    def _callout(self, part: Element) -> Iterator[str]:
        kinds = (
            name.removeprefix("callout-") for name in part.get("class").split() if name != "callout"
        )
        title = next((e for e in part.elements() if e.has_class("callout-title")), None)
        label = " ".join(self._inline(title.inner).split()) if title else ""
        inner = self.blocks([piece for piece in part.inner if piece is not title])
        head = f"[!{next(kinds, 'note')}] {label}".strip()
        yield _prefixed("\n".join((head, "\n\n".join(inner))).strip(), "> ", "> ")

    def _list(self, part: Element) -> Iterator[str]:
        start = int(part.get("start") or 1) if part.tag == "ol" else 0
        items: list[str] = []
        for number, item in enumerate((e for e in part.elements() if e.tag == "li"), start):
            mark = f"{number}. " if part.tag == "ol" else "- "
            inner = self.blocks(item.inner)
            items += [_prefixed("\n\n".join(inner), mark, " " * len(mark))] if inner else []
        gap = "\n\n" if any("\n\n" in item for item in items) else "\n"
        yield from [gap.join(items)] if items else []

    def _definitions(self, part: Element) -> Iterator[str]:
        lines: list[str] = []
        for item in part.find("dt", "dd"):
            text = " ".join(" ".join(self.blocks(item.inner)).split())
            if item.tag == "dt":
                lines.append(f"- **{text}**:")
            elif lines:
                lines[-1] += f" {text}"
        yield from ["\n".join(lines)] if lines else []

    def _code(self, part: Element) -> Iterator[str]:
        code = next(part.find("code"), part)
        language = re.search(r"language-([\w+#.-]+)", f"{code.get('class')} {part.get('class')}")
        text = part.text().strip("\n")
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
        yield f"{fence}{language[1] if language else ''}\n{text}\n{fence}"

    def _table(self, part: Element) -> Iterator[str]:
        rows = [[self._cell(cell) for cell in row.find("th", "td")] for row in part.find("tr")]
        width = max(map(len, rows), default=0)
        if not width:
            return
        filled = [row + [""] * (width - len(row)) for row in rows]
        lines = [filled[0], ["---"] * width, *filled[1:]]
        yield "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _cell(self, cell: Element) -> str:
        text = " ".join(" ".join(self.blocks(cell.inner)).replace("\\\n", " ").split())
        return re.sub(r"(?<!\\)\|", r"\\|", text)  # also inside code

    def _footnotes(self, part: Element) -> Iterator[str]:
        for note in part.find("li"):
            text = _prefixed("\n\n".join(self.blocks(note.inner)), "", "    ")
            yield f"[^{_note(note.get('id'))}]: {text}"

    # -- inside lines ----------------------------------------------------------------------

    def _inline(self, parts: Iterable[Element | str]) -> str:
        return "".join(escape(_flat(p)) if isinstance(p, str) else self._element(p) for p in parts)

    def _element(self, part: Element) -> str:
        left_out = (
            part.tag in _LEFT_OUT
            or part.has_class("visually-hidden")
            or "hidden" in part.attributes
        )
        if left_out or part.has_class("heading-anchor") or part.has_class("footnote-back"):
            return ""
        if part.has_class("footnote-ref"):
            link = next(part.find("a"), part)
            if link.get("href").startswith("#"):
                return f"[^{_note(link.get('href'))}]"
            return self._inline(part.inner)  # the note of an embedded text stands on its own page
        if part.tag in _EMPHASIS:
            return _wrapped(self._inline(part.inner), _EMPHASIS[part.tag])
        if part.tag in ("code", "kbd", "samp"):
            return _code_span(part.text())
        return self._leaf(part)

    def _leaf(self, part: Element) -> str:
        if part.tag == "br":
            return "\\\n"
        if part.tag == "img":
            return f"![{escape(_flat(part.get('alt')))}]({self._address(part.get('src'))})"
        if part.tag == "input":
            ticked = "x" if "checked" in part.attributes else " "
            return f"[{ticked}]" if part.get("type") == "checkbox" else ""
        inner = self._inline(part.inner)
        if part.tag != "a" or not inner.strip() or not part.get("href"):
            return inner if part.tag not in _BLOCKS else f" {inner} "
        return f"[{' '.join(inner.split())}]({self._address(part.get('href'))})"

    def _address(self, href: str) -> str:
        # An address that begins with a slash leads to the same place from every page.
        return _address(self._top if _FROM_TOP.match(href) else self.base, href)

    def _rule(self, _: Element) -> Iterator[str]:
        yield "---"

    _special: ClassVar[dict[str, Callable[[_Writer, Element], Iterator[str]]]] = {
        "ul": _list,
        "ol": _list,
        "dl": _definitions,
        "pre": _code,
        "table": _table,
        "blockquote": _quote,
        "hr": _rule,
    }


@lru_cache(_MANY)
def _address(base: str, href: str) -> str:
    found = href if href.startswith(("mailto:", "tel:")) else urljoin(base, href)
    return f"<{found}>" if re.search(r"[\s()]", found) else found


def _is_block(part: Element) -> bool:
    inside = (
        any(_is_block(inner) for inner in part.elements()) if part.tag in ("a", "span") else False
    )
    return part.tag in _BLOCKS or inside


def _flat(text: str) -> str:
    """White space as HTML shows it."""
    return _SPACES.sub(" ", text) if any(uneven in text for uneven in _UNEVEN) else text


def _wrapped(inner: str, mark: str) -> str:
    """Emphasis; the blanks at its ends stand outside, where Markdown wants them."""
    text = inner.strip()
    if not text:
        return inner
    head, tail = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    return f"{head}{mark}{text}{mark}{tail}"


def _code_span(text: str) -> str:
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    edge = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{edge}{text}{edge}{fence}" if text.strip() else text


def _note(reference: str) -> str:
    """The name of a footnote from its id or from what points at it."""
    return re.sub(r"^#?(fn|footnote)?-?", "", reference) or "1"


def _prefixed(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    rest = [f"{others}{line}".rstrip() for line in lines[1:]]
    return "\n".join([f"{first}{lines[0]}", *rest])

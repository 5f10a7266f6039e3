"""A quotation must stand in the stored text of its source.

Compared as a reader would: blanks, kinds of quotation marks, dashes and
hyphens make no difference, and an ellipsis stands for whatever was left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic
from briefgen.lookups import Lookups
from briefgen.model import Quote
from briefgen.resolve import find_file
from briefgen.statements import one

TextOf = Callable[[str], str | None]
"""From the name of a source to its stored text; None if it has none."""

_OMISSION = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*")
_SAME = str.maketrans(
    dict.fromkeys("‘’‚‛′`", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-")
)
_INSERTED = re.compile(r"\[[^\]]*\]")


def stored_texts(lookups: Lookups, read: Callable[[str], bytes | None]) -> TextOf:
    """The stored texts of the site's sources; `read` gives the bytes of a text file by its name."""

    def text_of(name: str) -> str | None:
        source = one(lookups.resolve, name, "source")
        header = lookups.header(source.id) if source else None
        if not header or not header.source or not header.source.text:
            return None
        found = find_file(header.source.text, header.name, lookups)
        data = read(found[0]) if len(found) == 1 else None
        return None if data is None else data.decode("utf-8-sig", errors="replace")

    return text_of


def not_found(quotes: Iterable[Quote], path: str, text_of: TextOf) -> Iterator[Diagnostic]:
    """A problem for every quotation that the stored text of its source does not have."""
    for quote in quotes:
        text = text_of(quote.source)
        if text is not None and not stands_in(quote.text, text):
            yield diagnose(
                "quote-not-found",
                f"the stored text of `{quote.source}` does not say this",
                path,
                quote.span,
                hint="quote it word for word; `…` stands for what is left out",
            )


def stands_in(quote: str, text: str) -> bool:
    """True if every part of the quotation stands in the text, one after the other."""
    plain, start = _plain(text), 0
    for part in filter(None, map(_plain, _parts(quote))):
        at = plain.find(part, start)
        if at < 0:
            return False
        start = at + len(part)
    return True


def _parts(quote: str) -> list[str]:
    """What must stand in the text: not what the author put in brackets to explain."""
    return [part for piece in _OMISSION.split(quote) for part in _INSERTED.split(piece)]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_SAME).casefold()
    return " ".join(folded.split())

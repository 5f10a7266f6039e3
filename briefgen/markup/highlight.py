"""Highlighted code: classes of Pygments, never inline style.

Pygments is imported when the first block with a language is met.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from briefgen.markup.escapes import escape

if TYPE_CHECKING:
    from pygments.lexer import Lexer

MAX_CHARACTERS = 100_000
"""Longer code stays plain: some lexers are slow on hostile text."""


def highlight(code: str, language: str) -> str:
    """The code as HTML; plain when the language is unknown or empty."""
    lexer = _lexer(language.lower()) if language and len(code) <= MAX_CHARACTERS else None
    if lexer is None:
        return escape(code)
    from pygments import highlight as paint

    # Pygments drops carriage returns and would add a line end to a last line without one.
    painted: str = paint(code, lexer, _formatter())
    return painted if code.endswith("\n") else painted.removesuffix("\n")


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        found: Lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
    return found


@lru_cache(maxsize=1)
def _formatter() -> Any:
    from pygments.formatters.html import HtmlFormatter

    return HtmlFormatter(nowrap=True)

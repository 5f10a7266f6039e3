"""Footnotes: where they are defined, those that are missing, and their HTML."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote.index import footnote_def

from briefgen.markup.context import Context, context_of

_FORM = re.compile(r"\[\^([^\s\]\[]+)\]")


def definition(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    """The plugin's block rule; remembers the line of each label.

    None is defined within another one: the plugin would lose that.
    """
    begin = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("[^", begin):
        return False
    context, before = context_of(state.env), len(state.tokens)
    if silent or context.in_note:
        found = footnote_def(state, line, end, True)
        if found and not silent:
            message, span = "a footnote is defined within another", context.places.line_span(line)
            context.report("orphan-footnote", message, span, "define it on its own, at the margin")
        return found and silent
    context.in_note = True
    try:
        if not footnote_def(state, line, end, False):
            return False
    finally:
        context.in_note = False
    label = state.tokens[before].meta["label"]
    context.notes.setdefault(label, line)
    return True


def missing(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's protocol
    """The inline rule for `[^label]` that nothing defines and that is no link."""
    found = _FORM.match(state.src, state.pos, state.posMax)
    if found is None or silent:
        return False
    token = state.push("footnote_missing", "", 0)
    token.content = found.group()
    token.meta = {"at": found.start(), "end": found.end()}
    state.pos = found.end()
    return True


def report_unused(context: Context, refs: dict[str, int]) -> None:
    """Tells of footnotes that are defined and never used."""
    for label, line in context.notes.items():
        if refs.get(f":{label}", -1) < 0:
            message = f"the footnote `{label}` is never used"
            context.report("orphan-footnote", message, context.places.line_span(line))


def reference_ids(number: int, repeat: int) -> tuple[str, str]:
    """Ids of a footnote (its number counts from 1) and of its use (repeats count from 0)."""
    return f"fn-{number}", f"fnref-{number}" + (f"-{repeat + 1}" if repeat else "")


def reference_html(number: int, repeat: int) -> str:
    """The raised number in the text."""
    note, use = reference_ids(number, repeat)
    link = f'<a href="#{note}" id="{use}" role="doc-noteref">{number}</a>'
    return f'<sup class="footnote-ref">{link}</sup>'


def back_html(number: int, repeat: int) -> str:
    """The way back from a footnote to where it is used."""
    _, use = reference_ids(number, repeat)
    label = f"Back to reference {number}" + (f"-{repeat + 1}" if repeat else "")
    link = f'href="#{use}" class="footnote-back" role="doc-backlink" aria-label="{label}"'
    return f" <a {link}>↩\ufe0e</a>"

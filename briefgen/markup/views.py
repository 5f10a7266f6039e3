"""A `:::view` block: its options as plain data, the names in them as references."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.diagnostics import Diagnostic, Span
from briefgen.markup.output import Output, Wanted
from briefgen.markup.tokens import Token
from briefgen.markup.wikilinks import FORM, Name, read_name
from briefgen.model import Plain, View
from briefgen.nodes import Mapping, Node, Scalar, as_link, plain, read_yaml
from briefgen.nodes import Sequence as YamlSequence

NAMES = {"topics": ("topic",), "stakeholders": ("stakeholder",)}
"""Options that hold names, and the types that they name."""


def render_view(out: Output, tokens: Sequence[Token], number: int) -> None:
    """Leaves a hole for a view."""
    token, context = tokens[number], out.context
    mapping, problems = read_yaml(token.content, context.path)
    if token.meta["closed"]:  # else text that follows was taken for options
        context.diagnostics.extend(_placed(out, token, problem) for problem in problems)
    for key, scalar in _names(mapping):
        _refer(out, token, scalar, NAMES[key])
    out.end_block()
    options: Plain = plain(mapping) if mapping else {}
    options |= {key: _unlinked(options[key]) for key in NAMES if key in options}
    title = token.meta["title"] or str(options.get("title", ""))
    span = context.places.line_span(_line(token))
    out.hole(View(token.info, options, span, title, _places(out, token, mapping)))


def _places(out: Output, token: Token, mapping: Mapping | None) -> dict[str, Span]:
    """Where each option stands, and, under its key with a colon, its value."""
    found: dict[str, Span] = {}
    for key, node in mapping.items if mapping else ():
        found[key.text] = _place(out, token, key.span)
        found[f"{key.text}:"] = _place(out, token, node.span)
    return found


def _line(token: Token) -> int:
    return (token.map or [0])[0]


def _names(mapping: Mapping | None) -> Iterator[tuple[str, Scalar]]:
    for key, node in mapping.items if mapping else ():
        if key.text in NAMES:
            for scalar in _scalars(node):
                yield key.text, scalar


def _scalars(node: Node) -> Iterator[Scalar]:
    if link := as_link(node):
        yield link
    elif isinstance(node, Scalar) and not node.empty:
        yield node
    elif isinstance(node, YamlSequence):
        for item in node.items:
            yield from _scalars(item)


def _refer(out: Output, token: Token, scalar: Scalar, types: tuple[str, ...]) -> None:
    name = _name(scalar.text)
    span = _place(out, token, scalar.inner)
    if not name.name:
        out.context.report("bad-link", "a link without a name", span, "write [[id]]")
        return
    written = out.context.places.written(span)
    out.refer_at(Wanted(name.name, name.fragment, "view", "", types), span, written)


def _name(written: str) -> Name:
    text = written.strip()
    linked = FORM.fullmatch(text)
    return read_name(linked.group(1) if linked else text, ())


def _unlinked(value: object) -> object:
    """The names of an option as its references have them; what is no name is told when the view is shown."""
    if isinstance(value, str):
        return _name(value).name or value
    return [_unlinked(item) for item in value] if isinstance(value, list) else value


def _placed(out: Output, token: Token, found: Diagnostic) -> Diagnostic:
    span = _place(out, token, found.span) if found.span else None
    return Diagnostic(found.code, found.severity, found.message, found.path, span, found.hint)


def _place(out: Output, token: Token, span: Span) -> Span:
    """The place in the file: the options have lost the marks of lists and quotes around them."""
    return out.context.places.inside(_line(token) + span.line, span, token.content)

"""What is known while a value is read: the object around it, and where to put what is found."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Related, Severity, Span
from briefgen.model import Quote, Reference
from briefgen.nodes import Mapping, Node, Scalar


class Sink:
    """Collects what reading one file gives besides values: problems, references, places."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.diagnostics: list[Diagnostic] = []
        self.references: list[Reference] = []
        self.spans: dict[str, Span] = {}
        self.quotes: list[Quote] = []

    def report(
        self,
        code: str,
        message: str,
        span: Span | None,
        hint: str = "",
        *,
        severity: Severity | None = None,
        related: tuple[Related, ...] = (),
    ) -> None:
        """Note a problem of the file."""
        found = diagnose(
            code, message, self.path, span, hint=hint, severity=severity, related=related
        )
        self.diagnostics.append(found)


class Scope(msgspec.Struct, frozen=True):
    """One value's surroundings.

    `key` is the key it stands under, `where` the path of the object that has the
    key ("" or "events.0"), `context` the words that say what the object is about.
    `choices` holds the lists of words that a site can extend.
    """

    sink: Sink
    mapping: Mapping
    key: str = ""
    where: str = ""
    context: str = ""
    choices: dict[str, tuple[str, ...]] = {}

    def report(
        self, code: str, message: str, span: Span, hint: str = "", severity: Severity | None = None
    ) -> None:
        """Note a problem of the value."""
        self.sink.report(code, message, span, hint, severity=severity)

    def at(self, key: str) -> Scope:
        """The scope of the value under a key of the same object."""
        return msgspec.structs.replace(self, key=key)

    def inside(self, mapping: Mapping, index: int | None = None, context: str = "") -> Scope:
        """The scope of an object that is the value, or an item of the list that is the value."""
        return msgspec.structs.replace(
            self, mapping=mapping, where=self.path(index), key="", context=context or self.context
        )

    def path(self, index: int | None = None) -> str:
        """The path of the value, or of an item of it."""
        path = f"{self.where}.{self.key}" if self.where and self.key else self.where or self.key
        if index is None:
            return path
        return f"{path}.{index}" if path else str(index)

    def place(self, node: Node, index: int | None = None) -> None:
        """Remember where a text stands, for problems found later."""
        if isinstance(node, Scalar):
            self.sink.spans[self.path(index)] = node.inner

    def wrong(self, node: Node, wanted: str, hint: str = "") -> None:
        """Report a value of the wrong form."""
        message = f"`{self.key}` takes {wanted}, not {form(node)}"
        self.report("wrong-type", message, node.span, hint)


def form(node: Node) -> str:
    """What a value is, in words."""
    if isinstance(node, Scalar):
        return "a text"
    return "a mapping" if isinstance(node, Mapping) else "a list"


def listed(words: Iterable[str]) -> str:
    """Words in backticks, as hints list them."""
    return ", ".join(f"`{word}`" for word in words)

"""What can be wrong with a template, where it is, and what would mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any

import jinja2

from briefgen.data import Data
from briefgen.suggest import did_you_mean
from briefgen.theme import Theme


class TemplateProblem(Data, frozen=True):
    """What is wrong with a template: its layer path, the line (0: unknown), and a remedy."""

    path: str
    line: int
    message: str
    hint: str = ""


class TemplateFailed(Exception):  # noqa: N818  (it carries a problem, and is none of the program's)
    """A template cannot be read or rendered; `problem` says why."""

    def __init__(self, problem: TemplateProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Undefined(jinja2.StrictUndefined):
    """An unknown name says whose it is, and which name it looks like."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        owner = self._undefined_obj
        if self._undefined_hint or owner is jinja2.utils.missing:
            return str(super()._undefined_message)
        names = getattr(owner, "__struct_fields__", ()) or (
            owner if isinstance(owner, Mapping) else ()
        )
        remedy = did_you_mean(str(self._undefined_name), map(str, names))
        missing = f"`{type(owner).__name__}` has no `{self._undefined_name}`"
        return f"{missing}; {remedy}" if remedy else missing


def problem(
    error: Exception, start: str, paths: frozenset[str], context: Mapping[str, Any]
) -> TemplateProblem:
    """What went wrong while the template at layer path `start` was filled."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return TemplateProblem(error.filename or start, error.lineno, str(error.message))
    path, line = next(_places(error.__traceback__, paths), (start, 0))
    if isinstance(error, TemplateFailed):
        own = error.problem  # of a function that knows what is wrong, but not where it was called
        return own if own.path else TemplateProblem(path, line, own.message, own.hint)
    if isinstance(error, jinja2.TemplateNotFound):
        return TemplateProblem(path, line, f"there is no template `{error.name}`")
    if isinstance(error, jinja2.UndefinedError):
        message, _, hint = str(error.message).partition("; ")
        return TemplateProblem(path, line, message, hint or _near(message, context))
    if isinstance(error, jinja2.TemplateError):
        return TemplateProblem(path, line, str(error))
    return TemplateProblem(path, line, f"{error}" or type(error).__name__, type(error).__name__)


def _places(trace: TracebackType | None, paths: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Where templates stand in a traceback, innermost first (Jinja has put their own lines there)."""
    found = []
    while trace:
        if trace.tb_frame.f_code.co_filename in paths:
            found.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    yield from reversed(found)


def _near(message: str, context: Mapping[str, Any]) -> str:
    name = re.match(r"'(\w+)' is undefined", message)
    return did_you_mean(name[1], context) if name else ""


def no_template(name: str, theme: Theme) -> TemplateProblem:
    """The theme has no template of this name."""
    hint = did_you_mean(name, theme.templates)
    return TemplateProblem(
        f"{theme.layers[0]}templates/{name}", 0, f"the theme has no template `{name}`", hint
    )

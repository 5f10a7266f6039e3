"""What can be wrong with a template, where it is, and what would mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
    error: Exception,
    start: str,
    paths: frozenset[str],
    context: Mapping[str, Any],
    words: Iterable[str],
) -> TemplateProblem:
    """What went wrong while the template at layer path `start` was filled.

    `words` are the filters and tests there are.
    """
    if isinstance(error, jinja2.TemplateSyntaxError):
        return unreadable(error, error.filename or start, words)
    if isinstance(error, TemplateFailed) and error.problem.path:
        return error.problem
    place = next(_places(error.__traceback__, paths), (start, 0))
    return TemplateProblem(*place, *_said(error, paths, context, words))


def _said(
    error: Exception, paths: frozenset[str], context: Mapping[str, Any], words: Iterable[str]
) -> tuple[str, str]:
    """What went wrong, and what would mend it."""
    if isinstance(error, TemplateFailed):  # of a function that does not know where it was called
        return error.problem.message, error.problem.hint
    if isinstance(error, jinja2.TemplateNotFound):
        names = [path.partition("/templates/")[2] for path in sorted(paths)]
        return f"there is no template `{error.name}`", did_you_mean(str(error.name), names)
    if isinstance(error, jinja2.UndefinedError):
        message, _, hint = str(error.message).partition("; ")
        return message, hint or _near(message, context)
    if isinstance(error, jinja2.TemplateError):
        return _jinja(error, words)
    if isinstance(error, RecursionError):
        return (
            "this goes on without end",
            "a template extends or includes itself, or a macro calls itself without end",
        )
    return f"{error}" or type(error).__name__, type(error).__name__


def unreadable(
    error: jinja2.TemplateSyntaxError, path: str, words: Iterable[str]
) -> TemplateProblem:
    """What Jinja cannot read in the template at a layer path."""
    return TemplateProblem(path, error.lineno, *_jinja(error, words))


def _jinja(error: jinja2.TemplateError, words: Iterable[str]) -> tuple[str, str]:
    """What Jinja says, and which filter or test was meant, if it knows none of that name."""
    message = str(error.message).removesuffix(".")
    unknown = re.fullmatch(r"No (?:filter|test) named '(.*)'(?: found)?", message)
    return message, did_you_mean(unknown[1], words) if unknown else ""


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

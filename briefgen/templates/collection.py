"""The templates of a theme: what each of them reads, and filling them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from types import CodeType
from typing import Any

import jinja2

from briefgen.data import Data
from briefgen.templates.generator import Reading
from briefgen.templates.problems import (
    TemplateFailed,
    TemplateProblem,
    no_template,
    problem,
    unreadable,
)
from briefgen.templates.sandbox import Environment, reading, resolve
from briefgen.theme import Theme


class Closure(Data, frozen=True):
    """Every layer path that rendering a template may read, and what is wrong among them."""

    paths: tuple[str, ...]
    problems: tuple[TemplateProblem, ...] = ()


class Templates:
    """The templates of one state of a theme, compiled when first used.

    `files` maps layer paths to bytes; `functions` are there as globals and as
    filters. `previous` hands on what it compiled of files that are the same (compiled
    code knows functions by name only, so it is kept as long as the names are the same);
    `bytecode` keeps what is compiled of the packaged themes for other processes.
    """

    def __init__(
        self,
        theme: Theme,
        files: Mapping[str, bytes],
        functions: Mapping[str, Callable[..., Any]],
        previous: Templates | None = None,
        bytecode: jinja2.BytecodeCache | None = None,
    ) -> None:
        self.theme = theme
        self._files = files
        self.functions = frozenset(functions)
        self.code: dict[tuple[str, bytes], CodeType] = {}
        """What files were compiled to, by layer path and content."""
        if previous and previous.functions == self.functions:
            known = previous.code.items()
            self.code = {key: code for key, code in known if files.get(key[0]) == key[1]}
        self._environment = Environment(theme, files, self.code, functions, bytecode)
        self._environment.only_defines = cache(self._only_defines)

    def closure(self, name: str) -> Closure:
        """All that a template extends, includes and imports, transitively, itself first.

        A name that is computed at run time is a problem: its reads could not be known.
        """
        start = self.theme.template(name)
        if start is None:
            return Closure((), (no_template(name, self.theme),))
        return self._closure(start)

    def _closure(self, start: str) -> Closure:
        paths: dict[str, None] = {}
        problems: list[TemplateProblem] = []
        waiting = [start]
        while waiting:
            path = waiting.pop()
            if path not in paths:
                paths[path] = None
                read, found = self._read(path)
                problems += found
                resolved = (resolve(self.theme, name, path) for name in reversed(read.names))
                waiting += filter(None, resolved)
        return Closure(tuple(paths), tuple(problems))

    def _read(self, path: str) -> tuple[Reading, tuple[TemplateProblem, ...]]:
        """What one file names, and what is wrong with it."""
        try:
            return reading(self._environment.get_template(path)), ()
        except TemplateFailed as failed:
            return Reading(), (failed.problem,)
        except jinja2.TemplateSyntaxError as error:
            return Reading(), (unreadable(error, path, self._words),)

    def digest(self, name: str) -> str:
        """A fingerprint of everything that rendering this template reads of the theme."""
        sha = hashlib.sha256()
        for path in self.closure(name).paths:
            sha.update(f"{path}\0{len(self._files[path])}\0".encode())
            sha.update(self._files[path])
        return sha.hexdigest()

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """The filled template.

        Raises TemplateFailed for whatever goes wrong, with the file and line of the innermost template.
        """
        path = self.theme.template(name)
        if path is None:
            raise TemplateFailed(no_template(name, self.theme))
        try:
            return self._environment.get_template(path).render(context)
        except Exception as error:
            files = frozenset(self._files)
            raise TemplateFailed(problem(error, path, files, context, self._words)) from error

    @property
    def _words(self) -> list[str]:
        """The filters and tests that a template may use."""
        return sorted({*self._environment.filters, *self._environment.tests})

    def _only_defines(self, path: str) -> bool:
        return all(self._read(found)[0].only_defines for found in self._closure(path).paths)

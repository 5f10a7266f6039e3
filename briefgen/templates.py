"""Filling the templates of a theme: Jinja, kept on a short lead.

A theme is data, so its templates run in Jinja's sandbox: they cannot reach
Python's internals nor change what they are given. Everything is escaped unless it
is marked as markup; a name that does not exist is an error; nothing is read
from disk. What a template reads (all it extends, includes, imports) is known
before it runs, because names of templates must be written out.

In a template, `parent:base.html` is the file of that name in the layers below the
template's own: so a site's `base.html` can extend the one it overrides.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache
from types import CodeType, FunctionType, TracebackType
from typing import Any

import jinja2
import msgspec
from jinja2 import meta, nodes
from jinja2.environment import TemplateModule
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefgen.model import Data
from briefgen.theme import Theme

PARENT = "parent:"

_CALLABLE = frozenset({FunctionType, jinja2.runtime.Macro})
_Naming = nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport


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


class Closure(Data, frozen=True):
    """Every layer path that rendering a template may read, and what is wrong among them."""

    paths: tuple[str, ...]
    problems: tuple[TemplateProblem, ...] = ()


class Known:
    """What was found out about single files, by layer path and content, with these functions at hand."""

    def __init__(self, functions: frozenset[str]) -> None:
        self.functions = functions
        self.code: dict[tuple[str, bytes], CodeType] = {}
        self.reads: dict[tuple[str, bytes], _Reading] = {}

    def take(self, other: Known, files: Mapping[str, bytes]) -> None:
        """Keep what another knows of files that are as they were."""
        self.code = {key: code for key, code in other.code.items() if files.get(key[0]) == key[1]}
        self.reads = {
            key: names for key, names in other.reads.items() if files.get(key[0]) == key[1]
        }


class Templates:
    """The templates of one state of a theme, compiled when first used.

    `files` maps layer paths to bytes; `functions` are there as globals and as
    filters. `previous` hands on what it compiled of files that are the same (compiled
    code knows functions by name only, so it is kept as long as the names are the same).
    """

    def __init__(
        self,
        theme: Theme,
        files: Mapping[str, bytes],
        functions: Mapping[str, Callable[..., Any]],
        previous: Templates | None = None,
    ) -> None:
        self.theme = theme
        self._files = files
        self.known = Known(frozenset(functions))
        if previous and previous.known.functions == self.known.functions:
            self.known.take(previous.known, files)
        self._environment = _environment(theme, _Loader(files, self.known.code), functions)
        self._environment.only_defines = cache(self._only_defines)

    def closure(self, name: str) -> Closure:
        """All that a template extends, includes and imports, transitively, itself first.

        A name that is computed at run time is a problem: its reads could not be known.
        """
        start = self.theme.template(name)
        if start is None:
            return Closure((), (_no_template(name, self.theme),))
        return self._closure(start)

    def _closure(self, start: str) -> Closure:
        paths: dict[str, None] = {}
        problems: list[TemplateProblem] = []
        waiting = [start]
        while waiting:
            path = waiting.pop()
            if path not in paths:
                paths[path] = None
                reading = self._references(path)
                problems += reading.problems
                resolved = (resolve(self.theme, name, path) for name in reversed(reading.names))
                waiting += filter(None, resolved)
        return Closure(tuple(paths), tuple(problems))

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
            raise TemplateFailed(_no_template(name, self.theme))
        try:
            return self._environment.get_template(path).render(context)
        except Exception as error:
            raise TemplateFailed(_problem(error, path, frozenset(self._files), context)) from error

    def _only_defines(self, path: str) -> bool:
        return all(self._references(read).only_defines for read in self._closure(path).paths)

    def _references(self, path: str) -> _Reading:
        key = (path, self._files[path])
        if key not in self.known.reads:
            self.known.reads[key] = _references(self._environment, path, self._files[path])
        return self.known.reads[key]


class _Reading(Data, frozen=True):
    """The names of templates that one file mentions."""

    names: tuple[str, ...]
    problems: tuple[TemplateProblem, ...] = ()
    only_defines: bool = False


def resolve(theme: Theme, name: str, asker: str) -> str | None:
    """The layer path that a name means in the template at layer path `asker`."""
    if name.startswith(PARENT):
        return theme.inherited(name.removeprefix(PARENT), asker)
    return theme.template(name)


def _references(environment: jinja2.Environment, path: str, data: bytes) -> _Reading:
    try:
        tree = environment.parse(_text(path, data), path, path)
    except TemplateFailed as failed:
        return _Reading((), (failed.problem,))
    except jinja2.TemplateSyntaxError as error:
        return _Reading((), (TemplateProblem(path, error.lineno, str(error.message)),))
    names = tuple(meta.find_referenced_templates(tree))
    return _Reading(
        tuple(name for name in names if name),
        (
            TemplateProblem(
                path,
                _dynamic_line(tree),
                "the name of a template is computed",
                "write it out: what a template reads must be known before it runs",
            ),
        )
        if None in names
        else (),
        only_defines=not any(map(_works, tree.body)),
    )


def _works(node: nodes.Node) -> bool:
    """True if a part of a template asks something of the site when it is rendered (a macro waits)."""
    asks = (nodes.Call, nodes.Filter, nodes.Test, nodes.Include)
    if isinstance(node, nodes.Macro):
        return False
    return isinstance(node, asks) or any(map(_works, node.iter_child_nodes()))


def _dynamic_line(tree: nodes.Template) -> int:
    """The first line that names a template by anything but a constant."""
    named: list[_Naming] = [
        *tree.find_all(nodes.Extends),
        *tree.find_all(nodes.Include),
        *tree.find_all(nodes.Import),
        *tree.find_all(nodes.FromImport),
    ]
    fixed = (nodes.Const, nodes.Tuple, nodes.List)
    return min((node.lineno for node in named if not isinstance(node.template, fixed)), default=0)


def _text(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TemplateFailed(
            TemplateProblem(path, line, "the template is not valid UTF-8")
        ) from error


class _Loader(jinja2.BaseLoader):
    """Gives Jinja the bytes it was handed, by layer path, and keeps what was compiled."""

    def __init__(
        self, files: Mapping[str, bytes], compiled: MutableMapping[tuple[str, bytes], CodeType]
    ) -> None:
        self._files = files
        self._compiled = compiled

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  (Jinja's name)
    ) -> jinja2.Template:
        if name not in self._files:
            raise jinja2.TemplateNotFound(name)
        key = (name, self._files[name])
        if key not in self._compiled:
            self._compiled[key] = environment.compile(_text(*key), name, name)
        return environment.template_class.from_code(
            environment, self._compiled[key], globals if globals is not None else {}
        )


class _Template(jinja2.Template):
    """A file whose macros are made once, if it only defines them: all files see the same globals.

    One that also works something out outside of its macros does so for every
    page that imports it, since what it asked for is that page's read, too.
    """

    def _get_default_module(self, ctx: jinja2.runtime.Context | None = None) -> TemplateModule:  # noqa: ARG002
        assert self.name, "every template is loaded by its layer path"
        only_defines = self.environment.only_defines  # type: ignore[attr-defined]
        return super()._get_default_module() if only_defines(self.name) else self.make_module()


class _Environment(ImmutableSandboxedEnvironment):
    """Resolves the names that templates use into layer paths; hurries past what is plainly safe.

    The sandbox inspects every object that is read or called, which costs a third of
    all rendering. Fields of our frozen values are data whoever asks; macros and plain
    functions can only have come from us, since methods are of another type and the
    way to functions through a class is closed.
    """

    theme: Theme
    only_defines: Callable[[str], bool]
    """Whether a file, by its layer path, does nothing when it is imported but define macros."""
    ready: dict[tuple[str | jinja2.Template, str | None], jinja2.Template]
    """Templates by what they are called and by whom: an environment's files never change."""

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  (Jinja's name)
    ) -> jinja2.Template:
        """The template that a name means in another one."""
        found = self.ready.get((name, parent))
        if found is None:
            found = self.ready[name, parent] = super().get_template(name, parent, globals)
        return found

    def join_path(self, template: str, parent: str) -> str:
        """The layer path of a name used in a template; the bare name if there is none."""
        return resolve(self.theme, template, parent) or template

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field or item of a value; undefined if there is none."""
        if isinstance(obj, msgspec.Struct) and attribute in obj.__struct_fields__:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(self, context: jinja2.runtime.Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """What a function, a macro or a method of a value gives."""
        if type(obj) in _CALLABLE:
            return context.call(obj, *args, **kwargs)
        return super().call(context, obj, *args, **kwargs)


def _environment(
    theme: Theme, loader: _Loader, functions: Mapping[str, Callable[..., Any]]
) -> _Environment:
    environment = _Environment(
        loader=loader,
        autoescape=True,
        undefined=_Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.theme = theme
    environment.ready = {}
    environment.template_class = _Template
    environment.globals.update(functions)
    environment.filters.update({name: _asked_late(made) for name, made in functions.items()})
    return environment


def _asked_late(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that is never worked out when a template is compiled, even if what it gets is known then.

    Its answer can change with the site, and asking is a read of the page that is rendered.
    """

    @jinja2.pass_context
    def asked(_: jinja2.runtime.Context, *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return asked


class _Undefined(jinja2.StrictUndefined):
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
        near = difflib.get_close_matches(str(self._undefined_name), [str(n) for n in names], n=1)
        remedy = f"; did you mean `{near[0]}`?" if near else ""
        return f"`{type(owner).__name__}` has no `{self._undefined_name}`{remedy}"


def _problem(
    error: Exception, start: str, paths: frozenset[str], context: Mapping[str, Any]
) -> TemplateProblem:
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
    near = difflib.get_close_matches(name[1], list(context), n=1) if name else []
    return f"did you mean `{near[0]}`?" if near else ""


def _no_template(name: str, theme: Theme) -> TemplateProblem:
    near = difflib.get_close_matches(name, list(theme.templates), n=1)
    hint = f"did you mean `{near[0]}`?" if near else ""
    return TemplateProblem(
        f"{theme.layers[0]}templates/{name}", 0, f"the theme has no template `{name}`", hint
    )

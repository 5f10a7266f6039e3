"""The environment that templates run in: Jinja's sandbox, and the short ways through it.

The sandbox inspects every object that is read or called, which would cost a third of
all rendering. Three things are known to be safe whoever asks, so a template
that has become Python (see `generator`) does them at once:

* Fields of our frozen values are data, and `loop` was made for templates.
* Functions can only have come from us: methods are of another type, and the way to
  functions through a class is closed. Macros are templates themselves.
* A `str` is escaped.

Everything else goes through Jinja's own `getattr`, `getitem` and `call`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache, partial
from types import CodeType, FunctionType
from typing import Any

import jinja2
import msgspec
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from briefgen.paths import PACKAGED
from briefgen.templates.generator import Generator, Reading
from briefgen.templates.problems import TemplateFailed, TemplateProblem, Undefined
from briefgen.theme import Theme

PARENT = "parent:"
Code = MutableMapping[tuple[str, bytes], CodeType]
"""What files were compiled to, by layer path and content."""

_LOOP = frozenset(name for name in dir(LoopContext) if not name.startswith("_"))
_DICT = frozenset(dir(dict))
_MANY = 1 << 12
"""Texts whose escaped form is remembered: every page shows the same titles and addresses again."""


def resolve(theme: Theme, name: str, asker: str) -> str | None:
    """The layer path that a name means in the template at layer path `asker`."""
    if name.startswith(PARENT):
        return theme.inherited(name.removeprefix(PARENT), asker)
    return theme.template(name)


def _decoded(path: str, data: bytes) -> str:
    """The text of a template. Raises TemplateFailed if it is no UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TemplateFailed(
            TemplateProblem(path, line, "the template is not valid UTF-8")
        ) from error


class _Loader(jinja2.BaseLoader):
    """Gives Jinja the bytes it was handed, by layer path, and keeps what was compiled."""

    def __init__(self, files: Mapping[str, bytes], compiled: Code) -> None:
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
            self._compiled[key] = _compiled_whole(environment, name, _decoded(*key))
        template = _Template.from_code(environment, self._compiled[key], globals or {})
        if line := reading(template).computed_line:
            remedy = "write it out: what a template reads must be known before it runs"
            problem = TemplateProblem(name, line, "the name of a template is computed", remedy)
            raise TemplateFailed(problem)
        return template


def _compiled_whole(environment: jinja2.Environment, name: str, source: str) -> CodeType:
    """The code of a template. Raises TemplateFailed where Python cannot take it in."""
    try:
        return _compiled(environment, name, source)
    except (SyntaxError, RecursionError, MemoryError) as error:  # as its parser says it
        message, hint = "an expression is nested too deeply", "name parts of it with `{% set %}`"
        raise TemplateFailed(TemplateProblem(name, 0, message, hint)) from error


def _compiled(environment: jinja2.Environment, name: str, source: str) -> CodeType:
    """The code of a template: of one that comes with the program perhaps from the cache of bytecode."""
    cache = environment.bytecode_cache
    if cache is None or not name.startswith(PACKAGED):
        return environment.compile(source, name, name)
    bucket = cache.get_bucket(environment, name, name, source)
    if bucket.code is None:
        bucket.code = environment.compile(source, name, name)
        cache.set_bucket(bucket)
    return bucket.code


def reading(template: jinja2.Template) -> Reading:
    """What the file of a template names and does."""
    return Reading(*template.root_render_func.__globals__["reading"])


class _Template(jinja2.Template):
    """A file whose macros are made once, if it only defines them: all files see the same globals.

    One that also works something out outside of its macros does so for every
    page that imports it, since what it asked for is that page's read, too.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        assert self.name, "every template is loaded by its layer path"
        only_defines = self.environment.only_defines  # type: ignore[attr-defined]
        return super()._get_default_module() if only_defines(self.name) else self.make_module()


class Macro(jinja2.runtime.Macro):
    """A macro that can be called past the ceremony."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        special = self.catch_kwargs or self.catch_varargs or self.caller
        self.most = -1 if special else len(self.arguments)
        """How many arguments it takes by position alone; -1 if that is not all it takes."""

    def _plainly(self, *args: Any) -> Markup:
        """What it gives for arguments by position, in a template that escapes."""
        missing_ones = self.most - len(args)
        if missing_ones < 0:
            return self(*args)  # type: ignore[return-value]  # which tells that there are too many
        text = self._func(*args, *_ABSENT * missing_ones)
        return str.__new__(Markup, text)  # Markup's own way asks whether text is markup already


class Environment(ImmutableSandboxedEnvironment):
    """Resolves the names that templates use into layer paths; hurries past what is plainly safe."""

    code_generator_class = Generator
    template_class: type[_Template] = _Template
    Macro = Macro

    only_defines: Callable[[str], bool]
    """Whether a file, by its layer path, does nothing when it is imported but define macros."""

    def __init__(
        self,
        theme: Theme,
        files: Mapping[str, bytes],
        compiled: Code,
        functions: Mapping[str, Callable[..., Any]],
        bytecode: jinja2.BytecodeCache | None,
    ) -> None:
        super().__init__(
            loader=_Loader(files, compiled),
            autoescape=True,
            undefined=Undefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=bytecode,
        )
        self._theme = theme
        self._ours = frozenset(filter(_is_plain, functions.values()))
        self._types: dict[str, set[type]] = {}
        self._ready: dict[tuple[str | jinja2.Template, str | None], jinja2.Template] = {}
        self.globals.update(functions)
        self.filters.update({name: _at_once(made) for name, made in self.filters.items()})
        self.filters.update({name: _asked_late(made) for name, made in functions.items()})

    # -- templates by name ------------------------------------------------------------------

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  (Jinja's name)
    ) -> jinja2.Template:
        """The template that a name means in another one: an environment's files never change."""
        found = self._ready.get((name, parent))
        if found is None:
            found = self._ready[name, parent] = super().get_template(name, parent, globals)
        return found

    def join_path(self, template: str, parent: str) -> str:
        """The layer path of a name used in a template; the bare name if there is none."""
        return resolve(self._theme, template, parent) or template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What all templates have at hand: the same for each, so it need not be laid over anything."""
        return super().make_globals(d) if d else self.globals

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Nothing of a function is any business of a template."""
        return type(obj) not in _FUNCTIONS and super().is_safe_attribute(obj, attr, value)

    # -- short ways -------------------------------------------------------------------------

    def types_with(self, name: str) -> set[type]:
        """Types whose values have data of this name: as many as `getattr` has met."""
        return self._types.setdefault(name, {LoopContext} if name in _LOOP else set())

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field or item of a value; undefined if there is none."""
        if isinstance(obj, msgspec.Struct) and attribute in obj.__struct_fields__:
            self.types_with(attribute).add(type(obj))
            return getattr(obj, attribute)
        if type(obj) is dict and attribute in obj and attribute not in _DICT:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item or field of a value; undefined if there is none. Filters ask so for fields."""
        if isinstance(obj, msgspec.Struct) and argument in obj.__struct_fields__:
            return getattr(obj, argument)
        return super().getitem(obj, argument)

    @property
    def ways_to_call(self) -> tuple[Callable[..., Any], frozenset[Any], frozenset[Any]]:
        """What to call instead of anything but our own functions, and by what these are known."""
        return self._late, _FUNCTIONS, self._ours

    def _late(self, context: Context, obj: Any, names: Any) -> Callable[..., Any]:
        """What takes the arguments, by position, of a macro, a method, or whatever it is.

        `names` are those that the template has set around the call.
        """
        if type(obj) is Macro and obj.most >= 0 and context.eval_ctx.autoescape:
            return obj._plainly  # noqa: SLF001 - so no template can name it
        return partial(self.call, context, obj, **({"_loop_vars": names} if names else {}))

    @staticmethod
    @lru_cache(_MANY)
    def escaped(value: str) -> str:
        """A `str` as it stands in a page: mostly as it is, which is found out faster than escaped."""
        special = "&" in value or "<" in value or ">" in value or '"' in value or "'" in value
        return escape(value) if special else value

    @staticmethod
    def text(value: Any) -> str:
        """Anything else as it stands in a page."""
        if type(value) is int:
            return str(value)
        return value if type(value) is Markup else escape(value)


_FUNCTIONS = frozenset({FunctionType, type(Environment.escaped)})
_ABSENT = (missing,)


def _is_plain(function: Callable[..., Any]) -> bool:
    """True for a function that asks Jinja for nothing but its arguments."""
    return type(function) in _FUNCTIONS and not hasattr(function, "jinja_pass_arg")


def _at_once(filter: Callable[..., Any]) -> Callable[..., Any]:  # noqa: A002  (Jinja's word)
    """A filter without the question, asked at every use, whether anything here is asynchronous."""
    both: Callable[..., Any] = getattr(filter, "__wrapped__", filter)
    return both if hasattr(filter, "jinja_async_variant") else filter


def _asked_late(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that is never worked out when a template is compiled, even if what it gets is known then.

    Its answer can change with the site, and asking is a read of the page that is rendered.
    """

    @jinja2.pass_context
    def asked(_: Context, *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return asked

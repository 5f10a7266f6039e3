"""The short ways of templates give what Jinja's own sandbox gives, and let nothing through that it stops."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jinja2
import pytest
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefgen.model import Entry
from briefgen.packaged import packaged_files
from briefgen.templates import TemplateFailed, Templates
from briefgen.templates.problems import Undefined
from briefgen.theme import assemble
from support.mock_contexts import contexts
from support.mock_data import functions as contract

ROOT = "briefgen:themes/default/templates/"
Outcome = tuple[str, object]


def entry(title: str) -> Entry:
    return Entry("a", "page", title, "/a/", "a.md")


class Reading:
    """A value that is none of ours: an attribute, an item of the same name, and what fails."""

    title = "attribute"
    _hidden = "hidden"

    def __getitem__(self, name: str) -> str:
        return f"item {name}"

    @property
    def broken(self) -> str:
        raise ValueError("broken")

    def danger(self) -> str:
        return "danger"

    danger.unsafe_callable = True  # type: ignore[attr-defined]


def twice(value: Any, other: Any = "") -> str:
    return f"{value}{value}{other}"


@jinja2.pass_context
def who(context: jinja2.runtime.Context, name: str) -> Any:
    return context.resolve(name)


FUNCTIONS: dict[str, Callable[..., Any]] = {"twice": twice, "who": who, "count": len}
CONTEXT: dict[str, Any] = {
    "e": entry("<A & B>"),
    "es": (entry("one"), entry("<two>")),
    "d": {"title": "in a dict", "items": "hidden by the method", "n": 3},
    "o": Reading(),
    "xs": [1, 2, 3],
    "html": Markup("<b>bold</b>"),
    "number": 7,
    "nothing": None,
}

MACRO = "{% macro m(a, b='<b>') %}({{ a }}|{{ b }}){% endmacro %}"
REST = "{% macro m(a) %}{{ a }}{{ varargs|length }}{{ kwargs|length }}{% endmacro %}"
CALLED = "{% macro m(a) %}[{{ caller(a) }}]{% endmacro %}"

SNIPPETS = [
    # fields and items
    "{{ e.title }}{{ e.date }}{{ e.tags }}",
    "{{ e.nope }}",
    "{{ e.nope.more }}",
    "{{ e.nope is defined }}{{ e.nope|default('x') }}{{ e.title is defined }}",
    "{{ nope }}",
    "{{ nope.more }}",
    "{{ d.title }}{{ d.n }}{{ d.get('n') }}{{ d.items is string }}",
    "{{ d.nope }}",
    "{{ o.title }}{{ o.other }}",
    "{{ o.broken }}",
    "{{ e['title'] }}{{ d['title'] }}{{ e[name|default('title')] }}",
    "{{ e[0] }}",
    "{{ e['nope'] }}",
    "{{ xs[0] }}{{ xs[-1] }}{{ xs[:2] }}",
    "{{ es[1].title }}{{ (es|first).title }}{{ (e if number else d).title }}",
    "{{ e.class }}",
    "{{ d.from }}",
    "{{ (e or d).title ~ '<' ~ html }}",
    "{{ e.title.lower() }}{{ e.title.startswith('<A') }}",
    # text
    "{{ '<' }}{{ 1 }}{{ 1.5 }}{{ nothing }}{{ html }}{{ true }}{{ xs }}{{ e.title|safe }}",
    "{{ html ~ '<' }}{{ html|upper }}{{ [html, '<']|join(' & ') }}{{ ['<', '>']|join(' & ') }}",
    "{% autoescape false %}{{ e.title }}{{ html }}{% endautoescape %}{{ e.title }}",
    "{% set x %}{{ e.title }}{% endset %}{{ x }}",
    "{% filter upper %}{{ e.title }}{% endfilter %}",
    # loops
    "{% for x in es %}{{ loop.index }}{{ loop.first }}{{ loop.last }}{{ x.title }}{% endfor %}",
    "{% for x in xs %}{{ loop.cycle('a', 'b') }}{{ loop.length }}{{ loop.revindex }}{% endfor %}",
    "{% for x in xs if x > 1 %}{{ x }}{% else %}none{% endfor %}",
    "{% for a in [[1, [2]], [3, []]] recursive %}{{ a[0] }}{{ loop.depth }}{% endfor %}",
    "{% for x in xs %}{{ loop.nope }}{% endfor %}",
    "{% for k, v in d|dictsort %}{{ k }}={{ v }}{% endfor %}",
    # calls
    "{{ twice(1) }}{{ twice('<', 2) }}{{ twice(value=3) }}{{ twice(*xs[:2]) }}{{ '<'|twice }}",
    "{{ twice() }}",
    "{{ twice(1, 2, 3) }}",
    "{{ count(xs) }}{{ count(7) }}",
    "{{ who('number') }}{% for inner in xs %}{{ who('inner') }}{% endfor %}",
    "{% block b %}{% set inner = 5 %}{{ who('inner') }}{% endblock %}",
    "{{ e.title() }}",
    "{{ nope() }}",
    "{{ xs() }}",
    "{{ range(3)|list }}",
    "{{ range(1000000) }}",
    "{{ o.danger() }}",
    # macros
    MACRO + "{{ m(1) }}{{ m('<', 2) }}{{ m(b=1, a=2) }}{{ m(*xs[:2]) }}{{ m(html) }}",
    MACRO + "{{ m() }}",
    MACRO + "{{ m(1, 2, 3) }}",
    MACRO + "{{ m(1, c=3) }}",
    MACRO + "{{ m(1)|upper }}{{ m(1) ~ '<' }}{{ m.name }}{{ m.arguments }}",
    MACRO + "{% autoescape false %}{{ m('<') }}{% set x = m('<') %}{{ x }}{% endautoescape %}",
    MACRO + "{% autoescape false %}{% set ns.x = m('<') %}{% endautoescape %}",
    "{% set ns = namespace(x=1) %}" + MACRO + "{% autoescape false %}{% set ns.x = m('<') %}"
    "{% endautoescape %}{{ ns.x }}",
    REST + "{{ m(1) }}{{ m(1, 2, 3) }}{{ m(1, x=2) }}",
    CALLED + "{% call(x) m('<') %}{{ x }}{{ e.title }}{% endcall %}",
    CALLED + "{{ m(1) }}",
    # files
    "{% include 'part.html' %}",
    "{% from 'macros.html' import m, n as other %}{{ m(e) }}{{ other(es) }}",
    "{% import 'macros.html' as all %}{{ all.m(e) }}{{ all.nope }}",
    "{% from 'macros.html' import nope %}{{ nope }}",
    "{% extends 'base.html' %}{% block main %}{{ super() }}{{ e.title }}{% endblock %}lost",
    "{% extends 'base.html' %}{% block main %}{{ self.head() }}{% endblock %}",
    "{% block a %}{{ e.title }}{% endblock %}{{ self.a() }}",
    "{% block a %}{% block b %}{{ number }}{% endblock %}{% endblock %}",
    "{% for x in xs %}{% block a scoped %}{{ x }}{% endblock %}{% endfor %}",
    "{% if number %}{% extends 'base.html' %}{% endif %}before{% block main %}in{% endblock %}",
    "{% if not number %}{% extends 'base.html' %}{% endif %}a{% block main %}in{% endblock %}b",
    # what Jinja's sandbox stops
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ [e]|map(attribute='__class__')|list }}",
    "{{ e.__class__ }}",
    "{{ e.__struct_fields__ }}",
    "{{ o._hidden }}",
    "{{ '{0.__class__}'.format(e) }}{{ '{0.title}'.format(e) }}",
    "{{ '{a.__class__}'.format_map({'a': e}) }}",
    "{{ (html ~ '{0.__class__}').format(e) }}",
    "{% set _ = xs.append(1) %}",
    "{% set _ = d.update(a=1) %}",
    "{% set _ = d.pop('n') %}",
    "{{ twice.__globals__ }}",
    "{{ twice.__code__ }}",
    "{{ count.__self__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ range.__globals__ }}",
    MACRO + "{{ m.__call__ }}{{ m._func }}",
    MACRO + "{{ m.__class__ }}",
    "{% for x in xs %}{{ loop._iterable }}{% endfor %}",
    "{% for x in xs %}{{ loop.__class__ }}{% endfor %}",
    "{{ self.__class__ }}",
    "{{ self._TemplateReference__context }}",
    "{% block a %}{{ super.__class__ }}{% endblock %}",
    "{{ e.title.__class__.__mro__ }}",
    "{{ nope.__class__ }}",
]

FILES = {
    "part.html": "[{{ e.title }}{{ number }}]",
    "macros.html": (
        "{% macro m(x) %}<i>{{ x.title }}</i>{% endmacro %}"
        "{% macro n(xs) %}{% for x in xs %}{{ m(x) }}{% endfor %}{% endmacro %}"
    ),
    "base.html": "{% block head %}<head>{% endblock %}{% block main %}base{% endblock %}end",
}


def ours(files: dict[str, str], functions: dict[str, Any]) -> Templates:
    data = {ROOT + name: text.encode() for name, text in files.items()}
    theme, problems = assemble("default", data, {})
    assert theme, problems
    return Templates(theme, data, functions)


def jinjas(files: dict[str, str], functions: dict[str, Any]) -> jinja2.Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.DictLoader(files),
        autoescape=True,
        undefined=Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(functions)
    environment.filters.update(functions)
    return environment


def outcome(render: Callable[[], str]) -> Outcome:
    """What a template gives, or how it fails."""
    try:
        return "gives", render()
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be the same
        cause = error.__cause__ if isinstance(error, TemplateFailed) else error
        return type(cause).__name__, str(cause).replace(ROOT, "")


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_template_gives_what_it_gives_in_jinja_s_own_sandbox(snippet: str) -> None:
    files = {**FILES, "page.html": snippet}
    wanted = outcome(lambda: jinjas(files, FUNCTIONS).get_template("page.html").render(**CONTEXT))
    templates = ours(files, FUNCTIONS)
    for _ in range(2):  # by then it knows which types have which fields
        assert outcome(lambda: templates.render("page.html", CONTEXT)) == wanted
    assert CONTEXT["xs"] == [1, 2, 3]
    assert CONTEXT["d"].keys() == {"title", "items", "n"}


def test_the_snippets_give_something_fail_and_are_stopped() -> None:
    templates = [ours({**FILES, "page.html": text}, FUNCTIONS) for text in SNIPPETS]
    found = [outcome(partial(made.render, "page.html", CONTEXT))[0] for made in templates]
    assert found.count("gives") > len(SNIPPETS) // 3
    assert found.count("UndefinedError") > 5
    assert found.count(SecurityError.__name__) > 15


@pytest.mark.parametrize("sort", ["rich", "hostile", "empty"])
def test_every_page_of_the_default_theme_is_what_jinja_alone_would_make_of_it(sort: str) -> None:
    texts = {
        path.removeprefix(ROOT): data.decode()
        for path, data in packaged_files().items()
        if path.startswith(ROOT)
    }
    templates, plain = ours(texts, contract()), jinjas(texts, contract())
    for name, context in contexts(sort).items():
        assert templates.render(name, context) == plain.get_template(name).render(**context), name

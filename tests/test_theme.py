"""Which file answers, what a template reads, and what its author is told when it fails."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.builder import Builder, MemoryOutput
from briefgen.model import Header
from briefgen.options import Options
from briefgen.templates import TemplateFailed, TemplateProblem, Templates
from briefgen.theme import Manifest, Option, Theme, assemble, check_options
from support.site import MakeSite

DEFAULT = "briefgen:themes/default/templates/"
OURS = "themes/ours/templates/"

FILES = {
    DEFAULT + "base.html": b"<b>{% block main %}default{% endblock %}</b>",
    DEFAULT
    + "page.html": b'{% extends "base.html" %}{% block main %}page {{ title }}{% endblock %}',
    DEFAULT + "parts/a.html": b"{% macro a(x) %}[{{ x }}]{% endmacro %}",
    DEFAULT + "uses.html": b'{% from "parts/a.html" import a %}{{ a(title) }}',
    "briefgen:themes/default/static/css/a.css": b"a{}",
    "briefgen:themes/default/static/css/b.css": b"b{}",
    OURS + "base.html": b'{% extends "parent:base.html" %}{% block main %}ours{% endblock %}',
    "themes/ours/static/css/b.css": b"ours{}",
}


def theme(files: dict[str, bytes], name: str = "ours", **manifests: Manifest) -> Theme:
    made, problems = assemble(
        name, files, {f"themes/{key}/": value for key, value in manifests.items()}
    )
    assert made, problems
    return made


def templates(files: dict[str, bytes], **functions: Any) -> Templates:
    return Templates(theme(files), files, functions)


def problem(source: str, **context: Any) -> TemplateProblem:
    made = templates({**FILES, OURS + "x.html": source.encode()})
    with pytest.raises(TemplateFailed) as failed:
        made.render("x.html", context)
    return failed.value.problem


# -- layers ---------------------------------------------------------------------------


def test_the_site_s_file_wins_and_the_default_fills_in() -> None:
    found = theme(FILES)
    assert found.layers == ("themes/ours/", "briefgen:themes/default/")
    assert found.template("base.html") == OURS + "base.html"
    assert found.template("page.html") == DEFAULT + "page.html"
    assert found.template("no.html") is None


def test_static_files_are_overridden_one_by_one() -> None:
    assert theme(FILES).static == {
        "css/a.css": "briefgen:themes/default/static/css/a.css",
        "css/b.css": "themes/ours/static/css/b.css",
    }


def test_the_site_overrides_single_files_of_the_packaged_theme_of_that_name() -> None:
    files = {**FILES, "themes/default/templates/page.html": b"mine"}
    assert theme(files, "default").layers == ("themes/default/", "briefgen:themes/default/")


def test_a_chain_of_themes_is_searched_in_order() -> None:
    files = {**FILES, "themes/child/templates/page.html": b"child"}
    found = theme(files, "child", child=Manifest("child", extends="ours"))
    assert found.layers == ("themes/child/", "themes/ours/", "briefgen:themes/default/")


def test_a_circle_of_themes_is_named() -> None:
    manifests = {
        "themes/ours/": Manifest("ours", extends="b", path="themes/ours/theme.yaml"),
        "themes/b/": Manifest("b", extends="ours", path="themes/b/theme.yaml"),
    }
    made, problems = assemble("ours", [*FILES, "themes/b/templates/x.html"], manifests)
    assert made is None
    assert [(p.code, p.path, p.message) for p in problems] == [
        (
            "theme-invalid",
            "themes/b/theme.yaml",
            "themes extend each other in a circle: ours → b → ours",
        )
    ]


@pytest.mark.parametrize(
    ("name", "hint"), [("defualt", "did you mean `default`?"), ("zzz", "there is: default, ours")]
)
def test_an_unknown_theme_is_told_with_what_there_is(name: str, hint: str) -> None:
    made, problems = assemble(name, FILES, {})
    assert made is None
    assert [(p.code, p.path, p.hint) for p in problems] == [
        ("theme-missing", "briefgen.yaml", hint)
    ]


def test_a_missing_parent_is_told_at_the_manifest_that_names_it() -> None:
    manifest = Manifest("ours", extends="gone", path="themes/ours/theme.yaml")
    made, problems = assemble("ours", FILES, {"themes/ours/": manifest})
    assert made is None
    assert [(p.code, p.path) for p in problems] == [("theme-missing", "themes/ours/theme.yaml")]


@given(st.permutations(sorted(FILES)))
@settings(max_examples=20)
def test_the_order_of_files_does_not_matter(paths: list[str]) -> None:
    assert assemble("ours", paths, {}) == assemble("ours", sorted(FILES), {})


# -- options --------------------------------------------------------------------------

ACCENT = Option("accent", "petrol", "Colour", ("petrol", "moss"))


def test_options_are_inherited_and_chosen() -> None:
    found = theme(FILES, "ours", ours=Manifest("ours", options=(ACCENT, Option("width", "wide"))))
    assert found.settings({}) == {"accent": "petrol", "width": "wide"}
    assert found.settings({"accent": "moss", "width": "3"}) == {"accent": "moss", "width": "3"}


def test_wrong_options_are_told_and_the_default_stands() -> None:
    found = theme(FILES, "ours", ours=Manifest("ours", options=(ACCENT,)))
    chosen = {"acent": "moss", "accent": "pink"}
    told = [(p.code, p.hint) for p in check_options(found, chosen, "briefgen.yaml")]
    assert told == [
        ("unknown-extra", "did you mean `accent`?"),
        ("unknown-value", "one of: petrol, moss"),
    ]
    assert found.settings(chosen) == {"accent": "petrol"}


# -- rendering ------------------------------------------------------------------------


def test_a_template_extends_the_one_it_overrides() -> None:
    assert templates(FILES).render("base.html", {}) == "<b>ours</b>"


def test_a_default_page_stands_in_the_site_s_frame() -> None:
    assert templates(FILES).render("page.html", {"title": "T"}) == "<b>page T</b>"


def test_text_is_always_escaped_whatever_the_name_of_the_template() -> None:
    files = {**FILES, OURS + "feed.xml": b"{{ t }}", OURS + "plain.txt": b"{{ t }}"}
    for name in ("feed.xml", "plain.txt"):
        assert templates(files).render(name, {"t": "<a&b>"}) == "&lt;a&amp;b&gt;"


def test_functions_are_globals_and_filters_also_in_macros() -> None:
    files = {
        **FILES,
        DEFAULT + "parts/a.html": b"{% macro a(x) %}{{ up(x) }}{{ x|up }}{% endmacro %}",
    }
    assert templates(files, up=str.upper).render("uses.html", {"title": "t"}) == "TT"


def test_text_of_authors_is_never_a_template() -> None:
    assert (
        templates(FILES).render("page.html", {"title": "{{ 7 * 7 }}"}) == "<b>page {{ 7 * 7 }}</b>"
    )


# -- what it reads ---------------------------------------------------------------------


def test_the_closure_is_everything_below_a_template() -> None:
    assert templates(FILES).closure("page.html").paths == (
        DEFAULT + "page.html",
        OURS + "base.html",
        DEFAULT + "base.html",
    )
    assert templates(FILES).closure("uses.html").paths == (
        DEFAULT + "uses.html",
        DEFAULT + "parts/a.html",
    )


def test_the_digest_changes_with_what_is_read_and_with_nothing_else() -> None:
    before = templates(FILES).digest("page.html")
    assert templates({**FILES, DEFAULT + "parts/a.html": b"other"}).digest("page.html") == before
    assert templates({**FILES, DEFAULT + "base.html": b"other"}).digest("page.html") != before


def test_a_new_file_on_top_changes_the_digest() -> None:
    before = templates(FILES).digest("uses.html")
    assert (
        templates({**FILES, OURS + "parts/a.html": FILES[DEFAULT + "parts/a.html"]}).digest(
            "uses.html"
        )
        != before
    )


@pytest.mark.parametrize(
    "source",
    [
        "\n{% include name %}",
        "\n{% extends name %}",
        "\n{% if name %}{% include ['y.html', name] %}{% endif %}",
        "\n{% import name as all %}",
        "{% macro never() %}\n{% from name import m %}{% endmacro %}",
    ],
)
def test_a_computed_name_is_a_problem_and_is_never_filled_in(source: str) -> None:
    files = {
        **FILES,
        OURS + "x.html": source.encode(),
        OURS + "outer.html": b"{% include 'x.html' %}",
        OURS + "y.html": b"y",
    }
    made = templates(files)
    for name in ("x.html", "outer.html"):
        (found,) = made.closure(name).problems
        assert (found.path, found.line) == (OURS + "x.html", 2)
        with pytest.raises(TemplateFailed) as failed:
            made.render(name, {"name": "y.html"})
        assert failed.value.problem == found


def test_templates_that_include_each_other_have_a_finite_closure() -> None:
    files = {
        **FILES,
        OURS + "x.html": b'{% include "y.html" %}',
        OURS + "y.html": b'{% include "x.html" %}',
    }
    made = templates(files)
    assert made.closure("x.html").paths == (OURS + "x.html", OURS + "y.html")
    with pytest.raises(TemplateFailed):
        made.render("x.html", {})


def test_a_changed_macro_is_used_at_once_though_the_rest_is_kept() -> None:
    first = templates(FILES)
    assert first.render("uses.html", {"title": "t"}) == "[t]"
    files = {**FILES, DEFAULT + "parts/a.html": b"{% macro a(x) %}({{ x }}){% endmacro %}"}
    assert Templates(theme(files), files, {}, first).render("uses.html", {"title": "t"}) == "(t)"


def test_what_is_the_same_is_not_compiled_again() -> None:
    first = templates(FILES)
    first.render("uses.html", {"title": "t"})
    second = Templates(theme(FILES), FILES, {}, first)
    second.render("uses.html", {"title": "t"})
    key = (DEFAULT + "uses.html", FILES[DEFAULT + "uses.html"])
    assert second.code[key] is first.code[key]


# -- what goes wrong --------------------------------------------------------------------


def test_a_syntax_error_has_its_line() -> None:
    assert problem("\n\n{% if %}") == TemplateProblem(
        OURS + "x.html", 3, "Expected an expression, got 'end of statement block'"
    )


def test_a_syntax_error_in_an_included_file_has_that_file() -> None:
    files = {**FILES, OURS + "x.html": b'{% include "bad.html" %}', DEFAULT + "bad.html": b"\n{{ }"}
    with pytest.raises(TemplateFailed) as failed:
        templates(files).render("x.html", {})
    assert (failed.value.problem.path, failed.value.problem.line) == (DEFAULT + "bad.html", 2)


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    assert problem("\n{{ titel }}", title="T") == TemplateProblem(
        OURS + "x.html", 2, "'titel' is undefined", "did you mean `title`?"
    )


def test_an_unknown_field_is_told_with_its_owner_and_the_nearest() -> None:
    header = Header("a.md", "a", "page", "A", "/a/")
    assert problem("{{ h.sumary }}", h=header) == TemplateProblem(
        OURS + "x.html", 1, "`Header` has no `sumary`", "did you mean `summary`?"
    )


def test_a_failing_expression_has_its_line_in_the_innermost_template() -> None:
    files = {
        **FILES,
        OURS + "x.html": b'{% from "m.html" import m %}\n{{ m(0) }}',
        OURS + "m.html": b"{% macro m(n) %}\n\n{{ 1 / n }}{% endmacro %}",
    }
    with pytest.raises(TemplateFailed) as failed:
        templates(files).render("x.html", {})
    assert failed.value.problem == TemplateProblem(
        OURS + "m.html", 3, "division by zero", "ZeroDivisionError"
    )


def test_a_function_s_own_complaint_gets_its_place() -> None:
    def link(name: str) -> str:
        raise TemplateFailed(TemplateProblem("", 0, f"nothing is called `{name}`", "look again"))

    with pytest.raises(TemplateFailed) as failed:
        templates({**FILES, OURS + "x.html": b"\n{{ link('a') }}"}, link=link).render("x.html", {})
    assert failed.value.problem == TemplateProblem(
        OURS + "x.html", 2, "nothing is called `a`", "look again"
    )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{% include 'no.html' %}", "there is no template `no.html`"),
        ("{{ 'a'|nofilter }}", "No filter named 'nofilter'"),
        ("{% extends 'parent:x.html' %}", "there is no template `parent:x.html`"),
    ],
)
def test_names_that_do_not_exist(source: str, message: str) -> None:
    assert problem(source).message == message


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("{% include 'base.htm' %}", "did you mean `base.html`?"),
        ("{{ 'a'|uper }}", "did you mean `upper`?"),
        ("{% if 1 is defind %}{% endif %}", "did you mean `defined`?"),
        ("{% if 1 %}{{ 'a'|uper }}{% endif %}", "did you mean `upper`?"),
        (
            "{% extends 'x.html' %}",
            "a template extends or includes itself, or a macro calls itself without end",
        ),
        (
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "a template extends or includes itself, or a macro calls itself without end",
        ),
    ],
)
def test_what_would_mend_it(source: str, hint: str) -> None:
    assert problem(source).hint == hint


def test_the_first_page_that_shows_it_is_told(make_site: MakeSite) -> None:
    pages = {f"content/briefs/{name}.md": f"# {name}\n" for name in "abc"}
    site = make_site(
        {
            "briefgen.yaml": "title: T\ntheme: own\n",
            "themes/own/theme.yaml": "name: own\nextends: default\n",
            "themes/own/templates/brief.html": "<p>{% if header.id != 'a' %}{{ nope }}{% endif %}\n",
            "themes/own/templates/tags.html": "{{ nope }}\n",
            **pages,
        }
    )
    builder = Builder(site.root, Options(), MemoryOutput())
    told = builder.build().diagnostics
    assert [(d.path, [one.path for one in d.related]) for d in told] == [
        ("themes/own/templates/brief.html", ["content/briefs/b.md"]),
    ]
    site.delete("content/briefs/b.md")
    site.write("content/briefs/c.md", "---\ntags: [x]\n---\n# C\n")
    told = builder.build().diagnostics
    assert [(d.path, [one.path for one in d.related]) for d in told] == [
        ("themes/own/templates/brief.html", ["content/briefs/c.md"]),
        ("themes/own/templates/tags.html", ["(page /tags/)"]),
    ]
    assert told == site.build(clean=True).diagnostics


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ link.__globals__ }}",
        "{% set _ = items.append(1) %}",
        "{{ cycler.__init__.__globals__ }}",
    ],
)
def test_a_template_cannot_reach_python_nor_change_what_it_is_given(source: str) -> None:
    items: list[int] = []
    assert problem(source, items=items, link=len).path == OURS + "x.html"
    assert items == []


def test_bytes_that_are_no_text_have_their_line() -> None:
    files = {**FILES, OURS + "x.html": b"ok\n\xff"}
    made = templates(files)
    wanted = TemplateProblem(OURS + "x.html", 2, "the template is not valid UTF-8")
    assert made.closure("x.html").problems == (wanted,)
    with pytest.raises(TemplateFailed) as failed:
        made.render("x.html", {})
    assert failed.value.problem == wanted


def test_an_unknown_template_is_told_with_the_nearest() -> None:
    with pytest.raises(TemplateFailed) as failed:
        templates(FILES).render("pages.html", {})
    assert failed.value.problem.hint == "did you mean `page.html`?"
    assert templates(FILES).closure("pages.html").problems == (failed.value.problem,)


@pytest.mark.parametrize(
    "source",
    ["{{ 'a'" + ".strip()" * 400 + " }}", "{{ " + "f(" * 300 + "1" + ")" * 300 + " }}"],
    ids=["a chain", "calls in calls"],
)
def test_what_is_nested_deeper_than_python_reads_is_told(source: str) -> None:
    files = {**FILES, OURS + "x.html": source.encode()}
    made = templates(files, f=str)
    (told,) = made.closure("x.html").problems
    assert (told.path, told.message) == (OURS + "x.html", "an expression is nested too deeply")
    with pytest.raises(TemplateFailed) as failed:
        made.render("x.html", {})
    assert failed.value.problem == told


def test_a_chain_of_methods_may_be_long() -> None:
    made = templates({**FILES, OURS + "x.html": b"{{ 'a '" + b".strip()" * 50 + b" }}"})
    assert made.render("x.html", {}) == "a"


@pytest.mark.parametrize(
    "source", ["{{ f.cache_info() }}", "{{ f.cache_clear() }}", "{{ m._plainly(1) }}"]
)
def test_a_function_and_a_macro_are_there_to_be_called(source: str) -> None:
    text = f"{{% macro m(x) %}}{{{{ x }}}}{{% endmacro %}}{source}".encode()
    with pytest.raises(TemplateFailed):
        templates({**FILES, OURS + "x.html": text}, f=lru_cache(str)).render("x.html", {})

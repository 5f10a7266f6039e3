"""The quick reader of our own HTML gives the tree of the standard library's parser, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.extensions.web.html_tree import Element, parsed_tree, plain_tree, tree

NAMES = st.sampled_from(["p", "em", "a", "h2", "td", "br", "img"])
TEXTS = st.sampled_from(["a", "x &amp; y", "&lt;b&gt;", "\n", "ü", "&nbsp;", "5 > 3", '"quoted"'])
ODD = st.sampled_from(
    ["<", ">", "</p", "<!-- -->", "<p class='a'>", "<P>", "<br/>", "&", "<a b=c>", "</em>"]
)
VALUES = st.sampled_from(["", "a b", "/x/?a=1&amp;b=2", "ü", "it's"])


def shown(element: Element) -> Any:
    """A tree as plain data; texts beside each other are one."""
    inner: list[Any] = []
    for part in element.inner:
        if isinstance(part, str) and inner and isinstance(inner[-1], str):
            inner[-1] += part
        else:
            inner.append(part if isinstance(part, str) else shown(part))
    return element.tag, element.attributes, inner


@st.composite
def well_formed(draw: st.DrawFn, depth: int = 3) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        name, value = draw(NAMES), draw(VALUES)
        start = draw(st.sampled_from([f"<{name}>", f'<{name} class="{value}" hidden>']))
        inner = "" if depth == 0 or name in ("br", "img") else draw(well_formed(depth - 1))
        end = "" if name in ("br", "img") else f"</{name}>"
        parts.append(draw(TEXTS) + start + inner + end)
    return "".join([*parts, draw(TEXTS)])


@given(well_formed())
def test_plain_html_is_read_as_the_parser_reads_it(html: str) -> None:
    quick = plain_tree(html)
    assert quick is not None
    assert shown(quick) == shown(parsed_tree(html))


@given(st.lists(st.one_of(TEXTS, ODD, well_formed(1)), max_size=5).map("".join))
def test_odd_html_is_never_read_otherwise_than_the_parser_reads_it(html: str) -> None:
    assert shown(tree(html)) == shown(parsed_tree(html))


@pytest.mark.parametrize(
    "html",
    ["<script>a</script>", "<!-- a --><p>b</p>", "<p class='a'>b</p>", "<P>a</P>", "a < b", "<p"],
)
def test_what_is_not_plain_is_left_to_the_parser(html: str) -> None:
    assert plain_tree(html) is None

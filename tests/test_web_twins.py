"""Markdown twins and llms.txt: what comes out reads back as what the page shows."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from briefgen.extensions.web.html_tree import tree
from briefgen.extensions.web.markdown import escape, markdown
from support.full_site import BASE, full_site

SITE = full_site()
HERE = f"{BASE}briefs/a/"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One\ntwo.</p><p>Three</p>", "One two.\n\nThree"),
        ("<h2 id='x'>Title <a class='heading-anchor' href='#x'>#</a></h2>", "## Title"),
        ("<p><strong>a </strong>b <em>c</em> <del>d</del></p>", "**a** b *c* ~~d~~"),
        ("<p>a<br>b</p>", "a\\\nb"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n\n  - b\n\n- c"),
        ("<ol start='3'><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<ul><li><input type='checkbox' checked disabled> done</li></ul>", "- [x] done"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre><code class='language-python'>a = '`'\n</code></pre>", "```python\na = '`'\n```"),
        ("<pre><code>```\n</code></pre>", "````\n```\n````"),
        ("<p><code>a`b</code></p>", "``a`b``"),
        (
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1|2</td><td></td></tr></tbody></table>",
            "| a | b |\n| --- | --- |\n| 1\\|2 |  |",
        ),
        ("<p><a href='/repo/topics/x/'>X</a></p>", "[X](https://example.org/repo/topics/x/)"),
        ("<p><a href='#s'>S</a></p>", f"[S]({HERE}#s)"),
        (
            "<p><img src='/repo/m (1).png' alt='A [map]'></p>",
            "![A \\[map\\]](<https://example.org/repo/m (1).png>)",
        ),
        ("<hr><p>x</p>", "---\n\nx"),
        (
            "<div class='callout callout-tip'><p class='callout-title'>T</p><p>b</p></div>",
            "> [!tip] T\n> b",
        ),
        ("<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl>", "- **a**: b c"),
        ("<p>a <span class='visually-hidden'>source </span>1<script>x</script></p>", "a 1"),
        (
            "<p>1. no list</p><p># no heading</p><p>- no item</p>",
            "1\\. no list\n\n\\# no heading\n\n\\- no item",
        ),
    ],
)
def test_html_becomes_markdown(html: str, expected: str) -> None:
    assert markdown(html, HERE) == expected + "\n"


@given(st.text("/.ab?#:;%", min_size=1, max_size=9), st.sampled_from([HERE, "/repo/a/", BASE]))
@example("/a/../b/", HERE)
@example("//h.example/x", HERE)
@example("mailto:a@b.example", HERE)
def test_an_address_leads_where_it_leads_on_the_page(href: str, base: str) -> None:
    wanted = href if href.startswith("mailto:") else urljoin(base, href)
    assert markdown(f'<p><a href="{href}">X</a></p>', base) == f"[X]({wanted})\n"


@pytest.mark.parametrize(
    "url", [url for url in sorted(SITE.addresses()) if url.endswith("index.md")]
)
def test_every_document_has_a_twin_that_begins_with_its_title(url: str) -> None:
    page = SITE.text(url.removesuffix("index.md"))
    title = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    first = MarkdownIt().render(SITE.text(url).split("\n")[0])
    assert title
    assert " ".join(tree(first).text().split()) == " ".join(tree(title[1]).text().split())


def test_a_twin_holds_facts_text_and_lists() -> None:
    text = SITE.text("/briefs/demand/index.md")
    for part in (
        "# The demand\n\n> What is \\*wanted\\*, and by whom.\n\n- Type: Brief\n- Date: 22 April 2025\n",
        f"[Walmart]({BASE}stakeholders/walmart/) owns [a shop]({BASE}stakeholders/flipkart/)",
        "## What is *asked*",
        "| a | b |\n| --- | --- |\n| 1 | `x\\|y` |",
        "- one\n\n  - two\n\n",
        "> [!warning] Careful\n> Not confirmed.",
        '```python\nprint("`hi`")\n```',
        "A note.[^1]",
        "[^1]: The **note**.",
        f"![A map]({BASE}briefs/map.png)",
        "Likelihood: roughly even chance (45–55 %). Confidence: low",
        f"- 21 April 2025: [A call]({BASE}briefs/demand/#event-a-call)",
        f"1. [The report: 100% & more]({BASE}sources/report/), The News, 22 April 2025",
    ):
        assert part in text


def test_a_stakeholders_twin_holds_ties_and_stances() -> None:
    text = SITE.text("/stakeholders/walmart/index.md")
    assert f"- owns [Flipkart]({BASE}stakeholders/flipkart/) (from 2018)" in text
    assert f"- [Access]({BASE}topics/access/): supports (stated, April 2025): In favour." in text
    assert "no longer held" in text


def test_every_address_in_a_twin_is_whole_and_leads_somewhere() -> None:
    made = {BASE.rstrip("/") + url for url in SITE.addresses()}
    for url in SITE.addresses("twins"):
        html = MarkdownIt().enable("table").render(SITE.text(url))
        found = [e.get("href") or e.get("src") for e in tree(html).find("a", "img")]
        assert all(address.startswith("https://") for address in found)
        assert {address.partition("#")[0] for address in found if address.startswith(BASE)} <= made


def test_llms_txt_has_the_form_that_its_readers_expect() -> None:
    text = SITE.text("/llms.txt")
    assert text.startswith("# The desk\n\n> Briefs.\n\n## Briefs\n\n")
    sections = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert sections == ["Briefs", "Topics", "Stakeholders", "Figures", "Pages", "Data", "Optional"]
    items = [line for line in text.splitlines() if line.startswith("- ")]
    assert all(
        re.fullmatch(r"- \[.+\]\(https://example\.org/repo/\S+\)(: .+)?", line) for line in items
    )
    made = {BASE.rstrip("/") + url for url in SITE.addresses()}
    assert set(re.findall(r"\]\((.*?)\)", text)) <= made


def test_one_line_turns_both_off() -> None:
    site = full_site(twins=False)
    assert not site.addresses("twins") | site.addresses("llms")
    assert "text/markdown" not in site.text("/briefs/demand/")


plain = st.text(
    alphabet=st.sampled_from("ab1 .)#+-=*_~`[]()<>&;!|\\:\"'{}\n")
    | st.characters(categories=("L", "N", "P", "S"))
)


@given(plain)
@example("__0__")
@example("a_b _c_ d__e")
def test_any_text_comes_back_as_it_was(text: str) -> None:
    html = "<p>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</p>"
    shown = tree(MarkdownIt().enable("table").render(markdown(html, HERE))).text()
    assert shown.split() == text.split()


@given(plain)
def test_escaped_text_is_text_inside_a_link(text: str) -> None:
    line = " ".join(text.split())
    html = MarkdownIt().render(f"- [x{escape(line)}x](https://e.org/)")
    (link,) = tree(html).find("a")
    assert " ".join(link.text().split()) == " ".join(f"x{line}x".split())

"""What is read off a finished page: its ids and the addresses that it uses."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from test_templates import filled

from briefgen.model import Job
from briefgen.outline import broken, outline
from support.marks import marked
from support.mock_contexts import contexts
from support.site import MakeSite

BASE = "/repo/"


def links(text: str, url: str = "/a/b/") -> tuple[tuple[str, str], ...]:
    return outline(text, url, BASE).links


@pytest.mark.parametrize(
    ("link", "aim"),
    [
        ("/repo/x/", ("/x/", "")),
        ("/repo/x/#y", ("/x/", "y")),
        ("/repo/x/?q=1#y", ("/x/", "y")),
        ("/repo/d%C3%A9j%C3%A0/#v%20u", ("/déjà/", "v u")),
        ("/repo/a&amp;b/", ("/a&b/", "")),
        ("#here", ("/a/b/", "here")),
        ("?q=1", ("/a/b/", "")),
        ("", ("/a/b/", "")),
        ("c.png", ("/a/b/c.png", "")),
        ("c/", ("/a/b/c/", "")),
        ("../c/#d", ("/a/c/", "d")),
        ("/elsewhere/", ("/elsewhere/ (outside /repo/)", "")),
    ],
)
@pytest.mark.parametrize("attribute", ["href", "src"])
def test_an_address_leads_where_a_browser_would_go(
    attribute: str, link: str, aim: tuple[str, str]
) -> None:
    assert links(f'<p>1</p><x {attribute}="{link}">') == (aim,)


@pytest.mark.parametrize("link", ["https://example.org/", "mailto:a@b.c", "//example.org/x"])
def test_an_address_elsewhere_is_none_of_ours(link: str) -> None:
    assert links(f'<a href="{link}">') == ()


def test_the_same_relative_address_leads_elsewhere_from_elsewhere() -> None:
    text = '<a href="x/">'
    assert (links(text, "/a/"), links(text, "/b/")) == ((("/a/x/", ""),), (("/b/x/", ""),))


def test_each_stands_once_wherever_on_the_page() -> None:
    parts = ['<i id="b">', '<i\n\tid="a">', '<a href="/repo/2/">', '<a href="/repo/1/" id="c">']
    found = outline("".join(parts * 2), "/", BASE)
    assert (found.ids, found.links) == (("a", "b", "c"), (("/1/", ""), ("/2/", "")))
    assert outline("".join(reversed(parts)), "/", BASE) == found


@pytest.mark.parametrize("blank", [" ", "\n", "\t", "\f", "\r", "\r\n"])
def test_any_blank_of_html_stands_before_an_attribute(blank: str) -> None:
    found = outline(
        f'<a{blank}id="x"{blank}href="/repo/y/"><img{blank}src="/repo/z.png">', "/", BASE
    )
    assert (found.ids, found.links) == (("x",), (("/y/", ""), ("/z.png", "")))


def test_attributes_that_only_end_alike_are_others() -> None:
    found = outline('<i data-id="x" data-href="/repo/y/" data-src="z">', "/", BASE)
    assert (found.ids, found.links) == ((), ())


class Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {"id": [], "href": [], "src": []}
        self.feed(text)
        self.close()

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.found.get(name, []).append(value or "")


@pytest.mark.parametrize("name", sorted(contexts("rich")))
def test_it_sees_what_a_parser_of_html_sees(name: str) -> None:
    for sort in ("rich", "hostile"):
        text = filled(sort)[name]
        wanted, found = Reader(text).found, outline(text, "/", BASE)
        assert found.ids == tuple(sorted(set(wanted["id"])))
        inside = [link for link in wanted["href"] if link.startswith(BASE)]
        assert {f"/repo{path}" for path, _ in found.links} >= {
            link.partition("#")[0] for link in inside if "%" not in link
        }


def test_a_broken_link_is_told_of_every_page_that_has_it_unless_told_already() -> None:
    pages = {
        url: outline('<a href="/repo/gone/"><a href="/repo/a/#no"><i id="b">', url, BASE)
        for url in ("/a/", "/b/")
    }
    jobs = {url: Job("", f"{url[1]}.md", f"{url[1]}.md") for url in pages}
    told = [(d.path, d.message) for d in broken(pages, jobs, "content", {("/a/", "no")})]
    assert told == [
        ("content/a.md", "there is no page /gone/, linked from /a/"),
        ("content/b.md", "there is no page /gone/, linked from /b/"),
    ]
    assert len(list(broken(pages, jobs, "content"))) == 4


def test_a_broken_address_is_told_where_it_is_written(make_site: MakeSite) -> None:
    """Not of every page that shows it: those have it from there."""
    text, span = marked("## S\n\nIn b ⟦[gone](/bb/)⟧.\n")
    site = make_site(
        {
            "content/a.md": "# A\n\nText [self](/x-y-z/).\n\n![[b#S]]\n",
            "content/b.md": text,
            "content/c.md": "# C\n\n[fine](/b/)\n",
        }
    )
    site.build()
    told = [(d.code, d.path, d.message, d.hint) for d in site.diagnostics]
    code = "unknown-target"
    assert told == [
        (code, "content/a.md", "there is no page /x-y-z/", ""),
        (code, "content/b.md", "there is no page /bb/", "did you mean `/b/`?"),
    ]
    assert site.diagnostics[1].span == span
    site.write("content/bb.md", "# BB\n")
    site.build()
    assert [d.path for d in site.diagnostics] == ["content/a.md"]


def test_a_site_that_bears_broken_links_bears_broken_addresses(make_site: MakeSite) -> None:
    """They were errors all the same, and what the others become they did not."""
    site = make_site(
        {"content/a.md": "# A\n\nText [gone](/x-y-z/) [there](/a/) [map](/map.pdf).\n"}
    )
    site.build(lenient=True)
    assert [(d.code, d.severity) for d in site.diagnostics] == [("broken-link", "warning")] * 2
    text = site.page("/a/")
    assert '<span class="link-broken" title="Not found: [gone](/x-y-z/)">gone</span>' in text
    assert '<span class="link-broken" title="Not found: [map](/map.pdf)">map</span>' in text


@pytest.mark.parametrize(
    "link", ["/timeline/#nope", "/old.html#nope", "../briefs/#nope", "../briefs#nope"]
)
def test_a_section_that_a_page_of_our_making_does_not_have_is_told_where_it_is_asked_for(
    make_site: MakeSite, link: str
) -> None:
    text, span = marked(f"# A\n\n⟦[x]({link})⟧\n")
    brief = (
        "---\ntitle: B\nevents: [{date: 2025-04-21, title: E}]\nredirect_from: [/old.html]\n---\n"
    )
    site = make_site({"content/notes/a.md": text, "content/briefs/b.md": brief})
    site.build()
    assert [(d.code, d.path) for d in site.diagnostics] == [
        ("broken-output-link", "content/notes/a.md")
    ]
    assert site.diagnostics[0].span == span
    assert site.diagnostics[0].message.endswith(" has no #nope")


@pytest.mark.parametrize("end", [" id=", " href=", " src=", ' id="'])
def test_a_value_that_ends_like_an_attribute_hides_none_that_follows(end: str) -> None:
    quoted = end.replace('"', "&quot;")
    text = f'<a title="the{quoted}">x</a> <h2 id="intro">y</h2> <a href="/repo/nope/">z</a>'
    text += f'<i title="{quoted}" class="a">'
    found = outline(text, "/", BASE)
    assert (found.ids, found.links) == (("intro",), (("/nope/", ""),))

"""Addresses that stay: redirect pages, and old addresses that cannot redirect."""

from __future__ import annotations

import pytest

from briefgen.model import Job
from briefgen.redirects import NAME, Settled
from support.site import MakeSite, Site


def moved(make_site: MakeSite, *old: str, **files: str) -> Site:
    """A site with one page, `/notes/`, that was at these addresses before; other files as given."""
    listed = "".join(f"\n  - {address}" for address in old)
    return make_site(
        {
            "briefgen.yaml": "title: T\nbase_url: https://example.org/repo/\n",
            "content/notes.md": f"---\ntitle: Notes & more\nredirect_from:{listed}\n---\nText.\n",
            **{f"content/{name}.md": text for name, text in files.items()},
        }
    )


def page(title: str, *old: str) -> str:
    return f"---\ntitle: {title}\nredirect_from: [{', '.join(old)}]\n---\nText.\n"


def test_a_page_stands_at_every_old_address(make_site: MakeSite) -> None:
    site = moved(make_site, "/old/notes/", "/archive.html", "/bare")
    site.build()
    assert site.codes == []
    assert {"old/notes/index.html", "archive.html", "bare/index.html"} <= site.files().keys()


def test_it_sends_people_on_and_tells_machines_where(make_site: MakeSite) -> None:
    site = moved(make_site, "/old/")
    site.build()
    html = site.page("/old/")
    assert '<link rel="canonical" href="https://example.org/repo/notes/">' in html
    assert '<meta http-equiv="refresh" content="0; url=/repo/notes/">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<a href="/repo/notes/">Notes &amp; more</a>' in html
    assert '<html lang="en"' in html
    assert "<script" not in html


def test_a_redirect_is_in_no_list_and_no_sitemap(make_site: MakeSite) -> None:
    site = moved(make_site, "/old/")
    site.build()
    naming = [name for name, data in site.files().items() if b"/old/" in data]
    assert [name for name in naming if name.endswith((".html", "sitemap.xml"))] == []


def test_the_page_moves_on_and_the_redirect_follows(make_site: MakeSite) -> None:
    site = moved(make_site, "/old/")
    site.build()
    site.rename("content/notes.md", "content/papers.md")
    site.build()
    assert "url=/repo/papers/" in site.page("/old/")


def test_what_is_not_public_redirects_from_nowhere(make_site: MakeSite) -> None:
    site = moved(make_site, "/old/", secret="---\nstatus: draft\nredirect_from: [/hush/]\n---\nX\n")
    site.build()
    assert not [name for name in site.files() if "hush" in name]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # over its own address
        ({"a": page("A", "/a/")}, [("redirect-loop", "content/a.md", 3)]),
        ({"a": page("A", "/a")}, [("redirect-loop", "content/a.md", 3)]),
        # two that lead to each other
        (
            {"a": page("A", "/b/"), "b": page("B", "/a/")},
            [("redirect-loop", "content/a.md", 3), ("redirect-loop", "content/b.md", 3)],
        ),
        # over a page of somebody else, or of the site's own making
        ({"a": page("A", "/b/"), "b": page("B")}, [("redirect-over-page", "content/a.md", 3)]),
        (
            {"a": page("A", "/B/index.html"), "b": page("B")},
            [("redirect-over-page", "content/a.md", 3)],
        ),
        ({"a": page("A", "/404.html")}, [("redirect-over-page", "content/a.md", 3)]),
        # twice
        (
            {"a": page("A", "/old/"), "b": page("B", "/old")},
            [("duplicate-redirect", "content/b.md", 3)],
        ),
        ({"a": page("A", "/old/", "/old")}, [("duplicate-redirect", "content/a.md", 3)]),
        # no address at all
        ({"a": page("A", "/.git/x/")}, [("bad-url", "content/a.md", 3)]),
        ({"a": page("A", "/aux/")}, [("bad-url", "content/a.md", 3)]),
        ({"a": page("A", "/x/NUL.txt")}, [("bad-url", "content/a.md", 3)]),
        ({"a": page("A", "/.well-known/x/", "/auxiliary/", "/a.b/")}, []),
    ],
)
def test_what_cannot_redirect_is_told_at_its_place(
    make_site: MakeSite, files: dict[str, str], expected: list[tuple[str, str, int]]
) -> None:
    site = make_site({f"content/{name}.md": text for name, text in files.items()})
    site.build()
    found = [(d.code, d.path, d.span.line) for d in site.diagnostics if "empty" not in d.code]
    assert found == expected


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("/alte-%C3%9Cbersicht/", "write /alte-Übersicht/"),  # as browsers give it
        ("/%", ""),
        ("/old/?p=12", "only a path can redirect: write /old/"),
        ("/old#x", "only a path can redirect: write /old"),
        ("/?p=12", "only a path can redirect"),
        ("/two words/", ""),
        ("old", "write /old"),
    ],
)
def test_an_old_address_that_cannot_be_is_told_with_what_can(
    make_site: MakeSite, address: str, hint: str
) -> None:
    site = make_site({"content/a.md": page("A", f'"{address}"')})
    site.build()
    assert [(d.code, d.hint) for d in site.diagnostics] == [("bad-url", hint)]


def test_the_place_is_that_of_the_very_address(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": page("A", "/fine/", "/b/"), "content/b.md": page("B")})
    site.build()
    [problem] = site.diagnostics
    assert problem.span is not None
    line = "redirect_from: [/fine/, /b/]"
    assert (problem.span.line, problem.span.column) == (3, line.index("/b/") + 1)


def test_of_one_address_twice_the_later_is_told(make_site: MakeSite) -> None:
    old = [f"/{number}/" for number in range(1, 12)]
    old[1], old[10] = "/twice/", "/twice"
    site = make_site({"content/a.md": page("A", *old)})
    site.build()
    [problem] = site.diagnostics
    line = f"redirect_from: [{', '.join(old)}]"
    assert (problem.code, problem.span.column) == ("duplicate-redirect", line.rindex("/twice") + 1)


def test_the_first_document_keeps_an_address_that_two_had(make_site: MakeSite) -> None:
    """By its path, whatever the ids are: so it is told, and so it is done."""
    site = make_site(
        {
            "content/a.md": page("A", "/old/").replace("title", "id: zz\ntitle"),
            "content/b.md": page("B", "/old/").replace("title", "id: aa\ntitle"),
        }
    )
    site.build()
    assert [(d.code, d.path) for d in site.diagnostics] == [("duplicate-redirect", "content/b.md")]
    planned = [
        ("/old/", Job(NAME, f"0:{id}", path)) for id, path in (("aa", "b.md"), ("zz", "a.md"))
    ]
    assert Settled(planned, lambda _: ("", {})).jobs == [planned[1]]


def test_a_living_page_keeps_its_address_in_a_lenient_reading(make_site: MakeSite) -> None:
    """The redirect is left out of the plan, so that one mistake is told once."""
    site = make_site({"content/a.md": page("A", "/b/"), "content/b.md": page("B")})
    site.build()
    assert site.codes == ["redirect-over-page"]

"""What the configuration and quotations promise must be there, and is told where it stands."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from briefgen.quotes import stands_in
from support.marks import marked
from support.site import MakeSite

GROUND = {
    "content/briefs/a.md": "---\ntitle: A\n---\n## Part\n",
    "content/briefs/b.md": "---\ntitle: Hidden\nstatus: draft\n---\n",
    "content/one/x.md": "---\ntitle: Same\n---\n",
    "content/two/x.md": "---\ntitle: Same\n---\n",
    "content/images/logo.png": "x",
    "content/one/twin.png": "1",
    "content/two/twin.png": "2",
}


MAKE = 'make it with `briefgen new KIND "nope"`, or take the link out'


@pytest.mark.parametrize(
    ("config", "code", "hint"),
    [
        ("nav: [⟦nope⟧]", "unknown-target", MAKE),
        ("nav: [a, ⟦/breifs/⟧]", "unknown-target", "did you mean `/briefs/`?"),
        ("nav:\n  - Start: ⟦/nowhere/⟧", "unknown-target", ""),
        ("nav:\n  - {title: T, target: '⟦/briefs/a/#gone⟧'}", "unknown-target", ""),
        ("nav:\n  - title: T\n    children:\n      - a\n      - ⟦nope⟧", "unknown-target", MAKE),
        ("nav:\n  - More: [a, ⟦nope⟧]", "unknown-target", MAKE),
        ("nav: [⟦'a#gone'⟧]", "missing-section", ""),
        ("nav: [⟦/gone.pdf⟧]", "unknown-target", ""),
        ("nav: [⟦Same⟧]", "ambiguous-target", "write `one-x` or `two-x`"),
        ("nav: [⟦Hidden⟧]", "hidden-target", None),
        (
            "logo: ⟦gone.png⟧",
            "missing-file",
            "put it anywhere in the content folder; capitals count",
        ),
        ("logo: ⟦pictures/gone.png⟧", "missing-file", "put it there; capitals count"),
        ("favicon: ⟦twin.png⟧", "ambiguous-target", "write its path from the content folder"),
        ("theme: ⟦defualt⟧", "theme-missing", "did you mean `default`?"),
        ("theme_options: {⟦acent⟧: moss}", "unknown-extra", "did you mean `accent`?"),
    ],
)
def test_what_the_configuration_names_must_exist(
    make_site: MakeSite, config: str, code: str, hint: str | None
) -> None:
    text, place = marked(config)
    site = make_site({**GROUND, "briefgen.yaml": text + "\n"})
    site.build(jobs=1)
    (found,) = site.diagnostics
    assert place
    told = (found.code, found.path, found.span.line, found.span.column)
    assert told == (code, "briefgen.yaml", place.line, place.column)
    assert hint in (None, found.hint)


def test_what_exists_is_not_told(make_site: MakeSite) -> None:
    config = "nav: [a, /briefs/, 'https://example.org/', {title: P, target: '/briefs/a/#part'}]\nlogo: logo.png\n"
    site = make_site({**GROUND, "briefgen.yaml": config})
    site.build(jobs=1, strict=True)
    assert site.diagnostics == ()
    assert "images/logo.png" in site.files()


@pytest.mark.parametrize(
    ("line", "url", "title"),
    [
        ("a#part", "/briefs/a/#part", "Part"),
        ("One: a#Part", "/briefs/a/#part", "One"),
        ("/briefs/a/#part", "/briefs/a/#part", "Part"),
        ("/briefs/a.md", "/briefs/a/", "A"),
        ("Logo: /images/logo.png", "/images/logo.png", "Logo"),
        ("Plan: /My plans/a%20b.pdf#page=2", "/my-plans/a%20b.pdf#page=2", "Plan"),
        ("Trade: /search/?q=trade", "/search/?q=trade", "Trade"),
    ],
)
def test_a_line_of_the_navigation_leads_where_a_link_would(
    make_site: MakeSite, line: str, url: str, title: str
) -> None:
    """A line with a section was left out; one with a file led to it only where a text did so too."""
    config = f"title: T\nnav:\n  - {line}\n"
    files = {"briefgen.yaml": config, "content/My plans/a b.pdf": "x"}
    site = make_site({**GROUND, **files})
    site.build(jobs=1, strict=True)
    assert site.diagnostics == ()
    menu = site.page("/briefs/a/").partition('aria-label="Main"')[2].partition("</nav>")[0]
    assert re.findall('<li><a href="(.*?)".*?>(.*?)</a>', menu) == [(url, title)]
    assert [file for file in site.files() if file.endswith((".png", ".pdf"))] == [
        unquote(url.partition("#")[0])[1:]
    ] * url.startswith(("/images", "/my-plans"))


TEXT = "“It’s a deal,” he said –\nfor  now. Walmart [the retailer] was silent. The end."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("It's a deal", True),
        ('"It\'s a deal," he said - for now.', True),
        ("it’s A DEAL", True),
        ("It's a deal … The end.", True),
        ("It's a deal [...] silent", True),
        ("The end … deal", False),
        ("[He] said", True),
        ("It is a deal", False),
        ("Walmart [the retailer] was silent", True),
    ],
)
def test_a_quotation_is_looked_up_as_a_reader_would(quote: str, found: bool) -> None:
    assert stands_in(quote, TEXT) is found

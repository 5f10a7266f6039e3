"""What the configuration and quotations promise must be there, and is told where it stands."""

from __future__ import annotations

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


@pytest.mark.parametrize(
    ("config", "code", "hint"),
    [
        ("nav: [⟦nope⟧]", "unknown-target", ""),
        ("nav: [a, ⟦/breifs/⟧]", "unknown-target", "did you mean `/briefs/`?"),
        ("nav:\n  - Start: ⟦/nowhere/⟧", "unknown-target", ""),
        ("nav:\n  - {title: T, target: '⟦/briefs/a/#gone⟧'}", "unknown-target", ""),
        ("nav:\n  - title: T\n    children:\n      - a\n      - ⟦nope⟧", "unknown-target", ""),
        ("nav:\n  - More: [a, ⟦nope⟧]", "unknown-target", ""),
        ("nav: [⟦Same⟧]", "ambiguous-target", "write `one-x` or `two-x`"),
        ("nav: [⟦Hidden⟧]", "hidden-target", None),
        ("logo: ⟦gone.png⟧", "missing-file", ""),
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

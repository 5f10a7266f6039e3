"""Slips of authors that no fault of one line stands for: what is said of them, and what is not said with them."""

from __future__ import annotations

from briefgen.diagnostics import Diagnostic
from support.site import MakeSite

Files = dict[str, str | bytes]


def found(make_site: MakeSite, files: Files) -> tuple[Diagnostic, ...]:
    """What a build says of these files under content/."""
    exact = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    site = make_site({f"content/{name}": text for name, text in exact.items()})
    site.build(jobs=1, today="2025-04-22")
    return site.diagnostics


def told(make_site: MakeSite, files: Files) -> list[str]:
    """The same in short: path:line:column code."""
    return [
        f"{one.path.removeprefix('content/')}:{one.span.line}:{one.span.column} {one.code}"
        for one in found(make_site, files)
        if one.span
    ]


def test_who_links_to_a_page_that_cannot_be_read_is_not_told_to_take_the_link_out(
    make_site: MakeSite,
) -> None:
    files: Files = {
        "stakeholders/acme.md": "---\ntitle: Acme: a firm\n---\n## History\n",
        "stakeholders/latin.md": "---\ntitle: S\xe3o Paulo\n---\n".encode("latin-1"),
        "briefs/a.md": "---\ntitle: A\nstakeholders: [acme, latin]\n---\n[[acme]], [[acme#History]], [[latin]]\n",
    }
    assert told(make_site, files) == [
        "stakeholders/acme.md:2:12 yaml-syntax",
        "stakeholders/latin.md:2:9 not-utf8",
    ]


def test_each_of_several_values_is_told_at_its_place(make_site: MakeSite) -> None:
    text = "---\ntitle: A\nredirect_from: [old, /briefs/a/, /about/]\n---\n"
    assert told(make_site, {"briefs/a.md": text, "about.md": "# About\n"}) == [
        "briefs/a.md:3:17 bad-url",
        "briefs/a.md:3:22 redirect-loop",
        "briefs/a.md:3:34 redirect-over-page",
    ]


# -- templates ----------------------------------------------------------------------------


def test_of_a_broken_template_only_the_template_is_told(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/briefs/a.md": "---\ntitle: A\nevents: [{date: 2025, title: E}]\n---\n",
            "content/about.md": "See [[a#event-e]].\n",
            "themes/default/templates/brief.html": "{{ nothing }}",
        }
    )
    site.build(jobs=1)
    assert site.codes == ["template-error"]

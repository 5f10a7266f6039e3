"""Slips of authors that no fault of one line stands for: what is said of them, and what is not said with them."""

from __future__ import annotations

from support.site import MakeSite


def told(make_site: MakeSite, files: dict[str, str | bytes]) -> list[str]:
    """What a build says of these files under content/: path:line:column code."""
    site = make_site({f"content/{name}": text for name, text in files.items()})
    site.build(jobs=1)
    return [
        f"{found.path.removeprefix('content/')}:{found.span.line}:{found.span.column} {found.code}"
        for found in site.diagnostics
    ]


def test_who_links_to_a_page_that_cannot_be_read_is_not_told_to_take_the_link_out(
    make_site: MakeSite,
) -> None:
    files: dict[str, str | bytes] = {
        "stakeholders/acme.md": "---\ntitle: Acme: a firm\n---\n## History\n",
        "stakeholders/latin.md": "---\ntitle: S\xe3o Paulo\n---\n".encode("latin-1"),
        "briefs/a.md": "---\ntitle: A\nstakeholders: [acme, latin]\n---\n[[acme]], [[acme#History]], [[latin]]\n",
    }
    assert told(make_site, files) == [
        "stakeholders/acme.md:2:12 yaml-syntax",
        "stakeholders/latin.md:2:9 not-utf8",
    ]

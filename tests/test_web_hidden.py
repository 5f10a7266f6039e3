"""What is hidden leaves no trace in anything that is made for machines, nor in the pages' heads."""

from __future__ import annotations

import pytest

from briefgen.extensions import search
from briefgen.extensions.web.habits import HABITS
from support.full_site import FILES, full_site
from support.virtual import VirtualSite

HANDLING = {
    "draft": "status: draft",
    "embargoed": 'publish_at: "2031-01-01T00:00Z"',
    "expired": 'expires_at: "2024-01-01T00:00Z"',
    "restricted": "tlp: AMBER",
}
WORD = "Zyzzyva"
INSIDE = f"""
  - {{id: {WORD.lower()}-inside, date: 2025-04-22, title: {WORD} inside, status: draft, stakeholders: [walmart], topics: [access], place: {WORD}, tags: [{WORD}], source: report}}"""
INSIDE_FIGURE = f"""
  - {{id: {WORD.lower()}-count, title: {WORD} count, value: 9, unit: {WORD}, tlp: RED, source: report}}"""


def hidden_copies(handling: str) -> dict[str, str | bytes]:
    """Every document once more, hidden, with a name of its own and its ids and titles changed."""
    made: dict[str, str | bytes] = {}
    for name, text in FILES.items():
        if isinstance(text, str):
            folder, _, base = name.rpartition("/")
            front = text.replace("---\n", f"---\n{handling}\n", 1)
            changed = front.replace("title: ", f"title: {WORD} ").replace(f'{WORD} "', f'"{WORD} ')
            changed = changed.replace("id: ", f"id: {WORD.lower()}-").replace(
                "[/old/", f"[/{WORD.lower()}/"
            )
            made[f"{folder}/{WORD.lower()}-{base}".lstrip("/")] = changed
    return made


def with_hidden_parts() -> dict[str, str | bytes]:
    """The site with hidden things inside public pages."""
    brief = FILES["briefs/demand.md"]
    assert isinstance(brief, str)
    changed = brief.replace("events:", f"events:{INSIDE}").replace(
        "figures:", f"figures:{INSIDE_FIGURE}"
    )
    changed += f"\n:::handling AMBER\n{WORD} text with [[walmart]] [@data].\n:::\n"
    return {**FILES, "briefs/demand.md": changed}


def artifacts(site: VirtualSite) -> dict[str, bytes]:
    makers = (*HABITS, search.EXTENSION)
    found = {url: data for maker in makers for url, data in site.of(maker).items()}
    heads = {
        url: site.made(url).partition(b"</head>")[0]
        for url in site.addresses()
        if url.endswith("/")
    }
    return found | heads


PUBLIC = artifacts(full_site())


def beside(files: dict[str, str | bytes]) -> VirtualSite:
    settings = {"title": "The desk", "base_url": "https://example.org/repo/", "author": "The desk"}
    return VirtualSite(files, description="Briefs.", **settings)


@pytest.mark.parametrize("handling", HANDLING.values(), ids=HANDLING)
def test_hidden_documents_move_no_byte(handling: str) -> None:
    files = {**FILES, **hidden_copies(handling)}
    assert len(files) > 1.8 * len(FILES)
    made = artifacts(beside(files))
    assert made.keys() == PUBLIC.keys()
    assert [url for url in made if made[url] != PUBLIC[url]] == []


def test_hidden_parts_of_a_public_page_move_no_byte() -> None:
    made = artifacts(beside(with_hidden_parts()))
    assert made.keys() == PUBLIC.keys()
    assert [url for url in made if made[url] != PUBLIC[url]] == []


def test_the_same_things_are_seen_when_nothing_hides_them() -> None:
    """Without this the tests above could pass for want of anything to hide."""
    shown = artifacts(beside({**FILES, **hidden_copies("status: published")}))
    traces = [
        url for url, data in shown.items() if WORD.encode() in data or WORD.lower().encode() in data
    ]
    kinds = {url.rpartition("/")[2] for url in traces}
    assert {
        "feed.xml",
        "feed.json",
        "calendar.ics",
        "sitemap.xml",
        "llms.txt",
        "names.json",
        "index.md",
        "cite.bib",
    } <= kinds
    assert any(url.startswith(search.WORDS) for url in traces)
    assert {
        f"{name}.csv" for name in ("briefs", "events", "stances", "claims", "judgements", "figures")
    } <= kinds


SPEAKING: dict[str, str | bytes] = {
    "briefs/b.md": f"""---
title: B
date: 2025-04-22
stakeholders: [{WORD}-acme, acme]
topics: [{WORD}-issue]
sources: [{WORD}-source, report]
events:
  - {WORD}-event
  - {{date: 2025-04-21, title: A call, stakeholders: [{WORD}-acme], source: {WORD}-source}}
figures: [{WORD}-figure]
key_judgements:
  - {{text: It comes., basis: [{WORD}-source], horizon: {{event: {WORD}-event}}}}
---
As [@{WORD}-source; @report] says.
""",
    "stakeholders/acme.md": f"""---
title: Acme
kind: person
posts: [{{title: Clerk, organization: {WORD}-acme}}]
relationships: [{{kind: owns, to: {WORD}-acme, source: report}}]
stances: [{{issue: {WORD}-issue, value: oppose, source: report}}]
---
""",
    "sources/report.md": f"""---
title: Report
relays: [{{statement: words of it, origin: {WORD}-source}}]
---
""",
    f"stakeholders/{WORD}-acme.md": "---\ntitle: H\nstatus: draft\n---\n",
    f"topics/{WORD}-issue.md": "---\ntitle: H\nstatus: draft\n---\n",
    f"sources/{WORD}-source.md": "---\ntitle: H\nstatus: draft\n---\n",
    f"events/{WORD}-event.md": "---\ntitle: H\ndate: 2025-04-20\nstatus: draft\n---\n",
    f"figures/{WORD}-figure.md": "---\ntitle: H\nvalue: 3\nstatus: draft\n---\n",
}


def test_names_of_hidden_things_in_public_front_matter_go_no_further() -> None:
    site = VirtualSite(SPEAKING, base_url="https://example.org/", hidden_links="text")
    made = artifacts(site)
    leaks = [
        url for url, data in made.items() if WORD.lower().encode() in data.lower() or b'"H"' in data
    ]
    assert leaks == []
    assert b"A call" in made["/data/events.json"]

"""Fifty mistakes in fifty files of one site: each is told once, where it stands (between the marks)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from briefgen.diagnostics import Span
from support.command import briefgen
from support.marks import marked
from support.site import MakeSite, Site

GROUND = {
    "content/stakeholders/acme.md": "---\ntitle: Acme\nkind: organization\n---\n## History\n",
    "content/stakeholders/ministry.md": "---\ntitle: Ministry\nkind: government\n---\n",
    "content/topics/access.md": "---\ntitle: Access\nquestion: Should it open?\n---\n",
    "content/sources/wire.md": "---\ntitle: Wire\ntext: wire.txt\n---\n",
    "content/sources/wire.txt": "The talks resumed on Monday.\n",
    "content/events/deadline.md": "---\ntitle: Deadline\ndate: 2025-07-01\n---\n",
    "content/briefs/hidden.md": "---\ntitle: Hidden\nstatus: draft\n---\n",
    "content/one/twin.png": "1",
    "content/two/twin.png": "2",
}
"""A site without a mistake, which the others speak of."""

HEAD = "---\ntitle: T\n"
FAULTS = [
    # front matter: its form
    ("briefs", "front-matter-unclosed", "⟦---⟧\ntitle: T\n\nNever closed.\n"),
    ("briefs", "yaml-syntax", "---\ntitle: A⟦⟧: B: C\n---\n"),
    ("briefs", "yaml-syntax", "---\ntitle: T\ntags: ⟦[⟧a, b\n---\n"),
    ("briefs", "yaml-alias", "---\ntitle: ⟦*name⟧\n---\n"),
    ("briefs", "yaml-tag", "---\ntitle: ⟦!!python/object:os.system x⟧\n---\n"),
    ("briefs", "duplicate-key", HEAD + "tags: [a]\n⟦tags⟧: [b]\n---\n"),
    # front matter: its values
    ("briefs", "wrong-type", "---\ntitle: ⟦[A, B]⟧\n---\n"),
    ("briefs", "bad-date", HEAD + "date: 2025-02-⟦30⟧\n---\n"),
    ("briefs", "bad-date", HEAD + "date: 2025-⟦13⟧-01\n---\n"),
    ("briefs", "bad-date", HEAD + 'date: "2025-02-⟦29⟧"\n---\n'),
    ("events", "bad-date", HEAD + "date: ⟦2025-05/2025-04⟧\n---\n"),
    ("briefs", "bad-id", HEAD + "id: ⟦Not A Slug⟧\n---\n"),
    ("briefs", "bad-id", HEAD + "slug: ⟦../../etc⟧\n---\n"),
    ("briefs", "bad-url", HEAD + "redirect_from: ⟦/a/../../b/⟧\n---\n"),
    ("sources", "bad-url", HEAD + "url: ⟦javascript⟧:alert(1)\n---\n"),
    ("sources", "bad-url", HEAD + "archive: {url: ⟦example.org/a⟧}\n---\n"),
    ("briefs", "bad-time", HEAD + "publish_at: 2025-04-21T09:00⟦⟧\n---\n"),
    ("briefs", "unknown-value", HEAD + "status: ⟦finished⟧\n---\n"),
    ("briefs", "unknown-value", HEAD + "tlp: ⟦PURPLE⟧\n---\n"),
    ("briefs", "rejected-key", HEAD + "⟦draft⟧: true\n---\n"),
    ("stakeholders", "unknown-value", HEAD + "kind: ⟦company⟧\n---\n"),
    ("stakeholders", "missing-key", HEAD + "kind: person\nposts:\n  - ⟦{organization: acme}⟧\n---\n"),
    ("stakeholders", "missing-rationale", HEAD + "kind: person\nstances:\n  - {issue: access, value: oppose, basis: ⟦inferred⟧}\n---\n"),
    ("stakeholders", "bad-number", HEAD + "kind: group\ninfluence: {power: ⟦lots⟧, interest: 3}\n---\n"),
    ("stakeholders", "unknown-value", HEAD + "kind: group\nrelationships:\n  - kind: ⟦onws⟧\n    to: acme\n---\n"),
    ("figures", "bad-number", HEAD + "value: ⟦about ten⟧\nsource: wire\n---\n"),
    ("briefs", "unknown-value", HEAD + "key_judgements:\n  - text: It opens.\n    likelihood: ⟦perhaps⟧\n---\n"),
    ("briefs", "bad-number", HEAD + "events:\n  - {title: E, after: {event: deadline, days: ⟦ninety⟧}}\n---\n"),
    # front matter: its names
    ("briefs", "unknown-target", HEAD + "stakeholders: [acme, ⟦acne⟧]\n---\n"),
    ("briefs", "unknown-target", HEAD + "events:\n  - {date: 2025, title: E, source: ⟦wier⟧}\n---\n"),
    ("briefs", "wrong-target-type", HEAD + "topics: [⟦acme⟧]\n---\n"),
    ("stakeholders", "wrong-target-type", HEAD + "kind: group\nrelationships:\n  - {kind: owns, to: ⟦wire⟧}\n---\n"),
    ("briefs", "missing-file", HEAD + "image: ⟦nowhere.png⟧\n---\n"),
    ("briefs", "quote-not-found", HEAD + "evidence:\n  - {source: wire, quote: ⟦They never met.⟧}\n---\n"),
    ("events", "relative-date-circle", HEAD + "id: around\nafter: {event: ⟦around⟧, days: 3}\n---\n"),
    # the text
    ("briefs", "unknown-target", HEAD + "---\nSee ⟦[[nobody]]⟧.\n"),
    ("notes", "unknown-target", "# A note\n\n- in a list: ⟦[[nobody|somebody]]⟧\n"),
    ("notes", "unknown-target", "# A note\n\n| a | b |\n|---|---|\n| 1 | ⟦[[nobody\\|x]]⟧ |\n"),
    ("notes", "unknown-target", "# A note\n\n> [!note] Title\n> Text ⟦[[nobody]]⟧.\n"),
    ("notes", "unknown-target", "# A note\n\nSee ⟦[that](nobody.md)⟧.\n"),
    ("notes", "unknown-target", "# A note\n\nSaid so [⟦@nobody⟧, p. 4].\n"),
    ("notes", "unknown-relation", "# A note\n\nIt ⟦[[onws:acme]]⟧.\n"),
    ("notes", "missing-section", "# A note\n\nSee ⟦[[acme#Hystory]]⟧.\n"),
    ("notes", "missing-section", "# A note\n\nSee ⟦[[#Nowhere]]⟧.\n"),
    ("notes", "hidden-target", "# A note\n\nSee ⟦[[Hidden]]⟧.\n"),
    ("notes", "missing-file", "# A note\n\n⟦![[nowhere.png]]⟧\n"),
    ("notes", "ambiguous-target", "# A note\n\nText ⟦![[twin.png]]⟧.\n"),
    ("notes", "bad-link", "# A note\n\nRun ⟦[this](javascript:alert)⟧.\n"),
    ("notes", "unknown-view", "# A note\n\n⟦:::timelnie⟧\n:::\n"),
    ("notes", "view-option", "# A note\n\n:::timeline\nlimit: ⟦many⟧\n:::\n"),
    ("notes", "unclosed-block", "# A note\n\n⟦:::timeline⟧\nlimit: 3\n"),
]  # fmt: skip


class Fault(NamedTuple):
    """A file, its code, its text without marks, and the place of the mistake."""

    path: str
    code: str
    text: str
    place: Span


def _fault(number: int, folder: str, code: str, text: str) -> Fault:
    plain, place = marked(text)
    assert place is not None, text
    return Fault(f"content/{folder}/fault-{number:02}.md", code, plain, place)


ALL = [_fault(number, *fault) for number, fault in enumerate(FAULTS)]


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    return make_site({**GROUND, **{fault.path: fault.text for fault in ALL}})


def test_the_ground_has_no_mistake(make_site: MakeSite) -> None:
    site = make_site(GROUND)
    site.build(strict=True, jobs=1)
    assert site.diagnostics == ()


def test_fifty_mistakes_are_fifty_diagnostics_where_they_stand(site: Site) -> None:
    assert len(ALL) >= 50
    result = site.build(jobs=1)
    told = {(d.path, d.code, d.span.line, d.span.column) for d in site.diagnostics}
    meant = {(f.path, f.code, f.place.line, f.place.column) for f in ALL}
    assert sorted(meant - told) == []
    assert sorted(told - meant) == []
    assert len(site.diagnostics) == len(ALL)
    assert result.fatal
    assert not site.output.exists()


def test_the_carets_stand_under_what_is_wrong(site: Site) -> None:
    site.build(jobs=1)
    spans = {d.path: d.span for d in site.diagnostics}
    assert {f.path: f.place.length for f in ALL if f.place.length} == {
        f.path: spans[f.path].length for f in ALL if f.place.length
    }


def test_the_command_tells_them_all_in_one_run_without_a_traceback(site: Site) -> None:
    done = _check(site.root)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for fault in ALL:
        assert (
            f"{fault.path}:{fault.place.line}:{fault.place.column}: error[{fault.code}]: "
            in done.stderr
        )


def test_programs_read_the_same(site: Site) -> None:
    done = _check(site.root, "--format", "json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["errors"], found["warnings"]) == (1, len(ALL), 0)
    told = {(d["path"], d["code"], d["line"], d["column"]) for d in found["diagnostics"]}
    assert told == {(f.path, f.code, f.place.line, f.place.column) for f in ALL}


def _check(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return briefgen("check", *options, cwd=root / "content")

"""Mistakes in front matter, each told where it stands (between the marks)."""

from __future__ import annotations

import pytest

from support.headers import FIRST_LINE, read
from support.marks import marked

HIDING = "what must not be seen stands on a page, or in an event or figure, with `status: draft`"
FAULTS = [
    ("briefs", "⟦titel⟧: T", "unknown-key", "did you mean `title`?"),
    ("briefs", "⟦sumary⟧: T", "unknown-key", "did you mean `summary`?"),
    ("briefs", "⟦descripton⟧: T", "unknown-key", "did you mean `description`?"),
    ("briefs", "⟦zzzzzz⟧: T", "unknown-key", ""),
    ("briefs", "⟦redirect fro⟧: T", "unknown-key", "did you mean `redirect_from`?"),
    ("briefs", "⟦TITEL⟧: T", "unknown-key", "did you mean `title`?"),
    ("briefs", "⟦layout⟧: T", "unknown-key", "briefgen says `template:`"),
    ("briefs", "⟦draft⟧: false", "unknown-key", "a page is published unless it says `status: draft`"),
    ("briefs", "⟦draft⟧: true", "rejected-key", "briefgen says `status: draft`"),
    ("briefs", "updates: [{date: 2025, ⟦Draft⟧: yes}]", "rejected-key", HIDING),
    ("briefs", "links: [{url: 'https://a.example', ⟦draft⟧: true}]", "rejected-key", HIDING),
    ("briefs", "source: {source: s, ⟦published⟧: false}", "rejected-key", HIDING),
    ("briefs", "key_judgements: [{text: T, horizon: {date: 2025, ⟦draft⟧: true}}]", "rejected-key", HIDING),
    ("briefs", "key_judgements: [{text: T, ⟦status⟧: draft}]", "rejected-key", HIDING),
    ("stakeholders", "posts: [{title: T, ⟦TLP⟧: AMBER}]", "rejected-key", HIDING),
    ("stakeholders", "posts: [{title: T, ⟦tlp⟧: [RED]}]", "rejected-key", HIDING),
    ("stakeholders", "posts: [{title: T, ⟦status⟧: [draft]}]", "rejected-key", HIDING),
    ("stakeholders", "posts: [{title: T, ⟦publish_at⟧: {day: 2030-01-01}}]", "rejected-key", HIDING),
    ("briefs", "⟦draft⟧: [true]", "rejected-key", "briefgen says `status: draft`"),
    ("briefs", "⟦draft⟧: y", "rejected-key", "briefgen says `status: draft`"),
    ("stakeholders", "posts: [{title: T, ⟦tlp⟧: [CLEAR]}]", "unknown-key", None),
    ("stakeholders", "posts: [{title: T, ⟦tlp⟧: CLEAR}]", "unknown-key", None),
    ("stakeholders", "posts: [{title: T, ⟦status⟧: acting}]", "unknown-key", None),
    ("stakeholders", "relationships: [{kind: owns, to: b, ⟦draft⟧: true}]", "rejected-key", HIDING),
    ("stakeholders", "stances: [{issue: i, value: oppose, ⟦publish_at⟧: 2030-01-01}]", "rejected-key", HIDING),
    ("stakeholders", "influence: {power: 1, interest: 1, ⟦expires_at⟧: 2020-01-01}", "rejected-key", HIDING),
    ("sources", "archive: {url: 'https://a.example', ⟦draft⟧: true}", "rejected-key", HIDING),
    ("sources", "relays: [{statement: a b, origin: c, ⟦draft⟧: true}]", "rejected-key", HIDING),
    ("figures", "value: 1\nsource: s\nhistory: [{value: 2, ⟦draft⟧: true}]", "rejected-key", HIDING),
    ("events", "after: {event: e, days: 2, ⟦draft⟧: true}", "rejected-key", HIDING),
    ("briefs", "⟦posts⟧: []", "unknown-key", "`posts` belongs to the type `stakeholder`"),
    ("stakeholders", "⟦positions⟧: []", "rejected-key", "views are `stances:`, offices held are `posts:`"),
    ("briefs", "title: ⟦[a, b]⟧", "wrong-type", "put it in quotes if it is meant as text"),
    ("briefs", "⟦stauts⟧: draft", "unknown-key", "did you mean `status`?"),
    ("stakeholders", "relationships: [⟦{kind: linked-to, to: b}⟧]", "missing-key", None),
    ("briefs", "date: 2025-04-⟦31⟧", "bad-date", None),
    ("briefs", 'date: "2025-⟦13⟧"', "bad-date", None),
    ("briefs", "date: ⟦{a: b}⟧", "wrong-type", None),
    ("briefs", "updates: [{date: 2025-02-⟦30⟧}]", "bad-date", None),
    ("briefs", "updates: [⟦{kind: minor}⟧]", "missing-key", ""),
    ("briefs", "updates: [{date: 2025, kind: ⟦majr⟧}]", "unknown-value", "did you mean `major`?"),
    ("briefs", "type: ⟦breif⟧", "unknown-value", "did you mean `brief`?"),
    ("briefs", "id: ⟦My Id⟧", "bad-id", "write `my-id`"),
    ("briefs", "slug: ⟦../x⟧", "bad-id", "write `x`"),
    ("briefs", "status: ⟦Draft⟧", "unknown-value", "did you mean `draft`?"),
    ("briefs", "tlp: ⟦WHITE⟧", "unknown-value", "did you mean `CLEAR`?"),
    ("briefs", "publish_at: 2025-04-21T09:00⟦⟧", "bad-time", "write 2025-04-21T09:00Z for UTC"),
    ("briefs", "publish_at: 2025-04-21⟦⟧", "bad-time", "write 2025-04-21T00:00Z for UTC"),
    ("briefs", "publish_at: ⟦2025-04-31T09:00Z⟧", "bad-time", ""),
    ("briefs", "lang: ⟦english language⟧", "unknown-value", "write `en`, `hi` or `pt-BR`"),
    ("briefs", "review_in: ⟦soon⟧", "wrong-type", "write it as `6 months` or `90 days`"),
    ("briefs", "redirect_from: [/a/, ⟦old⟧]", "bad-url", "write /old"),
    ("briefs", "redirect_from: ⟦//evil.example⟧", "bad-url", "write the path alone, as in /old/page/"),
    ("briefs", "redirect_from: ⟦/a/../b⟧", "bad-url", ""),
    ("briefs", "redirect_from: ⟦/a//b⟧", "bad-url", ""),
    ("briefs", "redirect_from: ⟦https://example.org/a⟧", "bad-url", "write the path alone, as in /old/page/"),
    ("briefs", "links: [⟦javascript⟧:alert(1)]", "bad-url", "allowed: http, https, mailto"),
    ("briefs", "links: [{url: ⟦example.org/a⟧}]", "bad-url", "did you mean https://example.org/a?"),
    ("briefs", "links: ['https://a.example/x⟦ ⟧y']", "bad-url", "write it percent-encoded: %20"),
    ("briefs", "image: ⟦javascript⟧:alert(1)", "bad-url", "allowed: http, https"),
    ("briefs", "template: ⟦../../etc/passwd⟧", "unsafe-path", ""),
    ("briefs", "extra: ⟦text⟧", "wrong-type", ""),
    ("briefs", "identifiers: ⟦Q1⟧", "wrong-type", None),
    ("briefs", "stakeholders: [a, ⟦{b: c}⟧]", "wrong-type", None),
    ("briefs", "stakeholders: ⟦{b: c}⟧", "wrong-type", None),
    ("briefs", 'topics: ⟦"[[]]"⟧', "bad-link", "write [[id]]"),
    ("briefs", "events: [⟦{date: 2025}⟧]", "missing-key", ""),
    ("briefs", "events: [⟦{title: T}⟧]", "undated-event", ""),
    ("briefs", "events: [{title: T, date: 2025-⟦00⟧}]", "bad-date", None),
    ("briefs", "events: [{title: T, dat⟦⟧e: 2025, ⟦wen⟧: x}]", "unknown-key", None),
    ("briefs", "events: [{title: T, after: {event: x, days: ⟦ninety⟧}}]", "bad-number", ""),
    ("briefs", "events: [{title: T, after: ⟦x⟧}]", "wrong-type", ""),
    ("briefs", "evidence: [{source: s, relation: ⟦support⟧}]", "unknown-value", "did you mean `supports`?"),
    ("briefs", "evidence: [⟦{locator: p. 4}⟧]", "missing-key", ""),
    ("briefs", "figures: [⟦{title: T, value: 1, source: s}⟧]", "missing-key", ""),
    ("briefs", "figures: [{id: f, title: T, value: ⟦125 billion⟧, source: s}]", "bad-number", "write the number alone, as 125; words go under `display:` and `unit:`"),
    ("figures", "value: ⟦1,250 million⟧\nsource: s", "bad-number", "write the number alone, as 1250; words go under `display:` and `unit:`"),
    ("figures", "value: ⟦about 3⟧\nsource: s", "bad-number", "write the number alone, as 125e9; words go under `display:` and `unit:`"),
    ("briefs", "figures: [{id: ⟦f⟧, title: T, value: 1}]", "figure-without-source", None),
    ("figures", "title: ⟦T⟧\nsource: s", "figure-without-value", "add `value:`"),
    ("events", "title: ⟦T⟧", "undated-event", "add `date:`"),
    ("briefs", "key_judgements: [⟦{likelihood: likely}⟧]", "missing-key", ""),
    ("briefs", "key_judgements: [{text: T, likelihood: ⟦probable⟧}]", "unknown-value", "did you mean `likely`?"),
    ("briefs", "key_judgements: [{text: T, confidence: ⟦medium⟧}]", "unknown-value", "did you mean `moderate`?"),
    ("stakeholders", "kind: ⟦organisation⟧", "unknown-value", "did you mean `organization`?"),
    ("stakeholders", "kind: ⟦company⟧", "unknown-value", "did you mean `organization`?"),
    ("stakeholders", "relationships: [{kind: ⟦own⟧, to: b}]", "unknown-value", "did you mean `owns`?"),
    ("stakeholders", "relationships: [{kind: ⟦owned-by⟧, to: b}]", "unknown-value", "that is `owns` from the other side: write it there"),
    ("stakeholders", "relationships: [⟦{kind: owns}⟧]", "missing-key", ""),
    ("stakeholders", "relationships: [{kind: owns, to: b, from: 2020, until: ⟦2018⟧}]", "bad-date", "exchange the two dates"),
    ("stakeholders", "relationships: [{kind: owns, to: b, from: ⟦2018/2020⟧}]", "bad-date", None),
    ("stakeholders", "posts: [{title: P, start: 2020, until: ⟦2018⟧}]", "bad-date", None),
    ("stakeholders", "posts: [{title: P, from: 2020, to: ⟦2018⟧}]", "bad-date", "exchange the two dates"),
    ("stakeholders", "stances: [{issue: t, value: ⟦opposes⟧}]", "unknown-value", "did you mean `oppose`?"),
    ("stakeholders", "stances: [{issue: t, value: oppose, basis: ⟦inferred⟧}]", "missing-rationale", "say what it is inferred from"),
    ("stakeholders", "stances: [{issue: t, value: oppose, rank: ⟦best⟧}]", "unknown-value", None),
    ("stakeholders", "influence: {power: ⟦6⟧, interest: 1}", "bad-number", ""),
    ("stakeholders", "influence: {power: ⟦4.5⟧, interest: 1}", "bad-number", ""),
    ("stakeholders", "influence: ⟦high⟧", "wrong-type", ""),
    ("sources", "url: ⟦mailto⟧:a@example.org", "bad-url", "allowed: http, https"),
    ("sources", "url: ⟦https://⟧", "bad-url", ""),
    ("sources", "url: ⟦https://example.org:port/⟧", "bad-url", ""),
    ("sources", "url: ⟦https://[::1/⟧", "bad-url", ""),
    ("sources", "url: 'https://a.example/⟦\u202e⟧x'", "bad-url", None),
    ("sources", "reliability: ⟦G⟧", "unknown-value", None),
    ("sources", "credibility: ⟦7⟧", "unknown-value", None),
    ("sources", "archive: ⟦data⟧:x", "bad-url", "allowed: http, https"),
    ("sources", "relays: [⟦{statement: x}⟧]", "missing-key", ""),
]  # fmt: skip


@pytest.mark.parametrize(("folder", "text", "code", "hint"), FAULTS)
def test_a_mistake_is_told_where_it_stands(
    folder: str, text: str, code: str, hint: str | None
) -> None:
    clean, span = marked(text.replace("dat⟦⟧e", "date"), FIRST_LINE)
    found = read(clean, f"{folder}/a.md").diagnostics
    assert [(problem.code, problem.span) for problem in found] == [(code, span)]
    assert hint is None or found[0].hint == hint
    assert found[0].path == f"content/{folder}/a.md"
    assert not found[0].message.endswith(".")


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    text = "date: 2025-04-31\ntlp: X\nstances: [{issue: t, value: y}]\ninfluence: {power: 9, interest: 0}\nfoo: x\n"
    found = read(text, "stakeholders/a.md").diagnostics
    assert [problem.span.line for problem in found if problem.span] == [2, 3, 4, 5, 5, 6]

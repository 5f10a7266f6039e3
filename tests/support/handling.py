"""A public site, and hidden things to plant in it: every field of every type holds a word of its own.

`§name§` in a text stands for a word that occurs nowhere else; dates of the year
1871 and numbers that begin with 987654 are such words too.
"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

REASONS = {
    "draft": "status: draft",
    "embargoed": "publish_at: 2999-01-01T00:00:00Z",
    "expired": "expires_at: 2001-01-01T00:00:00Z",
    "green": "tlp: GREEN",
    "amber": "tlp: AMBER",
    "red": "tlp: RED",
}
"""Why a thing is hidden → the line that says so."""

PUBLIC = {
    "briefgen.yaml": "title: Public\nauthor: Ada\n",
    "content/briefs/talks.md": (
        "---\ntitle: Talks\ndate: 2025-04-22\nupdated: 2025-04-23\nsummary: On talks.\ntags: [trade]\n"
        "stakeholders: [acme]\ntopics: [tariffs]\nsource: wire\n# events here\n---\n"
        "[[acme]] met [[india]] [@wire].\n\n:::timeline\n:::\n"
    ),
    "content/events/meeting.md": (
        "---\ntitle: Meeting\ndate: 2025-04-21\nstakeholders: [acme, india]\nsource: wire\n---\nThey met.\n"
    ),
    "content/stakeholders/acme.md": (
        "---\ntitle: Acme Incorporated\naliases: [The Company]\nkind: organization\n"
        "relationships:\n  - {kind: negotiates-with, to: india, source: wire}\n"
        "stances:\n  - {issue: tariffs, value: support, source: wire}\n"
        "influence: {power: 3, interest: 4, source: wire}\n---\nA company.\n"
    ),
    "content/stakeholders/india.md": "---\ntitle: India\nkind: government\n---\nA state.\n",
    "content/stakeholders/bystander.md": "---\ntitle: Bystander\n---\nNobody speaks of them in public.\n",
    "content/sources/wire.md": "---\ntitle: Wire\nurl: https://example.org/wire\ndate: 2025-04-20\n---\nA report.\n",
    "content/topics/tariffs.md": "---\ntitle: Tariffs\nquestion: Will they fall?\n---\nDuties.\n",
    "content/figures/rate.md": (
        '---\ntitle: Rate\nvalue: 26\nunit: "%"\nas_of: 2025-04\nsource: wire\nstakeholders: [india]\n---\nA rate.\n'
    ),
    "content/notes.md": "# Notes\n\nAbout [[tariffs]] and [[acme]].\n",
}

_numbers = itertools.count(1)
_FIXED = frozenset({"1871", "987654"})

_SHARED = """\
title: §title§
id: §id§
slug: §slug§
aliases: [§alias§, The Company Too]
summary: §summary§
date: 1871-01-02
updated: 1871-01-03
tags: [§tag§, trade]
topics: [tariffs]
stakeholders: [acme]
events:
  - {id: §event§, title: §eventtitle§, date: 1871-01-04, summary: §eventsummary§, place: §place§, stakeholders: [acme], topics: [tariffs], source: wire}
  - meeting
figures:
  - {id: §figure§, title: §figuretitle§, value: 98765431, unit: §unit§, display: §display§, stakeholders: [acme], source: wire}
  - rate
source: {source: wire, relation: disputes, locator: §locator§, accessed: 1871-01-05}
redirect_from: [/§old§/]
image: §image§.png
lang: gd
owner: §owner§
last_reviewed: 1871-01-06
review_in: P9M
updates: [{date: 1871-01-07, kind: major, note: §note§}]
identifiers: {wikidata: §wikidata§}
links: [{url: "https://§host§.example.org/", title: §linktitle§}]
key_judgements:
  - {id: §judgement§, text: §judgementtext§, likelihood: likely, confidence: low, basis: [wire, meeting], horizon: {date: 1871-01-08}, would_change: [§change§]}
extra: {own: §extra§}
"""

HIDDEN_FRONT = {
    "brief": _SHARED,
    "event": _SHARED + "after: {event: meeting, days: 987654}\nplace: §ownplace§\n",
    "stakeholder": _SHARED
    + """\
kind: person
classification: §classification§
posts: [{title: §post§, organization: acme, from: 1871-02, to: 1871-03, source: wire}]
relationships: [{kind: negotiates-with, to: india, from: 1871, label: §label§, basis: reported, source: wire}]
stances: [{issue: tariffs, value: oppose, basis: inferred, as_of: 1871-04, text: §stance§, rationale: §why§, source: wire}]
influence: {power: 5, interest: 5, as_of: 1871-05, rationale: §influence§, source: wire}
""",
    "source": _SHARED
    + """\
url: https://example.org/§url§
publisher: §publisher§
author: [§author§, "[[acme]]"]
accessed: 1871-06-01
archive: {url: "https://archive.example.org/§archive§", date: 1871-06-02}
reliability: B
credibility: "2"
relays: [{statement: §statement§, origin: wire}]
csl: {note: §csl§}
text: §stored§.txt
""",
    "topic": _SHARED + "question: §question§?\n",
    "figure": _SHARED
    + """\
value: 98765433
unit: §ownunit§
display: §owndisplay§
as_of: 1871-07
kind: estimate
history: [{value: 98765434, display: §past§, as_of: 1871, source: wire}]
""",
    "page": _SHARED,
}

_BODY = """\
# §heading§

The hidden text. §body§ [[acme|§label2§]] [[india]] [@wire, p. §page§] ![[§picture§.png|§alt§]]

:::list
title: §view§
:::
"""


class Planted(NamedTuple):
    """A hidden document: its path, all its files, and the words that may be nowhere."""

    name: str
    files: dict[str, str | bytes]
    words: frozenset[str]


def plant(template: str) -> tuple[str, frozenset[str]]:
    """The text with a fresh word for every `§name§`, and these words."""
    words = {name: f"zq{name}{next(_numbers):05}" for name in re.findall(r"§(\w+)§", template)}
    text = re.sub(r"§(\w+)§", lambda found: words[found[1]], template)
    return text, frozenset(words.values()) | _FIXED


def hidden_file(kind: str, reason: str) -> Planted:
    """A document of a type, hidden for a reason, with a word in every field, its text and its files."""
    front = HIDDEN_FRONT[kind]
    if kind == "event":
        front = front.replace("date: 1871-01-02\n", "", 1)  # a relative date stands instead
    text, words = plant(f"---\n{front}{reason}\n---\n{_BODY}")
    base = f"zqfile{next(_numbers):05}"
    folder = "notes" if kind == "page" else f"{kind}s"
    beside = re.findall(r"zq\w+\.(?:png|txt)", text)
    files: dict[str, str | bytes] = {f"content/{folder}/{base}.md": text}
    files |= {f"content/{folder}/{name}": f"The words of {name}".encode() for name in beside}
    return Planted(f"content/{folder}/{base}.md", files, words | {base})

"""A small site that uses every type and nearly every key of the content model."""

from __future__ import annotations

from typing import Any

from support.virtual import VirtualSite

BASE = "https://example.org/repo/"

FILES: dict[str, str | bytes] = {
    "briefs/demand.md": """---
title: The demand
date: 2025-04-22
updated: 2025-04-23
summary: What is *wanted*, and by whom.
aliases: [Ask]
tags: [trade, "=cmd()"]
topics: [access]
stakeholders: [walmart, mcmillon]
sources: [{source: report, locator: p. 4, quote: Said so, relation: disputes, accessed: 2025-04-24}]
lang: en
redirect_from: [/old/demand/]
identifiers: {doi: 10.1000/182}
links: [{url: "https://example.com/", title: Elsewhere}]
last_reviewed: 2025-05
image: map.png
updates:
  - {date: 2025-04-23, kind: correction, note: A name was wrong.}
events:
  - {date: 2025-04-21, title: A call, stakeholders: [walmart], source: report}
  - {id: pause, date: 2025-04-09~, title: A pause, summary: It began., place: "Delhi, India"}
figures:
  - {id: users, title: Users, value: 5e7, unit: people, as_of: 2024-36, source: report}
key_judgements:
  - id: opening
    text: A limited opening comes.
    likelihood: roughly-even
    confidence: low
    basis: [report]
    horizon: {event: pause}
    would_change: [A written offer]
---
[[Walmart]] owns [[flipkart|a shop]] [@report, p. 4].

## What is *asked*

| a | b |
|---|---|
| 1 | `x\\|y` |

- one
  - two

1. first
2. second

> [!warning] Careful
> Not confirmed.

```python
print("`hi`")
```

A note.[^1] ![A map](map.png) <https://example.com/a_b>

[^1]: The **note**.
""",
    "briefs/map.png": b"\x89PNG\r\n\x1a\n",
    "events/meeting.md": """---
title: A meeting
date: 2025-04-21T09:00-04:00
place: Washington
topics: [access]
stakeholders: [walmart]
source: report
---
They met.
""",
    "events/someday.md": "---\ntitle: Some day\n---\nNot dated.\n",
    "events/season.md": "---\ntitle: A season\ndate: 2025-04/2025-06-30\n---\n",
    "stakeholders/walmart.md": """---
title: Walmart
kind: organization
classification: retailer
aliases: [Walmart Inc.]
identifiers: {wikidata: Q483551}
relationships:
  - {kind: owns, to: flipkart, from: "2018", source: report}
  - {kind: lobbies, to: ministry, date: 2025-04~, basis: reported}
stances:
  - {issue: access, value: support, basis: stated, as_of: 2025-04, text: In favour., source: report}
  - {issue: access, value: mixed, basis: inferred, as_of: 2024, rationale: Silence.}
influence: {power: 4, interest: 5, as_of: 2025-04, rationale: Size., source: report}
---
""",
    "stakeholders/flipkart.md": "---\ntitle: Flipkart\nkind: organization\n---\n",
    "stakeholders/ministry.md": "---\ntitle: The ministry\nkind: government\n---\n",
    "stakeholders/mcmillon.md": """---
title: Doug McMillon
kind: person
posts:
  - {title: Chief executive, organization: walmart, from: "2014", to: ".."}
  - {title: Clerk, organization: walmart, from: "1990", to: "1995"}
---
""",
    "sources/report.md": """---
title: "The report: 100% & more"
url: https://news.example/report?a=1&b=2
publisher: The News
author: [A. Writer]
date: 2025-04-22
accessed: 2025-04-23
archive: {url: "https://archive.example/1", date: 2025-04-23}
reliability: B
credibility: "2"
relays: [{statement: users, origin: data}]
csl: {type: article-newspaper, author: [{family: Writer, given: Ann}], page: 1-2}
---
""",
    "sources/data.md": "---\ntitle: The data\npublisher: '[[walmart]]'\n---\n",
    "topics/access.md": "---\ntitle: Access\nquestion: Who may sell?\nsummary: Market access.\n---\n",
    "figures/market.md": """---
title: The market
value: 125e9
unit: USD
display: $125 billion
as_of: 2025-04
kind: estimate
topics: [access]
source: report
history: [{value: "-5", as_of: 2020, source: report}]
---
""",
    "about.md": "---\ntitle: About\n---\nHello.\n",
}


def full_site(**settings: Any) -> VirtualSite:
    chosen = {"title": "The desk", "base_url": BASE, "author": "The desk", "description": "Briefs."}
    return VirtualSite(FILES, **{**chosen, **settings})

"""One small site that has something of everything, as an author would write it."""

TEXTS = {
    "index.md": "---\ntitle: Welcome\nsummary: What this is.\n---\nHello [@wire].\n",
    "about.md": "---\ntitle: About us\n---\nWe write about [[acme]].\n",
    "briefs/demand.md": """\
---
title: The demand
date: 2025-04-22
summary: What is asked for.
stakeholders: [acme, ministry]
topics: [access, "plain-topic"]
tags: [Trade, market access]
key_judgements:
  - id: opening
    text: A limited opening comes.
    likelihood: roughly-even
    confidence: low
    basis: [wire]
    horizon: {event: deadline}
  - {id: bare, text: Nothing is known of this one.}
  - {id: dated, text: It is over by then., horizon: {date: 2026}}
events:
  - {date: 2025-04-21, title: A meeting, id: meeting, stakeholders: [ann], source: wire}
  - {date: 2025-05-10, title: An unnamed event}
figures:
  - {id: users, title: Users, value: 50e6, as_of: 2024, kind: estimate, source: wire}
updates:
  - {date: 2025-04-22, kind: major, note: First.}
  - {date: 2025-04-24, kind: correction, note: Second.}
---
[[acme|Acme]] wants more. The market is ![[market]] [@bank]. [[owns:beta|Beta]] is dear to Acme.
""",
    "briefs/older.md": "---\ntitle: An older brief\ndate: 2024-01-05\n---\nIt speaks of [[acme|them]] once.\nAnd of [[acme|Acme]] twice. And of [[acme|it]] thrice.\n",
    "events/deadline.md": "---\ntitle: The deadline\ndate: 2025-07-01\nstakeholders: [ministry]\ntopics: [access]\nsources: [wire, bank]\n---\n",
    "events/entry.md": "---\ntitle: Acme enters\ndate: 2013\nstakeholders: [acme]\ntags: [trade]\n---\n",
    "stakeholders/acme.md": """\
---
title: Acme
kind: organization
classification: retailer
topics: [access]
relationships:
  - {kind: owns, to: beta, from: "2018", source: wire}
  - {kind: lobbies, to: ministry, date: 2025-04~, source: wire}
stances:
  - {issue: access, value: oppose, as_of: 2025-04, basis: reported, text: Too strict., source: wire}
  - {issue: access, value: mixed, as_of: "2020", basis: reported, source: wire}
influence: {power: 4, interest: 5, as_of: 2025-04, rationale: It is large., source: wire}
---
""",
    "stakeholders/beta.md": "---\ntitle: Beta\nkind: organization\ninfluence: {power: 2, interest: 1}\n---\n",
    "stakeholders/ann.md": '---\ntitle: Ann\nkind: person\nposts:\n  - {title: Chair, organization: acme, from: "2020", to: "..", source: wire}\n  - {title: Clerk, organization: ministry, from: "2001", to: "2004"}\n---\n',
    "stakeholders/ministry.md": "---\ntitle: The ministry\nkind: government\ntags: [trade]\n---\n",
    "sources/wire.md": '---\ntitle: Wire report\ndate: 2025-04-22\npublisher: The Wire\nreliability: B\ncredibility: "2"\nrelays:\n  - {statement: market, origin: bank}\n  - {statement: A rumour, origin: bank}\n---\n',
    "sources/bank.md": "---\ntitle: Bank data\ndate: 2025-01-10\n---\n",
    "topics/access.md": "---\ntitle: Access\nquestion: Should it open?\n---\n",
    "topics/other-issue.md": "---\ntitle: Other issue\nquestion: Is it so?\n---\n",
    "topics/plain-topic.md": "---\ntitle: Plain topic\n---\n",
    "figures/market.md": """\
---
title: The market
value: 125e9
unit: USD
as_of: 2025-04
topics: [access]
stakeholders: [acme]
sources: [wire, bank]
history:
  - {value: 100e9, as_of: "2020", source: bank}
  - {value: 110e9, display: about 110 billion, as_of: "2023"}
---
""",
}

VAULT = {
    "Inbox/First Note.md": "# First note\n\nSee [[Second Note]].\n",
    "Inbox/Second Note.md": "Text.\n",
    "Projects/Big One/Plan.md": "# Plan\n",
    "Projects/Big One/index.md": "---\ntitle: The big one\n---\nIntroduction.\n",
    "Projects/Small.md": "Text.\n",
    "Top.md": "Text.\n",
}
"""Notes that know nothing of this program."""

"""What finished pages tell of what their authors stated: nothing that is written in good faith is dropped."""

from __future__ import annotations

import json
import re
from html import unescape

from support.site import MakeSite, Site

SOURCES = """
-- content/sources/wire.md --
---
title: The wire
---
-- content/sources/gazette.md --
---
title: The gazette
relays: [{statement: passengers, origin: wire}, {statement: talks, origin: wire}]
---
-- content/figures/passengers.md --
---
title: Passengers
value: 1200
display: 1,200
sources: [gazette, wire]
---
-- content/events/talks.md --
---
title: The talks
date: 2025-04-21
sources: [gazette, wire]
---
"""


def shown(html: str, start: str = "<main", end: str = "</main>") -> str:
    """The words between two marks of a page, with single blanks."""
    part = html[html.index(start) :]
    words = unescape(re.sub(r"<[^>]+>", " ", part[part.index(">") + 1 : part.index(end)]))
    return re.sub(r" (?=[,.;:)\]])|(?<=[(\[]) ", "", " ".join(words.split()))


def section(html: str, name: str) -> str:
    """The words of a section by the id of its heading; "" where there is none."""
    return shown(html, f'aria-labelledby="{name}"', "</section>") if f'id="{name}"' in html else ""


def built(make_site: MakeSite, files: str, today: str = "2025-04-22", **options: object) -> Site:
    site = make_site(files)
    site.build(today=today, **options)
    assert site.codes == []
    return site


# -- stakeholders -------------------------------------------------------------------------

PEOPLE = """
-- content/stakeholders/acme.md --
---
title: Acme
kind: organization
relationships:
  - {kind: owns, to: beta, from: "2018", until: 2024-04-30}
  - {kind: owns, to: gamma}
  - {kind: regulates, to: delta, rank: deprecated}
  - {kind: lobbies, to: delta, until: 2030}
---
It [[succeeds:delta|follows]] Delta, [[owns:gamma]] and [[lobbies:ann]].
-- content/stakeholders/beta.md --
---
title: Beta
---
-- content/stakeholders/gamma.md --
---
title: Gamma
---
-- content/stakeholders/delta.md --
---
title: Delta
---
-- content/stakeholders/ann.md --
---
title: Ann
kind: person
posts:
  - {title: Chair, organization: acme, from: "2020", to: "2026"}
  - {title: Clerk, organization: acme, from: "2001", to: "2004"}
  - {title: Adviser, organization: beta, to: ".."}
---
-- content/briefs/a.md --
---
title: A brief
---
Acme is said to [[owns:beta|own Beta]].

:::map
stakeholders: [acme]
:::
"""


def test_a_typed_link_on_a_profile_is_a_tie_read_from_both_ends(make_site: MakeSite) -> None:
    site = built(make_site, PEOPLE)
    assert "succeeds Delta" in section(site.page("/stakeholders/acme/"), "_ties")
    assert "succeeded by Acme" in section(site.page("/stakeholders/delta/"), "_ties")
    gamma = section(site.page("/stakeholders/gamma/"), "_ties")
    assert gamma.count("owned by") == 1, "said in both ways it is said once"
    assert gamma.count("Acme") == 1
    beta = section(site.page("/stakeholders/beta/"), "_ties")
    assert beta.count("Acme") == 1, "a brief has nobody of whom it could say that"
    data = json.loads(site.text("data/relationships.json"))
    assert ("acme", "succeeds", "delta") in {
        (r["stakeholder"], r["kind"], r["other"]) for r in data
    }


def test_a_typed_link_in_a_part_that_is_held_back_states_nothing(make_site: MakeSite) -> None:
    hidden = "\n:::handling AMBER\nIt [[directs:beta]].\n:::\n-- content/stakeholders/beta.md --"
    files = PEOPLE.replace("\n-- content/stakeholders/beta.md --", hidden)
    assert "directed by" not in built(make_site, files).page("/stakeholders/beta/")
    shown = built(make_site, files, drafts=True)
    assert "directed by Acme" in section(shown.page("/stakeholders/beta/"), "_ties")


# -- dates --------------------------------------------------------------------------------


def test_an_event_that_is_dated_by_another_has_its_day_in_every_list(make_site: MakeSite) -> None:
    site = built(
        make_site,
        SOURCES
        + """
-- content/events/vote.md --
---
title: The vote
after: {event: talks, days: 10}
---
-- content/briefs/a.md --
---
title: A brief
---
:::list
types: event
from: 2025-04-30
sort: date
:::
""",
    )
    assert "The vote Event · 1 May 2025" in shown(
        site.page("/briefs/a/"), '<ul class="lines">', "</ul>"
    )
    assert "The talks" not in shown(site.page("/briefs/a/"), '<ul class="lines">', "</ul>")
    names = {row["title"]: row for row in json.loads(site.text("search/names.json"))["names"]}
    assert names["The vote"]["date"] == "1 May 2025"
    assert "The vote Event, 1 May 2025" in shown(site.page("/search/"))

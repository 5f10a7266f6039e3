"""What finished pages tell of what their authors stated: nothing that is written in good faith is dropped."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

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


# -- key judgements -----------------------------------------------------------------------


def test_a_judgement_shows_all_that_it_is_based_on(make_site: MakeSite) -> None:
    site = built(
        make_site,
        SOURCES
        + """
-- content/briefs/a.md --
---
title: A brief
key_judgements:
  - {text: It opens., basis: [wire, passengers, talks, b]}
---
-- content/briefs/b.md --
---
title: Another brief
---
""",
    )
    page = site.page("/briefs/a/")
    assert "Based on: Passengers, The talks, Another brief" in section(page, "_judgements")
    assert "Source: [1]" in section(page, "_judgements")
    assert 'href="/figures/passengers/"' in page
    assert "Based on: [Passengers](/figures/passengers/), " in site.text("briefs/a/index.md")


# -- evidence -----------------------------------------------------------------------------


def test_evidence_of_a_page_is_told_with_its_words(make_site: MakeSite) -> None:
    site = built(
        make_site,
        SOURCES
        + """
-- content/briefs/a.md --
---
title: A brief
evidence:
  - {source: wire, locator: p. 9, quote: We shall see.}
  - {source: gazette, relation: disputes}
---
-- content/briefs/plain.md --
---
title: Nothing but sources
sources: [wire, gazette]
---
""",
    )
    assert "The wire, p. 9 We shall see.; disputed by The gazette" in shown(
        site.page("/briefs/a/"), 'class="head"', "</header>"
    )
    assert 'class="proof"' not in site.page("/briefs/plain/")


def test_who_disputes_a_statement_is_said_in_words(make_site: MakeSite) -> None:
    site = built(
        make_site,
        SOURCES
        + """
-- content/briefs/a.md --
---
title: A brief
events:
  - date: 2025-04-01
    title: A call
    evidence: [{source: wire}, {source: gazette, relation: disputes}]
---
They met [@wire; @disputes:gazette].
""",
    )
    page = site.page("/briefs/a/")
    assert re.sub(r"<[^>]+>", "", page[page.index('<span class="cite">') :]).startswith(
        "[source 1; disputed by source 2]"
    )
    visible = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", page)
    assert ">disputed by 2</a>" in visible
    assert "disputed by [2]" in section(page, "_timeline")
    assert "A call disputes" in section(site.page("/sources/gazette/"), "_claims")


def test_a_claim_says_how_many_of_its_sources_stand_on_their_own(make_site: MakeSite) -> None:
    site = built(
        make_site,
        SOURCES
        + """
-- content/sources/witness.md --
---
title: A witness
---
-- content/topics/rules.md --
---
title: The rules
question: Should they go?
---
-- content/stakeholders/acme.md --
---
title: Acme
stances:
  - {issue: rules, value: oppose, sources: [wire, witness]}
influence:
  power: 3
  interest: 4
  evidence: [{source: wire}, {source: witness, relation: disputes}]
---
""",
    )
    alone = "1 independent origin"
    assert alone in shown(site.page("/figures/passengers/"), 'class="head"', "</header>")
    assert alone in shown(site.page("/events/talks/"), 'class="head"', "</header>")
    acme = site.page("/stakeholders/acme/")
    assert "2 independent origins" in section(acme, "_stances")
    assert "independent" not in section(acme, "_influence"), "one supports, one disputes"


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


def facts(html: str) -> str:
    return shown(html, 'aria-labelledby="_facts"', "</dl>")


def test_at_a_glance_tells_what_holds_today(make_site: MakeSite) -> None:
    site = built(make_site, PEOPLE)
    acme = facts(site.page("/stakeholders/acme/"))
    assert "Owns Gamma Succeeds Delta Lobbies Ann Delta" in acme
    assert "Beta" not in acme, "it was sold"
    assert "Regulates" not in acme, "it is known to be wrong"
    ann = facts(site.page("/stakeholders/ann/"))
    assert "Office Chair, Acme Adviser, Beta" in ann
    assert "Clerk" not in ann
    site.build(today="2031-01-01")
    assert "Delta" not in facts(site.page("/stakeholders/acme/")).partition("Lobbies")[2]
    assert "Chair" not in facts(site.page("/stakeholders/ann/"))


def test_an_organization_shows_who_holds_its_offices(make_site: MakeSite) -> None:
    site = built(make_site, PEOPLE)
    offices = section(site.page("/stakeholders/acme/"), "_offices")
    assert offices.endswith("Ann, Chair 2020 – 2026 Ann, Clerk 2001 – 2004")
    assert section(site.page("/stakeholders/ann/"), "_offices") == ""
    twin = site.text("stakeholders/acme/index.md")
    assert "## Offices" in twin
    assert "Chair: [Ann](" in twin
    assert "- Chair, [Acme](" in site.text("stakeholders/ann/index.md")


def test_a_map_marks_what_is_known_to_be_wrong(make_site: MakeSite) -> None:
    site = built(make_site, PEOPLE)
    rows = shown(site.page("/briefs/a/"), "<tbody>", "</tbody>")
    assert "Acme regulates deprecated Delta" in rows


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


REVIEW = """
-- content/about.md --
---
title: About
{keys}
---
"""


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("last_reviewed: 2025-01-31\nreview_in: 1 month", "28 February 2025 overdue"),
        ("last_reviewed: 2025-01-31\nreview_in: 90 days", "1 May 2025"),
        ("last_reviewed: 2025-01-31\nreview_in: P12W", "25 April 2025"),
        ("last_reviewed: 2024-02-29\nreview_in: 1 year", "28 February 2025 overdue"),
        ("last_reviewed: 2025-01\nreview_in: 3 months", "30 April 2025"),
        ("date: 2025-04-01\nreview_in: 3 weeks", "22 April 2025"),
        ("date: 2020\nupdated: 2025-04-01\nreview_in: 2 months", "1 June 2025"),
    ],
)
def test_a_page_says_when_it_is_to_be_looked_at_again(
    make_site: MakeSite, keys: str, expected: str
) -> None:
    site = built(make_site, REVIEW.format(keys=keys))
    assert f"Next review {expected}" in facts(site.page("/about/"))
    (record,) = json.loads(site.text("data/pages.json"))
    assert re.fullmatch(r"P\d+[DWMY]", record["review_in"])


@pytest.mark.parametrize("keys", ["review_in: 1 month", "last_reviewed: 2025-01-31"])
def test_without_a_day_or_a_length_no_review_is_due(make_site: MakeSite, keys: str) -> None:
    site = built(make_site, REVIEW.format(keys=keys))
    assert "Next review" not in site.page("/about/")


# -- the frame ----------------------------------------------------------------------------


def test_the_foot_of_a_site_without_a_name_begins_with_a_word(make_site: MakeSite) -> None:
    site = built(make_site, "-- content/a.md --\nText.\n")
    assert shown(site.page("/a/"), "<footer", "</footer>") == "Made with briefgen"

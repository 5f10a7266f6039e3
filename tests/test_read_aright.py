"""What a reader would take the wrong way: pages that say who does what to whom, what is whose, and how much."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.fresh import built, clean
from support.site import MakeSite, Site

SITE = """
-- briefgen.yaml --
title: Read aright
-- content/stakeholders/acme.md --
---
title: Acme
relationships:
  - {kind: owns, to: beta, label: holds a majority of}
  - {kind: lobbies, to: ministry}
---
It owns. [[beta]]'s rules and [[ministry]]' own. "[[share]]" of sales.
-- content/stakeholders/beta.md --
---
title: Beta
influence: {power: 2, interest: 3}
---
-- content/stakeholders/ministry.md --
---
title: Ministry
---
-- content/figures/share.md --
---
title: Share of sales
value: 5000000
unit: EUR
kind: estimate
source: report
---
-- content/sources/report.md --
---
title: A report
---
-- content/notes/all.md --
---
title: All of them
---
:::matrix
:::
-- content/briefs/kept-back.md --
---
title: Kept back
status: draft
events:
  - {id: leak, title: The leak, date: 2025-04-02}
---
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site.create(tmp_path_factory.mktemp("aright") / "site", SITE)
    assert site.build(today="2025-05-01").diagnostics == ()
    return site


def words(site: Site, page: str) -> str:
    """The text of a page, in one line."""
    html = site.files()[f"{page}index.html"].decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def test_a_mention_says_what_its_page_does(site: Site) -> None:
    profile, _, mentions = words(site, "stakeholders/ministry/").rpartition("Mentioned in")
    assert "lobbied by Acme" in profile
    assert "Acme lobbies" in mentions
    assert "lobbied by" not in mentions


def test_a_label_is_worded_from_the_side_that_states_it(site: Site) -> None:
    here, there = words(site, "stakeholders/acme/"), words(site, "stakeholders/beta/")
    assert "holds a majority of Beta" in here
    assert "Beta holds a majority of" not in here
    assert "Holds a majority of Beta" in here  # at a glance, where it begins a line
    assert "owned by Acme holds a majority of" in there
    assert "holds a majority of Acme" not in there


def test_quotation_marks_know_that_a_link_has_words(site: Site) -> None:
    told = words(site, "stakeholders/acme/")
    assert re.search("Beta ?’s rules and Ministry ?’ own. “ ?Share of sales ?” of", told)


def test_a_figure_has_its_unit_wherever_it_is_named(site: Site) -> None:
    assert "5 million EUR" in words(site, "figures/share/").rpartition("Mentioned in")[2]
    assert "Share of sales: 5 million EUR" in words(site, "sources/report/")


def test_a_matrix_names_whom_it_cannot_place(site: Site) -> None:
    assert "Not assessed: Acme , Ministry" in words(site, "notes/all/")


def test_an_event_of_a_draft_is_marked_wherever_it_is_shown(make_site: MakeSite) -> None:
    site = make_site(SITE)
    site.build(today="2025-03-01", drafts=True)
    for page in ("", "timeline/"):
        assert re.search("The leak (?:draft|Draft)", words(site, page))


HELD_BACK = """
-- content/figures/loss.md --
---
title: The loss
value: 7
source: report
status: draft
---
-- content/briefs/plan.md --
---
title: The plan
tlp: AMBER
figures: [{id: cost, title: The cost, value: 8, source: report}]
---
-- content/briefs/public.md --
---
title: Public
figures: [{id: gain, title: The gain, value: 9, source: report, status: draft}]
events: [{title: The rise, date: 2025-02-03, tlp: GREEN}, {title: The rest, date: 2025-02-04}]
---
-- content/events/fall.md --
---
title: The fall
date: 2025-02-01
status: draft
---
-- content/notes/all.md --
# All

:::figures
:::

:::timeline
:::

![[fall]]

They lost ![[loss]], it says, and won ![[gain]].
-- content/sources/report.md --
# A report
"""


def test_figures_and_events_of_drafts_are_marked_wherever_they_are_shown(
    make_site: MakeSite,
) -> None:
    site = make_site(HELD_BACK)
    assert site.build(today="2025-03-01", drafts=True).diagnostics == ()
    for page in ("", "figures/", "notes/all/"):
        assert "The loss draft" in words(site, page)
        assert "The cost TLP:AMBER" in words(site, page)
        assert "The gain draft" in words(site, page)
    for page in ("", "timeline/", "notes/all/"):
        assert "The fall draft" in words(site, page)
        assert "The rise TLP:GREEN" in words(site, page)
        assert not re.search("The rest (draft|TLP)", words(site, page))
    assert words(site, "notes/all/").count("The fall draft") == 3
    assert "They lost 7 draft" in words(site, "notes/all/")
    assert "and won 9 draft" in words(site, "notes/all/")
    site.edit("content/events/fall.md", "status: draft", "place: Here")
    site.edit("content/figures/loss.md", "status: draft", "unit: EUR")
    site.edit("content/briefs/public.md", "status: draft", "unit: EUR")
    site.build(today="2025-03-01", drafts=True)
    assert not re.search("The (fall|loss|gain) draft", words(site, "notes/all/"))


RELAYS = """
-- content/briefs/one.md --
---
title: One
sources: [gazette, post]
events:
  - {id: strike, title: A strike, date: 2025-04-02, sources: [gazette, post]}
---
-- content/briefs/two.md --
---
title: Two
sources: [gazette, post]
---
-- content/sources/gazette.md --
---
title: Gazette
relays: [{statement: STATED, origin: agency}]
---
-- content/sources/post.md --
---
title: Post
relays: [{statement: STATED, origin: agency}]
---
-- content/sources/agency.md --
---
title: Agency
---
"""


@pytest.mark.parametrize(
    ("stated", "one", "two"),
    [("strike", 1, 2), ("1200 men are out", 1, 1), ("one", 1, 2), ("two", 2, 1)],
    ids=["an event of the page", "words", "the page itself", "another page"],
)
def test_two_papers_that_print_one_report_are_one_origin(
    make_site: MakeSite, stated: str, one: int, two: int
) -> None:
    site = make_site(RELAYS.replace("STATED", stated))
    assert site.build(today="2025-05-01").diagnostics == ()
    for page, origins in (("one", one), ("two", two)):
        counted = f"2 sources, {origins} independent origin{'s' if origins > 1 else ''}"
        assert counted in words(site, f"briefs/{page}/")


def test_long_and_forked_ways_to_an_origin_are_followed_once(make_site: MakeSite) -> None:
    """Each source passes on from two others, which pass on from two more: 2^24 ways."""
    files = {
        f"content/sources/s{n}-{side}.md": (
            f"---\ntitle: S {n} {side}\nrelays:\n"
            + "".join(f"  - {{statement: all of it, origin: s{n + 1}-{other}}}\n" for other in "ab")
            + "---\n"
        )
        for n in range(24)
        for side in "ab"
    }
    last = {f"content/sources/s24-{side}.md": f"---\ntitle: L {side}\n---\n" for side in "ab"}
    brief = "---\ntitle: B\nsource: s0-a\n---\n"
    site = make_site({"content/briefs/b.md": brief, **files, **last})
    assert site.build(today="2025-05-01").diagnostics == ()
    assert "1 source, 2 independent origins" in words(site, "briefs/b/")


CREDITS = """
-- content/sources/a.md --
---
title: A
publisher: acme inc.
author: [Jo Doe, Nobody, Twin]
---
-- content/sources/b.md --
---
title: B
publisher: [[acme]]
author: report
---
-- content/briefs/report.md --
---
title: Jo's report
sources: [a, b]
---
-- content/stakeholders/acme.md --
---
title: Acme
aliases: [Acme Inc.]
---
-- content/stakeholders/secret.md --
---
title: Nobody
status: draft
---
-- content/stakeholders/one.md --
---
title: Twin
---
-- content/stakeholders/two.md --
---
title: Twin
---
"""
JO = "---\ntitle: Doe\naliases: [Jo Doe]\n---\n"


def test_who_published_and_wrote_a_source_is_linked_where_they_have_a_page(
    make_site: MakeSite,
) -> None:
    site = make_site(CREDITS)
    site.write("content/stakeholders/jo.md", JO)
    assert site.build().diagnostics == ()
    page = site.page("/sources/a/")
    assert 'Source · <a href="/stakeholders/acme/">Acme</a>' in page
    assert '<dd><a href="/stakeholders/jo/">Doe</a></dd><dd>Nobody</dd><dd>Twin</dd>' in page
    assert "<dd>report</dd>" in site.page("/sources/b/"), "a brief writes nothing"
    assert "Doe, Nobody, Twin. Acme. " in words(site, "briefs/report/")
    assert "A named as publisher B named as publisher" in words(site, "stakeholders/acme/")
    assert "A named as author" in words(site, "stakeholders/jo/")


def test_words_become_a_name_and_words_again_with_the_page_that_has_it(tmp_path: Path) -> None:
    site = Site.create(tmp_path / "site", CREDITS)
    for text in ("", JO, JO.replace("Doe", "Roe"), ""):
        if text:
            site.write("content/stakeholders/jo.md", text)
        else:
            (site.root / "content/stakeholders/jo.md").unlink(missing_ok=True)
        here, there = built(site.root), clean(site.root)
        assert here[:2] == there[:2]
        assert (b'href="/stakeholders/jo/"' in here[0]["sources/a/index.html"]) == (text == JO)


PEOPLE = """
-- content/stakeholders/acme.md --
---
title: Acme
tags: [one]
---
-- content/stakeholders/beta.md --
---
title: Beta, Inc
tags: [two]
---
-- content/stakeholders/gamma.md --
---
title: Gamma
kind: group
tags: [three]
---
-- content/topics/t.md --
---
title: Gamma
---
-- content/all.md --
# All

:::stakeholders
OPTION
:::
"""


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("tags: one, two", ["Acme", "Beta"]),
        ("tags: [one, two]", ["Acme", "Beta"]),
        ('tags: "#one,,two "', ["Acme", "Beta"]),
        ("types: group, person", ["Gamma"]),
        ("stakeholders: Beta, Inc", ["Beta"]),
        ("stakeholders: [[acme]]", ["Acme"]),
        ('stakeholders: ["[[acme|A]]", gamma]', ["Acme", "Gamma"]),
        ("stakeholders: [gamma]\ntopics: []", ["Gamma"]),
        ("stakeholders:\n- [[acme]]\n- Gamma", ["Acme", "Gamma"]),
    ],
)
def test_a_view_shows_what_its_options_list(
    make_site: MakeSite, option: str, expected: list[str]
) -> None:
    site = make_site(PEOPLE.replace("OPTION", option))
    assert site.build().diagnostics == ()
    assert re.findall("Acme|Beta|Gamma", words(site, "all/")) == expected


@pytest.mark.parametrize("view", ["stakeholders", "list", "figures", "timeline", "sources", "map"])
@pytest.mark.parametrize("option", ["stakeholders: gamma", "topics: [none]"])
def test_a_view_of_what_is_not_to_be_seen_shows_nothing(
    make_site: MakeSite, view: str, option: str
) -> None:
    site = make_site(PEOPLE.replace("OPTION", option).replace(":::stakeholders", f":::{view}"))
    site.write("briefgen.yaml", "title: T\nhidden_links: text\nbroken_links: warn\n")
    site.edit("content/stakeholders/gamma.md", "kind: group", "status: draft")
    site.delete("content/topics/t.md")
    site.write("content/events/e.md", "---\ntitle: Acme meets\ndate: 2025-01-01\n---\n")
    site.write("content/sources/s.md", "---\ntitle: Acme says\n---\n")
    site.write("content/figures/f.md", "---\ntitle: Acme has\nvalue: 1\nsource: s\n---\n")
    assert not site.build().fatal
    assert not re.findall("Acme|Beta|Gamma", words(site, "all/"))


def test_names_with_commas_between_them_are_told_with_the_list_they_make(
    make_site: MakeSite,
) -> None:
    site = make_site(PEOPLE.replace("OPTION", "stakeholders: acme, gamma"))
    site.build()
    assert [(d.code, d.hint) for d in site.diagnostics] == [
        ("unknown-target", "write several names as a list: `[acme, gamma]`")
    ]


def test_a_timeline_backwards_runs_through_today(make_site: MakeSite) -> None:
    events = {
        f"content/events/e{month}.md": f"---\ntitle: Event {month}\ndate: 2025-0{month}-01\n---\n"
        for month in range(1, 6)
    }
    site = make_site({**events, "content/all.md": "# All\n\n:::timeline\nsort: -date\n:::\n"})
    assert site.build(today="2025-03-15").diagnostics == ()
    shown = re.findall("Event ([1-5])|(Today)", words(site, "all/"))
    assert ["".join(found) for found in shown] == ["5", "4", "Today", "3", "2", "1"]

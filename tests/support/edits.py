"""What the machines of `test_incremental` write: every feature that pages depend on, in small pieces."""

from __future__ import annotations

import base64

from hypothesis import strategies as st

NAMES = st.sampled_from(
    [
        "content/index.md",
        "content/about.md",
        "content/briefs/alpha.md",
        "content/briefs/beta.md",
        "content/events/meeting.md",
        "content/events/pause.md",
        "content/stakeholders/acme.md",
        "content/stakeholders/bolt.md",
        "content/sources/paper.md",
        "content/sources/bank.md",
        "content/topics/rules.md",
        "content/figures/size.md",
        "content/notes/Some Note.md",
        "content/notes/alpha.md",
        "content/notes/index.md",
    ]
)

FRONTS = st.sampled_from(
    [
        "",
        "---\ntitle: First\n---\n",
        "---\ntitle: Second\ndate: 2025-04-21\ntags: [trade, talks]\n---\n",
        "---\ntitle: Acme\naliases: [The Firm]\nstakeholders: [acme, bolt]\ntopics: [rules]\n---\n",
        "---\ntitle: Dated\ndate: 2025-04~\nsource: paper\nupdates: [{date: 2025-04-22, note: New.}]\n---\n",
        "---\ntitle: Hidden\nstatus: draft\n---\n",
        "---\ntitle: Later\npublish_at: 2025-04-22T09:00+02:00\n---\n",
        "---\ntitle: Kept\ntlp: AMBER\n---\n",
        "---\ntitle: Wrong\ndate: 2025-02-30\nsumary: no\n---\n",
        "---\ntitle: Own\nid: acme\n---\n",
        "---\ntitle: Moved\nslug: elsewhere\nredirect_from: [/old/]\n---\n",
        "---\ntitle: Taken\nredirect_from: [/old/, /briefs/alpha/, /tags/]\n---\n",
        "---\ntitle: Soon\npublish_at: 2025-04-22T12:00+00:00\nredirect_from: [/soon/]\n---\n",
        "---\ntitle: Tied\nstakeholders: [{id: acme}]\nextra: {b: 1, a: 2}\n---\n",
        "---\ntitle: Quoted\nsources: [{source: paper, quote: some data, text: data.txt}]\n---\n",
        "---\ntitle: Cited\nurl: https://example.org/c\ncsl: {type: webpage, author: [{family: A}]}\n---\n",
        "---\ntitle: Cited\nurl: https://example.org/c\ncsl: {author: [{family: A}], type: webpage}\n---\n",
        "---\ntitle: Figures\nfigures: [{id: zed, title: Z, value: 1}, size]\nimage: picture.png#v\n---\n",
        (
            "---\ntitle: With events\nevents:\n  - {date: 2025-04-21, title: Talk, id: talk, stakeholders: [acme]}\n"
            "  - {date: 2025-05, title: Unnamed, source: paper}\n  - meeting\n---\n"
        ),
        "---\ntitle: After\nafter: {event: meeting, days: 90}\n---\n",
        "---\ntitle: Circle\nafter: {event: pause, days: 1}\n---\n",
        (
            "---\ntitle: Person\nkind: person\nrelationships:\n  - {kind: owns, to: bolt, source: paper}\n"
            "stances:\n  - {issue: rules, value: oppose, source: paper}\n"
            "influence: {power: 4, interest: 2}\nposts:\n  - {title: Head, organization: acme}\n---\n"
        ),
        "---\ntitle: Paper\nrelays: [{statement: size, origin: bank}]\nreliability: B\n---\n",
        "---\ntitle: Bank\nrelays: [{statement: some words, origin: paper}]\npublisher: The Firm\nauthor: [bolt, Person]\n---\n",
        "---\ntitle: Issue\nquestion: Shall they?\n---\n",
        "---\ntitle: Size\nvalue: 125e9\nunit: USD\nas_of: 2025-04\nsource: paper\n---\n",
        "---\ntitle: Numbers\nfigures:\n  - {id: size, title: Size, value: 3, source: paper}\n---\n",
        (
            "---\ntitle: Judged\nkey_judgements:\n  - {id: j, text: It will., likelihood: likely, confidence: low,"
            " basis: [paper], horizon: {event: meeting}}\n---\n"
        ),
        "---\ntitle: Argued\nlang: ar\nkey_judgements: [{text: So., basis: [size, meeting, alpha, paper]}]\n---\n",
        (
            "---\ntitle: Reviewed\nlast_reviewed: 2025-03-22\nreview_in: 1 month\n"
            "evidence: [{source: paper, locator: p. 2}, {source: bank, relation: disputes}, {source: zed}]\n---\n"
        ),
        (
            "---\ntitle: Ended\nkind: person\nrelationships:\n  - {kind: owns, to: bolt, until: 2025-04-21}\n"
            "posts: [{title: Head, organization: acme, to: 2025-04-22}]\n---\n"
        ),
        "\n---\ntitle: Unread\n---\n",
        "---\ntitle: Broken: one\n---\n",
        "---\ntitle: Round #3\n---\n",
    ]
)

BODIES = st.sampled_from(
    [
        "",
        "Plain text.\n",
        "Other text, *with* emphasis.\n",
        "# A heading\n\nOf [[acme]] and [[The Firm|them]].\n\n## Part\n\nMore.\n",
        "See [[alpha]], [[beta#Part]] and [[Some Note]]. It is said [@paper, p. 4; @disputes:bank].\n",
        "Worth ![[size]] to [[owns:bolt]].\n\n![[meeting]]\n\n![[acme]]\n",
        "![[alpha#Part]]\n",
        "## Part\n\n![[beta#Part]]\n",
        "![[picture.png|20]] and [the file](../data.txt) and [note](notes/alpha.md).\n",
        "[a](../briefs/) [b](../notes) [c](notes/) [d](/data.txt#p) [e](/old/?q) [f](/tags/) [g](/notes/alpha.md) [h](../data.txt#p)\n",
        "![](../picture.png#v) [a](/elsewhere) [b](/picture.png) [c](/data.txt) [d](/briefs/alpha/#part) [e](.)\n",
        ":::timeline\n:::\n\n:::stakeholders\ntopics: [rules]\n:::\n",
        ":::list\ntags: trade, talks\n:::\n\n:::stakeholders\nstakeholders: [[bolt]]\n:::\n",
        ":::figures\n:::\n\n:::list\ntypes: [brief]\nlimit: 2\n:::\n\n:::sources\n:::\n",
        ":::handling AMBER\nSecret of [[nobody]].\n:::\n\nOpen.\n",
        "> [!note]- Folded\n> With [[bolt]].\n\n| a | b |\n|---|---|\n| [[acme\\|A]] | 2 |\n",
        "Gone: [[nowhere]] and [@nothing].\n",
        ":::nonsense\n:::\n\n<b>raw</b> and a note[^1].\n\n[^1]: Below.\n",
    ]
)

CONFIGS = st.sampled_from(
    [
        "title: Start\nfeeds: false\n",
        "title: Other title\n",
        "title: Start\nbase_url: https://example.org/x/\nbroken_links: warn\nhidden_links: text\n",
        "title: Start\nstrict: true\ntimezone: Asia/Kolkata\nlanguage: de\n",
        "title: Start\nnav: [{title: Who, target: acme}]\nraw_html: false\n",
        "titel: Wrong\n",
        "title: [broken\n",
        "title: Start\ntheme: mine\n",
        "title: Start\ntheme: nobody\nfooter: Below *all*.\n",
        "title: Start\ntheme_options: {scheme: dark, accent: green}\nlogo: picture.png\n",
        (
            "title: Start\nnav: [{title: A, target: /briefs/}, {title: B, target: Some Note},"
            " {title: C, children: [{title: '', target: bolt}, {title: E, target: 'https://example.org/'}]}]\n"
        ),
        "title: Start\nignore: ['notes/*', '*.txt']\ntwins: false\ndata: false\nsearch: false\n",
        "title: Start\ncontent_dir: texts\n",
        "",
        "title: Start\nrelationship_kinds: [{name: funds, label: funds, inverse: funded by}]\n",
    ]
)

_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
EXTRAS = {
    "content/picture.png": (_PIXEL, b"no picture", b""),
    "content/notes/picture.png": (_PIXEL + b"\0",),
    "content/data.txt": (b"some data\n", b"other data\n", b"\xff\0"),
    "content/notes/broken.md": (b"---\ntitle: \xff\n---\n", b"---\ntitle: [\n", b"\0"),
    "content/notes/Index.markdown": (b"# Notes\n",),
    "content/briefs/long.markdown": (b"---\ntitle: Long\n---\n[[acme]]\n", b"# Long\n"),
    "texts/index.md": (b"---\ntitle: Elsewhere\n---\n",),
}
"""Files that are no pages, or strange ones, each with what may stand in it."""

FOLDERS = (
    "content/briefs",
    "content/events",
    "content/notes",
    "content/stakeholders",
    "content/b",
    "texts",
)

LINKS = {
    "content/notes/linked.md": ("../briefs/alpha.md", "../../../outside.md", "nowhere.md"),
    "content/shown": ("briefs", "..", "/", "notes"),
    "content/briefs/beta.md": ("alpha.md", "../stakeholders/acme.md"),
    "themes/mine/templates": ("../default/templates",),
}
"""Symbolic links, and where they may lead."""

CASES = (
    ("content/briefs/alpha.md", "content/briefs/Alpha.md"),
    ("content/notes/alpha.md", "content/Notes/alpha.md"),
    ("content/stakeholders", "content/Stakeholders"),
)
"""Names that differ in upper and lower case only."""

THEME_FILES = (
    "themes/default/templates/page.html",
    "themes/default/templates/cards/event.html",
    "themes/default/templates/parts/own.html",
    "themes/default/templates/home.html",
    "themes/default/static/own.css",
    "themes/mine/theme.yaml",
    "themes/mine/templates/brief.html",
)
TEMPLATES = st.sampled_from(
    [
        "",
        '{% extends "parent:page.html" %}\n',
        "<!doctype html><title>{{ frame.title }}</title><p>{{ header.title }}</p>\n",
        "{{ nothing.there }}\n",
        "{% if %}\n",
        "extends: default\ntitle: Mine\n",
        "<p>{{ site.title }}</p>\n",
        '{% from "parts/own.html" import m %}<title>x</title>{{ m() }} {{ "acme"|link }} {{ "/a/"|href }}\n',
        '{% set home = href("/") %}{% macro m() %}{{ home }}{{ today }}{% endmacro %}\n',
        "extends: mine\n",
    ]
)

"""Nothing hidden leaves a trace: unique words in every field of every type, and no public byte that moves.

The public site is the same in all tests. Hidden things are added to it, changed and
taken away; whatever the site makes of its content, pages, feeds, calendars, data,
pictures, must be the same bytes under the same names.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.frontmatter.shared import SHARED
from briefgen.frontmatter.tables import OWN
from briefgen.model import TYPES
from support.handling import HIDDEN_FRONT, PUBLIC, REASONS, hidden_file, plant
from support.site import MakeSite, Site

TODAY = "2025-05-01"
EVERY = [(kind, reason) for kind in TYPES for reason in REASONS]


def output(site: Site) -> dict[str, bytes]:
    """All bytes of the public build, its list of files included."""
    site.build(today=TODAY, base_url="https://example.org/repo/")
    assert [d for d in site.diagnostics if d.severity == "error"] == []
    return site.files()


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The public build of the public site alone."""
    return output(Site.create(tmp_path_factory.mktemp("public") / "site", PUBLIC))


def moved(made: dict[str, bytes], public: dict[str, bytes]) -> list[str]:
    """Files that are not what they are without anything hidden."""
    return sorted(
        name for name in made.keys() | public.keys() if made.get(name) != public.get(name)
    )


def traces(made: dict[str, bytes], words: frozenset[str]) -> list[str]:
    """Files whose name or bytes hold one of the words."""
    pattern = re.compile("|".join(sorted(words)).encode(), re.IGNORECASE)
    return [
        f"{name}: {found[0].decode()}"
        for name, data in made.items()
        if (found := pattern.search(name.encode()) or pattern.search(data))
    ]


def test_the_words_are_really_planted(make_site: MakeSite) -> None:
    """What is hidden from the public is shown with `--drafts`: the search can find something."""
    planted = hidden_file("brief", REASONS["draft"])
    site = make_site({**PUBLIC, **planted.files})
    assert site.build(today=TODAY, drafts=True).fatal is False
    found = traces(site.files(), planted.words)
    assert any(name.startswith("briefs/") for name in found)


@pytest.mark.parametrize("kind", TYPES)
def test_every_field_of_every_type_is_planted(kind: str) -> None:
    """A new field that nobody plants makes this fail."""
    keys = {field.key for field in (*SHARED, *OWN[kind])}
    apart = {
        "type",
        "status",
        "tlp",
        "publish_at",
        "expires_at",
        "template",
    }  # no text of one's own
    written = set(re.findall(r"^(\w+):", HIDDEN_FRONT[kind], re.MULTILINE))
    alike = {"source", "sources", "evidence"}  # three forms of one field
    assert keys - apart - written - alike == set()


def test_all_hidden_documents_together_leave_no_trace(
    make_site: MakeSite, public: dict[str, bytes]
) -> None:
    planted = [hidden_file(kind, REASONS[reason]) for kind, reason in EVERY]
    files = {name: data for one in planted for name, data in one.files.items()}
    made = output(make_site({**PUBLIC, **files}))
    assert traces(made, frozenset().union(*(one.words for one in planted))) == []
    assert moved(made, public) == []


# -- parts of public pages ------------------------------------------------------------------------


INLINE = """\
events:
  - id: §id§
    title: §title§
    date: 1871-05-06
    summary: §summary§
    place: §place§
    tags: [§tag§]
    stakeholders: [acme, bystander]
    topics: [tariffs]
    source: {{source: wire, locator: §locator§}}
    {reason}
  - {{title: §untitled§, date: 1871-05-07, {reason_flow}}}
figures:
  - id: §figure§
    title: §figuretitle§
    value: 98765431
    unit: §unit§
    display: §display§
    as_of: 1871-05-08
    summary: §figuresummary§
    history: [{{value: 98765432, display: §past§, as_of: 1871}}]
    stakeholders: [acme, bystander]
    source: {{source: wire, locator: §figurelocator§}}
    {reason}
"""


def test_what_is_hidden_may_name_what_is_hidden(make_site: MakeSite) -> None:
    """The public build links nothing of an event that it does not show."""
    event = "  - {id: meeting, title: M, date: 2025-01-01, tlp: AMBER, stakeholders: [secret]}\n"
    site = make_site(
        {
            "content/a.md": f"---\ntitle: A\nevents:\n{event}---\nText.\n",
            "content/stakeholders/secret.md": "---\ntitle: S\nstatus: draft\n---\n",
        }
    )
    site.build(today=TODAY)
    assert site.codes == []
    site.edit("content/a.md", "tlp: AMBER, ", "")
    site.build(today=TODAY)
    assert site.codes == ["hidden-target"]


@pytest.mark.parametrize("reason", REASONS)
def test_hidden_events_and_figures_of_a_public_page_leave_no_trace(
    make_site: MakeSite, public: dict[str, bytes], reason: str
) -> None:
    key = REASONS[reason]
    written, words = plant(INLINE.format(reason=key, reason_flow=key))
    page = PUBLIC["content/briefs/talks.md"].replace("# events here\n", f"# events here\n{written}")
    assert page != PUBLIC["content/briefs/talks.md"]
    made = output(make_site({**PUBLIC, "content/briefs/talks.md": page}))
    assert traces(made, words) == []
    assert moved(made, public) == []


@pytest.mark.parametrize("line", ["draft: true", "Draft: yes", "published: false", "PUBLISH: no"])
def test_another_tools_word_for_a_draft_is_an_error_and_closes(
    make_site: MakeSite, line: str
) -> None:
    inline = "events:\n  - {title: Secret, date: 1871-01-01, LINE}\nfigures:\n  - {id: secret, title: Secret, value: 1, source: wire, LINE}\n"
    for front in (f"{line}\n", inline.replace("LINE", line)):
        page = f"---\ntitle: A\n{front}---\n"
        site = make_site({**PUBLIC, "content/briefs/a.md": page})
        result = site.build(today=TODAY)
        assert result.fatal
        assert {d.code for d in result.diagnostics if d.severity == "error"} == {"rejected-key"}
        assert len(result.diagnostics) == front.casefold().count(line.casefold())


LEVELS = ("GREEN", "AMBER", "AMBER+STRICT", "RED")
BLOCKS = (
    "§plain§ text",
    "## §heading§\n\n[[acme|§label§]] [@wire, p. §locator§] ![[india|§embed§]] [§t§](/tags/)",
    "- §item§\n- [ ] §task§\n\n> [!note] §callout§\n> §inner§",
    "| §head§ |\n|---|\n| §cell§ |\n\n```\n§code§\n```",
    "A note[^1].\n\n[^1]: §footnote§",
    ":::timeline\ntitle: §view§\n:::",
    "![§alt§](picture.png)",
    "<!-- §comment§ -->",
    "**§strong§** {{#§anchor§}}".replace("{{", "{").replace("}}", "}"),
)


@pytest.mark.parametrize("level", LEVELS)
def test_a_handling_block_leaves_no_trace(
    make_site: MakeSite, public: dict[str, bytes], level: str
) -> None:
    blocks = [f"\n:::: handling {level}\n{inside}\n::::\n" for inside in BLOCKS]
    written, words = plant("".join(blocks))
    page = PUBLIC["content/briefs/talks.md"] + written
    made = output(
        make_site({**PUBLIC, "content/briefs/talks.md": page, "content/briefs/picture.png": b"x"})
    )
    assert traces(made, words) == []
    assert moved(made, public) == []


# -- non-interference ------------------------------------------------------------------------------


def test_adding_changing_and_removing_hidden_text_moves_no_public_byte(
    make_site: MakeSite,
) -> None:
    """In one folder, build after build, as an author works: the cache must not remember either."""
    # With cards too, so that every kind of artifact there is stands still.
    site = make_site({**PUBLIC, "briefgen.yaml": PUBLIC["briefgen.yaml"] + "cards: true\n"})
    public = output(site)
    assert any(name.endswith("card.png") for name in public)
    planted = [hidden_file(kind, REASONS["draft"]) for kind in TYPES]
    for one in planted:
        for name, data in one.files.items():
            site.write(name, data)
    assert moved(output(site), public) == []
    for one in planted:
        site.edit(one.name, "The hidden text", "Quite another hidden text, of [[acme]] and [@wire]")
    assert moved(output(site), public) == []
    for one in planted:
        for name in one.files:
            site.delete(name)
    assert moved(output(site), public) == []


def test_a_hidden_thing_of_the_same_name_changes_no_public_link(
    make_site: MakeSite, public: dict[str, bytes]
) -> None:
    """The title, the aliases and the file name of a draft are those of a public page."""
    twin = "---\nid: other-id\ntitle: Acme Incorporated\naliases: [acme, The Company]\nstatus: draft\n---\n"
    made = output(make_site({**PUBLIC, "content/notes/acme.md": twin}))
    assert moved(made, public) == []


def test_no_setting_is_named_that_would_not_help(make_site: MakeSite) -> None:
    """Plain words stand for a link in a text, not for what front matter states."""
    hidden = "---\ntitle: Hidden\nstatus: draft\n---\n"
    page = "---\ntitle: A\nstakeholders: [hidden]\n---\n[[hidden]]\n"
    site = make_site({**PUBLIC, "content/stakeholders/hidden.md": hidden, "content/a.md": page})
    told = [(d.span.line, "hidden_links" in d.hint) for d in site.build(today=TODAY).diagnostics]
    assert told == [(3, False), (5, True)]


@pytest.mark.parametrize("name", ["kept-event", "Kept event", "kept-figure", "Kept figure"])
def test_who_names_a_hidden_part_is_told_that_it_is_hidden(make_site: MakeSite, name: str) -> None:
    """It was told that there is no such thing, and how to make it."""
    parts = (
        "---\ntitle: Parts\nevents:\n"
        "  - {id: kept-event, title: Kept event, date: 2025-04-01, status: draft}\n"
        "figures:\n  - {id: kept-figure, title: Kept figure, value: 1, source: wire, tlp: RED}\n---\n"
    )
    site = make_site({**PUBLIC, "content/parts.md": parts, "content/see.md": f"See [[{name}]].\n"})
    result = site.build(today=TODAY)
    assert [(d.code, d.path) for d in result.diagnostics] == [("hidden-target", "content/see.md")]
    site.write("content/see.md", f"See [[{name}|plain words]].\n")
    config = str(PUBLIC["briefgen.yaml"])
    site.write("briefgen.yaml", f"{config}hidden_links: text\n")
    assert site.build(today=TODAY).diagnostics == ()
    assert "plain words" in site.page("/see/")
    assert "kept" not in site.page("/see/").casefold()


def test_time_shows_what_is_due_and_hides_what_has_expired(make_site: MakeSite) -> None:
    site = make_site(
        {
            **PUBLIC,
            "content/due.md": "---\ntitle: Due\npublish_at: 2025-05-02T00:00:00Z\n---\nX\n",
            "content/gone.md": "---\ntitle: Gone\nexpires_at: 2025-05-02T00:00:00Z\n---\nX\n",
        }
    )
    site.build(today="2025-05-01")
    assert ("due/index.html" in site.files(), "gone/index.html" in site.files()) == (False, True)
    site.build(today="2025-05-02")
    assert ("due/index.html" in site.files(), "gone/index.html" in site.files()) == (True, False)


def test_the_commit_of_a_publication_says_nothing_of_it() -> None:
    """`publish` compares the public trees alone: it has no other source of what it says."""
    from briefgen.publish import report
    from briefgen.publish.changes import compare

    old, new = {"a/index.html": "1"}, {"a/index.html": "2", "b/index.html": "3"}
    message = report.commit_message(compare(old, new), "0" * 40, "main", dirty=False)
    assert re.findall(r"^[+~-] .*", message, re.MULTILINE) == ["+ /b/", "~ /a/"]


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60)


@settings(max_examples=6)
@given(text=_WORDS)
def test_whatever_a_draft_says_the_site_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, public: dict[str, bytes], text: str
) -> None:
    folder = tmp_path_factory.mktemp("site") / "s"
    site = Site.create(folder, PUBLIC)
    body = text.replace("---", "").replace(":::", "")
    site.write("content/draft.md", f"---\nstatus: draft\n---\nX {body}\n".encode())
    assert site.build(today=TODAY, base_url="https://example.org/repo/") is not None
    errors = [d for d in site.diagnostics if d.severity == "error"]
    if not errors:  # a text that is no good Markdown of ours stops the build, also in a draft
        assert moved(site.files(), public) == []

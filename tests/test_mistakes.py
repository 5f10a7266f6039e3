"""Slips of authors that no fault of one line stands for: what is said of them, and what is not said with them."""

from __future__ import annotations

import pytest

from briefgen.diagnostics import Diagnostic
from support.site import MakeSite

Files = dict[str, str | bytes]


def found(make_site: MakeSite, files: Files) -> tuple[Diagnostic, ...]:
    """What a build says of these files under content/."""
    exact = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    site = make_site({f"content/{name}": text for name, text in exact.items()})
    site.build(jobs=1, today="2025-04-22")
    return site.diagnostics


def told(make_site: MakeSite, files: Files) -> list[str]:
    """The same in short: path:line:column code."""
    return [
        f"{one.path.removeprefix('content/')}:{one.span.line}:{one.span.column} {one.code}"
        for one in found(make_site, files)
        if one.span
    ]


def one(make_site: MakeSite, text: str, name: str = "briefs/a.md") -> tuple[str, int, int, str]:
    """Code, line, column and hint of the one thing that is said of a text."""
    (only,) = found(make_site, {name: text})
    assert only.span
    return only.code, only.span.line, only.span.column, only.hint


def test_who_links_to_a_page_that_cannot_be_read_is_not_told_to_take_the_link_out(
    make_site: MakeSite,
) -> None:
    files: Files = {
        "stakeholders/acme.md": "---\ntitle: Acme: a firm\n---\n## History\n",
        "stakeholders/latin.md": "---\ntitle: S\xe3o Paulo\n---\n".encode("latin-1"),
        "briefs/a.md": "---\ntitle: A\nstakeholders: [acme, latin]\n---\n[[acme]], [[acme#History]], [[latin]]\n",
    }
    assert told(make_site, files) == [
        "stakeholders/acme.md:2:12 yaml-syntax",
        "stakeholders/latin.md:2:9 not-utf8",
    ]


# -- the form of a file -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column", "hint"),
    [
        ("\n\n---\ntitle: A\nstatus: draft\n---\n", 3, 1, "delete the empty lines above it"),
        ("  ---\ntitle: A\n---\n", 1, 3, "delete the blanks before `---`"),
        ("----\ntitle: A\n----\n", 1, 1, "write `---` above it and below it"),
        ("--\nDate: 2025\n--\n", 1, 1, "write `---` above it and below it"),
        ("\u2014-\ntitle: A\n\u2014-\n", 1, 1, "write `---` above it and below it"),
        ("\u2014\n\ndraft: true\n\u2014\n", 1, 1, "write `---` above it and below it"),
        (
            "+++\ntitle = 'A'\n+++\n",
            1,
            1,
            "write it in YAML between lines `---`, as in `title: Talks resume`",
        ),
    ],
)
def test_what_looks_like_front_matter_is_never_published_as_text(
    make_site: MakeSite, text: str, line: int, column: int, hint: str
) -> None:
    assert one(make_site, text) == ("front-matter-unread", line, column, hint)


@pytest.mark.parametrize(
    "text",
    [
        "\n---\nNote: that is a heading\n---\n",
        "----\n\nText: more text.\n",
        "Text\n\n---\ntitle: A\n---\n",
        "-\ntitle: an item\n\n---\n",
        "---\n\nA rule above.\n",
    ],
)
def test_a_rule_is_no_front_matter(make_site: MakeSite, text: str) -> None:
    assert found(make_site, {"briefs/a.md": text}) == ()


MERGED = "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> theirs\n"


def test_a_merge_that_nobody_finished_is_an_error(make_site: MakeSite) -> None:
    lines = "<<<<<<<, ======= and >>>>>>>"
    hint = f"keep what is right, and delete the lines {lines}"
    text = f"---\ntitle: A\n---\nText.\n{MERGED}"
    assert one(make_site, text) == ("merge-conflict", 5, 1, hint)
    both = f"---\ntitle: A\n{MERGED}---\n"
    assert one(make_site, both) == ("yaml-syntax", 3, 1, hint)
    twice = found(make_site, {"a.md": f"{MERGED}\n{MERGED}"})
    assert [(d.code, d.span and d.span.line) for d in twice] == [
        ("merge-conflict", 1),
        ("merge-conflict", 7),
    ]


@pytest.mark.parametrize("text", [f"```\n{MERGED}```\n", "A title\n=======\n", "<<<<<<< x\n"])
def test_what_only_speaks_of_merges_is_none(make_site: MakeSite, text: str) -> None:
    assert found(make_site, {"a.md": text}) == ()


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff"])
def test_an_empty_file_is_told(make_site: MakeSite, text: str) -> None:
    hint = "write a title and a text, or delete the file"
    assert one(make_site, text) == ("empty-page", 1, 1, hint)
    assert found(make_site, {"a.md": "---\ntitle: A page of its own\n---\n", "b.md": text}) == ()


# -- the form of front matter -------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "line", "column", "hint"),
    [
        ("title: Talks: the third round", 2, 13, 'write "Talks: the third round"'),
        ("title: @home", 2, 8, 'write "@home"'),
        ('title: "Talks" resume', 2, 16, "write '\"Talks\" resume'"),
        ("title: 'It's'", 2, 12, 'write "It\'s"'),
        (
            "title: \u201cTalks: resumed\u201d",
            2,
            14,
            'curly quotation marks are letters in YAML: put straight ones around the text, "…"',
        ),
        (
            "title: T\nevents:\n  - date: 2025\n      title: E",
            5,
            7,
            "align it with the key above it",
        ),
        (
            "title: T\nevents:\n\u00a0\u00a0- {date: 2025, title: E}",
            4,
            1,
            "write ordinary blanks before the text",
        ),
        (
            "title: T\nevents: [{date: 2025 title: E}]",
            3,
            10,
            "write a comma between two keys, `}` behind the last one, and quotes around a text with a colon",
        ),
        ("title: T\ndate: 2025\ndate: 2026", 4, 1, "keep one"),
    ],
)
def test_the_hint_is_what_mends_it(
    make_site: MakeSite, front: str, line: int, column: int, hint: str
) -> None:
    _, *place, said = one(make_site, f"---\n{front}\n---\nText.\n")
    assert (place, said) == ([line, column], hint)


@pytest.mark.parametrize(
    ("front", "column"), [("title: Round #3 of it", 14), ("title: T\ntags: #trade", 7)]
)
def test_a_number_sign_takes_nothing_away_in_silence(
    make_site: MakeSite, front: str, column: int
) -> None:
    code, _, at, _ = one(make_site, f"---\n{front}\n---\nText.\n")
    assert (code, at) == ("yaml-comment", column)


def test_a_remark_is_a_remark(make_site: MakeSite) -> None:
    text = "---\ntitle: T  # third round\ntags: [a]  #b\nsummary: 'x #1'  #y\n# all of it\n---\n"
    assert found(make_site, {"a.md": text}) == ()


def test_each_of_several_values_is_told_at_its_place(make_site: MakeSite) -> None:
    text = "---\ntitle: A\nredirect_from: [old, /briefs/a/, /about/]\n---\n"
    assert told(make_site, {"briefs/a.md": text, "about.md": "# About\n"}) == [
        "briefs/a.md:3:17 bad-url",
        "briefs/a.md:3:22 redirect-loop",
        "briefs/a.md:3:34 redirect-over-page",
    ]


@pytest.mark.parametrize("language", ["english", "Deutsch"])
def test_the_name_of_a_language_is_no_tag(make_site: MakeSite, language: str) -> None:
    code, *_, hint = one(make_site, f"---\ntitle: A\nlang: {language}\n---\n")
    assert (code, hint) == ("unknown-value", "write `en`, `hi` or `pt-BR`")


@pytest.mark.parametrize("after", ["talks", "{event: talks, days: ten}"])
def test_an_event_whose_day_is_wrong_is_not_told_to_lack_one(
    make_site: MakeSite, after: str
) -> None:
    files: Files = {
        "events/talks.md": "---\ntitle: T\ndate: 2025\n---\n",
        "events/vote.md": f"---\ntitle: V\nafter: {after}\n---\n",
    }
    assert [one.code for one in found(make_site, files)] in (["wrong-type"], ["bad-number"])


# -- the text -----------------------------------------------------------------------------


def test_code_that_is_never_closed_is_told(make_site: MakeSite) -> None:
    text = "Text.\n\n```yaml\na: 1\n\n## A heading\n"
    assert one(make_site, text) == ("unclosed-block", 3, 1, "close it with a line ```")
    assert one(make_site, "Text.\n\n~~~~\n~~~\n")[0] == "unclosed-block"
    assert one(make_site, "Text.\n\n```")[0] == "unclosed-block"


@pytest.mark.parametrize(
    "text",
    ["```\na\n```\n", "```\na\n````  \n\n", "- ```\n  a\n", "> ```\n> a\n\nText.\n", "    a\n"],
)
def test_code_that_ends_is_not(make_site: MakeSite, text: str) -> None:
    assert found(make_site, {"a.md": text}) == ()


@pytest.mark.parametrize(
    "text", ["> [!note One source", "- x\n\n  > [!note]One source", "> [! tip] T"]
)
def test_a_quote_that_was_to_be_a_callout_is_told(make_site: MakeSite, text: str) -> None:
    code, _, column, hint = one(make_site, f"Text.\n\n{text}\n")
    assert (code, hint) == ("malformed-callout", "write `> [!note] Title`")
    assert column == (3 if text.startswith(">") else 5)


@pytest.mark.parametrize(
    "text", ["> [!note](b.md)", "> [!note] T", "> [!my-kind]-", "> [a]!", "[!note T"]
)
def test_a_quote_that_is_one_is_not(make_site: MakeSite, text: str) -> None:
    assert found(make_site, {"a.md": f"{text}\n", "b.md": "x\n"}) == ()


def test_text_behind_a_block_that_is_never_closed_is_no_bad_option(make_site: MakeSite) -> None:
    text = ":::timeline\nlimit: 3\n\nText goes on\n"
    assert told(make_site, {"a.md": text}) == ["a.md:1:1 unclosed-block"]


def test_a_link_to_what_nobody_made_is_told_with_what_would_make_it(make_site: MakeSite) -> None:
    hint = 'make it with `briefgen new KIND "Acme Inc."`, or take the link out'
    assert one(make_site, "See [[Acme Inc.]].\n") == ("unknown-target", 1, 5, hint)
    _, _, _, hint = one(make_site, "![[map.png]]\n")
    assert hint == "put it anywhere in the content folder; capitals count"


# -- templates ----------------------------------------------------------------------------


def test_of_a_broken_template_only_the_template_is_told(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/briefs/a.md": "---\ntitle: A\nevents: [{date: 2025, title: E}]\n---\n",
            "content/about.md": "See [[a#event-e]].\n",
            "themes/default/templates/brief.html": "{{ nothing }}",
        }
    )
    site.build(jobs=1)
    assert site.codes == ["template-error"]

"""Where front matter ends, and what the place of a file says."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.frontmatter import Split, header, header_context, split
from briefgen.nodes import read_yaml
from briefgen.settings import Settings
from support.headers import read

# -- where front matter ends -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: b\n---\nText", Split("a: b\n", "Text", 4)),
        ("---\r\na: b\r\n---\r\nText\r\n", Split("a: b\n", "Text\n", 4)),
        ("\ufeff---\na: b\n...\nText", Split("a: b\n", "Text", 4)),
        ("---  \na: b\n---\t\n", Split("a: b\n", "", 4)),
        ("---\n---\nText", Split("", "Text", 3)),
        ("---\n\na: b\n---\n", Split("\na: b\n", "", 5)),
        ("Text\n---\na: b\n---\n", Split(None, "Text\n---\na: b\n---\n", 1)),
        ("", Split(None, "", 1)),
        ("----\na: b\n", Split(None, "----\na: b\n", 1)),
        (
            "---\n\nA rule, then text.\n\n---\nmore",
            Split(None, "---\n\nA rule, then text.\n\n---\nmore", 1),
        ),
        ("---\nA rule, then text.\n", Split(None, "---\nA rule, then text.\n", 1)),
        ("---\na: b\nText", Split(None, "a: b\nText", 2, "front-matter-unclosed")),
    ],
)
def test_front_matter_is_told_apart_from_a_rule(text: str, expected: Split) -> None:
    assert split(text) == expected


@given(st.text(alphabet="-.:ab \r\n\ufeff", max_size=40))
def test_splitting_loses_no_line(text: str) -> None:
    found = split(text)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert found.body == "\n".join(lines[found.body_line - 1 :])
    if found.front is not None:
        assert found.front == "".join(f"{line}\n" for line in lines[1 : found.body_line - 2])


# -- type, id, address, title -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("briefs/a.md", "", ("brief", "a", "/briefs/a/", "A")),
        ("briefs/2025/My Brief.md", "", ("brief", "my-brief", "/briefs/my-brief/", "My Brief")),
        ("stakeholders/a.md", "id: acme", ("stakeholder", "acme", "/stakeholders/acme/", "A")),
        ("stakeholders/a.md", "slug: acme", ("stakeholder", "a", "/stakeholders/acme/", "A")),
        ("notes/x.md", "type: topic", ("topic", "x", "/topics/x/", "X")),
        ("briefs/x.md", "type: page", ("page", "briefs-x", "/briefs/x/", "X")),
        ("about.md", "", ("page", "about", "/about/", "About")),
        ("notes/Some Note.md", "", ("page", "notes-some-note", "/notes/some-note/", "Some Note")),
        ("notes/deep/x.md", "slug: y", ("page", "notes-deep-x", "/notes/deep/y/", "X")),
        ("notes/x.md", "id: my-id", ("page", "my-id", "/notes/x/", "X")),
        ("index.md", "", ("page", "index", "/", "Home")),
        ("briefs/index.md", "", ("page", "briefs-index", "/briefs/", "Briefs")),
        (
            "Notes/My Folder/Index.md",
            "",
            ("page", "notes-my-folder-index", "/notes/my-folder/", "My Folder"),
        ),
        ("Briefs/a.md", "", ("page", "briefs-a", "/briefs/a/", "A")),
        ("Über uns.md", "", ("page", "über-uns", "/über-uns/", "Über uns")),
        ("🎉.md", "", ("page", "u1f389", "/u1f389/", "🎉")),
        ("con.md", "", ("page", "con-page", "/con-page/", "Con")),
        ("some_long-name.md", "", ("page", "some-long-name", "/some-long-name/", "Some long name")),
    ],
)
def test_the_place_of_a_file_gives_type_id_address_and_title(
    name: str, text: str, expected: tuple[str, str, str, str]
) -> None:
    found = read(text, name).header
    assert (found.type, found.id, found.url, found.title) == expected


def test_a_title_is_stated_or_the_first_heading_or_the_file_name() -> None:
    context = msgspec.structs.replace(header_context(Settings(), "p"), fallback_title="Heading")
    for text, title in (
        ("title: T", "T"),
        ("name: N", "N"),
        ("", "Heading"),
        ("title:", "Heading"),
    ):
        mapping, _ = read_yaml(text, "p")
        assert header(mapping, "a.md", context).header.title == title


def test_notes_of_one_name_in_two_folders_do_not_clash() -> None:
    assert read("", "a/notes.md").header.id != read("", "b/notes.md").header.id

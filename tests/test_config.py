"""The configuration: every key, its defaults, and where each mistake is told."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.config import FIELDS, configure, read_config
from briefgen.diagnostics import Span
from briefgen.model import Source
from briefgen.settings import LINK_SCHEMES, NavItem, RelationKind, Settings, StanceValue
from briefgen.vocabulary import RELATION_KINDS
from support.marks import marked

PATH = "briefgen.yaml"


def settings(text: str) -> Settings:
    found, problems = read_config(text, PATH)
    assert problems == ()
    return found


@pytest.mark.parametrize("text", ["", "# nothing\n", "title:\nnav: []\n"])
def test_a_configuration_that_says_nothing_is_all_defaults(text: str) -> None:
    assert settings(text) == Settings()


def test_every_plain_key() -> None:
    found = settings(
        """\
title: T
description: D
base_url: https://example.org/repo
language: pt-BR
timezone: UTC
theme: mine
theme_options: {accent: "#123"}
author: A
extra_keys: [rating, region]
feeds: no
search: false
strict: yes
content_dir: ./notes/
output_dir: build/site
raw_html: true
smart_quotes: off
broken_links: warn
hidden_links: text
link_schemes: [zotero, "obsidian:"]
ignore: ["drafts/*", .obsidian/*]
footer: F
logo: logo.svg
favicon: [[icon.png]]
image: card.png
"""
    )
    assert found == Settings(
        title="T",
        description="D",
        base_url="https://example.org/repo/",
        language="pt-BR",
        timezone="UTC",
        theme="mine",
        theme_options={"accent": "#123"},
        author="A",
        extra_keys=("rating", "region"),
        feeds=(),
        search=False,
        strict=True,
        content_dir="notes",
        output_dir="build/site",
        raw_html=True,
        smart_quotes=False,
        broken_links="warn",
        hidden_links="text",
        link_schemes=(*LINK_SCHEMES, "zotero", "obsidian"),
        ignore=("drafts/*", ".obsidian/*"),
        footer="F",
        logo="logo.svg",
        favicon="icon.png",
        image="card.png",
    )
    assert found.warns_on_broken_links


def test_each_key_fills_a_setting_and_the_command_line_has_the_rest() -> None:
    keys = {field.key for field in FIELDS}
    assert set(Settings.__struct_fields__) - keys == {"audience", "lenient"}
    assert keys <= set(Settings.__struct_fields__)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nav: [about]", (NavItem("", "about"),)),
        ("nav: [[about]]", (NavItem("", "about"),)),
        ("nav:\n- [[about#Us|About]]", (NavItem("", "about#Us"),)),
        ("nav:\n- Briefs: /briefs/", (NavItem("Briefs", "/briefs/"),)),
        (
            "nav: [{title: B, target: 'https://example.org'}]",
            (NavItem("B", "https://example.org"),),
        ),
        ("nav:\n- More: [a, B: b]", (NavItem("More", "", (NavItem("", "a"), NavItem("B", "b"))),)),
        ("nav: [{title: M, children: [a]}]", (NavItem("M", "", (NavItem("", "a"),)),)),
    ],
)
def test_navigation_has_short_forms(text: str, expected: tuple[NavItem, ...]) -> None:
    assert settings(text).nav == expected


def test_places_of_navigation_are_known_for_links_that_lead_nowhere() -> None:
    source = Source(PATH, b"", b"nav:\n- about\n- Briefs: /b/\n- {title: T, target: x}\n")
    made, _ = configure(source, {})
    places = [made.spans[f"nav.{number}.target"] for number in range(3)]
    assert places == [Span(2, 3, 5), Span(3, 11, 3), Span(4, 22, 1)]


def test_a_site_adds_kinds_and_may_replace_built_in_ones() -> None:
    found = settings(
        """\
relationship_kinds:
  - {name: advises, inverse: advised by}
  - allied-with
  - {name: owns, label: holds, inverse: held by, schema: Ownership}
"""
    ).relationship_kinds
    assert [kind.name for kind in found] == [
        *(kind.name for kind in RELATION_KINDS),
        "advises",
        "allied-with",
    ]
    assert found[0] == RelationKind("owns", "holds", "held by", schema="Ownership")
    assert found[-2] == RelationKind("advises", "advises", "advised by")
    assert found[-1] == RelationKind("allied-with", "allied with", "allied with", symmetric=True)


def test_a_scale_of_the_sites_own_takes_the_place_of_the_built_in_one() -> None:
    found = settings(
        "stance_scale: [oppose, {name: wait-and-see, score: 0}, {name: yes-man, label: agrees, score: 3}]"
    )
    assert found.stance_scale == (
        StanceValue("oppose", "opposes", -1),
        StanceValue("wait-and-see", "wait and see", 0),
        StanceValue("yes-man", "agrees", 3),
    )


FAULTS = [
    ("⟦titel⟧: T", "unknown-key", "did you mean `title`?"),
    ("⟦baseurl⟧: T", "unknown-key", "briefgen says `base_url:`"),
    ("base_url: ⟦example.org⟧", "bad-url", "did you mean https://example.org?"),
    ("base_url: ⟦https://example.org/?a⟧", "bad-url", ""),
    ("base_url: ⟦ftp⟧://example.org", "bad-url", "allowed: http, https"),
    ("timezone: ⟦Asia/Nowhere⟧", "bad-timezone", "write it as `Asia/Kolkata` or `UTC`"),
    ("timezone: ⟦../../etc/passwd⟧", "bad-timezone", "write it as `Asia/Kolkata` or `UTC`"),
    ("timezone: ⟦America⟧", "bad-timezone", "write it as `Asia/Kolkata` or `UTC`"),
    ("theme: ⟦../mine⟧", "unsafe-path", ""),
    ("content_dir: ⟦../notes⟧", "unsafe-path", "write a relative path without `..`"),
    ("output_dir: ⟦/srv/www⟧", "unsafe-path", "write a relative path without `..`"),
    ("output_dir: ⟦content/site⟧", "unsafe-path", ""),
    ("output_dir: ⟦.⟧", "unsafe-path", "write a relative path without `..`"),
    ("strict: ⟦maybe⟧", "unknown-value", ""),
    ("feeds: [⟦rss⟧, json]", "unknown-value", "did you mean `atom`?"),
    ("feeds_for: ⟦topic⟧", "unknown-value", "did you mean `topics`?"),
    ("broken_links: ⟦warning⟧", "unknown-value", "did you mean `warn`?"),
    ("link_schemes: [⟦javascript⟧]", "bad-url", ""),
    ("theme_options: ⟦dark⟧", "wrong-type", ""),
    ("nav: [{target: '⟦javascript⟧:x', title: X}]", "bad-url", "allowed: http, https, mailto"),
    ("nav: [⟦{children: [a]}⟧]", "missing-key", ""),
    ("relationship_kinds: [⟦{label: x}⟧]", "missing-key", ""),
    ("relationship_kinds: [{name: x, schema: ⟦Ownrship⟧}]", "unknown-value", "did you mean `Ownership`?"),
    ("title: a⟦:⟧ b", "yaml-syntax", 'write "a: b"'),
    ("title: a\n⟦title⟧: b", "duplicate-key", "keep one"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "hint"), FAULTS)
def test_a_mistake_is_told_where_it_stands(text: str, code: str, hint: str) -> None:
    clean, span = marked(text)
    _, problems = read_config(clean, PATH)
    assert [(p.code, p.span, p.hint, p.path) for p in problems] == [(code, span, hint, PATH)]


def test_a_mistake_keeps_the_default_of_its_key_alone() -> None:
    found, _ = read_config("title: T\ntimezone: Nowhere\noutput_dir: content\n", PATH)
    assert (found.title, found.timezone, found.output_dir) == ("T", "UTC", "output")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", ("atom", "json")),
        ("atom", ("atom",)),
        ("[json]", ("json",)),
        ("off", ()),
        ("rss", ("atom", "json")),
    ],
)
def test_feeds_are_all_none_or_those_that_are_named(text: str, expected: tuple[str, ...]) -> None:
    assert read_config(f"feeds: {text}\n", PATH)[0].feeds == expected


def test_options_of_the_command_line_come_last() -> None:
    source = Source(PATH, b"", "\ufefftitle: Café\nstrict: true".encode())
    made, problems = configure(source, {"strict": False, "audience": "all"})
    assert problems == ()
    assert made.settings == Settings(title="Café", audience="all")


def test_no_file_is_no_mistake() -> None:
    made, problems = configure(None, {"lenient": True})
    assert (made.settings, problems) == (Settings(lenient=True), ())


def test_an_option_that_is_no_setting_is_the_callers_mistake() -> None:
    with pytest.raises(TypeError):
        configure(None, {"colour": "red"})


def test_bytes_that_are_no_text_are_told() -> None:
    made, problems = configure(Source(PATH, b"", b"title: T\nauthor: \xff"), {})
    assert made.settings == Settings()
    assert [(p.code, p.span) for p in problems] == [("not-utf8", Span(2, 9, 1))]


values = st.recursive(
    st.text(max_size=10) | st.sampled_from(["javascript:x", "..", "http://[", "[[a]]"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([field.key for field in FIELDS]), values, max_size=4))
def test_any_value_under_any_key_gives_settings_that_can_be_stored(tree: dict[str, object]) -> None:
    found, problems = read_config(msgspec.json.encode(tree).decode(), PATH)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Settings) == found
    assert all(problem.span is not None for problem in problems)

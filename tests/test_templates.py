"""Every template of the default theme, filled with rich, hostile and no data."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from types import SimpleNamespace as Of

import msgspec
import pytest

from briefgen.packaged import packaged_files
from briefgen.templates import Templates
from briefgen.theme import assemble
from support.house import ROOT
from support.mock_change import HOSTILE
from support.mock_contexts import contexts
from support.mock_data import EVENTS, FIGURES, functions, timeline

SORTS = ("rich", "hostile", "empty")
NAMES = sorted(contexts("rich"))
PAGES = [name for name in NAMES if "/" not in name and name != "redirect.html"]
"""Pages in the frame of the site; a redirect has none."""
SKELETONS = {"base.html", "document.html", "listing.html", "views/shell.html"}
"""Templates that only others extend."""


class Outline(HTMLParser):
    """Ids, what refers to ids, heading levels, and every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] for _, attrs in self.tags if attribute in attrs]

    def levels(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch("h[1-6]", tag)]


@cache
def theme() -> Templates:
    files = packaged_files()
    made, problems = assemble("default", files, {})
    assert made, problems
    return Templates(made, files, functions())


@cache
def filled(sort: str) -> dict[str, str]:
    return {name: theme().render(name, context) for name, context in contexts(sort).items()}


every = pytest.mark.parametrize(
    ("sort", "name"), [(sort, name) for sort in SORTS for name in NAMES]
)


def test_every_template_is_tried_here() -> None:
    known = {name for name in theme().theme.templates if not name.startswith("parts/")}
    assert known - SKELETONS == set(NAMES)


@pytest.mark.parametrize("name", sorted(theme().theme.templates))
def test_the_closure_of_every_template_is_known(name: str) -> None:
    assert theme().closure(name).problems == ()


@every
def test_ids_are_unique_and_whatever_is_referred_to_is_there(sort: str, name: str) -> None:
    page = Outline(filled(sort)[name])
    assert [id for id, count in Counter(page.values("id")).items() if count > 1] == []
    named = {id for value in page.values("aria-labelledby") for id in value.split()}
    aims = {href[1:] for href in page.values("href") if href.startswith("#_")}
    assert (named | aims | set(page.values("for"))) - set(page.values("id")) == set()


@every
def test_nothing_runs_or_is_styled_inline_and_nothing_comes_from_elsewhere(
    sort: str, name: str
) -> None:
    page = Outline(filled(sort)[name])
    for tag, attrs in page.tags:
        assert tag != "style"
        assert "style" not in attrs
        assert not [key for key in attrs if key.startswith("on")]
        if tag == "script":
            assert attrs.get("type") == "application/ld+json" or attrs["src"].startswith(
                "/repo/assets/"
            )
        if tag == "link" and attrs["rel"] in ("stylesheet", "icon"):
            assert attrs["href"].startswith("/repo/assets/")
        assert attrs.get("src", "/").startswith("/")


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_stays_text(name: str) -> None:
    html = filled("hostile")[name]
    assert HOSTILE not in html
    assert "<script>alert" not in html
    assert "49" not in html.replace("&#39;", "")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("name", PAGES)
def test_headings_descend_one_level_at_a_time_from_one_h1(sort: str, name: str) -> None:
    levels = Outline(filled(sort)[name]).levels()
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_landmarks_and_says_its_language(name: str) -> None:
    tags = Outline(filled("rich")[name]).tags
    assert Counter(tag for tag, _ in tags if tag in ("main", "html", "title")) == {
        "main": 1,
        "html": 1,
        "title": 1,
    }
    assert tags[0] == ("html", {"lang": "en", "data-scheme": "auto", "data-accent": "petrol"})
    assert ("a", {"class": "skip", "href": "#_main"}) in tags


@every
def test_times_are_valid_or_absent(sort: str, name: str) -> None:
    valid = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z)?)?)?)?")
    for tag, attrs in Outline(filled(sort)[name]).tags:
        if tag == "time":
            assert valid.fullmatch(attrs["datetime"])


@every
def test_nothing_leaks_from_python(sort: str, name: str) -> None:
    html = filled(sort)[name]
    for trace in ("None", "namespace(", "EdtfDate(", "Entry(", "&lt;function", "{{ ", "{% "):
        assert trace not in html.replace("{{ 7*7 }}", ""), trace


def test_an_inline_figure_is_phrasing_without_space_around_it() -> None:
    html = filled("rich")["cards/figure.html"]
    assert html == html.strip()
    assert {tag for tag, _ in Outline(html).tags} <= {"span", "a", "small", "time"}


def test_events_and_figures_of_a_page_are_where_links_to_them_lead() -> None:
    context = contexts("rich")["page.html"]
    here = context["header"].url
    occurrence = msgspec.structs.replace(EVENTS[0].occurrence, url=f"{here}#event-a")
    event = Of(**{**vars(EVENTS[0]), "occurrence": occurrence})
    target = msgspec.structs.replace(FIGURES[0].target, url=f"{here}#figure-b")
    figure = Of(**{**vars(FIGURES[0]), "target": target})
    own = {**context, "timeline": timeline((event, EVENTS[1])), "figures": (figure, FIGURES[1])}
    ids = Outline(theme().render("page.html", own)).values("id")
    assert [id for id in ids if id.startswith(("event-", "figure-"))] == ["event-a", "figure-b"]


def test_likelihood_and_confidence_stand_in_sentences_of_their_own() -> None:
    html = filled("rich")["brief.html"]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    assert "There is a roughly even chance of this (45–55 %). " in text
    assert "We have low confidence in this judgement." in text
    assert "This is likely (55–80 %)." in text


def test_past_and_upcoming_are_parted_by_today() -> None:
    html = filled("rich")["timeline.html"]
    assert (
        html.index("Retail executives meet")
        < html.index("timeline-today")
        < html.index("The pause ends")
    )


def test_marks_are_words_and_keep_search_engines_out() -> None:
    assert '<meta name="robots" content="noindex">' in filled("rich")["brief.html"]
    assert "noindex" not in filled("rich")["topic.html"]


def test_the_manual_names_every_template_and_every_block_of_the_skeletons() -> None:
    manual = (ROOT / "docs" / "theming.md").read_text(encoding="utf-8")
    names = [name for name in NAMES if not name.startswith("views/")]
    assert [name for name in [*names, "views/*.html"] if f"`{name}`" not in manual] == []
    for skeleton in ("base.html", "document.html", "listing.html"):
        source = packaged_files()[f"briefgen:themes/default/templates/{skeleton}"].decode()
        blocks = re.findall(r"{% block (\w+) %}", source)
        assert [block for block in blocks if f"`{block}`" not in manual] == []

"""Every case under cases/markup: text, then all that parsing finds in it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from markdown_it.utils import read_fixture_file

from briefgen.markup import Body, MarkupSettings
from support.markup import SETTINGS, parsed, shown

FOLDER = Path(__file__).parent / "cases" / "markup"
ALL = msgspec.structs.replace(SETTINGS, audience="all")
HTML = msgspec.structs.replace(SETTINGS, raw_html=True)
SPECIAL = {"handling-all": ALL, "raw-html": HTML}
CASES = [
    pytest.param(SPECIAL.get(file.stem, SETTINGS), text, expected, id=f"{file.stem}: {title}")
    for file in sorted(FOLDER.glob("*.md"))
    for _, title, text, expected in read_fixture_file(file)
]


def test_the_cases_are_there() -> None:
    assert len(CASES) > 60


@pytest.mark.parametrize(("settings", "text", "expected"), CASES)
def test_case(settings: MarkupSettings, text: str, expected: str) -> None:
    assert shown(parsed(text, settings)) == expected.rstrip("\n")


@pytest.mark.parametrize(("settings", "text", "expected"), CASES)
def test_what_stands_at_the_place_is_what_was_written(
    settings: MarkupSettings, text: str, expected: str
) -> None:
    lines = text.split("\n")
    for reference in parsed(text, settings).references:
        span = reference.span
        rest = "\n".join([lines[span.line - 1][span.column - 1 :], *lines[span.line :]])
        assert rest[: span.length] == reference.written
        assert reference.written in expected or reference.name in expected


@pytest.mark.parametrize(("settings", "text", "expected"), CASES)
def test_line_ends_and_the_first_line_change_only_places(
    settings: MarkupSettings, text: str, expected: str
) -> None:
    assert expected is not None
    body = parsed(text, settings)
    moved = parsed(text.replace("\n", "\r\n"), settings, first_line=8)
    assert moved == _moved(body, 7)


def _moved(found: object, lines: int) -> object:
    """The same value with every span some lines further down."""
    from briefgen.diagnostics import Span

    if isinstance(found, Span):
        return Span(found.line + lines, found.column, found.length)
    if isinstance(found, tuple):
        return tuple(_moved(item, lines) for item in found)
    if isinstance(found, dict):
        return {key: _moved(value, lines) for key, value in found.items()}
    if isinstance(found, msgspec.Struct):
        names = found.__struct_fields__
        return type(found)(**{name: _moved(getattr(found, name), lines) for name in names})
    return found


def test_a_body_survives_the_cache() -> None:
    body = parsed("# A [[b]]\n\n:::timeline\ntopics: [a]\n:::\n\n![[p.png]] [@c] [f](f.pdf)\n")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(body), type=Body) == body

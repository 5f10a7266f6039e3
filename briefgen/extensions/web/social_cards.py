"""Pictures for shared links, drawn at build time: 1200 × 630, as link previews want them.

They need Pillow (the extra `cards`) and our own font, so that every machine
draws the same. Where an author has chosen a picture, for the page or for the
whole site, none is drawn; nor for a title in a script that the font does not
hold, since boxes help nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, cast

from briefgen.dates import words
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.wording import label
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Entry, Made
from briefgen.settings import Settings

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)
FILE = "card.png"
TYPES = ("brief", "topic", "stakeholder", "page")
"""What is shared: the rest is looked up from there."""

_PAPER, _INK = "#fcfbf8", "#201e1b"
_ACCENTS = {"oxblood": "#7d2330", "indigo": "#2f3f86", "moss": "#3f5320"}
_ACCENT = "#0e5158"
"""The default theme's colours, by the names of its option `accent`."""

_MARGIN = 84
_TITLE_SIZES = (84, 72, 60, 52, 44)
_SMALL = 34
_TITLE_TOP = 158
_TITLE_HEIGHT = 330  # pixels between the name of the site and the line at the foot
_NO_GLYPH = "\uffff"

_RAMP = 128
_INK_RAMP, _ACCENT_RAMP = 0, _RAMP
"""Where in the palette the shades from a colour to the paper's begin."""
_QUIET = 44
"""The shade of ink for what matters less."""


class _Bytes:
    """What the picture is written to."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""


# -- the font -------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def installed() -> bool:
    """True if the extra is there."""
    return find_spec("PIL") is not None


@lru_cache(maxsize=16)
def _font(size: int) -> FreeTypeFont:
    from importlib.resources import files

    from PIL import ImageFont

    path = str(files("briefgen.extensions.web") / "fonts" / "SourceSans3-SemiBold.ttf")
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _is_known(letter: str) -> bool:
    font = _font(_SMALL)
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask(_NO_GLYPH))


def _is_drawable(text: str) -> bool:
    return bool(text.strip()) and all(map(_is_known, text))


# -- drawing --------------------------------------------------------------------------------


def card(title: str, site: str, note: str, accent: str) -> bytes:
    """A picture as PNG: the name of the site, the title as large as it fits, a note at the foot."""
    from PIL import Image, ImageDraw

    # One byte a pixel, coloured by a palette: a third of the work of three bytes.
    picture = Image.new("L", SIZE, _INK_RAMP + _RAMP - 1)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, SIZE[0], _TITLE_TOP), fill=_ACCENT_RAMP + _RAMP - 1)
    pen.rectangle((0, 0, 18, SIZE[1]), fill=_ACCENT_RAMP)
    _line(pen, _MARGIN, site, _ACCENT_RAMP)
    _title(pen, title)
    _line(pen, SIZE[1] - _MARGIN - _SMALL, note, _INK_RAMP + _QUIET)
    picture.putpalette([*_ramp(_INK), *_ramp(accent)])
    sink = _Bytes()
    picture.save(cast("IO[bytes]", sink), "PNG", compress_level=6)  # all it needs is `write`
    return b"".join(sink.parts)


def _ramp(colour: str) -> Iterator[int]:
    """Red, green and blue of each step from a colour to that of the paper."""
    start, end = bytes.fromhex(colour[1:]), bytes.fromhex(_PAPER[1:])
    for step in range(_RAMP):
        yield from (a + (b - a) * step // (_RAMP - 1) for a, b in zip(start, end, strict=True))


def _line(pen: ImageDraw, top: int, text: str, shade: int) -> None:
    if _is_drawable(text):
        (line,) = _wrapped(text, _SMALL, 1)
        pen.text((_MARGIN, top), line, font=_font(_SMALL), fill=shade)


def _title(pen: ImageDraw, title: str) -> None:
    size = next((size for size in _TITLE_SIZES if _fits(title, size)), _TITLE_SIZES[-1])
    for number, line in enumerate(_wrapped(title, size, _most_lines(size))):
        top = _TITLE_TOP + number * round(size * 1.2)
        pen.text((_MARGIN, top), line, font=_font(size), fill=_INK_RAMP)


def _most_lines(size: int) -> int:
    return _TITLE_HEIGHT // round(size * 1.2)


def _fits(text: str, size: int) -> bool:
    return not _wrapped(text, size, _most_lines(size))[-1].endswith("…")


def _wrapped(text: str, size: int, most: int) -> list[str]:
    """The words in lines that fit; what does not fit at all is cut, with an ellipsis."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer, size) <= _room():
            lines[-1] = longer
        elif len(lines) < most and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
            break
    return [_cut(line, size) for line in lines]


def _cut(line: str, size: int) -> str:
    if _width(line, size) <= _room():
        return line
    while line and _width(f"{line}…", size) > _room():
        line = line[:-1]
    return f"{line.rstrip()}…"


def _width(text: str, size: int) -> float:
    return _font(size).getlength(text)


def _room() -> int:
    return SIZE[0] - 2 * _MARGIN


# -- the door -------------------------------------------------------------------------------


def card_address(page: Entry | None, settings: Settings) -> str:
    """The address of a page's card inside the site, empty if it has none."""
    if page is None or page.type not in TYPES or page.image or not _wanted(settings):
        return ""
    return page.url + FILE if _is_drawable(page.title) else ""


def _wanted(settings: Settings) -> bool:
    return settings.cards and not settings.image and installed()


def plan(lookups: Lookups) -> Iterator[Planned]:
    """A card for every page that is likely to be shared."""
    settings = lookups.settings()
    for type in TYPES if _wanted(settings) else ():
        for page in lookups.listing(f"type:{type}"):
            if address := card_address(page, settings):
                yield Planned(address, page.id, page.name)


def make(id: str, lookups: Lookups, _: Renderer) -> Made:
    """The card of a page."""
    page, settings = lookups.entry(id), lookups.settings()
    if page is None:
        return Made(failed=True)
    day = words(page.date) if page.date else ""
    note = " · ".join(part for part in (label("type", page.type, settings), day) if part)
    accent = _ACCENTS.get(str(settings.theme_options.get("accent", "")), _ACCENT)
    return Made(card(page.title, settings.title, note, accent))


EXTENSION = Extension("social-cards", producers=(Producer("social-cards", plan, make),))

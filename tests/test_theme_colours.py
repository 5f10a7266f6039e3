"""The colours of the default theme keep the contrast of WCAG 2.2 (AA), light and dark, in every accent."""

from __future__ import annotations

import re

import pytest

from briefgen.packaged import packaged_files
from briefgen.theme import Manifest, assemble, check_options
from briefgen.theme_manifest import read_manifest

ROOT = "briefgen:themes/default/"
TOKENS = packaged_files()[ROOT + "static/css/tokens.css"].decode()
PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")


def manifest() -> Manifest:
    made, problems = read_manifest(packaged_files()[ROOT + "theme.yaml"], ROOT + "theme.yaml")
    assert problems == ()
    return made


def accents() -> tuple[str, ...]:
    return next(option for option in manifest().options if option.name == "accent").choices


def palette(accent: str, scheme: int) -> dict[str, str]:
    """Names and values of the colours with this accent; scheme 0 is light, 1 dark."""
    first, *others = re.split(r':root\[data-accent="', TOKENS)
    own = next((part for part in others if part.startswith(accent + '"')), "")
    return {found[1]: found[2 + scheme] for found in PAIR.finditer(first + own)}


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula_is_the_standard_s() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize("accent", accents())
def test_text_can_be_read_on_every_ground_it_stands_on(accent: str, scheme: int) -> None:
    colours = palette(accent, scheme)
    pairs = [
        (text, ground)
        for text in ("ink", "quiet", "accent", "warn", "alarm")
        for ground in ("paper", "raised")
    ]
    pairs += [
        ("ink", "tint"),
        ("quiet", "tint"),
        ("accent", "tint"),
        ("ink", "warn-tint"),
        ("warn", "warn-tint"),
    ]
    pairs += [("ink", "alarm-tint"), ("alarm", "alarm-tint")]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", [0, 1])
def test_lines_that_mean_something_can_be_seen(scheme: int) -> None:
    colours = palette("petrol", scheme)
    assert contrast(colours["strong-rule"], colours["paper"]) >= 3


@pytest.mark.parametrize("accent", accents())
def test_every_accent_on_offer_has_its_colours(accent: str) -> None:
    assert accent == "petrol" or f'[data-accent="{accent}"]' in TOKENS


def test_the_options_of_the_theme_are_read_from_its_manifest() -> None:
    made, problems = assemble("default", packaged_files(), {ROOT: manifest()})
    assert made, problems
    assert made.settings({}) == {"scheme": "auto", "accent": "petrol", "credit": "yes"}
    assert (
        check_options(made, {"accent": "moss", "scheme": "dark", "credit": "no"}, "briefgen.yaml")
        == ()
    )

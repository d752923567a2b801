"""Contrast after WCAG 2.2 AA, computed from the tokens: 4.5 for words, 3 for the edges of controls and for charts."""

import re
from itertools import product
from typing import get_args

import pytest

from regulars.base.web import colours
from regulars.base.web.colours import Mode

GROUNDS = ("paper", "sheet", "sunk")
INKS = ("ink", "ink-2", "ink-3", "accent", "warn", "bad")
WORDS = [
    *product(INKS, GROUNDS),
    *product(("ink", "ink-2", "ink-3", "accent"), ("accent-wash",)),
    *product(("ink", "warn", "accent"), ("warn-wash",)),
    *product(("ink", "bad", "accent"), ("bad-wash",)),
    ("paper", "accent"),
    ("paper", "ink"),
]
EDGES = [*product(("edge", *(f"plot-{number}" for number in range(1, 7))), ("paper", "sheet")), ("accent", "line")]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", get_args(Mode))
def test_words_can_be_read_on_every_ground(mode: Mode) -> None:
    colour = colours.colours(mode)

    faint = {pair: contrast(colour[pair[0]], colour[pair[1]]) for pair in WORDS}

    assert {pair: round(found, 2) for pair, found in faint.items() if found < 4.5} == {}


@pytest.mark.parametrize("mode", get_args(Mode))
def test_edges_and_charts_can_be_told_from_the_page(mode: Mode) -> None:
    colour = colours.colours(mode)

    faint = {pair: contrast(colour[pair[0]], colour[pair[1]]) for pair in EDGES}

    assert {pair: round(found, 2) for pair, found in faint.items() if found < 3} == {}


def test_every_colour_is_converted() -> None:
    named = set(re.findall(r"--([\w-]+): light-dark", colours.tokens()))

    assert set(colours.colours("light")) == named
    assert len(named) > 15


@pytest.mark.parametrize(
    ("oklch", "expected"),
    [("oklch(100% 0 0)", "#ffffff"), ("oklch(0% 0 0)", "#000000"), ("oklch(62.796% .25768 29.234)", "#ff0000")],
)
def test_conversion_gives_the_known_colours(oklch: str, expected: str) -> None:
    assert colours.hexed(oklch) == expected

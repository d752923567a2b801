"""The colours of the style sheet as plain sRGB, for what no style sheet reaches: charts, and the check of contrast.

Conversion from Oklch after B. Ottosson, https://bottosson.github.io/posts/oklab/ (2020).
"""

import math
import re
from functools import cache
from typing import Literal

from django.contrib.staticfiles import finders

Mode = Literal["light", "dark"]
TOKEN = re.compile(r"--([\w-]+): light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\);")
FONT = re.compile(r"--font: ([^;]+);")


@cache
def tokens() -> str:
    """The text of tokens.css."""
    with open(finders.find("web/tokens.css"), encoding="utf-8") as file:  # type: ignore[arg-type]  # noqa: PTH123
        return file.read()


@cache
def colours(mode: Mode) -> dict[str, str]:
    """Every colour by its name without the dashes, as #rrggbb; its transparency is left out."""
    return {name: hexed(light if mode == "light" else dark) for name, light, dark in TOKEN.findall(tokens())}


def font() -> str:
    """The list of fonts that pages are written in."""
    found = FONT.search(tokens())
    assert found is not None
    return found[1]


def hexed(oklch: str) -> str:
    """`oklch(46% .105 162)` as #rrggbb, cut off at the edge of sRGB."""
    lightness, chroma, hue = (float(number) for number in re.findall(r"[\d.]+", oklch)[:3])
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in srgb(lightness / 100, chroma, math.radians(hue)))


def srgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Oklch (0–1, 0–0.4, radians) as gamma-encoded sRGB channels of 0–1."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        encoded(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        encoded(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        encoded(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def encoded(linear: float) -> float:
    linear = min(max(linear, 0), 1)
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055

"""Charts: an Altair specification and the same figures as a table; drawn in the browser, or here as SVG and PNG."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, get_language_bidi

from regulars.base.web.colours import Mode, colours, font

if TYPE_CHECKING:
    import altair

HEIGHT, WIDTH = 220, 640
SEPARATORS = {"fa": ("٬", "٫", "۰۱۲۳۴۵۶۷۸۹")}


@dataclass(frozen=True)
class Chart:
    """What a chart shows: `columns` and `rows` are the same figures as words, as the reader writes them.

    Numbers on its axes are written with the reader's digits. Days and months are handed over in words, in order
    (`altair.X("day:O", sort=None)`): no calendar but the Gregorian is known to Vega. Texts are translated already.
    """

    title: str
    spec: "altair.TopLevelMixin"
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


def specification(chart: Chart) -> dict[str, Any]:
    """Vega-Lite without Altair's own look; it fills its place, which is there before it is drawn, unless it says how
    wide or high it is.

    Raises ValueError for an axis of times, which would be written in English and in the Gregorian calendar.
    """
    said: dict[str, Any] = chart.spec.to_dict()
    said.pop("config", None)
    if '"temporal"' in written(said):
        raise ValueError(f"The chart {chart.title} has an axis of times: hand over days and months in words.")
    filling = {"width": "container", "height": "container", "autosize": {"type": "fit", "contains": "padding"}}
    return {**filling, "background": None, **said}


def theme(mode: Mode, *, is_drawn_here: bool = False) -> dict[str, Any]:
    """Vega-Lite's configuration from our tokens: hairlines, our colours and fonts, mirrored for right to left."""
    colour, is_rtl = colours(mode), get_language_bidi()
    text = {"labelColor": colour["ink-3"], "titleColor": colour["ink-2"], "titleFontWeight": "normal"}
    readers: dict[str, Any] = {"customFormatTypes": True, "numberFormatType": "readerNumber"}
    return {
        **({} if is_drawn_here else readers),
        "font": font(),
        "view": {"stroke": None},
        "axis": {**text, "labelFontSize": 12, "titleFontSize": 12, "domainColor": colour["line"], "ticks": False}
        | {"gridColor": colour["line"], "labelPadding": 6},
        "axisX": {"grid": False, "labelAngle": 0, "labelOverlap": True},
        "axisY": {"domain": False, "tickCount": 4, "orient": "right" if is_rtl else "left"},
        "legend": {**text, "orient": "top", "title": None, "labelFontSize": 12},
        "header": {**text, "labelFontSize": 12},
        "scale": {"xReverse": is_rtl},
        "mark": {"color": colour["accent"]},
        "bar": {"cornerRadiusEnd": 2},
        "line": {"strokeWidth": 2},
        "point": {"size": 40, "filled": True},
        "area": {"fillOpacity": 0.16, "line": True},
        "rule": {"color": colour["edge"]},
        "text": {"color": colour["ink-2"], "fontSize": 12},
        "range": {
            "category": [colour[f"plot-{number}"] for number in range(1, 7)],
            "ramp": [colour["accent-wash"], colour["accent"]],
            "heatmap": [colour["accent-wash"], colour["accent"]],
            "diverging": [colour["bad"], colour["sunk"], colour["accent"]],
        },
    }


def written(value: object) -> str:
    """As JSON for an attribute."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def svg(chart: Chart, *, width: int = WIDTH) -> str:
    """The chart as an SVG document for e-mails and exports: light, with the digits of the current language."""
    import vl_convert  # noqa: PLC0415  starts a JavaScript engine: only where a chart is drawn here

    drawn: str = vl_convert.vegalite_to_svg(still(chart, width), **drawing())
    return drawn


def png(chart: Chart, *, width: int = WIDTH, scale: float = 2) -> bytes:
    """The chart as a PNG; `scale` is the pixels for each point."""
    import vl_convert  # noqa: PLC0415  as above

    drawn: bytes = vl_convert.vegalite_to_png(still(chart, width), scale=scale, **drawing())
    return drawn


def still(chart: Chart, width: int) -> dict[str, Any]:
    """The specification for a drawing that nobody resizes, on a sheet of its own."""
    said = specification(chart) | {"background": colours("light")["sheet"], "padding": 12}
    sizes = {"width": width, "height": HEIGHT}
    return said | {side: size for side, size in sizes.items() if said[side] == "container"}


def drawing() -> dict[str, Any]:
    """What vl-convert is told: our look, the reader's digits, and to fetch nothing."""
    thousands, decimal, digits = SEPARATORS.get((get_language() or "en").split("-")[0], (",", ".", "0123456789"))
    numbers = {"thousands": thousands, "decimal": decimal, "grouping": [3], "currency": ["", ""]}
    return {
        "config": theme("light", is_drawn_here=True),
        "format_locale": numbers | {"numerals": list(digits)},
        "allowed_base_urls": [],
    }

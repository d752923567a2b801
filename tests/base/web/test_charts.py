"""Charts: as the browser is told to draw them, as pictures, and as a table."""

from pathlib import Path

import altair
import pytest
from django.template import Context, Template
from django.utils.translation import override

from regulars.base.web import assets, charts, vega
from regulars.base.web.charts import Chart
from tests.html import complaints

DAYS = [("Mon", 1200), ("Tue", 1800)]


@pytest.fixture
def chart() -> Chart:
    spec = altair.Chart(altair.InlineData(values=[{"day": day, "orders": orders} for day, orders in DAYS]))
    bars = spec.mark_bar().encode(x=altair.X("day:O", sort=None), y="orders:Q")
    return Chart("Orders <by> weekday", bars, ["Day", "Orders"], [(day, f"{orders:,}") for day, orders in DAYS])


def test_a_chart_is_a_figure_with_the_same_figures_as_a_table(chart: Chart) -> None:
    drawn = Template("{% load parts %}{% chart chart %}").render(Context({"chart": chart}))

    assert complaints(drawn) == []
    assert "Orders &lt;by&gt; weekday" in drawn
    assert '<th scope="row">Tue</th><td class="num">1,800</td>' in drawn
    assert "<script" not in drawn


def test_a_chart_looks_as_pages_do_and_turns_round_for_who_reads_from_the_right(chart: Chart) -> None:
    with override("fa"):
        mirrored = charts.theme("dark")

    assert "config" not in charts.specification(chart)
    assert charts.theme("light")["axisY"]["orient"] == "left"
    assert (mirrored["axisY"]["orient"], mirrored["scale"]["xReverse"]) == ("right", True)
    assert mirrored["mark"]["color"] != charts.theme("light")["mark"]["color"]


def test_an_axis_of_times_is_refused() -> None:
    spec = altair.Chart(altair.InlineData(values=[{"at": "2026-11-01", "n": 1}])).mark_line().encode(x="at:T", y="n:Q")

    with pytest.raises(ValueError, match="in words"):
        charts.specification(Chart("When", spec, ["At", "N"], []))


def test_an_email_gets_a_picture_with_the_digits_of_its_reader(chart: Chart) -> None:
    with override("fa"):
        written = charts.svg(chart)
    picture = charts.png(chart, width=200, scale=1)

    assert written.startswith("<svg")
    assert "۱٬۰۰۰" in written
    assert picture.startswith(b"\x89PNG")


def test_the_program_that_draws_is_made_once_and_kept_in_the_data_folder(data_folder: Path) -> None:
    (data_folder / "cache").mkdir()
    (data_folder / "cache" / "vega-0.0.js").write_text("of an older version")
    made = vega.bundle()
    before = made.stat().st_mtime_ns

    again = vega.bundle()

    assert made.is_relative_to(data_folder)
    assert (again, again.stat().st_mtime_ns) == (made, before)
    assert "vegaEmbed" in made.read_text()
    assert [path.name for path in made.parent.iterdir()] == [made.name]


def test_the_program_is_served_like_any_file_but_under_its_own_version() -> None:
    found = assets.asset(vega.NAME)

    assert found is not None
    assert found.packed is not None
    assert len(found.packed) < 320_000
    assert assets.FingerprintStorage().url(vega.NAME).endswith("/web/vega.js")

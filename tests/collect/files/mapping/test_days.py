"""Days as columns write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.base.fields.calendars import parts, write
from regulars.base.fields.digits import in_script
from regulars.base.fields.enums import Calendar
from regulars.collect.files.mapping.columns import Unclear
from regulars.collect.files.mapping.days import Style, day, moment, seen

DAYS = st.dates(dt.date(1930, 1, 1), dt.date(2020, 12, 31))
BUDDHIST, JALALI = Style("buddhist", "dmy"), Style("jalali", "ymd")


@pytest.mark.parametrize(
    ("written", "style", "expected"),
    [
        ("1988-05-14", Style(), "1988-05-14"),
        ("1988-05-14T00:00:00.000Z", Style(), "1988-05-14"),
        ("14/05/1988", Style("", "dmy"), "1988-05-14"),
        ("05/14/1988", Style("", "dmy"), "1988-05-14"),
        ("05/06/1988", Style("", "mdy"), "1988-05-06"),
        ("05/06/1988", Style("", "dmy"), "1988-06-05"),
        ("05/06/1988", Style(), None),
        ("05/06/2531", Style(), "1988-06-05"),
        ("๑๔/๐๕/๒๕๓๑", BUDDHIST, "1988-05-14"),
        ("14/5/31", BUDDHIST, "1988-05-14"),
        ("14 พ.ค. 2531", BUDDHIST, "1988-05-14"),
        ("14 พฤษภาคม พ.ศ. 2531", BUDDHIST, "1988-05-14"),
        ("14 พ.ค. 31", BUDDHIST, "1988-05-14"),
        ("14/05/1988", BUDDHIST, "1988-05-14"),
        ("1988年5月14日", Style(), "1988-05-14"),
        ("19880514", Style(), "1988-05-14"),
        ("۱۳۶۷/۰۲/۲۴", JALALI, "1988-05-14"),
        ("67/2/24", Style("jalali", "ymd"), None),
        ("24 اردیبهشت 1367", JALALI, "1988-05-14"),
        ("May 14, 1988", Style(), "1988-05-14"),
        ("14-May-88", Style("gregorian", "dmy"), "1988-05-14"),
        ("32277", Style(), "1988-05-14"),
        ("30/02/1988", Style("", "dmy"), None),
        ("soon", Style(), None),
        ("", Style(), None),
    ],
)
def test_day_is_read_in_the_style_of_its_column(written: str, style: Style, expected: str | None) -> None:
    assert day(written, style) == expected


@given(DAYS)
def test_a_day_is_the_same_in_every_calendar_and_order(date: dt.date) -> None:
    year, month, of_month = parts(date, Calendar.JALALI)
    thai = f"{date.day}/{date.month:02}/{date.year + 543}"

    read = {
        day(f"{date.day:02}.{date.month:02}.{date.year}", Style("gregorian", "dmy")),
        day(f"{date.month}/{date.day}/{date.year}", Style("gregorian", "mdy")),
        day(in_script(thai, "๐"), Style("buddhist", "dmy")),
        day(f"{year}/{month}/{of_month}", Style("jalali", "ymd")),
    }

    assert read == {date.isoformat()}


@given(st.lists(DAYS, min_size=60, max_size=80))
def test_calendar_and_order_are_told_from_a_columns_days(dates: list[dt.date]) -> None:
    dates = [*dates, dt.date(1990, 1, 31)]

    thai = seen(f"{date.day}/{date.month}/{date.year + 543}" for date in dates)
    american = seen(f"{date.month}/{date.day}/{date.year}" for date in dates)
    persian = seen(write(date, Calendar.JALALI) for date in dates)

    assert thai is not None
    assert thai.style == Style("buddhist", "dmy")
    assert american is not None
    assert (american.style, american.unclear) == (Style("gregorian", "mdy"), ())
    assert persian is not None
    assert persian.style == Style("jalali", "ymd")


def test_an_order_that_nothing_tells_is_the_countrys_and_unclear() -> None:
    written = ["03/04/1990", "05/06/1991"]

    american, thai = seen(written, region="US"), seen(written, region="TH")

    assert american is not None
    assert (american.style.order, american.unclear) == ("mdy", (Unclear.DATE_ORDER,))
    assert thai is not None
    assert (thai.style.order, thai.unclear) == ("dmy", (Unclear.DATE_ORDER,))


def test_short_years_are_of_the_countrys_calendar() -> None:
    found = seen(["14/5/31", "25/12/40"], region="TH")

    assert found is not None
    assert (found.style.calendar, found.unclear) == ("buddhist", (Unclear.CALENDAR,))


def test_a_column_of_two_calendars_is_left_to_each_cell() -> None:
    found = seen(["14/5/2531", "25/12/1990"])

    assert found is not None
    assert (found.style.calendar, found.unclear) == ("", (Unclear.CALENDAR,))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-01T18:00:00", "2026-03-01T18:00:00+07:00"),
        ("2026-03-01 18:00:00 +0330", "2026-03-01T18:00:00+03:30"),
        ("2026-03-01 11:00 UTC", "2026-03-01T11:00:00+00:00"),
        ("1/3/2569 18.00", None),
        ("1/3/2569 18:00 น.", "2026-03-01T18:00:00+07:00"),
        ("01/03/2026 6:05 PM", "2026-03-01T18:05:00+07:00"),
        ("2026-03-01", "2026-03-01T00:00:00+07:00"),
        ("2026-03-01 25:00", None),
    ],
)
def test_moment_is_in_the_time_zone_of_the_file(written: str, expected: str | None) -> None:
    assert moment(written, Style("", "dmy"), "Asia/Bangkok") == expected


@given(st.text(max_size=30), st.sampled_from(["", "gregorian", "buddhist", "jalali"]), st.sampled_from(["", "dmy"]))
def test_no_text_is_too_odd(written: str, calendar: str, order: str) -> None:
    found = day(written, Style(calendar, order))

    assert found is None or dt.date.fromisoformat(found).isoformat() == found

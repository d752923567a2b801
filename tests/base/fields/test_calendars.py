"""Dates in three calendars and any digits."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.base.fields import calendars
from regulars.base.fields.enums import Calendar
from regulars.base.fields.errors import CalendarError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1990-05-12", "1990-05-12"),
        ("1990/5/2", "1990-05-02"),
        ("1990.05.12", "1990-05-12"),
        ("19900512", "1990-05-12"),
        ("1990-05-12T23:59:59.000Z", "1990-05-12"),
        ("1990年5月12日", "1990-05-12"),
        ("31/12/1990", "1990-12-31"),
        ("12/31/1990", "1990-12-31"),
        ("05/05/1990", "1990-05-05"),
        ("๑๒/๐๕/๒๕๓๓", "1990-05-12"),
        ("2543-02-29", "2000-02-29"),
        ("۱۳۶۹/۰۲/۲۲", "1990-05-12"),
        ("1399-12-30", "2021-03-20"),
    ],
)
def test_parse_tells_the_calendar_by_the_year(text: str, expected: str) -> None:
    assert calendars.parse(text).isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "05/06/1990",  # day and month could be swapped
        "1990-13-01",
        "1990-02-30",
        "2542-02-29",  # 1999 was no leap year
        "1400-12-30",  # nor was 1400
        "3000-01-01",
        "0001-01-01",
    ],
)
def test_parse_refuses_what_is_no_certain_day(text: str) -> None:
    with pytest.raises(CalendarError):
        calendars.parse(text)


def test_parse_with_a_calendar_does_not_guess() -> None:
    assert calendars.parse("2450-01-01", Calendar.GREGORIAN) == dt.date(2450, 1, 1)
    assert calendars.parse("2450-01-01", Calendar.BUDDHIST) == dt.date(1907, 1, 1)


def test_write_uses_the_calendar_and_the_digits() -> None:
    day = dt.date(1990, 5, 12)

    assert calendars.write(day, Calendar.GREGORIAN) == "1990-05-12"
    assert calendars.write(day, Calendar.BUDDHIST, "๐") == "๒๕๓๓-๐๕-๑๒"
    assert calendars.write(day, Calendar.JALALI, "۰") == "۱۳۶۹-۰۲-۲۲"


@given(
    day=st.dates(dt.date(1900, 1, 1), dt.date(2050, 12, 31)),
    calendar=st.sampled_from(Calendar),
    zero=st.sampled_from("0๐۰٠"),
)
def test_parse_undoes_write(day: dt.date, calendar: Calendar, zero: str) -> None:
    assert calendars.parse(calendars.write(day, calendar, zero)) == day

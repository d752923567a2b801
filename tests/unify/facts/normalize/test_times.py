"""Dates and moments."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.base.fields.enums import Calendar
from regulars.unify.facts import normalize

NEW_YEAR = 1_767_225_600_000_000  # 2026-01-01T00:00:00Z


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-01-01T00:00:00Z", NEW_YEAR),
        ("2026-01-01T00:00:00.000Z", NEW_YEAR),
        ("2026-01-01T00:00:00.123456789Z", NEW_YEAR + 123_456),
        ("2026-01-01T07:00:00+07:00", NEW_YEAR),
        ("2025-12-31T20:30:00-0330", NEW_YEAR),
        ("2026-01-01T00:00:00", NEW_YEAR),
        ("2026-01-01", NEW_YEAR),
        (" 2026-01-01t00:00:00z ", NEW_YEAR),
        ("๒๐๒๖-๐๑-๐๑", NEW_YEAR),
        (1_767_225_600, NEW_YEAR),
        (1_767_225_600_000, NEW_YEAR),
        (NEW_YEAR, NEW_YEAR),
        (1_767_225_600.5, NEW_YEAR + 500_000),
        ("1969-12-31T23:59:59Z", -1_000_000),
        ("yesterday", None),
        ("", None),
        ("2026-02-30", None),
        (float("nan"), None),
        (float("inf"), None),
        (10**18, None),
        (True, None),
    ],
)
def test_timestamp_is_microseconds_or_none(written: str | float, expected: int | None) -> None:
    assert normalize.timestamp(written) == expected


@given(st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_timestamp_loses_no_microsecond(moment: dt.datetime) -> None:
    written = moment.isoformat()
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    assert normalize.timestamp(written) == (dt.datetime.fromisoformat(written) - epoch) // dt.timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("written", "calendar", "expected"),
    [
        ("1990-05-12", None, "1990-05-12"),
        (19900512, None, "1990-05-12"),
        ("12/5/2533", None, "1990-05-12"),
        ("۱۳۶۹/۰۲/۲۲", None, "1990-05-12"),
        ("1450-01-01", Calendar.GREGORIAN, "1450-01-01"),
        ("05/06/1990", None, None),
        ("soon", None, None),
    ],
)
def test_date_is_iso_or_none(written: str | int, calendar: Calendar | None, expected: str | None) -> None:
    assert normalize.date(written, calendar) == expected

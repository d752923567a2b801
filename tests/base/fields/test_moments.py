"""Moments as integers and back."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.base.fields.moments import microseconds, rfc_3339, to_datetime


@given(st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(9000, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_moments_come_back_exactly(moment: dt.datetime) -> None:
    # In UTC, because Python finds no moment of a repeated hour equal to one in another zone.
    assert to_datetime(microseconds(moment)) == moment.astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
        (1_767_225_600_123_000, "2026-01-01T00:00:00.123000Z"),
        (dt.datetime(2026, 1, 1, 7, tzinfo=dt.timezone(dt.timedelta(hours=7))), "2026-01-01T00:00:00Z"),
    ],
)
def test_rfc_3339_is_written_in_utc(moment: int | dt.datetime, written: str) -> None:
    assert rfc_3339(moment) == written


def test_moments_that_no_calendar_has_are_refused() -> None:
    with pytest.raises(OverflowError):
        to_datetime(2**62)

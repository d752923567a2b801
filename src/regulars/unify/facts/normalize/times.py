"""Dates and moments: ISO dates from three calendars, moments as microseconds since 1970-01-01 UTC."""

import datetime as dt
from functools import lru_cache

from regulars.base.fields import calendars, digits
from regulars.base.fields.enums import Calendar
from regulars.base.fields.errors import CalendarError
from regulars.base.fields.moments import SECOND, microseconds

# A number is seconds up to the year 5138, then milliseconds, then microseconds.
_SECONDS_BELOW, _MILLISECONDS_BELOW, _MICROSECONDS_BELOW = 10**11, 10**14, 10**17


@lru_cache(maxsize=16_384)
def date(value: str | int, calendar: Calendar | None = None) -> str | None:
    """The Gregorian ISO date of a day written in any of the calendars, or None when it is no certain day."""
    try:
        return calendars.parse(str(value), calendar).isoformat()
    except CalendarError:
        return None


def timestamp(value: str | float) -> int | None:
    """Microseconds since 1970-01-01 UTC, or None when it is no moment.

    Text is ISO 8601, without an offset UTC; numbers are seconds, milliseconds or microseconds by their size.
    """
    if not isinstance(value, str):
        return _of_number(value)
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return _of_unusual(value)
    return _of_datetime(moment)


def _of_datetime(moment: dt.datetime) -> int:
    return microseconds(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))


def _of_number(value: float) -> int | None:
    size = abs(value)
    if isinstance(value, bool) or not size < _MICROSECONDS_BELOW:
        return None
    if size < _SECONDS_BELOW:
        return round(value * SECOND)
    return round(value * 1000) if size < _MILLISECONDS_BELOW else round(value)


def _of_unusual(value: str) -> int | None:
    """ISO 8601 with other digits, spaces around it or a small z."""
    tidy = digits.to_ascii(value).strip().upper()
    if tidy == value:
        return None
    try:
        return _of_datetime(dt.datetime.fromisoformat(tidy))
    except ValueError:
        return None

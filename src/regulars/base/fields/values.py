"""The typed value behind a trait: what fits its field. Columns of the lake and rules read golden values alike."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from regulars.base.fields.enums import Type
from regulars.base.fields.moments import microseconds

SMALLEST, LARGEST = -(2**63), 2**63 - 1
FIRST_MOMENT = microseconds(dt.datetime(1, 1, 1, tzinfo=dt.UTC))
AFTER_LAST = microseconds(dt.datetime(9999, 12, 31, tzinfo=dt.UTC))
"""Moments outside the years 1 to 9999 cannot be read by most engines; its last day is left out for their time zones."""


def text(value: Any) -> str | None:
    """A string as it is."""
    return value if isinstance(value, str) else None


def integer(value: Any) -> int | None:
    """A whole number of 64 bits."""
    fits = isinstance(value, int) and not isinstance(value, bool) and SMALLEST <= value <= LARGEST
    return value if fits else None


def boolean(value: Any) -> bool | None:
    """True or false, and no word for them."""
    return value if isinstance(value, bool) else None


def date(value: Any) -> dt.date | None:
    """The day of an ISO date, year-month-day."""
    try:
        day = dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day and day.isoformat() == value else None


def moment(value: Any) -> int | None:
    """Microseconds since 1970 UTC."""
    at = integer(value)
    return at if at is not None and FIRST_MOMENT <= at < AFTER_LAST else None


def texts(value: Any) -> list[str] | None:
    """A list of strings."""
    fits = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return value if fits else None


FITS: dict[Type, Callable[[Any], Any]] = {
    Type.TEXT: text,
    Type.EMAIL: text,
    Type.PHONE: text,
    Type.URL: text,
    Type.CHOICE: text,
    Type.DATE: date,
    Type.MOMENT: moment,
    Type.INTEGER: integer,
    Type.BOOLEAN: boolean,
    Type.LIST: texts,
}
"""Type → the value as it is compared and kept in a column, or None if it does not fit."""

"""Moments as integers: microseconds since 1970 UTC. They sort, compare and add without a calendar."""

import datetime as dt
import time

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


def now() -> int:
    """This moment in µs since 1970 UTC."""
    return time.time_ns() // 1000


def microseconds(moment: dt.datetime) -> int:
    """An aware datetime in µs since 1970 UTC, exactly."""
    # Unlike a float of seconds this is exact, and twice as quick as adding up the parts: the road asks for each event.
    return (moment - EPOCH) // MICROSECOND


def to_datetime(value: int) -> dt.datetime:
    """µs since 1970 UTC as a datetime in UTC. Raises OverflowError outside the years 1 to 9999."""
    return EPOCH + value * MICROSECOND


def rfc_3339(moment: int | dt.datetime) -> str:
    """A moment (µs since 1970 UTC, or an aware datetime) as 2026-03-01T09:30:00Z. Raises OverflowError."""
    at = to_datetime(moment) if isinstance(moment, int) else moment.astimezone(dt.UTC)
    return at.isoformat().replace("+00:00", "Z")

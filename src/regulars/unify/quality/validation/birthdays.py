"""Birthdays, written in any of three calendars, and ages that people have."""

import datetime as dt

from regulars.base.fields.calendars import BUDDHIST_OFFSET
from regulars.unify.facts import normalize

from .verdict import Finding, doubtful, fine, repaired

OLDEST = 120
# What programs write where they know none.
NEVER = frozenset({"1900-01-01", "1899-12-30", "1899-12-31", "1970-01-01", "1753-01-01", "0001-01-01", "1904-01-01"})


def check(value: object, _region: str | None, today: dt.date | None = None) -> Finding:
    """Not in the future, not more than 120 years ago, and no date that only stands for none."""
    written = normalize.date(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
    if written is None:
        return doubtful(value, "not_a_date")
    day, now = dt.date.fromisoformat(written), today or dt.datetime.now(dt.UTC).date()
    if written in NEVER:
        return doubtful(value, "placeholder_date")
    # Somewhere it is tomorrow already.
    if day > now + dt.timedelta(days=1):
        return doubtful(value, "in_the_future", otherwise(day, now))
    if age(day, now) > OLDEST:
        return doubtful(value, "too_old", otherwise(day, now))
    return fine(value) if written == value else repaired(written, "written_otherwise")


def age(day: dt.date, now: dt.date) -> int:
    """Full years."""
    return now.year - day.year - ((now.month, now.day) < (day.month, day.day))


def otherwise(day: dt.date, now: dt.date) -> str:
    """The same day in a calendar that was taken for another, or a century earlier; "" where neither is plausible."""
    for shift in (-BUDDHIST_OFFSET, BUDDHIST_OFFSET, -100):
        try:
            moved = day.replace(year=day.year + shift)
        except ValueError:
            continue
        if moved <= now and age(moved, now) <= OLDEST - 20:
            return moved.isoformat()
    return ""

"""Days and spans of time in the business's time zone, so that engines only compare dates and moments."""

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from regulars.base.fields.moments import to_datetime

MONTHS = {"months": 1, "years": 12}
DAYS = {"days": 1, "weeks": 7}
SECONDS = {"minutes": 60, "hours": 3600}
UNITS = (*SECONDS, *DAYS, *MONTHS)
DAY_UNITS = (*DAYS, *MONTHS)
LONGEST = {"minutes": 1_000_000, "hours": 100_000, "days": 36_500, "weeks": 5_200, "months": 1_200, "years": 100}


@dataclass(frozen=True)
class Clock:
    """A moment in µs since 1970 UTC, read in a time zone."""

    now: int
    zone: ZoneInfo

    @cached_property
    def moment(self) -> dt.datetime:
        """Now, in UTC."""
        return to_datetime(self.now)

    @cached_property
    def today(self) -> dt.date:
        """The day it is in the zone."""
        return self.moment.astimezone(self.zone).date()

    def start(self, day: dt.date) -> dt.datetime:
        """The first moment of a day in the zone, in UTC."""
        return dt.datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(dt.UTC)

    def day_from_today(self, count: int, unit: str) -> dt.date:
        """Today moved by a count of days, weeks, months or years; a day that a month lacks is its last."""
        return moved(self.today, count, unit)

    def moment_from_now(self, count: int, unit: str) -> dt.datetime:
        """Now moved by a count of units: hours and minutes by the stopwatch, days and longer by the wall clock."""
        if unit in SECONDS:
            return self.moment + dt.timedelta(seconds=count * SECONDS[unit])
        local = self.moment.astimezone(self.zone)
        day = moved(local.date(), count, unit)
        return local.replace(year=day.year, month=day.month, day=day.day).astimezone(dt.UTC)

    def days_ahead(self, count: int) -> frozenset[int]:
        """Month × 100 + day of today and the days after it, `count` in all; without a 29 February it is the 28th."""
        days = [self.today + dt.timedelta(days=ahead) for ahead in range(count)]
        codes = {day.month * 100 + day.day for day in days}
        if any((day.month, day.day) == (2, 28) and not calendar.isleap(day.year) for day in days):
            codes.add(229)
        return frozenset(codes)


def moved(day: dt.date, count: int, unit: str) -> dt.date:
    """A day moved by a count of days, weeks, months or years."""
    if unit in DAYS:
        return day + dt.timedelta(days=count * DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))

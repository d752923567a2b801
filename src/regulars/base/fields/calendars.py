"""Dates as people write them: Gregorian, Buddhist (Thai) and Jalali (Persian) years, digits of any script."""

import datetime as dt
import re

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from persiantools.jdatetime import JalaliDate

from regulars.base.fields import digits
from regulars.base.fields.enums import Calendar
from regulars.base.fields.errors import CalendarError

# The Thai solar calendar runs 543 years ahead with Gregorian months (official since 1941).
BUDDHIST_OFFSET = 543
# The first day of the Jalali year 1.
FIRST_JALALI = dt.date(622, 3, 22)
_YEARS = {
    Calendar.JALALI: range(1200, 1501),
    Calendar.GREGORIAN: range(1800, 2201),
    Calendar.BUDDHIST: range(2400, 2601),
}
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")


def parse(text: str, calendar: Calendar | None = None, *, is_day_first: bool = False) -> dt.date:
    """The day that a text in year-month-day or day-month-year order names.

    Without a calendar the year tells it: 1200–1500 Jalali, 1800–2200 Gregorian, 2400–2600 Buddhist.
    Raises `CalendarError` when it is no date, or when a Gregorian day and month could be swapped, unless whoever
    wrote it puts the day first.
    """
    year, first, second, year_first = _split(digits.to_ascii(text).strip())
    calendar = calendar or _calendar_of(year, text)
    if year_first:
        return to_date(year, first, second, calendar)
    if calendar == Calendar.GREGORIAN and not is_day_first and first != second and max(first, second) <= 12:
        raise CalendarError(format_lazy(_("“{text}” could be two dates. Write the year first."), text=text))
    if second > 12:
        first, second = second, first
    return to_date(year, second, first, calendar)


def to_date(year: int, month: int, day: int, calendar: Calendar) -> dt.date:
    """The Gregorian date of a year, month and day in a calendar; raises `CalendarError`."""
    try:
        if calendar == Calendar.JALALI:
            return JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
        if calendar == Calendar.BUDDHIST:
            year -= BUDDHIST_OFFSET
        return dt.date(year, month, day)
    except ValueError:
        written = f"{year}-{month:02}-{day:02}"
        raise CalendarError(format_lazy(_("There is no day {day} in this calendar."), day=written)) from None


def write(day: dt.date, calendar: Calendar, zero: str = "0") -> str:
    """The day as `year-month-day` in a calendar, in the digits whose zero is given."""
    year, month, of_month = parts(day, calendar)
    return digits.in_script(f"{year:04}-{month:02}-{of_month:02}", zero)


def parts(day: dt.date, calendar: Calendar) -> tuple[int, int, int]:
    """Year, month and day of the month in a calendar."""
    if calendar is Calendar.JALALI and day >= FIRST_JALALI:
        jalali = JalaliDate(day)  # type: ignore[no-untyped-call]
        return jalali.year, jalali.month, jalali.day
    offset = BUDDHIST_OFFSET if calendar is Calendar.BUDDHIST else 0
    return day.year + offset, day.month, day.day


def _split(text: str) -> tuple[int, int, int, bool]:
    if match := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        year, month, day = map(int, match.groups())
        return year, month, day, True
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = map(int, match.groups())
        return year, first, second, False
    raise CalendarError(format_lazy(_("“{text}” is not a date. Write it as year-month-day."), text=text))


def _calendar_of(year: int, text: str) -> Calendar:
    for calendar, years in _YEARS.items():
        if year in years:
            return calendar
    raise CalendarError(format_lazy(_("The year of “{text}” fits no calendar."), text=text))

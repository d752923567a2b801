"""Days and moments as a column writes them: in which calendar, in which order, with two-digit years. Pure."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from regulars.base.fields import digits
from regulars.base.fields.calendars import to_date
from regulars.base.fields.enums import Calendar
from regulars.base.fields.errors import CalendarError
from regulars.base.fields.months import folded, known
from regulars.collect.files.mapping.columns import DateOrder, Unclear

YEARS = {
    Calendar.JALALI: range(1200, 1501),
    Calendar.GREGORIAN: range(1800, 2201),
    Calendar.BUDDHIST: range(2400, 2601),
}
MONTH_FIRST = frozenset({"US", "PH", "PW", "FM", "MH"})
"""Where days are written month first (CLDR)."""
_NUMBERS = re.compile(r"(\d{1,4})\s*[-/.,年 ]\s*(\d{1,2})\s*[-/.,月 ]\s*(\d{1,4})\s*(?:日|号)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s/.-]*([^\d\s/,-][^\d/,-]*?)[\s/.,-]*(\d{4}|\d\d)")
_MONTH_FIRST = re.compile(r"([^\d\s][^\d]*?)\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})")
_ERA = re.compile(r"\s*(?:พ\s*\.\s*ศ\s*\.?|ค\s*\.\s*ศ\s*\.?|b\.?e\.?|a\.?d\.?)\s*", re.IGNORECASE)
_TIME = re.compile(
    r"(.*?)[T\s,،]*(?<!\d)(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*([ap]m|น\.?)?\s*(Z|[+-]\d\d:?\d\d)?$", re.I
)
_ZONE_WORDS = re.compile(r"\s*(?:UTC|GMT)$", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
# Day 0 of spreadsheets; serials of five digits lie between 1927 and 2173.
_DAY_ZERO = dt.date(1899, 12, 30)


class Parts(NamedTuple):
    """A day as three numbers; `year_at` is 0 or 2, `is_named` if its month was a word (and stands second)."""

    numbers: tuple[int, int, int]
    year_at: int
    is_named: bool = False
    has_short_year: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes days; "" where each cell tells."""

    calendar: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the days of a column have in common; `share` of its cells are days."""

    style: Style
    unclear: tuple[str, ...]
    share: float


LONGEST = 100
"""What is longer is no day; the patterns above take the square of a text's length."""


def day(text: str, style: Style = Style()) -> str | None:
    """The Gregorian ISO date that a cell names, or None when it is no certain day."""
    return _read_day(text, style) if len(text) <= LONGEST else None


@lru_cache(maxsize=65_536)
def _read_day(text: str, style: Style) -> str | None:
    found = parts(_day_of(text))
    try:
        if found is None:
            return _serial(text)
        return _date(found, style).isoformat()
    except (CalendarError, OverflowError):
        return None


def moment(text: str, style: Style, time_zone: str) -> str | None:
    """The moment that a cell names as ISO 8601 with its offset; a day alone is its first moment in the time zone."""
    return _read_moment(text, style, time_zone) if len(text) <= LONGEST else None


@lru_cache(maxsize=65_536)
def _read_moment(text: str, style: Style, time_zone: str) -> str | None:
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=_zone(text, time_zone)).isoformat()
    except ValueError:
        pass
    tidy = _ZONE_WORDS.sub("Z", digits.to_ascii(text))
    match = _TIME.fullmatch(tidy)
    date = day(match.group(1).strip() if match else tidy, style)
    if date is None:
        return None
    return _at(date, match, time_zone) if match else _first_moment(date, time_zone)


def _zone(text: str, time_zone: str) -> dt.tzinfo:
    return dt.datetime.fromisoformat(text).tzinfo or ZoneInfo(time_zone)


def _first_moment(date: str, time_zone: str) -> str:
    return dt.datetime.fromisoformat(date).replace(tzinfo=ZoneInfo(time_zone)).isoformat()


def _at(date: str, match: re.Match[str], time_zone: str) -> str | None:
    hour, minute, second = int(match.group(2)), int(match.group(3)), int(match.group(4) or 0)
    half = (match.group(5) or "").lower()
    if half in {"am", "pm"}:
        hour = hour % 12 + (12 if half == "pm" else 0)
    offset = match.group(6)
    try:
        at = dt.datetime.fromisoformat(f"{date}T{hour:02}:{minute:02}:{second:02}{(offset or '').upper()}")
    except ValueError:
        return None
    return (at if offset else at.replace(tzinfo=ZoneInfo(time_zone))).isoformat()


def parts(text: str) -> Parts | None:
    """The three numbers of a day; None for other texts."""
    plain = _ERA.sub(" ", digits.to_ascii(text)).strip()
    if match := _NUMBERS.fullmatch(plain):
        first, last = match.group(1), match.group(3)
        if len(first) == 4 and len(last) <= 2:
            return Parts((int(first), int(match.group(2)), int(last)), 0)
        if len(first) <= 2 and len(last) in {2, 4}:
            return Parts((int(first), int(match.group(2)), int(last)), 2, has_short_year=len(last) == 2)
        return None
    if match := _COMPACT.fullmatch(plain):
        return Parts(tuple(map(int, match.groups())), 0)  # type: ignore[arg-type]
    return _named(plain)


def _named(plain: str) -> Parts | None:
    if match := _NAMED.fullmatch(plain):
        of_month, month, year = match.group(1), _month(match.group(2)), match.group(3)
    elif match := _MONTH_FIRST.fullmatch(plain):
        of_month, month, year = match.group(2), _month(match.group(1)), match.group(3)
    else:
        return None
    return Parts((int(of_month), month, int(year)), 2, is_named=True, has_short_year=len(year) == 2) if month else None


def _month(name: str) -> int:
    """The number of a month; one that starts with its English short name counts, such as Sept."""
    word = folded(name)
    return (
        known().get(word) or known().get(word.replace(" ", "")) or (known().get(word[:3], 0) if word.isascii() else 0)
    )


def _serial(text: str) -> str | None:
    """The day that a spreadsheet counts from 1899."""
    plain = digits.to_ascii(text).strip()
    return (_DAY_ZERO + dt.timedelta(int(plain[:5]))).isoformat() if _SERIAL.fullmatch(plain) else None


def _date(found: Parts, style: Style) -> dt.date:
    year = found.numbers[found.year_at]
    if found.has_short_year:
        calendar = Calendar(style.calendar or Calendar.GREGORIAN)
        year = _whole_year(year, calendar)
    else:
        calendar = calendar_of(year, style.calendar)
    first, second = found.numbers[:2] if found.year_at else found.numbers[1:]
    if found.year_at == 0:
        return to_date(year, first, second, calendar)
    if not found.is_named and is_month_first(first, second, calendar, style.order):
        first, second = second, first
    return to_date(year, second, first, calendar)


def is_month_first(first: int, second: int, calendar: Calendar, order: str) -> bool:
    """Whether the first of two numbers is the month. Raises CalendarError where nothing tells."""
    if second > 12:
        return True
    if first > 12 or first == second:
        return False
    if not order and calendar is Calendar.GREGORIAN:
        raise CalendarError(f"{first}/{second}")
    return order == DateOrder.MDY


def calendar_of(year: int, preferred: str = "") -> Calendar:
    """The calendar of a year: the column's if it has such years. Raises CalendarError."""
    if preferred and year in YEARS[Calendar(preferred)]:
        return Calendar(preferred)
    for calendar, years in YEARS.items():
        if year in years:
            return calendar
    raise CalendarError(str(year))


def _whole_year(year: int, calendar: Calendar) -> int:
    """A year of two digits as the one that is not ahead of us."""
    century = {Calendar.BUDDHIST: 2500, Calendar.JALALI: 1400, Calendar.GREGORIAN: 2000}[calendar]
    today = dt.datetime.now(dt.UTC).year
    now = {Calendar.BUDDHIST: today + 543, Calendar.JALALI: today - 621, Calendar.GREGORIAN: today}[calendar]
    return century + year if century + year <= now else century - 100 + year


def seen(cells: Iterable[str], *, region: str = "") -> Seen | None:
    """How a column writes days, decided over these cells; None where fewer than half are days."""
    texts = list(cells)
    found = [part for text in texts if len(text) <= LONGEST and (part := parts(_day_of(text)))]
    if not texts or len(found) * 2 < len(texts):
        return None
    calendar, unclear = _calendar(found, region)
    order, doubt = _order(found, region, calendar)
    return Seen(Style(calendar, order), (*unclear, *doubt), len(found) / len(texts))


def _day_of(text: str) -> str:
    """A day without its time."""
    if ":" not in text:
        return text
    match = _TIME.fullmatch(_ZONE_WORDS.sub("Z", digits.to_ascii(text)))
    return match.group(1).strip() if match else text


def _calendar(found: list[Parts], region: str) -> tuple[str, tuple[str, ...]]:
    """The calendar that nearly all whole years are of; where all years are short, the region's."""
    counts: dict[str, int] = {}
    for part in found:
        if not part.has_short_year:
            year = part.numbers[part.year_at]
            for calendar, years in YEARS.items():
                counts[calendar] = counts.get(calendar, 0) + (year in years)
    if any(counts.values()):
        most = max(counts, key=lambda calendar: counts[calendar])
        is_mixed = sum(counts.values()) - counts[most] > 0.02 * sum(counts.values())
        return ("", (Unclear.CALENDAR,)) if is_mixed else (most, ())
    usual = {"TH": Calendar.BUDDHIST, "IR": Calendar.JALALI, "AF": Calendar.JALALI}.get(region, Calendar.GREGORIAN)
    return usual.value, (Unclear.CALENDAR,) if region in {"TH", "IR", "AF"} else ()


def _order(found: list[Parts], region: str, calendar: str) -> tuple[str, tuple[str, ...]]:
    last = [part for part in found if part.year_at == 2 and not part.is_named]
    if not last:
        return DateOrder.YMD, ()
    day_first = sum(part.numbers[0] > 12 >= part.numbers[1] for part in last)
    month_first = sum(part.numbers[1] > 12 >= part.numbers[0] for part in last)
    if day_first and month_first:
        return (DateOrder.DMY if day_first >= month_first else DateOrder.MDY), (Unclear.DATE_ORDER,)
    if day_first or month_first:
        return (DateOrder.DMY if day_first else DateOrder.MDY), ()
    is_open = calendar in {"", Calendar.GREGORIAN} and any(part.numbers[0] != part.numbers[1] for part in last)
    usual = DateOrder.MDY if region in MONTH_FIRST and is_open else DateOrder.DMY
    return usual, (Unclear.DATE_ORDER,) if is_open else ()

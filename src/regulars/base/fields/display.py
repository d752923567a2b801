"""Writes numbers, money and times as a reader of the current language expects them.

Digits, separators and calendars follow CLDR: Persian readers get Persian digits and Jalali dates, Thai readers
Buddhist years, everyone else Gregorian dates; unless they chose another calendar.
"""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from regulars.base.fields import calendars, digits, moments, months
from regulars.base.fields.enums import Calendar

CALENDARS = {"th": Calendar.BUDDHIST, "fa": Calendar.JALALI}
ZEROS = {"fa": "۰"}
_chosen: ContextVar[Calendar | None] = ContextVar("calendar", default=None)
GROUPING = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")
SEPARATORS = {"fa": ("٬", "٫")}
SYMBOLS = {"THB": "฿", "USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "JPY": "¥", "INR": "₹", "KRW": "₩"}


def language() -> str:
    """The current language without its script or country: en, th, zh or fa."""
    return (get_language() or "en").split("-")[0]


def calendar() -> Calendar:
    """The calendar that the reader chose, or that readers of the current language keep."""
    return _chosen.get() or usual_calendar(language())


def usual_calendar(language: str) -> Calendar:
    """The calendar that readers of a language keep, unless they say otherwise."""
    return CALENDARS.get(language.split("-", maxsplit=1)[0], Calendar.GREGORIAN)


@contextmanager
def keeping(calendar: str) -> Iterator[None]:
    """Write days in this calendar; "" as is usual for the language."""
    token = _chosen.set(Calendar(calendar) if calendar in Calendar.values else None)
    try:
        yield
    finally:
        _chosen.reset(token)


def in_digits(text: str) -> str:
    """ASCII digits as readers of the current language write them."""
    return digits.in_script(text, ZEROS.get(language(), "0"))


def regrouped(text: str) -> str:
    """The numbers in a text, such as 1,234, as readers of the current language write them."""
    thousand, _point = SEPARATORS.get(language(), (",", "."))
    return in_digits(GROUPING.sub(thousand, text))


def number(value: float | Decimal, places: int | None = None) -> str:
    """1234.5 as 1,234.5 or ۱٬۲۳۴٫۵; `places` fixes the digits after the point."""
    written = f"{value:,.{places}f}" if places is not None else f"{value:,}"
    thousand, point = SEPARATORS.get(language(), (",", "."))
    return in_digits(written.translate({ord(","): thousand, ord("."): point}))


def money(amount: Decimal | float, currency: str) -> str:
    """฿1,234 or 1,234.50 SEK: the fraction only where there is one, the code where no symbol is well known."""
    value = Decimal(str(amount))
    written = number(abs(value), 0 if value == value.to_integral_value() else 2)
    minus = "−" if value < 0 else ""
    symbol = SYMBOLS.get(currency.upper())
    return f"{minus}{symbol}{written}" if symbol else f"{minus}{written} {currency}".rstrip()


def to_datetime(value: int | dt.datetime) -> dt.datetime:
    """A moment (µs since 1970 UTC, or a datetime) in the reader's time zone; raises OverflowError beyond year 9999."""
    moment = value if isinstance(value, dt.datetime) else moments.to_datetime(value)
    local: dt.datetime = timezone.localtime(moment)
    return local


def day(value: dt.date, *, with_year: bool = True) -> str:
    """19 Nov 2026, 19 พ.ย. 2569, 2026年11月19日 or ۲۸ آبان ۱۴۰۵."""
    year, month, of_month = calendars.parts(value, calendar())
    if language() == "zh":
        return f"{year}年{month}月{of_month}日" if with_year else f"{month}月{of_month}日"
    name = months.names(calendar(), language())[month - 1]
    return in_digits(f"{of_month} {name} {year}" if with_year else f"{of_month} {name}")


def numeric_day(value: dt.date) -> str:
    """A day as it is typed: year-month-day in the reader's calendar and digits."""
    return calendars.write(value, calendar(), ZEROS.get(language(), "0"))


def time_of_day(value: dt.datetime, *, seconds: bool = False) -> str:
    """08:12, or 08:12:05."""
    return in_digits(value.strftime("%H:%M:%S" if seconds else "%H:%M"))


def moment(value: dt.datetime, *, seconds: bool = False) -> str:
    """19 Nov 2026, 08:12."""
    parts = {"day": day(value.date()), "time": time_of_day(value, seconds=seconds)}
    return pgettext("a day and the time on it", "%(day)s, %(time)s") % parts


def ago(value: dt.datetime, now: dt.datetime) -> str:
    """How long ago in the one unit that fits, or the day itself where that is over a month away or ahead."""
    seconds = int((now - value).total_seconds())
    if -5 <= seconds < 5:
        return _("just now")
    if seconds < 0 or seconds >= 30 * 86_400:
        return moment(value) if seconds < 0 else day(value.date())
    return ago_in_unit(seconds)


def ago_in_unit(seconds: int) -> str:
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if not minutes:
        return ngettext("%(n)s second ago", "%(n)s seconds ago", seconds) % {"n": number(seconds)}
    if not hours:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": number(minutes)}
    if not days:
        return ngettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": number(hours)}
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": number(days)}

"""What the business is called, and how it counts days and speaks where nobody in particular is reading."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone, translation

from regulars.base.web import preferences

NAME, LANGUAGE, TIME_ZONE, FIRST_WEEKDAY = (
    f"business.{name}" for name in ("name", "language", "time_zone", "first_weekday")
)
MONDAY, SATURDAY = 0, 5
FIRST_WEEKDAYS = {"fa": SATURDAY}


def name() -> str:
    """As customers and colleagues know it; "" until somebody has said."""
    return str(preferences.read(NAME, ""))


def language() -> str:
    """The code of the language in which mails and jobs speak, and pages to whoever has chosen none."""
    chosen = preferences.read(LANGUAGE)
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def zone() -> ZoneInfo:
    """The time zone in which days are counted: by rules, by the timetable of jobs, by figures of a day."""
    return zone_or(preferences.read(TIME_ZONE, ""), settings.TIME_ZONE)


def zone_or(key: str, otherwise: str) -> ZoneInfo:
    """A zone by name; the other one for a name that this machine does not know (any more)."""
    try:
        return ZoneInfo(key or otherwise)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(otherwise)


def midnight() -> datetime:
    """When today began."""
    local: datetime = timezone.localtime(timezone=zone())
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def first_weekday() -> int:
    """The day that weeks begin with, 0 for Monday; unless somebody has said, as the language has it."""
    chosen = preferences.read(FIRST_WEEKDAY)
    return chosen if chosen in range(7) else FIRST_WEEKDAYS.get(language(), MONDAY)


@contextmanager
def speaking() -> Iterator[None]:
    """Write times and words as the business does: in jobs, in mails and in the terminal."""
    with translation.override(language()), timezone.override(zone()):
        yield

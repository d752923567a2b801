"""Time zones as people look for them: by part of the world and city, in the reader's language where it is known."""

import datetime as dt
import zoneinfo
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}
UNIVERSAL = "UTC"


class City(NamedTuple):
    """A time zone by the city that it is named after."""

    zone: str
    name: str


@cache
def zones() -> frozenset[str]:
    """The zones that can be chosen: those of a place, and UTC."""
    places = (zone for zone in zoneinfo.available_timezones() if zone.partition("/")[0] in REGIONS and "/" in zone)
    return frozenset(places) | {UNIVERSAL}


def by_region(language: str) -> list[tuple[str, list[City]]]:
    """Parts of the world with their cities, by name in this language."""
    regions = ((str(REGIONS[code]), list(found)) for code, found in groupby(cities(language), key=region))
    return sorted(regions)


def region(city: City) -> str:
    return city.zone.partition("/")[0]


@cache
def cities(language: str) -> tuple[City, ...]:
    """All zones but UTC, by region and by name in this language."""
    found = (City(zone, city_name(zone, language)) for zone in zones() - {UNIVERSAL} - other_names())
    return tuple(sorted(found, key=lambda city: (region(city), city.name)))


@cache
def other_names() -> frozenset[str]:
    """Zones that stand under another name too; they are not offered, and what was chosen once stays good."""
    if find_spec("babel") is None:
        return frozenset()
    from babel.core import get_global  # noqa: PLC0415  it need not be there

    return frozenset(get_global("zone_aliases"))


@cache
def city_name(zone: str, language: str) -> str:
    """The city of a zone: as CLDR has it where Babel is installed, else the zone's own name without its region."""
    if zone == UNIVERSAL:
        return zone
    plain = zone.partition("/")[2].replace("_", " ")
    if find_spec("babel") is None:
        return plain
    from babel.core import Locale  # noqa: PLC0415  it need not be there

    names = Locale.parse(language.replace("-", "_").replace("hans", "Hans")).time_zones
    return str(names.get(zone, {}).get("city", plain))


def offset(zone: str, at: dt.datetime) -> str:
    """What clocks there are ahead of UTC: “UTC+07:00”."""
    minutes = int((at.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() or dt.timedelta()).total_seconds() // 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"

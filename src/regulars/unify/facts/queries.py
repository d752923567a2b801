"""Reads sources, and recognises them by write key."""

import time
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet

from regulars.base.fields.moments import DAY, now

from .enums import SourceKind
from .models import Day, Rejected, Source
from .statement import SourceRef

FRESH = 1.0
FIRST_DAY = date(1970, 1, 1)


def sources() -> QuerySet[Source]:
    """All sources, oldest first."""
    return Source.objects.order_by("id")


def usual_region() -> str:
    """The country of the newest source that has one; "" if none has."""
    return sources().exclude(region="").order_by("-id").values_list("region", flat=True).first() or ""


def public_sources() -> set[int]:
    """The ids of sources that anyone can speak for."""
    public = [kind for kind in SourceKind if kind.is_public]
    return set(sources().filter(kind__in=public).values_list("id", flat=True))


def rejected(source: int | None = None) -> QuerySet[Rejected]:
    """What doors refused in the last seven days, newest first."""
    found = Rejected.objects.order_by("-rejected_at", "-id")
    return found if source is None else found.filter(source=source)


def source_ref(source: Source) -> SourceRef:
    """What the road and the doors need to know of a source."""
    kind = SourceKind(source.kind)
    return SourceRef(
        source.pk, kind.value, source.namespace, source.region, kind.is_public, kind.rank, tuple(source.rules)
    )


def heard_on(positions: Iterable[int]) -> dict[int, date]:
    """Position → the day on which it was heard (UTC); positions older than the first day noted are left out."""
    days = list(Day.objects.order_by("first_position", "day").values_list("first_position", "day"))
    firsts = [first for first, _ in days]
    places = {position: bisect_right(firsts, position) for position in positions}
    return {position: FIRST_DAY + timedelta(days[place - 1][1]) for position, place in places.items() if place}


def first_key_since(days: int) -> int:
    """The lowest key that was new within the last so many days (UTC, today is the last); 0 if none was noted."""
    oldest = now() // DAY - days + 1
    first = Day.objects.filter(day__gte=oldest, first_key__isnull=False).order_by("day").first()
    return 0 if first is None or first.first_key is None else int(first.first_key)


class WriteKeys:
    """The enabled sources by write key, as they were at most a second ago."""

    def __init__(self) -> None:
        self.known: dict[str, SourceRef] = {}
        self.loaded_at = float("-inf")

    def fresh_for(self) -> float:
        """Seconds until these may be loaded again; 0 when it is time."""
        return max(0.0, self.loaded_at + FRESH - time.monotonic())

    def load(self) -> None:
        """Read them again."""
        loaded_at = time.monotonic()
        enabled = [(source, source_ref(source)) for source in sources().filter(is_enabled=True)]
        at = now()
        old = {source.old_write_key: ref for source, ref in enabled if source.old_key_until > at}
        self.known = old | {source.write_key: ref for source, ref in enabled}
        self.loaded_at = loaded_at

"""Reads the audit trail: newest first, a page at a time, by indexes alone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from django.db import connection
from django.db.models import Q, QuerySet

from regulars.base.audit.chain import microseconds
from regulars.base.audit.models import (
    AuditBlock,
    AuditEntry,
    AuditOrigin,
    AuditSubject,
    AuditText,
    AuditVerification,
)
from regulars.base.fields.moments import to_datetime
from regulars.base.web import trail

PEOPLE = "customer"
MOST_ACTORS = 500
ACTORS = """
WITH RECURSIVE known(actor) AS (
  SELECT min(actor) FROM audit_entry
  UNION ALL
  SELECT (SELECT min(e.actor) FROM audit_entry e WHERE e.actor > known.actor) FROM known WHERE known.actor IS NOT NULL
)
SELECT actor FROM known WHERE actor IS NOT NULL LIMIT %s
"""


@dataclass(frozen=True)
class Conditions:
    """What entries must meet, all of it; `people` are customers' keys, `actions` codes, `since` is included."""

    actor: str = ""
    actions: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    address: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Page:
    """Entries newest first, and the cursor of the page behind."""

    entries: list[AuditEntry]
    next: str = ""


def entries_page(conditions: Conditions, cursor: str = "", limit: int = 50) -> Page:
    """One page. A cursor that cannot be read is as good as none."""
    found = matching(conditions, parse_cursor(cursor), limit + 1)
    return Page(found[:limit], cursor_of(found[limit - 1]) if len(found) > limit else "")


def matching(conditions: Conditions, after: tuple[datetime, int] | None, limit: int) -> list[AuditEntry]:
    """The newest entries behind a place."""
    found = narrowed(conditions, after)
    if not conditions.actions:
        return list(found[:limit])
    if conditions.people or conditions.address:
        return list(found.filter(action__in=conditions.actions)[:limit])
    # One look into the index for each action: together they would be sorted first, however many there are.
    each = (found.filter(action=action)[:limit] for action in conditions.actions)
    return list(islice(merge(*each, key=lambda one: (one.at, one.id), reverse=True), limit))


def narrowed(conditions: Conditions, after: tuple[datetime, int] | None) -> QuerySet[AuditEntry]:
    """All conditions but the actions."""
    found = AuditEntry.objects.order_by("-at", "-id")
    if after is not None:
        found = found.filter(Q(at__lt=after[0]) | Q(at=after[0], id__lt=after[1]), at__lte=after[0])
    if conditions.people:
        about = AuditSubject.objects.filter(key__in=conditions.people).values("entry_id")
        found = found.filter(id__in=about, object_type__in=people_types())
    if conditions.address:
        found = found.filter(origin__in=AuditOrigin.objects.filter(address=conditions.address).values("hash"))
    plain = {"actor": conditions.actor or None, "at__gte": conditions.since, "at__lt": conditions.until}
    return found.filter(**{name: value for name, value in plain.items() if value is not None})


def cursor_of(entry: AuditEntry) -> str:
    return f"{microseconds(entry.at)}-{entry.id}"


def people_types() -> list[str]:
    """The types of objects whose keys are keys of customers and of what identifies them."""
    return [thing.type for thing in trail.things.values() if thing.space == PEOPLE]


def parse_cursor(cursor: str) -> tuple[datetime, int] | None:
    at, _, id_ = cursor.partition("-")
    try:
        return to_datetime(int(at)), min(int(id_), 2**63 - 1)
    except (ValueError, OverflowError):
        return None


def entry(entry_id: int) -> AuditEntry | None:
    """One entry."""
    return AuditEntry.objects.filter(pk=entry_id).first()


def entries(
    *,
    key: int | None = None,
    object_type: str | None = None,
    actor: str | None = None,
    action: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuditEntry]:
    """Entries that meet every condition given, newest first; `since` is included, `until` is not."""
    found = AuditEntry.objects.order_by("-id")
    if key is not None:
        found = found.filter(id__in=AuditSubject.objects.filter(key=key).values("entry_id"))
    conditions = {
        "object_type": object_type,
        "actor": actor,
        "action": action,
        "at__gte": since,
        "at__lt": until,
    }
    return found.filter(**{name: value for name, value in conditions.items() if value is not None})


def subjects(entry_ids: Iterable[int]) -> dict[int, list[int]]:
    """Keys that each entry is about, by entry id."""
    found: dict[int, list[int]] = {entry_id: [] for entry_id in entry_ids}
    rows = AuditSubject.objects.filter(entry_id__in=list(found)).order_by("key")
    for entry_id, key in rows.values_list("entry_id", "key"):
        found[entry_id].append(key)
    return found


def subjects_after(entry_id: int, key: int | None, limit: int) -> list[int]:
    """The next keys that an entry is about, in ascending order."""
    found = AuditSubject.objects.filter(entry_id=entry_id).order_by("key")
    if key is not None:
        found = found.filter(key__gt=key)
    return list(found.values_list("key", flat=True)[:limit])


def texts(entry_ids: Iterable[int]) -> dict[int, str]:
    """Free text of the entries that have one that was not erased, by entry id."""
    rows = AuditText.objects.filter(entry_id__in=list(entry_ids))
    return dict(rows.values_list("entry_id", "text"))


def origins(hashes: Collection[bytes]) -> dict[bytes, trail.Origin]:
    """Where entries came from, by what they hold; erased ones are absent."""
    rows = AuditOrigin.objects.filter(hash__in=hashes).values_list("hash", "address", "client")
    return {bytes(hash_): trail.Origin(address, client) for hash_, address, client in rows}


def actors() -> list[str]:
    """Everybody who did anything, by looking into the index once for each."""
    with connection.cursor() as cursor:
        cursor.execute(ACTORS, [MOST_ACTORS])
        return [actor for (actor,) in cursor.fetchall()]


def block_of(entry_id: int) -> AuditBlock | None:
    """The block that an entry is sealed in, without its leaves."""
    return AuditBlock.objects.defer("leaves").filter(last__gte=entry_id).order_by("last").first()


@dataclass(frozen=True)
class Status:
    """How the trail stands: sealed up to when, since when something waits, and the last verification."""

    sealed_at: datetime | None
    waiting_since: datetime | None
    verified: AuditVerification | None


def status() -> Status:
    """Four rows, whatever the size of the trail."""
    block = AuditBlock.objects.order_by("-number").values_list("last", "sealed_at").first()
    last, sealed_at = block or (0, None)
    waiting = AuditEntry.objects.filter(id__gt=last).order_by("id").values_list("at", flat=True).first()
    return Status(sealed_at, waiting, AuditVerification.objects.order_by("-id").first())

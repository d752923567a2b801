"""Reads the audit trail."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from regulars.base.audit.models import AuditEntry, AuditSubject, AuditText


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


def texts(entry_ids: Iterable[int]) -> dict[int, str]:
    """Free text of the entries that have one that was not erased, by entry id."""
    rows = AuditText.objects.filter(entry_id__in=list(entry_ids))
    return dict(rows.values_list("entry_id", "text"))

"""Adds to the audit trail, and erases the free text beside it."""

import hashlib
import os
import re
from collections.abc import Iterable

from django.db import transaction

from regulars.base.audit.errors import ActorInvalid
from regulars.base.audit.models import AuditEntry, AuditSubject, AuditText

ACTOR = re.compile(r"owner|system|(user|source|key):\d+")
CHUNK = 10_000


@transaction.atomic
def record(
    action: str,
    *,
    actor: str,
    object_type: str = "",
    keys: Iterable[int] = (),
    fields: Iterable[str] = (),
    text: str | None = None,
) -> AuditEntry:
    """Add one entry, in the caller's transaction where there is one. Raises ActorInvalid.

    `action` is noun.verb ("customer.show"), `keys` are of objects of one `object_type`, `fields` are names.
    Whatever an actor typed (a search, a reason) goes into `text` and nowhere else.
    """
    check_actor(actor)
    subjects = sorted(set(keys))
    salt = os.urandom(16)
    entry = AuditEntry.objects.create(
        actor=actor,
        action=action,
        object_type=object_type,
        subject_count=len(subjects),
        fields=sorted(set(fields)),
        text_hash=None if text is None else text_hash(salt, text),
    )
    rows = (AuditSubject(entry_id=entry.id, key=key) for key in subjects)
    AuditSubject.objects.bulk_create(rows, batch_size=CHUNK)
    if text is not None:
        AuditText.objects.create(entry_id=entry.id, salt=salt, text=text)
    return entry


def text_hash(salt: bytes, text: str) -> bytes:
    """SHA-256 of salt and text: proves what was written, as long as the salt is kept."""
    return hashlib.sha256(salt + text.encode()).digest()


def check_actor(actor: str) -> None:
    if not ACTOR.fullmatch(actor):
        raise ActorInvalid(f"{actor!r} is no actor: use owner, system, user:N, source:N or key:N.")


@transaction.atomic
def erase_texts(*, keys: Iterable[int] = (), values: Iterable[str] = ()) -> int:
    """Erase free text of entries about `keys`, and any that contains one of `values`; returns how many went."""
    erased = 0
    for key in keys:
        entries = AuditSubject.objects.filter(key=key).values("entry_id")
        erased += AuditText.objects.filter(entry_id__in=entries).delete()[0]
    for value in values:
        erased += AuditText.objects.filter(text__icontains=value).delete()[0]
    return erased

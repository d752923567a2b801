"""Adds to the audit trail, and erases the free text beside it."""

import os
import re
from collections.abc import Iterable

from django.db import transaction

from regulars.base.audit import origins
from regulars.base.audit.chain import salted
from regulars.base.audit.errors import ActorInvalid, ActUnknown
from regulars.base.audit.models import AuditEntry, AuditOrigin, AuditSubject, AuditText
from regulars.base.audit.queries import people_types
from regulars.base.jobs.services import enqueue
from regulars.base.web import trail

ACTOR = re.compile(r"owner|system|matching|(user|source|key):\d+")
CHUNK = 10_000
SEAL_EACH = 1000
"""So many entries are sealed at once; fewer are sealed every minute."""

must_be_known = False
"""Whether an action without words is refused; tests say so, where a missing sentence is a defect and no loss."""


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
    Whatever an actor typed (a search, a reason) goes into `text` and nowhere else. Where it comes from is known
    from the request or the command that is being carried out.
    """
    check_actor(actor)
    check_action(action)
    subjects = sorted(set(keys))
    salt = os.urandom(16)
    origin = trail.origin.get()
    entry = AuditEntry.objects.create(
        actor=actor,
        action=action,
        object_type=object_type,
        subject_count=len(subjects),
        fields=sorted(set(fields)),
        text_hash=None if text is None else salted(salt, text),
        origin=None if origin is None else origins.hash_of(origin),
    )
    for start in range(0, len(subjects), CHUNK):
        AuditSubject.objects.bulk_create(
            AuditSubject(entry_id=entry.id, key=key) for key in subjects[start : start + CHUNK]
        )
    if text is not None:
        AuditText.objects.create(entry_id=entry.id, salt=salt, text=text)
    if entry.id % SEAL_EACH == 0:
        enqueue("audit.seal", once=True)
    return entry


def check_actor(actor: str) -> None:
    if not ACTOR.fullmatch(actor):
        raise ActorInvalid(f"{actor!r} is no actor: use owner, system, user:N, source:N or key:N.")


def check_action(action: str) -> None:
    if must_be_known and action not in trail.acts:
        raise ActUnknown(f"{action!r} has no words: declare it in your app's module `acts`, see base/web/trail.py.")


@transaction.atomic
def erase_texts(*, people: Iterable[int] = (), values: Iterable[str] = ()) -> int:
    """Erase free text of entries about people, by their keys, and any that contains one of `values`; how many went.

    What has the same number and is nobody, such as a colleague or a view, keeps its texts.
    """
    erased = 0
    types = people_types()
    for key in people:
        entries = AuditEntry.objects.filter(id__in=AuditSubject.objects.filter(key=key).values("entry_id"))
        about = entries.filter(object_type__in=types).values("id")
        erased += AuditText.objects.filter(entry_id__in=about).delete()[0]
    for value in values:
        erased += AuditText.objects.filter(text__icontains=value).delete()[0]
    return erased


def erase_origins(address: str) -> int:
    """Erase where acts came from, for an address; returns how many rows went. Another process may know it an hour."""
    origins.forget()
    return AuditOrigin.objects.filter(address=address).delete()[0]

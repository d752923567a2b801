"""The one door into the database, and the sources that come through it."""

import secrets
import time
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from regulars.base.audit.services import record

from . import inbox
from .enums import SourceKind
from .errors import SourceInvalid, SourceNameTaken
from .fact import Fact, Lane, encode
from .models import Rejected, Source

MICROSECONDS = 1_000_000
DAY = 86_400 * MICROSECONDS
KEEP_REJECTED = 7 * DAY


def now() -> int:
    """This moment in µs since 1970 UTC."""
    return time.time_ns() // 1000


def take(
    facts: Sequence[Fact], *, source: int, lane: Lane = Lane.LIVE, batch: int = 0, received_at: int | None = None
) -> int:
    """Make facts durable as one request, in their order, and return its inbox id; the road files them later.

    `batch` is 0 for live facts, > 0 for an import. Raises ValueError without facts, DatabaseError if not stored.
    """
    if not facts:
        raise ValueError("A request needs at least one fact.")
    heard_at = now() if received_at is None else received_at
    return inbox.put(inbox.Request(lane, source, batch, heard_at, len(facts), encode(facts)))


@transaction.atomic
def create_source(
    name: str,
    *,
    kind: SourceKind,
    actor: str,
    namespace: str = "default",
    region: str = "",
    rules: Sequence[dict[str, Any]] = (),
) -> Source:
    """A new source with a write key of its own. Raises SourceNameTaken, SourceInvalid.

    Sources of one namespace share their user ids; `region` (ISO 3166) is where its phone numbers are from.
    """
    source = Source(
        name=name.strip(),
        kind=kind,
        write_key=secrets.token_urlsafe(24),
        namespace=namespace,
        region=region.upper(),
        rules=list(rules),
    )
    check_source(source)
    source.save(force_insert=True)
    record("source.create", actor=actor, object_type="source", keys=[source.pk])
    return source


def check_source(source: Source) -> None:
    """Raises SourceNameTaken, SourceInvalid."""
    if Source.objects.filter(name=source.name).exists():
        raise SourceNameTaken
    try:
        source.clean_fields(exclude=["rules"])
    except ValidationError as error:
        raise SourceInvalid("; ".join(error.messages)) from error


def purge_rejected(*, older_than: int | None = None) -> int:
    """Delete what doors refused before this moment (µs; default seven days ago); returns how many rows went."""
    before = now() - KEEP_REJECTED if older_than is None else older_than
    return Rejected.objects.filter(rejected_at__lt=before).delete()[0]


def colleagues() -> Source:
    """The source of what colleagues decide and edit; made when it is first needed."""
    source = Source.objects.filter(kind=SourceKind.STAFF).order_by("id").first()
    return source or create_source("Colleagues", kind=SourceKind.STAFF, actor="system")

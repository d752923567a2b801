"""The one door into the database, and the sources that come through it."""

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from regulars.base.audit.services import record
from regulars.base.fields.moments import DAY, now

from . import inbox, prepared
from .enums import SourceKind
from .errors import SourceInvalid, SourceNameTaken, SourceUnknown
from .fact import Fact, Lane, encode
from .models import Rejected, Source
from .queries import usual_region

KEEP_REJECTED = 7 * DAY
MOST_REJECTED = 10_000
"""How many of the newest refusals are kept of one source."""
OLD_KEY_STAYS = 7 * DAY
"""How long the write key of before a rotation is good, so that pages and apps out there can follow."""


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


def take_staged(path: Path, *, source: int, batch: int, first: int, count: int, received_at: int | None = None) -> int:
    """Make a range of a prepared file durable as one request of an import, and return its inbox id.

    The road reads the facts from the file, which must stay until the inbox holds nothing of the batch any more.
    Raises ValueError without facts or outside the data folder, PreparedBroken, DatabaseError if not stored.
    """
    if count < 1 or batch < 1:
        raise ValueError("A request needs at least one fact, of an import.")
    prepared.check(path, first + count)
    heard_at = now() if received_at is None else received_at
    body = inbox.encode(inbox.Staged(str(path.resolve().relative_to(settings.DATA)), first))
    return inbox.put(inbox.Request(Lane.IMPORTS, source, batch, heard_at, count, body))


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
        write_key=new_write_key(),
        namespace=namespace,
        region=region.upper(),
        rules=list(rules),
    )
    check_source(source)
    source.save(force_insert=True)
    let_colleagues_speak_from(source.region)
    record("source.create", actor=actor, object_type="source", keys=[source.pk])
    return source


def let_colleagues_speak_from(region: str) -> None:
    """What colleagues type without a country is of the first country that a source speaks from."""
    if region:
        Source.objects.filter(kind=SourceKind.STAFF, region="").update(region=region)


def new_write_key() -> str:
    """192 random bits; the first character is a letter or digit, so that no command takes the key for an option."""
    while not (key := secrets.token_urlsafe(24))[0].isalnum():
        pass
    return key


def check_source(source: Source) -> None:
    """Raises SourceNameTaken, SourceInvalid."""
    if Source.objects.filter(name=source.name).exclude(pk=source.pk).exists():
        raise SourceNameTaken
    try:
        source.clean_fields(exclude=["rules"])
    except ValidationError as error:
        raise SourceInvalid("; ".join(error.messages)) from error
    if not all(is_rule(rule) for rule in source.rules):
        raise SourceInvalid(_("Write each rule as an event, a property of it, and a trait or an identifier."))


def is_rule(rule: object) -> bool:
    """Whether this maps a property of an event ("*": of any) to a trait or an identifier."""
    if not isinstance(rule, dict) or not all(
        isinstance(text, str) and text.isprintable() and text for text in rule.values()
    ):
        return False
    return rule.keys() in ({"event", "property", "trait"}, {"event", "property", "identifier"})


def locked_source(source_id: int) -> Source:
    """The source, for as long as the transaction lasts. Raises SourceUnknown."""
    source = Source.objects.select_for_update().filter(pk=source_id).first()
    if source is None:
        raise SourceUnknown
    return source


@transaction.atomic
def change_source(
    source_id: int,
    *,
    actor: str,
    name: str | None = None,
    region: str | None = None,
    namespace: str | None = None,
    rules: Sequence[dict[str, Any]] | None = None,
) -> Source:
    """Change what is given; facts that were filed stay as they were. Raises SourceUnknown, -NameTaken, -Invalid."""
    source = locked_source(source_id)
    given: dict[str, Any] = {
        "name": name and name.strip(),
        "region": region and region.upper(),
        "namespace": namespace,
        "rules": None if rules is None else list(rules),
    }
    changes = {field: value for field, value in given.items() if value is not None and value != getattr(source, field)}
    for field, value in changes.items():
        setattr(source, field, value)
    if changes:
        check_source(source)
        source.save(update_fields=list(changes))
        let_colleagues_speak_from(source.region)
        record("source.change", actor=actor, object_type="source", keys=[source.pk], fields=changes)
    return source


@transaction.atomic
def enable_source(source_id: int, *, actor: str) -> Source:
    """Take what comes with its key again, a second later at most. Raises SourceUnknown."""
    return switch_source(source_id, is_enabled=True, actor=actor)


@transaction.atomic
def disable_source(source_id: int, *, actor: str) -> Source:
    """Refuse what comes with its key, a second later at most; what it said stays. Raises SourceUnknown."""
    return switch_source(source_id, is_enabled=False, actor=actor)


def switch_source(source_id: int, *, is_enabled: bool, actor: str) -> Source:
    """On or off; harmless when repeated. Raises SourceUnknown."""
    source = locked_source(source_id)
    if source.is_enabled != is_enabled:
        source.is_enabled = is_enabled
        source.save(update_fields=["is_enabled"])
        action = "source.enable" if is_enabled else "source.disable"
        record(action, actor=actor, object_type="source", keys=[source.pk])
    return source


@transaction.atomic
def rotate_write_key(source_id: int, *, actor: str, at_once: bool = False) -> Source:
    """Give the source another write key; the old one is good for seven more days, or `at_once` for none.

    A key from an earlier rotation ends now. Raises SourceUnknown.
    """
    source = locked_source(source_id)
    source.old_write_key, source.write_key = source.write_key, new_write_key()
    source.old_key_until = 0 if at_once else now() + OLD_KEY_STAYS
    source.save(update_fields=["write_key", "old_write_key", "old_key_until"])
    record("source.rotate_key", actor=actor, object_type="source", keys=[source.pk])
    return source


def purge_rejected(*, older_than: int | None = None) -> int:
    """Delete what doors refused before this moment (µs; default seven days ago), and what a source has too much of.

    Returns how many rows went.
    """
    before = now() - KEEP_REJECTED if older_than is None else older_than
    gone = int(Rejected.objects.filter(rejected_at__lt=before).delete()[0])
    for source in list(Rejected.objects.order_by().values_list("source", flat=True).distinct()):
        mine = Rejected.objects.filter(source=source).order_by("-id")
        surplus = mine.values_list("id", flat=True)[MOST_REJECTED : MOST_REJECTED + 1].first()
        if surplus is not None:
            gone += Rejected.objects.filter(source=source, id__lte=surplus).delete()[0]
    return gone


def colleagues() -> Source:
    """The source of what colleagues decide and edit; made when it is first needed."""
    source = Source.objects.filter(kind=SourceKind.STAFF).order_by("id").first()
    return source or create_source("Colleagues", kind=SourceKind.STAFF, actor="system", region=usual_region())

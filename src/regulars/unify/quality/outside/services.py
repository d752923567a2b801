"""Sets outside validators, and has values checked by them."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

import httpx
from django.db import transaction

from regulars.base import vault
from regulars.base.audit.services import record
from regulars.base.fields.moments import DAY, SECOND, now
from regulars.base.fields.queries import field as known_field
from regulars.base.webhooks.address import check_url
from regulars.base.webhooks.errors import AddressRefused
from regulars.unify.quality.errors import AddressInvalid, KeyForAnother, PurposeMissing, QualityError, SpecialStays
from regulars.unify.quality.models import Answer, Validator
from regulars.unify.quality.validation import Verdict

from .asking import LABEL, ask, client

GOOD_FOR = 90 * DAY
REST = 600 * SECOND
"""So long one that failed is left alone."""
HASH = "quality.asked"

Said = dict[tuple[str, str], Verdict]
"""(field, value) → what was said of it."""


@transaction.atomic
def set_validator(
    field: str,
    url: str,
    *,
    key: str = "",
    purpose: str,
    may_be_private: bool = False,
    is_enabled: bool = False,
    actor: str,
) -> Validator:
    """Set the validator of a field. Another address forgets what was said.

    An empty key keeps the one that was set, which goes nowhere but to the server that it was typed for.
    Raises AddressInvalid, UnknownField, PurposeMissing (the field is not collected for it), SpecialStays,
    KeyForAnother.
    """
    try:
        check_url(url)
    except AddressRefused as refused:
        raise AddressInvalid from refused
    declared = known_field(field)
    if declared.is_special:
        raise SpecialStays
    if purpose not in declared.purposes:
        raise PurposeMissing
    found = Validator.objects.filter(field=field).first() or Validator(field=field)
    if found.sealed_key and not key and server_of(found.url) != server_of(url):
        raise KeyForAnother
    if found.pk and found.url != url:
        Answer.objects.filter(validator=found).delete()
    found.url, found.purpose, found.may_be_private, found.is_enabled = url, purpose, may_be_private, is_enabled
    found.failing_since = None
    if key:
        found.sealed_key = vault.seal(LABEL, key.encode())
    found.save()
    record("quality.validator", actor=actor, object_type="quality", fields=[field])
    return found


def server_of(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


@transaction.atomic
def remove_validator(field: str, *, actor: str) -> None:
    """Ask nobody any more, and forget what was said."""
    Validator.objects.filter(field=field).delete()
    record("quality.validator", actor=actor, object_type="quality", fields=[field])


def verdicts(field: str, values: Mapping[int, str], *, actor: str = "system") -> dict[int, Verdict]:
    """Key → what is said of its value, asked or remembered; those that nobody could answer are left out.

    Nobody is asked where no validator of the field is switched on. What leaves the house is audited.
    """
    validator = Validator.objects.filter(field=field, is_enabled=True).first()
    if validator is None:
        return {}
    hashes = {key: hashed(validator, value) for key, value in values.items()}
    known = remembered(validator, hashes.values())
    unknown = {key: value for key, value in values.items() if hashes[key] not in known}
    is_resting = validator.failing_since is not None and validator.failing_since > now() - REST
    if unknown and not is_resting:
        record("quality.outside", actor=actor, object_type="customer", keys=sorted(unknown), fields=[field])
        known |= ask_all(validator, {hashes[key]: value for key, value in unknown.items()})
    return {key: known[hash_] for key, hash_ in hashes.items() if hash_ in known}


def hashed(validator: Validator, value: str) -> bytes:
    """By what an answer is remembered: no value is kept."""
    return vault.keyed_hash(HASH, f"{validator.pk}:{value}".encode())


def remembered(validator: Validator, hashes: Iterable[bytes]) -> dict[bytes, Verdict]:
    """What was said before and is still good."""
    rows = Answer.objects.filter(validator=validator, hash__in=list(hashes), good_until__gt=now())
    return {bytes(row.hash): Verdict(row.verdict) for row in rows}


def ask_all(validator: Validator, values: Mapping[bytes, str]) -> dict[bytes, Verdict]:
    """Ask about each, until one question fails; then nobody is asked for ten minutes."""
    said: dict[bytes, Verdict] = {}
    try:
        with client() as asking:
            for hash_, value in values.items():
                said[hash_] = ask(validator, value, asking)
    except (httpx.HTTPError, OSError, ValueError, QualityError):
        Validator.objects.filter(pk=validator.pk).update(failing_since=now())
    else:
        Validator.objects.filter(pk=validator.pk).update(failing_since=None)
    until = now() + GOOD_FOR
    rows = [Answer(validator=validator, hash=one, verdict=verdict, good_until=until) for one, verdict in said.items()]
    Answer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["validator", "hash"], update_fields=["verdict", "good_until"]
    )
    return said


def remembered_of(
    values: Mapping[str, Mapping[int, str]],
) -> tuple[dict[tuple[str, str], Verdict], dict[str, list[int]]]:
    """Of field → root → value: what was said of (field, value) before, and field → roots about whom to ask."""
    said: dict[tuple[str, str], Verdict] = {}
    asked: dict[str, list[int]] = {}
    for validator in Validator.objects.filter(is_enabled=True, field__in=values):
        mine = values[validator.field]
        hashes = {root: hashed(validator, value) for root, value in mine.items()}
        known = remembered(validator, hashes.values())
        said |= {(validator.field, mine[root]): known[one] for root, one in hashes.items() if one in known}
        asked[validator.field] = [root for root, one in hashes.items() if one not in known]
    return said, {field: roots for field, roots in asked.items() if roots}


def validators() -> list[Validator]:
    """All that were set, by field."""
    return list(Validator.objects.order_by("field"))


def enabled_fields() -> frozenset[str]:
    """The fields of which somebody outside is asked."""
    return frozenset(Validator.objects.filter(is_enabled=True).values_list("field", flat=True))


def forget(values: Iterable[tuple[str, str]]) -> None:
    """Forget what was said of these (field, value)."""
    for field, value in values:
        for validator in Validator.objects.filter(field=field):
            Answer.objects.filter(validator=validator, hash=hashed(validator, value)).delete()


def purge() -> int:
    """Forget answers that are good no longer; returns how many."""
    return Answer.objects.filter(good_until__lt=now()).delete()[0]

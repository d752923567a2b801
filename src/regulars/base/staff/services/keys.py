"""Makes and revokes API keys, and recognises one by its secret."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from regulars.base import vault
from regulars.base.audit.services import record
from regulars.base.staff.enums import Role, Scope
from regulars.base.staff.errors import KeyUnknown, RoleUnknown, ScopeUnknown
from regulars.base.staff.models import ApiKey, User
from regulars.base.staff.queries import acting_user, keys_of
from regulars.base.staff.rules import can_make_key, check_can_make_key

SECRET_MARK = "rk_"  # noqa: S105 the same on every key, so that a leaked one is recognised
PREFIX_LENGTH = 8
USE_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def create_api_key(
    name: str, *, actor: str, scopes: Iterable[str] = (), role: str = Role.ADMINISTRATOR
) -> tuple[ApiKey, str]:
    """A new key that sees fields as a role does, and its secret, which is shown this once and not kept.

    Raises ScopeUnknown, RoleUnknown, KeyTooWide.
    """
    scopes = set(scopes)
    if not scopes <= set(Scope.values):
        raise ScopeUnknown
    if role not in Role.values:
        raise RoleUnknown
    check_can_make_key(acting_user(actor), role, scopes)
    secret = SECRET_MARK + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        name=name,
        prefix=secret[:PREFIX_LENGTH],
        secret_hash=secret_hash(secret),
        scopes=sorted(scopes),
        role=role,
        created_by=actor,
    )
    record("api_key.create", actor=actor, object_type="api_key", keys=[key.pk], fields=key.scopes)
    return key, secret


@transaction.atomic
def revoke_api_key(key_id: int, *, actor: str) -> ApiKey:
    """Refuse the key from now on; harmless when repeated. Raises KeyUnknown."""
    key = ApiKey.objects.select_for_update().filter(pk=key_id).first()
    if key is None:
        raise KeyUnknown
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        record("api_key.revoke", actor=actor, object_type="api_key", keys=[key.pk])
    return key


def revoke_keys_beyond(user: User, *, actor: str) -> int:
    """Revoke the keys somebody made that they could not make now; how many. All of them where the account is closed."""
    too_wide = [
        key
        for key in keys_of(user)
        if not (user.is_active and user.has_perm("keys.edit") and can_make_key(user, key.role, key.scopes))
    ]
    for key in too_wide:
        revoke_api_key(key.pk, actor=actor)
    return len(too_wide)


def authenticate_key(secret: str) -> ApiKey | None:
    """The live key of this secret, or None. Its use is noted at most once a minute."""
    key = ApiKey.objects.filter(secret_hash=secret_hash(secret), revoked_at=None).first()
    if key is not None:
        note_use(key)
    return key


def note_use(key: ApiKey) -> None:
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at >= USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
        key.last_used_at = now


def secret_hash(secret: str) -> bytes:
    """A keyed hash is enough: the secret has 256 random bits, so no guess can be tested."""
    return vault.keyed_hash("api-key", secret.encode())

"""Makes users and API keys, revokes keys, and recognises a key by its secret."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from regulars.base import vault
from regulars.base.audit.services import record
from regulars.base.staff.enums import Role, Scope
from regulars.base.staff.errors import EmailInvalid, EmailTaken, KeyUnknown, ScopeUnknown
from regulars.base.staff.models import ApiKey, User

SECRET_MARK = "rk_"  # noqa: S105 the same on every key, so that a leaked one is recognised
PREFIX_LENGTH = 8
TYPED_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
USE_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def create_user(email: str, *, actor: str, name: str = "", password: str | None = None, role: str = "") -> User:
    """Add a colleague; without a password nobody can sign in as them. Raises EmailInvalid, EmailTaken."""
    email = email.strip().lower()
    check_email(email)
    user = User.objects.create_user(email, password, name=name, role=role, is_superuser=role == Role.OWNER)
    record("user.create", actor=actor, object_type="user", keys=[user.pk])
    return user


def check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise EmailInvalid from error
    if User.objects.filter(email=email).exists():
        raise EmailTaken


def random_password() -> str:
    """Twenty letters and digits in groups of five: 99 bits, easy to type off a screen."""
    letters = "".join(secrets.choice(TYPED_LETTERS) for _ in range(20))
    return "-".join(letters[start : start + 5] for start in range(0, 20, 5))


@transaction.atomic
def change_password(user: User, password: str, *, actor: str) -> None:
    """Set a password; every session that knew the old one ends."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record("user.change_password", actor=actor, object_type="user", keys=[user.pk])


@transaction.atomic
def create_api_key(name: str, *, actor: str, scopes: Iterable[str] = ()) -> tuple[ApiKey, str]:
    """A new key and its secret, which is shown this once and not kept. Raises ScopeUnknown."""
    scopes = set(scopes)
    if not scopes <= set(Scope.values):
        raise ScopeUnknown
    secret = SECRET_MARK + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        name=name,
        prefix=secret[:PREFIX_LENGTH],
        secret_hash=secret_hash(secret),
        scopes=sorted(scopes),
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

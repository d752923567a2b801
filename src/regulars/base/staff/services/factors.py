"""Adds, tries and removes second factors: authenticator apps, passkeys, recovery codes."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.crypto import constant_time_compare

from regulars.base.audit.services import record
from regulars.base.staff import mfa
from regulars.base.staff.errors import FactorUnknown, SecondFactorNeeded
from regulars.base.staff.models import User
from regulars.base.staff.queries import acting_user, actor_of, any_user, has_factor, must_have_factor
from regulars.base.staff.rules import check_can_help

from .sessions import end_sessions

CODES = Authenticator.Type.RECOVERY_CODES


def fitting_counter(secret: str, code: str) -> int | None:
    """The time step whose code this is: now, or one to either side (RFC 6238, 5.2); None if it is none of them."""
    for counter in yield_hotp_counters_from_time():
        if constant_time_compare(format_hotp_value(hotp_value(secret, counter)), code):
            return int(counter)
    return None


def try_code(user: User, code: str) -> Authenticator | None:
    """The factor that this code fits, used up by that: of an app a later one than the last, or a recovery code."""
    code = as_typed(code)
    with transaction.atomic(), mfa.secrets_of(user):
        rows = Authenticator.objects.select_for_update().filter(user=user)
        for factor in rows.exclude(type=Authenticator.Type.WEBAUTHN).order_by("-type"):
            fits = try_totp(factor, code) if factor.type == Authenticator.Type.TOTP else try_recovery(factor, code)
            if fits:
                return factor
    return None


def try_totp(factor: Authenticator, code: str) -> bool:
    counter = fitting_counter(mfa.unseal(factor.data["secret"]), code)
    if counter is None or counter <= factor.data.get("last_counter", -1):
        return False
    factor.data["last_counter"] = counter
    factor.save(update_fields=["data"])
    return True


def try_recovery(factor: Authenticator, code: str) -> bool:
    return bool(RecoveryCodes(factor).validate_code(code))


def as_typed(code: str) -> str:
    """A code in ASCII digits, whatever digits and spaces it was typed with."""
    return "".join(str(int(letter)) if letter.isdecimal() else "" if letter in " -" else letter for letter in code)


@transaction.atomic
def add_totp(user: User, secret: str, counter: int, *, session_key: str | None) -> bool:
    """Add an authenticator app, whose code of this time step was shown; whether recovery codes were made with it."""
    with mfa.secrets_of(user):
        factor = TOTP.activate(user, secret).instance
        factor.data["last_counter"] = counter
        factor.save(update_fields=["data"])
        return added(user, "app", session_key)


@transaction.atomic
def add_passkey(user: User, name: str, credential: dict[str, Any], *, session_key: str | None) -> bool:
    """Add a passkey that was checked; whether recovery codes were made with it."""
    with mfa.secrets_of(user):
        WebAuthn.add(user, name, credential)
        return added(user, "passkey", session_key)


def added(user: User, kind: str, session_key: str | None) -> bool:
    """Write it down, sign out elsewhere, and see to it that there are recovery codes."""
    record("user.add_factor", actor=actor_of(user), object_type="user", keys=[user.pk], fields=[kind])
    end_sessions(user, but=session_key)
    if Authenticator.objects.filter(user=user, type=CODES).exists():
        return False
    RecoveryCodes.activate(user)
    return True


@transaction.atomic
def new_codes(user: User) -> None:
    """Make recovery codes anew; the old ones end."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user, type=CODES).delete()
    with mfa.secrets_of(user):
        RecoveryCodes.activate(user)
    record("user.new_codes", actor=actor_of(user), object_type="user", keys=[user.pk])


@transaction.atomic
def codes_once(user: User) -> list[str]:
    """The recovery codes, the first time they are asked for; none ever after."""
    factor = Authenticator.objects.select_for_update().filter(user=user, type=CODES).first()
    if factor is None or factor.data.get("viewed_at"):
        return []
    factor.data["viewed_at"] = time.time()
    factor.save(update_fields=["data"])
    with mfa.secrets_of(user):
        return [str(code) for code in RecoveryCodes(factor).get_unused_codes()]


def codes_left(user: User) -> int:
    """How many recovery codes are unused."""
    factor = Authenticator.objects.filter(user=user, type=CODES).first()
    if factor is None:
        return 0
    with mfa.secrets_of(user):
        return len(RecoveryCodes(factor).get_unused_codes())


@transaction.atomic
def rename_passkey(user: User, factor_id: int, name: str) -> None:
    """Raises FactorUnknown."""
    factor = Authenticator.objects.filter(user=user, pk=factor_id, type=Authenticator.Type.WEBAUTHN).first()
    if factor is None:
        raise FactorUnknown
    factor.data["name"] = name
    factor.save(update_fields=["data"])


@transaction.atomic
def remove_factor(user: User, factor_id: int) -> None:
    """Remove an app or a passkey; recovery codes go with the last. Raises FactorUnknown, SecondFactorNeeded."""
    User.objects.select_for_update().get(pk=user.pk)
    factor = Authenticator.objects.filter(user=user, pk=factor_id).exclude(type=CODES).first()
    if factor is None:
        raise FactorUnknown
    factor.delete()
    if not has_factor(user):
        if must_have_factor(user.role):
            raise SecondFactorNeeded
        Authenticator.objects.filter(user=user).delete()
    kind = "app" if factor.type == Authenticator.Type.TOTP else "passkey"
    record("user.remove_factor", actor=actor_of(user), object_type="user", keys=[user.pk], fields=[kind])


@transaction.atomic
def remove_factors(user_id: int, *, actor: str) -> User:
    """Take all second factors from somebody who lost theirs, and end their sessions.

    Raises ColleagueUnknown, AboveYourself.
    """
    user = any_user(user_id, lock=True)
    check_can_help(acting_user(actor), user)
    Authenticator.objects.filter(user=user).delete()
    record("user.remove_factors", actor=actor, object_type="user", keys=[user.pk])
    end_sessions(user)
    return user

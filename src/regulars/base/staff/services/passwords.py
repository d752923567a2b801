"""Sets passwords, and lets those in again who forgot theirs: by a link that works once, for an hour."""

import secrets

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from regulars.base.audit.services import record
from regulars.base.staff.errors import LinkInvalid
from regulars.base.staff.models import User
from regulars.base.staff.queries import acting_user, actor_of, any_user
from regulars.base.staff.rules import check_can_help

from .sessions import end_sessions

TYPED_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


def random_password() -> str:
    """Twenty letters and digits in groups of five: 99 bits, easy to type off a screen."""
    letters = "".join(secrets.choice(TYPED_LETTERS) for _ in range(20))
    return "-".join(letters[start : start + 5] for start in range(0, 20, 5))


@transaction.atomic
def change_password(user: User, password: str, *, actor: str, session_key: str | None = None) -> None:
    """Set a password; every session that knew the old one ends, but this one. Raises AboveYourself."""
    check_can_help(acting_user(actor), user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record("user.change_password", actor=actor, object_type="user", keys=[user.pk])
    end_sessions(user, but=session_key)


@transaction.atomic
def start_reset(user_id: int, *, actor: str) -> tuple[User, str, str]:
    """Whose password may be set anew, and the two parts of the link that does it.

    It works for an hour, until they sign in, or until the password changes. Raises ColleagueUnknown, AboveYourself.
    """
    user = any_user(user_id)
    check_can_help(acting_user(actor), user)
    record("user.start_reset", actor=actor, object_type="user", keys=[user.pk])
    return user, urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)


def resetting(who: str, token: str) -> User:
    """Whose password this link sets. Raises LinkInvalid, for whatever reason."""
    try:
        user = User.objects.filter(pk=int(urlsafe_base64_decode(who)), is_active=True).first()
    except (ValueError, OverflowError):
        user = None
    if user is None or not default_token_generator.check_token(user, token):
        raise LinkInvalid
    return user


@transaction.atomic
def reset_password(who: str, token: str, password: str) -> User:
    """Set the password by link; it is used up by that, and all sessions end. Raises LinkInvalid."""
    user = User.objects.select_for_update().get(pk=resetting(who, token).pk)
    if not default_token_generator.check_token(user, token):
        raise LinkInvalid
    change_password(user, password, actor=actor_of(user))
    return user

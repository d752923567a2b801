"""Passkeys (WebAuthn): what the browser is asked, and whether what it answers holds; allauth and fido2 do the rest."""

import struct
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError

from regulars.base.staff.errors import PasskeyWrong
from regulars.base.staff.models import User

BROKEN = (ValidationError, ValueError, TypeError, KeyError, IndexError, AttributeError, struct.error, InvalidSignature)
"""What comes from a browser can be anything."""


def ask_to_make(user: User, *, alone: bool) -> dict[str, Any]:
    """What `navigator.credentials.create` is given; a passkey that lets in `alone` asks its owner who they are."""
    return dict(auth.begin_registration(user, alone))


def ask_to_show(user: User | None = None) -> dict[str, Any]:
    """What `navigator.credentials.get` is given, for one of somebody's passkeys or for any that lets in alone."""
    return dict(auth.begin_authentication(user))


def check_made(credential: Any, *, alone: bool) -> dict[str, Any]:
    """The new passkey, as it is kept. Raises PasskeyWrong."""
    try:
        auth.parse_registration_response(credential)
        made = auth.complete_registration(credential)
    except BROKEN as error:
        raise PasskeyWrong from error
    finally:
        auth.clear_state()
    if alone and not made.is_user_verified():
        raise PasskeyWrong
    return dict(credential)


def check_shown(credential: Any, user: User | None = None) -> Authenticator:
    """The passkey that was shown: one of theirs, or of whomever it says, who was then verified by it.

    A question is answered once. Raises PasskeyWrong.
    """
    try:
        auth.parse_authentication_response(credential)
        asked = user or auth.extract_user_from_response(credential)
        found = auth.complete_authentication(asked, credential)
    except BROKEN as error:
        raise PasskeyWrong from error
    finally:
        auth.clear_state()
    found.user = asked
    return found

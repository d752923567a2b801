"""Sign-in is tried often here: with a hash that takes no time. And browsers that have just confirmed who they are."""

import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from pytest_django import Settings

from regulars.base.staff import mfa
from regulars.base.staff.models import User
from tests.confirming import sign_in_freshly

PASSWORD = "seven green mangos"

SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def quick_hash(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def signed_in() -> SignedIn:
    """`signed_in(user)` is the browser of somebody who has just proved that it is them."""

    def made(user: User) -> Client:
        client = Client()
        sign_in_freshly(client, user)
        return client

    return made


def add_app(user: User) -> str:
    """Give somebody an authenticator app; its secret."""
    secret = generate_totp_secret()
    with mfa.secrets_of(user):
        TOTP.activate(user, secret)
    return str(secret)


def code_of(secret: str, step: int = 0) -> str:
    """What the app shows, now or so many half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def codes_of(user: User) -> list[str]:
    """Somebody's unused recovery codes."""
    factor = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    with mfa.secrets_of(user):
        return [str(code) for code in factor.wrap().get_unused_codes()]

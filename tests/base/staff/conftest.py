"""Sign-in is tried often here: with a hash that takes no time."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def quick_hash(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

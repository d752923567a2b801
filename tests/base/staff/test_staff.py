"""Users, API keys, and who acts."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import IntegrityError, transaction

from regulars.base.audit.queries import entries
from regulars.base.staff.errors import EmailInvalid, EmailTaken, KeyUnknown, UserUnknown
from regulars.base.staff.models import ApiKey, User
from regulars.base.staff.queries import actor_of, owner, resolve_actor
from regulars.base.staff.services import authenticate_key, create_api_key, create_user, revoke_api_key

pytestmark = pytest.mark.django_db


def test_create_user_signs_in_with_the_address_however_it_is_written() -> None:
    user = create_user(" Anna@Example.com ", actor="owner", name="Anna", password="long enough")

    assert user.email == "anna@example.com"
    assert authenticate(username="anna@example.com", password="long enough") == user
    assert authenticate(username="anna@example.com", password="wrong") is None


def test_create_user_without_password_lets_nobody_in() -> None:
    user = create_user("anna@example.com", actor="owner")

    assert not user.has_usable_password()
    assert authenticate(username="anna@example.com", password="") is None


def test_create_user_is_audited_by_key_alone() -> None:
    user = create_user("anna@example.com", actor="owner")

    assert [(entry.action, entry.actor, entry.fields) for entry in entries(key=user.pk)] == [
        ("user.create", "owner", [])
    ]


@pytest.mark.parametrize("email", ["", "anna", "anna@", "@example.com", "anna@example.com, bob@example.com"])
def test_create_user_refuses_what_is_no_address(email: str) -> None:
    with pytest.raises(EmailInvalid):
        create_user(email, actor="owner")

    assert User.objects.count() == 0


def test_create_user_refuses_an_address_twice() -> None:
    create_user("anna@example.com", actor="owner")

    with pytest.raises(EmailTaken):
        create_user("ANNA@example.com", actor="owner")


def test_database_refuses_an_address_in_capitals() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="ANNA@example.com", password="!").save()


def test_createsuperuser_makes_the_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "long enough")

    call_command("createsuperuser", interactive=False, email="Owner@example.com", verbosity=0)

    user = User.objects.get()
    assert (user.email, user.is_superuser, owner()) == ("owner@example.com", True, user)


def test_create_api_key_keeps_no_secret() -> None:
    key, secret = create_api_key("shop", actor="owner", scopes=["orders:read", "customers:read", "orders:read"])

    stored = ApiKey.objects.values().get(pk=key.pk)
    assert stored["scopes"] == ["customers:read", "orders:read"]
    assert stored["prefix"] == secret[:8]
    assert secret not in str(stored)
    assert len(secret) == 46


def test_authenticate_key_knows_a_live_key_by_its_whole_secret() -> None:
    key, secret = create_api_key("shop", actor="owner")
    create_api_key("other", actor="owner")

    assert authenticate_key(secret) == key
    assert authenticate_key(secret[:-1]) is None
    assert authenticate_key(key.prefix) is None
    assert authenticate_key("") is None


def test_authenticate_key_refuses_a_revoked_key() -> None:
    key, secret = create_api_key("shop", actor="owner")

    revoke_api_key(key.pk, actor="owner")
    revoke_api_key(key.pk, actor="owner")

    assert authenticate_key(secret) is None
    actions = [entry.action for entry in entries(key=key.pk, object_type="api_key")]
    assert actions == ["api_key.revoke", "api_key.create"]


def test_revoke_api_key_says_when_there_is_none() -> None:
    with pytest.raises(KeyUnknown):
        revoke_api_key(1, actor="owner")


def test_authenticate_key_notes_its_use_once_a_minute() -> None:
    key, secret = create_api_key("shop", actor="owner")
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    noted = []

    for seconds in (0, 59, 60):
        with time_machine.travel(noon + timedelta(seconds=seconds), tick=False):
            authenticate_key(secret)
        noted.append(ApiKey.objects.get(pk=key.pk).last_used_at)

    assert noted == [noon, noon, noon + timedelta(seconds=60)]


def test_resolve_actor_is_the_user_named_else_the_first_superuser_else_the_owner() -> None:
    nobody_yet = resolve_actor()
    anna = create_user("anna@example.com", actor="owner")
    only_staff = resolve_actor()
    boss = create_user("boss@example.com", actor="owner", role="owner")
    create_user("later@example.com", actor="owner", role="owner")

    assert (nobody_yet, only_staff, resolve_actor()) == ("owner", "owner", actor_of(boss))
    assert resolve_actor("Anna@example.com") == f"user:{anna.pk}"


def test_resolve_actor_refuses_the_unknown_and_the_inactive() -> None:
    anna = create_user("anna@example.com", actor="owner", role="owner")
    User.objects.filter(pk=anna.pk).update(is_active=False)

    for email in ("anna@example.com", "bob@example.com"):
        with pytest.raises(UserUnknown):
            resolve_actor(email)
    assert resolve_actor() == "owner"

"""API keys in the pages: made with scopes, the secret shown once, revoked."""

import re

import pytest
from django.test import Client

from regulars.base.audit.queries import entries
from regulars.base.staff.enums import Scope
from regulars.base.staff.errors import ScopeUnknown
from regulars.base.staff.models import ApiKey, User
from regulars.base.staff.services import authenticate_key, create_api_key
from regulars.base.web import shell
from tests.confirming import sign_in_freshly

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client) -> User:
    user = User.objects.create_superuser("owner@shop.example")
    sign_in_freshly(client, user)
    return user


def test_a_key_is_made_and_its_secret_shown_once(client: Client, owner: User) -> None:
    page = client.post(
        "/settings/keys/", {"name": "<shop>", "scopes": ["orders:read", "customers:read"], "role": "sales"}
    )

    secret = re.search(r'id="secret">([^<]+)<', page.content.decode())
    assert secret is not None
    key = authenticate_key(secret[1])
    assert key is not None
    assert (key.name, key.scopes, key.role) == ("<shop>", ["customers:read", "orders:read"], "sales")
    assert key.created_by == f"user:{owner.pk}"
    assert page["Cache-Control"] == "no-store"
    again = client.get("/settings/keys/").content.decode()
    assert secret[1] not in again
    assert "&lt;shop&gt;" in again


@pytest.mark.parametrize(
    "given",
    [
        {"name": "x", "role": "sales"},
        {"scopes": ["orders:read"], "role": "sales"},
        {"name": "x", "scopes": ["everything"], "role": "sales"},
        {"name": "x", "scopes": ["orders:read"], "role": "chief"},
    ],
)
def test_a_key_without_name_or_with_other_scopes_is_not_made(client: Client, owner: User, given: dict) -> None:
    page = client.post("/settings/keys/", given)

    assert 'class="error"' in page.content.decode()
    assert not ApiKey.objects.exists()


def test_create_api_key_refuses_scopes_that_do_not_exist() -> None:
    with pytest.raises(ScopeUnknown):
        create_api_key("x", actor="owner", scopes=["orders:read", "everything"])
    assert not ApiKey.objects.exists()


def test_a_revoked_key_is_refused_and_says_so(client: Client, owner: User) -> None:
    key, secret = create_api_key("shop", actor="owner", scopes=[Scope.ORDERS_READ])

    page = client.post(f"/settings/keys/{key.pk}/revoke/", follow=True).content.decode()

    assert "“shop” can no longer be used." in page
    assert '<span class="tag">revoked</span>' in page
    assert authenticate_key(secret) is None
    assert [(entry.actor, entry.action) for entry in entries(action="api_key.revoke")] == [
        (f"user:{owner.pk}", "api_key.revoke")
    ]


def test_revoking_what_is_not_there_is_told(client: Client, owner: User) -> None:
    assert "There is no API key with this id." in client.post("/settings/keys/7/revoke/", follow=True).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_keys_as_for_one(
    client: Client, owner: User, count: int, django_assert_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "menu", [])  # whose counts are remembered
    for number in range(count):
        create_api_key(f"key {number}", actor="owner", scopes=[Scope.ORDERS_READ])

    with django_assert_num_queries(3):  # type: ignore[operator]
        client.get("/settings/keys/")


def test_an_open_browser_alone_makes_and_revokes_no_key(client: Client, owner: User) -> None:
    key, secret = create_api_key("shop", actor="owner", scopes=[Scope.ORDERS_READ])
    left = Client()
    left.force_login(owner)

    seen = left.get("/settings/keys/").content.decode()
    made = left.post("/settings/keys/", {"name": "mine", "scopes": ["orders:read"], "role": "sales"})
    revoked = left.post(f"/settings/keys/{key.pk}/revoke/")

    assert [answer["Location"].split("?")[0] for answer in (made, revoked)] == ["/settings/me/confirm/"] * 2
    assert ("shop" in seen, "Make a key" in seen, "/revoke/" in seen) == (True, False, False)
    assert list(ApiKey.objects.values_list("name", flat=True)) == ["shop"]
    assert authenticate_key(secret) is not None

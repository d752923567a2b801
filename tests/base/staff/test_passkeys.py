"""Passkeys: added, asked for after the password, or let in alone; of this name, for this question, of their owner."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings

from regulars.base.audit.queries import entries
from regulars.base.staff import services
from regulars.base.staff.models import User

from .authenticator import Passkey
from .conftest import PASSWORD, SignedIn, add_app, code_of

pytestmark = pytest.mark.django_db

ADD = "/settings/me/security/passkeys/"
SECOND = "/sign-in/second-factor/"
ALONE = "/sign-in/passkey/"
HOST = {"Host": "localhost"}


@pytest.fixture
def user() -> User:
    return User.objects.create_user("noi@shop.example", PASSWORD, role="sales")


@pytest.fixture
def client() -> Client:
    return Client(headers=HOST)


def options(client: Client, page: str) -> dict[str, Any]:
    return dict(client.get(f"{page}", headers=HOST).json()["publicKey"])


def add(client: Client, key: Passkey, *, alone: bool = True) -> Any:
    asked = options(client, f"{ADD}options/?alone={int(alone)}")
    given = {"name": "Phone", "credential": json.dumps(key.make(asked))}
    return client.post(ADD, given | ({"alone": "on"} if alone else {}), headers=HOST)


def added(signed_in: SignedIn, user: User, *, alone: bool = True, **made: Any) -> Passkey:
    key = Passkey(**made)
    assert add(signed_in(user), key, alone=alone).status_code == 302
    return key


def give_password(client: Client) -> None:
    answer = client.post("/sign-in/", {"login": "noi@shop.example", "password": PASSWORD})
    assert answer["Location"] == SECOND


def show(client: Client, key: Passkey, page: str) -> Any:
    asked = options(client, f"{ALONE}options/")
    return client.post(page, {"credential": json.dumps(key.show(asked))})


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_a_passkey_is_added_with_recovery_codes(signed_in: SignedIn, user: User) -> None:
    client = signed_in(user)

    answer = add(client, Passkey())

    assert answer["Location"] == "/settings/me/security/codes/"
    assert sorted(Authenticator.objects.values_list("type", flat=True)) == ["recovery_codes", "webauthn"]
    page = client.get("/settings/me/security/").content.decode()
    assert "Phone" in page
    assert "no password needed" in page


def test_a_passkey_is_the_second_factor(client: Client, signed_in: SignedIn, user: User) -> None:
    key = added(signed_in, user, alone=False, verifies=False)
    give_password(client)

    assert show(client, key, SECOND)["Location"] == "/"
    assert is_in(client)


def test_a_passkey_lets_in_alone(client: Client, signed_in: SignedIn, user: User) -> None:
    key = added(signed_in, user)

    assert show(client, key, ALONE)["Location"] == "/"
    assert is_in(client)
    assert entries(action="user.sign_in").get().actor == f"user:{user.pk}"


def test_a_simple_key_does_not_let_in_alone(client: Client, signed_in: SignedIn, user: User) -> None:
    key = added(signed_in, user, alone=False, verifies=False)

    page = show(client, key, ALONE)

    assert page["Location"] == "/sign-in/"
    assert not is_in(client)
    assert entries(action="user.sign_in_failed").count() == 1


def test_a_simple_key_is_not_taken_for_one_that_lets_in_alone(signed_in: SignedIn, user: User) -> None:
    page = add(signed_in(user), Passkey(verifies=False))

    assert "This passkey was not accepted" in page.content.decode()
    assert not Authenticator.objects.exists()


def test_an_answer_counts_once(client: Client, signed_in: SignedIn, user: User) -> None:
    key = added(signed_in, user)
    answer = json.dumps(key.show(options(client, f"{ALONE}options/")))
    client.post(ALONE, {"credential": answer})
    client.post("/sign-out/")

    for again in (client, Client(headers=HOST)):
        again.get(f"{ALONE}options/")
        assert again.post(ALONE, {"credential": answer})["Location"] == "/sign-in/"
        assert not is_in(again)


@pytest.mark.parametrize(
    "made",
    [
        {"origin": "https://localhost.evil.example"},
        {"origin": "http://evil.example"},
        {"name": "evil.example"},
        {"name": "evil.example", "origin": "http://evil.example"},
    ],
)
def test_an_answer_given_elsewhere_is_refused(
    client: Client, signed_in: SignedIn, user: User, made: dict[str, str]
) -> None:
    key = added(signed_in, user)
    key.name, key.origin = made.get("name", key.name), made.get("origin", key.origin)

    show(client, key, ALONE)
    give_password(client)
    show(client, key, SECOND)

    assert not is_in(client)
    assert add(signed_in(user), Passkey(**made)).status_code == 200  # type: ignore[arg-type]


def test_the_passkey_of_somebody_else_lets_nobody_in(client: Client, signed_in: SignedIn, user: User) -> None:
    other = User.objects.create_user("nok@shop.example", PASSWORD)
    added(signed_in, user)
    theirs = added(signed_in, other)
    give_password(client)

    assert show(client, theirs, SECOND).status_code == 200
    theirs.user = str(user.pk).encode()
    show(client, theirs, ALONE)

    assert not is_in(client)


def test_a_closed_account_does_not_open(client: Client, signed_in: SignedIn, user: User) -> None:
    key = added(signed_in, user)
    services.disable_user(user.pk, actor="system")

    assert show(client, key, ALONE)["Location"] == "/sign-in/"
    assert not is_in(client)


@pytest.mark.parametrize("page", [SECOND, ALONE, ADD, "/settings/me/confirm/"])
@pytest.mark.parametrize(
    "nonsense",
    [
        *("", "x", "1", "[]", "{}", "null", '"x"', '{"response": 1}', '{"response": {"userHandle": "MQ"}}'),
        *("9" * 5_000, "[" * 200_000),
        '{"id": "a", "rawId": "a", "type": "public-key", "response": {"clientDataJSON": "e30"}}',
        (
            '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"clientDataJSON": "e30",'
            ' "authenticatorData": "YQ", "signature": "YQ", "userHandle": "//79"}}'
        ),
        (
            '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"clientDataJSON": "e30",'
            ' "attestationObject": "YQ"}}'
        ),
    ],
)
def test_nonsense_is_refused_in_words(signed_in: SignedIn, user: User, page: str, nonsense: str) -> None:
    added(signed_in, user)
    client = Client(headers=HOST) if page in (SECOND, ALONE) else signed_in(user)
    if page == SECOND:
        give_password(client)
    client.get(f"{ALONE}options/")

    answer = client.post(page, {"name": "x", "credential": nonsense})

    assert answer.status_code in (200, 302)
    assert client.get("/").status_code == (302 if page in (SECOND, ALONE) else 200)
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_one_confirms_with_a_passkey(client: Client, signed_in: SignedIn, user: User) -> None:
    key = added(signed_in, user)
    client.force_login(user)
    asked = options(client, "/settings/me/confirm/options/")

    answer = client.post("/settings/me/confirm/", {"credential": json.dumps(key.show(asked)), "next": ADD})

    assert answer["Location"] == ADD
    assert client.get(ADD).status_code == 200


def test_passkeys_are_not_offered_where_browsers_refuse_them(
    settings: Settings, user: User, signed_in: SignedIn
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    told = {}

    for host, is_secure in (
        *(("localhost:8000", False), ("127.0.0.1:8000", False), ("[::1]:8000", False), ("shop.local", False)),
        *(("shop.local", True), ("192.168.1.5", True)),
    ):
        page = Client(headers={"Host": host}).get("/sign-in/", secure=is_secure).content.decode()
        told[(host, is_secure)] = "Sign in with a passkey" in page

    assert [name for name, offered in told.items() if offered] == [("localhost:8000", False), ("shop.local", True)]


def test_a_passkey_is_renamed(signed_in: SignedIn, user: User) -> None:
    added(signed_in, user)
    factor = Authenticator.objects.get(type="webauthn")

    signed_in(user).post(f"{ADD}{factor.pk}/", {"name": "โทรศัพท์"})

    factor.refresh_from_db()
    assert factor.data["name"] == "โทรศัพท์"


def test_app_and_passkey_stand_beside_each_other(client: Client, signed_in: SignedIn, user: User) -> None:
    added(signed_in, user)
    secret = add_app(user)
    give_password(client)

    assert client.post(SECOND, {"code": code_of(secret)})["Location"] == "/"

"""Sign-in under attack: guessing, telling who exists, planted sessions, forged forms and links, replays, detours."""

import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from regulars.base.staff import services
from regulars.base.staff.models import Invitation, User
from tests.access import pages
from tests.test_urls import OPEN

from .conftest import PASSWORD, SignedIn, add_app, code_of

pytestmark = pytest.mark.django_db

SECOND = "/sign-in/second-factor/"
NAME = django_settings.SESSION_COOKIE_NAME
PAGES = [(name, route) for name, route, _pattern in pages()]


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: the work that takes time."""

    algorithm = "counting"
    count = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).count += 1
        return super().encode(password, salt)


@pytest.fixture
def user() -> User:
    return User.objects.create_user("noi@shop.example", PASSWORD, role="sales")


def sign_in(client: Client, email: str = "noi@shop.example", password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/sign-in/", {"login": email, "password": password}, **more)


def words_of(page: Any) -> str:
    """A page without what is different each time."""
    text = re.sub(r'csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"', "", page.content.decode())
    return re.sub(r'value="[a-z]+@shop\.example"', "", text)


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


# Brute force


def test_guessing_one_account_from_many_places_is_refused(user: User) -> None:
    places = [Client(REMOTE_ADDR=f"198.51.100.{n}") for n in range(7)]
    told = [
        "Too many attempts" in sign_in(place, password=f"guess {n}").content.decode() for n, place in enumerate(places)
    ]

    assert told == [False] * 5 + [True] * 2
    assert not is_in(places[0])
    assert sign_in(Client(REMOTE_ADDR="192.0.2.1")).status_code == 200


def test_guessing_many_accounts_from_one_place_is_refused(user: User) -> None:
    place = Client(REMOTE_ADDR="198.51.100.1")
    for n in range(10):
        sign_in(place, f"who{n}@shop.example", "password123")

    assert "Too many attempts" in sign_in(place).content.decode()
    assert sign_in(Client(REMOTE_ADDR="192.0.2.1")).status_code == 302


def test_a_made_up_forwarding_header_is_no_other_place(user: User) -> None:
    for n in range(11):
        place = Client(REMOTE_ADDR="198.51.100.1", headers={"X-Forwarded-For": f"192.0.2.{n}"})
        page = sign_in(place, f"who{n}@shop.example", "password123")

    assert "Too many attempts" in page.content.decode()


def test_signing_in_rightly_now_and_then_gives_no_more_guesses(user: User) -> None:
    User.objects.create_user("thief@shop.example", PASSWORD)

    for n in range(5):
        sign_in(Client(), password=f"guess {n}")
        sign_in(Client(), "thief@shop.example")

    assert "Too many attempts" in sign_in(Client()).content.decode()


def test_codes_are_not_guessed_by_starting_over(user: User) -> None:
    secret = add_app(user)
    for n in range(5):
        client = Client(REMOTE_ADDR=f"198.51.100.{n}")
        sign_in(client)
        client.post(SECOND, {"code": f"00000{n}"})
    last = Client()
    sign_in(last)

    page = last.post(SECOND, {"code": code_of(secret)})

    assert "Too many attempts" in page.content.decode()
    assert not is_in(last)


def test_a_stolen_browser_does_not_guess_the_password(user: User) -> None:
    client = Client()
    client.force_login(user)
    told = [client.post("/settings/me/confirm/", {"password": f"guess {n}"}).content.decode() for n in range(6)]

    assert ["This is not your password" in page for page in told] == [True] * 5 + [False]
    assert "Too many attempts" in told[5]


# Enumeration


def test_nobody_learns_who_has_an_account(user: User) -> None:
    User.objects.create_user("gone@shop.example", PASSWORD, is_active=False)
    User.objects.create_user("invited@shop.example")
    add_app(User.objects.create_user("careful@shop.example", PASSWORD))

    told = [
        words_of(sign_in(Client(), email, password))
        for email, password in (
            *(("noi@shop.example", "wrong"), ("nobody@shop.example", "wrong"), ("invited@shop.example", "wrong")),
            *(("gone@shop.example", "wrong"), ("gone@shop.example", PASSWORD), ("careful@shop.example", "wrong")),
        )
    ]

    assert len(set(told)) == 1
    assert "do not belong together" in told[0]


def test_the_same_work_is_done_for_everybody(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    for name, fields in (("noi", {}), ("gone", {"is_active": False})):
        User.objects.create_user(f"{name}@shop.example", PASSWORD, **fields)
    User.objects.create_user("invited@shop.example")
    work = {}

    for name in ("noi", "gone", "invited", "nobody"):
        before = CountingHasher.count
        sign_in(Client(), f"{name}@shop.example", "wrong password")
        work[name] = CountingHasher.count - before

    assert set(work.values()) == {1}


def test_an_address_is_refused_as_often_whether_it_exists_or_not(user: User) -> None:
    for email in ("noi@shop.example", "nobody@shop.example"):
        cache.clear()
        told = ["Too many" in sign_in(Client(), email, "wrong").content.decode() for _ in range(7)]

        assert told == [False] * 5 + [True] * 2


# Session fixation


def test_a_planted_session_is_not_the_one_that_is_signed_in(user: User) -> None:
    thief, victim = Client(), Client()
    thief.get("/sign-in/")
    session = thief.session
    session["planted"] = True
    session.save()
    victim.cookies[NAME] = thief.cookies[NAME] = str(session.session_key)

    assert sign_in(victim).status_code == 302

    assert is_in(victim)
    assert not is_in(thief)
    assert victim.cookies[NAME].value != session.session_key


def test_a_planted_session_does_not_reach_the_second_step(user: User) -> None:
    add_app(user)
    thief, victim = Client(), Client()
    session = thief.session
    session["planted"] = True
    session.save()
    victim.cookies[NAME] = thief.cookies[NAME] = str(session.session_key)

    sign_in(victim)

    assert victim.get(SECOND).status_code == 200
    assert thief.get(SECOND)["Location"] == "/sign-in/"


def test_a_copied_cookie_is_worth_nothing_after_signing_out(user: User) -> None:
    client, thief = Client(), Client()
    sign_in(client)
    thief.cookies[NAME] = client.cookies[NAME].value
    assert is_in(thief)

    client.post("/sign-out/")

    assert not is_in(thief)


# Forged forms


@pytest.mark.parametrize(("name", "route"), [page for page in PAGES if page[0].startswith("staff:")])
def test_no_form_is_taken_from_elsewhere(user: User, name: str, route: str) -> None:
    stranger, reader = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    reader.force_login(User.objects.create_superuser("owner@shop.example", PASSWORD))

    assert reader.post(route, {"name": "x"}, headers={"Origin": "https://evil.example"}).status_code in (403, 405)
    if name in OPEN:
        assert stranger.post(route, {"login": "x"}).status_code in (403, 405)


# Open redirect


@pytest.mark.parametrize(
    "place",
    [
        *("https://evil.example/", "//evil.example", "/\\evil.example", "http:evil.example", "///evil.example"),
        *(
            "javascript:alert(1)",
            "\thttps://evil.example",
            "https://testserver@evil.example",
            "//testserver.evil.example",
        ),
        *("me", "staff:sign-out", "9", "\xed"),
    ],
)
def test_no_way_of_signing_in_leads_elsewhere(user: User, place: str) -> None:
    secret = add_app(user)
    by_password = Client()
    by_password.post(f"/sign-in/?next={place}", {"login": user.email, "password": PASSWORD, "next": place})
    confirming = Client()
    confirming.force_login(user)

    told = [
        by_password.post(SECOND, {"code": code_of(secret), "next": place})["Location"],
        by_password.get("/sign-in/", {"next": place})["Location"],
        confirming.post("/settings/me/confirm/", {"password": PASSWORD, "next": place})["Location"],
    ]

    assert told == ["/", "/", "/"]


# Host header


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:8000", "localhost:80@evil.example"]
)
def test_other_names_are_not_answered(user: User, host: str) -> None:
    for page in ("/sign-in/", "/invitation/x/", "/new-password/x/y/"):
        assert Client(headers={"Host": host}).get(page).status_code == 400


def test_no_link_is_made_under_a_forwarded_name(signed_in: SignedIn, user: User) -> None:
    owner = User.objects.create_superuser("owner@shop.example")
    asked = {"email": "new@shop.example", "role": "sales", "team": "", "reach": "everyone"}

    page = signed_in(owner).post(
        "/settings/staff/invite/", asked, headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    )

    assert Invitation.objects.exists()
    assert "http://testserver/invitation/" in page.content.decode()
    assert "evil.example" not in page.content.decode()


# Detours around the second factor


@pytest.mark.parametrize(("name", "route"), PAGES)
def test_the_password_alone_opens_no_page(user: User, name: str, route: str) -> None:
    add_app(user)
    client = Client()
    sign_in(client)

    answer = client.get(route)

    if name not in OPEN:
        assert answer["Location"].startswith("/sign-in/?next=")
    assert "_auth_user_id" not in client.session


def test_the_second_step_does_not_open_without_the_first(user: User) -> None:
    secret = add_app(user)
    client = Client()

    assert client.post(SECOND, {"code": code_of(secret)})["Location"] == "/sign-in/"
    assert not is_in(client)


def test_the_second_step_of_one_is_no_step_of_another(user: User) -> None:
    add_app(user)
    mine = User.objects.create_user("thief@shop.example", PASSWORD)
    secret = add_app(mine)
    client = Client()
    sign_in(client)

    assert client.post(SECOND, {"code": code_of(secret), "user": str(mine.pk)}).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize(
    "change",
    [
        lambda user: services.change_password(user, "nine blue mangos", actor="owner"),
        lambda user: services.disable_user(user.pk, actor="owner"),
    ],
)
def test_a_password_that_was_changed_meanwhile_opens_nothing(user: User, change: Any) -> None:
    secret = add_app(user)
    client = Client()
    sign_in(client)

    change(User.objects.get(pk=user.pk))

    assert client.post(SECOND, {"code": code_of(secret)})["Location"] == "/sign-in/"
    assert not is_in(client)


# Cookies


def test_cookies_stay_out_of_scripts_and_other_sites(user: User, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client()
    client.get("/sign-in/", secure=True)
    sign_in(client, secure=True)

    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["domain"], cookie["path"]) == (
            *(True, "Lax", True, "", "/"),
        )


@pytest.mark.parametrize("page", ["/sign-in/", "/invitation/x/", "/new-password/x/y/", "/settings/me/security/app/"])
def test_pages_of_sign_in_are_kept_by_nobody_and_framed_by_nobody(signed_in: SignedIn, user: User, page: str) -> None:
    client = signed_in(user) if page.startswith("/settings") else Client()

    answer = client.get(page)

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "<script>" not in answer.content.decode()

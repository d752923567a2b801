"""Sign-in and sign-out: who gets in, where they are led, what is counted and what is written down."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from regulars.base.audit.queries import entries, texts
from regulars.base.staff.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "seven green mangos"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("noi@shop.example", PASSWORD, name="Noi")


def sign_in(client: Client, email: str = "noi@shop.example", password: str = PASSWORD, **more: str) -> str:
    """Where the visitor stands afterwards: an address, or the words of the refusal."""
    response = client.post("/sign-in/", {"login": email, "password": password, **more})
    if response.status_code == 302:
        return response["Location"]
    found = re.search(r'class="note bad"[^>]*>([^<]+)', response.content.decode())
    return f"{response.status_code} {found[1] if found else ''}".strip()


WRONG = "200 This e-mail address and password do not belong together."


def test_sign_in_leads_to_the_page_that_was_asked_for(client: Client, user: User) -> None:
    assert sign_in(client, " NOI@shop.example", next="/jobs/?state=FAILED") == "/jobs/?state=FAILED"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil.example"]
)
def test_sign_in_leads_nowhere_else(client: Client, user: User, place: str) -> None:
    assert sign_in(client, next=place) == "/"
    assert client.get("/sign-in/", {"next": place})["Location"] == "/"


def test_every_mistake_gets_the_same_answer(client: Client, user: User) -> None:
    User.objects.create_user("gone@shop.example", PASSWORD, is_active=False)
    User.objects.create_user("new@shop.example")

    told = [
        sign_in(client, password="wrong"),
        sign_in(client, "nobody@shop.example"),
        sign_in(client, "gone@shop.example"),
        sign_in(client, "new@shop.example", password="!"),
    ]

    assert told == [WRONG] * 4
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_sign_in_is_refused_after_five_mistakes_even_with_the_right_password(client: Client, user: User) -> None:
    told = [sign_in(client, password=f"guess {n}") for n in range(6)]

    assert told == [WRONG] * 5 + ["200 Too many attempts. Wait a few minutes, then try again."]
    assert sign_in(client).startswith("200 Too many attempts")
    # Another name of this server, another spelling: the same count.
    assert sign_in(Client(headers={"Host": "localhost"}), "NOI@SHOP.example").startswith("200 Too many attempts")


def test_attempts_elsewhere_push_out_nothing_that_was_counted(client: Client, user: User) -> None:
    for n in range(5):
        sign_in(client, password=f"guess {n}")
    for n in range(320):
        cache.set(f"~elsewhere:{n}", [1.0])

    assert sign_in(client).startswith("200 Too many attempts")


def test_many_attempts_from_one_place_are_refused(client: Client, user: User) -> None:
    told = [sign_in(client, f"guess{n}@shop.example", password="") for n in range(31)]

    assert (told[29], told[30]) == ("200", "429")


def test_sign_in_changes_the_session(client: Client, user: User) -> None:
    client.get("/sign-in/")
    client.session["planted"] = True
    before = client.session.session_key

    sign_in(client)

    assert client.session.session_key != before
    assert client.cookies[settings.SESSION_COOKIE_NAME]["httponly"]
    assert client.cookies[settings.SESSION_COOKIE_NAME]["samesite"] == "Lax"


def test_sign_out_ends_the_session(client: Client, user: User) -> None:
    sign_in(client)

    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_who_came_and_who_failed_is_written_down_without_passwords(client: Client, user: User) -> None:
    sign_in(client, "who@shop.example", password="secret guess")
    sign_in(client)
    client.post("/sign-out/")

    written = list(entries())
    told = texts(entry.pk for entry in written)
    assert [(entry.actor, entry.action, told.get(entry.pk)) for entry in written] == [
        (f"user:{user.pk}", "user.sign_out", None),
        (f"user:{user.pk}", "user.sign_in", None),
        ("system", "user.sign_in_failed", "who@shop.example"),
    ]


def test_sign_in_form_comes_from_our_own_page(user: User) -> None:
    assert sign_in(Client(enforce_csrf_checks=True)) == "403"


def test_where_nobody_exists_sign_in_leads_to_set_up(client: Client) -> None:
    assert client.get("/sign-in/")["Location"] == "/set-up/"


def test_password_change_ends_other_sessions(client: Client, user: User) -> None:
    other = Client()
    sign_in(client)
    sign_in(other)
    new = {"old_password": PASSWORD, "new_password1": "nine blue mangos", "new_password2": "nine blue mangos"}

    changed = client.post("/settings/me/password/", new)

    assert changed["Location"] == "/settings/me/security/"
    assert client.get("/").status_code == 200
    assert other.get("/")["Location"] == "/sign-in/?next=/"
    assert sign_in(Client()) == WRONG
    assert sign_in(Client(), password="nine blue mangos") == "/"
    assert entries(action="user.change_password").get().actor == f"user:{user.pk}"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("wrong", "nine blue mangos", "old password was entered incorrectly"),
        (PASSWORD, "short", "too short"),
        (PASSWORD, "password123", "too common"),
        (PASSWORD, "noi@shop.example", "too similar"),
    ],
)
def test_weak_and_foreign_passwords_are_refused(client: Client, user: User, old: str, new: str, words: str) -> None:
    client.force_login(user)

    page = client.post("/settings/me/password/", {"old_password": old, "new_password1": new, "new_password2": new})

    assert page.status_code == 200
    assert words in page.content.decode()
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)

"""A new password for somebody who forgot theirs: by a link from a colleague, once, for an hour."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from regulars.base.audit.queries import entries
from regulars.base.staff import services
from regulars.base.staff.models import User

from .conftest import PASSWORD, SignedIn, add_app

pytestmark = pytest.mark.django_db

NEW = "nine blue mangos"
GONE = "This link is no longer valid."


@pytest.fixture
def nok() -> User:
    return User.objects.create_user("nok@shop.example", PASSWORD, role="sales")


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser("owner@shop.example", PASSWORD)


def link_for(user: User) -> str:
    _user, who, token = services.start_reset(user.pk, actor="owner")
    return f"/new-password/{who}/{token}/"


def test_a_colleague_gives_the_link_and_they_choose(signed_in: SignedIn, owner: User, nok: User) -> None:
    page = signed_in(owner).post(f"/settings/staff/{nok.pk}/reset/").content.decode()
    link = re.search(r">http://testserver(/new-password/[^<]+/)<", page)
    assert link is not None

    stranger = Client()
    assert stranger.get(link[1]).status_code == 200
    assert stranger.post(link[1], {"password": NEW})["Location"] == "/sign-in/"

    nok.refresh_from_db()
    assert nok.check_password(NEW)
    assert stranger.get("/").status_code == 302
    acts = [(entry.actor, entry.action) for entry in entries(object_type="user")]
    assert acts == [(f"user:{nok.pk}", "user.change_password"), (f"user:{owner.pk}", "user.start_reset")]


def test_a_link_works_once_and_ends_sessions(nok: User) -> None:
    browser = Client()
    browser.force_login(nok)
    link, other = link_for(nok), link_for(nok)
    Client().post(link, {"password": NEW})

    assert browser.get("/").status_code == 302
    for used in (link, other):
        again = Client().post(used, {"password": "ten red mangos"})
        assert (again.status_code, GONE in again.content.decode()) == (404, True)
    nok.refresh_from_db()
    assert nok.check_password(NEW)


def test_a_link_works_for_an_hour(nok: User) -> None:
    link = link_for(nok)

    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert Client().post(link, {"password": NEW}).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(minutes=59), tick=False):
        assert Client().post(link, {"password": NEW}).status_code == 302


def test_signing_in_ends_the_link(nok: User) -> None:
    link = link_for(nok)

    Client().post("/sign-in/", {"login": nok.email, "password": PASSWORD})

    assert Client().get(link).status_code == 404


def test_a_closed_account_gets_no_new_password(nok: User) -> None:
    link = link_for(nok)
    services.disable_user(nok.pk, actor="system")

    assert Client().post(link, {"password": NEW}).status_code == 404


@pytest.mark.parametrize("who", ["nonsense", "OTk5", "é", "", "MQ" * 100])
def test_made_up_links_get_the_same_answer(client: Client, nok: User, who: str) -> None:
    told = client.get(f"/new-password/{who or 'x'}/abc-def/")

    assert (told.status_code, GONE in told.content.decode()) == (404, True)


def test_weak_passwords_are_refused(nok: User) -> None:
    page = Client().post(link_for(nok), {"password": "password123"}).content.decode()

    assert "too common" in page
    assert User.objects.get().check_password(PASSWORD)


def test_a_new_password_is_no_way_around_the_second_factor(nok: User) -> None:
    add_app(nok)
    client = Client()
    client.post(link_for(nok), {"password": NEW})

    assert client.post("/sign-in/", {"login": nok.email, "password": NEW})["Location"] == "/sign-in/second-factor/"
    assert client.get("/").status_code == 302


def test_guessing_is_throttled(nok: User) -> None:
    told = [Client().post("/new-password/MQ/abc-def/").status_code for _ in range(21)]

    assert (told[19], told[20]) == (404, 429)


def test_lost_factors_are_taken_and_they_are_told(signed_in: SignedIn, owner: User, nok: User) -> None:
    add_app(nok)
    browser = Client()
    browser.force_login(nok)

    signed_in(owner).post(f"/settings/staff/{nok.pk}/factors/remove/")

    assert browser.get("/").status_code == 302
    assert Client().post("/sign-in/", {"login": nok.email, "password": PASSWORD})["Location"] == "/"
    assert "user.remove_factors" in [entry.action for entry in entries()]

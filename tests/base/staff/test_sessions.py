"""Sessions: listed with browser and place, ended one by one or all at once, over when left alone or too old."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from regulars.base.jobs.registry import job_spec
from regulars.base.staff.models import User

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db

PAGE = "/settings/me/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 (KHTML) Version/19.0 Safari/604.1"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("noi@shop.example", PASSWORD)


def browser(agent: str = FIREFOX, place: str = "203.0.113.7") -> Client:
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=place)
    client.post("/sign-in/", {"login": "noi@shop.example", "password": PASSWORD})
    return client


def test_ended_sessions_are_purged_and_live_ones_stay(client: Client) -> None:
    client.force_login(User.objects.create_user("noi@shop.example"))
    Session.objects.create(session_key=uuid4().hex, expire_date=timezone.now() - timedelta(seconds=1))
    UserSession.objects.create(user=User.objects.get(), session_key="gone", ip="::1")

    job_spec("staff.purge_sessions").function(None)

    key = client.session.session_key
    assert [row.session_key for row in Session.objects.all()] == [key]
    assert [row.session_key for row in UserSession.objects.all()] == [key]


def test_the_list_names_browser_and_place_and_this_one(user: User) -> None:
    here = browser()
    browser(IPHONE, "198.51.100.9")

    page = here.get(PAGE).content.decode()

    assert page.count("this one") == 1
    for words in ("Firefox", "Linux", "203.0.113.7", "Safari", "iOS", "198.51.100.9"):
        assert words in page
    assert page.index("203.0.113.7") < page.index("198.51.100.9")


def test_a_browser_is_signed_out_from_another(user: User) -> None:
    here, there, third = browser(), browser(IPHONE), browser()
    number = re.search(rf"{PAGE}(\d+)/end/", here.get(PAGE).content.decode())
    assert number is not None

    here.post(f"{PAGE}{UserSession.objects.get(session_key=there.session.session_key).pk}/end/")

    assert [client.get("/").status_code for client in (here, there, third)] == [200, 302, 200]


def test_all_others_are_signed_out_at_once(user: User) -> None:
    here, there, third = browser(), browser(IPHONE), browser()

    here.post(f"{PAGE}end/")

    assert [client.get("/").status_code for client in (here, there, third)] == [200, 302, 302]


def test_nobody_ends_the_session_of_somebody_else(user: User) -> None:
    here = browser()
    other = Client()
    other.force_login(User.objects.create_user("nok@shop.example"))
    theirs = UserSession.objects.get(session_key=other.session.session_key)

    page = here.post(f"{PAGE}{theirs.pk}/end/", follow=True).content.decode()

    assert "This session has ended already." in page
    assert other.get("/").status_code == 200


@pytest.mark.parametrize(("days", "status"), [(2.9, 200), (3.1, 302)])
def test_a_session_ends_when_left_alone(user: User, days: float, status: int) -> None:
    here = browser()

    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        assert here.get("/").status_code == status


def test_a_session_ends_after_two_weeks_however_busy(user: User) -> None:
    here, start = browser(), timezone.now()

    told = []
    for day in range(1, 16):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            told.append(here.get("/").status_code)

    assert told == [200] * 13 + [302] * 2


def test_a_page_that_polls_keeps_nobody_signed_in(user: User) -> None:
    here, start = browser(), timezone.now()

    told = []
    for day in range(1, 5):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            told.append(here.get("/", headers={"HX-Request": "true"}).status_code)

    assert told == [200, 200, 204, 204]


def test_when_it_was_last_seen_is_noted_once_a_minute(user: User) -> None:
    here, start = browser(), timezone.now()
    noted = []

    for seconds in (5, 59, 61, 100, 125):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            here.get("/")
        noted.append(round((UserSession.objects.get().last_seen_at - start).total_seconds()))

    assert noted == [0, 0, 61, 61, 125]


def test_a_session_from_before_this_was_noted_is_over(client: Client, user: User) -> None:
    client.force_login(user)
    session = client.session
    del session["opened_at"]
    session.save()

    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_a_changed_password_keeps_this_browser_in_the_list(user: User) -> None:
    here, there = browser(), browser(IPHONE)
    new = {"old_password": PASSWORD, "new_password1": "nine blue mangos", "new_password2": "nine blue mangos"}

    here.post("/settings/me/password/", new)

    page = here.get(PAGE).content.decode()
    assert there.get("/").status_code == 302
    assert page.count("this one") == 1
    assert UserSession.objects.count() == 1

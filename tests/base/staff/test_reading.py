"""Pages are written as their reader chose: language, time zone and calendar."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from regulars.base.audit.queries import entries
from regulars.base.fields import display
from regulars.base.staff.enums import Role
from regulars.base.staff.middleware import reader_first
from regulars.base.staff.models import User
from regulars.base.web import preferences

pytestmark = pytest.mark.django_db

COOKIE = settings.LANGUAGE_COOKIE_NAME
EVENING = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)


def read(user: User | AnonymousUser, **headers: str) -> str:
    """How a moment is written on this reader's page."""
    request = RequestFactory().get("/", headers=headers)
    request.user = user
    return asked(request)


def asked(request: HttpRequest) -> str:
    middleware = reader_first(lambda _: HttpResponse(display.moment(display.to_datetime(EVENING))))
    response = middleware(request)
    assert isinstance(response, HttpResponse)
    return f"{response['Content-Language']}: {response.content.decode()}"


def reader(**chosen: str) -> User:
    return User(email="reader@shop.example", role=Role.VIEWER, **chosen)


def test_a_reader_gets_what_they_chose() -> None:
    chosen = reader(language="fa", time_zone="Asia/Tehran", calendar="gregorian")

    written = read(chosen)

    assert (written[:18], written[-5:]) == ("fa: ۲۴ نوامبر ۲۰۲۶", "۰۰:۰۰")


def test_who_chose_nothing_reads_as_the_business_does() -> None:
    preferences.write("business.language", "th", actor="owner")
    preferences.write("business.time_zone", "Asia/Bangkok", actor="owner")

    assert read(reader()).startswith("th: 24 พ.ย. 2569")
    assert read(AnonymousUser()).startswith("th: 24 พ.ย. 2569")


@pytest.mark.parametrize(
    ("user", "headers", "language"),
    [
        (
            reader(language="zh-hans"),
            {"Cookie": f"{COOKIE}=th", "Accept-Language": "fa"},
            "zh-hans",
        ),
        (reader(), {"Cookie": f"{COOKIE}=th", "Accept-Language": "fa"}, "th"),
        (
            reader(),
            {"Cookie": f"{COOKIE}=xx", "Accept-Language": "de, zh-CN;q=0.8, fa;q=0.5"},
            "zh-hans",
        ),
        (reader(language="de"), {"Accept-Language": "*"}, "en"),
        (AnonymousUser(), {"Accept-Language": "fa-IR"}, "fa"),
        (AnonymousUser(), {"Accept-Language": "../../x," * 2000}, "en"),
    ],
)
def test_what_a_reader_chose_comes_before_what_the_browser_asks_for(
    user: User, headers: dict[str, str], language: str
) -> None:
    assert read(user, **headers).partition(":")[0] == language


def test_a_zone_that_is_no_more_is_that_of_the_business() -> None:
    preferences.write("business.time_zone", "Asia/Bangkok", actor="owner")

    assert read(reader(language="en", time_zone="Mars/Olympus")) == "en: 24 Nov 2026, 03:30"


def test_one_readers_choice_ends_with_their_page() -> None:
    before = translation.get_language(), timezone.get_current_timezone_name(), display.calendar()

    read(reader(language="fa", time_zone="Asia/Tehran", calendar="buddhist"))

    assert (translation.get_language(), timezone.get_current_timezone_name(), display.calendar()) == before


def test_a_page_that_fails_leaves_nothing_behind() -> None:
    request = RequestFactory().get("/")
    request.user = reader(language="fa", time_zone="Asia/Tehran", calendar="buddhist")
    before = translation.get_language(), timezone.get_current_timezone_name(), display.calendar()

    with pytest.raises(ZeroDivisionError):
        reader_first(lambda _: HttpResponse(str(1 / 0)))(request)

    assert (translation.get_language(), timezone.get_current_timezone_name(), display.calendar()) == before


def test_it_asks_the_database_nothing() -> None:
    chosen = User.objects.create_user("a@shop.example", language="fa", time_zone="Asia/Tehran", calendar="jalali")
    plain = User.objects.create_user("b@shop.example")
    asked_for = []
    for user in (chosen, plain):
        client = Client()
        client.force_login(user)
        with CaptureQueriesContext(connection) as queries:
            client.get("/settings/preferences/")
        asked_for.append([query["sql"] for query in queries if 'FROM "setting"' in query["sql"]])

    assert asked_for == [[], []]


def test_the_switch_of_language_is_kept_with_who_has_signed_in(client: Client) -> None:
    user = User.objects.create_user("a@shop.example")
    client.force_login(user)

    client.post("/language/", {"language": "fa", "next": "/"})
    elsewhere = Client()
    elsewhere.force_login(user)

    user.refresh_from_db()
    assert user.language == "fa"
    assert '<html lang="fa" dir="rtl">' in elsewhere.get("/", headers={"Accept-Language": "en"}).content.decode()
    assert [line.action for line in entries(actor=f"user:{user.pk}")] == ["user.change_preferences"]


def test_the_switch_keeps_no_language_that_we_do_not_speak(client: Client) -> None:
    user = User.objects.create_user("a@shop.example", language="th")
    client.force_login(user)

    client.post("/language/", {"language": "xx", "next": "/"})

    user.refresh_from_db()
    assert user.language == "th"


def test_error_pages_are_in_the_readers_language(client: Client) -> None:
    client.force_login(User.objects.create_user("a@shop.example", language="fa"))

    for address, status in (("/nothing-here/", 404), ("/settings/business/", 403)):
        page = client.get(address)
        assert (page.status_code, '<html lang="fa" dir="rtl">' in page.content.decode()) == (status, True)

"""The frame: headers, home, errors, languages, hosts."""

import json
import re

import pytest
from django.test import Client
from django.utils.translation import override

from regulars.base.staff.models import User
from regulars.base.web import shell, trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client) -> User:
    user = User.objects.create_superuser("owner@shop.example", name="Noi")
    client.force_login(user)
    return user


def test_home_shows_figures_and_whether_all_is_well(client: Client, owner: User) -> None:
    page = client.get("/").content.decode()

    for label in ("Customers", "Anonymous visitors", "Facts filed today", "Orders", "Sources"):
        assert label in page
    assert '<a href="/" aria-current="page">Home</a>' in page


def test_home_gives_htmx_the_tiles_alone(client: Client, owner: User) -> None:
    part = client.get("/", headers={"HX-Request": "true"}).content.decode()

    assert part.startswith('<div class="stack" id="now"')
    assert ('<dl class="figures">' in part, "<html" in part) == (True, False)


def test_home_shows_nothing_that_one_may_not_see(client: Client) -> None:
    client.force_login(User.objects.create_user("viewer@shop.example"))

    page = client.get("/")

    assert page.status_code == 200
    assert 'class="figures"' not in page.content.decode()
    assert "/settings/keys/" not in page.content.decode()


def test_home_asks_the_database_no_more_often_for_more_customers(
    client: Client, owner: User, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        client.get("/")


def test_pages_carry_their_safety(client: Client, owner: User) -> None:
    page = client.get("/")

    assert page["Content-Security-Policy"].startswith("default-src 'self';")
    assert "unsafe" not in page["Content-Security-Policy"]
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["X-Frame-Options"] == "DENY"
    assert page["Cache-Control"] == "no-store"


def test_pages_have_no_inline_script_or_style(client: Client, owner: User) -> None:
    for address in ("/", "/jobs/", "/health/", "/settings/keys/", "/settings/me/password/"):
        page = client.get(address).content.decode()

        assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
        assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []


def test_htmx_is_told_to_stay_within_the_policy(client: Client, owner: User) -> None:
    found = re.search(r"name=\"htmx-config\" content='([^']+)'", client.get("/").content.decode())

    assert found is not None
    told = json.loads(found[1])
    assert (told["allowEval"], told["includeIndicatorStyles"], told["historyCacheSize"]) == (False, False, 0)


def test_a_part_of_a_page_sends_strangers_to_sign_in_as_a_whole(client: Client) -> None:
    User.objects.create_user("someone@shop.example")

    response = client.get("/jobs/", headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"]) == (204, "/sign-in/?next=/jobs/")


@pytest.mark.parametrize(("address", "status"), [("/nothing-here/", 404), ("/customers/abc/", 404)])
def test_errors_are_pages(client: Client, address: str, status: int) -> None:
    page = client.get(address)

    assert page.status_code == status
    assert "There is no such page" in page.content.decode()


def test_a_failure_is_told_without_its_details(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(owner)
    monkeypatch.setattr(shell, "tiles", [shell.Tile("x", "x", lambda _: 1 / 0, permission="jobs.see", order=1)])  # type: ignore[arg-type,return-value]

    page = client.get("/")

    assert page.status_code == 500
    assert "Something went wrong on our side" in page.content.decode()
    assert "division" not in page.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io"])
def test_other_hosts_are_refused(client: Client, host: str) -> None:
    response = client.get("/sign-in/", headers={"Host": host})

    assert response.status_code == 400
    assert b"REGULARS_URL" in response.content
    assert host.encode() not in response.content


def test_forms_from_elsewhere_are_refused(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)

    response = client.post("/settings/keys/", {"name": "x", "scopes": ["orders:read"], "role": "viewer"})

    assert response.status_code == 403
    assert "This form is no longer valid" in response.content.decode()


@pytest.mark.parametrize(("code", "direction"), [("fa", "rtl"), ("th", "ltr"), ("zh-hans", "ltr")])
def test_language_is_chosen_before_sign_in(client: Client, code: str, direction: str) -> None:
    User.objects.create_user("someone@shop.example")

    chosen = client.post("/language/", {"language": code, "next": "/sign-in/?next=/jobs/"})
    page = client.get("/sign-in/").content.decode()

    assert chosen["Location"] == "/sign-in/?next=/jobs/"
    assert f'<html lang="{code}" dir="{direction}">' in page


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_language_leads_nowhere_else(client: Client, place: str) -> None:
    assert client.post("/language/", {"language": "th", "next": place})["Location"] == "/"


def test_the_browser_says_the_language_of_who_chose_none(client: Client, owner: User) -> None:
    page = client.get("/", headers={"Accept-Language": "fa-IR,en;q=0.5"}).content.decode()

    assert '<html lang="fa" dir="rtl">' in page


def test_menu_counts_in_the_digits_of_the_reader(client: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = shell.MenuEntry("People", "Groups", "web:home", "customers.see", 1, lambda _request: 1234)
    monkeypatch.setattr(shell, "menu", [entry])

    with override("fa"):
        page = client.get("/", headers={"Accept-Language": "fa"}).content.decode()

    assert "<small>۱٬۲۳۴</small>" in page


def test_trail_without_a_writer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "writers", [])

    with pytest.raises(LookupError):
        trail.note("job.retry", actor="system")

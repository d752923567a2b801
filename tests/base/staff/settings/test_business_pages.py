"""The settings of the business, and the page that leads to all of them."""

import re

import pytest
from django.test import Client

from regulars.base.audit.queries import entries
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.base.web import business, preferences
from tests.confirming import sign_in_freshly
from tests.conftest import May

pytestmark = pytest.mark.django_db

FILLED = {"name": "Café ☕ กาแฟ", "language": "th", "time_zone": "Asia/Bangkok", "first_weekday": "0"}


@pytest.fixture
def owner(client: Client) -> User:
    user = User.objects.create_superuser("owner@shop.example")
    sign_in_freshly(client, user)
    return user


def places(client: Client) -> list[str]:
    page = client.get("/settings/").content.decode()
    return re.findall(r'<li><a href="([^"]+)">[^<]+</a><p>', page)


def test_the_owner_finds_every_place(client: Client, owner: User) -> None:
    found = places(client)

    assert {"/settings/business/", "/settings/mail/", "/settings/outbox/", "/settings/webhooks/", "/health/"} < set(
        found
    )
    for place in found:
        assert client.get(place).status_code == 200


@pytest.mark.parametrize("role", Role.values)
def test_nobody_is_led_to_a_page_they_may_not_open(client: Client, role: Role) -> None:
    client.force_login(User.objects.create_user("someone@shop.example", role=role))

    found = places(client)

    assert "/settings/preferences/" in found
    assert {place: client.get(place).status_code for place in found} == dict.fromkeys(found, 200)


def test_the_business_is_named_and_counts_its_days(client: Client, owner: User) -> None:
    client.post("/settings/business/", FILLED)

    assert (business.name(), business.language(), business.zone().key) == ("Café ☕ กาแฟ", "th", "Asia/Bangkok")


def test_only_what_changes_is_written_and_audited(client: Client, owner: User) -> None:
    client.post("/settings/business/", {**FILLED, "language": "en", "time_zone": "UTC"})

    assert [line.fields for line in entries(action="setting.change")] == [["business.name"]]
    assert preferences.everything() == {"business.name": "Café ☕ กาแฟ"}


def test_an_emptied_name_is_none(client: Client, owner: User) -> None:
    client.post("/settings/business/", FILLED)

    client.post("/settings/business/", {**FILLED, "name": "  "})

    assert "business.name" not in preferences.everything()


@pytest.mark.parametrize(
    "wrong",
    [{"language": "xx"}, {"time_zone": ""}, {"time_zone": "Mars/Olympus"}, {"first_weekday": "7"}, {"name": "x" * 101}],
)
def test_what_does_not_fit_is_refused(client: Client, owner: User, wrong: dict[str, str]) -> None:
    page = client.post("/settings/business/", FILLED | wrong)

    assert 'aria-invalid="true"' in page.content.decode()
    assert preferences.everything() == {}


def test_a_name_of_two_lines_is_one(client: Client, owner: User) -> None:
    client.post("/settings/business/", {**FILLED, "name": "Shop\r\nBcc: all@shop.example"})

    assert business.name() == "Shop Bcc: all@shop.example"


def test_a_second_factor_can_be_asked_of_roles(client: Client, owner: User) -> None:
    client.post("/settings/sign-in/", {"roles": ["sales", "analyst"]})
    asked = preferences.read("mfa.required")
    client.post("/settings/sign-in/", {"roles": []})

    assert asked == ["analyst", "sales"]
    assert preferences.read("mfa.required") is None


def test_an_open_browser_alone_does_not_lift_the_second_factor(may: May) -> None:
    preferences.write("mfa.required", ["analyst"], actor="owner")
    stale = may("settings.edit")

    page = stale.get("/settings/sign-in/").content.decode()
    sent = stale.post("/settings/sign-in/", {"roles": []})

    assert "/settings/me/confirm/" in page
    assert 'name="roles"' not in page
    assert sent["Location"].split("?")[0] == "/settings/me/confirm/"
    assert preferences.read("mfa.required") == ["analyst"]


def test_a_role_that_does_not_exist_cannot_be_asked(client: Client, owner: User) -> None:
    client.post("/settings/sign-in/", {"roles": ["king"]})

    assert preferences.read("mfa.required") is None


@pytest.mark.parametrize("page", ["/settings/business/", "/settings/sign-in/"])
def test_settings_need_their_permission(may: May, page: str) -> None:
    refused = may("customers.see", "staff.edit")

    assert (refused.get(page).status_code, refused.post(page, FILLED).status_code) == (403, 403)
    assert may("settings.edit").get(page).status_code == 200

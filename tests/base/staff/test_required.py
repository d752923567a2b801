"""Whose role needs a second factor gets nowhere without one, but to where they set it up."""

import pytest
from django.test import Client

from regulars.base.staff.models import User
from regulars.base.staff.watch import WITHOUT_FACTOR
from regulars.base.web import preferences
from tests.access import pages

from .conftest import SignedIn, add_app

pytestmark = pytest.mark.django_db

SECURITY = "/settings/me/security/"


EVERY_PAGE = [(name, route) for name, route, _pattern in pages()]


@pytest.fixture
def owner() -> User:
    preferences.write("mfa.required", ["owner", "sales"], actor="owner")
    return User.objects.create_superuser("owner@shop.example", "seven green mangos")


@pytest.mark.parametrize(("name", "route"), EVERY_PAGE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_factor_every_page_leads_to_setting_one_up(
    signed_in: SignedIn, owner: User, name: str, route: str, method: str
) -> None:
    response = getattr(signed_in(owner), method)(route)

    if name in WITHOUT_FACTOR:
        assert response.get("Location") != SECURITY or name in ("staff:codes", "staff:rename-passkey")
    else:
        assert (response.status_code, response["Location"]) == (302, SECURITY)


def test_a_part_of_a_page_sends_the_whole_page_there(signed_in: SignedIn, owner: User) -> None:
    response = signed_in(owner).get("/", headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"], response.content) == (204, SECURITY, b"")


def test_with_a_factor_the_pages_open(signed_in: SignedIn, owner: User) -> None:
    client = signed_in(owner)
    told = "Your role needs a second factor" in client.get(SECURITY).content.decode()

    add_app(owner)

    assert told
    assert client.get("/").status_code == 200
    assert "Your role needs a second factor" not in client.get(SECURITY).content.decode()


def test_recovery_codes_alone_are_no_second_factor(signed_in: SignedIn, owner: User) -> None:
    add_app(owner)
    owner.authenticator_set.update(type="recovery_codes")  # type: ignore[attr-defined]

    assert signed_in(owner).get("/")["Location"] == SECURITY


def test_other_roles_are_not_asked(client: Client, owner: User) -> None:
    client.force_login(User.objects.create_user("vic@shop.example", role="viewer"))

    assert client.get("/").status_code == 200

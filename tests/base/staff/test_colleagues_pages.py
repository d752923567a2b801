"""The pages about colleagues: who sees them, what they offer, and what a forged form cannot do."""

from typing import Any

import pytest
from django.test import Client

from regulars.base.mail.queries import messages
from regulars.base.staff.enums import Role
from regulars.base.staff.models import Team, User
from regulars.base.staff.services import create_api_key
from regulars.base.web import shell

from .conftest import PASSWORD, SignedIn, add_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("owner@shop.example", PASSWORD, name="Olu", role=Role.OWNER)


@pytest.fixture
def nok() -> User:
    return User.objects.create_user("nok@shop.example", PASSWORD, name="<Nok>", role=Role.SALES)


def test_the_list_tells_who_there_is(signed_in: SignedIn, owner: User, nok: User) -> None:
    add_app(nok)

    page = signed_in(owner).get("/settings/staff/").content.decode()

    assert "&lt;Nok&gt;" in page
    assert "nok@shop.example" in page
    assert page.count("Sales") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    signed_in: SignedIn,
    owner: User,
    count: int,
    django_assert_num_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shell, "menu", [])
    for number in range(count):
        team = Team.objects.create(name=f"team {number}")
        User.objects.create_user(f"c{number}@shop.example", role=Role.SALES, team=team)
    client = signed_in(owner)
    client.get("/settings/staff/")  # settings are remembered

    with django_assert_num_queries(4):  # session, reader, people, invitations
        client.get("/settings/staff/")


def test_a_colleague_is_changed(signed_in: SignedIn, owner: User, nok: User) -> None:
    team = Team.objects.create(name="Bangkok")
    client = signed_in(owner)
    page = f"/settings/staff/{nok.pk}/"

    assert 'name="role"' in client.get(page).content.decode()
    assert client.post(page, {"role": "service", "team": team.pk, "reach": "team"})["Location"] == page

    nok.refresh_from_db()
    assert (nok.role, nok.team_id, nok.reach) == ("service", team.pk, "team")


def test_who_has_not_confirmed_changes_nothing(client: Client, owner: User, nok: User) -> None:
    client.force_login(owner)
    page = f"/settings/staff/{nok.pk}/"

    shown = client.get(page).content.decode()
    for place in ("", "disable/", "reset/", "factors/remove/"):
        answer = client.post(page + place, {"role": "viewer", "team": "", "reach": "own"})
        assert answer["Location"].startswith("/settings/me/confirm/")

    assert "Confirm that it is you, to change this" in shown
    assert 'name="role"' not in shown
    nok.refresh_from_db()
    assert (nok.role, nok.is_active) == ("sales", True)


@pytest.mark.parametrize(
    ("reader", "target", "given"),
    [
        ("administrator", "owner", {"role": "viewer"}),
        ("administrator", "sales", {"role": "owner"}),
        ("administrator", "administrator", {"role": "owner"}),
        ("owner", "owner", {"role": "viewer"}),
    ],
)
def test_forged_forms_raise_nobody(signed_in: SignedIn, owner: User, reader: str, target: str, given: dict) -> None:
    people = {"owner": owner}
    for role in (reader, target):
        people[role] = people.get(role) or User.objects.create_user(f"{role}@shop.example", role=role)
    before = dict(User.objects.values_list("pk", "role"))

    signed_in(people[reader]).post(
        f"/settings/staff/{people[target].pk}/", {"team": "", "reach": "everyone", "is_superuser": "on", **given}
    )

    assert dict(User.objects.values_list("pk", "role")) == before
    assert not User.objects.filter(is_superuser=True).exclude(role="owner").exists()


@pytest.mark.parametrize("page", ["/settings/me/", "/settings/me/password/", "/settings/me/email/"])
def test_ones_own_pages_take_no_role(signed_in: SignedIn, nok: User, page: str) -> None:
    given = {"role": "owner", "reach": "everyone", "is_superuser": "1", "is_active": "1", "team": "1"}

    signed_in(nok).post(page, {**given, "name": "Nok", "email": "nok2@shop.example"})

    kept = User.objects.get(pk=nok.pk)
    assert (kept.role, kept.is_superuser, kept.team_id) == ("sales", False, None)


def test_the_page_says_which_keys_go_with_an_account(signed_in: SignedIn, owner: User) -> None:
    admin = User.objects.create_user("admin@shop.example", role=Role.ADMINISTRATOR)
    create_api_key("the till", actor=f"user:{admin.pk}", scopes=["orders:read"])
    client = signed_in(owner)

    shown = client.get(f"/settings/staff/{admin.pk}/").content.decode()
    client.post(f"/settings/staff/{admin.pk}/disable/")

    assert "the till" in shown
    assert "the till" not in client.get(f"/settings/staff/{admin.pk}/").content.decode()


def test_what_is_not_there_is_told(signed_in: SignedIn, owner: User) -> None:
    client = signed_in(owner)

    for page in ("/settings/staff/99/", "/settings/teams/99/"):
        assert "There is no" in client.get(page, follow=True).content.decode()
    for page in ("disable/", "enable/", "reset/", "factors/remove/"):
        assert "There is no colleague" in client.post(f"/settings/staff/99/{page}", follow=True).content.decode()


def test_teams_are_added_renamed_and_removed(signed_in: SignedIn, owner: User, nok: User) -> None:
    client = signed_in(owner)
    client.post("/settings/teams/", {"name": " Bangkok "})
    team = Team.objects.get()
    User.objects.filter(pk=nok.pk).update(team=team)

    taken = client.post("/settings/teams/", {"name": "bangkok"}).content.decode()
    client.post(f"/settings/teams/{team.pk}/", {"name": "Krung Thep"})
    shown = client.get("/settings/teams/").content.decode()
    client.post(f"/settings/teams/{team.pk}/remove/")

    assert team.name == "Bangkok"
    assert "A team with this name exists already." in taken
    assert "Krung Thep" in shown
    assert not Team.objects.exists()
    assert User.objects.get(pk=nok.pk).team_id is None


def test_ones_address_changes_after_confirming_and_the_old_one_is_told(signed_in: SignedIn, nok: User) -> None:
    User.objects.create_user("taken@shop.example")
    client = signed_in(nok)

    taken = client.post("/settings/me/email/", {"email": "Taken@shop.example"}).content.decode()
    done = client.post("/settings/me/email/", {"email": "NEW@shop.example"})

    assert "A user with this e-mail address exists already." in taken
    assert done["Location"] == "/settings/me/"
    assert User.objects.get(pk=nok.pk).email == "new@shop.example"
    assert [message.to for message in messages()] == ["nok@shop.example"]


def test_ones_name_changes(signed_in: SignedIn, nok: User) -> None:
    signed_in(nok).post("/settings/me/", {"name": " ณก "})

    assert User.objects.get(pk=nok.pk).name == "ณก"

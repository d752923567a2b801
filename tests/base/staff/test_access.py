"""Nobody raises anyone above themselves, an owner stays, and what somebody loses is lost at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from regulars.base.audit.queries import entries
from regulars.base.staff import roles, services
from regulars.base.staff.enums import Reach, Role, Scope
from regulars.base.staff.errors import (
    AboveYourself,
    BeyondYourReach,
    KeyTooWide,
    LastOwner,
    OwnAccess,
    StaffError,
    UserUnknown,
)
from regulars.base.staff.models import ApiKey, Invitation, Team, User
from regulars.base.staff.queries import actor_of

from .conftest import SignedIn

pytestmark = pytest.mark.django_db


def colleague(role: str, **fields: Any) -> User:
    return User.objects.create_user(f"{role}-{User.objects.count()}@shop.example", role=role, **fields)


def become(user: User, *, actor: str, **asked: Any) -> User:
    given = {"role": user.role, "team_id": user.team_id, "reach": user.reach} | asked
    return services.change_access(user.pk, actor=actor, **given)


@pytest.fixture
def owner() -> User:
    return colleague(Role.OWNER)


@pytest.fixture
def administrator() -> User:
    return colleague(Role.ADMINISTRATOR)


def test_roles_are_within_each_other_as_their_table_says() -> None:
    within = {(a, b) for a in Role for b in Role if roles.is_within(a, b)}

    assert {(role, Role.OWNER) for role in Role} <= within
    assert (Role.OWNER, Role.ADMINISTRATOR) not in within
    assert {(role, Role.ADMINISTRATOR) for role in Role if role != Role.OWNER} <= within
    assert (Role.SERVICE, Role.SALES) not in within
    assert roles.is_within("", Role.VIEWER)


def test_an_administrator_makes_anything_but_owners(administrator: User) -> None:
    actor = actor_of(administrator)

    for role in Role:
        if role == Role.OWNER:
            with pytest.raises(AboveYourself):
                services.create_user(f"{role}@new.example", role=role, actor=actor)
        else:
            assert services.create_user(f"{role}@new.example", role=role, actor=actor).role == role


@pytest.mark.parametrize(
    "act",
    [
        lambda user, actor: become(user, role="viewer", actor=actor),
        lambda user, actor: services.disable_user(user.pk, actor=actor),
        lambda user, actor: services.enable_user(user.pk, actor=actor),
        lambda user, actor: services.start_reset(user.pk, actor=actor),
        lambda user, actor: services.change_password(user, "x" * 20, actor=actor),
        lambda user, actor: services.remove_factors(user.pk, actor=actor),
    ],
)
def test_an_administrator_cannot_touch_an_owner(
    owner: User, administrator: User, act: Callable[[User, str], object]
) -> None:
    colleague(Role.OWNER)
    before = User.objects.values().get(pk=owner.pk)

    with pytest.raises(AboveYourself):
        act(owner, actor_of(administrator))

    assert User.objects.values().get(pk=owner.pk) == before


@pytest.mark.parametrize("asked", [{"role": "viewer"}, {"reach": "own"}, {"role": "owner"}])
def test_nobody_changes_their_own_access(owner: User, administrator: User, asked: dict[str, str]) -> None:
    for user in (owner, administrator):
        with pytest.raises(OwnAccess):
            become(user, actor=actor_of(user), **asked)
        with pytest.raises(OwnAccess):
            services.disable_user(user.pk, actor=actor_of(user))


@pytest.mark.parametrize("actor", ["owner", "system"])
def test_the_last_owner_stays(owner: User, actor: str) -> None:
    colleague(Role.OWNER, is_active=False)

    with pytest.raises(LastOwner):
        become(owner, role="administrator", actor=actor)
    with pytest.raises(LastOwner):
        services.disable_user(owner.pk, actor=actor)
    assert become(owner, reach="own", actor=actor).role == "owner"


def demote(pair: tuple[int, int]) -> str:
    acting, user = pair
    try:
        services.change_access(user, role="viewer", team_id=None, reach="everyone", actor=f"user:{acting}")
    except StaffError as error:
        return type(error).__name__
    finally:
        connections.close_all()
    return "done"


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_demote_each_other_at_once_one_stays() -> None:
    one, two = colleague(Role.OWNER), colleague(Role.OWNER)

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(demote, [(one.pk, two.pk), (two.pk, one.pk)]))

    assert told.count("done") == 1
    assert User.objects.filter(role=Role.OWNER).count() == 1


def test_whoever_sees_their_team_lets_nobody_see_more() -> None:
    mine, other = Team.objects.create(name="Bangkok"), Team.objects.create(name="Tehran")
    actor = actor_of(colleague(Role.ADMINISTRATOR, reach=Reach.TEAM, team=mine))
    add = services.create_user

    assert add("a@new.example", role="sales", reach="team", team_id=mine.pk, actor=actor).team_id == mine.pk
    assert add("b@new.example", role="sales", reach="own", actor=actor).reach == "own"
    for reach, team in (("everyone", None), ("team", other.pk), ("own", other.pk)):
        with pytest.raises(BeyondYourReach):
            add("c@new.example", role="sales", reach=reach, team_id=team, actor=actor)
    with pytest.raises(BeyondYourReach):
        services.add_team("Jeddah", actor=actor)
    with pytest.raises(AboveYourself):
        services.disable_user(colleague(Role.SALES).pk, actor=actor)


def test_a_closed_account_acts_no_more(administrator: User) -> None:
    actor = actor_of(administrator)
    User.objects.filter(pk=administrator.pk).update(is_active=False)

    with pytest.raises(UserUnknown):
        services.create_user("x@new.example", role="viewer", actor=actor)
    for stranger in ("source:1", "key:1", "nobody"):
        with pytest.raises(UserUnknown):
            services.create_user("x@new.example", role="viewer", actor=stranger)


def test_closing_an_account_ends_sessions_keys_and_invitations(owner: User, administrator: User) -> None:
    browser, theirs = Client(), actor_of(administrator)
    browser.force_login(administrator)
    services.create_api_key("till", actor=theirs, scopes=[Scope.ORDERS_READ])
    services.create_api_key("other", actor=actor_of(owner), scopes=[Scope.ORDERS_READ])
    services.invite("new@shop.example", role="viewer", team_id=None, reach="everyone", actor=theirs)

    services.disable_user(administrator.pk, actor=actor_of(owner))

    assert browser.get("/")["Location"] == "/sign-in/?next=/"
    assert list(ApiKey.objects.filter(revoked_at=None).values_list("name", flat=True)) == ["other"]
    assert not Invitation.objects.exists()
    services.enable_user(administrator.pk, actor=actor_of(owner))
    assert browser.get("/").status_code == 302


def test_a_lesser_role_ends_sessions_and_what_goes_too_far(owner: User, administrator: User) -> None:
    browser, theirs = Client(), actor_of(administrator)
    browser.force_login(administrator)
    services.create_api_key("till", actor=theirs, scopes=[Scope.ORDERS_READ])

    become(administrator, role="sales", actor=actor_of(owner))

    assert browser.get("/").status_code == 302
    assert not ApiKey.objects.filter(revoked_at=None).exists()
    written = [(entry.action, entry.fields) for entry in entries(action="user.change_access")]
    assert written == [("user.change_access", ["role"])]


def test_changing_nothing_ends_nothing(owner: User, administrator: User) -> None:
    browser = Client()
    browser.force_login(administrator)

    become(administrator, actor=actor_of(owner))

    assert browser.get("/").status_code == 200
    assert not entries().exists()


def test_every_scope_asks_for_a_permission() -> None:
    assert set(roles.SCOPES) == set(Scope)
    assert all(needed <= roles.EVERY_PERMISSION and needed for needed in roles.SCOPES.values())


@pytest.mark.parametrize(
    ("role", "scopes"), [("viewer", ["customers:erase"]), ("viewer", ["orders:read", "customers:erase"])]
)
def test_a_key_does_no_more_than_its_maker(administrator: User, role: str, scopes: list[str]) -> None:
    with pytest.raises(KeyTooWide):
        services.create_api_key("till", actor=actor_of(administrator), role=role, scopes=scopes)
    assert not ApiKey.objects.exists()


def test_a_key_sees_no_more_than_its_maker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(roles.PERMISSIONS, Role.SALES, roles.may("customers see", "keys edit"))
    sales = actor_of(colleague(Role.SALES))
    team = actor_of(colleague(Role.OWNER, reach=Reach.TEAM))

    assert services.create_api_key("till", actor=sales, role="viewer", scopes=["customers:read"])[0].role == "viewer"
    for role in ("administrator", "marketer", "service"):
        with pytest.raises(KeyTooWide):
            services.create_api_key("till", actor=sales, role=role, scopes=["customers:read"])
    with pytest.raises(KeyTooWide):
        services.create_api_key("till", actor=team, role="viewer", scopes=["customers:read"])


def test_the_page_of_keys_offers_no_more_than_its_reader_may(signed_in: SignedIn, administrator: User) -> None:
    client = signed_in(administrator)

    page = client.get("/settings/keys/").content.decode()
    refused = client.post("/settings/keys/", {"name": "x", "scopes": ["customers:erase"], "role": "viewer"})

    assert "customers:erase" not in page
    assert "customers:write" in page
    assert 'class="error"' in refused.content.decode()
    assert not ApiKey.objects.exists()

"""Every address there is, tried by nobody and by somebody without permissions: a page without a rule fails here."""

import pytest
from django.test import Client

from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.base.staff.roles import PERMISSIONS
from tests.access import PROFILE, TABLE, addresses, pages, table

OPEN = {
    "web:language",
    *(f"staff:{name}" for name in ("sign-in", "set-up", "second-factor", "passkey-sign-in", "sign-in-options")),
    *(f"staff:{name}" for name in ("accept", "reset")),  # the secret in the link lets in
}
ANYONE_SIGNED_IN = {
    "web:home",
    "web:palette",
    *(f"staff:{name}" for name in ("sign-out", "me", "email", "password", "confirm", "confirm-options")),
    *(f"staff:{name}" for name in ("sessions", "end-session", "end-sessions", "security", "app", "codes")),
    *(f"staff:{name}" for name in ("passkeys", "passkey-options", "rename-passkey", "remove-factor")),
    "settings:index",
    "settings:preferences",
    *(f"policy:{name}" for name in ("rules", "version", "acknowledge", "training", "lesson")),
}
EVERYTHING = addresses()
PAGES = pages()
OPERATIONS = sorted({route for _, route, _ in EVERYTHING if route.startswith("/api/")} - {"/api/openapi.json"})
ROUTES = [pytest.param(name, route, id=name) for name, route, _ in PAGES]

pytestmark = pytest.mark.django_db


def test_the_table_is_read() -> None:
    names = {name for name, _, _ in PAGES}

    assert len(names) == len(PAGES)
    assert names >= {"web:home", "customers:list", "customers:customer", "staff:keys", "jobs:retry", "staff:sign-in"}


@pytest.mark.parametrize(("name", "route"), ROUTES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_sees_only_what_is_open(client: Client, name: str, route: str, method: str) -> None:
    User.objects.create_user("someone@shop.example")

    response = getattr(client, method)(route)

    if name in OPEN:
        assert response.status_code in (200, 302, 404, 405)
    else:
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/sign-in/")
        assert response.content == b""


@pytest.mark.parametrize(("name", "route"), ROUTES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_permission_a_page_is_refused(client: Client, name: str, route: str, method: str) -> None:
    client.force_login(User.objects.create_user("someone@shop.example"))

    response = getattr(client, method)(route)

    if name not in OPEN | ANYONE_SIGNED_IN:
        assert response.status_code == 403
        assert "Not for this account" in response.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("role", Role)
def test_a_role_opens_exactly_what_its_permissions_say(client: Client, role: Role) -> None:
    user = User.objects.create_user(f"{role}@shop.example", role=role)
    asking = {name: one.callback.permission for name, _, one in PAGES if hasattr(one.callback, "permission")}

    refused = set()
    for name, route, _ in PAGES:
        for method in ("get", "post"):
            client.force_login(user)
            if name in asking and getattr(client, method)(route).status_code == 403:
                refused.add(name)

    assert refused == {name for name, permission in asking.items() if permission not in PERMISSIONS[role]}


def test_who_may_do_what_was_reviewed() -> None:
    assert table() == TABLE.read_text(), "read the difference, then write it: python -m tests.access"


def test_every_page_names_its_permission() -> None:
    without = {name for name, _, pattern in PAGES if not hasattr(pattern.callback, "permission")}

    assert without == OPEN | ANYONE_SIGNED_IN


@pytest.mark.parametrize("route", OPERATIONS)
@pytest.mark.parametrize("signed_in", [False, True])
def test_without_a_key_no_operation_answers(client: Client, route: str, signed_in: bool) -> None:
    if signed_in:  # a cookie is no key: otherwise any page elsewhere could act for who is signed in
        client.force_login(User.objects.create_superuser("owner@shop.example"))

    for method in ("get", "post", "put", "patch", "delete"):
        response = getattr(client, method)(route, content_type="application/json")

        assert response.status_code in (401, 404, 405)
        assert response["Content-Type"] in ("application/problem+json", "application/json")


def test_some_operation_is_refused_for_want_of_a_key(client: Client) -> None:
    assert {client.get(route).status_code for route in ("/api/customers", PROFILE, "/api/jobs")} == {401}

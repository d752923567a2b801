"""Every address there is, tried by nobody and by somebody without permissions: a page without a rule fails here."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from regulars.base.staff.models import User

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
PROFILE = "/api/v1/spaces/a/collections/users/profiles/user_id:a/traits"
"""What the only route that is a regular expression leads to."""

SAMPLES: dict[str, Any] = {"int": 1, "slug": "a", "uuid": UUID(int=1), "str": "a", "path": "a"}


def patterns(resolver: URLResolver, name: str = "", route: str = "/") -> Iterator[tuple[str, str, URLPattern]]:
    """Full name, address with sample values, and pattern of everything that Django answers."""
    for one in resolver.url_patterns:
        here = route + sample(str(one.pattern), one.pattern.converters)
        if isinstance(one, URLResolver):
            inner = ":".join(part for part in (name, one.namespace) if part)
            yield from patterns(one, inner, here)
        else:
            yield f"{name}:{one.name}", here, one


def sample(route: str, converters: dict[str, Any]) -> str:
    for name, converter in converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        route = route.replace(f"<{kind}:{name}>", str(SAMPLES[kind])).replace(f"<{name}>", str(SAMPLES[kind]))
    return route


EVERYTHING = [(name, PROFILE if "^" in route else route, one) for name, route, one in patterns(get_resolver())]
PAGES = [one for one in EVERYTHING if not one[1].startswith("/api/")]
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

"""Nothing leaks: whatever a role may not see leaves through no door, in no spelling, message, order or number.

Each role walks every page, every operation and the commands about a customer full of recognisable values. What it may
see has to be found somewhere, so that a test that looks nowhere fails.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from typer.testing import CliRunner

from regulars.base.fields.masks import Mask
from regulars.base.staff.enums import Reach, Role, Scope
from regulars.base.staff.models import ApiKey, User
from regulars.base.staff.roles import MASKS, PERMISSIONS
from regulars.base.staff.services import create_api_key
from regulars.cli.app import app
from regulars.rest import limits
from regulars.unify.customers.owners import assign
from regulars.unify.customers.queries.ordering import SORTS
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.identity.queries import links_of
from tests.access import pages
from tests.leaks import Canary, Found, rules, searches, tell_all, walk
from tests.unify.telling import key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]
SEEING = [role for role in Role if "customers.see" in PERMISSIONS[role]]


@pytest.fixture
def canaries(data_folder: Path) -> tuple[Canary, ...]:
    """One customer with the key 1."""
    limits.buckets.clear()
    found = tell_all()
    assert key("user_id/nruseridkestrel") == 1
    return found


def unseen(canaries: tuple[Canary, ...], mask: Mask) -> list[Canary]:
    return [one for one in canaries if not one.is_for(mask)]


def leaks(found: Found, canaries: tuple[Canary, ...], mask: Mask) -> dict[str, list[str]]:
    """Value → where it stood although it may not be seen."""
    held = {one.value: found.holding(one.value) for one in unseen(canaries, mask)}
    return {value: where for value, where in held.items() if where}


def browser(role: Role, **more: Any) -> tuple[Client, User]:
    user = User.objects.create_user(f"{role}@staff.example", role=role, **more)
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client, user


def own_addresses() -> Iterator[str]:
    """Pages of the customer that need more than a key."""
    for link in links_of([1]):
        yield f"/customers/1/undo/{link.id}/"
    for query in ("edit/", "edit/?trait=name", "edit/?trait=email", "edit/?trait=age", "edit/?trait=diagnosis", "?all",
                  "timeline/", "timeline/?kind=orders", "timeline/?kind=other", "panels/orders/", "panels/notes/",
                  "trait/?trait=email", "trait/?trait=age", "history/?trait=email", "history/?trait=diagnosis",
                  "merge/?with=1", "apart/?a=1&b=2"):  # fmt: skip
        yield f"/customers/1/{query}"
    yield from (f"/customers/?sort={sort}" for sort in SORTS)
    yield from (f"/fields/{name}/" for name in ("name", "email", "age", "canary_special", "diagnosis"))
    columns = ",".join(("name", "contact", "email", "age", "diagnosis", "canary_special", "canary_confidential"))
    yield f"/customers/?columns={columns}"


@pytest.mark.parametrize("role", SEEING)
def test_no_page_shows_what_a_role_may_not_see(canaries: tuple[Canary, ...], role: Role) -> None:
    client, _user = browser(role)
    found = Found()

    walk(client, [route for _, route, _ in pages()], found)
    walk(client, list(own_addresses()), found)

    assert leaks(found, canaries, MASKS[role]) == {}
    shown = [one for one in canaries if one.is_for(MASKS[role]) and not one.value[:4].isdecimal()]
    assert [one.value for one in shown if not found.holding(one.value)] == []


@pytest.mark.parametrize("role", [role for role in SEEING if "customers.export" in PERMISSIONS[role]])
@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_no_export_holds_what_a_role_may_not_see(canaries: tuple[Canary, ...], role: Role, format_: str) -> None:
    client, _user = browser(role)
    found = Found()
    every = ",".join(["name", "contact", *sorted(named())])
    asked = {"key": "1", "here": f"?columns={every}", "format": format_}

    found.add("asking", client.post("/customers/many/export/", asked))
    response = client.post("/customers/many/export/", asked | {"sure": "1"})
    body = response.getvalue()
    found.say("file", unzipped(body) if format_ == "xlsx" else body.decode())

    assert leaks(found, canaries, MASKS[role]) == {}
    assert found.holding("qemailcanary@leak.example") == ["file"]


def unzipped(book: bytes) -> str:
    """All texts of a spreadsheet."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


@pytest.mark.parametrize("role", SEEING)
def test_nobody_is_found_by_a_value_that_a_role_may_not_see(canaries: tuple[Canary, ...], role: Role) -> None:
    client, _user = browser(role)
    hidden = unseen(canaries, MASKS[role])
    there = re.compile(r"/customers/1/|with=1\b")
    tell(source(SourceKind.TILL), said(Kind.IDENTIFY, "v", ("user_id", "vera"), name="Vera"))
    other = key("user_id/vera")

    found = {
        (one.value, address)
        for one in hidden
        for _, address in searches(one, other)
        if there.search(results(client.get(address).content.decode()))
    }
    asked = {
        (rule, response.status_code)
        for one in hidden
        for rule in rules(one.of & named(), one.value)
        if (response := client.get(f"/customers/?rule={quote(rule)}")).status_code != 302
    }

    assert (found, asked) == (set(), set())


def results(page: str) -> str:
    """A page without its frame."""
    return page.split("<main", 1)[-1]


def named() -> frozenset[str]:
    from regulars.base.fields.queries import fields  # noqa: PLC0415

    return frozenset(one.name for one in fields()) | {"diagnosis"}


@pytest.mark.parametrize("role", list(Role))
def test_no_operation_shows_what_a_role_may_not_see(canaries: tuple[Canary, ...], role: Role) -> None:
    ask = program(role)
    found = Found()

    broken = set()
    for address in operations():
        answer = ask("GET", address)
        found.add(address, answer)
        broken |= {address} if answer.status_code >= 500 else set()

    assert broken == set()
    assert leaks(found, canaries, MASKS[role]) == {}
    shown = [one for one in canaries if one.is_for(MASKS[role])]
    assert [one.value for one in shown if not found.holding(one.value)] == []


def program(role: Role) -> Callable[..., Any]:
    """Sends a request with a key of this role and every scope."""
    made, secret = create_api_key("Shop", scopes=[scope.value for scope in Scope], actor="owner")
    ApiKey.objects.filter(pk=made.pk).update(role=role)
    client = Client(raise_request_exception=False)

    def ask(method: str, address: str, body: Any = None) -> Any:
        limits.buckets.clear()
        content = b"" if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {secret}"}
        if address.startswith("/v1/"):
            from base64 import b64encode  # noqa: PLC0415

            headers = {"Authorization": "Basic " + b64encode(f"{secret}:".encode()).decode()}
        return client.generic(method, f"/api{address}", content, content_type="application/json", headers=headers)

    return ask


def operations() -> Iterator[str]:
    """Everything that can be read of the customer with the key 1, and of everybody."""
    yield from ("/customers", "/customers/1", "/customers/1/timeline", "/customers/1/why/2", "/customers/1/orders")
    yield from ("/customers/1/erasure", "/groups", "/orders", "/orders/default/R-1", "/products", "/events")
    yield from ("/events?customer=1", "/schema", "/sources", "/jobs", "/deliveries", "/erasures")
    yield from (f"/groups/{key('company/nrgroupkestrel')}{more}" for more in ("", "/members"))
    yield from (f"/links/{link.id}/undo" for link in links_of([1]))
    for who in ("use_1", "user_id:nruseridkestrel", "anonymous_id:nranonymousidkestrel"):
        for part in ("traits?verbose=true&limit=200", "traits?limit=200", "external_ids?limit=200", "events?limit=200",
                     "metadata", "links"):  # fmt: skip
            yield f"/v1/spaces/a/collections/users/profiles/{who}/{part}"
    yield from (
        f"/v1/spaces/a/collections/accounts/profiles/group_id:nrgroupkestrel/{one}" for one in ("links", "traits")
    )


@pytest.mark.parametrize("role", list(Role))
def test_no_program_finds_anybody_by_a_value_that_its_role_may_not_see(
    canaries: tuple[Canary, ...], role: Role
) -> None:
    ask = program(role)
    hidden, shown = unseen(canaries, MASKS[role]), [one for one in canaries if one.is_for(MASKS[role])]

    met = {(one.value, address) for one in hidden for address in look_ups(one) if finds(ask("GET", address))}
    asked = {
        (rule, status)
        for one in hidden
        for rule in rules(one.of & named(), one.value)
        if (status := ask("GET", f"/customers?rule={quote(rule)}").status_code) != 422
    }
    sorted_ = {
        sort
        for sort in SORTS
        if (ask("GET", f"/customers?sort={sort}").status_code == 200)
        != (sort.endswith("created") or MASKS[role].sees(sort.removeprefix("-")))
    }

    assert (met, asked, sorted_) == (set(), set(), set())
    assert any(finds(ask("GET", address)) for one in shown for address in look_ups(one))


def look_ups(canary: Canary) -> Iterator[str]:
    """Operations that find a customer by a value."""
    value = quote(canary.value, safe="")
    yield f"/customers?search={value}"
    yield f"/customers?identifier={value}"
    for type_ in sorted(canary.of):
        yield f"/customers?identifier={type_}/{value}"
        yield f"/customers/by/{type_}/{value}"
        yield f"/v1/spaces/a/collections/users/profiles/{type_}:{value}/traits"


def finds(response: Any) -> bool:
    """Whether somebody was found."""
    return response.status_code == 200 and json.loads(response.content).get("data") != []


@pytest.mark.parametrize("role", SEEING)
def test_no_command_shows_what_a_colleague_may_not_see(canaries: tuple[Canary, ...], role: Role) -> None:
    _client, user = browser(role)
    found = Found()

    def run(*arguments: str) -> None:
        result = CliRunner().invoke(app, ["customer", *arguments, "--as", user.email])
        found.say(" ".join(arguments), result.output + result.stderr)

    for as_json in ([], ["--json"]):
        run("show", "1", *as_json)
        run("why", "1", "2", *as_json)
        run("alarms", *as_json)
        run("undo", str(links_of([1])[0].id), "--preview", *as_json)
    for one in unseen(canaries, MASKS[role]):
        # What they typed themselves may stand in the answer.
        for type_ in sorted(one.of):
            result = CliRunner().invoke(app, ["customer", "find", f"{type_}/{one.value}", "--as", user.email, "--json"])
            assert json.loads(result.stdout or "[]") == []

    assert leaks(found, canaries, MASKS[role]) == {}
    shown = [one for one in canaries if one.is_for(MASKS[role])]
    assert [one.value for one in shown if not found.holding(one.value)] == []


@pytest.mark.parametrize("role", [Role.OWNER, Role.SALES, Role.SERVICE])
def test_a_customer_of_another_colleague_is_nowhere(canaries: tuple[Canary, ...], role: Role) -> None:
    other = User.objects.create_user("other@staff.example", role=Role.SALES)
    client, user = browser(role, reach=Reach.OWN)
    tell(source(SourceKind.TILL), said(Kind.IDENTIFY, "v", ("user_id", "vera"), name="Vera Visible", city="Trat"))
    mine = key("user_id/vera")
    assign([1], other.pk, actor="owner")
    assign([mine], user.pk, actor="owner")
    found = Found()

    walk(client, [route for _, route, _ in pages() if not route.startswith(("/audit", "/sources", "/fields"))], found)
    walk(client, [*own_addresses(), f"/customers/{mine}/merge/?with=1", f"/customers/{mine}/apart/?b=1"], found)
    finding = {address for one in canaries for _, address in searches(one, mine)}
    shown = {address for address in finding if "/customers/1/" in results(client.get(address).content.decode())}
    walk(client, ["/customers/?q=Vera", f"/customers/{mine}/", "/customers/"], found)

    # Tags are the business's own words, offered to whoever tags.
    tags = {"/customers/add/", "/customers/tag-names/"}
    held = {one.value: where for one in canaries if (where := [*{*found.holding(one.value)} - tags])}
    assert (held, shown) == ({}, set())
    assert set(found.holding("Vera Visible")) >= {"/customers/?q=Vera", f"/customers/{mine}/", "/customers/"}


def test_who_is_out_of_reach_is_answered_like_nobody(canaries: tuple[Canary, ...]) -> None:
    client, _user = browser(Role.SERVICE, reach=Reach.OWN)
    assign([1], User.objects.create_user("other@staff.example").pk, actor="owner")

    for page in ("", "timeline/", "edit/", "merge/", "panels/orders/", "apart/"):
        for method in ("get", "post"):
            one, nobody = (getattr(client, method)(f"/customers/{each}/{page}") for each in (1, 987654))
            assert (one.status_code, plain_page(one)) == (nobody.status_code, plain_page(nobody))


def plain_page(response: Any) -> str:
    """A page without what differs each time."""
    return re.sub(r"[A-Za-z0-9]{64}", "", response.content.decode().replace("987654", "1"))

"""Revealing one masked value: for a reason, in the audit trail, and never what a role may not see at all."""

from typing import Any

import pytest
from django.test import Client

from regulars.base.audit.models import AuditText
from regulars.base.audit.queries import entries
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from tests.unify.telling import key, said, source, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]
REASON = "she asked on the phone"


@pytest.fixture
def som() -> int:
    teller = source(SourceKind.SERVER)
    tell(teller, said(Kind.IDENTIFY, "1", ("user_id", "som"), ("email", "som@shop.example"), age=34, name="Som"))
    return key("som")


def colleague(client: Client, role: Role, **more: Any) -> User:
    user = User.objects.create_user(f"{role}@shop.example", role=role, **more)
    client.force_login(user)
    return user


def test_a_masked_value_is_revealed_for_a_reason_that_is_kept(client: Client, som: int) -> None:
    user = colleague(client, Role.SALES)

    response = client.post(
        f"/customers/{som}/reveal/", {"field": "age", "reason": REASON}, headers={"HX-Request": "true"}
    )

    assert response.status_code == 200
    assert "<bdi>34</bdi>" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    (entry,) = entries(actor=f"user:{user.pk}").filter(action="customer.reveal")
    assert entry.fields == ["age"]
    assert AuditText.objects.get(entry_id=entry.pk).text == REASON


@pytest.mark.parametrize("reason", ["", "   ", "why"])
def test_without_a_reason_nothing_is_revealed(client: Client, som: int, reason: str) -> None:
    colleague(client, Role.SALES)

    page = client.post(f"/customers/{som}/reveal/", {"field": "age", "reason": reason}).content.decode()

    assert "at least 5 letters" in page
    assert ">34<" not in page
    assert not entries().filter(action="customer.reveal").exists()


def test_what_a_role_may_not_see_at_all_stays_hidden(client: Client, som: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from regulars.base.staff import roles  # noqa: PLC0415  models are ready only now

    monkeypatch.setitem(roles.PERMISSIONS, Role.VIEWER, frozenset({"customers.see", "customers.reveal"}))
    colleague(client, Role.VIEWER)

    hidden, absent, name = (
        client.post(
            f"/customers/{som}/reveal/", {"field": field, "reason": REASON}, headers={"HX-Request": "true"}
        ).content.decode()
        for field in ("age", "religion", "name")
    )

    assert hidden == absent
    assert "34" not in hidden
    assert "Som" in name


def test_an_identifier_is_revealed_by_its_key(client: Client, som: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from regulars.base.staff import roles  # noqa: PLC0415

    monkeypatch.setitem(roles.PERMISSIONS, Role.ANALYST, frozenset({"customers.see", "customers.reveal"}))
    colleague(client, Role.ANALYST)
    address = f"/customers/{som}/reveal/"

    page = client.post(address, {"identifier": key("som@shop.example"), "reason": REASON}).content.decode()
    other = client.post(address, {"identifier": 999, "reason": REASON}).content.decode()

    assert "som@shop.example" in page
    assert "nothing here that you may reveal" in other


def test_nobody_out_of_reach_is_revealed(client: Client, som: int) -> None:
    colleague(client, Role.SALES, reach=Reach.OWN)

    response = client.post(f"/customers/{som}/reveal/", {"field": "age", "reason": REASON})

    assert response.status_code == 404
    assert "34" not in response.content.decode()

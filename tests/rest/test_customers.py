"""Customers over REST, with a real road behind it."""

import pytest

from regulars.base.audit.queries import entries, subjects
from tests.rest.conftest import Program
from tests.unify.telling import key

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("customers")]


def test_a_customer_is_shown_with_all_that_is_known_and_where_from(program: Program) -> None:
    som = key("email/som@example.com")

    shown = program.get(f"/customers/{som}")

    assert shown["traits"] == {"city": "Bangkok", "email": "som@example.com", "first_name": "Som"}
    assert shown["provenance"]["city"]["source"] == "Server"
    assert [(one["type"], one["value"]) for one in shown["identifiers"]] == [
        ("user_id", "som"),
        ("email", "som@example.com"),
    ]
    assert [link["accepted"] for link in shown["links"]] == [True]
    assert [group["value"] for group in shown["groups"]] == ["acme"]


def test_seeing_a_customer_is_audited_with_keys_and_field_names(program: Program) -> None:
    shown = program.get(f"/customers/{key('user_id/som')}")

    (entry,) = entries(action="customer.show")
    assert (entry.actor, entry.fields) == (f"key:{program.key}", ["city", "email", "first_name"])
    assert subjects([entry.pk]) == {entry.pk: [int(shown["key"])]}

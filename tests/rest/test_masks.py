"""A key sees fields as its role does, and acts on nothing that it does not see."""

from collections.abc import Callable

import pytest

from regulars.base.staff.enums import Role
from regulars.base.staff.models import ApiKey
from tests.rest.conftest import Program, Programs, every_scope
from tests.unify.telling import key

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("customers")]

As = Callable[[Role], Program]


@pytest.fixture
def as_role(program_with: Programs) -> As:
    def make(role: Role) -> Program:
        program = program_with(*every_scope())
        ApiKey.objects.filter(pk=program.key).update(role=role)
        return program

    return make


def test_values_are_masked_wherever_they_stand(as_role: As) -> None:
    som = key("user_id/som")

    shown = as_role(Role.ANALYST).get(f"/customers/{som}")

    assert (shown["name"], shown["traits"]) == (
        "S•••",
        {"city": "Bangkok", "email": "s•••@example.com", "first_name": "S•••"},
    )
    assert [one["value"] for one in shown["identifiers"]] == ["s•••", "s•••@example.com"]
    assert shown["provenance"]["first_name"]["value"] == "S•••"
    assert [(one["from"]["value"], one["to"]["value"]) for one in shown["links"]] == [("s•••", "s•••@example.com")]


def test_an_exact_look_up_is_refused_whether_or_not_somebody_is_there(as_role: As) -> None:
    analyst = as_role(Role.ANALYST)

    there, nobody = (analyst.get(f"/customers/by/email/{name}@example.com", 422) for name in ("som", "somebody-else"))
    listed = analyst.get("/customers?identifier=email/som@example.com", 422)

    assert there == nobody == listed
    assert there["type"] == "urn:regulars:problem:field-masked"
    assert analyst.get("/customers?identifier=som@example.com")["data"] == []
    assert analyst.get("/customers?search=som")["data"] == []


def test_a_rule_on_a_masked_field_is_refused_where_it_stands(as_role: As) -> None:
    rule = '{"all":[{"trait":"industry","is":"not_empty"},{"trait":"first_name","is":"equals","value":"Som"}]}'

    refused = as_role(Role.ANALYST).get(f"/customers?rule={rule}", 422)

    assert [(one["pointer"], one["parameter"]) for one in refused["errors"]] == [("#/all/1/trait", "rule")]
    assert "does not see" in refused["detail"]
    assert as_role(Role.SALES).get(f"/customers?rule={rule}")["data"] == []


def test_what_is_not_seen_whole_is_not_corrected(as_role: As) -> None:
    som = key("user_id/som")

    refused = as_role(Role.ANALYST).patch(
        f"/customers/{som}", {"traits": {"company": "Acme", "nickname": "Sommy"}}, 422
    )
    undeclared = as_role(Role.SALES).patch(f"/customers/{som}", {"traits": {"diagnosis": "flu"}}, 422)

    assert refused["type"] == undeclared["type"] == "urn:regulars:problem:field-unseen"
    assert as_role(Role.ANALYST).patch(f"/customers/{som}", {"traits": {"company": "Acme"}})["state"] == "done"


def test_an_erasure_is_previewed_in_masked_values(as_role: As) -> None:
    found = as_role(Role.VIEWER).get(f"/customers/{key('user_id/som')}/erasure")

    assert [one["value"] for one in found["erased"]] == ["s•••", "s•••@example.com"]

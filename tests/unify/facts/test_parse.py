"""From a Fact as it came to a Statement: reserved traits in either spelling, nulls, further identifiers."""

from typing import Any

import pytest

from regulars.unify.facts.fact import Fact, Kind, raw
from regulars.unify.facts.identifiers import Ident
from regulars.unify.facts.parse import parse
from regulars.unify.facts.statement import SourceRef, Statement

SHOP = SourceRef(3, "server", "default", "TH", False, 40)

ADDRESS = {"street": "1 Main Road", "city": "Trang", "state": "Trang", "country": "TH"}
SNAKE = {"postal_code": "92000", "first_name": "Aree", "last_name": "Boon", "created_at": "2026-01-01T00:00:00Z"}
CAMEL = {"postalCode": "92000", "firstName": "Aree", "lastName": "Boon", "createdAt": "2026-01-01T00:00:00Z"}


def state(kind: Kind, traits: dict[str, Any], **given: Any) -> Statement:
    fact = Fact(kind, "m1", 1_767_225_600_000_000, [("user_id", "u1")], traits=raw(traits), **given)
    return parse(fact, source=SHOP, batch=0, position=1, received_at=fact.occurred_at, claim_hash=lambda said: said)


def person(spelled: dict[str, str]) -> dict[str, Any]:
    """Every reserved trait of a user as Segment lists them."""
    postal = {name: spelled[name] for name in spelled if name.startswith("postal")}
    count = "employee_count" if "first_name" in spelled else "employeeCount"
    return {
        **{name: value for name, value in spelled.items() if name not in postal},
        "address": ADDRESS | postal,
        "age": 36,
        "avatar": "https://shop.example/a.png",
        "birthday": "1990-05-12",
        "company": {"name": "Acme", "id": "c1", "industry": "Tea", count: 7, "plan": "gold"},
        "description": "Regular",
        "email": "aree@example.com",
        "gender": "female",
        "id": "u1",
        "phone": "0812345678",
        "title": "Cook",
        "username": "aree",
        "website": "https://aree.example",
    }


@pytest.mark.parametrize("spelled", [SNAKE, CAMEL])
def test_reserved_traits_of_a_person_in_either_spelling(spelled: dict[str, str]) -> None:
    statement = state(Kind.IDENTIFY, person(spelled))

    assert statement.traits == {
        **ADDRESS,
        "postal_code": "92000",
        "first_name": "Aree",
        "last_name": "Boon",
        "name": "Aree Boon",
        "created_at": 1_767_225_600_000_000,
        "age": 36,
        "avatar": "https://shop.example/a.png",
        "birthday": "1990-05-12",
        "company": "Acme",
        "company_id": "c1",
        "industry": "Tea",
        "employee_count": 7,
        "plan": "gold",
        "description": "Regular",
        "email": "aree@example.com",
        "gender": "female",
        "id": "u1",
        "phone": "+66812345678",
        "job_title": "Cook",
        "username": "aree",
        "website": "https://aree.example",
    }


@pytest.mark.parametrize("spelled", [SNAKE, CAMEL])
@pytest.mark.parametrize("employees", ["employees", "employee_count", "employeeCount"])
def test_reserved_traits_of_a_group_in_either_spelling(spelled: dict[str, str], employees: str) -> None:
    postal = {name: value for name, value in spelled.items() if name.startswith("postal")}
    created = {name: value for name, value in spelled.items() if name.startswith("created")}
    traits = {"address": ADDRESS | postal, **created, "name": "Acme", "industry": "Tea", employees: "1,200", "id": "g1"}

    statement = state(Kind.GROUP, traits, group="g1", group_kind="company")

    assert statement.traits == {}
    assert statement.group_traits == {
        **ADDRESS,
        "postal_code": "92000",
        "created_at": 1_767_225_600_000_000,
        "name": "Acme",
        "industry": "Tea",
        "employee_count": 1200,
        "id": "g1",
    }


def test_null_takes_a_trait_away_and_an_empty_text_is_a_value() -> None:
    statement = state(Kind.IDENTIFY, {"email": None, "phone": "", "nickname": "", "address": None, "vip": None})

    gone = dict.fromkeys(("email", "street", "city", "state", "postal_code", "country", "vip"))
    assert statement.traits == {**gone, "phone": "", "nickname": ""}
    assert statement.identifiers == [Ident("user_id", "default", "u1")]


@pytest.mark.parametrize("traits", [{"member_card": "C 1", "external_id": 7}, {"memberCard": "C 1", "externalId": 7.0}])
def test_traits_that_identify_do_so_in_either_spelling(traits: dict[str, Any]) -> None:
    statement = state(Kind.IDENTIFY, traits)

    assert statement.identifiers[1:] == [Ident("external_id", "3", "7"), Ident("member_card", "", "C1")]


def test_no_trait_can_pass_for_consent() -> None:
    traits = {"consent.Ads": True, "\u200bconsent.Sale": True, "consent": "yes"}

    statement = state(Kind.IDENTIFY, traits, context=raw({"consent": {"categoryPreferences": {"Ads": False}}}))

    assert statement.traits == {"consent_Ads": True, "consent_Sale": True, "consent": "yes", "consent.Ads": False}

"""Traits under canonical names with values in the form of their fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.unify.facts import normalize
from regulars.unify.facts.normalize import Doubt, Problem


def test_traits_of_a_segment_identify_call() -> None:
    raw = {
        "firstName": "Somchai",
        "lastName": "Jaidee",
        "email": " Somchai@Example.com ",
        "phone": "081-234-5678",
        "birthday": "1990-05-12T00:00:00.000Z",
        "createdAt": "2026-01-01T00:00:00Z",
        "title": "Cook",
        "gender": "ชาย",
        "age": "๓๖",
        "interests": "golf",
        "plan": "gold",
        "favouriteColour": "bl\u200bue",
    }

    found, problems = normalize.traits(raw, "TH")

    assert found == {
        "first_name": "Somchai",
        "last_name": "Jaidee",
        "name": "Somchai Jaidee",
        "email": "somchai@example.com",
        "phone": "+66812345678",
        "birthday": "1990-05-12",
        "created_at": 1_767_225_600_000_000,
        "job_title": "Cook",
        "gender": "male",
        "age": 36,
        "interests": ["golf"],
        "plan": "gold",
        "favouriteColour": "blue",
    }
    assert problems == []


def test_traits_make_an_address_object_one_unit() -> None:
    raw = {"address": {"street": "1 Main Road", "postalCode": 10110, "country": "TH", "district": "Bang Rak"}}

    found, problems = normalize.traits(raw, None)

    assert found == {
        "street": "1 Main Road",
        "city": None,
        "state": None,
        "postal_code": "10110",
        "country": "TH",
        "address_district": "Bang Rak",
    }
    assert problems == []


def test_traits_make_a_company_object_one_unit() -> None:
    raw = {"company": {"name": "Acme", "id": 7, "employee_count": "1,200"}}

    found, problems = normalize.traits(raw, None)

    assert found == {"company": "Acme", "company_id": "7", "employee_count": 1200, "industry": None, "plan": None}
    assert problems == []


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"address": "1 Main Road", "city": "Bangkok"}, {"street": "1 Main Road", "city": "Bangkok"}),
        ({"company": "Acme"}, {"company": "Acme"}),
        ({"address": None}, dict.fromkeys(["street", "city", "state", "postal_code", "country"])),
        ({"email": None, "phone": "", "plan": None}, {"email": None, "phone": "", "plan": None}),
        ({"firstName": "小明", "lastName": "王"}, {"first_name": "小明", "last_name": "王", "name": "王小明"}),
        ({"firstName": "Ann"}, {"first_name": "Ann"}),
        ({"firstName": "A", "lastName": "B", "name": "C"}, {"first_name": "A", "last_name": "B", "name": "C"}),
    ],
)
def test_traits_in_other_shapes(raw: dict[str, object], expected: dict[str, object]) -> None:
    assert normalize.traits(raw, None) == (expected, [])


@pytest.mark.parametrize(
    ("raw", "kept", "doubt"),
    [
        ({"email": "ann at home"}, "ann at home", Doubt.NOT_AN_EMAIL),
        ({"phone": "12"}, "12", Doubt.NOT_A_PHONE),
        ({"birthday": "05/06/1990"}, "05/06/1990", Doubt.NOT_A_DATE),
        ({"createdAt": "long ago"}, "long ago", Doubt.NOT_A_MOMENT),
        ({"children": "3+"}, "3+", Doubt.NOT_A_NUMBER),
        ({"age": 430}, 430, Doubt.OUT_OF_BOUNDS),
        ({"marital_status": "complicated"}, "complicated", Doubt.NOT_A_CHOICE),
        ({"city": {"th": "กรุงเทพ"}}, {"th": "กรุงเทพ"}, Doubt.NOT_TEXT),
        ({"description": "x" * 5001}, "x" * 5001, Doubt.OUT_OF_BOUNDS),
        ({"interests": 7}, 7, Doubt.NOT_TEXT),
    ],
)
def test_traits_keep_and_report_what_they_cannot_read(raw: dict[str, object], kept: object, doubt: Doubt) -> None:
    found, problems = normalize.traits(raw, "TH")

    ((name, value),) = found.items()
    assert value == kept
    assert problems == [Problem(name, doubt)]


def test_traits_with_two_spellings_take_the_canonical_one() -> None:
    camel_last = normalize.traits({"first_name": "Ann", "firstName": "Anna"}, None)
    camel_first = normalize.traits({"firstName": "Anna", "first_name": "Ann"}, None)

    assert camel_last == camel_first == ({"first_name": "Ann"}, [Problem("first_name", Doubt.TWO_SPELLINGS)])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["email", "phone", "firstName", "address", "company", "birthday", "age", "gender", "avatar", "q"]
)


@given(st.dictionaries(KEYS, JSON), st.sampled_from(["TH", None]))
def test_traits_are_stable_once_normalized(raw: dict[str, object], region: str | None) -> None:
    once, _ = normalize.traits(raw, region)

    assert normalize.traits(once, region)[0] == once

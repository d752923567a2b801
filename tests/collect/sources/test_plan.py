"""A tracking plan says where it cannot be read, and how a call departs from it."""

from typing import Any

import pytest

from regulars.collect.sources.errors import PlanInvalid
from regulars.collect.sources.plan import parse_plan, without

PLAN: dict[str, Any] = {
    "events": {
        "Order Completed": {
            "properties": {
                "order_id": {"type": "string", "required": True, "max_length": 8},
                "total": {"type": "number"},
                "currency": {"one_of": ["THB", "USD"]},
                "placed_on": {"type": "date"},
                "products": {"type": "array"},
                "products[].sku": {"type": "string", "required": True},
            },
            "other_properties": False,
        },
        "Product Viewed": {},
    },
    "other_events": False,
    "traits": {"plan": {"type": ["string", "integer"]}},
    "other_traits": True,
}


def remarks(event: str, **said: Any) -> list[tuple[str, ...]]:
    return [tuple(one) for one in parse_plan(PLAN).remarks("track", event, said)]


def test_what_the_plan_allows_has_no_remarks() -> None:
    said = {"order_id": "R-1", "total": 10, "currency": "THB", "placed_on": "2026-11-01", "products": [{"sku": "a"}]}

    assert remarks("Order Completed", **said) == []
    assert remarks("Product Viewed", anything={"goes": 1}) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, [("missing", "order_id", "")]),
        ({"order_id": None}, [("missing", "order_id", "")]),
        ({"order_id": 7}, [("type", "order_id", "string")]),
        ({"order_id": "R-10000000"}, [("too_long", "order_id", "8")]),
        ({"order_id": "R", "total": "10"}, [("type", "total", "number")]),
        ({"order_id": "R", "total": True}, [("type", "total", "number")]),
        ({"order_id": "R", "currency": "EUR"}, [("enum", "currency", "THB, USD")]),
        ({"order_id": "R", "placed_on": "soon"}, [("type", "placed_on", "date")]),
        ({"order_id": "R", "coupon": "x"}, [("unknown", "coupon", "")]),
        ({"order_id": "R", "products": [{"sku": "a", "name": "n"}]}, [("unknown", "products[].name", "")]),
        ({"order_id": "R", "products": [{}]}, [("missing", "products[].sku", "")]),
        ({"order_id": "R", "products": []}, []),
    ],
)
def test_remarks_say_what_departs(said: dict[str, Any], found: list[tuple[str, str, str]]) -> None:
    assert remarks("Order Completed", **said) == found


def test_an_event_that_is_not_planned_is_remarked_where_others_are_not_allowed() -> None:
    assert remarks("Order Exploded") == [("event", "", "")]
    assert parse_plan(PLAN | {"other_events": True}).remarks("track", "Order Exploded", {}) == []


def test_traits_are_compared_and_other_calls_are_not() -> None:
    plan = parse_plan(PLAN)

    assert [one.path for one in plan.remarks("identify", "", {"plan": True, "name": "Som"})] == ["plan"]
    assert plan.remarks("page", "Home", {"plan": True}) == []


@pytest.mark.parametrize(
    ("document", "pointers"),
    [
        ([], ["/"]),
        ({"event": {}}, ["/event"]),
        ({"events": {"a/b": 1}}, ["/events/a~1b"]),
        ({"events": {"A": {"properties": {"p": {"type": "text"}}}}}, ["/events/A/properties/p/type"]),
        ({"traits": {"a.b.c": {}}}, ["/traits/a.b.c"]),
        ({"traits": {"p": {"required": "yes", "max_length": -1}}}, ["/traits/p/required", "/traits/p/max_length"]),
        ({"traits": {"p": {"one_of": [float("nan")]}}}, ["/"]),
        ({"traits": {"p": {"one_of": ["a\0"]}}}, ["/"]),
        ({"traits": {"p": {"one_of": "x"}}, "blocking": {"all": True}}, ["/traits/p/one_of", "/blocking/all"]),
    ],
)
def test_a_plan_that_cannot_be_read_says_where(document: object, pointers: list[str]) -> None:
    with pytest.raises(PlanInvalid) as error:
        parse_plan(document)

    assert sorted(fault.pointer for fault in error.value.faults) == sorted(pointers)


def test_without_leaves_properties_out_at_both_levels() -> None:
    said = {"a": 1, "address": {"city": "x", "zip": 1}, "products": [{"sku": 1, "name": 2}, "odd"], "b": 2}

    assert without(said, ["a", "address.zip", "products[].name", "nothing"]) == {
        "address": {"city": "x"},
        "products": [{"sku": 1}, "odd"],
        "b": 2,
    }

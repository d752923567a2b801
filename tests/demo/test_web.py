from itertools import groupby

from regulars.unify.facts.fact import Fact
from tests.demo.conftest import parsed

Said = dict[str, list[Fact]]
VISITS = ("page", "Product List Viewed", "Product Viewed", "Product Added", "Cart Viewed", "Checkout Started")


def browser_facts(said: Said) -> list[Fact]:
    facts = [fact for facts in said.values() for fact in facts if fact.message_id.startswith("web-")]
    return sorted(facts, key=lambda fact: fact.occurred_at)


def test_every_checkout_becomes_an_order_of_the_same_account(said: Said) -> None:
    checkouts = {parsed(fact.properties)["order_id"]: dict(fact.identifiers) for fact in said["Checkout Started"]}

    online = {
        parsed(fact.properties)["order_id"]: dict(fact.identifiers)
        for fact in said["Order Completed"]
        if fact.identifiers[0][0] == "user_id"
    }

    assert {order: known["user_id"] for order, known in checkouts.items()} == {
        order: known["user_id"] for order, known in online.items()
    }


def test_browser_is_anonymous_until_somebody_signs_in(said: Said) -> None:
    by_browser = groupby(
        sorted(browser_facts(said), key=lambda fact: (dict(fact.identifiers)["anonymous_id"], fact.occurred_at)),
        key=lambda fact: dict(fact.identifiers)["anonymous_id"],
    )

    for _, facts in by_browser:
        known = ""
        for fact in facts:
            user = dict(fact.identifiers).get("user_id", "")
            if fact.kind == "identify":
                known = user
            assert user == known


def test_visitors_look_around_before_they_ever_sign_in(said: Said) -> None:
    first_sign_in = {
        dict(fact.identifiers)["anonymous_id"]: fact.occurred_at
        for fact in reversed(browser_facts(said))
        if fact.kind == "identify"
    }

    before = [
        fact
        for fact in said["page"]
        if fact.occurred_at < first_sign_in[dict(fact.identifiers)["anonymous_id"]] - 86_400_000_000
    ]

    assert before


def test_account_exists_before_the_browser_knows_it(said: Said) -> None:
    opened = {
        dict(fact.identifiers)["user_id"]: fact.occurred_at
        for fact in said["identify"]
        if fact.message_id.startswith("account-")
    }
    sign_ins = [fact for fact in browser_facts(said) if fact.kind == "identify"]

    too_early = [fact for fact in sign_ins if fact.occurred_at <= opened[dict(fact.identifiers)["user_id"]]]

    assert too_early == []
    assert {dict(fact.identifiers)["user_id"] for fact in sign_ins} == opened.keys()


def test_visits_are_about_products_of_the_basket(said: Said) -> None:
    orders = {
        order["order_id"]: {line["product_id"] for line in order["products"]}
        for order in (parsed(fact.properties) for fact in said["Order Completed"])
    }

    strangers = [
        fact.message_id
        for fact in said["Product Viewed"] + said["Product Added"]
        if parsed(fact.properties)["product_id"] not in orders[fact.message_id.split("-")[1]]
    ]

    assert strangers == []


def test_visits_use_the_names_of_the_spec(said: Said) -> None:
    names = {fact.event if fact.kind == "track" else fact.kind for fact in browser_facts(said)}

    assert names == {*VISITS, "Promotion Viewed", "identify"}

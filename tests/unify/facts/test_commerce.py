"""Names of e-commerce events."""

import pytest

from regulars.unify.facts.commerce import OLDER, canonical_event

# The events of version 2, https://segment.com/docs/connections/spec/ecommerce/v2/.
VERSION_2 = {
    *("Product List Viewed", "Promotion Viewed", "Promotion Clicked", "Product Clicked", "Product Viewed"),
    *("Product Added", "Product Removed", "Checkout Started", "Checkout Step Viewed", "Checkout Step Completed"),
    *("Order Completed", "Order Updated", "Order Cancelled", "Order Refunded"),
}


def test_every_older_name_means_an_event_of_version_2() -> None:
    assert set(OLDER.values()) == VERSION_2
    assert not VERSION_2 & OLDER.keys()


@pytest.mark.parametrize("name", [*sorted(VERSION_2), "Signed Up", ""])
def test_other_names_stay(name: str) -> None:
    assert canonical_event(name) == name

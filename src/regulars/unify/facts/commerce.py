"""The e-commerce events of Segment's specification: the older names, and others, of version 2's.

See https://segment.com/docs/connections/spec/ecommerce/v2/.
"""

OLDER = {
    "Viewed Product Category": "Product List Viewed",
    "Viewed Promotion": "Promotion Viewed",
    "Clicked Promotion": "Promotion Clicked",
    "Viewed Product": "Product Viewed",
    "Clicked Product": "Product Clicked",
    "Added Product": "Product Added",
    "Removed Product": "Product Removed",
    "Started Order": "Checkout Started",
    "Viewed Checkout Step": "Checkout Step Viewed",
    "Completed Checkout Step": "Checkout Step Completed",
    "Completed Order": "Order Completed",
    "Updated Order": "Order Updated",
    "Cancelled Order": "Order Cancelled",
    "Canceled Order": "Order Cancelled",
    "Order Canceled": "Order Cancelled",
    "Refunded Order": "Order Refunded",
}


def canonical_event(name: str) -> str:
    """Version 2's name of an event; other names come back unchanged. The lake keeps the name that was sent."""
    return OLDER.get(name, name)

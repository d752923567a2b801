"""The operations, by noun. Importing this declares them."""

from . import (
    customers,
    decisions,
    erasing,
    events,
    fields,
    groups,
    jobs,
    operations,
    orders,
    products,
    schema,
    sources,
    webhooks,
)

__all__ = [
    "customers",
    "decisions",
    "erasing",
    "events",
    "fields",
    "groups",
    "jobs",
    "operations",
    "orders",
    "products",
    "schema",
    "sources",
    "webhooks",
]

"""The lake's tables. Their columns are a public surface (docs/lake.md): add, never change."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pyarrow as pa

from regulars.base.fields import queries as fields
from regulars.base.fields import values
from regulars.base.fields.dictionary import BUILT_IN
from regulars.base.fields.enums import Type
from regulars.base.lake import Table

MOMENT = pa.timestamp("us", tz="UTC")
MONEY = pa.decimal128(18, 4)

EVENTS = Table(
    name="events",
    schema=pa.schema(
        [
            pa.field("message_id", pa.string(), nullable=False),
            pa.field("customer_key", pa.int64(), nullable=False),
            pa.field("source", pa.int64(), nullable=False),
            pa.field("type", pa.string(), nullable=False),
            pa.field("event", pa.string(), nullable=False),
            pa.field("occurred_at", MOMENT, nullable=False),
            pa.field("received_at", MOMENT, nullable=False),
            pa.field("position", pa.int64(), nullable=False),
            pa.field("batch", pa.int64(), nullable=False),
            pa.field("witness_of", pa.list_(pa.int64())),
            pa.field("properties", pa.string()),
            pa.field("context", pa.string()),
            pa.field("identifiers", pa.list_(pa.binary())),
            pa.field("is_implausible", pa.bool_(), nullable=False),
            pa.field("month", pa.string(), nullable=False),
        ]
    ),
    partition_by="month",
    cluster_by=("customer_key", "occurred_at"),
    primary_key=None,
    personal=frozenset({"properties", "context", "message_id", "identifiers"}),
    subject_key="customer_key",
    subject_hashes="identifiers",
)

REDIRECTS = Table(
    name="redirects",
    schema=pa.schema(
        [
            pa.field("customer_key", pa.int64(), nullable=False),
            pa.field("root", pa.int64(), nullable=False),
            pa.field("position", pa.int64(), nullable=False),
            pa.field("deleted", pa.bool_(), nullable=False),
        ]
    ),
    partition_by=None,
    cluster_by=("customer_key",),
    primary_key=("customer_key",),
    personal=frozenset(),
    subject_key="customer_key",
    subject_hashes=None,
)

ORDERS = Table(
    name="orders",
    schema=pa.schema(
        [
            pa.field("shop", pa.string(), nullable=False),
            pa.field("order_id", pa.string(), nullable=False),
            pa.field("customer_key", pa.int64(), nullable=False),
            pa.field("status", pa.string(), nullable=False),
            pa.field("is_confirmed", pa.bool_(), nullable=False),
            pa.field("currency", pa.string(), nullable=False),
            pa.field("coupon", pa.string()),
            pa.field("total", MONEY),
            pa.field("revenue", MONEY),
            pa.field("shipping", MONEY),
            pa.field("tax", MONEY),
            pa.field("discount", MONEY),
            pa.field("refunded", MONEY),
            pa.field("placed_at", MOMENT, nullable=False),
            pa.field("position", pa.int64(), nullable=False),
            pa.field("deleted", pa.bool_(), nullable=False),
        ]
    ),
    partition_by=None,
    cluster_by=("customer_key", "placed_at"),
    primary_key=("shop", "order_id"),
    personal=frozenset({"order_id", "coupon"}),
    subject_key="customer_key",
    subject_hashes=None,
)

ORDER_LINES = Table(
    name="order_lines",
    schema=pa.schema(
        [
            pa.field("shop", pa.string(), nullable=False),
            pa.field("order_id", pa.string(), nullable=False),
            pa.field("line", pa.int32(), nullable=False),
            pa.field("customer_key", pa.int64(), nullable=False),
            pa.field("product_id", pa.string()),
            pa.field("sku", pa.string()),
            pa.field("name", pa.string()),
            pa.field("category", pa.string()),
            pa.field("brand", pa.string()),
            pa.field("variant", pa.string()),
            pa.field("price", MONEY),
            pa.field("quantity", MONEY),
            pa.field("coupon", pa.string()),
            pa.field("placed_at", MOMENT, nullable=False),
            pa.field("position", pa.int64(), nullable=False),
            pa.field("deleted", pa.bool_(), nullable=False),
        ]
    ),
    partition_by=None,
    cluster_by=("customer_key", "placed_at"),
    primary_key=("shop", "order_id", "line"),
    personal=frozenset({"order_id", "coupon"}),
    subject_key="customer_key",
    subject_hashes=None,
)

WITHDRAWN = Table(
    name="withdrawn",
    schema=pa.schema(
        [
            pa.field("batch", pa.int64(), nullable=False),
            pa.field("position", pa.int64(), nullable=False),
            pa.field("deleted", pa.bool_(), nullable=False),
        ]
    ),
    partition_by=None,
    cluster_by=("batch",),
    primary_key=("batch",),
    personal=frozenset(),
    subject_key=None,
    subject_hashes=None,
)

COLUMN_OF = dict.fromkeys((Type.TEXT, Type.EMAIL, Type.PHONE, Type.URL, Type.CHOICE), pa.string()) | {
    Type.DATE: pa.date32(),
    Type.MOMENT: MOMENT,
    Type.INTEGER: pa.int64(),
    Type.BOOLEAN: pa.bool_(),
    Type.LIST: pa.list_(pa.string()),
}
"""Type of a field → that of its column."""

CUSTOMERS = Table(
    name="customers",
    schema=pa.schema(
        [
            pa.field("customer_key", pa.int64(), nullable=False),
            pa.field("kind", pa.string(), nullable=False),
            *(pa.field(field.name, COLUMN_OF[field.type]) for field in BUILT_IN),
            pa.field("other", pa.string()),
            pa.field("position", pa.int64(), nullable=False),
            pa.field("deleted", pa.bool_(), nullable=False),
        ]
    ),
    partition_by=None,
    cluster_by=("customer_key",),
    primary_key=("customer_key",),
    personal=frozenset({"other", *(field.name for field in BUILT_IN)}),
    subject_key="customer_key",
    subject_hashes=None,
)

TABLES = (EVENTS, REDIRECTS, ORDERS, ORDER_LINES, WITHDRAWN, CUSTOMERS)

PLACES = {field.name: place for place, field in enumerate(BUILT_IN, 2)}
FIT_AT = {PLACES[field.name]: values.FITS[field.type] for field in BUILT_IN}
EMPTY_ROW = (None,) * len(CUSTOMERS.schema)
encode = msgspec.json.Encoder().encode


def customer_row(root: int, kind: str, traits: Mapping[str, Any], position: int) -> tuple[Any, ...]:
    """One row of CUSTOMERS, in the order of its columns; without a kind it says that the customer is gone.

    A value that does not fit its field's column stands in `other`, and so does what is sealed, beside the traits that
    are no built-in fields.
    """
    row: list[Any] = [*EMPTY_ROW]
    row[0], row[1], row[-2], row[-1] = root, kind, position, not kind
    special = fields.special_fields()
    other = {}
    for name, value in traits.items():
        place = 0 if name in special else PLACES.get(name, 0)
        fitting = FIT_AT[place](value) if place else None
        if fitting is None:
            other[name] = value
        else:
            row[place] = fitting
    if other:
        row[-3] = encode(other).decode()
    return tuple(row)

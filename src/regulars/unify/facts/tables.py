"""The lake's tables. Their columns are a public surface (docs/lake.md): add, never change."""

from collections.abc import Mapping, Sequence
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

FIT_OF = {field.name: values.FITS[field.type] for field in BUILT_IN}
TEXT_OR_NOTHING = {str, type(None)}
encode = msgspec.json.Encoder().encode

Customer = tuple[int, str, Mapping[str, Any], int]
"""Root, kind (empty: the customer is gone), values of traits, position."""


def customers_table(customers: Sequence[Customer]) -> pa.Table:
    """Rows of CUSTOMERS.

    A value that does not fit its field's column stands in `other`, and so does what is sealed, beside the traits that
    are no built-in fields.
    """
    roots, kinds, traits, positions = zip(*customers, strict=True)
    said = columns_of(traits)
    others: dict[int, dict[str, Any]] = {}
    special = fields.special_fields()
    columns: dict[str, Sequence[Any]] = {
        name: fitted(name, column, others) for name, column in said.items() if name in FIT_OF and name not in special
    }
    for name, column in said.items():
        if name not in columns:
            stand_aside(name, column, others)
    columns |= {"customer_key": roots, "kind": kinds, "position": positions, "deleted": [not kind for kind in kinds]}
    columns["other"] = [other_of(one, others[at]) if at in others else None for at, one in enumerate(traits)]
    arrays = [
        pa.array(columns[field.name], field.type) if field.name in columns else pa.nulls(len(roots), field.type)
        for field in CUSTOMERS.schema
    ]
    return pa.Table.from_arrays(arrays, schema=CUSTOMERS.schema)


def other_of(traits: Mapping[str, Any], left: Mapping[str, Any]) -> str:
    """What is left of a customer's traits as JSON, in their order."""
    return encode({name: value for name, value in traits.items() if name in left}).decode()


def columns_of(traits: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Name → the value of each customer; None where there is none."""
    columns: dict[str, list[Any]] = {}
    for at, one in enumerate(traits):
        for name, value in one.items():
            column = columns.get(name)
            if column is None:
                column = columns[name] = [None] * len(traits)
            column[at] = value
    return columns


def fitted(name: str, column: list[Any], others: dict[int, dict[str, Any]]) -> list[Any]:
    """The values that fit a field's column; those that do not go to `others`, by their place."""
    fit = FIT_OF[name]
    if fit is values.text and TEXT_OR_NOTHING.issuperset(map(type, column)):
        return column
    found = [None if value is None else fit(value) for value in column]
    stand_aside(name, [value if fits is None else None for value, fits in zip(column, found, strict=True)], others)
    return found


def stand_aside(name: str, column: Sequence[Any], others: dict[int, dict[str, Any]]) -> None:
    """Put the values of a column into `others`, by their place."""
    for at, value in enumerate(column):
        if value is not None:
            others.setdefault(at, {})[name] = value

"""An event table and a latest table, and rows for them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from regulars.base.lake import Table

MOMENT = pa.timestamp("us", tz="UTC")
START = datetime(2024, 1, 1, tzinfo=UTC)

VISITS = Table(
    name="visits",
    schema=pa.schema(
        [
            pa.field("position", pa.int64(), nullable=False),
            pa.field("person", pa.int64()),
            pa.field("occurred_at", MOMENT),
            pa.field("batch", pa.int64()),
            pa.field("hashes", pa.list_(pa.binary())),
            pa.field("note", pa.string()),
            pa.field("month", pa.string(), nullable=False),
        ]
    ),
    partition_by="month",
    cluster_by=("person", "occurred_at"),
    personal=frozenset({"note"}),
    subject_key="person",
    subject_hashes="hashes",
)

PEOPLE = Table(
    name="people",
    schema=pa.schema(
        [
            pa.field("position", pa.int64(), nullable=False),
            pa.field("person", pa.int64(), nullable=False),
            pa.field("name", pa.string()),
            pa.field("deleted", pa.bool_()),
        ]
    ),
    cluster_by=("person",),
    primary_key=("person",),
    personal=frozenset({"name"}),
    subject_key="person",
)


def visit(position: int, **given: Any) -> dict[str, Any]:
    """One row of VISITS; the month follows from occurred_at."""
    row = {
        "position": position,
        "person": 1,
        "occurred_at": START + timedelta(hours=position),
        "batch": 0,
        "hashes": [],
        "note": f"note {position}",
        **given,
    }
    return {**row, "month": f"{row['occurred_at']:%Y-%m}"}


def visits(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=VISITS.schema)


def people(*rows: tuple[int, int, str | None, bool]) -> pa.Table:
    """Rows of PEOPLE as (position, person, name, deleted)."""
    names = PEOPLE.schema.names
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=PEOPLE.schema)

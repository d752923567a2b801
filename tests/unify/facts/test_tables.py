"""Rows of the lake's customers: typed where a value fits its column, and nothing lost where it does not."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.base.fields import queries
from regulars.base.fields.enums import Type
from regulars.base.lake import Table
from regulars.unify.facts.tables import CUSTOMERS, TABLES, customers_table

WHOLE_NUMBERS = st.integers(-(2**63), 2**64 - 1)
PLAIN = st.booleans() | WHOLE_NUMBERS | st.floats(allow_nan=False, allow_infinity=False) | st.text()
DATES = st.sampled_from(["1990-01-31", "1990-02-31", "19900131", "1990-W01-1", "0001-01-01", "9999-12-31"])
VALUES = st.recursive(PLAIN | DATES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5)
NAMES = st.sampled_from([field.name for field in queries.fields()]) | st.sampled_from(
    ["kind", "position", "deleted", "other", "customer_key", "", "favourite colour"]
)
DOCUMENT = Path(__file__).parents[3] / "docs" / "lake.md"
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def read(traits: dict[str, Any]) -> dict[str, Any]:
    """A customer with these traits, as the lake gives the row back."""
    row = customers_table([(7, "person", traits, 9)])
    (found,) = row.to_pylist()
    return found


def as_told(value: Any) -> Any:
    """A typed value as the golden record has it."""
    if isinstance(value, dt.datetime):
        return (value - EPOCH) // dt.timedelta(microseconds=1)
    return value.isoformat() if isinstance(value, dt.date) else value


@given(st.dictionaries(NAMES, VALUES))
def test_any_value_is_in_its_column_or_in_other(traits: dict[str, Any]) -> None:
    row = read(traits)

    other = msgspec.json.decode(row["other"] or "{}")
    typed = {field.name: as_told(row[field.name]) for field in queries.fields()}
    told = {name: value for name, value in typed.items() if value is not None}
    assert other | told == traits
    assert not other.keys() & told.keys()
    assert (row["customer_key"], row["kind"], row["position"], row["deleted"]) == (7, "person", 9, False)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("name", "สมชาย", "สมชาย"),
        ("age", 41, 41),
        ("birthday", "1990-01-31", dt.date(1990, 1, 31)),
        ("created_at", 1_500_000, dt.datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=dt.UTC)),
        ("interests", ["茶", "چای"], ["茶", "چای"]),
        ("gender", "female", "female"),
    ],
)
def test_value_of_each_type_is_typed(name: str, value: Any, kept: Any) -> None:
    row = read({name: value})

    assert row[name] == kept
    assert row["other"] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", {"first": "Som"}),
        ("age", "over forty"),
        ("age", True),
        ("age", 2**63),
        ("age", 41.5),
        ("birthday", "31 January"),
        ("birthday", "19900131"),
        ("created_at", "long ago"),
        ("created_at", 2**62),
        ("interests", "tea"),
        ("interests", ["tea", 7]),
        ("loyal", True),
    ],
)
def test_value_that_fits_no_column_stands_in_other(name: str, value: Any) -> None:
    row = read({name: value})

    assert row.get(name) is None
    assert msgspec.json.decode(row["other"]) == {name: value}


def test_customer_who_is_gone_is_a_row_that_hides_the_key() -> None:
    (row,) = customers_table([(7, "", {}, 9)]).to_pylist()

    assert {name for name, value in row.items() if value not in (None, "")} == {"customer_key", "position", "deleted"}
    assert row["deleted"] is True


def test_every_field_has_a_column_of_its_type_and_is_personal() -> None:
    by_type = {
        Type.DATE: pa.date32(),
        Type.MOMENT: pa.timestamp("us", tz="UTC"),
        Type.INTEGER: pa.int64(),
        Type.BOOLEAN: pa.bool_(),
        Type.LIST: pa.list_(pa.string()),
    }

    columns = {field.name: by_type.get(field.type, pa.string()) for field in queries.fields()}

    assert {name: CUSTOMERS.schema.field(name).type for name in columns} == columns
    assert CUSTOMERS.personal == {"other", *columns}
    assert CUSTOMERS.statistics == ("customer_key", "position")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_document_names_every_column_and_no_other(table: Table) -> None:
    sections = DOCUMENT.read_text().split("\n## ")
    (section,) = [each for each in sections if each.startswith(f"{table.name}\n")]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    listed = set(re.findall(r"`(\w+)`", "".join(rows)))

    assert listed == set(table.schema.names)

"""Rows that are orders or lines of orders."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.collect.files.mapping import Code, Column, Kind, Mapping, Row, arranged, batches, compiled, sampled
from regulars.unify.facts.fact import Fact
from regulars.unify.facts.parse import parse
from regulars.unify.facts.statement import SourceRef
from regulars.unify.orders.fold import fold
from regulars.unify.orders.parse import order_of

pytestmark = pytest.mark.django_db

SOURCE = SourceRef(1, "file", "default", "TH", False, 3)
NOW = 1_790_000_000_000_000


def mapping(kind: Kind, *targets: str, **of: Any) -> Mapping:
    columns = [Column(place=place, target=target) for place, target in enumerate(targets)]
    return Mapping(kind=kind, columns=columns, **({"region": "TH"} | of))


def table(*rows: Sequence[str | None]) -> pa.Table:
    cells = {f"c{place}": pa.array([row[place] for row in rows], pa.string()) for place in range(len(rows[0]))}
    return pa.table({"row": pa.array(range(2, len(rows) + 2), pa.int64())} | cells)


def rows_of(of: Mapping, *rows: Sequence[str | None]) -> list[Row]:
    return compiled(of, SOURCE, received_at=NOW)(table(*rows))


def properties(fact: Fact) -> dict[str, Any]:
    return msgspec.json.decode(fact.properties)


LINES = ("order:order_id", "time:occurred_at", "identifier:phone", "line:product_id", "line:quantity", "line:price")


def test_lines_of_one_order_make_one_order() -> None:
    of = mapping(Kind.ORDER_LINES, *LINES, currency="THB")

    first, second, other = rows_of(
        of,
        ["A1", "2026-03-01", "0812345678", "tea", "2", "120.50"],
        ["A1", None, None, "cup", "1", "฿90"],
        ["A2", "2026-03-02", "0898765432", "tea", None, "120.50"],
    )

    assert properties(first.facts[0]) == {
        "order_id": "A1",
        "currency": "THB",
        "products": [
            {"product_id": "tea", "quantity": 2, "price": 120.5},
            {"product_id": "cup", "quantity": 1, "price": 90},
        ],
        "revenue": 331,
    }
    fact = first.facts[0]
    assert (fact.event, fact.message_id, fact.rows) == ("Order Completed", "order:A1", 2)
    assert fact.identifiers == [("phone", "+66812345678")]
    assert (second.facts, second.part_of, second.rejected) == ((), 2, "")
    assert properties(other.facts[0])["revenue"] == 120.5


def test_the_road_reads_the_order_as_it_stands_in_the_file() -> None:
    of = mapping(Kind.ORDERS, "order:order_id", "order:total", "order:tax", "order:status", currency="THB")

    facts = rows_of(of, ["A1", "1,250.75", "x", "คืนเงินแล้ว"])[0].facts

    said = [
        order_of(parse(fact, source=SOURCE, batch=1, position=at, received_at=NOW, claim_hash=bytes))
        for at, fact in enumerate(facts)
    ]
    state = fold(order[1] for order in said if order)
    assert state is not None
    assert (state.status, state.amounts.total, state.amounts.tax, state.currency) == (
        "refunded",
        Decimal("1250.75"),
        None,
        "THB",
    )


def test_an_order_says_whose_it_is() -> None:
    of = mapping(Kind.ORDERS, "order:order_id", "identifier:email", "trait:name", "trait:city")

    row = rows_of(of, ["A1", "mali@shop.example", "Mali", None])[0]

    identify, order = row.facts
    assert (identify.kind, identify.message_id, identify.rows, order.rows) == ("identify", "row:2", 0, 1)
    assert msgspec.json.decode(identify.traits) == {"name": "Mali"}
    assert identify.identifiers == order.identifiers == [("email", "mali@shop.example")]


def test_a_doubtful_identifier_of_an_order_is_kept() -> None:
    row = rows_of(mapping(Kind.ORDERS, "order:order_id", "identifier:email"), ["A1", "mali at shop"])[0]

    assert properties(row.facts[0]) == {"order_id": "A1", "email": "mali at shop"}
    assert [problem.code for problem in row.problems] == ["not_an_email"]


def test_rows_without_an_order_or_a_product_are_rejected() -> None:
    of = mapping(Kind.ORDER_LINES, *LINES)

    rows = rows_of(
        of,
        [None, None, None, "tea", "1", "1"],
        ["A1", None, None, None, "1", "1"],
        ["A1", None, None, "tea", "1", "1"],
        ["A1", None, None, "cup", "1", "1"],
    )

    assert [row.rejected for row in rows] == [Code.NO_ORDER, Code.NO_PRODUCT, "", ""]
    assert [len(row.facts) for row in rows] == [0, 0, 1, 0]
    assert (rows[2].facts[0].rows, rows[3].part_of) == (2, 4)


def test_a_cancelled_order_ends() -> None:
    row = rows_of(mapping(Kind.ORDERS, "order:order_id", "order:status"), ["A1", "已取消"])[0]

    assert [(fact.event, fact.message_id, fact.rows) for fact in row.facts] == [
        ("Order Completed", "order:A1", 1),
        ("Order Cancelled", "order:A1:cancelled", 0),
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(["A", "B", "C", "D", None]), min_size=1, max_size=40), st.integers(1, 7))
def test_no_order_is_cut_wherever_its_lines_stand(tmp_path: Path, ids: list[str | None], size: int) -> None:
    of = mapping(Kind.ORDER_LINES, "order:order_id", "line:product_id")
    path, into = tmp_path / "staged.parquet", tmp_path / "arranged.parquet"
    pq.write_table(table(*([order_id, f"p{at}"] for at, order_id in enumerate(ids))), path, row_group_size=10)
    reader = compiled(of, SOURCE, received_at=NOW)

    source = arranged(path, of, into)
    rows = [row for batch in batches(source, reader.names, of, size) for row in reader(batch)]

    lines = {
        fact.message_id.removeprefix("order:"): [each["product_id"] for each in properties(fact)["products"]]
        for row in rows
        for fact in row.facts
    }
    assert lines == {
        order_id: [f"p{at}" for at, each in enumerate(ids) if each == order_id] for order_id in set(ids) if order_id
    }
    assert sorted(row.row for row in rows) == list(range(2, len(ids) + 2))
    together = all(a != b for at, a in enumerate(ids) for b in ids[at + 2 :] if ids[at + 1] != a and a)
    assert (source == path) is together


def test_samples_are_of_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "staged.parquet"
    pq.write_table(table(*([f"{at}", None] for at in range(100))), path, row_group_size=10)

    numbers, empty = sampled(path, 6)

    assert numbers == ["0", "1", "50", "51", "90", "91"]
    assert empty == [None] * 6

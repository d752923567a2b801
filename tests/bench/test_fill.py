"""The fast loader and the road give the same state for the same facts."""

from pathlib import Path
from typing import Any

import pytest

from regulars.base.fields.moments import now
from regulars.bench.fill import NotEmpty, fill
from regulars.bench.people import Plan, facts
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.lake import lake
from regulars.unify.facts.queries import source_ref
from regulars.unify.facts.services import create_source, take
from regulars.unify.facts.statement import SourceRef
from regulars.unify.road import Road
from tests.oracle.reset import dump_road, reset_road

PLAN = Plan(customers=2_000, visitors=500, events=7_500, until=1_795_000_000_000_000)
NOT_ROWS = ("inbox", "taken", "orders", "order_mention")


def source() -> SourceRef:
    return source_ref(create_source("Fill", kind=SourceKind.SERVER, actor="system", namespace="shop"))


def state() -> dict[str, list[tuple[Any, ...]]]:
    """All rows, but for the road's own count of its syncs."""
    rows = dump_road(but=NOT_ROWS)
    rows["counter"] = [row for row in rows["counter"] if row[0] in {"position", "key", "link"}]
    return rows


def lake_rows(name: str) -> list[dict[str, Any]]:
    engine = lake().engine()
    rows = engine.rows(engine.table(name)).to_pylist()
    engine.close()
    return sorted(rows, key=lambda row: (row["position"], row["customer_key"]))


def lake_customers() -> list[dict[str, Any]]:
    """Customers by key, without the position: the road's is that of the transaction in which they changed."""
    rows = [row for row in lake_rows("customers") if row.pop("position")]
    return sorted(rows, key=lambda row: row["customer_key"])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_loader_and_road_give_the_same_state(data_folder: Path, settings: Any) -> None:
    told, received_at = source(), now()
    for start in range(0, PLAN.facts, 100):
        take(list(facts(PLAN, start, min(start + 100, PLAN.facts))), source=told.id, received_at=received_at)
    with Road() as road:
        road.drain()
    filed, events, redirects, customers = state(), lake_rows("events"), lake_rows("redirects"), lake_customers()

    reset_road()
    settings.LAKE_URL = str(data_folder / "filled")
    fill(PLAN, told, received_at=received_at)

    loaded = state()
    assert loaded.keys() == filed.keys()
    assert [name for name in loaded if loaded[name] != filed[name]] == []
    assert lake_rows("events") == events
    assert lake_rows("redirects") == redirects
    assert lake_customers() == customers
    assert len(customers) == PLAN.customers
    assert len(filed["seen"]) == len(events) + PLAN.customers == PLAN.facts


@pytest.mark.django_db(transaction=True)
def test_loader_leaves_filled_folders_alone(data_folder: Path) -> None:
    told = source()
    small = Plan(customers=2, visitors=0, events=3, until=now())
    fill(small, told, received_at=now())

    with pytest.raises(NotEmpty):
        fill(small, told, received_at=now())

    assert len(lake_rows("events")) == 3

"""The lake's customers: what reaches them, what stops nothing, what is made up for, and what goes for good."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pytest
from django.conf import settings

from regulars.base.lake import Lake
from regulars.unify.customers import changes
from regulars.unify.customers.enums import What
from regulars.unify.customers.models import CustomerChange, Golden
from regulars.unify.facts.lake import lake
from regulars.unify.facts.tables import CUSTOMERS
from regulars.unify.road import Road
from regulars.unify.road.profiles import changed_customers
from regulars.unify.road.rebuild import rebuild
from tests.protect.privacy.bytes import traces
from tests.story.scene import Scene, key_of, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

SOM, NOK = ("user_id", "som"), ("user_id", "nok")


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    with Scene() as scene:
        yield scene


def customers() -> dict[int, dict[str, Any]]:
    """Key → the columns in which anything stands, without key and position."""
    engine = lake().engine()
    rows = engine.rows(engine.table(CUSTOMERS.name).drop("position", "deleted")).to_pylist()
    engine.close()
    found = {row.pop("customer_key"): row for row in rows}
    assert len(found) == len(rows)
    return {key: {name: value for name, value in row.items() if value is not None} for key, row in found.items()}


def stored() -> int:
    """How many rows the table's files hold, older ones too."""
    return next(table.rows for table in lake().status() if table.name == CUSTOMERS.name)


def test_customer_is_there_with_typed_columns(scene: Scene) -> None:
    scene.identify("Server", SOM, name="สมชาย", age="41", birthday="31/1/2533", interests="ชา", loyal=True)

    (row,) = customers().values()

    assert row.pop("birthday").isoformat() == "1990-01-31"
    assert row == {"kind": "person", "name": "สมชาย", "age": 41, "interests": ["ชา"], "other": '{"loyal":true}'}


@pytest.mark.parametrize(
    "traits",
    [
        {"age": "very"},
        {"age": 10**17},
        {"birthday": {"year": 1990}},
        {"created_at": "once"},
        {"interests": [1, {"tea": True}]},
        {"email": ["a@example.com"]},
        {"name": 4.5},
        {"deleted": True, "position": "last", "customer_key": 0, "kind": "cat", "other": {"a": 1}},
        {"city": "\x00\U0001f600" + "x" * 70_000},
    ],
)
def test_value_that_fits_no_column_stops_nothing_and_stays(scene: Scene, traits: dict[str, Any]) -> None:
    scene.identify("Server", SOM, **traits)
    scene.identify("Server", NOK, name="Nok")

    found = customers()

    assert found[key_of(*NOK)] == {"kind": "person", "name": "Nok"}
    first = found[key_of(*SOM)]
    told = first | msgspec.json.decode(first.pop("other", "{}"))
    assert told.keys() - {"kind"} == traits.keys() - {"kind"}


def test_same_changes_again_change_nothing(scene: Scene) -> None:
    scene.identify("Server", SOM, name="Som")
    before, rows = customers(), stored()
    changes.note(1, {key_of(*SOM): What.CREATED})

    scene.road.flush()

    assert customers() == before
    assert stored() == rows
    assert not CustomerChange.objects.exists()


def test_lake_that_never_heard_of_customers_gets_all_of_them(data_folder: Path) -> None:
    with Scene() as scene:
        scene.identify("Server", SOM, name="Som")
        scene.identify("Server", NOK, name="Nok")
        expected = customers()
        settings.LAKE_URL = str(data_folder / "another")
    assert customers() == {}

    with Road():
        found = customers()

    assert found == expected
    assert len(found) == 2


def test_many_changes_at_once_come_in_order_and_whole(scene: Scene) -> None:
    changes.pass_to("test", 0)
    for number in range(4):
        scene.identify("List", ("user_id", f"u{number}"), batch=1, row=number, name=f"N {number}")
    scene.decide("withdraw", batch=1)

    parts = list(changed_customers(0, at_once=3))

    assert [part.num_rows for part, _ in parts] == [2, 2, 4]
    assert [part["position"].to_pylist()[-1] for part, _ in parts] == [position for _, position in parts]
    assert all(gone for part, _ in parts for gone in part["deleted"].to_pylist())
    assert customers() == {}


def test_rebuild_writes_customers_anew_and_tells_what_it_mended(data_folder: Path) -> None:
    with Scene() as scene:
        scene.identify("Server", SOM, name="Som")
        scene.identify("Server", NOK, name="Nok")
        expected = customers()
    changes.pass_to("test", 10**6)
    Golden.objects.filter(root=key_of(*SOM)).update(traits="{}")
    Golden.objects.create(root=10**9, kind="person", traits="{}")

    rebuild(lambda *_: None)

    assert customers() == expected
    told = [(change.root, change.what.value) for change in changes.since(0)]
    assert told == [(key_of(*SOM), "updated"), (10**9, "removed")]


def test_older_rows_of_whoever_stays_go_with_the_erased(scene: Scene) -> None:
    """The line is named by another's facts, so it stays, as somebody of whom only that is known."""
    scene.identify("Server", ("line", "shared"), name="Somchai Forgotten")
    scene.identify("Server", SOM, ("line", "shared"), city="Forgotten Town")
    scene.track("Server", "Call Ended", NOK, ("line", "shared"))
    root = person(*SOM)
    assert traces(Path(settings.LAKE_URL), ["Forgotten Town"]) != set()

    scene.decide("erase", root=root)
    while scene.road.upkeep.forget():
        pass
    scene.road.upkeep.vacuum(timedelta(0))

    assert traces(Path(settings.LAKE_URL), ["Forgotten Town"]) == set()
    assert stored() == len(customers())


def test_compaction_keeps_only_the_newest_row_of_each(scene: Scene) -> None:
    for number in range(5):
        scene.identify("Server", SOM, name=f"Som {number}")
    scene.identify("Server", NOK, name="Nok")
    scene.decide("join", a=key_of(*SOM), b=key_of(*NOK))
    before = customers()

    scene.road.writer.compact(CUSTOMERS.name, everything=True)

    assert customers() == before
    assert (stored(), len(before)) == (1, 1)


def test_a_field_that_became_a_column_is_filled_for_those_told_before(scene: Scene) -> None:
    scene.identify("Server", SOM, name="Som", tags=["vip"])
    scene.road.close()
    as_before_tags(key_of(*SOM), "Som", '{"tags":["vip"]}')

    with Road():
        pass

    assert customers()[key_of(*SOM)]["tags"] == ["vip"]
    assert "other" not in customers()[key_of(*SOM)]
    with lake().writer() as writer:
        assert not writer.has_narrow_files(CUSTOMERS.name)


def as_before_tags(key: int, name: str, other: str) -> None:
    """The customers of the lake as a version wrote them that had no column for tags."""
    shutil.rmtree(Path(settings.LAKE_URL) / CUSTOMERS.name)
    shutil.rmtree(Path(settings.LAKE_URL) / CUSTOMERS.intake)
    narrow = replace(
        CUSTOMERS,
        schema=CUSTOMERS.schema.remove(CUSTOMERS.schema.get_field_index("tags")),
        personal=CUSTOMERS.personal - {"tags"},
    )
    old = {"customer_key": key, "kind": "person", "name": name, "other": other, "position": 1, "deleted": False}
    with Lake(settings.LAKE_URL, [narrow]).writer() as writer:
        writer.append(CUSTOMERS.name, pa.Table.from_pylist([old]), 1)

"""Customers that are read beside the road reach the lake as those do that the road reads itself."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from regulars.unify.facts.fact import Kind
from regulars.unify.facts.lake import lake
from regulars.unify.facts.tables import CUSTOMERS
from regulars.unify.road import feed
from tests.story.scene import Scene, key_of, root_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

SOM, NOK, MALI = ("user_id", "som"), ("user_id", "nok"), ("user_id", "mali")
PATIENCE = 60.0


@pytest.fixture
def scene(data_folder: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setattr(feed, "MANY", 1)
    with Scene() as scene:
        yield scene


def names() -> dict[int, Any]:
    """Key → name, as the lake has them."""
    engine = lake().engine()
    rows = engine.rows(engine.table(CUSTOMERS.name)).to_pylist()
    engine.close()
    return {row["customer_key"]: row["name"] for row in rows}


def bring(scene: Scene, *told: tuple[tuple[str, str], str]) -> None:
    """File rows of a list; the lake hears nothing of them yet."""
    facts = [
        scene.fact(Kind.IDENTIFY, [who], traits={"name": name}, row=row) for row, (who, name) in enumerate(told, 1)
    ]
    scene.hand_in("List", *facts, batch=1)
    scene.road.file(scene.road.next_requests())


def flush_until_read(scene: Scene) -> None:
    """Flush as while an import is filed, until what was read beside has come."""
    began_at, known = time.monotonic(), scene.road.writer.committed(CUSTOMERS.name)
    while scene.road.writer.committed(CUSTOMERS.name) == known:
        assert time.monotonic() - began_at < PATIENCE
        scene.road.flush(is_bulk=True)
        time.sleep(0.05)


def test_customers_read_beside_are_those_of_the_database(scene: Scene) -> None:
    bring(scene, (SOM, "สมชาย"), (NOK, "Nok"))

    flush_until_read(scene)

    assert names() == {root_of(key_of(*SOM)): "สมชาย", root_of(key_of(*NOK)): "Nok"}
    assert scene.road.feed.beside.process is not None


def test_what_is_not_read_yet_is_told_by_the_next_whole_flush(scene: Scene) -> None:
    bring(scene, (SOM, "Som"))
    flush_until_read(scene)
    bring(scene, (NOK, "Nok"), (MALI, "มะลิ"))
    scene.road.flush(is_bulk=True)

    scene.road.flush()

    assert set(names().values()) == {"Som", "Nok", "มะลิ"}
    assert scene.road.feed.beside.process is None


def test_a_process_that_is_gone_costs_nothing(scene: Scene) -> None:
    bring(scene, (SOM, "Som"))
    scene.road.flush(is_bulk=True)
    process = scene.road.feed.beside.process
    assert process is not None
    process.kill()
    process.join()

    flush_until_read(scene)

    assert set(names().values()) == {"Som"}


def test_a_process_that_goes_while_it_has_nothing_to_do_costs_nothing(scene: Scene) -> None:
    bring(scene, (SOM, "Som"))
    beside = scene.road.feed.beside
    beside.ask(0)
    while beside.told() is None:
        time.sleep(0.05)
    assert beside.process is not None
    beside.process.kill()
    beside.process.join()

    flush_until_read(scene)

    assert set(names().values()) == {"Som"}


def test_nobody_erased_comes_back_from_what_was_read_before(scene: Scene) -> None:
    bring(scene, (SOM, "Som"), (NOK, "Nok"))
    scene.road.flush(is_bulk=True)

    scene.decide("erase", root=root_of(key_of(*SOM)))
    scene.road.flush(is_bulk=True)
    while scene.road.upkeep.turn():
        scene.road.upkeep.finish()

    assert set(names().values()) == {"Nok"}

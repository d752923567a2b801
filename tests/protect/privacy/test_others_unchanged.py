"""An erasure changes no row of anybody else, in the database and in the lake."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from regulars.protect.privacy.services import finish_erasures
from regulars.unify.facts.lake import lake
from regulars.unify.facts.tables import TABLES
from tests.oracle.reset import road_models
from tests.story.scene import Scene, key_of, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

ABOUT = {"key", "a", "b", "root", "group_key", "customer_key"}
OF_THE_ERASURE = {"counter", "suppression", "erasure", "lake_erasure", "consumer"}
Rows = dict[str, list[Any]]


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    """A busy shop: ten people with everything, every second one in an import, some joined by colleagues."""
    with Scene() as scene:
        for number in range(10):
            person_with_everything(scene, number)
        yield scene


def person_with_everything(scene: Scene, number: int) -> None:
    user, card, visitor = f"user{number}", f"CARD{number}", f"visitor-{number}"
    scene.track("Web", "Tea Seen", ("anonymous_id", visitor), tea="green")
    email = f"person{number}@example.com"
    scene.identify("Server", ("user_id", user), ("anonymous_id", visitor), email=email, name=f"Name {number}")
    scene.track("Till", "Order Completed", ("member_card", card), order_id=f"R-{number}", total=number)
    scene.say("Server", scene.fact("group", [("user_id", user)], group="acme", traits={"industry": "Tea"}))
    if number % 2:
        scene.identify("List", ("email", email), batch=1, row=number, city="Trang")
    scene.decide("join", a=key_of("user_id", user), b=key_of("member_card", card))
    scene.identify("Colleagues", ("user_id", user), nickname=f"Nick {number}")


def rows(erased: set[int], since: int) -> Rows:
    """Every row that names none of these keys and is not the erasure's own; the database's and the lake's."""
    found: Rows = {}
    for model in road_models():
        if model._meta.db_table not in OF_THE_ERASURE:
            found[model._meta.db_table] = list(model._default_manager.values())
    engine = lake().engine()
    for table in TABLES:
        found[f"lake {table.name}"] = engine.rows(engine.table(table.name)).to_pylist()
    return {
        name: sorted((row for row in table if is_about_others(row, erased, since)), key=repr)
        for name, table in found.items()
    }


def is_about_others(row: dict[str, Any], erased: set[int], since: int) -> bool:
    keys = {row[column] for column in ABOUT & row.keys()}
    return keys.isdisjoint(erased) and row.get("position", 0) <= since


@pytest.mark.parametrize("number", [0, 3])
def test_erasure_leaves_every_other_row_as_it_was(scene: Scene, number: int) -> None:
    everything = [("user_id", f"user{number}"), ("member_card", f"CARD{number}")]
    everything += [("email", f"person{number}@example.com"), ("anonymous_id", f"visitor-{number}")]
    erased = {key_of(*identifier) for identifier in everything}
    since = scene.decide("join", a=key_of("user_id", "user5"), b=key_of("user_id", "user6"))
    before, all_before = rows(erased, since), rows(set(), since)

    scene.decide("erase", root=person("user_id", f"user{number}"))
    while scene.road.upkeep.forget():
        pass
    scene.road.upkeep.vacuum(timedelta(0))
    finish_erasures()

    assert rows(set(), since) | {"seen": []} == before | {"seen": []}
    assert before != all_before


def test_erasing_everybody_leaves_nobody(scene: Scene) -> None:
    for number in range(10):
        scene.decide("erase", root=person("user_id", f"user{number}"))
    while scene.road.upkeep.forget():
        pass

    left = rows(set(), 10**9)
    kept = {"identifier", "golden", "record", "decision", "seen", "search_document", "lake withdrawn", "lake customers"}
    assert {name for name, table in left.items() if table} <= kept
    assert [row["type"] for row in left["identifier"]] == ["company"]
    assert [row["root"] for row in left["search_document"]] == [left["identifier"][0]["key"]]

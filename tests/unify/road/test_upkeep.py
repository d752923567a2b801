"""The lake's upkeep goes on beside the road, and gives way while an import is filed."""

from collections.abc import Iterator

import pytest

from regulars.base.lake.errors import TableUnknown
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.lake import lake
from regulars.unify.facts.tables import EVENTS
from regulars.unify.road import upkeep
from tests.story.scene import Scene

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    with Scene() as scene:
        yield scene


def test_lake_is_laid_out_anew_less_often_while_an_import_is_filed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "LOOK_SECONDS", 0.0)
    assert not scene.road.upkeep.turn()
    for number in range(16):
        scene.track("Server", "Seen", ("user_id", f"u{number}"))
    scene.hand_in("List", scene.fact(Kind.IDENTIFY, [("user_id", "u1")], row=1), batch=1)
    scene.road.turn()

    beside = scene.road.upkeep.turn(is_bulk=scene.road.is_bulk())
    alone = scene.road.upkeep.turn()

    assert not beside
    assert alone


def test_road_files_while_the_lake_is_laid_out_anew(scene: Scene) -> None:
    for number in range(16):
        scene.track("Server", "Seen", ("user_id", f"u{number}"))
    due = scene.road.writer.partitions_due()

    began = scene.road.upkeep.turn()
    scene.track("Server", "Seen", ("user_id", "meanwhile"))
    scene.road.flush()

    seen = lake().engine().rows(lake().engine().table(EVENTS.name))
    assert began
    assert not scene.road.upkeep.is_under_way()
    assert len(scene.road.writer.partitions_due()) == len(due) - 1
    assert seen.num_rows == 17


def test_what_goes_wrong_beside_the_road_is_raised_on_it(scene: Scene) -> None:
    scene.road.upkeep.due = [("nothing of that name", "")]

    scene.road.upkeep.turn()

    with pytest.raises(TableUnknown):
        scene.road.flush()

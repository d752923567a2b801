"""The lake's upkeep gives way while an import is filed."""

from collections.abc import Iterator

import pytest

from regulars.unify.facts.fact import Kind
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

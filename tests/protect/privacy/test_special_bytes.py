"""What a special field holds stands nowhere in the data folder as it was said, once the inbox has forgotten it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from regulars.base.fields.enums import Sensitivity, Type
from regulars.base.fields.masks import EVERYTHING
from regulars.base.fields.queries import resealings
from regulars.base.fields.services import Said, change_field, declare_field
from regulars.protect.privacy.services import finish_erasures
from regulars.unify.customers import search
from regulars.unify.customers.queries import customer
from regulars.unify.facts.fact import Kind
from tests.protect.privacy.bytes import found
from tests.story.scene import Scene, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

FAITH, ALLERGIES, NUMBER = "Zoroastrian-faith", ["Peanut-allergy", "Latex-allergy"], "NATIONAL-8812345"
VALUES = [FAITH, *ALLERGIES, NUMBER]
SOM = ("user_id", "som")


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    search.clear()
    search.merge()
    with Scene() as scene:
        yield scene


def said(label: str, sensitivity: Sensitivity) -> Said:
    return Said({"en": label}, sensitivity=sensitivity)


def declare(sensitivity: Sensitivity) -> None:
    declare_field(Type.TEXT, said("Faith", sensitivity), actor="owner")
    declare_field(Type.LIST, said("Allergies", sensitivity), actor="owner")
    declare_field(Type.TEXT, said("National id", sensitivity), actor="owner")


def tell(scene: Scene) -> None:
    """The values in every way in which they arrive."""
    scene.identify("Server", SOM, name="Som", faith=FAITH, allergies=ALLERGIES, nationalId=NUMBER)
    scene.identify("List", SOM, batch=1, row=1, faith=FAITH)
    scene.identify("Colleagues", SOM, national_id=NUMBER)
    scene.identify("Web", ("anonymous_id", "visitor"), SOM, faith=FAITH)
    visit = {"traits": {"faith": FAITH}, "nationalId": NUMBER}
    scene.say("Web", scene.fact(Kind.TRACK, [SOM], event="Seen", properties={"faith": FAITH, "x": 1}, context=visit))


def settle(scene: Scene) -> None:
    """What the worker does in its turns, and the nightly job."""
    scene.road.resealing.looked_at = float("-inf")
    while resealings():
        scene.road.resealing.turn()
    scene.road.drain()
    while scene.road.upkeep.forget():
        pass
    scene.road.upkeep.vacuum(timedelta(0))
    finish_erasures()


def shown() -> dict[str, object]:
    traits = customer(person(*SOM), sight=EVERYTHING).traits
    return {name: traits[name] for name in ("faith", "allergies", "national_id")}


WHOLE = {"faith": FAITH, "allergies": ALLERGIES, "national_id": NUMBER}


def test_special_values_are_sealed_from_the_moment_the_road_files_them(scene: Scene) -> None:
    declare(Sensitivity.SPECIAL)
    tell(scene)

    settle(scene)

    assert found(VALUES) == set()
    assert shown() == WHOLE


def test_what_a_field_holds_is_sealed_when_it_becomes_special(scene: Scene) -> None:
    declare(Sensitivity.CONFIDENTIAL)
    tell(scene)
    settle(scene)
    before = {value for _, value in found(VALUES)}

    for name, label in (("faith", "Faith"), ("allergies", "Allergies"), ("national_id", "National id")):
        change_field(name, said(label, Sensitivity.SPECIAL), actor="owner")
    settle(scene)

    assert before == set(VALUES)
    # Of an event that came before, the lake keeps the properties as they were.
    assert {(place, value) for place, value in found(VALUES) if "lake/events" not in place} == set()
    assert shown() == WHOLE


def test_what_a_field_holds_is_opened_when_it_is_no_longer_special(scene: Scene) -> None:
    declare(Sensitivity.SPECIAL)
    tell(scene)
    settle(scene)

    change_field("faith", said("Faith", Sensitivity.CONFIDENTIAL), actor="owner")
    settle(scene)

    assert {value for _, value in found(VALUES)} == {FAITH}
    assert shown() == WHOLE

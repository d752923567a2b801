"""Fields that a business declares, from what sources send to what people see: adopted, typed, retired, counted."""

from collections.abc import Iterator
from typing import Any

import pytest

from regulars.base.fields.enums import Sensitivity, Type
from regulars.base.fields.masks import EVERYTHING, Mask, Shown, Sight
from regulars.base.fields.services import Said, change_field, declare_field, retire_fields
from regulars.base.rules import parse, vocabulary
from regulars.unify.customers.errors import FieldMasked
from regulars.unify.customers.queries import customer
from regulars.unify.customers.queries.listing import count
from regulars.unify.customers.usage import use
from tests.story.scene import Scene, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

SOM, NOK = ("user_id", "som"), ("user_id", "nok")
MARKETER = Sight(Mask(special=Shown.HIDDEN))


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    with Scene() as scene:
        yield scene


def declare(type_: Type, label: str, name: str = "", **said: Any) -> None:
    declare_field(type_, Said({"en": label}, **said), actor="owner", name=name, adopted=bool(name))


def those_who(sight: Sight = EVERYTHING, **condition: Any) -> int:
    """How many customers answer a condition."""
    tree = {"is" if name == "asks" else name: value for name, value in condition.items()}
    return count(parse(tree, vocabulary()), sight=sight)


def test_what_sources_sent_before_is_adopted_and_what_does_not_fit_is_counted(scene: Scene) -> None:
    scene.identify("Server", SOM, shoeSize=42)
    scene.identify("Server", NOK, shoeSize="forty")

    before = use()
    declare(Type.INTEGER, "Shoe size", "shoeSize")
    after = use()
    scene.identify("Server", NOK, shoeSize="41")

    assert before.undeclared == {"shoeSize": {"Server": 2}}
    assert (after.customers, after.undeclared) == (2, {})
    assert (after.filled["shoeSize"], after.unfit["shoeSize"]) == (1, 1)
    assert after.doubtful == {"shoeSize": {"Server": 1}}
    assert customer(person(*SOM), sight=EVERYTHING).traits["shoeSize"] == 42
    assert customer(person(*NOK), sight=EVERYTHING).traits["shoeSize"] == 41
    assert those_who(trait="shoeSize", asks="at_least", value=42) == 1
    assert those_who(trait="shoeSize", asks="not_empty") == 2


def test_own_fields_of_every_type_are_normalized_and_answer_rules(scene: Scene) -> None:
    declare(Type.CHOICE, "Tea", validation={"choices": {"green": {}, "oolong": {}}})
    declare(Type.DATE, "Married on")
    declare(Type.BOOLEAN, "Newsletter")
    declare(Type.LIST, "Scents")
    declare(Type.PHONE, "Work phone")

    scene.identify(
        "Server", SOM, tea="Green", marriedOn="14/5/2531", newsletter="yes", scents="Rose", work_phone="0861112233"
    )

    assert customer(person(*SOM), sight=EVERYTHING).traits == {
        "tea": "green",
        "married_on": "1988-05-14",
        "newsletter": True,
        "scents": ["Rose"],
        "work_phone": "+66861112233",
    }
    assert those_who(trait="tea", asks="equals", value="green") == 1
    assert those_who(trait="married_on", asks="before", value="1990-01-01") == 1
    assert those_who(trait="newsletter", asks="equals", value=True) == 1
    assert those_who(trait="scents", asks="has_any", value=["rose"]) == 1
    assert those_who(trait="work_phone", asks="starts_with", value="+6686") == 1


def test_special_values_are_found_exactly_by_who_sees_them_and_by_nobody_else(scene: Scene) -> None:
    declare(Type.TEXT, "Faith", sensitivity=Sensitivity.SPECIAL)
    scene.identify("Server", SOM, faith="Zen")
    scene.identify("Server", NOK, faith="Sikh")
    first = scene.road.writer.committed("customers")

    scene.identify("Server", SOM, faith="Zen")

    assert scene.road.writer.committed("customers") == first  # said again is no change
    assert those_who(trait="faith", asks="equals", value="ZEN") == 1
    assert "faith" not in customer(person(*SOM), sight=MARKETER).traits
    with pytest.raises(FieldMasked):
        those_who(MARKETER, trait="faith", asks="equals", value="Zen")
    assert use().filled["faith"] == 2


def test_a_colleague_outranks_sources_in_special_fields_too(scene: Scene) -> None:
    declare(Type.TEXT, "Faith", sensitivity=Sensitivity.SPECIAL)
    scene.identify("Server", SOM, faith="Zen")

    scene.identify("Colleagues", SOM, faith="Sikh")
    scene.identify("Server", SOM, faith="Zen")

    found = customer(person(*SOM), sight=EVERYTHING)
    assert found.traits["faith"] == "Sikh"
    assert [other.value for other in found.provenance["faith"].others] == ["Zen"]


def test_retired_field_keeps_its_values_and_rules(scene: Scene) -> None:
    declare(Type.INTEGER, "Shoe size")
    scene.identify("Server", SOM, shoeSize="42")

    retire_fields({"shoe_size"}, actor="owner")
    scene.identify("Server", NOK, shoeSize="43")

    assert customer(person(*NOK), sight=EVERYTHING).traits == {"shoe_size": 43}
    assert those_who(trait="shoe_size", asks="at_least", value=42) == 2


def test_sensitivity_decides_at_once_what_is_shown(scene: Scene) -> None:
    scene.identify("Server", SOM, city="Pai", interests=["tea"])
    seller = Sight(Mask(confidential=Shown.HIDDEN))

    before = customer(person(*SOM), sight=seller).traits
    change_field("interests", Said({}, sensitivity=Sensitivity.CONFIDENTIAL), actor="owner")

    assert before == {"city": "Pai", "interests": ["tea"]}
    assert customer(person(*SOM), sight=seller).traits == {"city": "Pai"}


def test_sample_is_spread_over_everybody(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.unify.customers.usage.PROBES", 2)
    monkeypatch.setattr("regulars.unify.customers.usage.EACH", 2)
    for number in range(9):
        scene.identify("Server", ("user_id", f"u{number}"), city=f"C{number}")

    found = use()

    assert (found.customers, found.sampled, found.filled["city"]) == (9, 4, 9)
    assert found.sources["city"] == {"Server": 4}

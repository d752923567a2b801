"""One phone or e-mail that a kiosk sends with everybody: found, quarantined, and everybody parted in one step."""

from collections.abc import Iterator

import msgspec
import pytest

from regulars.unify.customers.models import Golden
from regulars.unify.facts import sql
from regulars.unify.facts.fact import Fact, Kind
from regulars.unify.identity.models import Alarm, Decision, Link
from tests.oracle.reset import dump_road
from tests.story.scene import Scene, key_of, root_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

PEOPLE = 500
MANY = 20
CARDS = [f"CARD{number:03}" for number in range(PEOPLE)]
KIOSK = {"phone": "+66812345678", "email": "kiosk@example.com"}


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    with Scene() as scene:
        yield scene


def visit(scene: Scene, place: int, type_: str, said: str) -> Fact:
    """Somebody signs in at the kiosk with a card; the kiosk sends its own value with it."""
    scene.tick()
    traits = {"interests": [f"tea {place}"]}
    return scene.fact(Kind.IDENTIFY, [("member_card", CARDS[place]), (type_, said)], traits=traits)


def everybody(scene: Scene, type_: str, *, at_once: int = 50) -> None:
    """All 500 people come, as some requests of some facts each."""
    for start in range(0, PEOPLE, at_once):
        places = range(start, min(start + at_once, PEOPLE))
        scene.hand_in("Till", *(visit(scene, place, type_, KIOSK[type_]) for place in places))
    scene.road.drain()


def homes() -> dict[str, int]:
    """Each card's person."""
    rows = sql.run("SELECT value, key FROM identifier WHERE type = 'member_card'")
    return {value: root_of(key) for value, key in rows}


def interests() -> dict[int, list[str]]:
    """Person → interests."""
    rows = Golden.objects.values_list("root", "traits")
    return {root: msgspec.json.decode(traits)["interests"][0] for root, traits in rows if "interests" in traits}


def is_at_home(type_: str) -> bool:
    """Whether each of the 500 is alone with values of their own."""
    alone = {card: key_of("member_card", card) for card in CARDS}
    own = {alone[card]: [f"tea {place}"] for place, card in enumerate(CARDS)}
    return homes() == alone and interests() == own and root_of(key_of(type_, KIOSK[type_])) not in alone.values()


@pytest.mark.parametrize("type_", KIOSK)
def test_kiosk_raises_one_alarm_and_is_quarantined(scene: Scene, type_: str) -> None:
    everybody(scene, type_)

    kiosk = key_of(type_, KIOSK[type_])
    assert list(Alarm.objects.values_list("key", "people", "closed_at")) == [(kiosk, MANY, None)]
    assert list(Decision.objects.values_list("kind", "a", "actor", "reason")) == [
        ("quarantine", kiosk, "system", "many_people")
    ]


def test_alarm_stands_at_the_fact_of_the_twentieth_person(scene: Scene) -> None:
    everybody(scene, "phone", at_once=7)

    assert Alarm.objects.get().raised_position == MANY


@pytest.mark.parametrize("type_", KIOSK)
def test_part_sends_everybody_home_in_one_step(scene: Scene, type_: str) -> None:
    everybody(scene, type_)
    assert not is_at_home(type_)

    scene.decide("part", key=key_of(type_, KIOSK[type_]))

    assert is_at_home(type_)
    refused = Link.objects.filter(b=key_of(type_, KIOSK[type_]))
    assert set(refused.values_list("accepted", "reason")) == {(False, "parted")}
    assert Alarm.objects.get().closed_at == scene.clock


@pytest.mark.parametrize("type_", KIOSK)
def test_reverse_of_part_joins_as_before(scene: Scene, type_: str) -> None:
    everybody(scene, type_)
    joined = homes(), interests()
    position = scene.decide("part", key=key_of(type_, KIOSK[type_]))

    scene.decide("reverse", position=position)

    assert (homes(), interests()) == joined


def test_part_twice_and_reverse_twice_leave_what_was(scene: Scene) -> None:
    everybody(scene, "phone")
    before = dump_road(but=["decision", "counter", "seen", "redirect", "alarm"])

    for _ in range(2):
        scene.decide("reverse", position=scene.decide("part", key=key_of("phone", KIOSK["phone"])))

    assert dump_road(but=["decision", "counter", "seen", "redirect", "alarm"]) == before


def test_people_who_come_after_the_quarantine_stay_alone(scene: Scene) -> None:
    everybody(scene, "phone")

    scene.identify("Till", ("member_card", "LATE1"), ("phone", KIOSK["phone"]))

    late = Link.objects.get(a=key_of("member_card", "LATE1"), b=key_of("phone", KIOSK["phone"]))
    assert (late.accepted, late.reason) == (False, "quarantined")


def test_same_people_again_raise_no_second_alarm(scene: Scene) -> None:
    everybody(scene, "phone")

    everybody(scene, "phone")

    assert Alarm.objects.count() == Decision.objects.count() == 1


def test_quarantine_does_not_depend_on_batches_before_the_alarm(scene: Scene) -> None:
    """Who was joined before the alarm stays joined until somebody parts them; nobody is lost."""
    everybody(scene, "phone", at_once=1)

    kiosk = key_of("phone", KIOSK["phone"])
    reasons = dict.fromkeys(Link.objects.filter(b=kiosk).values_list("reason", flat=True))
    assert len(homes()) == PEOPLE
    assert set(reasons) <= {"joined", "shared:stronger", "quarantined", "limit:member_card"}

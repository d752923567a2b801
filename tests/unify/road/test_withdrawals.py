"""Evidence is hidden while any withdrawal stands that it came before, and is one row again when none does."""

from collections.abc import Iterator

import msgspec
import pytest

from regulars.unify.customers.models import Golden, Membership, Record
from regulars.unify.facts.models import Refusal
from regulars.unify.identity.models import Link
from regulars.unify.orders.models import Order
from tests.oracle.reset import dump_road
from tests.story.scene import Scene, key_of, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

EVIDENCE = ["counter", "decision", "seen", "redirect", "refusal", "orders"]
"""Tables that also say when something was decided."""


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    with Scene() as scene:
        yield scene


def say(scene: Scene, source: str = "List", batch: int = 1, **traits: str) -> None:
    """A file says that u and e belong together."""
    scene.identify(source, ("member_card", "C-1"), ("email", "e@example.com"), batch=batch, row=scene.clock, **traits)


def withdraw_pair(scene: Scene, source: str = "List", batch: int = 1) -> int:
    a, b = key_of("email", "e@example.com"), key_of("member_card", "C1")
    return scene.decide("withdraw", a=a, b=b, source=scene.sources[source], batch=batch)


def is_one() -> bool:
    return person("email", "e@example.com") == person("member_card", "C1")


def link() -> Link:
    """The link's only row that stands, or that is there at all."""
    pairs = Link.objects.filter(a=key_of("member_card", "C1"), b=key_of("email", "e@example.com"))
    return pairs.filter(withdrawn=0).first() or pairs.get()


def test_withdrawn_pair_goes_home_and_comes_back(scene: Scene) -> None:
    say(scene)
    before = dump_road(but=EVIDENCE)

    position = withdraw_pair(scene)
    assert not is_one()
    assert link().withdrawn == position

    scene.decide("reverse", position=position)
    assert dump_road(but=EVIDENCE) == before


def test_withdrawal_of_one_source_leaves_what_another_says(scene: Scene) -> None:
    say(scene)
    say(scene, "Till", batch=0)

    withdraw_pair(scene)

    assert is_one()


@pytest.mark.parametrize("first_back", [0, 1])
def test_evidence_hidden_twice_comes_back_with_the_last_reversal(scene: Scene, first_back: int) -> None:
    say(scene, nickname="Som")
    before = dump_road(but=EVIDENCE)
    positions = [withdraw_pair(scene), scene.decide("withdraw", batch=1)]

    scene.decide("reverse", position=positions[first_back])
    assert not is_one()

    scene.decide("reverse", position=positions[1 - first_back])
    assert is_one()
    assert dump_road(but=EVIDENCE) == before


@pytest.mark.parametrize("first_back", [0, 1])
def test_two_batches_that_say_the_same_stand_for_each_other(scene: Scene, first_back: int) -> None:
    say(scene)
    say(scene, batch=2)
    positions = [scene.decide("withdraw", batch=1), scene.decide("withdraw", batch=2)]
    assert not is_one()

    scene.decide("reverse", position=positions[first_back])

    assert is_one()


def test_evidence_after_a_withdrawal_stands_and_is_one_row_after_the_reversal(scene: Scene) -> None:
    say(scene, "Till", batch=0)
    position = withdraw_pair(scene, "Till", 0)
    say(scene, "Till", batch=0)
    assert is_one()
    assert Link.objects.filter(b=key_of("email", "e@example.com")).count() == 2

    scene.decide("reverse", position=position)

    row = link()
    assert (row.first_position, row.last_position, row.count) == (1, 3, 2)
    assert Link.objects.filter(b=key_of("email", "e@example.com")).count() == 1


def test_three_layers_of_evidence_become_one_row(scene: Scene) -> None:
    positions = []
    for _ in range(3):
        say(scene, "Till", batch=0)
        positions.append(withdraw_pair(scene, "Till", 0))
    assert not is_one()

    for position in (positions[1], positions[0], positions[2]):
        scene.decide("reverse", position=position)

    row = link()
    assert (row.first_position, row.last_position, row.count, row.withdrawn) == (1, 5, 3, 0)
    assert Link.objects.filter(b=key_of("email", "e@example.com")).count() == 1


def test_withdrawn_batch_takes_everything_it_brought_and_gives_it_back(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "u"), name="Somebody")
    say(scene, nickname="Som")
    scene.track("List", "Order Completed", ("member_card", "C-1"), batch=1, order_id="R-1", total=3)
    scene.say("List", scene.fact("group", [("member_card", "C-1")], group="acme", traits={"industry": "Tea"}), batch=1)
    before = dump_road(but=EVIDENCE)

    position = scene.decide("withdraw", batch=1)

    assert [msgspec.json.decode(row.traits).keys() for row in Golden.objects.all()] == [{"name"}]
    assert not Link.objects.filter(batch=1, withdrawn=0).exists()
    assert not Record.objects.filter(batch=1, withdrawn=0).exists()
    assert not Membership.objects.filter(withdrawn=0).exists()
    assert Order.objects.get().status == "incomplete"

    scene.decide("reverse", position=position)
    assert dump_road(but=EVIDENCE) == before
    assert Order.objects.get().status == "completed"


def test_facts_of_a_withdrawn_batch_are_refused_until_the_reversal(scene: Scene) -> None:
    say(scene)
    position = scene.decide("withdraw", batch=1)
    say(scene)
    assert Refusal.objects.get().code == "withdrawn"

    scene.decide("reverse", position=position)
    say(scene)

    assert Refusal.objects.count() == 1
    assert link().count == 2


def test_undone_file_can_be_imported_again(scene: Scene) -> None:
    scene.tick()
    rows = [("member_card", "C-1"), ("email", "e@example.com")]
    scene.say("List", scene.fact("identify", rows, message_id="r", row=1), batch=1)
    scene.decide("withdraw", batch=1)

    scene.say("List", scene.fact("identify", rows, message_id="r", row=1), batch=2)

    assert is_one()
    assert not Refusal.objects.exists()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "withdraw", "batch": 9}, "nothing_to_withdraw"),
        ({"kind": "withdraw"}, "nothing_to_withdraw"),
        ({"kind": "reverse", "position": 99}, "nothing_to_reverse"),
        ({"kind": "reverse", "position": "1"}, "nothing_to_reverse"),
        ({"kind": "join", "a": 1, "b": 1}, "same_key"),
        ({"kind": "join", "a": 1, "b": 99}, "unknown_key"),
        ({"kind": "apart", "a": 1, "b": -5}, "unknown_key"),
        ({"kind": "end", "key": 99}, "unknown_key"),
        ({"kind": "erase", "root": True}, "unknown_key"),
        ({"kind": "erase", "root": 2**70}, "unknown_key"),
        ({"kind": "forget"}, "unknown_decision"),
        ({"kind": ["join"]}, "unknown_decision"),
        ({}, "unknown_decision"),
    ],
)
def test_decision_about_what_does_not_exist_is_refused(scene: Scene, said: dict[str, object], code: str) -> None:
    say(scene)
    before = dump_road(but=["counter", "refusal", "seen"])

    scene.say("Colleagues", scene.fact("decision", decision=said))

    assert Refusal.objects.get().code == code
    assert dump_road(but=["counter", "refusal", "seen"]) == before


def test_withdrawal_is_reversed_once(scene: Scene) -> None:
    say(scene)
    position = withdraw_pair(scene)
    scene.decide("reverse", position=position)

    scene.decide("reverse", position=position)

    assert Refusal.objects.get().code == "nothing_to_reverse"

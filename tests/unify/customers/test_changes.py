"""Changes of golden records: told when a value really changed, kept until everybody has passed them."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from regulars.unify.customers import changes, projection
from regulars.unify.customers.changes import Change
from regulars.unify.customers.enums import What
from regulars.unify.customers.models import CustomerChange, Golden
from tests.story.scene import Scene, key_of, last_position, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

SOM, NOK = ("user_id", "som"), ("user_id", "nok")


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    """A scene that is followed from its beginning."""
    with Scene() as scene:
        changes.pass_to("test", 0)
        yield scene


def heard() -> list[tuple[int, str]]:
    """Root and what, of all that was not heard before."""
    found = changes.since(changes.passed("test"))
    if found:
        changes.pass_to("test", found[-1].position)
    return [(change.root, change.what.value) for change in found]


def test_new_customer_is_created_and_another_value_updates(scene: Scene) -> None:
    scene.identify("Server", SOM, name="Som")
    created = heard()
    scene.identify("Server", SOM, name="Somsri")

    assert created == [(key_of(*SOM), "created")]
    assert heard() == [(key_of(*SOM), "updated")]


def test_values_said_again_are_no_change_though_their_origin_is_another(scene: Scene) -> None:
    scene.identify("Server", SOM, name="Som", interests=["tea"], loyal=True)
    heard()
    before = Golden.objects.get().traits

    scene.identify("Server", SOM, name="Som", interests=["tea"], loyal=True)

    assert heard() == []
    assert Golden.objects.get().traits != before


def test_true_is_another_value_than_one(scene: Scene) -> None:
    scene.identify("Server", SOM, loyal=True)
    heard()

    scene.identify("Server", SOM, loyal=1)

    assert heard() == [(key_of(*SOM), "updated")]


def test_events_and_visitors_change_nobody(scene: Scene) -> None:
    scene.track("Web", "Tea Drunk", ("anonymous_id", "visitor"))
    scene.identify("Server", SOM, name="Som")
    heard()

    scene.track("Server", "Tea Drunk", SOM)

    assert heard() == []


def test_group_is_told_like_a_person(scene: Scene) -> None:
    group = scene.fact("group", [SOM], group="acme", group_kind="company", traits={"industry": "Tea"})

    scene.say("Server", group)

    assert heard() == [(key_of(*SOM), "created"), (key_of("company", "acme"), "created")]


def test_merge_and_its_undo_remove_and_create(scene: Scene) -> None:
    scene.identify("Server", SOM, name="Som")
    scene.identify("Server", NOK, city="Nan")
    heard()

    joined = scene.decide("join", a=key_of(*SOM), b=key_of(*NOK))
    merged = heard()
    scene.decide("reverse", position=joined)

    assert merged == [(key_of(*SOM), "updated"), (key_of(*NOK), "removed")]
    assert heard() == [(key_of(*SOM), "updated"), (key_of(*NOK), "created")]


def test_withdrawn_import_removes_and_comes_back(scene: Scene) -> None:
    scene.identify("Server", SOM, name="Som")
    scene.identify("List", SOM, batch=1, row=1, city="Nan")
    scene.identify("List", NOK, batch=1, row=2, name="Nok")
    heard()

    withdrawn = scene.decide("withdraw", batch=1)
    gone = heard()
    scene.decide("reverse", position=withdrawn)

    assert gone == [(key_of(*SOM), "updated"), (key_of(*NOK), "removed")]
    assert heard() == [(key_of(*SOM), "updated"), (key_of(*NOK), "created")]


def test_erasure_removes_and_whoever_stays_is_told(scene: Scene) -> None:
    scene.identify("Server", SOM, ("phone", "0812345678"), name="Som")
    scene.identify("Server", NOK, name="Nok")
    scene.track("Server", "Call Ended", NOK, ("phone", "0812345678"))
    phone = key_of("phone", "+66812345678")
    heard()
    root = person(*SOM)

    scene.decide("erase", root=root)

    told = heard()
    assert (root, "removed") in told
    assert {root for root, what in told if what != "removed"} <= {key_of(*NOK), phone}


def test_refused_decision_changes_nobody(scene: Scene) -> None:
    scene.identify("Server", SOM, name="Som")
    heard()

    scene.decide("join", a=key_of(*SOM), b=10**9)

    assert heard() == []


def test_changes_are_undone_with_their_transaction(scene: Scene) -> None:
    scene.identify("Server", SOM, name="Som")

    with transaction.atomic():
        projection.remove({key_of(*SOM)}, 9)
        transaction.set_rollback(True)

    assert heard() == [(key_of(*SOM), "created")]
    assert Golden.objects.exists()


def test_lake_alone_follows_so_nothing_is_kept(data_folder: object) -> None:
    with Scene() as scene:
        scene.identify("Server", SOM, name="Som")

    assert not CustomerChange.objects.exists()


def test_changes_are_kept_for_the_slowest_and_go_when_it_leaves(scene: Scene) -> None:
    scene.identify("Server", SOM, name="Som")
    scene.identify("Server", NOK, name="Nok")
    changes.pass_to("quick", last_position())
    scene.road.flush()
    kept = changes.since(0)

    changes.leave("test")
    scene.road.flush()

    assert [change.root for change in kept] == [key_of(*SOM), key_of(*NOK)]
    assert changes.since(0) == []
    assert changes.slowest() == last_position()
    assert not changes.follows("test")


def test_nobody_passes_before_they_follow(data_folder: object) -> None:
    assert changes.passed("nobody") == 0
    assert changes.slowest() is None
    assert not changes.follows("nobody")


@pytest.mark.django_db
def test_since_never_cuts_a_position() -> None:
    for position, roots in ((1, (5,)), (2, (1, 2, 3, 4)), (3, (6,))):
        changes.note(position, dict.fromkeys(roots, What.CREATED))
    second = [Change(2, root, What.CREATED) for root in (1, 2, 3, 4)]

    assert changes.since(0, 2) == [Change(1, 5, What.CREATED)]
    assert changes.since(1, 2) == second
    assert changes.since(1, 4) == second
    assert changes.since(1, 5) == second
    assert changes.since(1, 6) == [*second, Change(3, 6, What.CREATED)]
    assert changes.since(3, 2) == []

"""The index follows the road: what it says of customers is what the database says, whatever happened to them."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from regulars.unify.customers import changes, search
from regulars.unify.customers.search import follow, index
from regulars.unify.customers.search.documents import Document, documents
from regulars.unify.facts import sql
from regulars.unify.facts.counters import last_position
from tests.story.scene import Scene, key_of, person
from tests.unify.customers.search.sample import found

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "ASKED", 1)


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    with transaction.atomic():
        index.clear()
    with Scene() as scene:
        yield scene


def everybody() -> dict[int, Document]:
    """What the index should hold."""
    return documents(follow.every_root())


def held() -> dict[int, Document]:
    """What the index holds."""
    return index.stored([root for (root,) in sql.run("SELECT root FROM search_document")])


def test_people_are_found_by_names_and_by_every_identifier_they_have(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "u-77"), ("email", "som@shop.example"), name="สมชาย ใจดี", phone="0812345678")
    scene.identify("Server", ("user_id", "u-77"), ("email", "second@home.example"))
    scene.track("Till", "Order Completed", ("member_card", "K7788990"), ("email", "second@home.example"), order_id="1")
    scene.identify("Server", ("user_id", "u-77"), ("line", "line-somchai"))
    scene.identify("Web", ("anonymous_id", "visitor-1"))

    root = person("user_id", "u-77")

    for text in ("somchai", "5678", "u-77", "som@shop.example", "second@home", "k7788990", "line-somchai"):
        assert found(text) == [root], text
    assert found("visitor-1") == []
    assert held() == everybody()


def test_people_who_are_joined_and_parted_are_found_as_they_are(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "one"), name="Mali Suk")
    scene.identify("Till", ("member_card", "K1"), name="Ploy Dee")
    one, card = key_of("user_id", "one"), key_of("member_card", "K1")

    scene.decide("join", a=one, b=card)
    joined = found("k1")
    position = scene.decide("apart", a=one, b=card)

    assert joined == [one]
    assert found("k1") == [card]
    assert found("mali") == [one]
    assert held() == everybody()

    scene.decide("reverse", position=position)

    assert found("k1") == [one]
    assert held() == everybody()


def test_bare_identifier_that_goes_home_leaves_the_document_it_was_in(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "one"), name="Mali Suk")
    scene.track("Till", "Order Completed", ("member_card", "K1"), order_id="1")
    one, card = key_of("user_id", "one"), key_of("member_card", "K1")
    position = scene.decide("join", a=one, b=card)

    scene.decide("reverse", position=position)

    assert found("k1") == [card]
    assert held() == everybody()


def test_identifier_that_goes_home_and_on_to_somebody_leaves_the_document_it_was_in(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "one"), name="Mali Suk")
    scene.identify("Server", ("user_id", "two"), name="Ploy Dee")
    scene.track("Till", "Order Completed", ("member_card", "K1"), order_id="1")
    position = scene.decide("join", a=key_of("user_id", "one"), b=key_of("member_card", "K1"))
    reverse = {"kind": "reverse", "position": position, "actor": "owner"}
    scene.hand_in("Colleagues", scene.fact("decision", decision=reverse))
    scene.hand_in("Server", scene.fact("identify", [("user_id", "two"), ("member_card", "K1")]))

    scene.road.drain()

    assert found("k1") == [key_of("user_id", "two")]
    assert held() == everybody()


def test_many_who_changed_at_once_are_gathered_some_at_a_time(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "LOOKED_AT", 4)
    following = follow.Following()
    # Three requests of three people with one identifier each, and of each request all change at once.
    for request in range(3):
        facts = [scene.fact("identify", [("user_id", f"u{request}{n}")], traits={"name": "Mali"}) for n in range(3)]
        scene.hand_in("Server", *facts)
        scene.road.turn()

    following.look()
    first = len(following.waiting)
    following.catch_up()

    assert first == 3
    assert len(held()) == 9
    assert held() == everybody()


def test_values_that_change_are_found_and_old_ones_are_not(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "one"), name="Mali Before", company="Siam Cement")
    scene.identify("Server", ("user_id", "one"), name="Mali After")

    assert found("before") == []
    assert found("after siam") == [person("user_id", "one")]


def test_index_that_is_missing_is_built_in_turns(scene: Scene) -> None:
    for number in range(3):
        scene.identify("Server", ("user_id", f"u{number}"), name=f"Mali {number}")
    with transaction.atomic():
        index.clear()
    changes.leave(follow.NAME)

    following = follow.Following()
    worked = following.turn(busy=False)

    assert worked
    assert not following.turn()
    assert held() == everybody()
    assert changes.passed(follow.NAME) == last_position()


def test_build_that_was_cut_off_begins_again(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "one"), name="Mali")
    follow.start(last_position())
    with transaction.atomic():
        index.clear()

    follow.Following().catch_up()

    assert held() == everybody()
    assert not changes.follows(follow.BUILDING)


def test_rebuild_gives_what_following_gave(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "one"), ("phone", "0812345678"), name="王伟")
    scene.identify("List", ("email", "a@b.example"), batch=1, row=1, name="علی", company="Acme")
    before = held()
    heard: list[tuple[int, int]] = []

    count = search.rebuild(lambda done, total: heard.append((done, total)))

    assert (count, heard) == (2, [(2, 2)])
    assert held() == before
    assert found("wang wei") == [person("user_id", "one")]

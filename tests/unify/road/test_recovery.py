"""What cannot be filed is put aside and shown, and stops nothing; after a crash the lake gets what it lacks, once."""

from collections.abc import Iterator
from typing import Any

import pytest

from regulars.unify.facts import inbox, registries
from regulars.unify.facts.fact import Kind, Lane, encode
from regulars.unify.facts.lake import lake
from regulars.unify.facts.models import InboxRow, Refusal, Taken
from regulars.unify.identity.models import Identifier
from regulars.unify.road import Road
from regulars.unify.road.filing import file_requests
from tests.story.scene import Scene, last_position

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    with Scene() as scene:
        yield scene


def events() -> list[dict[str, Any]]:
    """The lake's events by position."""
    engine = lake().engine()
    return sorted(engine.rows(engine.table("events")).to_pylist(), key=lambda row: row["position"])


def poison(scene: Scene, body: bytes, count: int, lane: Lane = Lane.LIVE) -> None:
    """A request that no door would let through."""
    inbox.put(inbox.Request(lane, scene.sources["Server"], 0, scene.clock, count, body))


@pytest.mark.parametrize("lane", Lane)
@pytest.mark.parametrize("body", [b"not JSON", b"[{}]", b'{"a": 1}', b"", b'[{"kind": 1}]', b"\xff\xfe"])
def test_poison_request_is_put_aside_and_stops_nothing(scene: Scene, body: bytes, lane: Lane) -> None:
    scene.hand_in("Server", scene.fact(Kind.TRACK, [("user_id", "before")], event="Tea"))
    poison(scene, body, 3, lane)
    scene.hand_in("Server", scene.fact(Kind.TRACK, [("user_id", "after")], event="Tea"))

    scene.road.drain()

    assert list(Refusal.objects.values_list("code", flat=True)) == ["failed"] * 3
    assert set(Identifier.objects.values_list("value", flat=True)) == {"before", "after"}
    assert last_position() == 5
    assert len(events()) == 2
    assert not InboxRow.objects.exists()


def test_poison_among_many_is_found_and_the_rest_is_filed_once(scene: Scene) -> None:
    for number in range(20):
        if number == 13:
            poison(scene, b"[]]", 1)
        scene.hand_in("Server", scene.fact(Kind.TRACK, [("user_id", f"u{number}")], event="Tea"))

    scene.road.drain()

    assert Refusal.objects.get().position == 14
    assert [row["position"] for row in events()] == [*range(1, 14), *range(15, 22)]


@pytest.mark.parametrize("said", [{}, {"order_id": None}, {"order_id": ["x"]}, {"products": "junk", "total": {}}])
def test_odd_order_events_are_filed(scene: Scene, said: dict[str, Any]) -> None:
    scene.track("Till", "Order Completed", ("member_card", "C-1"), **said)

    assert not Refusal.objects.exists()
    assert len(events()) == 1


@pytest.mark.parametrize(
    ("identifiers", "traits"),
    [
        ([("email", "no address"), ("phone", "0")], {}),
        ([("nonsense", "x"), ("row", "x"), ("company", "x")], {}),
        ([], {"email": ["a@example.com"], "phone": {"number": 1}, "birthday": 12, "name": False}),
        ([("user_id", "x" * 5000)], {}),
        ([], {"a": [[[[[1]]]]], "": "", "name": None}),
    ],
)
def test_odd_identities_are_filed_under_something(
    scene: Scene, identifiers: list[tuple[str, str]], traits: dict[str, Any]
) -> None:
    scene.tick()
    scene.say("Server", scene.fact(Kind.IDENTIFY, identifiers, traits=traits))

    assert not Refusal.objects.exists()
    assert Identifier.objects.get().type == "row"


def test_fact_of_a_source_that_is_gone_stops_nothing(scene: Scene) -> None:
    body = encode([scene.fact(Kind.TRACK, [("user_id", "lost")], event="Tea")])
    inbox.put(inbox.Request(Lane.LIVE, 10**6, 0, scene.clock, 1, body))

    scene.identify("Server", ("user_id", "after"))

    assert Identifier.objects.get().value == "after"
    assert Refusal.objects.get().code == "failed"


def file_without_flush(scene: Scene) -> None:
    """File what waits as if the process died before the lake heard of it."""
    for lane in Lane:
        while requests := inbox.next_rows(lane, scene.road.after[lane], 1000):
            file_requests(requests, scene.road.world)
            scene.road.after[lane] = requests[-1].id
    scene.road.writer.close()


def test_restart_feeds_the_lake_what_it_lacks_and_nothing_twice(scene: Scene) -> None:
    scene.track("Web", "Tea Seen", ("anonymous_id", "v"), tea="green")
    facts = [scene.fact(Kind.TRACK, [("anonymous_id", "v")], event=f"Tea {number}") for number in range(3)]
    scene.hand_in("Web", *facts)
    scene.hand_in("Web", facts[1])
    scene.hand_in("List", facts[2], batch=4)
    file_without_flush(scene)
    assert len(events()) == 1

    scene.road = Road()

    assert [(row["position"], row["event"], row["witness_of"]) for row in events()] == [
        (1, "Tea Seen", []),
        (2, "Tea 0", []),
        (3, "Tea 1", []),
        (4, "Tea 2", []),
        (6, "Tea 2", []),
    ]
    assert len({row["customer_key"] for row in events() if row["batch"] == 0}) == 1
    assert not Taken.objects.exists()
    assert not InboxRow.objects.exists()


def test_restart_after_the_lake_has_it_adds_nothing(scene: Scene) -> None:
    scene.hand_in("Till", scene.fact(Kind.TRACK, [("member_card", "C")], event="Tea", properties={"tea": 1}))
    requests = inbox.next_rows(Lane.LIVE, 0, 10)
    scene.road.feed.add(file_requests(requests, scene.road.world))
    scene.road.feed.flush()
    scene.road.writer.close()

    scene.road = Road()

    assert len(events()) == 1
    assert not InboxRow.objects.exists()


def test_restart_does_not_bring_back_what_a_gate_took_away(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "som"), email="som@example.com")
    erased_before = scene.clock
    scene.decide("erase", root=1)
    named = [("member_card", "C"), ("email", "som@example.com")]
    said = {"note": "for som@example.com"}
    event = scene.fact(Kind.TRACK, named, event="Gift", properties=said, occurred_at=erased_before)
    scene.hand_in("List", event, batch=1)
    file_without_flush(scene)

    scene.road = Road()

    (gift,) = events()
    assert len(gift["identifiers"]) == 1
    assert "som@" not in gift["properties"]


class Clumsy:
    """A follower that breaks."""

    def hear(self, statements: object) -> None:
        """Nothing."""

    def flush(self) -> None:
        raise ValueError("broken")


def test_a_follower_that_breaks_does_not_stop_the_road(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(registries, "followers", [Clumsy])

    with Scene() as scene:
        scene.identify("Server", ("user_id", "u"), name="U")

    assert Identifier.objects.filter(value="u").exists()
    assert "Clumsy could not store what it heard" in caplog.text

"""What arrives is catalogued once, whatever happens to the road, and shown while it is new."""

from typing import Any

import pytest

from regulars.base.fields.moments import HOUR
from regulars.collect.sources import follower, queries, tally
from regulars.collect.sources.models import Arrival, SchemaEvent, SchemaProperty, SourceHour
from regulars.collect.sources.queries import Cursor
from regulars.collect.sources.services import purge_arrivals, save_plan
from regulars.unify.facts import sql
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Rejected
from regulars.unify.road import Road
from tests.story.scene import Scene, key_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

BOUGHT: dict[str, Any] = {"total": 185.5, "currency": "THB", "products": [{"sku": "SKU-1", "name": "ชาเขียวลับ"}]}


def test_events_and_properties_are_catalogued(scene: Scene) -> None:
    scene.track("Till", "Order Completed", ("email", "som@example.com"), order_id="R-1", **BOUGHT)
    scene.track("Till", "Order Completed", ("email", "som@example.com"), order_id=2, coupon=None, **BOUGHT)
    scene.identify("Till", ("email", "som@example.com"), email="som@example.com", birthday="1988-05-14")

    bought, told = queries.schema(scene.sources["Till"])
    assert (bought.kind, bought.name, bought.count, bought.inspected) == ("track", "Order Completed", 2, 2)
    assert {one.path: (one.types, one.share, one.example) for one in bought.properties} == {
        "order_id": (("string", "integer"), 1.0, "1–9"),
        "total": (("number",), 1.0, "100–999"),
        "currency": (("string",), 1.0, "a text of up to 8 characters"),
        "products": (("array",), 1.0, "[1]"),
        "products[].sku": (("string",), 1.0, "a text of up to 8 characters"),
        "products[].name": (("string",), 1.0, "a text of up to 32 characters"),
        "coupon": (("null",), 0.5, ""),
    }
    assert {one.path: one.example for one in told.properties} == {
        "email": "s•••@e•••.com",
        "birthday": "1988-••-••",
    }
    assert bought.first_seen_at < bought.last_seen_at


def test_what_was_not_stored_before_a_crash_is_heard_again_once(scene: Scene) -> None:
    scene.track("Web", "Seen", ("anonymous_id", "a"), p=1)
    scene.hand_in("Web", scene.fact(Kind.TRACK, [("anonymous_id", "a")], event="Seen"))
    scene.road.turn()
    scene.road.close()  # without a flush, as a dying road

    scene.road = Road()

    assert [(one.name, one.count) for one in queries.schema()] == [("Seen", 2)]
    assert Arrival.objects.count() == 2
    follower.SourceFollower().hear([])
    assert sum(SourceHour.objects.values_list("facts", flat=True)) == 2


def test_hearing_the_same_again_changes_nothing(scene: Scene) -> None:
    scene.track("Web", "Seen", ("anonymous_id", "a"), p=1)
    again = follower.SourceFollower()

    again.hear(list(scene.road.followers[0].tally.arrivals.get(1, [])))  # type: ignore[attr-defined]
    again.flush()

    assert [one.count for one in queries.schema()] == [1]


def test_the_catalogue_is_bounded(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "MOST_EVENTS", 3)
    monkeypatch.setattr(follower, "MOST_PROPERTIES", 2)

    for number in range(6):
        scene.track("Web", f"Event {number}", ("anonymous_id", "a"), **{f"p{one}": 1 for one in range(5)})

    assert [(one.name, one.count) for one in queries.schema(scene.sources["Web"])] == [
        *(("•••", 3), ("Event 0", 1), ("Event 1", 1), ("Event 2", 1))
    ]
    assert max(len(one.properties) for one in queries.schema()) == 2
    assert SchemaProperty.objects.count() == 8


def test_events_named_like_values_are_counted_together(scene: Scene) -> None:
    for name in ("Mail to som@example.com", "Called 0812345678"):
        scene.track("Web", name, ("anonymous_id", "a"))

    assert list(SchemaEvent.objects.values_list("name", "count")) == [("•••", 2)]


def test_arrivals_show_what_was_filed_and_what_was_not(scene: Scene) -> None:
    scene.track("Till", "Order Completed", ("email", "som@example.com"), total=5)
    repeated = scene.fact(Kind.TRACK, [("user_id", "u")], event="Tea", properties={"to": "x@y.org"}, message_id="twice")
    scene.say("Till", repeated)
    scene.say("Till", repeated)

    second, first, bought = queries.arrivals(scene.sources["Till"])
    assert (bought.key, bought.verdict, bought.event) == (
        key_of("email", "som@example.com"),
        "filed",
        "Order Completed",
    )
    assert bought.said() == {"identifiers": [["email", "som@example.com"]], "properties": {"total": 5}}
    assert (first.refused, second.refused, second.key) == ("", "duplicate", 0)
    assert second.why == ("This message id came before, so it was left out.",)
    assert second.said() == {"properties": {"to": "x•••@y•••.org"}}
    assert [one.position for one in queries.arrivals(scene.sources["Till"], first.position)] == [second.position]


def test_arrivals_are_the_newest_of_each_source(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "NEWEST", 3)

    for number in range(5):
        scene.track("Web", f"Event {number}", ("anonymous_id", "a"))
        scene.track("Till", "Other", ("email", "som@example.com"))

    assert [one.event for one in queries.arrivals(scene.sources["Web"])] == ["Event 4", "Event 3", "Event 2"]
    assert len(queries.arrivals(scene.sources["Till"])) == 3


def test_of_a_large_batch_only_some_are_shown_and_all_are_counted(scene: Scene) -> None:
    many = [scene.fact(Kind.TRACK, [("anonymous_id", "a")], event="Seen", properties={"n": n}) for n in range(300)]
    scene.say("Web", *many)

    shown = queries.arrivals(scene.sources["Web"])
    seen = queries.schema()[0]
    assert [one.said()["properties"]["n"] for one in shown] == list(range(299, 279, -1))
    assert len(shown) == tally.SHOWN_OF_MANY
    assert (seen.count, seen.inspected) == (300, tally.INSPECTED_FIRST + 300 // tally.INSPECTED_EACH)
    assert seen.properties[0].share == 1.0


def test_what_colleagues_decide_is_not_listed(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "u"), name="Som")
    scene.decide("block", key=key_of("user_id", "u"))

    assert queries.arrivals(scene.sources["Colleagues"]) == []
    assert [one.kind for one in queries.schema()] == ["identify"]


def test_lines_hold_arrivals_and_rejections_newest_first(scene: Scene) -> None:
    scene.track("Web", "Seen", ("anonymous_id", "a"))
    web = scene.sources["Web"]
    body = '{"traits": {"email": "som@example.com"}}'
    turned_away = Rejected.objects.create(
        rejected_at=scene.clock + 1, source=web, message_id="m", code="no_event", message="Send it.", body=body
    )

    lines, cursor = queries.lines(web, Cursor())

    assert lines[0].refused is not None
    assert lines[0].refused.shape == {"traits": {"email": "s•••@e•••.com"}}
    assert lines[1].arrival is not None
    assert lines[1].arrival.event == "Seen"
    assert cursor == Cursor(lines[1].arrival.position, turned_away.pk)
    assert queries.lines(web, cursor) == ([], cursor)
    assert len(queries.lines(web, Cursor(), only="rejected")[0]) == 1
    assert len(queries.lines(web, Cursor(), only="filed")[0]) == 1
    assert queries.lines(web, Cursor(), text="nothing like this")[0] == []


def test_arrivals_go_after_a_day(scene: Scene) -> None:
    scene.track("Web", "Old", ("anonymous_id", "a"))
    scene.clock += 24 * HOUR
    scene.track("Web", "New", ("anonymous_id", "a"))

    gone = purge_arrivals(at=scene.clock)

    assert gone == 1
    assert [one.event for one in queries.arrivals(scene.sources["Web"])] == ["New"]
    purge_arrivals(at=scene.clock + 10 * 24 * HOUR)
    assert SourceHour.objects.count() == 0


def test_an_erased_person_leaves_the_arrivals(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "somchai"), email="som@example.com")
    scene.track("Till", "Gift", ("member_card", "C9"), note="for SOM@example.com")
    scene.track("Till", "Tea", ("member_card", "C9"), note="for nobody")

    scene.hand_in("Till", scene.fact(Kind.TRACK, [("user_id", "somchai")], event="Just heard"))
    scene.road.turn()  # heard, and not yet stored
    scene.decide("erase", root=key_of("user_id", "somchai"))

    kept = sql.run("SELECT event FROM arrival ORDER BY position")
    assert kept == [("Tea",)]


def test_what_is_refused_of_an_erased_person_is_shown_empty(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "somchai"), email="som@example.com")
    before = scene.clock
    scene.decide("erase", root=key_of("user_id", "somchai"))
    late = scene.fact(Kind.TRACK, [("user_id", "somchai")], event="Late", properties={"a": "b"}, occurred_at=before)

    scene.say("Server", late)

    (shown,) = queries.arrivals(scene.sources["Server"])
    assert (shown.refused, shown.payload, shown.key, shown.message_id) == ("suppressed", "{}", 0, "")


def test_made_up_names_and_departures_are_bounded_in_memory(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MOST_NAMES", 3)
    plan = {"events": {}, "other_events": False}
    save_plan(scene.sources["Web"], plan, actor="owner", from_at=scene.clock)
    facts = [scene.fact(Kind.TRACK, [("anonymous_id", "a")], event=f"E{number}") for number in range(10)]

    scene.say("Web", *facts)

    assert [(one.name, one.count) for one in queries.schema()] == [("•••", 7), ("E0", 1), ("E1", 1), ("E2", 1)]
    assert len(queries.violations(scene.sources["Web"])) == 3

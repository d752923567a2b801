"""A tracking plan is compared with what comes from when it is in force, and keeps out what it blocks."""

from typing import Any

import msgspec
import pytest

from regulars.base.audit.queries import entries
from regulars.collect.sources import queries
from regulars.collect.sources.errors import PlanInvalid
from regulars.collect.sources.models import TrackingPlan
from regulars.collect.sources.services import save_plan
from regulars.unify.customers.models import Golden
from regulars.unify.facts import sql
from regulars.unify.facts.errors import SourceUnknown
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.lake import engine
from regulars.unify.facts.models import Refusal
from regulars.unify.identity.models import Identifier
from regulars.unify.road import Road
from tests.story.scene import Scene

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

PLAN: dict[str, Any] = {
    "events": {"Tea": {"properties": {"size": {"type": "integer", "required": True}, "to": {"one_of": ["go"]}}}},
    "other_events": False,
    "traits": {"name": {"type": "string"}, "phone": {"type": "integer"}},
    "other_traits": True,
}


def plan(scene: Scene, source: str = "Till", **changes: Any) -> None:
    save_plan(scene.sources[source], PLAN | changes, actor="owner", from_at=scene.clock + 1)


def events() -> list[dict[str, Any]]:
    """What is in the lake."""
    return engine().rows(engine().table("events")).to_pylist()


def test_violations_are_counted_by_kind_and_shown(scene: Scene) -> None:
    plan(scene)

    scene.track("Till", "Coffee", ("email", "som@example.com"))
    scene.track("Till", "Tea", ("email", "som@example.com"), size="big")
    scene.track("Till", "Tea", ("email", "som@example.com"), size="small")
    scene.track("Till", "Tea", ("email", "som@example.com"), size=3)

    assert [(one.event, one.sentence, one.count, one.refused) for one in queries.violations(scene.sources["Till"])] == [
        ("Tea", "size should be of type integer.", 2, 0),
        ("Coffee", "This event is not in the plan.", 1, 0),
    ]
    fine, small, _big, coffee = queries.arrivals(scene.sources["Till"])
    assert [one.verdict for one in (fine, small, coffee)] == ["filed", "violating", "violating"]
    assert small.why == ("size should be of type integer.",)
    assert Refusal.objects.count() == 0


def test_a_blocked_event_is_not_filed_and_says_why(scene: Scene) -> None:
    plan(scene, blocking={"events": True})

    scene.track("Till", "Coffee", ("email", "secret@example.com"), note="x")
    scene.track("Till", "Tea", ("email", "som@example.com"), size="big")
    scene.track("Till", "Tea", ("email", "som@example.com"))

    assert list(Refusal.objects.values_list("code", flat=True)) == ["plan", "plan"]
    assert not Identifier.objects.filter(value="secret@example.com").exists()
    missing, big, coffee = queries.arrivals(scene.sources["Till"])
    assert [one.verdict for one in (missing, big, coffee)] == ["refused", "violating", "refused"]
    assert coffee.why == (
        "The tracking plan does not allow this event, so it was left out.",
        "This event is not in the plan.",
    )
    assert [(one.count, one.refused) for one in queries.violations(scene.sources["Till"])] == [(1, 1), (1, 0), (1, 1)]


def test_a_blocked_property_is_left_out_everywhere(scene: Scene) -> None:
    plan(scene, blocking={"properties": True})

    scene.track("Till", "Tea", ("email", "som@example.com"), size="big", to="stay", sugar=1)
    scene.identify("Till", ("email", "som@example.com"), name="Som", phone="0812345678")

    assert [msgspec.json.decode(event["properties"]) for event in events()] == [{"sugar": 1}]
    assert sorted(msgspec.json.decode(Golden.objects.get().traits)) == ["email", "name"]
    assert not Identifier.objects.filter(type="phone").exists()


def test_a_redelivery_of_what_was_shortened_is_no_conflict(scene: Scene) -> None:
    plan(scene, blocking={"properties": True})
    tea = scene.fact(Kind.TRACK, [("user_id", "u")], event="Tea", properties={"size": "big"}, message_id="tea")
    scene.tick()
    scene.say("Till", tea)
    save_plan(scene.sources["Till"], None, actor="owner", from_at=scene.clock + 1)
    scene.tick()

    scene.say("Till", tea)

    assert sql.run("SELECT code FROM refusal") == []


def test_other_sources_have_no_part_in_a_plan(scene: Scene) -> None:
    plan(scene, blocking={"events": True})

    scene.track("Server", "Coffee", ("email", "som@example.com"))

    assert Refusal.objects.count() == 0


def test_facts_go_by_the_plan_that_was_in_force_when_they_were_heard(scene: Scene) -> None:
    scene.tick()
    scene.hand_in("Till", scene.fact(Kind.TRACK, [("user_id", "u")], event="Coffee"))
    plan(scene, blocking={"events": True})
    scene.tick()
    scene.hand_in("Till", scene.fact(Kind.TRACK, [("user_id", "u")], event="Milk"))
    scene.road.drain()

    assert [(one.event, one.refused) for one in queries.arrivals(scene.sources["Till"])] == [
        ("Milk", "plan"),
        ("Coffee", ""),
    ]


def test_a_plan_saved_before_a_crash_takes_nothing_that_was_filed(scene: Scene) -> None:
    scene.tick()
    scene.hand_in("Till", scene.fact(Kind.TRACK, [("user_id", "u")], event="Coffee"))
    scene.road.turn()
    scene.road.close()
    plan(scene, blocking={"events": True})

    scene.road = Road()

    assert [event["event"] for event in events()] == ["Coffee"]


def test_versions_are_kept_with_their_author(scene: Scene) -> None:
    till = scene.sources["Till"]
    save_plan(till, PLAN, actor="owner")
    save_plan(till, None, actor="user:3")

    assert [(one.version, one.plan, one.actor) for one in queries.plan_versions(till)] == [
        (2, None, "user:3"),
        (1, PLAN, "owner"),
    ]
    assert queries.plan_in_force(till) is None
    assert [entry.action for entry in entries(key=till, object_type="source")] == ["source.lift_plan", "source.plan"]


def test_save_plan_refuses_nonsense_and_strangers(scene: Scene) -> None:
    with pytest.raises(PlanInvalid):
        save_plan(scene.sources["Till"], {"events": []}, actor="owner")
    with pytest.raises(SourceUnknown):
        save_plan(999_999, PLAN, actor="owner")

    assert TrackingPlan.objects.count() == 0


def test_a_proposed_plan_fits_what_arrived(scene: Scene) -> None:
    for number in range(25):
        scene.hand_in(
            "Till",
            scene.fact(Kind.TRACK, [("user_id", "u")], event="Tea", properties={"size": number, "to": "go"}),
            scene.fact(Kind.TRACK, [("user_id", "u")], event="Tea", properties={"size": 1.5}),
            scene.fact(Kind.TRACK, [("user_id", "u")], event="Mail to som@example.com"),
        )
    scene.identify("Till", ("user_id", "u"), name="Som")

    proposed = queries.proposed_plan(scene.sources["Till"])

    assert proposed == {
        "events": {
            "Tea": {"properties": {"size": {"type": "number", "required": True}, "to": {"type": "string"}}},
        },
        "other_events": False,
        "traits": {"name": {"type": "string"}},
        "other_traits": True,
        "blocking": {"events": False, "properties": False},
    }
    assert queries.proposed_plan(scene.sources["Web"]) is None

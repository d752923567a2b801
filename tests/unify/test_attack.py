"""What somebody can do who has only a browser's write key: nothing to another person's profile, people or orders."""

import asyncio
import base64
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from regulars.collect.api.asgi import Intake
from regulars.unify.customers.models import Golden, Membership
from regulars.unify.facts import sql
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.identifiers import TYPES
from regulars.unify.facts.models import Refusal, Rejected
from regulars.unify.identity.models import Decision, Identifier, Link
from regulars.unify.orders.models import Order
from tests.entries import entries
from tests.story.scene import Scene, key_of, person, root_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

VICTIM: dict[str, Any] = {
    "name": "Aree Suksai",
    "email": "aree@example.com",
    "phone": "+66812345678",
    "birthday": "1988-02-03",
}
LIES: dict[str, Any] = {
    "name": "Mallory",
    "firstName": "Mal",
    "lastName": "Lory",
    "birthday": "2000-01-01",
    "phone": "+66899999999",
    "line": "mallory",
    "address": {"street": "1 Thief Road", "city": "Nowhere"},
}
ME: dict[str, Any] = {"anonymousId": "mallory-1"}
Calls = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    """Aree and Boon, known to server and till; Aree has an order and works for Acme."""
    with Scene() as scene:
        scene.identify("Server", ("user_id", "aree"), ("anonymous_id", "arees-browser"), **VICTIM)
        scene.identify("Server", ("user_id", "boon"), email="boon@example.com", name="Boon")
        buyer = [("email", "aree@example.com"), ("member_card", "C-1")]
        said: dict[str, Any] = {
            "order_id": "R-1",
            "total": 100,
            "currency": "THB",
            "products": [{"product_id": "tea", "price": 100}],
        }
        scene.track("Till", "Order Completed", *buyer, **said)
        scene.say("Server", scene.fact(Kind.GROUP, [("user_id", "aree")], group="acme", traits={"industry": "Tea"}))
        yield scene


def send(scene: Scene, calls: Iterable[tuple[str, dict[str, Any]]], method: str = "POST") -> list[httpx.Response]:
    """Calls of the tracking API with the browser's write key, then the road."""

    async def all_calls() -> list[httpx.Response]:
        intake = Intake()
        await intake.startup()
        transport = httpx.ASGITransport(intake)  # type: ignore[arg-type]
        key = base64.b64encode(b"key-of-Web:").decode()
        headers = {"Authorization": f"Basic {key}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
            answers = [await client.request(method, f"/v1/{call}", json=body) for call, body in calls]
        await intake.shutdown()
        return answers

    answers = asyncio.run(all_calls())
    scene.road.drain()
    return answers


def state() -> dict[str, Any]:
    """What a stranger must not change: who is who, whose values are what, orders, groups and decisions."""
    named = [i for i in Identifier.objects.order_by("key") if not TYPES[i.type].anonymous]
    people = {key_of("user_id", "aree"), key_of("user_id", "boon"), key_of("company", "acme")}
    return {
        "people": {(i.type, i.value): root_of(i.key) for i in named if root_of(i.key) in set(map(root_of, people))},
        "golden": {row.root: row.traits for row in Golden.objects.all() if row.root in set(map(root_of, people))},
        "orders": list(Order.objects.values_list("order_id", "key", "status", "is_confirmed", "total", "refunded")),
        "decisions": list(Decision.objects.values_list("kind")),
        "members": list(Membership.objects.filter(key=key_of("user_id", "aree")).values_list("key", "group_key")),
    }


def order(event: str, **said: Any) -> tuple[str, dict[str, Any]]:
    return "track", ME | {"event": event, "properties": {"order_id": "R-1", "total": 0, "currency": "USD"} | said}


def external(type_: str, id_: str) -> tuple[str, dict[str, Any]]:
    ids = [{"type": type_, "id": id_, "collection": "users", "encoding": "none"}]
    return "identify", ME | {"traits": LIES, "context": {"externalIds": ids, "traits": LIES}}


ATTACKS: dict[str, Calls] = {
    "user id": [("identify", ME | {"userId": "aree", "traits": LIES})],
    "user id alone": [("identify", {"userId": "aree", "traits": LIES})],
    "e-mail": [("identify", ME | {"traits": LIES | {"email": "Aree@example.com"}})],
    "e-mail alone": [("identify", {"userId": "mallory", "traits": LIES | {"email": "Aree@example.com"}})],
    "phone": [("identify", ME | {"traits": LIES | {"phone": "+66812345678"}})],
    "card": [external("member_card", "C-1")],
    "external user id": [external("user_id", "aree")],
    "external row": [external("row", "m3")],
    "external company": [external("company", "acme")],
    "external household": [external("household", "acme")],
    "external claim": [external("claim", "aree@example.com")],
    "alias to the victim": [("alias", ME | {"previousId": "mallory-2", "userId": "aree"}), ("identify", ME | LIES)],
    "alias of the victim": [("alias", {"previousId": "aree", "userId": "mallory"})],
    "alias of the victim's browser": [("alias", {"previousId": "arees-browser", "userId": "boon"})],
    "two people in one call": [("identify", ME | {"userId": "aree", "traits": {"email": "boon@example.com"}})],
    "two people through one browser": [
        ("identify", ME | {"traits": {"email": "aree@example.com"}}),
        ("identify", ME | {"traits": {"email": "boon@example.com"}}),
        ("identify", ME | {"userId": "boon"}),
    ],
    "two people through two browsers": [
        ("identify", ME | {"userId": "aree"}),
        ("alias", ME | {"previousId": "mallory-2", "userId": "boon"}),
        ("alias", {"anonymousId": "mallory-2", "previousId": "mallory-1", "userId": "boon"}),
    ],
    "the victim's own browser id": [("identify", {"anonymousId": "arees-browser", "userId": "boon", "traits": LIES})],
    "group": [("group", ME | {"groupId": "acme", "traits": {"industry": "Crime", "name": "Evil"}})],
    "group of the victim": [("group", ME | {"userId": "aree", "groupId": "acme", "traits": {"plan": "free"}})],
    "order updated": [order("Order Updated", products=[])],
    "order updated as the victim": [("track", order("Order Updated")[1] | {"userId": "aree"})],
    "order cancelled": [order("Order Cancelled"), order("Cancelled Order")],
    "order refunded": [order("Order Refunded"), order("Refunded Order", total=5)],
    "order completed again": [order("Order Completed"), order("Completed Order", orderId="R-1")],
    "decision": [("batch", {"batch": [ME | {"type": "decision", "decision": {"kind": "join", "a": 1, "b": 4}}]})],
    "decision in a track": [("track", ME | {"event": "x", "kind": "decision", "decision": {"kind": "erase"}})],
    "message ids of others": [("track", order("Order Cancelled")[1] | {"messageId": f"m{n}"}) for n in range(1, 5)],
    "many browsers": [("batch", {"batch": [
        {"type": "identify", "anonymousId": f"flood-{n}", "userId": "aree", "traits": LIES} for n in range(60)
    ]})],
}  # fmt: skip


@pytest.mark.parametrize("calls", ATTACKS.values(), ids=ATTACKS)
def test_browser_changes_nobody_else(scene: Scene, calls: Calls) -> None:
    before = state()

    answers = send(scene, calls)

    assert [answer.status_code for answer in answers] == [200] * len(calls)
    assert state() == before


def test_all_attacks_at_once_change_nobody_else(scene: Scene) -> None:
    before = state()

    send(scene, [call for calls in ATTACKS.values() for call in calls])

    assert state() == before


def test_nothing_can_be_read_with_a_write_key(scene: Scene) -> None:
    calls: Calls = [(call, {"userId": "aree"}) for call in ("identify", "track", "batch", "customers", "", "alias")]

    reading = send(scene, calls, "GET")
    known, unknown = send(scene, [("identify", ME | {"userId": who}) for who in ("aree", "nobody")])

    assert {answer.status_code for answer in reading} <= {404, 405}
    assert not [answer for answer in reading if "aree" in answer.text.lower()]
    assert known.content == unknown.content == b'{"success":true}'


def test_decision_of_a_browser_is_rejected_with_a_reason(scene: Scene) -> None:
    send(scene, ATTACKS["decision"])

    assert list(Rejected.objects.values_list("code")) == [("unknown_type",)]


@pytest.mark.parametrize("source", ["Web", "Form", "Server", "Till", "List"])
def test_decision_counts_only_from_colleagues(scene: Scene, source: str) -> None:
    before = state()
    decision = {"kind": "erase", "root": person("user_id", "aree")}

    scene.say(source, scene.fact(Kind.DECISION, [("user_id", "aree")], decision=decision))

    assert Refusal.objects.get().code == "not_staff"
    assert state() == before


def test_claim_made_before_the_owner_is_heard_of_fills_no_guarded_field(scene: Scene) -> None:
    claim = ME | {"traits": LIES | {"email": "new@example.com", "interests": ["tea"]}}
    send(scene, [("identify", claim), order("Order Completed", order_id="R-9", total=1)])

    scene.track("Till", "Order Completed", ("email", "new@example.com"), order_id="R-9", total=70, currency="THB")

    traits = {name: said[0] for name, said in golden("email", "new@example.com").items()}
    assert traits == {"email": "new@example.com", "interests": ["tea"]}
    found = Order.objects.get(order_id="R-9")
    assert (found.key, found.total, found.is_confirmed) == (key_of("email", "new@example.com"), Decimal(70), True)


def test_order_that_only_a_browser_speaks_of_is_unconfirmed(scene: Scene) -> None:
    send(scene, [order("Order Completed", order_id="R-9", total=1)])

    assert Order.objects.get(order_id="R-9").is_confirmed is False


def test_message_ids_of_a_browser_do_not_shut_out_those_of_a_till(scene: Scene) -> None:
    send(scene, [("track", ME | {"event": "x", "messageId": "till-77"})])

    event = scene.fact(
        Kind.TRACK,
        [("member_card", "C-1")],
        event="Order Cancelled",
        properties={"order_id": "R-1"},
        message_id="till-77",
    )
    scene.say("Till", event)

    assert Order.objects.get(order_id="R-1").status == "cancelled"


def test_claim_raises_no_alarm_and_quarantines_nobody(scene: Scene) -> None:
    claims = [{"type": "identify", "anonymousId": f"bot-{n}", "traits": {"phone": "+66812345678"}} for n in range(45)]

    send(scene, [("batch", {"batch": claims})])

    assert not Decision.objects.exists()
    assert not sql.run("SELECT key FROM alarm")


def test_flood_of_browsers_is_refused_at_the_limit_and_listed(scene: Scene) -> None:
    send(scene, ATTACKS["many browsers"])

    claims = Link.objects.filter(b=key_of("user_id", "aree"), source=scene.sources["Web"])
    assert claims.filter(accepted=True).count() == 49
    assert set(claims.filter(accepted=False).values_list("reason")) == {("limit:anonymous_id",)}


def test_flood_of_browsers_does_not_shut_out_the_owners_next_browser(scene: Scene) -> None:
    send(scene, ATTACKS["many browsers"])

    scene.identify("Server", ("user_id", "aree"), ("anonymous_id", "arees-new-phone"))

    assert person("anonymous_id", "arees-new-phone") == person("user_id", "aree")


def test_claim_does_not_stand_in_the_way_of_an_erasure(scene: Scene) -> None:
    send(scene, [("identify", ME | {"userId": "aree"}), ("identify", ME | {"anonymousId": "m-2", "userId": "aree"})])

    scene.decide("erase", root=person("user_id", "aree"))

    left = {(i.type, i.value) for i in Identifier.objects.all()}
    assert left == {("user_id", "boon"), ("email", "boon@example.com"), ("company", "acme")}


def test_own_sign_in_after_a_claim_does_not_make_the_victim_mine(scene: Scene) -> None:
    send(scene, [("identify", ME | {"traits": {"email": "till@example.com"}})])
    scene.track("Till", "Order Completed", ("email", "till@example.com"), order_id="R-2", total=5)

    scene.identify("Server", ("user_id", "mallory"), ("anonymous_id", "mallory-1"), name="Mallory")

    assert person("user_id", "mallory") != person("email", "till@example.com")


def test_claim_on_a_known_person_and_own_sign_in_does_not_make_the_victim_mine(scene: Scene) -> None:
    scene.track("Till", "Order Completed", ("email", "till@example.com"), order_id="R-2", total=5)
    send(scene, [("identify", ME | {"traits": {"email": "till@example.com"}})])

    scene.identify("Server", ("user_id", "mallory"), ("anonymous_id", "mallory-1"), name="Mallory")

    assert person("user_id", "mallory") != person("email", "till@example.com")


def test_own_sign_in_before_the_owner_is_heard_of_does_not_make_the_owner_mine(scene: Scene) -> None:
    send(scene, [("identify", ME | {"traits": {"email": "till@example.com"}})])
    scene.identify("Server", ("user_id", "mallory"), ("anonymous_id", "mallory-1"), name="Mallory")

    scene.track("Till", "Order Completed", ("email", "till@example.com"), order_id="R-2", total=5)

    assert person("user_id", "mallory") != person("email", "till@example.com")


def test_honest_visitor_who_subscribes_and_signs_in_is_one_person(scene: Scene) -> None:
    send(scene, [("identify", ME | {"traits": {"email": "honest@example.com"}})])

    signed_in = [("user_id", "honest"), ("anonymous_id", "mallory-1")]
    scene.identify("Server", *signed_in, email="honest@example.com", name="Honest")

    assert person("anonymous_id", "mallory-1") == person("email", "honest@example.com") == person("user_id", "honest")


def golden(type_: str, value: str) -> dict[str, Any]:
    """The golden record of whoever has an identifier."""
    return entries(Golden.objects.get(root=person(type_, value)).traits)

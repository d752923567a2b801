"""Whom the context of a call names, what is left aside of it, and that this is said."""

import json
from typing import Any

import pytest

from regulars.collect.api.errors import IDENTIFIER
from regulars.collect.api.opening import open_body
from regulars.collect.api.reject import SELDOM, Seldom, sort_items
from regulars.unify.facts.fact import Fact
from tests.collect.api.door import track, value

AT = 1_795_000_000_000_000


def sort(*items: object, seldom: Seldom | None = None, at: int = AT, **batch: object) -> tuple[list[Fact], list[str]]:
    """The facts of a batch, and what was said of it."""
    opened = open_body("batch", json.dumps({"batch": items, **batch}).encode())
    facts, said = sort_items(opened, source=3, received_at=at, seldom=seldom or Seldom())
    return facts, [f"{one.code} {one.message.partition('.')[0]}" for one in said]


def external(**changed: object) -> dict[str, object]:
    given = {"id": "X1", "type": "member_card", "collection": "users", "encoding": "none", **changed}
    return {name: one for name, one in given.items() if one is not None}


@pytest.mark.parametrize(
    ("type_", "ours"),
    [
        ("user_id", "user_id"),
        ("email", "email"),
        ("phone", "phone"),
        ("member_card", "member_card"),
        ("external_id", "external_id"),
        ("line", "line"),
        ("wechat", "wechat"),
        ("anonymous_id", "anonymous_id"),
        ("ga_client_id", "anonymous_id"),
        ("cross_domain_id", "anonymous_id"),
        ("android.id", "device_id"),
        ("ios.id", "device_id"),
        ("android.idfa", "device_id"),
        ("ios.idfa", "device_id"),
        ("android.push_token", "push_token"),
        ("ios.push_token", "push_token"),
    ],
)
def test_external_ids_are_identifiers_of_ours(type_: str, ours: str) -> None:
    facts, said = sort(track(userId=None, context={"externalIds": [external(type=type_)]}))

    assert [fact.identifiers for fact in facts] == [[(ours, "X1")]]
    assert said == []


@pytest.mark.parametrize(
    "given",
    [
        external(id=None),
        external(id=""),
        external(id=True),
        external(id={"no": "id"}),
        external(type=None),
        external(type=7),
        external(type="braze_id"),
        external(type="row"),
        external(type="company"),
        external(collection=None),
        external(collection="accounts"),
        external(encoding=None),
        external(encoding="sha256"),
        "nonsense",
    ],
)
def test_an_external_id_that_names_nobody_is_said_and_the_event_kept(given: Any) -> None:
    facts, said = sort(track(context={"externalIds": [given]}))

    kind = given.get("type") if isinstance(given, dict) else None
    assert [fact.identifiers for fact in facts] == [[("user_id", "u1")]]
    assert said == [f"ignored externalIds: {kind}" if isinstance(kind, str) else "ignored externalIds"]


def test_the_same_mistake_is_said_once_an_hour() -> None:
    seldom = Seldom()
    item = track(context={"externalIds": [external(type="braze_id"), external(type="crm")]})

    first = sort(item, item, seldom=seldom)[1]
    again = sort(item, seldom=seldom, at=AT + SELDOM - 1)[1]
    later = sort(item, seldom=seldom, at=AT + SELDOM)[1]

    assert first == later == ["ignored externalIds: braze_id", "ignored externalIds: crm"]
    assert again == []


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        ({"id": "D1", "type": "ios"}, [("device_id", "D1")]),
        ({"id": "D1", "type": "Android"}, [("device_id", "D1")]),
        ({"id": "D1", "type": "till"}, []),
        ({"id": "D1"}, []),
        ({"advertisingId": "AD1", "adTrackingEnabled": True}, [("device_id", "AD1")]),
        ({"advertisingId": "AD1", "adTrackingEnabled": False}, []),
        ({"advertisingId": "AD1", "adTrackingEnabled": "true"}, []),
        ({"advertisingId": "AD1"}, []),
        ({"token": "T1"}, [("push_token", "T1")]),
        ({"token": "", "id": None, "type": "ios"}, []),
        ("nonsense", []),
    ],
)
def test_a_device_names_who_uses_it(device: object, expected: list[tuple[str, str]]) -> None:
    facts, said = sort(track(context={"device": device}))

    assert [fact.identifiers for fact in facts] == [[("user_id", "u1"), *expected]]
    assert said == []


def test_a_device_alone_is_somebody() -> None:
    facts, _ = sort(track(userId=None, context={"device": {"id": "D1", "type": "ios", "token": "T1"}}))

    assert [fact.identifiers for fact in facts] == [[("device_id", "D1"), ("push_token", "T1")]]


def test_a_token_that_is_too_long_loses_no_event() -> None:
    facts, said = sort(track(context={"device": {"token": "t" * (IDENTIFIER + 1)}}))

    assert [fact.identifiers for fact in facts] == [[("user_id", "u1")]]
    assert said == ["ignored device"]


@pytest.mark.parametrize("consent", [{"categoryPreferences": {"Ads": 1}}, {"categoryPreferences": "all"}])
def test_consent_that_is_neither_yes_nor_no_is_said(consent: object) -> None:
    facts, said = sort(track(context={"consent": consent}))

    assert (len(facts), said) == (1, ["ignored consent"])


def test_a_batchs_context_and_integrations_hold_where_an_item_says_nothing_else() -> None:
    facts, said = sort(
        track(),
        track(context={"locale": "th-TH"}, integrations={"Mailchimp": True}),
        track(integrations={}),
        context={"locale": "en-GB", "ip": "::1"},
        integrations={"All": False, "Mailchimp": False},
    )

    whole = {"locale": "en-GB", "ip": "::1", "integrations": {"All": False, "Mailchimp": False}}
    own = {"locale": "th-TH", "ip": "::1", "integrations": {"All": False, "Mailchimp": True}}
    assert [value(fact.context) for fact in facts] == [whole, own, whole]
    assert said == []


@pytest.mark.parametrize("integrations", ["all", [1, 2], 12_345, {"text": "x" * 5_000}])
def test_integrations_that_cannot_be_read_lose_no_batch(integrations: object) -> None:
    facts, said = sort(track(), integrations=integrations)

    assert ([len(fact.context) for fact in facts], said) == ([0], ["ignored integrations"])


@pytest.mark.parametrize("integrations", ["all", [1, 2], 12_345])
def test_integrations_that_cannot_be_read_lose_no_event(integrations: object) -> None:
    facts, said = sort(track(integrations=integrations))

    assert ([value(fact.context) for fact in facts], said) == ([None], ["ignored integrations"])

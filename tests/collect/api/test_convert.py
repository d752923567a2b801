import json
from typing import Any

import msgspec
import pytest

from regulars.collect.api.convert import Surroundings, read_fact
from regulars.collect.api.errors import DEPTH, IDENTIFIER, KEYS, MESSAGE_ID, ItemRefused
from regulars.unify.facts.fact import IMPLAUSIBLE, Fact, decode_facts, encode
from tests.collect.api.door import track, value

RECEIVED_AT = 1_795_000_000_000_000
SECOND = 1_000_000
NEW_YEAR = 1_767_225_600_000_000


def read(item: object, kind: str = "", **around: Any) -> Fact:
    known = {"received_at": RECEIVED_AT, "sent_at": None, "context": {}, "is_repaired": False, **around}
    return read_fact(json.dumps(item).encode(), Surroundings(kind, **known))


def refusal(item: object, kind: str = "", **around: Any) -> str:
    with pytest.raises(ItemRefused) as caught:
        read(item, kind, **around)
    return caught.value.code


def nested(levels: int) -> Any:
    return {"deeper": nested(levels - 1)} if levels else "end"


def test_track_says_event_properties_and_context_in_the_bytes_that_came() -> None:
    item = b'{"type":"track","userId":"u1","event":"E","properties":{"price": 18.990, "n":1e2},"context":{"ip":"::1"}}'

    fact = read_fact(item, Surroundings("", RECEIVED_AT, None, {}, is_repaired=False))

    assert (fact.kind, fact.event, fact.identifiers) == ("track", "E", [("user_id", "u1")])
    assert bytes(fact.properties) == b'{"price": 18.990, "n":1e2}'
    assert value(fact.context) == {"ip": "::1"}


def test_identify_says_traits() -> None:
    fact = read({"type": "identify", "userId": "u1", "traits": {"email": "a@b.example", "age": None}})

    assert value(fact.traits) == {"email": "a@b.example", "age": None}
    assert (len(fact.properties), fact.identifiers) == (0, [("user_id", "u1")])


def test_a_page_is_named_and_its_category_is_a_property() -> None:
    named = read({"type": "page", "userId": "u", "name": "Home", "category": "Docs", "properties": {"url": "/"}})
    by_property = read({"type": "screen", "userId": "u", "properties": {"name": "Cart"}})

    assert (named.event, value(named.properties)) == ("Home", {"category": "Docs", "url": "/"})
    assert (by_property.kind, by_property.event, value(by_property.properties)) == ("screen", "Cart", {"name": "Cart"})


@pytest.mark.parametrize(
    ("traits", "kind"),
    [
        ({}, "company"),
        ({"kind": "household"}, "household"),
        ({"type": "household"}, "household"),
        ({"type": "bank"}, "company"),
        ({"type": ["household"]}, "company"),
    ],
)
def test_a_group_is_a_company_unless_it_says_household(traits: object, kind: str) -> None:
    fact = read({"type": "group", "userId": "u", "groupId": 7, "traits": traits})

    assert (fact.group, fact.group_kind) == ("7", kind)
    assert value(fact.traits) == (traits or None)


def test_an_alias_names_both_ids() -> None:
    fact = read({"type": "alias", "userId": "u", "previousId": "a"})

    assert fact.identifiers == [("user_id", "u"), ("anonymous_id", "a")]


def test_the_path_says_what_a_single_call_is() -> None:
    fact = read({"type": "identify", "userId": "u", "event": "E"}, kind="track")

    assert (fact.kind, fact.event) == ("track", "E")


@pytest.mark.parametrize(
    ("given", "text"), [("007", "007"), (7, "7"), (7.0, "7"), (7.5, "7.5"), (0, "0"), (10**25, str(10**25))]
)
def test_ids_may_be_numbers(given: object, text: str) -> None:
    fact = read(track(userId=given, anonymousId=given))

    assert fact.identifiers == [("user_id", text), ("anonymous_id", text)]


def test_context_names_identifiers_but_none_that_the_road_makes() -> None:
    context = {
        "traits": {"email": "a@b.example", "phone": 66812345678, "name": "n"},
        "externalIds": [
            {"id": "M1", "type": "member_card", "collection": "users", "encoding": "none"},
            {"id": "C1", "type": "member_card", "collection": "accounts", "encoding": "none"},
            {"id": "R1", "type": "row", "collection": "users", "encoding": "none"},
            {"id": "H1", "type": "household", "collection": "users", "encoding": "none"},
        ],
    }

    fact = read(track(userId=None, context=context))

    assert fact.identifiers == [("email", "a@b.example"), ("phone", "66812345678"), ("member_card", "M1")]
    assert value(fact.context) == context


def test_a_batch_context_holds_where_the_item_says_nothing_else() -> None:
    fact = read(track(context={"ip": "1.2.3.4"}), context={"ip": "::1", "locale": "th-TH"})

    assert value(fact.context) == {"ip": "1.2.3.4", "locale": "th-TH"}


@pytest.mark.parametrize("empty", [{}, {"traits": None}, {"traits": {}}, {"traits": []}])
@pytest.mark.parametrize("kind", ["identify", "track", "page", "screen", "group", "alias"])
def test_empty_objects_of_every_sdk_are_left_out(kind: str, empty: dict[str, object]) -> None:
    said = {**empty, **dict.fromkeys(("properties", "context"), empty.get("traits"))}
    item = {"userId": "u", "anonymousId": "a", "groupId": "g", "event": "E", "type": kind, **said}

    fact = read(item)

    assert (len(fact.traits), len(fact.properties), len(fact.context)) == (0, 0, 0)
    assert decode_facts(encode([fact])) == [fact]


@pytest.mark.parametrize(
    ("times", "occurred_at"),
    [
        ({}, RECEIVED_AT),
        ({"timestamp": None}, RECEIVED_AT),
        ({"timestamp": "2026-01-01T00:00:00.000Z"}, NEW_YEAR),
        ({"timestamp": "2026-01-01T07:00:00.000001+07:00"}, NEW_YEAR + 1),
        ({"timestamp": "2026-01-01"}, NEW_YEAR),
        ({"timestamp": "2026-01-01T00:00:00Z", "originalTimestamp": "2026-01-01T00:00:05Z"}, NEW_YEAR + 5 * SECOND),
        ({"timestamp": "2026-01-01T00:00:00Z", "sentAt": "2026-01-01T00:00:09Z"}, RECEIVED_AT - 9 * SECOND),
        ({"sentAt": "2026-01-01T00:00:09Z"}, RECEIVED_AT),
        ({"timestamp": "2026-01-01T00:00:00Z", "sentAt": "yesterday"}, NEW_YEAR),
    ],
)
def test_the_clock_rule_takes_the_time_between_from_the_client(times: dict[str, object], occurred_at: int) -> None:
    assert read(track(**times)).occurred_at == occurred_at


def test_the_batch_says_when_all_its_items_were_sent() -> None:
    fact = read(track(timestamp="2026-01-01T00:00:00Z"), sent_at=NEW_YEAR + 3 * SECOND)

    assert fact.occurred_at == RECEIVED_AT - 3 * SECOND


@pytest.mark.parametrize(("timestamp", "flags"), [("1999-12-31T23:59:59Z", IMPLAUSIBLE), ("2026-01-01T00:00:00Z", 0)])
def test_implausible_times_are_kept_and_flagged(timestamp: str, flags: int) -> None:
    assert read(track(timestamp=timestamp)).flags == flags


def test_a_missing_message_id_is_assigned_and_differs() -> None:
    first, second = read(track()), read(track(messageId=""))

    assert len(first.message_id) == 32
    assert first.message_id != second.message_id


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (7, "invalid_item"),
        ([], "invalid_item"),
        (None, "invalid_item"),
        ({"userId": "u"}, "unknown_type"),
        ({"type": "decision", "userId": "u"}, "unknown_type"),
        ({"type": 7, "userId": "u"}, "invalid_item"),
        (track(userId=None), "no_user_anon_id"),
        (track(userId="", anonymousId=""), "no_user_anon_id"),
        (track(userId=True), "invalid_item"),
        (track(userId={}), "invalid_item"),
        (track(userId="u" * (IDENTIFIER + 1)), "invalid_item"),
        (track(context={"traits": {"email": "e" * (IDENTIFIER + 1)}}), "id_too_long"),
        (track(messageId="m" * (MESSAGE_ID + 1)), "invalid_item"),
        (track(event=None), "no_event"),
        (track(event=""), "no_event"),
        (track(event=5), "invalid_item"),
        (track(properties="text"), "invalid_item"),
        (track(properties=[1]), "invalid_item"),
        (track(properties={str(n): n for n in range(KEYS + 1)}), "invalid_item"),
        (track(properties={"n": 2**63}), "invalid_item"),
        (track(properties=nested(DEPTH + 2)), "too_deep"),
        (track(context=nested(500)), "too_deep"),
        (track(timestamp="next week"), "invalid_timestamp"),
        (track(timestamp=[]), "invalid_item"),
        ({"type": "group", "userId": "u"}, "no_group_id"),
        ({"type": "group", "userId": "u", "groupId": ""}, "no_group_id"),
        ({"type": "group", "userId": "u", "groupId": "g" * (IDENTIFIER + 1)}, "invalid_item"),
        ({"type": "alias", "userId": "u"}, "no_previous_id"),
    ],
)
def test_what_cannot_be_filed_is_refused_with_its_reason(item: object, code: str) -> None:
    assert refusal(item) == code


def test_limits_include_their_value() -> None:
    fact = read(
        track(
            userId="u" * IDENTIFIER,
            messageId="m" * MESSAGE_ID,
            properties={str(n): 2**63 - 1 for n in range(KEYS)},
            context=nested(DEPTH + 1),
        )
    )

    assert (len(fact.message_id), len(value(fact.properties)), value(fact.context)) == (
        MESSAGE_ID,
        KEYS,
        nested(DEPTH + 1),
    )


def test_a_number_out_of_range_is_refused_because_nothing_could_read_it() -> None:
    item = b'{"type":"track","userId":"u","event":"E","properties":{"n":1e999}}'

    with pytest.raises(ItemRefused) as caught:
        read_fact(item, Surroundings("", RECEIVED_AT, None, {}, is_repaired=False))

    assert caught.value.code == "invalid_item"
    assert "out of range" in str(caught.value)
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(b'{"n":1e999}')


def test_after_a_repair_ids_that_could_be_mixed_up_are_refused() -> None:
    assert refusal(track(userId="caf\ufffd"), is_repaired=True) == "invalid_characters"
    assert read(track(event="caf\ufffd"), is_repaired=True).event == "caf\ufffd"
    assert read(track(userId="caf\ufffd")).identifiers == [("user_id", "caf\ufffd")]

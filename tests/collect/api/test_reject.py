"""Opening and parting a request, without a database; its parser must stand anything."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.collect.api.convert import read_fact, surroundings
from regulars.collect.api.errors import (
    BODY_BYTES,
    CONTEXT_BYTES,
    DEPTH,
    EVENT_BYTES,
    EVENTS,
    IDENTIFIER,
    ItemRefused,
    Refused,
)
from regulars.collect.api.opening import open_body
from regulars.collect.api.reject import (
    BODY_CHARACTERS,
    MINUTE,
    ROWS_A_MINUTE,
    ROWS_A_REQUEST,
    Quota,
    Seldom,
    sort_items,
)
from regulars.collect.sources.refusals import ITEM_REASONS, REQUEST_REASONS
from regulars.unify.facts.fact import Fact, decode_facts, encode
from regulars.unify.facts.inbox import Rejection
from tests.collect.api.door import track, value

SOURCE, RECEIVED_AT = 3, 1_795_000_000_000_000


def sort(body: bytes, call: str = "batch") -> tuple[list[Fact], list[Rejection]]:
    return sort_items(open_body(call, body), source=SOURCE, received_at=RECEIVED_AT, seldom=Seldom())


def sort_or_refuse(body: bytes, call: str) -> tuple[list[Fact], list[Rejection]]:
    """Any other exception than a refusal is a mistake of ours."""
    try:
        return sort(body, call)
    except Refused:
        return [], []


def batch(*items: str) -> bytes:
    return ('{"batch":[' + ",".join(items) + "]}").encode()


def good(**item: object) -> str:
    return json.dumps(track(**{"messageId": "good", **item}))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (b'"NUL \\u0000"', "NUL \ufffd"),
        (b'"half \\ud83d"', "half \ufffd"),
        (b'"other half \\udf75"', "other half \ufffd"),
        (b'"latin caf\xe9"', "latin caf\ufffd"),
        (b'"coded half \xed\xa0\xbd"', "coded half \ufffd\ufffd\ufffd"),
        (b'"line\nbreak"', "line\nbreak"),
        (b"NaN", None),
        (b"-Infinity", None),
    ],
)
def test_what_json_cannot_hold_is_replaced_and_said(text: bytes, kept: object) -> None:
    body = b'{"batch":[{"type":"track","userId":"u","event":"E","properties":{"p":' + text + b"}},"
    body += good(properties={"p": "🍵"}).encode() + b"]}"

    facts, rejections = sort(body)

    assert [value(fact.properties) for fact in facts] == [{"p": kept}, {"p": "🍵"}]
    assert [one.code for one in rejections] == ["repaired"]


@pytest.mark.parametrize("text", ["\\\\u0000", "🍵", "\\ud83c\\udf75", "\\u0e01", "\\\\\\\\u0000", "\x7f"])
def test_text_that_json_can_hold_is_left_alone(text: str) -> None:
    body = batch('{"type":"track","userId":"u","event":"E","properties":{"p":"' + text + '"}}')

    facts, rejections = sort(body)

    assert bytes(facts[0].properties) == ('{"p":"' + text + '"}').encode()
    assert rejections == []


def test_a_broken_id_is_refused_and_the_others_stay() -> None:
    body = batch('{"type":"track","userId":"u\\ud800","event":"E","messageId":"bad"}', good())

    facts, rejections = sort(body)

    assert [fact.message_id for fact in facts] == ["good"]
    assert [(one.code, one.message_id) for one in rejections] == [("repaired", ""), ("invalid_characters", "bad")]


def test_a_byte_order_mark_is_no_mistake() -> None:
    facts, rejections = sort(b"\xef\xbb\xbf" + batch(good()))

    assert (len(facts), rejections) == (1, [])


def test_a_bomb_of_brackets_in_one_item_leaves_the_others() -> None:
    bomb = '{"type":"track","userId":"u","event":"E","properties":' + '{"a":' * 400 + "1" + "}" * 400 + "}"

    facts, rejections = sort(batch(good(), bomb, good()))

    assert (len(facts), [one.code for one in rejections]) == (2, ["too_deep"])


def test_a_large_batch_context_is_refused_because_every_item_would_repeat_it() -> None:
    body = json.dumps({"batch": [track()], "context": {"text": "x" * 5_000}}).encode()

    with pytest.raises(Refused) as caught:
        sort(body)

    assert (caught.value.status, caught.value.code) == (400, "context_too_large")


def test_rejected_rows_of_a_source_are_bounded_by_the_minute() -> None:
    def refused(count: int, source: int = SOURCE, at: int = RECEIVED_AT) -> list[Rejection]:
        return [Rejection(at, source, "", "no_event", "", "{}")] * count

    quota = Quota()
    first, second = quota.kept(refused(ROWS_A_MINUTE - 1)), quota.kept(refused(5))
    third, other = quota.kept(refused(5)), quota.kept(refused(5, source=4))
    later = quota.kept(refused(5, at=RECEIVED_AT + MINUTE))

    assert [len(kept) for kept in (first, second, third, other, later)] == [ROWS_A_MINUTE - 1, 2, 0, 5, 5]
    assert [one.code for one in second] == ["no_event", "too_many_rejected"]


def test_rejected_rows_of_one_request_are_bounded() -> None:
    facts, rejections = sort(batch(*["{}"] * 100_000))

    assert facts == []
    assert len(rejections) == ROWS_A_REQUEST + 1
    assert rejections[-1].code == "too_many_rejected"
    assert sum(len(one.body) for one in rejections) < 1_000


def test_a_rejected_row_says_who_what_and_when() -> None:
    _, rejections = sort(batch('{"messageId": 7, "type": "track"}'))

    assert rejections == [
        Rejection(
            RECEIVED_AT,
            SOURCE,
            "7",
            "no_user_anon_id",
            "Send a userId or an anonymousId with every event.",
            '{"messageId": 7, "type": "track"}',
        )
    ]


KEPT = {"repaired", "ignored"}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = ["type", "userId", "anonymousId", "previousId", "groupId", "event", "name", "category", "messageId"]
NAMES += ["timestamp", "originalTimestamp", "sentAt", "traits", "properties", "context", "integrations"]
likely = st.sampled_from(["identify", "track", "page", "screen", "group", "alias", "u1", "2026-01-01T00:00:00Z", 5, {}])
kinds = st.sampled_from(["identify", "track", "page", "screen", "group", "alias"])
calls = st.fixed_dictionaries(
    {"type": kinds, "userId": st.sampled_from(["u1", 7]), "anonymousId": st.just("a1")},
    optional={"event": st.just("E"), "groupId": st.just("g1"), **dict.fromkeys(NAMES[-7:], likely | json_values)},
)
items = calls | st.dictionaries(st.sampled_from(NAMES), likely | json_values) | json_values
envelopes = st.fixed_dictionaries(
    {"batch": st.lists(items, max_size=6)},
    optional={"context": json_values, "sentAt": json_values, "writeKey": json_values, "integrations": json_values},
)


@given(envelopes, st.booleans())
def test_every_item_becomes_a_readable_fact_or_a_reason(envelope: dict[str, Any], as_ascii: bool) -> None:
    body = json.dumps(envelope, ensure_ascii=as_ascii).encode(errors="surrogatepass")
    try:
        facts, rejections = sort(body)
    except Refused:
        # Only the batch's own context can make all of it unreadable.
        assert envelope["context"] is not None
        return

    reasons = [one for one in rejections if one.code not in KEPT]
    assert len(facts) + len(reasons) == len(envelope["batch"])
    assert decode_facts(encode(facts)) == facts
    for fact in facts:
        assert fact.identifiers
        assert all(isinstance(value(part), dict | None) for part in (fact.traits, fact.properties, fact.context))
    assert not any("\0" in one.body + one.message + one.message_id for one in rejections)


@given(st.lists(items, max_size=5), st.integers(0, 5))
def test_a_good_item_is_kept_whatever_is_beside_it(others: list[Any], place: int) -> None:
    others.insert(place, track(messageId="the good one"))

    facts, _ = sort(json.dumps({"batch": others}).encode())

    assert "the good one" in [fact.message_id for fact in facts]


@given(st.lists(items, max_size=6))
def test_together_and_apart_give_the_same_facts(these: list[Any]) -> None:
    numbered = [{**item, "messageId": f"m{n}"} if isinstance(item, dict) else item for n, item in enumerate(these)]
    opened = open_body("batch", json.dumps({"batch": numbered}).encode())
    around = surroundings(opened, RECEIVED_AT)

    together, _ = sort_items(opened, source=SOURCE, received_at=RECEIVED_AT, seldom=Seldom())

    apart = []
    for raw in msgspec.json.decode(opened.body, type=dict[str, list[msgspec.Raw]])["batch"]:
        try:
            apart.append(read_fact(bytes(raw), around))
        except ItemRefused:
            continue
    assert encode(together) == encode(apart)


@given(st.binary(max_size=200), st.sampled_from(["batch", "track", "identify", "group"]))
def test_no_body_breaks_the_parser(body: bytes, call: str) -> None:
    facts, rejections = sort_or_refuse(body, call)

    assert len(facts) <= 1
    assert all(len(one.body) <= BODY_CHARACTERS for one in rejections)


@given(st.data())
def test_no_damage_to_a_good_body_breaks_the_parser(data: st.DataObject) -> None:
    body = bytearray(batch(good(), good(properties={"ก": ["🍵", 1.5, None]}), good(timestamp="2026-01-01T00:00:00Z")))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))

    facts, _ = sort_or_refuse(bytes(body), "batch")

    assert len(facts) <= 3


@pytest.mark.parametrize(
    ("sentence", "limits"),
    [
        (REQUEST_REASONS["body_too_large"], [f"{BODY_BYTES // 1024} KB", f"{EVENT_BYTES // 1024} KB"]),
        (REQUEST_REASONS["context_too_large"], [f"{CONTEXT_BYTES // 1024} KB"]),
        (ITEM_REASONS["event_too_large"], [f"{EVENT_BYTES // 1024} KB"]),
        (ITEM_REASONS["too_many_events"], [f"{EVENTS:,} events"]),
        (ITEM_REASONS["too_deep"], [f"most {DEPTH} deep"]),
        (ITEM_REASONS["id_too_long"], [f"{IDENTIFIER} characters"]),
        (ITEM_REASONS["ignored"], [f"{IDENTIFIER} characters"]),
    ],
)
def test_sentences_name_the_limits_that_hold(sentence: str, limits: list[str]) -> None:
    assert [limit for limit in limits if limit not in sentence] == []

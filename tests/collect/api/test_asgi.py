import asyncio
import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from regulars.collect.api.asgi import Intake
from regulars.collect.api.errors import BODY_BYTES, EVENT_BYTES, EVENTS
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.inbox import waiting
from regulars.unify.facts.models import InboxRow, Rejected, Source
from regulars.unify.facts.services import create_source
from tests.collect.api.door import Door, basic, rejected, stored, track, value

pytestmark = pytest.mark.django_db(transaction=True)

SUCCESS = {"success": True}


@pytest.mark.parametrize(
    ("call", "item"),
    [
        ("identify", {"userId": "u1", "traits": {"email": "a@b.example"}}),
        ("track", {"userId": "u1", "event": "Signed Up"}),
        ("page", {"anonymousId": "a1", "name": "Home"}),
        ("screen", {"anonymousId": "a1", "name": "Home"}),
        ("group", {"userId": "u1", "groupId": "g1"}),
        ("alias", {"userId": "u1", "previousId": "a1"}),
    ],
)
def test_each_call_answers_200_and_stores_one_fact_of_its_kind(door: Door, call: str, item: object) -> None:
    answer = door.post(call, item)

    assert (answer.status, answer.body) == (200, SUCCESS)
    assert [fact.kind for fact in stored()] == [call]


def test_a_batch_is_one_row_in_its_order(door: Door, source: Source) -> None:
    answer = door.post("batch", {"batch": [track(messageId=f"m{number}") for number in range(5)]})

    row = InboxRow.objects.get()
    assert (answer.status, answer.body) == (200, SUCCESS)
    assert (row.lane, row.source, row.batch, row.count) == (1, source.pk, 0, 5)
    assert [fact.message_id for fact in stored()] == ["m0", "m1", "m2", "m3", "m4"]


def test_an_empty_batch_is_answered_and_stores_nothing(door: Door) -> None:
    answer = door.post("batch", {"batch": []})

    assert answer.status == 200
    assert not InboxRow.objects.exists()


def test_good_items_are_kept_beside_bad_ones_that_can_be_read(door: Door) -> None:
    batch = [track(messageId="good1"), {"type": "track", "messageId": "bad", "event": "X"}, 7, track(messageId="good2")]

    answer = door.post("batch", {"batch": batch})

    row = Rejected.objects.first()
    assert answer.status == 200
    assert [fact.message_id for fact in stored()] == ["good1", "good2"]
    assert [code for code, _ in rejected()] == ["no_user_anon_id", "invalid_item"]
    assert row is not None
    assert (row.message_id, row.message) == ("bad", "Send a userId or an anonymousId with every event.")
    assert json.loads(row.body) == batch[1]


def test_a_request_of_bad_items_alone_answers_200(door: Door) -> None:
    answer = door.post("batch", {"batch": [{"type": "nonsense", "userId": "u"}]})

    assert (answer.status, answer.body) == (200, SUCCESS)
    assert [code for code, _ in rejected()] == ["unknown_type"]
    assert not InboxRow.objects.exists()


@pytest.mark.parametrize("credentials", ["{key}:", "{key}", "{key}:ignored"])
def test_the_key_is_the_basic_user_name_with_or_without_colon(door: Door, credentials: str) -> None:
    headers = {"authorization": basic(credentials.format(key=door.write_key))}

    answer = door.ask("POST", "/v1/track", track(), headers=headers)

    assert answer.status == 200


@pytest.mark.parametrize("call", ["track", "batch"])
def test_the_key_may_be_in_the_body(door: Door, call: str) -> None:
    body = {"writeKey": door.write_key, **(track() if call == "track" else {"batch": [track()]})}

    answer = door.post(call, body, key="")

    assert answer.status == 200
    assert len(stored()) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": basic("unknown:")},
        {"authorization": "Basic not-base-64!"},
        {"authorization": "Basic"},
        {"authorization": basic(":")},
        {"authorization": "Bearer token"},
    ],
)
def test_without_a_known_key_nothing_is_stored(door: Door, headers: dict[str, str]) -> None:
    answer = door.ask("POST", "/v1/track", track(), headers=headers)

    assert (answer.status, answer.body["success"], answer.body["code"]) == (401, False, "invalid_write_key")
    assert (InboxRow.objects.count(), Rejected.objects.count()) == (0, 0)


def test_a_new_source_is_known_at_once_and_a_disabled_one_a_second_later(door: Door, source: Source) -> None:
    door.post("track", track())
    new = create_source("till", kind=SourceKind.TILL, actor="owner")
    Source.objects.filter(pk=source.pk).update(is_enabled=False)

    by_new_key = door.post("track", track(), key=new.write_key)
    by_disabled_key = door.post("track", track())

    assert (by_new_key.status, by_disabled_key.status) == (200, 401)


def test_other_paths_and_methods_are_refused(door: Door) -> None:
    unknown = door.ask("POST", "/v1/nonsense")
    got = door.ask("GET", "/v1/batch")

    assert (unknown.status, unknown.body["code"]) == (404, "not_found")
    assert (got.status, got.body["code"], got.headers["allow"]) == (405, "method_not_allowed", "POST")


@pytest.mark.parametrize(
    ("call", "body", "code"),
    [
        ("batch", b"", "malformed_json"),
        ("batch", b"{", "malformed_json"),
        ("batch", b'{"batch":[{"type":"track"}', "malformed_json"),
        ("batch", b"\x00\xff\xfe", "malformed_json"),
        ("batch", b'{"batch":' + b"[" * 50_000, "malformed_json"),
        ("batch", b'{"batch":' + b"[" * 50_000 + b"]" * 50_000 + b"}", "malformed_json"),
        ("batch", b"[]", "invalid_request"),
        ("batch", b"{}", "invalid_request"),
        ("batch", b'{"batch":{}}', "invalid_request"),
        ("batch", b'{"batch":null}', "invalid_request"),
        ("batch", b'{"batch":[],"context":[1]}', "invalid_request"),
        ("track", b"[1]", "invalid_request"),
        ("track", b'"x"', "invalid_request"),
    ],
)
def test_a_body_that_cannot_be_opened_answers_400_and_can_be_read(
    door: Door, call: str, body: bytes, code: str
) -> None:
    answer = door.post(call, body)

    assert (answer.status, answer.body["success"], answer.body["code"]) == (400, False, code)
    assert answer.body["message"]
    assert [code for code, _ in rejected()] == [code]
    assert rejected()[0][1] == body.decode(errors="replace").replace("\0", "\ufffd")[:4_000]


def test_gzip_is_inflated(door: Door) -> None:
    answer = door.post("track", gzip.compress(json.dumps(track()).encode()), headers={"content-encoding": "gzip"})

    assert answer.status == 200
    assert len(stored()) == 1


@pytest.mark.parametrize("damage", [lambda data: data[:-4], lambda data: data + b"more", lambda data: b"no" + data])
def test_damaged_gzip_answers_400(door: Door, damage: Callable[[bytes], bytes]) -> None:
    body = damage(gzip.compress(json.dumps(track()).encode()))

    answer = door.post("track", body, headers={"content-encoding": "gzip"})

    assert (answer.status, answer.body["code"]) == (400, "invalid_gzip")


def test_a_gzip_bomb_is_not_inflated(door: Door) -> None:
    bomb = gzip.compress(b" " * 200_000_000)
    assert len(bomb) < BODY_BYTES

    answer = door.post("batch", bomb, headers={"content-encoding": "gzip"})

    assert (answer.status, answer.body["code"]) == (413, "body_too_large")
    assert [code for code, _ in rejected()] == ["body_too_large"]


def test_another_encoding_answers_415(door: Door) -> None:
    answer = door.post("track", track(), headers={"content-encoding": "br"})

    assert (answer.status, answer.body["code"]) == (415, "unsupported_encoding")


def test_a_body_may_be_as_large_as_the_limit_and_no_larger(door: Door) -> None:
    body = json.dumps({"batch": [track()]}).encode()

    largest = door.post("batch", body.ljust(BODY_BYTES))
    larger = door.post("batch", body.ljust(BODY_BYTES + 1))
    call = door.post("track", json.dumps(track()).encode().ljust(EVENT_BYTES + 1))

    assert (largest.status, larger.status, call.status) == (200, 413, 413)
    assert len(stored()) == 1


def test_an_event_that_is_too_large_is_refused_alone(door: Door) -> None:
    large = track(properties={"text": "x" * EVENT_BYTES}, messageId="large")

    answer = door.post("batch", {"batch": [track(messageId="small"), large]})

    assert answer.status == 200
    assert [fact.message_id for fact in stored()] == ["small"]
    assert [code for code, _ in rejected()] == ["event_too_large"]


def test_the_first_2500_events_of_a_larger_batch_are_kept(door: Door) -> None:
    answer = door.post("batch", {"batch": [track(event="E") for _ in range(EVENTS + 150)]})

    codes = [code for code, _ in rejected()]
    assert answer.status == 200
    assert InboxRow.objects.get().count == EVENTS
    assert codes == ["too_many_events"] * 100 + ["too_many_rejected"]
    assert Rejected.objects.latest("id").message.startswith("50 items")


def test_a_slow_body_is_given_up(open_door: Callable[..., Any]) -> None:
    async def never() -> dict[str, Any]:
        await asyncio.sleep(3600)
        return {}

    async def slow(door: Door, sent: list[Any]) -> None:
        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        headers = [(b"authorization", basic(door.write_key).encode())]
        scope: Any = {"type": "http", "method": "POST", "path": "/v1/track", "query_string": b"", "headers": headers}
        await door.intake(scope, never, send)  # type: ignore[arg-type]

    sent: list[Any] = []
    with open_door(body_seconds=0.05) as door:
        door.runner.run(slow(door, sent))

    assert sent[0]["status"] == 408
    assert json.loads(sent[1]["body"])["code"] == "request_timeout"


def test_bodies_together_are_bounded_and_forgotten(open_door: Callable[..., Any]) -> None:
    with open_door(read_bytes=1000) as door:
        too_much = door.post("batch", {"batch": [track(properties={"text": "x" * 2000})]})
        after = door.post("track", track())

    assert (too_much.status, too_much.headers["retry-after"]) == (429, "10")
    assert after.status == 200
    assert len(stored()) == 1


def test_a_client_that_goes_away_gets_no_answer_and_stores_nothing(door: Door) -> None:
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": b'{"userId":', "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Any] = []

    async def leave() -> None:
        async def receive() -> Any:
            return messages.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        headers = [(b"authorization", basic(door.write_key).encode())]
        scope: Any = {"type": "http", "method": "POST", "path": "/v1/track", "query_string": b"", "headers": headers}
        await door.intake(scope, receive, send)  # type: ignore[arg-type]

    door.runner.run(leave())

    assert sent == []
    assert (InboxRow.objects.count(), Rejected.objects.count()) == (0, 0)


def test_a_full_inbox_answers_429_until_there_is_room(open_door: Callable[..., Any]) -> None:
    with open_door(limit=3) as door:
        first = door.post("batch", {"batch": [track(), track(), track()]})
        full = door.post("track", track())
        InboxRow.objects.all().delete()
        door.intake.commit.counted_at = float("-inf")
        again = door.post("track", track())

    assert (first.status, full.status, again.status) == (200, 429, 200)
    assert full.body["code"] == "inbox_full"
    assert int(full.headers["retry-after"]) > 0
    assert waiting() == 1


def test_what_cannot_be_written_is_not_acknowledged(door: Door) -> None:
    door.post("track", track(messageId="before"))
    with connections["inbox"].cursor() as cursor:
        cursor.execute("ALTER TABLE inbox RENAME TO inbox_gone")
    try:
        failed = door.post("track", track(messageId="lost"))
    finally:
        with connections["inbox"].cursor() as cursor:
            cursor.execute("ALTER TABLE inbox_gone RENAME TO inbox")
    after = door.post("track", track(messageId="after"))

    assert (failed.status, failed.body["code"], after.status) == (503, "not_stored", 200)
    assert int(failed.headers["retry-after"]) > 0
    assert [fact.message_id for fact in stored()] == ["before", "after"]


def test_many_requests_at_once_are_all_stored_once(door: Door) -> None:
    requests: list[tuple[str, object]] = [("track", track(messageId=f"m{number:03d}")) for number in range(200)]

    answers = door.ask_at_once(requests)

    assert {answer.status for answer in answers} == {200}
    assert sorted(fact.message_id for fact in stored()) == [f"m{number:03d}" for number in range(200)]


def test_text_in_every_script_comes_out_as_it_went_in(door: Door) -> None:
    properties = {"name": "น้ำปลาแท้ ตราปลา", "绿茶": "龙井", "زعفران": "۱۲۳", "emoji": "🍵"}

    door.post("track", track(properties=properties))
    door.post("track", json.dumps(track(properties=properties), ensure_ascii=False).encode())

    assert [value(fact.properties) for fact in stored()] == [properties, properties]
    assert not Rejected.objects.exists()


def test_the_lifespan_starts_and_ends_the_intake(source: Source) -> None:
    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent: list[str] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message["type"])

    asyncio.run(Intake()({"type": "lifespan"}, receive, send))  # type: ignore[arg-type]

    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
